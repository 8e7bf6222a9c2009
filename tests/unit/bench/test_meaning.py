"""What the measurement of search by meaning is made of."""

import json
import os
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from bench.meaning import RepeatingEncoder, memory, processor_ms, queries, real_vectors
from papersearch.semantic.encoder import DIMENSIONS, Vectors

needs_linux = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs Linux")


class CountingEncoder:
    """Gives every text a vector of its own, and counts."""

    def __init__(self) -> None:
        self.texts: list[str] = []

    def encode(self, texts: Sequence[str]) -> Vectors:
        self.texts += texts
        return np.full((len(texts), DIMENSIONS), len(self.texts), dtype=np.float32)


def test_vectors_are_given_out_in_turn() -> None:
    encoder = RepeatingEncoder(np.arange(3, dtype=np.float32)[:, np.newaxis])
    assert encoder.encode(["a", "b"]).ravel().tolist() == [0, 1]
    assert encoder.encode(["c", "d", "e"]).ravel().tolist() == [2, 0, 1]


def test_encoding_resumes_where_it_was_stopped(tmp_path: Path) -> None:
    corpus, kept = tmp_path / "corpus.jsonl", tmp_path / "vectors.f32"
    corpus.write_text("".join(json.dumps({"title": f"T{n}", "abstract": "A"}) + "\n" for n in range(5)), "utf-8")
    first, second = CountingEncoder(), CountingEncoder()
    assert real_vectors(corpus, kept, 2, lambda: first).shape == (2, DIMENSIONS)
    assert real_vectors(corpus, kept, 4, lambda: second).shape == (4, DIMENSIONS)
    assert first.texts == ["T0. A", "T1. A"]
    assert second.texts == ["T2. A", "T3. A"]


def test_queries_are_the_same_in_each_run() -> None:
    titles = ["Parsing long sentences with neural chart parsers", "Word alignment models for machine translation"]
    found = queries(titles, 5)
    assert found == queries(titles, 5)
    assert all(2 <= len(query.split()) <= 4 for query in found)


@needs_linux
def test_processor_time_and_memory_are_those_of_the_process() -> None:
    before = processor_ms(os.getpid())
    while processor_ms(os.getpid()) < before + 30:
        sum(range(100_000))
    now = memory(os.getpid())
    assert now.resident > now.anonymous > 1
