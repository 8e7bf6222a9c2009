"""The engine port on tantivy: everything in one folder, in this process.

Any number of processes may read and write the same folder. A commit or a promotion is seen by the next call.
"""

import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import msgspec
import numpy as np
from tantivy import Occur, Query

from papersearch.document import Document, tie_of
from papersearch.embedded import facets, hit_pages, schema
from papersearch.embedded.bulk import apply_batch
from papersearch.embedded.columns import Mask
from papersearch.embedded.file_rights import is_read_only
from papersearch.embedded.id_order import addresses_by_id
from papersearch.embedded.integrity import find_damage
from papersearch.embedded.lifecycle import Folders
from papersearch.embedded.snapshot import Snapshot
from papersearch.embedded.snapshots import Snapshots
from papersearch.embedded.tantivy_errors import column_values, engine_errors
from papersearch.engine import Fault, GenerationInfo, Head, IndexedVersion, ItemReport, Tombstone
from papersearch.errors import EngineUnavailableError, NotFoundError, OutdatedIndexError
from papersearch.paper import JsonObject
from papersearch.query.nodes import Everything, Identifier, Node
from papersearch.query.request import AsOf, FacetSpec, SearchRequest, Selection
from papersearch.results import Facet, Hit, SearchResult

LEAST_FREE_BYTES = 128 << 20
"""A batch and the merge that follows it need about as much."""


