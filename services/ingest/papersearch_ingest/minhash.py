"""Min-hash keys: texts that share most of their shingles share a key, so that likes are looked up and not searched for.

A text's shingles are hashed; `bands` times the lowest values of `rows` permutations make one key. Two texts of which a
share `s` of all shingles is common have a key in common with a probability of 1 - (1 - s ** rows) ** bands.
Broder, "On the resemblance and containment of documents", 1997; the bands: Leskovec, Rajaraman, Ullman, "Mining of
Massive Datasets", chapter 3.
"""

import zlib
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from papersearch.text import words

Hashes = NDArray[np.uint64]

ABSTRACT_WORDS = 5
ABSTRACT_BANDS, ABSTRACT_ROWS = 5, 2
"""Abstracts with 90 % in common meet with a probability of 0.9998, with 70 % of 0.97; at 30 % it is 0.38."""
SHORTEST_ABSTRACT = 20
"""Words of an abstract below which its likeness to another proves nothing."""
TITLE_LETTERS = 4
TITLE_BANDS, TITLE_ROWS = 6, 3
"""Titles with 90 % in common meet with a probability of 0.9996, with 80 % of 0.986, with 60 % of 0.77. Three rows:
thousands of titles share a fifth of their letters ("... for neural machine translation")."""
KEY_BITS = 48
"""Bits of a key: fewer take less room in an index, and these hardly ever meet by chance."""
_BASE = np.uint64(0x9E3779B97F4A7C15)
_MIXED_BITS = np.uint64(29)
_32_BITS, _KEY_MASK = np.uint64(0xFFFFFFFF), np.uint64((1 << KEY_BITS) - 1)
_DROPPED_BITS = np.uint64(64 - KEY_BITS)
_EMPTY: Hashes = np.zeros(0, dtype=np.uint64)


def abstract_shingles(text: str) -> Hashes:
    """Hashes of an abstract's runs of `ABSTRACT_WORDS` words, in their order; empty for a short one."""
    found = words(text)
    if len(found) < SHORTEST_ABSTRACT:
        return _EMPTY
    return _runs(np.fromiter(map(_word_hash, found), np.uint64, len(found)), ABSTRACT_WORDS)


@lru_cache(maxsize=65_536)
def _word_hash(word: str) -> int:
    return zlib.crc32(word.encode("utf-8", "surrogatepass"))


def title_shingles(joined: str) -> Hashes:
    """Hashes of the runs of `TITLE_LETTERS` letters of a title's joined words, in their order."""
    letters = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), dtype=np.uint32).astype(np.uint64)
    return _runs(letters, TITLE_LETTERS) if letters.size else _EMPTY


def resemblance(a: frozenset[int], b: frozenset[int]) -> float:
    """Jaccard's share of common shingles; 0 where a side has none."""
    return len(a & b) / len(a | b) if a and b else 0.0


def abstract_keys(shingles: Hashes) -> list[int]:
    """The keys of an abstract, one for each band."""
    return _band_keys(shingles, ABSTRACT_BANDS, ABSTRACT_ROWS) if shingles.size else []


def title_keys(shingles: Hashes) -> list[int]:
    """The keys of a title, one for each band."""
    return _band_keys(shingles, TITLE_BANDS, TITLE_ROWS) if shingles.size else []


def _runs(values: Hashes, length: int) -> Hashes:
    """One hash for each run of `length` values; of fewer values there is one."""
    size = max(values.size - length + 1, 1)
    hashed = values[:size] * _BASE
    hashed ^= hashed >> _MIXED_BITS
    for place in range(1, min(length, values.size)):
        hashed ^= values[place : place + size]
        hashed *= _BASE
        hashed ^= hashed >> _MIXED_BITS
    hashed &= _KEY_MASK
    return hashed


@lru_cache(maxsize=4)
def _permutations(count: int) -> tuple[Hashes, Hashes]:
    """Fixed odd factors and offsets, so that keys in a store stay valid."""
    random = np.random.Generator(np.random.PCG64(20_190_507))
    factors = random.integers(1, 1 << 31, count, dtype=np.uint64) * np.uint64(2) + np.uint64(1)
    return factors[:, None], random.integers(0, 1 << 32, count, dtype=np.uint64)[:, None]


def _band_keys(shingles: Hashes, bands: int, rows: int) -> list[int]:
    factors, offsets = _permutations(bands * rows)
    hashed = factors * shingles  # one row for each permutation, so that the lowest is looked for along memory
    hashed += offsets
    hashed >>= _MIXED_BITS
    hashed &= _32_BITS
    lowest = np.minimum.reduce(hashed, axis=1).reshape(bands, rows)
    factors, offsets = _bands(bands, rows)
    keys = np.add.reduce(lowest * factors, axis=1)
    keys += offsets
    keys ^= keys >> _MIXED_BITS
    keys *= _BASE
    keys >>= _DROPPED_BITS
    return keys.tolist()  # type: ignore[no-any-return] # numpy cannot say what a list of its numbers is


@lru_cache(maxsize=4)
def _bands(bands: int, rows: int) -> tuple[Hashes, Hashes]:
    """What makes a key out of the lowest values of a band: fixed as well, one odd factor a row, one offset a band."""
    random = np.random.Generator(np.random.PCG64([bands, rows]))
    factors = random.integers(0, 1 << 63, rows, dtype=np.uint64) * np.uint64(2) + np.uint64(1)
    return factors, random.integers(0, 1 << 63, bands, dtype=np.uint64)
