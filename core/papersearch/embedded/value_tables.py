"""The values of a tag field, numbered, in little memory: each process of a server has them all."""

import threading
from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from papersearch import text
from papersearch.document import filter_key
from papersearch.embedded.packed_texts import GrowingTexts
from papersearch.ragged import Ints

_SPACE = 32
_MANY = 20_000
"""So many values are numbered by a dict, which is given up afterwards."""
_RECENT = 2_000
"""Values that are kept in a dict before they are put with the others."""


class _Words(NamedTuple):
    """The folded words of values, a space before each word and two zeros behind each value.

    `letters`: all bytes. `starts`: where each value starts. `spaces`: where the spaces are, ordered by the two bytes
    that follow each, which are `pairs`.
    """

    letters: npt.NDArray[np.uint8]
    starts: Ints
    spaces: npt.NDArray[np.int32]
    pairs: npt.NDArray[np.uint16]

    @classmethod
    def of(cls, values: Iterable[str], before: "_Words | None" = None) -> "_Words":
        """Of values, behind those of before."""
        texts = [f" {text.index_text(value)}".encode() for value in values]
        lengths = np.fromiter(map(len, texts), np.int64, len(texts)) + 2
        letters = np.frombuffer(b"".join(each + bytes(2) for each in texts), np.uint8)
        starts = np.cumsum(lengths) - lengths
        if before is not None:
            starts = np.concatenate((before.starts, starts + len(before.letters)))
            letters = np.concatenate((before.letters, letters))
        spaces = np.flatnonzero(letters == _SPACE).astype(np.int32)
        pairs = np.left_shift(letters[spaces + 1], 8, dtype=np.uint16) | letters[spaces + 2]
        order = np.argsort(pairs, kind="stable")
        return cls(letters, starts, spaces[order], pairs[order])

    def beginning(self, sought: bytes) -> npt.NDArray[np.int32]:
        """The places of the spaces that these bytes follow, in no order."""
        first = int.from_bytes(sought[:2].ljust(2, b"\0"))
        last = int.from_bytes(sought[:2].ljust(2, b"\xff"))
        here = slice(*np.searchsorted(self.pairs, [first, last + 1]))
        places = self.spaces[here]
        places = places[places + len(sought) < len(self.letters)]
        for distance, byte in enumerate(sought[2:], 3):
            places = places[self.letters[places + distance] == byte]
        return places


class _Hashes(NamedTuple):
    """Numbers of texts by the texts' hashes: 12 bytes a text, of which a dict takes a hundred.

    Different texts may have one hash: who asks compares the texts.
    """

    hashes: Ints = np.zeros(0, np.int64)
    numbers: npt.NDArray[np.int32] = np.zeros(0, np.int32)

    def followed_by(self, texts: Collection[str]) -> "_Hashes":
        """These texts, and further ones with the numbers that follow."""
        more = np.fromiter(map(hash, texts), np.int64, len(texts))
        hashes = np.concatenate((self.hashes, more))
        first = len(self.numbers)
        numbers = np.concatenate((self.numbers, np.arange(first, first + len(more), dtype=np.int32)))
        order = np.argsort(hashes, kind="stable")
        return _Hashes(hashes[order], numbers[order])

    def find(self, sought: str) -> list[int]:
        """The numbers of the texts with this text's hash, ascending."""
        hashed = hash(sought)
        low = int(np.searchsorted(self.hashes, hashed))
        high = int(np.searchsorted(self.hashes, hashed, side="right"))
        found: list[int] = self.numbers[low:high].tolist()
        return found


class ValueTable:
    """The values of a tag field with their ordinals. It only grows, and columns of several commits share it."""

    def __init__(self, field: str, values: Iterable[str] = ()) -> None:
        self._field = field
        given = list(values)
        self.values = GrowingTexts(given)
        self._known = _Hashes().followed_by(given)
        self._recent: dict[str, int] = {}
        self._keys = _Hashes()
        self._words: _Words | None = None
        self._lock = threading.Lock()

    def ordinals(self, rows: Sequence[Collection[str]]) -> list[list[int]]:
        """The ordinals of the values of each row, new or old. Only one thread at a time builds columns."""
        is_many = sum(map(len, rows)) > _MANY
        numbered = {value: ordinal for ordinal, value in enumerate(self.values)} if is_many else None
        found = []
        for row in rows:
            ordinals = []
            for value in row:
                ordinal = self.find(value) if numbered is None else numbered.get(value)
                if ordinal is None:
                    ordinal = self._recent[value] = len(self.values)
                    self.values.append(value)
                    if numbered is not None:
                        numbered[value] = ordinal
                ordinals.append(ordinal)
            found.append(ordinals)
        if len(self._recent) > _RECENT:
            self._known = self._known.followed_by(self._recent)  # first, so that another thread finds them somewhere
            self._recent = {}
            self.values.pack()
        return found

    def find(self, value: str) -> int | None:
        """The ordinal of exactly this value."""
        recent = self._recent.get(value)
        if recent is not None:
            return recent
        return next((ordinal for ordinal in self._known.find(value) if self.values[ordinal] == value), None)

    def with_key(self, key: str) -> list[int]:
        """The ordinals of the values with this `filter_key`."""
        with self._lock:
            new = self.values[len(self._keys.numbers) :]
            if new:
                self._keys = self._keys.followed_by([filter_key(self._field, value) for value in new])
            candidates = self._keys.find(key)
        return [ordinal for ordinal in candidates if filter_key(self._field, self.values[ordinal]) == key]

    def beginning(self, prefix: str) -> Ints:
        """The ordinals, ascending, of the values in which the folded words of a prefix stand, the last one begun.

        All values lie in one row of bytes with a space before each word; the places of the spaces with the right two
        bytes behind them are narrowed down byte by byte, so that 100,000 names take a fraction of a millisecond.
        """
        with self._lock:
            words = self._words or _Words.of(())
            if len(words.starts) != len(self.values):
                words = self._words = _Words.of(self.values[len(words.starts) :], words)
        places = np.sort(words.beginning(text.index_text(prefix).encode()))
        found = np.searchsorted(words.starts, places, side="right") - 1
        return found[np.diff(found, prepend=-1) > 0]
