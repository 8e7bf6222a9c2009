"""The API's answers as Structs: what msgspec writes, and where the schemas of the OpenAPI document come from.

The command line's `--json` prints the same. What a search answers comes from `papersearch.search.answers`; here are the
shapes around it.
"""

from collections.abc import Collection, Iterable, Mapping
from typing import Annotated, Any

import msgspec
from msgspec import UNSET, UnsetType

from papersearch.fields import FIELDS, HAS_VALUES, IS_VALUES
from papersearch.operations.answers import GenerationView, JobView, StoreFigures
from papersearch.paper import NOT_IN_LISTS, JsonObject, Paper
from papersearch.results import Bucket, Count, CountedValue, Facet, Hit, Shared
from papersearch.search.answers import Offer, ResultPage, SearchMeta
from papersearch.search.citations import CitedWork
from papersearch.search.conflicts import Conflict
from papersearch.store.jobs import JobState
from papersearch.store.rejects import RejectRow
from papersearch_api.endpoints import API_ROOT
from papersearch_api.links import Pairs, address, page_links

_KNOWN_VALUES = {"has": HAS_VALUES, "is": IS_VALUES}

HitAnswer = msgspec.defstruct(
    "Hit",
    [
        *((each.name, each.type if each.required else each.type | UnsetType, *(() if each.required else (UNSET,)))
          for each in msgspec.structs.fields(Paper) if each.name not in NOT_IN_LISTS),
        ("score", float | None | UnsetType, UNSET),
        ("matched", tuple[str, ...] | UnsetType, UNSET),
        ("highlights", Mapping[str, tuple[str, ...]] | UnsetType, UNSET),
    ],
    frozen=True,
)  # fmt: skip
"""A paper in a list, with how it matched; `fields=` leaves all but `id` and the members asked for out."""


SimilarHit = msgspec.defstruct("SimilarHit", [("shares", Shared)], bases=(HitAnswer,), frozen=True, kw_only=True)
"""A similar paper, and what it shares."""


class PaperAlone(Paper, frozen=True):
    """One paper, whole. `conflicts` are there if they were asked for."""

    conflicts: tuple[Conflict, ...] | UnsetType = UNSET


class OfferLink(msgspec.Struct, frozen=True):
    """Another search that finds more: its kind, in words, its query, its count and its address."""

    kind: str
    label: str
    q: str
    count: Count
    link: str


class OfferLists(msgspec.Struct, frozen=True):
    """Other searches: corrected spellings, and wider ones."""

    did_you_mean: tuple[OfferLink, ...]
    relaxed: tuple[OfferLink, ...]


class PageLinks(msgspec.Struct, frozen=True):
    """Addresses of a page of results: itself, its neighbours, other formats of the same search."""

    self: str
    next: str | None
    prev: str | None
    ndjson: str
    csv: str
    bibtex: str
    biblatex: str
    ris: str
    csl_json: str
    atom: str
    html: str


class SearchAnswer(msgspec.Struct, frozen=True):
    """A page of results with facets and suggestions.

    `related`: with `mode=hybrid`, papers near in meaning that the query does not find; `count` and facets leave them
    out.
    """

    meta: SearchMeta
    results: tuple[HitAnswer, ...]  # type: ignore[valid-type]
    facets: dict[str, Facet]
    suggestions: OfferLists
    links: PageLinks
    related: tuple[HitAnswer, ...] | UnsetType = UNSET  # type: ignore[valid-type]


class ListMeta(msgspec.Struct, frozen=True, kw_only=True):
    """What a list says of itself; `count` is the number of results."""

    count: Count


class SeededMeta(ListMeta, frozen=True, kw_only=True):
    """Of results at random: the same seed gives the same ones."""

    seed: Count


class SimilarMeta(ListMeta, frozen=True, kw_only=True):
    """Of similar papers: the id of the paper that they are like."""

    id: str


class CitationMeta(ListMeta, frozen=True, kw_only=True):
    """Of a paper's references, or of the papers that cite it: its id. `count` is the number of all."""

    id: str


class ReferenceList(msgspec.Struct, frozen=True):
    """What a paper cites."""

    meta: CitationMeta
    results: tuple[CitedWork, ...]


class CitingPapers(msgspec.Struct, frozen=True):
    """Papers that cite one."""

    meta: CitationMeta
    results: tuple[HitAnswer, ...]  # type: ignore[valid-type]
    links: dict[str, str]


class BatchMeta(ListMeta, frozen=True, kw_only=True):
    """Of many papers by name: how many were found, and the names without a paper."""

    not_found: tuple[str, ...]


