"""The search service: from parameters to a page of results, for the API, the pages and the command line alike."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import islice
from time import monotonic
from typing import TYPE_CHECKING

import msgspec

from papersearch.engine import Reader
from papersearch.fields import BY_NAME, HAS_VALUES, Kind
from papersearch.paper import JsonObject, Paper
from papersearch.query.build import BuiltRequest, build_request, prepare
from papersearch.query.cursors import START, encode_cursor
from papersearch.query.nodes import Everything, Node, Not, Range, children_of, conjunction, walk
from papersearch.query.parameters import SearchParams
from papersearch.query.render import render
from papersearch.query.request import FacetSpec, Order, SearchRequest, Sort
from papersearch.query.spelling import nearest
from papersearch.query.warnings import QueryWarning, WarningCode
from papersearch.results import Facet, Hit, SearchResult
from papersearch.search.answers import Clause, QueryEcho, ResultPage, SearchMeta, Suggestions
from papersearch.search.citations import CitedWork, cited_by, resolve_references, with_cited_keys
from papersearch.search.highlight import Highlighter
from papersearch.search.labels import LabelSource, canonical_selections, label_facet
from papersearch.search.lookup import PaperSource
from papersearch.search.merged_ids import paper_ids_in, with_current_ids
from papersearch.search.optional_parts import OptionalLabels, OptionalPart, OptionalParts
from papersearch.search.passages import PageFragment, fragments_of_texts, wanted_in_pages
from papersearch.search.sentences import decided, finds_all_words, within_limits
from papersearch.search.similar import similar_papers
from papersearch.search.suggestions import Suggester
from papersearch.search.values import LARGEST_FACET, Pivot, ValueSearch, value_node

if TYPE_CHECKING:
    from papersearch.search.hybrid import HybridSearch, Meaning

DEFAULT_SEED = 0
_STORE_BATCH = 200
_PREFIX_FOR_NEAREST = 2
_MOST_NEAREST = 10
"""Unknown values of a request for which the closest one is looked up; each costs a question to the engine."""
_EMPTY_CORPUS = "No papers yet. Add papers with: papersearch ingest SOURCE"


class SearchService:
    """Every question about papers under a query. Without state of its own: as safe in threads as its reader."""

    def __init__(
        self,
        reader: Reader,
        labels: LabelSource,
        papers: PaperSource,
        open_meaning: "Callable[[], Meaning] | None" = None,
    ) -> None:
        self._reader = reader
        self._labels = labels
        self._papers = papers
        self._open_meaning = open_meaning
        self._values = ValueSearch(reader, labels)
        self._offers = Suggester(reader)

    def search(self, params: SearchParams) -> ResultPage:
        """A page of results, with a warning where something beside the hits was not to be had in time.

        Raises ParameterError, QueryError, CursorExpiredError and EngineUnavailableError.
        """
        started = monotonic()
        optional = OptionalParts()
        labels = OptionalLabels(self._labels, optional)
        asked = params
        params, shortened = within_limits(params, self._reader)
        hybrid = self._hybrid(params)
        params, built, result, next_cursor = self._matched(params, optional, hybrid)
        hits = self._found(result.hits, params, built, optional)
        facets = {name: label_facet(labels, name, facet) for name, facet in result.facets.items()}
        related = hybrid.related(built) if hybrid and params.page == 1 and not (params.cursor or params.sample) else ()
        echo = self._echo(params, built, optional, is_indexed=bool(result.generation))
        is_best_instead = asked.match == "auto" and params.match == "best" and not shortened
        suggestions = optional.ask(
            OptionalPart.OFFERS,
            lambda: self._offers.corrections(replace(params, match="all"), built, 0) if is_best_instead
            else self._offers.suggestions(params, built, result.total),
            Suggestions(),
        )  # fmt: skip
        meta = SearchMeta(
            count=result.total,
            page=None if params.cursor or params.sample else params.page,
            per_page=params.per_page,
            next_cursor=next_cursor,
            took_ms=round((monotonic() - started) * 1000),
            is_timed_out=result.is_timed_out,
            generation=result.generation,
            query=msgspec.structs.replace(
                echo,
                input=asked.q,
                warnings=(*shortened, *echo.warnings, *optional.warnings(), *(hybrid.warnings() if hybrid else ())),
            ),
        )
        return ResultPage(meta, hits, facets, suggestions, built.fields, params, related)

    def export(self, params: SearchParams, *, is_whole: bool = False) -> Iterator[JsonObject]:
        """Every paper that matches, in id order, in bounded memory.

        `is_whole`: with its full text, which only the store has. Raises StoreUnavailableError then, too.
        """
        request = self._build(params).request
        bodies = (hit.body for hit in self._reader.scan(request.query, request.selections))
        return self._whole(bodies) if is_whole else bodies

    def _whole(self, bodies: Iterator[JsonObject]) -> Iterator[JsonObject]:
        """The papers as the store has them; one that has gone from it meanwhile as the engine has it."""
        size = 1  # the first one alone: an outage shows before the answer has begun
        while some := list(islice(bodies, size)):
            papers = self._papers.get([body["id"] for body in some])
            yield from (msgspec.to_builtins(p) if p else body for p, body in zip(papers, some, strict=True))
            size = _STORE_BATCH

    def similar(self, paper_id: str, limit: int, params: SearchParams) -> tuple[Hit, ...]:
        """The papers most like one within a search, each with what it shares. Raises NotFoundError."""
        request = self._build(params).request
        return similar_papers(self._reader, paper_id, limit, request.query, request.selections)

    def references(self, body: JsonObject) -> list[CitedWork]:
        """What a paper, given as its JSON, cites, with the papers here that are meant."""
        return resolve_references(self._reader, body.get("references") or ())

    def cited_by(self, body: JsonObject, limit: int) -> tuple[int, tuple[Hit, ...]]:
        """The number of papers here that cite a paper, given as its JSON, and the newest of them."""
        result = self._reader.search(SearchRequest(query=cited_by(body), order=Order(Sort.YEAR), limit=limit))
        return result.total, result.hits

    def sample(self, size: int, seed: int, params: SearchParams) -> tuple[Hit, ...]:
        """Papers at random out of a search."""
        request = self._build(params).request
        return tuple(self._reader.sample(size, seed, request.query, request.selections))

    def facet(self, spec: FacetSpec, params: SearchParams) -> Facet:
        """One facet under a search."""
        request = self._build(params).request
        return self._values.facet(spec, request.query, request.selections)

    def pivot(self, rows: FacetSpec, columns: FacetSpec, params: SearchParams) -> Pivot:
        """Two facets at once under a search."""
        request = self._build(params).request
        return self._values.pivot(rows, columns, request.query, request.selections)

    def _hybrid(self, params: SearchParams) -> "HybridSearch | None":
        if params.mode != "hybrid":
            return None
        from papersearch.search.hybrid import HybridSearch  # imports what only this needs

        return HybridSearch(self._open_meaning() if self._open_meaning else None, self._reader)

    def _matched(
        self, params: SearchParams, optional: OptionalParts, hybrid: "HybridSearch | None"
    ) -> tuple[SearchParams, BuiltRequest, SearchResult, str | None]:
        """The search as it was run, `auto` decided: with all words, and again by best match if no paper has them."""
        is_open = params.match == "auto" and params.cursor in (None, START)
        first = replace(params, match="all") if is_open else decided(params, self._reader)
        built = self._build(first, optional)
        result, cursor = self._run(first, built, hybrid)
        if not is_open or result.total or finds_all_words(built, self._reader):
            return first, built, result, cursor
        best = replace(params, match="best")
        built = self._build(best, optional)
        return best, built, *self._run(best, built, hybrid)

    def _build(self, params: SearchParams, optional: OptionalParts | None = None) -> BuiltRequest:
        optional = optional or OptionalParts()
        built = build_request(decided(within_limits(params, self._reader)[0], self._reader))
        selections = canonical_selections(OptionalLabels(self._labels, optional), built.request.selections)
        request = replace(built.request, selections=selections)
        request = replace(request, query=with_cited_keys(request.query, self._reader, self._papers))
        moved = self._moved_ids(request.query, optional)
        if not moved:
            return replace(built, request=request)
        query = with_current_ids(request.query, lambda paper_id: moved.get(paper_id, paper_id))
        told = [
            QueryWarning(WarningCode.MERGED_PAPER, f"{old} was merged into {new}; searching for {new}", 0, f"id:{new}")
            for old, new in moved.items()
        ]
        return replace(built, request=replace(request, query=query), warnings=(*built.warnings, *told))

    def _moved_ids(self, query: Node, optional: OptionalParts) -> dict[str, str]:
        """Ids in a query that were merged away, with those that they became; none while the store is away."""
        wanted = tuple(paper_ids_in(query))
        if not wanted:
            return {}
        unmoved = dict(zip(wanted, wanted, strict=True))
        resolved = optional.ask(
            OptionalPart.MERGED_IDS, lambda: {name: self._papers.resolve(name) for name in wanted}, unmoved
        )
        return {old: new for old, new in resolved.items() if new != old}

    def _run(
        self, params: SearchParams, built: BuiltRequest, hybrid: "HybridSearch | None"
    ) -> tuple[SearchResult, str | None]:
        """The result, and the cursor that goes on behind it where a walk has more."""
        request = built.request
        if params.sample is not None:
            seed = DEFAULT_SEED if params.seed is None else params.seed
            hits = self._reader.sample(params.sample, seed, request.query, request.selections)
            return replace(self._reader.search(replace(request, limit=0)), hits=tuple(hits)), None
        if not params.cursor:
            return hybrid.search(request, built) if hybrid else self._reader.search(request), None
        if request.after is None and not request.keep_snapshot:
            request = replace(request, as_of=self._reader.as_of())
        more = replace(request, limit=request.limit + 1)
        result = hybrid.search(more, built) if hybrid and request.keep_snapshot else self._walk_on(more)
        shown = result.hits[: request.limit]
        if len(result.hits) <= request.limit:
            return replace(result, hits=shown), None
        after, left = hybrid.continued(shown) if hybrid else (shown[-1].sort_key, ())
        return replace(result, hits=shown), encode_cursor(request, after, result.snapshot, left)

    def _walk_on(self, request: SearchRequest) -> SearchResult:
        """The next hits that have not changed since the walk began: one that moved might come a second time."""
        if request.as_of is None:
            return self._reader.search(request)
        generation, updated, written = request.as_of
        narrow = replace(request, query=conjunction(request.query, Not(Range("updated", updated + 1, None))))
        if written is None:
            return self._reader.search(narrow)
        narrowest = replace(narrow, query=conjunction(narrow.query, Range("written", None, written)))
        result = self._reader.search(narrowest)
        return result if result.generation == generation else self._reader.search(narrow)

    def _found(
        self, hits: Sequence[Hit], params: SearchParams, built: BuiltRequest, optional: OptionalParts
    ) -> tuple[Hit, ...]:
        """The hits with what they matched, also by a compound's other forms and by synonyms."""
        highlighter = Highlighter(built.prepared)
        found = []
        for hit in hits:
            marks = highlighter.highlights(hit.body, is_marked=params.highlight)
            found.append(replace(hit, matched=marks.matched, highlights=marks.fragments))
        return self._with_pages(found, built.prepared, optional) if params.highlight else tuple(found)

    def _with_pages(self, found: Sequence[Hit], tree: Node, optional: OptionalParts) -> tuple[Hit, ...]:
        """The hits with what their whole texts matched, page by page; as they are while the store is away."""
        wanted = wanted_in_pages(tree)
        asked = [hit.id for hit in found if _may_have_pages(hit.body)] if wanted else []
        if not asked:
            return tuple(found)
        papers = optional.ask(OptionalPart.PAGES, lambda: self._papers.get(asked), list[Paper | None]())
        texts = {paper.id: paper.full_text or "" for paper in papers if paper}
        read = fragments_of_texts([texts.get(hit.id, "") for hit in found], wanted)
        pieces = [optional.ask(OptionalPart.PAGES, lambda: next(read), list[PageFragment]()) for _ in found]
        return tuple(map(_paged, found, pieces))

    def _echo(
        self, params: SearchParams, built: BuiltRequest, optional: OptionalParts, *, is_indexed: bool
    ) -> QueryEcho:
        read = [*built.warnings]
        clauses: tuple[Clause, ...] = ()
        if params.explain == "clauses":
            clauses = optional.ask(OptionalPart.CLAUSES, lambda: (self._clause_tree(built.parsed.tree),), ())
        if not is_indexed:
            read.append(QueryWarning(WarningCode.EMPTY_CORPUS, _EMPTY_CORPUS))
        unknown: tuple[QueryWarning, ...] = ()
        if is_indexed:
            unknown = optional.ask(OptionalPart.VALUES, lambda: tuple(self._unknown_values(built.request)), ())
        return QueryEcho(params.q, built.parsed.normalized, params.match, clauses=clauses, warnings=(*read, *unknown))

    def _unknown_values(self, request: SearchRequest) -> Iterator[QueryWarning]:
        """A warning for each selected value that no paper has."""
        chosen = [
            (selection.field, value)
            for selection in request.selections
            for value in (*selection.values, *selection.excluded)
            if selection.field != "has" or value in HAS_VALUES  # the others are warned of where they are read
        ]
        counts = self._reader.count([value_node(field, value) for field, value in chosen]) if chosen else []
        looked_up = 0
        for (field, value), count in zip(chosen, counts, strict=True):
            if count == 0:
                near = self._nearest_value(field, value) if looked_up < _MOST_NEAREST else None
                looked_up += 1
                hint = f"; closest value: {near}" if near else ""
                detail = f"No papers with {field} {value!r}{hint}"
                yield QueryWarning(WarningCode.UNKNOWN_VALUE, detail, suggestion=near, parameter=field)

    def _nearest_value(self, field: str, value: str) -> str | None:
        if BY_NAME[field].kind is Kind.INTEGER:
            return None
        spec = FacetSpec(field, size=LARGEST_FACET, prefix=value[:_PREFIX_FOR_NEAREST])
        return nearest(value, (str(bucket.value) for bucket in self._reader.facet(spec, Everything()).buckets))

    def _clause_tree(self, tree: Node) -> Clause:
        asked = [with_cited_keys(prepare(node), self._reader, self._papers) for node in walk(tree)]
        return _counted(tree, iter(self._reader.count(asked)))


def _may_have_pages(body: JsonObject) -> bool:
    """Whether the store may have a whole text of a paper: where a merged paper has one, it says whose it is."""
    provenance = body.get("provenance")
    return not provenance or "full_text" in provenance


def _paged(hit: Hit, pieces: Sequence[PageFragment]) -> Hit:
    if not pieces:
        return hit
    shown = {
        **hit.highlights,
        "full_text": tuple(piece.html for piece in pieces),
        "full_text_pages": tuple(str(piece.page) for piece in pieces),
    }
    return replace(hit, matched=(*hit.matched, "full_text"), highlights=shown)


def _counted(node: Node, counts: Iterator[int]) -> Clause:
    count = next(counts)
    return Clause(render(node), count, tuple(_counted(child, counts) for child in children_of(node)))
