"""Search by words and by meaning: the first hits in an order fused from both, and papers near in meaning alone.

Which papers match, their number and the facets are those of the words. Where meaning cannot be asked, the order by
words stands and a warning says why.
"""

from collections.abc import Callable, Iterator, Sequence
from threading import Lock

from papersearch.engine import Head, Reader
from papersearch.errors import UnavailableError
from papersearch.query.build import BuiltRequest
from papersearch.query.nodes import (
    ANY,
    And,
    Everything,
    Identifier,
    Node,
    Not,
    Phrase,
    Prefix,
    Word,
    conjunction,
    disjunction,
    has_text,
    leaves,
)
from papersearch.query.request import SearchRequest, Sort, SortKey
from papersearch.query.warnings import QueryWarning, WarningCode
from papersearch.recently_used import RecentlyUsed
from papersearch.results import Hit, SearchResult
from papersearch.semantic.encoder import Encoder, MiniLmEncoder, Vector
from papersearch.semantic.extra import is_installed
from papersearch.semantic.fusion import HEAD, fused_order
from papersearch.semantic.vectors import VectorIndex

RELATED = 5
"""Papers that are listed for their meaning alone."""
LEAST_COSINE = 0.4
"""A paper with less is about something else."""
_CANDIDATES = 30
"""Nearest papers of which those are listed that the filters leave and the words do not find."""
_REMEMBERED = 64
_TEXT_FIELDS = frozenset({ANY, "title", "abstract", "tldr", "fulltext"})
_NOT_INSTALLED = "Ranked by words only: search by meaning is not installed. pip install 'papersearch[semantic]'"
_NO_VECTORS = "Ranked by words only: no paper has a vector yet. Compute them with: papersearch embed"
_SOME_WITHOUT = "Some results have no vector yet and are ranked by words only. Compute them with: papersearch embed"
_AWAY = "Ranked by words only: the vectors are unavailable right now"


class Meaning:
    """Vectors and the encoder, which is loaded when it is first needed and takes some 90 MB then."""

    def __init__(self, vectors: VectorIndex, load_encoder: Callable[[], Encoder] | None = None) -> None:
        self.vectors = vectors
        self._load = load_encoder or (MiniLmEncoder if is_installed() else None)
        self._encoder: Encoder | None = None
        self._recent: RecentlyUsed[Vector] = RecentlyUsed(_REMEMBERED)
        self._lock = Lock()

    @property
    def is_installed(self) -> bool:
        """Whether texts can be encoded."""
        return self._load is not None

    def vector_of(self, text: str) -> Vector:
        """The vector of a text; those of the last few are remembered, for pages and facets of the same query."""
        return self._recent.get(text, lambda: self._encode(text))

    def _encode(self, text: str) -> Vector:
        with self._lock:
            if self._encoder is None and self._load is not None:
                self._encoder = self._load()
        if self._encoder is None:
            raise ModuleNotFoundError(_NOT_INSTALLED)
        vector: Vector = self._encoder.encode([text])[0]
        return vector


class HybridSearch:
    """One search with `mode=hybrid`: runs it, and remembers what is to be told about it.

    `meaning` is None where no vectors are kept.
    """

    def __init__(self, meaning: Meaning | None, reader: Reader) -> None:
        self._meaning = meaning
        self._reader = reader
        self._vector: Vector | None = None
        self._warning: str | None = None
        self._order: list[int] = []
        self._last_key: SortKey = (None, 0)

    def search(self, request: SearchRequest, built: BuiltRequest) -> SearchResult:
        """The hits, the first ones in the fused order."""
        text = text_of_query(built.parsed.tree)
        is_begun = request.head_left or request.after is not None
        if request.order.sort is not Sort.RELEVANCE or not (text or request.head_left):
            return self._reader.search(request)
        if not is_begun:
            self._vector = self._encoded(text)
        if not request.head_left and (is_begun or self._vector is None):
            return self._reader.search(request)
        return self._reader.search(request, Head(HEAD, lambda keys: self._arrange(keys, request.head_left)))

    def continued(self, shown: Sequence[Hit]) -> tuple[SortKey, Sequence[int]]:
        """Where a walk goes on behind these hits: the sort key, and what is left of the head."""
        is_within = len(shown) <= len(self._order)
        return self._last_key if is_within else shown[-1].sort_key, self._order[len(shown) :]

    def related(self, built: BuiltRequest) -> tuple[Hit, ...]:
        """Papers near in meaning that the filters leave and the words do not find."""
        if self._vector is None or self._meaning is None:
            return ()
        try:
            near = self._meaning.vectors.nearest(self._vector, _CANDIDATES)
        except UnavailableError:
            self._warning = _AWAY
            return ()
        places = {each.id: place for place, each in enumerate(near) if each.cosine >= LEAST_COSINE}
        if not places:
            return ()
        query, among = built.request.query, disjunction(*(Identifier("id", name) for name in places))
        wanted = conjunction(filters_of(query), Not(query), among)
        try:
            found = self._reader.search(SearchRequest(wanted, built.request.selections, limit=len(places))).hits
        except UnavailableError:
            self._warning = _AWAY
            return ()
        return tuple(sorted(found, key=lambda hit: places.get(hit.id, len(places)))[:RELATED])

    def warnings(self) -> Iterator[QueryWarning]:
        """What was not ranked by meaning, and what to do about it."""
        if self._warning:
            yield QueryWarning(WarningCode.NOT_BY_MEANING, self._warning, parameter="mode")

    def _encoded(self, text: str) -> Vector | None:
        if self._meaning is not None and not self._meaning.is_installed:
            self._warning = _NOT_INSTALLED
            return None
        try:
            if self._meaning is None or self._meaning.vectors.is_empty():
                self._warning = _NO_VECTORS
                return None
        except UnavailableError:
            self._warning = _AWAY
            return None
        return self._meaning.vector_of(text)

    def _arrange(self, keys: Sequence[SortKey], left: Sequence[int]) -> list[int]:
        self._last_key = keys[-1] if keys else (None, 0)
        if left:
            self._order = [place for place in left if place < len(keys)]
        else:
            self._order = self._fused(keys)
        return self._order

    def _fused(self, keys: Sequence[SortKey]) -> list[int]:
        if self._vector is None or self._meaning is None:
            return list(range(len(keys)))
        try:
            cosines = self._meaning.vectors.cosines(self._vector, [tie for _, tie in keys])
        except UnavailableError:
            self._warning = _AWAY
            return list(range(len(keys)))
        if len(cosines) < len(keys):
            self._warning = _SOME_WITHOUT
        return fused_order(keys, cosines)


def text_of_query(tree: Node) -> str:
    """The words and phrases of a query whose meaning is looked for: not under a NOT, and not those of names."""
    found = (leaf for leaf in leaves(tree, is_positive=True) if isinstance(leaf, Word | Phrase | Prefix))
    return " ".join(leaf.text for leaf in found if leaf.field in _TEXT_FIELDS)


def filters_of(query: Node) -> Node:
    """A query without the text that papers can match better or worse: what a paper found by meaning must fulfil."""
    if isinstance(query, And):
        return conjunction(*(child for child in query.children if not has_text(child)))
    return Everything() if has_text(query) else query
