"""Columns: what facets and sorts need of every paper of a commit, in numpy arrays.

Rows stand in the order of `tie`, so that the row's number is the tie-break. A new commit's columns take over every row
whose version is unchanged from the last ones, and read the stored rows of the others only.
"""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt

from papersearch.citation_counts import KeyColumn, citation_counts
from papersearch.embedded.packed_texts import PackedTexts
from papersearch.embedded.value_tables import ValueTable
from papersearch.ragged import Ints, entries_of

Mask: TypeAlias = npt.NDArray[np.bool_]

NO_NUMBER = np.iinfo(np.int64).min
"""Stands for "no value" in a number column; no year and no moment is so small."""
_FEW = 8
"""Counting over less than one of so many rows goes row by row instead of through the whole column."""


class Found(NamedTuple):
    """The rows that something found: as a mask over all rows, and by their numbers, ascending."""

    mask: Mask
    rows: Ints

    @classmethod
    def of_mask(cls, mask: Mask) -> "Found":
        """From a mask."""
        return cls(mask, np.flatnonzero(mask))

    @classmethod
    def of_rows(cls, rows: Ints, size: int) -> "Found":
        """From ascending numbers of `size` rows."""
        mask = np.zeros(size, dtype=np.bool_)
        mask[rows] = True
        return cls(mask, rows)


@dataclass(frozen=True)
class TagColumn:
    """The values of a field, row by row: row r has `ordinals[starts[r]:starts[r + 1]]`."""

    table: ValueTable
    starts: Ints
    ordinals: npt.NDArray[np.int32]

    @cached_property
    def size(self) -> int:
        """How many ordinals there are, at most."""
        return int(self.ordinals.max()) + 1 if len(self.ordinals) else 0

    @cached_property
    def owners(self) -> npt.NDArray[np.int32]:
        """The row of each entry of `ordinals`."""
        return np.repeat(np.arange(len(self.starts) - 1, dtype=np.int32), np.diff(self.starts))

    @cached_property
    def is_empty(self) -> Mask:
        """Rows without a value."""
        empty: Mask = self.starts[1:] == self.starts[:-1]
        return empty

    @cached_property
    def total_counts(self) -> Ints:
        """How many rows have each value."""
        return np.bincount(self.ordinals, minlength=self.size)

    def counts(self, found: Found) -> Ints:
        """How many of the rows have each value."""
        if len(found.rows) == len(found.mask):
            return self.total_counts
        if len(found.rows) * _FEW < len(found.mask):
            entries = self.ordinals[entries_of(self.starts, found.rows)]
        else:
            entries = self.ordinals[found.mask[self.owners]]
        return np.bincount(entries, minlength=self.size)

    def having(self, ordinals: Sequence[int]) -> Mask:
        """Rows that have one of these values."""
        mask = np.zeros(len(self.starts) - 1, dtype=np.bool_)
        for ordinal in ordinals:
            mask[self.owners[self.ordinals == ordinal]] = True
        return mask


@dataclass(frozen=True)
class Columns:
    """Every paper of a commit.

    `titles`: `title_key`; `numbers`: by field, NO_NUMBER where there is none; `keys`: by the names of `schema.KEYS`.
    `fresh`: how many of the rows were read for these columns, and not taken over from earlier ones.
    """

    ties: npt.NDArray[np.uint64]
    versions: Ints
    titles: PackedTexts
    numbers: dict[str, Ints]
    tags: dict[str, TagColumn]
    keys: dict[str, KeyColumn]
    fresh: int = 0
    _orders: dict[tuple[str, bool], Ints] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.ties)

    def rows_of(self, ties: npt.NDArray[np.uint64]) -> Ints:
        """The row numbers of ties that are all here."""
        return np.searchsorted(self.ties, ties)

    @cached_property
    def sorted_titles(self) -> list[str]:
        """The different titles in order."""
        return sorted({title for title in self.titles if title})

    @cached_property
    def title_numbers(self) -> Ints:
        """Titles as numbers in the same order, all even; see `title_number`."""
        places = {title: 2 * place for place, title in enumerate(self.sorted_titles)}
        return np.fromiter((places.get(title, NO_NUMBER) for title in self.titles), np.int64, len(self.titles))

    def title_number(self, title: str) -> int:
        """The number of a title, or the odd one between its neighbours if no paper has it."""
        place = bisect_left(self.sorted_titles, title)
        is_there = place < len(self.sorted_titles) and self.sorted_titles[place] == title
        return 2 * place if is_there else 2 * place - 1

    @cached_property
    def citations(self) -> Ints:
        """How many papers cite each, NO_NUMBER for none; counted when it is first asked for."""
        counts = citation_counts(self.keys["cites"], self.keys["known_as"])
        return np.where(counts, counts, NO_NUMBER)

    def sort_numbers(self, name: str) -> Ints:
        """The column that a sort compares."""
        if name in {"title", "cited"}:
            return self.title_numbers if name == "title" else self.citations
        return self.numbers[name]

    def order(self, name: str, *, is_descending: bool) -> Ints:
        """All rows in the order of a sort: by value, rows without one last, ties by row."""
        key = (name, is_descending)
        if key not in self._orders:
            numbers = self.sort_numbers(name)
            is_missing = numbers == NO_NUMBER
            compared = np.where(is_missing, 0, -numbers if is_descending else numbers)
            self._orders[key] = np.lexsort((compared, is_missing))
        return self._orders[key]
