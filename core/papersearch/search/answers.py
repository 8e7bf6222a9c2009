"""What a search answers to people and programs: the API, the pages and the command line all show these objects."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from papersearch.paper import JsonObject


@dataclass(frozen=True, slots=True)
class Warn:
    """Something about the query that was read otherwise than it stands, or that cannot match. `position`: 0-based."""

    code: str
    detail: str
    parameter: str = "q"
    position: int | None = None
    suggestion: str | None = None


@dataclass(frozen=True, slots=True)
class Clause:
    """A part of the parsed query, in the query language, with the number of papers that it matches by itself."""

    query: str
    count: int
    clauses: "tuple[Clause, ...]" = ()


@dataclass(frozen=True, slots=True)
class QueryEcho:
    """The query as it was given and as it was understood; `normalized` parses to itself."""

    input: str
    normalized: str
    warnings: tuple[Warn, ...] = ()
    clauses: tuple[Clause, ...] = ()


@dataclass(frozen=True, slots=True)
class FoundPaper:
    """A hit: the paper's JSON, where it matched, and fragments in HTML, escaped, with `<mark>` around what matched.

    `shares` is only for similar papers: the keywords that it has in common with the other one.
    """

    body: JsonObject
    score: float | None = None
    matched: tuple[str, ...] = ()
    highlights: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    shares: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """The paper's id."""
        return str(self.body["id"])


@dataclass(frozen=True, slots=True)
class FacetValue:
    """A counted value: `value` works as a parameter, `label` is for showing."""

    value: str
    label: str
    count: int
    is_selected: bool = False
    is_excluded: bool = False


@dataclass(frozen=True, slots=True)
class FacetView:
    """A facet with labels; the numbers are those of `results.Facet`."""

    field: str
    values: tuple[FacetValue, ...]
    base_count: int
    other_count: int
    missing_count: int
    distinct: int
    is_distinct_exact: bool = True


@dataclass(frozen=True, slots=True)
class Offer:
    """Another search that finds more: it has been run. `parameters` are those of the whole search, as in an address.

    `kind` is one of spelling, unquote, any_field, drop_filter, drop_clause, synonyms, best_match.
    """

    kind: str
    label: str
    count: int
    parameters: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Suggestions:
    """Help when little was found; empty when enough was."""

    did_you_mean: tuple[Offer, ...] = ()
    relaxed: tuple[Offer, ...] = ()


@dataclass(frozen=True, slots=True)
class ResultPage:
    """One page of results. `page` is None on a cursor walk and for a sample.

    `next_cursor` stands only on a cursor walk, and while more follows.

    `fields`: the members of a paper's JSON that were asked for, none for all.
    """

    count: int
    per_page: int
    echo: QueryEcho
    hits: tuple[FoundPaper, ...] = ()
    facets: Mapping[str, FacetView] = field(default_factory=dict)
    page: int | None = 1
    next_cursor: str | None = None
    took_ms: int = 0
    is_timed_out: bool = False
    generation: str = ""
    suggestions: Suggestions = Suggestions()
    fields: tuple[str, ...] = ()

    @property
    def has_next(self) -> bool:
        """Whether another page follows this one."""
        return self.next_cursor is not None if self.page is None else self.page * self.per_page < self.count


@dataclass(frozen=True, slots=True)
class ValueProfile:
    """What is known of one keyword, venue or author: papers by year (years between without papers have 0).

    `neighbours`: values of the field `neighbour_field` that stand with it significantly more often than chance has it.
    """

    field: str
    value: str
    label: str
    count: int
    by_year: tuple[tuple[int, int], ...]
    neighbours: tuple[FacetValue, ...]
