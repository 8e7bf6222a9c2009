"""An encoder that knows a few words of the same meaning, so that tests need no model."""

import hashlib
from collections.abc import Sequence

import numpy as np

from papersearch.semantic.encoder import DIMENSIONS, Vector, Vectors
from papersearch.text import words

SAME_MEANING = {"automobile": "car", "vehicle": "car", "motor": "engine"}


class WordEncoder:
    """Each word has a direction of its own, words of one meaning the same; a text has the sum. Counts its texts."""

    def __init__(self) -> None:
        self.encoded: list[str] = []

    def encode(self, texts: Sequence[str]) -> Vectors:
        self.encoded += texts
        return np.array([_vector(text) for text in texts], dtype=np.float32).reshape(len(texts), DIMENSIONS)


def _vector(text: str) -> Vector:
    total = sum((_direction(SAME_MEANING.get(word, word)) for word in words(text)), np.zeros(DIMENSIONS))
    vector: Vector = (total / (np.linalg.norm(total) or 1.0)).astype(np.float32)
    return vector


def _direction(word: str) -> "np.ndarray[tuple[int], np.dtype[np.float64]]":
    seed = int.from_bytes(hashlib.sha256(word.encode()).digest()[:4], "big")
    return np.random.default_rng(seed).standard_normal(DIMENSIONS)
