"""How many papers of an index cite each of its papers, out of columns of numbers that stand for keys.

A reference has several keys (a DOI, a title with its year), and so has a paper; they meet where they have one in
common. A paper that cites another by several keys counts once.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from papersearch.ragged import Ints, entries_of, joined_starts, starts_of

_MOST_PAIRS = 4_000_000
"""Pairs of a citing and a cited paper that are held at once; 32 MB."""
_FILTER_SIZE = 2**22


@dataclass(frozen=True)
class KeyColumn:
    """Numbers of keys, row by row: row r has `numbers[starts[r]:starts[r + 1]]`."""

    starts: Ints
    numbers: Ints

    @classmethod
    def of(cls, rows: Iterable[Sequence[int]]) -> "KeyColumn":
        """Of the numbers of each row."""
        found = [np.asarray(row, dtype=np.int64) for row in rows]
        lengths = np.fromiter(map(len, found), np.int64, len(found))
        return cls(starts_of(lengths), np.concatenate(found) if found else np.zeros(0, dtype=np.int64))

    def __len__(self) -> int:
        return len(self.starts) - 1

    @cached_property
    def owners(self) -> Ints:
        """The row of each number."""
        return np.repeat(np.arange(len(self), dtype=np.int64), np.diff(self.starts))

    def rows(self, chosen: Ints) -> "KeyColumn":
        """The numbers of these rows, in their order."""
        return KeyColumn(starts_of(np.diff(self.starts)[chosen]), self.numbers[entries_of(self.starts, chosen)])

    def followed_by(self, other: "KeyColumn") -> "KeyColumn":
        """These rows and then those of another column."""
        return KeyColumn(joined_starts(self.starts, other.starts), np.concatenate((self.numbers, other.numbers)))


def citation_counts(cites: KeyColumn, known_as: KeyColumn) -> Ints:
    """For each row the number of rows that cite it; `known_as` has the keys by which a row can be meant."""
    counts = np.zeros(len(known_as), dtype=np.int64)
    order = np.argsort(known_as.numbers, kind="stable")
    owners = known_as.owners[order]
    keys, starts, shared = np.unique(known_as.numbers[order], return_index=True, return_counts=True)
    places = _candidates(cites.numbers, keys)
    found = np.searchsorted(keys, cites.numbers[places]).clip(max=max(len(keys) - 1, 0))
    is_known = keys[found] == cites.numbers[places]
    places, found = places[is_known], found[is_known]
    meant = shared[found]
    for some in _parts(cites.owners[places], meant):
        lengths = meant[some]
        within = np.arange(int(lengths.sum())) - np.repeat(np.cumsum(lengths) - lengths, lengths)
        cited = owners[np.repeat(starts[found[some]], lengths) + within]
        citing = np.repeat(cites.owners[places[some]], lengths)
        pairs = np.unique(citing * len(known_as) + cited)
        counts += np.bincount(pairs % len(known_as), minlength=len(known_as))
    return counts


def _candidates(numbers: Ints, keys: Ints) -> Ints:
    """The places of numbers whose last bits are those of a key: most works that are cited are not here."""
    bits = np.zeros(_FILTER_SIZE, dtype=np.bool_)
    bits[keys & (_FILTER_SIZE - 1)] = True
    return np.flatnonzero(bits[numbers & (_FILTER_SIZE - 1)])


def _parts(owners: Ints, lengths: Ints) -> Iterator[slice]:
    """Slices of at most `_MOST_PAIRS` pairs, or of one row that has more: no row is in two of them."""
    if not len(owners):
        return
    ends = np.append(np.flatnonzero(np.diff(owners)) + 1, len(owners))
    sums = np.concatenate((np.zeros(1, dtype=np.int64), np.cumsum(lengths)))
    start = 0
    for end, following in zip(ends, [*ends[1:], None], strict=True):
        if following is None or sums[following] - sums[start] > _MOST_PAIRS:
            yield slice(start, int(end))
            start = int(end)
