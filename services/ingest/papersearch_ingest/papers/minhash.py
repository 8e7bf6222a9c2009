"""Min-hash keys: texts that share most of their shingles share a key, so that likes are looked up and not searched for.

A text's shingles are hashed; `bands` times the lowest values of `rows` permutations make one key. Two texts of which a
share `s` of all shingles is common have a key in common with a probability of 1 - (1 - s ** rows) ** bands.
Broder, "On the resemblance and containment of documents", 1997; the bands: Leskovec, Rajaraman, Ullman, "Mining of
Massive Datasets", chapter 3.

Many texts are hashed at once: for one alone, handing numbers to NumPy costs more than the numbers do.
"""

import zlib
from collections.abc import Sequence
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
_AT_ONCE = 1 << 15
"""Values that are hashed at once: with all their permutations they stay in a processor's cache."""
_MOST_KEPT = 65_536
_BASE = np.uint64(0x9E3779B97F4A7C15)
_MIXED_BITS = np.uint64(29)
_32_BITS, _48_BITS = np.uint64(0xFFFFFFFF), np.uint64(0xFFFFFFFFFFFF)
_DROPPED_BITS = np.uint64(64 - KEY_BITS)


def abstract_shingles(text: str) -> frozenset[int]:
    """Hashes of an abstract's runs of `ABSTRACT_WORDS` words; empty for a short one."""
    values = _word_hashes(text)
    return frozenset(_runs(np.array(values, np.uint64), ABSTRACT_WORDS).tolist() if values else ())


def resemblance(a: frozenset[int], b: frozenset[int]) -> float:
    """Jaccard's share of common shingles; 0 where a side has none."""
    return len(a & b) / len(a | b) if a and b else 0.0


def abstract_keys(texts: Sequence[str]) -> list[list[int]]:
    """For each abstract its keys, one for each band; none for a short one."""
    return _keys([_word_hashes(text) for text in texts], ABSTRACT_WORDS, ABSTRACT_BANDS, ABSTRACT_ROWS)


def title_keys(titles: Sequence[str]) -> list[list[int]]:
    """For each title, given as its joined words, its keys, one for each band; none below `TITLE_LETTERS` letters."""
    return _keys([list(map(ord, title)) for title in titles], TITLE_LETTERS, TITLE_BANDS, TITLE_ROWS)


def _word_hashes(text: str) -> list[int]:
    found = words(text)
    return list(map(_WORD_HASHES.__getitem__, found)) if len(found) >= SHORTEST_ABSTRACT else []


class _WordHashes(dict[str, int]):
    """Those of words met lately."""

    def __missing__(self, word: str) -> int:
        hashed = zlib.crc32(word.encode("utf-8", "surrogatepass"))
        if len(self) >= _MOST_KEPT:
            self.clear()
        self[word] = hashed
        return hashed


_WORD_HASHES = _WordHashes()


def _keys(texts: Sequence[list[int]], length: int, bands: int, rows: int) -> list[list[int]]:
    """The keys of texts that are given as numbers, one for each letter or word."""
    keys: list[list[int]] = [[] for _ in texts]
    places: list[int] = []
    values: list[int] = []
    for place, text in enumerate(texts):
        if len(text) >= length:
            places.append(place)
            values += text
        if places and (len(values) >= _AT_ONCE or place == len(texts) - 1):
            sizes = [len(texts[one]) for one in places]
            lowest = _lowest(np.array(values, np.uint64), np.array(sizes), length, bands * rows)
            for one, found in zip(places, _band_keys(lowest, bands, rows), strict=True):
                keys[one] = found
            places, values = [], []
    return keys


def _lowest(values: Hashes, sizes: NDArray[np.intp], length: int, permutations: int) -> Hashes:
    """(permutations, texts): the lowest value that each permutation gives a shingle of each text.

    `values`: of all texts, one behind the other. `sizes`: how many are of each, `length` at least.
    """
    hashed = _runs(values, length)
    ends = np.cumsum(sizes)
    is_whole = np.ones(hashed.size, np.bool_)
    if sizes.size > 1:
        begun_before = ends[:-1, None] - np.arange(1, length)
        is_whole[begun_before.ravel()] = False  # these runs end in the next text
    shingles = hashed[is_whole]
    starts = ends - sizes - np.arange(sizes.size) * (length - 1)
    factors, offsets = _permutations(permutations)
    permuted = factors * shingles  # one row for each permutation, so that the lowest is looked for along memory
    permuted += offsets
    permuted >>= _MIXED_BITS
    permuted &= _32_BITS
    return np.minimum.reduceat(permuted, starts, axis=1)


def _runs(values: Hashes, length: int) -> Hashes:
    """One hash for each run of `length` values, of which there are at least as many."""
    size = values.size - length + 1
    hashed = values[:size] * _BASE
    hashed ^= hashed >> _MIXED_BITS
    for place in range(1, length):
        hashed ^= values[place : place + size]
        hashed *= _BASE
        hashed ^= hashed >> _MIXED_BITS
    hashed &= _48_BITS
    return hashed


@lru_cache(maxsize=4)
def _permutations(count: int) -> tuple[Hashes, Hashes]:
    """Fixed odd factors and offsets, so that keys in a store stay valid."""
    random = np.random.Generator(np.random.PCG64(20_190_507))
    factors = random.integers(1, 1 << 31, count, dtype=np.uint64) * np.uint64(2) + np.uint64(1)
    return factors[:, None], random.integers(0, 1 << 32, count, dtype=np.uint64)[:, None]


def _band_keys(lowest: Hashes, bands: int, rows: int) -> list[list[int]]:
    """For each text one key a band, out of (bands * rows, texts) lowest values."""
    factors, offsets = _bands(bands, rows)
    keys = np.add.reduce(lowest.reshape(bands, rows, -1) * factors, axis=1)
    keys += offsets
    keys ^= keys >> _MIXED_BITS
    keys *= _BASE
    keys >>= _DROPPED_BITS
    found: list[list[int]] = keys.T.tolist()
    return found


@lru_cache(maxsize=4)
def _bands(bands: int, rows: int) -> tuple[Hashes, Hashes]:
    """What makes a key out of the lowest values of a band: fixed as well, one odd factor a row, one offset a band."""
    random = np.random.Generator(np.random.PCG64([bands, rows]))
    factors = random.integers(0, 1 << 63, rows, dtype=np.uint64) * np.uint64(2) + np.uint64(1)
    return factors[:, None], random.integers(0, 1 << 63, bands, dtype=np.uint64)[:, None]
