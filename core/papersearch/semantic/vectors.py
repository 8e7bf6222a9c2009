"""The port behind which the vectors of papers are kept, one adapter beside each engine."""

import hashlib
from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple, Protocol

from papersearch.paper import JsonObject
from papersearch.semantic.encoder import Vector


class PaperVector(NamedTuple):
    """The vector of a paper. `fingerprint`: of the text that was encoded, see `fingerprint_of`."""

    id: str
    fingerprint: int
    vector: Vector


class Neighbour(NamedTuple):
    """A paper near a vector, and the cosine between the two."""

    id: str
    cosine: float


class VectorIndex(Protocol):
    """Vectors by paper. Independent of generations: a re-index leaves them as they are.

    What reads raises EngineUnavailableError while the engine is away, and finds nothing where nothing was written.
    """

    def cosines(self, vector: Vector, ties: Sequence[int]) -> dict[int, float]:
        """The cosine with each of these papers, by `Document.tie`; those without a vector are left out."""
        ...

    def nearest(self, vector: Vector, size: int) -> list[Neighbour]:
        """The nearest papers, nearest first; perhaps some that are deleted. Nearly always the very nearest ones."""
        ...

    def is_empty(self) -> bool:
        """Whether no paper has a vector."""
        ...

    def fingerprints(self) -> Mapping[str, int]:
        """The fingerprint of each paper that has a vector."""
        ...

    def write(self, papers: Sequence[PaperVector]) -> None:
        """Adds or replaces vectors. What was written survives a crash of this process."""
        ...

    def keep_only(self, ids: Collection[str]) -> None:
        """Drops the vectors of all other papers."""
        ...


def text_of(body: JsonObject) -> str:
    """What is encoded of a paper, given as its JSON; empty for one with neither title nor abstract."""
    return ". ".join(text for text in (body.get("title"), body.get("abstract")) if text)


def fingerprint_of(text: str) -> int:
    """64 bits of a text's hash: another text has another vector."""
    return int.from_bytes(hashlib.blake2b(text.encode("utf-8", "replace"), digest_size=8).digest(), "little") >> 1
