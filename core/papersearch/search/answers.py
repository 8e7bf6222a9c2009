"""What a search answers to people and programs: the API, the pages and the command line all show these objects.

Structs have the JSON of the API: their fields are its members, and its schemas come from them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

import msgspec

from papersearch.query.parameters import SearchParams
from papersearch.query.warnings import QueryWarning
from papersearch.results import Count, CountedValue, Facet, Hit


class Clause(msgspec.Struct, frozen=True):
    """A part of the parsed query, in the query language, with the number of papers that it matches by itself."""

    query: str
    count: Count
    clauses: "tuple[Clause, ...]" = ()


class QueryEcho(msgspec.Struct, frozen=True):
    """The query as it was given and as it was understood; `normalized` parses to itself.

    `match_used`: `all` or `best`, which `match=auto` decides between.
    """

    input: str
    normalized: str
    match_used: str = "all"
    clauses: tuple[Clause, ...] = ()
    warnings: tuple[QueryWarning, ...] = ()


class Offer(msgspec.Struct, frozen=True):
    """Another search that finds more: it has been run. `parameters` are those of the whole search, as in an address.

    `kind` is one of spelling, unquote, any_field, drop_filter, drop_clause, synonyms, best_match,
    other_form, both_forms.
    """

    kind: str
    label: str
    count: Count
    parameters: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Suggestions:
    """Help when little was found; empty when enough was."""

    did_you_mean: tuple[Offer, ...] = ()
    relaxed: tuple[Offer, ...] = ()


class SearchMeta(msgspec.Struct, frozen=True, kw_only=True):
    """What a page of results says of itself. `page` is None on a cursor walk and for a sample.

    `next_cursor` is there only on a cursor walk, and while more follows.
    """

    count: Count
    page: int | None = 1
    per_page: int
    next_cursor: str | None = None
    took_ms: Count = 0
    is_timed_out: bool = msgspec.field(name="timed_out", default=False)
    generation: str = ""
    query: QueryEcho


@dataclass(frozen=True, slots=True)
class ResultPage:
    """One page of results. `fields`: the members of a paper's JSON that were asked for, none for all.

    `params`: the search as it was run, with `match=auto` decided and a long text cut; what links repeat. `related`:
    with `mode=hybrid`, papers near in meaning that the words do not find; they are not counted.
    """

    meta: SearchMeta
    hits: tuple[Hit, ...] = ()
    facets: Mapping[str, Facet] = field(default_factory=dict)
    suggestions: Suggestions = Suggestions()
    fields: tuple[str, ...] = ()
    params: SearchParams = field(default_factory=SearchParams)
    related: tuple[Hit, ...] = ()

    @property
    def has_next(self) -> bool:
        """Whether another page follows this one."""
        meta = self.meta
        return meta.next_cursor is not None if meta.page is None else meta.page * meta.per_page < meta.count


class YearCount(msgspec.Struct, frozen=True):
    """The number of papers of a year."""

    year: int
    count: Count


class ValueProfile(msgspec.Struct, frozen=True):
    """What is known of one keyword, venue or author: papers by year (years between without papers have 0).

    `neighbours`: keywords that occur with it significantly more often than chance explains.
    """

    value: str
    label: str
    count: Count
    by_year: tuple[YearCount, ...]
    neighbours: tuple[CountedValue, ...]