class FacetListMeta(ListMeta, frozen=True, kw_only=True):
    """Of a facet's values: see `Facet`. `next_cursor` continues a list by value."""

    field: str
    next_cursor: str | None
    distinct: Count
    base_count: Count | UnsetType = UNSET
    other_count: Count | UnsetType = UNSET
    missing_count: Count | UnsetType = UNSET


class PivotMeta(ListMeta, frozen=True, kw_only=True):
    """Of two facets at once: their names, and the values of the columns."""

    rows: str
    cols: str
    columns: tuple[Bucket, ...]


class PivotRow(Bucket, frozen=True, omit_defaults=True, kw_only=True):
    """A value of the rows' facet, and its counts in the order of the columns."""

    counts: tuple[Count, ...]


class HitList(msgspec.Struct, frozen=True):
    """Papers at random."""

    meta: SeededMeta
    results: tuple[HitAnswer, ...]  # type: ignore[valid-type]


class SimilarList(msgspec.Struct, frozen=True):
    """Similar papers, the most similar first."""

    meta: SimilarMeta
    results: tuple[SimilarHit, ...]  # type: ignore[valid-type]


class Batch(msgspec.Struct, frozen=True):
    """Papers in the order in which they were asked for; null where there is none."""

    meta: BatchMeta
    results: tuple[Paper | None, ...]


class FacetList(msgspec.Struct, frozen=True):
    """Values of a facet with their counts."""

    meta: FacetListMeta
    results: tuple[Bucket, ...]


class ValueList(msgspec.Struct, frozen=True):
    """Values at random."""

    meta: SeededMeta
    results: tuple[Bucket, ...]


class PivotTable(msgspec.Struct, frozen=True):
    """Two facets at once, row by row."""

    meta: PivotMeta
    results: tuple[PivotRow, ...]


class Match(msgspec.Struct, frozen=True):
    """The paper whose title is nearest to a given one."""

    paper: Paper
    score: Annotated[float, msgspec.Meta(ge=0, le=1)]


class Completions(msgspec.Struct, frozen=True):
    """What a beginning may lead to."""

    papers: tuple[CountedValue, ...]
    authors: tuple[CountedValue, ...]
    venues: tuple[CountedValue, ...]
    keywords: tuple[CountedValue, ...]


class FieldAnswer(msgspec.Struct, frozen=True):
    """A field of a paper: how it is searched, filtered and sorted."""

    name: str
    json_name: str
    kind: str
    doc: str
    example: str | None
    aliases: tuple[str, ...]
    searched_by_default: bool
    boost: float | None
    facet: bool
    multi_valued: bool
    sortable: bool
    values: tuple[str, ...] | None


class FieldList(msgspec.Struct, frozen=True):
    """The fields of papers."""

    meta: ListMeta
    results: tuple[FieldAnswer, ...]


class Health(msgspec.Struct, frozen=True):
    """`ok`, or `away`, with the state of each service.

    `index`: whether the live index can be searched: `ok`, `lost` (workers build it again), `away`. `writes`: `ok`, or
    `blocked` while the index takes none; searches go on.
    """

    status: str
    engine: str | UnsetType = UNSET
    store: str | UnsetType = UNSET
    index: str | UnsetType = UNSET
    writes: str | UnsetType = UNSET


class Stats(StoreFigures, frozen=True, kw_only=True):
    """How many papers and distinct values there are, and how far the index is behind the store."""

    papers: Count
    generation: str
    fields: dict[str, Count]


class JobList(msgspec.Struct, frozen=True):
    """Jobs, the newest first."""

    meta: ListMeta
    results: tuple[JobView, ...]


class GenerationList(msgspec.Struct, frozen=True):
    """The physical indexes."""

    meta: ListMeta
    results: tuple[GenerationView, ...]


class RejectMeta(ListMeta, frozen=True, kw_only=True):
    """Of rejects: how many there are in all, and the `after` of the next page."""

    next_after: int | None


class RejectList(msgspec.Struct, frozen=True):
    """Records and documents that could not be taken."""

    meta: RejectMeta
    results: tuple[RejectRow, ...]


class WriteOutcome(msgspec.Struct, frozen=True):
    """What became of one paper of a write."""

    line: Count
    id: str | None
    outcome: str
    error: str | None


class WriteMeta(ListMeta, frozen=True, kw_only=True):
    """Of a write: its job and that job's state."""

    job: Count
    state: JobState


class WriteResults(msgspec.Struct, frozen=True):
    """What became of each paper of a write."""

    meta: WriteMeta
    results: tuple[WriteOutcome, ...]