class EmbeddedEngine:
    """All three roles of the port over one folder, which need not exist before the first generation is created."""

    batch_size = 12_000
    """A batch becomes a segment, and eight of those are merged: the larger they are, the fewer merges. Papers and
    segment of so many take some 100 MB."""

    def __init__(self, root: Path) -> None:
        self._folders = Folders(root)
        self._views = Snapshots(self._folders)

    # Reader

    def search(self, request: SearchRequest, head: Head | None = None) -> SearchResult:
        started = time.perf_counter()
        view = self._views.live() if request.snapshot is None else self._views.kept(request.snapshot)
        total, hits = hit_pages.page(view, request, head)
        found = {}
        if request.facets:
            rows = view.matches(request.query, None if request.selections else total)
            found = {s.field: facets.count_facet(view.columns, rows, s, request.selections) for s in request.facets}
        keeps = request.keep_snapshot or request.snapshot is not None
        return SearchResult(
            total=total,
            hits=tuple(hits),
            facets=found,
            generation=view.generation,
            took_ms=round((time.perf_counter() - started) * 1000),
            snapshot=self._views.keep(view) if keeps else None,
        )

    def count(
        self, queries: Sequence[Node], selections: Sequence[Selection] = (), *, generation: str | None = None
    ) -> list[int]:
        view = self._views.live() if generation is None else self._views.of(generation)
        return [view.count(_filtered(view, query, selections)) for query in queries]

    def get(self, ids: Sequence[str]) -> list[JsonObject | None]:
        view = self._views.live()
        found = view.addresses(list({tie_of(i) for i in ids if i.isprintable()}))
        bodies = {body["id"]: body for body in map(view.body, found.values())}
        return [bodies.get(paper_id) for paper_id in ids]

    def facet(self, spec: FacetSpec, query: Node, selections: Sequence[Selection] = ()) -> Facet:
        view = self._views.live()
        return facets.count_facet(view.columns, view.matches(query), spec, selections)

    def similar(
        self,
        paper_id: str,
        weights: Mapping[str, float],
        limit: int,
        query: Node,
        selections: Sequence[Selection] = (),
    ) -> list[Hit]:
        view = self._views.live()
        with engine_errors("comparing papers"):
            alike = view.compiler.weighted_words(weights)
            within = Query.const_score_query(_filtered(view, query, selections), 0.0)
            itself = view.compiler.query(Identifier("id", paper_id))
            wanted = Query.boolean_query([(Occur.Must, alike), (Occur.Must, within), (Occur.MustNot, itself)])
        ranking, _ = view.best(wanted, limit)
        return hit_pages.hits_of_ranking(view, ranking, 0, limit)

    def sample(self, size: int, seed: int, query: Node, selections: Sequence[Selection] = ()) -> list[Hit]:
        view = self._views.live()
        rows = np.flatnonzero(_rows(view, query, selections))
        drawn = rows[np.argsort(_mixed(view.columns.ties[rows], seed), kind="stable")[:size]]
        return view.hits_of_rows(drawn.tolist(), [None] * len(drawn))

    def scan(self, query: Node, selections: Sequence[Selection] = (), *, batch_size: int = 500) -> Iterator[Hit]:
        view = self._views.live()
        for _, addresses in addresses_by_id(view.index, view.searcher, _filtered(view, query, selections)):
            for start in range(0, len(addresses), batch_size):
                yield from hit_pages.hits_by_id(view, addresses[start : start + batch_size])

    def as_of(self) -> AsOf | None:
        view = self._views.live()
        moments = view.columns.numbers["updated"]
        newest = int(moments.max(initial=0))
        return AsOf(view.generation, newest, None if view.opstamp is None else view.opstamp - 1)

    def similar_words(self, word: str, edits: int) -> dict[str, int]:
        return self._views.live().vocabulary.near(word, edits)

    def state(self) -> str | None:
        return self._views.live().token

    def live_generation(self) -> str:
        return self._views.live().generation

    def ping(self) -> None:
        if self._folders.live() is not None:
            self._views.live().count(Query.empty_query())

    def close(self) -> None:
        self._views.close()

    # Writer

    def apply(self, generation: str, operations: Sequence[Document | Tombstone]) -> list[ItemReport]:
        return apply_batch(self._folders.path(generation), operations) if operations else []

    def refresh(self, generation: str) -> None:
        self._folders.path(generation)

    # Lifecycle

    def create(self, generation: str) -> None:
        self._folders.create(generation)

    def generations(self) -> list[GenerationInfo]:
        live = self._folders.live()
        return [info for name in self._folders.names() if (info := self._info(name, live)) is not None]

    def live(self) -> str | None:
        return self._folders.live()

    def promote(self, generation: str) -> None:
        self._folders.promote(generation)

    def drop(self, generation: str) -> None:
        self._folders.drop(generation)
        self._views.forget(generation)

    def finish_building(self, generation: str) -> None:
        self._folders.path(generation)

    def indexed_versions(self, generation: str) -> Iterator[IndexedVersion]:
        view = self._views.of(generation)
        for ids, addresses in addresses_by_id(view.index, view.searcher, view.compiled(Everything())):
            with engine_errors("reading versions"):
                versions = column_values(view.searcher, "version", addresses)
                hashes = column_values(view.searcher, schema.HASH, addresses)
            for paper_id, version, hashed in zip(ids, versions, hashes, strict=True):
                yield IndexedVersion(paper_id, version, f"{hashed:016x}")

    def fault(self, generation: str, *, is_thorough: bool = False) -> Fault | None:
        if generation not in self._folders.names():
            return Fault(is_lost=True, detail="its folder is missing")
        error: Exception | None = None
        try:
            view = self._views.of(generation)
            view.newest_body()
        except OutdatedIndexError:
            pass  # a re-index is due, which `schema_hash` tells
        except (EngineUnavailableError, NotFoundError, msgspec.DecodeError) as raised:
            error = raised
        damage = find_damage(self._folders.root / generation) if error or is_thorough else None
        if damage:
            return Fault(is_lost=True, detail=damage)
        return Fault(is_lost=False, detail=str(error)) if error else None

    def write_block(self, generation: str) -> str | None:
        folder = self._folders.path(generation)
        if is_read_only(folder):
            return "this user may not write in its folder"
        if self.free_bytes() < LEAST_FREE_BYTES:
            return "the disk is full"
        return None

    def free_bytes(self) -> int:
        return self._folders.free_bytes()

    def schema_hash(self) -> str:
        return schema.schema_hash()

    def _info(self, generation: str, live: str | None) -> GenerationInfo | None:
        try:
            return GenerationInfo(
                name=generation,
                documents=self._papers_in(generation),
                is_live=generation == live,
                size_bytes=self._folders.size_bytes(generation),
                schema_hash=self._folders.built_with(generation),
            )
        except NotFoundError:  # dropped meanwhile
            return None

    def _papers_in(self, generation: str) -> int:
        """The papers that can be found in a generation; none while its files are damaged, see `fault`."""
        try:
            view = self._views.of(generation)
            return view.count(view.compiled(Everything()))
        except EngineUnavailableError:
            return 0


def _filtered(view: Snapshot, query: Node, selections: Sequence[Selection]) -> Query:
    compiled = view.compiled(query)
    with engine_errors("reading the query"):
        return view.compiler.filtered(compiled, selections)


def _rows(view: Snapshot, query: Node, selections: Sequence[Selection]) -> Mask:
    return facets.within_selections(view.columns, view.matches(query).mask, selections)


def _mixed(
    ties: "np.ndarray[tuple[int], np.dtype[np.uint64]]", seed: int
) -> "np.ndarray[tuple[int], np.dtype[np.uint64]]":
    """Evenly spread 64-bit numbers of ties and a seed: the finaliser of SplitMix64 (Steele, Lea, Flood 2014)."""
    mixed = ties + np.uint64((seed * 0x9E3779B97F4A7C15 + 0x9E3779B97F4A7C15) % 2**64)
    mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return mixed ^ (mixed >> np.uint64(31))
