"""Many texts in one row of bytes: a Python string takes 50 bytes more than its letters."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from papersearch.ragged import Ints, entries_of, joined_starts, starts_of

_ERRORS = "surrogatepass"


@dataclass(frozen=True)
class PackedTexts:
    """Texts by their numbers: text n is `letters[starts[n]:starts[n + 1]]`, in UTF-8."""

    letters: npt.NDArray[np.uint8]
    starts: Ints

    @classmethod
    def of(cls, texts: Iterable[str]) -> "PackedTexts":
        """Of texts in their order."""
        encoded = [each.encode(errors=_ERRORS) for each in texts]
        lengths = np.fromiter(map(len, encoded), np.int64, len(encoded))
        return cls(np.frombuffer(b"".join(encoded), np.uint8), starts_of(lengths))

    def __len__(self) -> int:
        return len(self.starts) - 1

    def __getitem__(self, number: int) -> str:
        return self.letters[self.starts[number] : self.starts[number + 1]].tobytes().decode(errors=_ERRORS)

    def __iter__(self) -> Iterator[str]:
        letters, starts = self.letters.tobytes(), self.starts.tolist()
        for start, end in pairwise(starts):
            yield letters[start:end].decode(errors=_ERRORS)

    def rows(self, chosen: Ints) -> "PackedTexts":
        """The texts with these numbers, in their order."""
        return PackedTexts(self.letters[entries_of(self.starts, chosen)], starts_of(np.diff(self.starts)[chosen]))

    def followed_by(self, other: "PackedTexts") -> "PackedTexts":
        """These texts and then those."""
        letters = np.concatenate((self.letters, other.letters))
        return PackedTexts(letters, joined_starts(self.starts, other.starts))


class GrowingTexts(Sequence[str]):
    """Packed texts, and those that came since they were packed. One thread adds, others may read."""

    def __init__(self, texts: Iterable[str] = ()) -> None:
        self._state = (PackedTexts.of(texts), list[str]())

    def __len__(self) -> int:
        packed, later = self._state
        return len(packed) + len(later)

    def __getitem__(self, number):  # type: ignore[no-untyped-def]
        packed, later = self._state
        if isinstance(number, slice):
            return [self[each] for each in range(*number.indices(len(self)))]
        return packed[number] if number < len(packed) else later[number - len(packed)]

    def append(self, text: str) -> None:
        """Add a text behind the others."""
        self._state[1].append(text)

    def pack(self) -> None:
        """Pack what was added."""
        packed, later = self._state
        self._state = (packed.followed_by(PackedTexts.of(later)), [])
