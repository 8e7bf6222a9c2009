"""What an engine answers."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from papersearch.paper import JsonObject
from papersearch.query.request import SortKey


@dataclass(frozen=True, slots=True)
class Hit:
    """A paper found. `body` is the document's, see `document.Document`; `score` is None unless sorted by relevance."""

    id: str
    version: int
    body: JsonObject
    score: float | None
    sort_key: SortKey


@dataclass(frozen=True, slots=True)
class Bucket:
    """A facet's value, canonical, and the number of papers that have it."""

    value: str
    count: int
    is_selected: bool = False
    is_excluded: bool = False


@dataclass(frozen=True, slots=True)
class Facet:
    """A facet's counts under the law of facets (docs/adr/0005-facets.md).

    `base_count`: papers that match the query and the other facets' selections; `missing_count`: those of them without a
    value; `other_count`: the sum over the values that are not listed; `distinct`: how many values have a count above 0.
    With `Op.AND` all four, like the buckets, count under the facet's own selection, too.
    Buckets are the `size` greatest by count, then value (ascending); selected and excluded values beyond the cut, also
    at 0, are listed besides. `fields.MISSING` is never a bucket, `missing_count` speaks for it; an interval marks no
    bucket as selected. With `FacetSpec.prefix`, buckets, `other_count` and `distinct` know only the values that begin
    so, selected or not. With `by_value` nothing is listed besides: the next `size` values with a count above 0.
    """

    field: str
    buckets: tuple[Bucket, ...]
    base_count: int
    other_count: int
    missing_count: int
    distinct: int
    is_distinct_exact: bool = True


@dataclass(frozen=True, slots=True)
class SearchResult:
    """`total` is exact. `facets` by field, those that the request asked for. `snapshot` as in the request."""

    total: int
    hits: tuple[Hit, ...]
    facets: Mapping[str, Facet] = field(default_factory=dict)
    generation: str = ""
    took_ms: int = 0
    is_timed_out: bool = False
    snapshot: str | None = None