class ProblemDetail(msgspec.Struct, frozen=True):
    """What is wrong with one parameter, where, and what is valid."""

    parameter: str
    position: int | None
    detail: str
    suggestion: str | None


class ProblemBody(msgspec.Struct, frozen=True, rename={"kind": "type"}):
    """An error as RFC 9457 has it, with the members of this API."""

    kind: str
    title: str
    status: int
    detail: str
    instance: str
    code: str
    request_id: str
    errors: tuple[ProblemDetail, ...]
    blocking_id: str | UnsetType = UNSET


def search_answer(page: ResultPage, pairs: Pairs) -> SearchAnswer:
    """A page of results under the parameters of its address."""
    return SearchAnswer(
        meta=page.meta,
        results=tuple([hit_answer(hit, page.fields) for hit in page.hits]),
        facets=dict(page.facets),
        suggestions=OfferLists(
            tuple(map(_offer_link, page.suggestions.did_you_mean)), tuple(map(_offer_link, page.suggestions.relaxed))
        ),
        links=PageLinks(**page_links(pairs, page)),
        related=tuple([hit_answer(hit, page.fields) for hit in page.related])
        if page.params.mode == "hybrid"
        else UNSET,
    )


def without_timings(answer: SearchAnswer) -> SearchAnswer:
    """The same answer without what differs each time; what an entity tag is made of."""
    return msgspec.structs.replace(answer, meta=msgspec.structs.replace(answer.meta, took_ms=0))


def hit_answer(hit: Hit, fields: Collection[str] = ()) -> Any:
    """A hit as it stands in a list; `fields` cuts it to these and `id`."""
    return HitAnswer(**_hit_members(hit, fields))


def similar_answer(hit: Hit) -> Any:
    """A similar paper, and what it shares."""
    return SimilarHit(**_hit_members(hit), shares=hit.shares)


def _hit_members(hit: Hit, fields: Collection[str] = ()) -> JsonObject:
    body = {name: value for name, value in hit.body.items() if name not in NOT_IN_LISTS}
    body |= {"score": hit.score, "matched": hit.matched, "highlights": hit.highlights}
    return {name: value for name, value in body.items() if name == "id" or name in fields} if fields else body


def _offer_link(offer: Offer) -> OfferLink:
    query = next((value for name, value in offer.parameters if name == "q"), "")
    return OfferLink(offer.kind, offer.label, query, offer.count, address(f"{API_ROOT}/papers", offer.parameters))


def hit_list(hits: Iterable[Hit], seed: int) -> HitList:
    """Papers at random, with their seed."""
    listed = tuple(map(hit_answer, hits))
    return HitList(SeededMeta(count=len(listed), seed=seed), listed)


def similar_list(paper_id: str, hits: Iterable[Hit]) -> SimilarList:
    """Papers like the one with this id."""
    listed = tuple(map(similar_answer, hits))
    return SimilarList(SimilarMeta(count=len(listed), id=paper_id), listed)


def reference_list(paper_id: str, works: Collection[CitedWork]) -> ReferenceList:
    """What the paper with this id cites."""
    return ReferenceList(CitationMeta(count=len(works), id=paper_id), tuple(works))


def citing_papers(paper_id: str, count: int, hits: Iterable[Hit]) -> CitingPapers:
    """The first of the papers that cite the one with this id."""
    links = {"all": address(f"{API_ROOT}/papers", [("q", f"cites:{paper_id}")])}
    return CitingPapers(CitationMeta(count=count, id=paper_id), tuple(map(hit_answer, hits)), links)


def value_list(values: Collection[Bucket], seed: int) -> ValueList:
    """Values at random, with their seed."""
    return ValueList(SeededMeta(count=len(values), seed=seed), tuple(values))


def field_list() -> FieldList:
    """Every field of the table."""
    listed = tuple(
        FieldAnswer(
            name=field.name,
            json_name=field.json_name,
            kind=str(field.kind),
            doc=field.doc,
            example=field.example or None,
            aliases=field.aliases,
            searched_by_default=field.boost is not None,
            boost=field.boost,
            facet=field.is_facet,
            multi_valued=field.is_multi,
            sortable=field.is_sortable,
            values=_KNOWN_VALUES.get(field.name),
        )
        for field in FIELDS
    )
    return FieldList(ListMeta(count=len(listed)), listed)


def list_answer(results: Iterable[Any], **meta: Any) -> JsonObject:
    """Any other list: `{"meta", "results"}`; `meta.count` is the number of results where not given."""
    listed = list(results)
    return {"meta": {"count": len(listed), **meta}, "results": listed}
