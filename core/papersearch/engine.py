"""The engine port: what every search engine behind papersearch can do. One contract suite holds for all of them.

Three roles, so that a program gets no more than it needs: `Reader` (the API), `Writer` (the worker), `Lifecycle` (the
re-index). An adapter raises only errors of `papersearch.errors`; `EngineUnavailableError` when the engine is away.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple, Protocol

from papersearch.document import Document
from papersearch.paper import JsonObject
from papersearch.query.nodes import Node
from papersearch.query.request import AsOf, FacetSpec, SearchRequest, Selection, SortKey
from papersearch.results import Facet, Hit, SearchResult


@dataclass(frozen=True, slots=True)
class Tombstone:
    """A deletion: it has a version like any other write, and is remembered so that no older write revives the paper."""

    id: str
    version: int


class Outcome(StrEnum):
    """What became of one operation of a batch."""

    OK = "ok"
    STALE = "stale"
    """The index holds this version or a newer one: fine, nothing was done."""
    REJECTED = "rejected"
    """The engine will never take this document; the reason is for `rejects`."""
    RETRY = "retry"
    """Not now (too many requests, an engine that is going down): the same operation may pass later."""
    BLOCKED = "blocked"
    """The index refuses all writes (disk full, read only): pause, and count no attempt."""


class ItemReport(NamedTuple):
    """The outcome of one operation, in the order of the batch; `reason` is empty for OK."""

    id: str
    version: int
    outcome: Outcome
    reason: str = ""


class IndexedVersion(NamedTuple):
    """What an index says of one document: for verification against the store."""

    id: str
    version: int
    content_hash: str


@dataclass(frozen=True, slots=True)
class GenerationInfo:
    """A physical index as the engine sees it. `schema_hash`: of the mapping and analysis that it was built with."""

    name: str
    documents: int
    is_live: bool
    size_bytes: int
    schema_hash: str


class Fault(NamedTuple):
    """Why a generation cannot be searched. `is_lost`: it must be built again; else it may come back."""

    is_lost: bool
    detail: str


@dataclass(frozen=True, slots=True)
class Head:
    """The first `size` hits by relevance, to be put in another order.

    `arrange`: their sort keys, best first, to the places of those to show, in the order in which to show them. The hits
    behind the head follow in their own order.
    """

    size: int
    arrange: Callable[[Sequence[SortKey]], Sequence[int]]


class Reader(Protocol):
    """Answers from the live generation; a commit or promotion by any process is seen by the next call.

    Every call but `ping` and `close` raises NothingIndexedError while no generation is live.
    """

    def search(self, request: SearchRequest, head: Head | None = None) -> SearchResult:
        """Hits, their exact number, and facets. Raises CursorExpiredError when the request's snapshot is gone.

        With a head, which needs the order by relevance, its hits are shown as it arranges them; `request.after` must be
        None then. Each hit keeps its own score and sort key.
        """

    def count(
        self, queries: Sequence[Node], selections: Sequence[Selection] = (), *, generation: str | None = None
    ) -> list[int]:
        """The number of papers that each query matches under the selections, in one go.

        In the live generation, or in the one named, which need not be live: to try it before it is promoted. Raises
        NotFoundError for a name that no generation has.
        """

    def get(self, ids: Sequence[str]) -> list[JsonObject | None]:
        """The bodies of these papers in the same order, None where there is none."""

    def facet(self, spec: FacetSpec, query: Node, selections: Sequence[Selection] = ()) -> Facet:
        """One facet under a query; `spec.prefix` filters its values, and `distinct` then counts those that begin so."""

    def similar(
        self,
        paper_id: str,
        weights: Mapping[str, float],
        limit: int,
        query: Node,
        selections: Sequence[Selection] = (),
    ) -> list[Hit]:
        """The other papers within a query that have the most and rarest of these words, best first.

        `weights`: what a word's BM25 among all words is multiplied by.
        """

    def sample(self, size: int, seed: int, query: Node, selections: Sequence[Selection] = ()) -> list[Hit]:
        """Up to `size` papers at random; the same seed on the same generation gives the same ones."""

    def scan(self, query: Node, selections: Sequence[Selection] = (), *, batch_size: int = 500) -> Iterator[Hit]:
        """Every matching paper in id order, in bounded memory; a paper unchanged meanwhile comes exactly once."""

    def as_of(self) -> AsOf | None:
        """Where writes stand, for a walk that begins now; None where there is none to walk over."""

    def similar_words(self, word: str, edits: int) -> dict[str, int]:
        """Words of titles, keywords and names within 1 or 2 edits of a folded word, and how frequent each is.

        The word itself is left out; the nearest ones are all there. Frequencies are for comparison only: deleted papers
        may still count.
        """

    def state(self) -> str | None:
        """A name of what a search sees now, in every process alike; None where the engine cannot tell it cheaply."""

    def live_generation(self) -> str:
        """The name of the generation that answers. Raises NothingIndexedError when there is none."""

    def ping(self) -> None:
        """Returns when the engine answers. Raises EngineUnavailableError."""

    def close(self) -> None:
        """Releases connections and files."""


class Writer(Protocol):
    """Writes to generations by name. An older version never overwrites a newer one."""

    @property
    def batch_size(self) -> int:
        """How many papers without full text a call of `apply` had best get."""

    def apply(self, generation: str, operations: Sequence[Document | Tombstone]) -> list[ItemReport]:
        """Writes a batch; one report per operation, in order. What is OK survives a crash of this process.

        Operations are asked for in order and let go of as soon as may be: the sequence may make them when it is asked.
        Raises EngineUnavailableError (nothing is known of the batch: send it again) and NotFoundError when there is no
        such generation: a write never creates one.
        """

    def refresh(self, generation: str) -> None:
        """Makes what was applied visible to searches."""


class Lifecycle(Protocol):
    """Generations: built aside, checked, promoted, rolled back, dropped."""

    def create(self, generation: str) -> None:
        """An empty generation with today's schema. Raises ConflictError when the name is taken."""

    def generations(self) -> list[GenerationInfo]:
        """Every generation of ours, sorted by name."""

    def live(self) -> str | None:
        """The generation that answers searches, or None before the first promotion."""

    def promote(self, generation: str) -> None:
        """Makes this generation the live one in one atomic step, and reads that back. Raises NotFoundError."""

    def drop(self, generation: str) -> None:
        """Deletes a generation; one that is not there is fine. Raises ConflictError for the live one."""

    def finish_building(self, generation: str) -> None:
        """Restores what was relaxed for the bulk load (replicas, refresh interval) and makes everything visible."""

    def indexed_versions(self, generation: str) -> Iterator[IndexedVersion]:
        """Every document of the generation in id order, in bounded memory."""

    def fault(self, generation: str, *, is_thorough: bool = False) -> Fault | None:
        """What is wrong with a generation, by a real query and its newest paper; None for nothing.

        `is_thorough`: every byte is looked at, where the engine does not do that itself. Raises EngineUnavailableError
        when the engine does not answer.
        """
        ...

    def write_block(self, generation: str) -> str | None:
        """Why the engine takes no writes to a generation that is there; None when it takes them."""
        ...

    def free_bytes(self) -> int:
        """The space that is left for generations. Raises EngineUnavailableError, also when shards are lost."""

    def schema_hash(self) -> str:
        """Of the schema that `create` would use now; differs from a generation's when a re-index is needed."""


class Engine(Reader, Writer, Lifecycle, Protocol):
    """All three roles; programs should ask for the one they need."""
