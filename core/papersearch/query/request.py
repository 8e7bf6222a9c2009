"""What an engine is asked: a query tree, selections in facets, sort, page, and the facets to count."""

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from papersearch.query.nodes import Everything, Node


class Sort(StrEnum):
    """What hits are ordered by; ties are broken by `Document.tie`, ascending, and papers without a value come last."""

    RELEVANCE = "relevance"
    YEAR = "year"
    TITLE = "title"
    ADDED_AT = "added_at"
    UPDATED_AT = "updated_at"
    CITED = "cited"
    """By the number of papers of this corpus that cite a paper; one that none cites has no value."""


@dataclass(frozen=True, slots=True)
class Order:
    """A sort and its direction. Relevance is always descending; `title` compares `Document.title_key`, "" is none."""

    sort: Sort = Sort.RELEVANCE
    is_descending: bool = True

    @property
    def needs_snapshot(self) -> bool:
        """Whether a paper's place depends on other papers, so that a walk has to stay in one state of the index."""
        return self.sort in {Sort.RELEVANCE, Sort.CITED}


class Op(StrEnum):
    """How several selected values of one facet combine."""

    OR = "or"
    AND = "and"


@dataclass(frozen=True, slots=True)
class Interval:
    """`low <= value <= high`, None where open."""

    low: int | None = None
    high: int | None = None


@dataclass(frozen=True, slots=True)
class Selection:
    """What is selected in one facet.

    `values`: canonical values, or `fields.MISSING`; compared by `document.filter_key` (years: as numbers). `intervals`:
    year only, OR-ed with the values. `excluded`: values that no hit may have; they hold for every facet, this one too;
    an excluded `fields.MISSING` leaves the papers that have a value. A request has one selection for a field at most.
    """

    field: str
    values: tuple[str, ...] = ()
    intervals: tuple[Interval, ...] = ()
    op: Op = Op.OR
    excluded: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FacetSpec:
    """A facet to count: its field, how many values to list, and only those with a word beginning with `prefix`.

    `prefix` is folded; of several words, the value has them side by side and the last one begins so.
    `by_value` lists in the order of values (code points; years as numbers) instead of counts; `after` goes on after
    this value (with `by_value`).
    """

    field: str
    size: int = 20
    prefix: str = ""
    by_value: bool = False
    after: str | None = None


SortKey = tuple[float | int | str | None, int]
"""The value that a hit is sorted by (None: it has none) and its tie-break."""


class AsOf(NamedTuple):
    """Where an index stood when a walk began: what was written later, the walk may have met already.

    `written`: the last write, in the numbers that `Range("written")` compares; they mean something in this generation
    only. `updated`: the newest change of a paper in it, microseconds since 1970: the store's word, which holds in every
    generation, but a change may reach an index after a newer one.
    """

    generation: str
    updated: int
    written: int | None = None


@dataclass(frozen=True, slots=True)
class SearchRequest:
    """One search.

    `query` carries everything that is not a facet selection, `Range` on `added` included. `rank_phrases`: runs of
    adjacent plain words; a paper that has one as a phrase or near it ranks higher, nothing else. `offset` and
    `limit` (may be 0) cut the page; `after` instead of `offset` starts behind that sort key. `snapshot`: go on with
    this point-in-time view, or None; `keep_snapshot`: open one and name it in the result (`Order.needs_snapshot`).
    `as_of`: a walk that began there leaves out what has changed since; `search.SearchService` puts it into the query.
    `is_hybrid`: the first hits are put in order by meaning, too; `head_left` are the places in the order by words of
    those of them that a walk has not shown yet, in the order in which it will. Both are for the search service: an
    engine gets the order as `engine.Head`.
    """

    query: Node = Everything()  # noqa: RUF009 - frozen and without state
    selections: tuple[Selection, ...] = ()
    rank_phrases: tuple[tuple[str, ...], ...] = ()
    order: Order = Order()
    offset: int = 0
    limit: int = 20
    after: SortKey | None = None
    facets: tuple[FacetSpec, ...] = ()
    snapshot: str | None = None
    keep_snapshot: bool = False
    as_of: AsOf | None = None
    is_hybrid: bool = False
    head_left: tuple[int, ...] = ()
