"""Rows of different lengths in two arrays: row r has the entries `starts[r]` to `starts[r + 1]` of the other one."""

from typing import TypeAlias

import numpy as np
import numpy.typing as npt

Ints: TypeAlias = npt.NDArray[np.int64]


def starts_of(lengths: Ints) -> Ints:
    """Where rows of these lengths start, and where the last one ends."""
    return np.concatenate((np.zeros(1, dtype=np.int64), np.cumsum(lengths)))


def entries_of(starts: Ints, rows: Ints) -> Ints:
    """The positions of the entries of these rows, row after row."""
    lengths = starts[rows + 1] - starts[rows]
    shifts = np.cumsum(lengths) - lengths
    return np.repeat(starts[rows] - shifts, lengths) + np.arange(int(lengths.sum()))


def joined_starts(first: Ints, second: Ints) -> Ints:
    """The starts of rows that are followed by those of another pair of arrays."""
    return np.concatenate((first, second[1:] + first[-1]))
