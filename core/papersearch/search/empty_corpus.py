"""Before the first ingest there is no index: for a reader an empty corpus, and no outage."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Protocol, TypeVar

from papersearch.engine import Head, Reader
from papersearch.errors import NothingIndexedError
from papersearch.fields import MISSING
from papersearch.paper import JsonObject
from papersearch.query.nodes import Node
from papersearch.query.request import AsOf, FacetSpec, SearchRequest, Selection
from papersearch.results import Bucket, Facet, Hit, SearchResult

_T = TypeVar("_T")


class PaperCount(Protocol):
    """What the store says of how many papers there are."""

    def count(self) -> int:
        """Papers that are not deleted."""


class EmptyCorpusReader:
    """A reader that finds nothing while nothing is indexed and the store has no paper either.

    If the store has papers the index is lost, and NothingIndexedError stands: no wrong "0 results".
    """

    def __init__(self, reader: Reader, papers: PaperCount) -> None:
        self._reader = reader
        self._papers = papers

    def search(self, request: SearchRequest, head: Head | None = None) -> SearchResult:
        """As the reader; without a generation an empty result that names none."""
        return self._or(lambda: self._reader.search(request, head), lambda: _nothing_found(request))

    def count(
        self, queries: Sequence[Node], selections: Sequence[Selection] = (), *, generation: str | None = None
    ) -> list[int]:
        return self._or(
            lambda: self._reader.count(queries, selections, generation=generation), lambda: [0] * len(queries)
        )

    def get(self, ids: Sequence[str]) -> list[JsonObject | None]:
        return self._or(lambda: self._reader.get(ids), lambda: [None] * len(ids))

    def facet(self, spec: FacetSpec, query: Node, selections: Sequence[Selection] = ()) -> Facet:
        return self._or(lambda: self._reader.facet(spec, query, selections), lambda: _no_values(spec, selections))

    def similar(
        self,
        paper_id: str,
        weights: Mapping[str, float],
        limit: int,
        query: Node,
        selections: Sequence[Selection] = (),
    ) -> list[Hit]:
        return self._or(lambda: self._reader.similar(paper_id, weights, limit, query, selections), list)

    def sample(self, size: int, seed: int, query: Node, selections: Sequence[Selection] = ()) -> list[Hit]:
        return self._or(lambda: self._reader.sample(size, seed, query, selections), list)

    def scan(self, query: Node, selections: Sequence[Selection] = (), *, batch_size: int = 500) -> Iterator[Hit]:
        try:
            yield from self._reader.scan(query, selections, batch_size=batch_size)
        except NothingIndexedError as error:
            self._check(error)

    def as_of(self) -> AsOf | None:
        return self._or(self._reader.as_of, lambda: None)

    def similar_words(self, word: str, edits: int) -> dict[str, int]:
        return self._or(lambda: self._reader.similar_words(word, edits), dict)

    def state(self) -> str | None:
        """As the reader; None before the first generation."""
        return self._or(self._reader.state, lambda: None)

    def live_generation(self) -> str:
        """The name of the generation, "" before the first one."""
        return self._or(self._reader.live_generation, str)

    def ping(self) -> None:
        self._reader.ping()

    def close(self) -> None:
        self._reader.close()

    def _or(self, ask: Callable[[], _T], nothing: Callable[[], _T]) -> _T:
        try:
            return ask()
        except NothingIndexedError as error:
            self._check(error)
            return nothing()

    def _check(self, error: NothingIndexedError) -> None:
        """Raises the error if there are papers that should be found."""
        if self._papers.count():
            raise error


def _nothing_found(request: SearchRequest) -> SearchResult:
    facets = {spec.field: _no_values(spec, request.selections) for spec in request.facets}
    return SearchResult(total=0, hits=(), facets=facets)


def _no_values(spec: FacetSpec, selections: Sequence[Selection]) -> Facet:
    """Selected and excluded values are listed also at 0."""
    own = next((each for each in selections if each.field == spec.field), Selection(spec.field))
    listed = (
        [] if spec.by_value else [value for value in dict.fromkeys((*own.values, *own.excluded)) if value != MISSING]
    )
    buckets = tuple(Bucket(value, value, 0, value in own.values, value in own.excluded) for value in listed)
    return Facet(buckets, base_count=0, other_count=0, missing_count=0, distinct=0)
