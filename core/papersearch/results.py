"""What an engine answers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated

import msgspec

from papersearch.paper import JsonObject
from papersearch.query.request import SortKey

Count = Annotated[int, msgspec.Meta(ge=0)]


class Shared(msgspec.Struct, frozen=True):
    """What two papers have in common: keywords, authors, cited works by title, pairs of words, and single words.

    `cited_together`: the number of papers here that cite both.
    """

    keywords: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    cited_together: Count = 0


@dataclass(frozen=True, slots=True)
class Hit:
    """A paper found. `body` is its JSON without full text, see `document.Document`.

    `score` is None unless hits are sorted by relevance; `sort_key` has no value where they are not sorted. `matched`:
    JSON names of the fields that matched. `highlights`: by JSON name fragments in HTML, escaped, with `<mark>` around
    what matched. `shares`: of a similar paper, what it has in common.
    """

    body: JsonObject
    score: float | None = None
    sort_key: SortKey = (None, 0)
    matched: tuple[str, ...] = ()
    highlights: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    shares: Shared = Shared()  # noqa: RUF009 - frozen and without state

    @property
    def id(self) -> str:
        """The paper's id."""
        return str(self.body["id"])

    @property
    def version(self) -> int:
        """The version of the paper that was indexed."""
        return int(self.body["version"])


class CountedValue(msgspec.Struct, frozen=True):
    """A value and the number of papers that have it: `value` works as a parameter, `label` is for showing."""

    value: str | int
    label: str
    count: Count


class Bucket(CountedValue, frozen=True, omit_defaults=True):
    """A facet's value with its count. Engines know the canonical value only, and give it as the label, too.

    Labelled by `search.labels`, a year is a number. `excluded` is written only where it is true.
    """

    is_selected: bool = msgspec.field(name="selected")
    is_excluded: bool = msgspec.field(name="excluded", default=False)


class Facet(msgspec.Struct, frozen=True, omit_defaults=True):
    """A facet's counts under the law of facets (docs/adr/0005-facets.md).

    `base_count`: papers that match the query and the other facets' selections; `missing_count`: those of them without a
    value; `other_count`: the sum over the values that are not listed; `distinct`: how many values have a count above 0,
    perhaps an estimate, which is written only then. With `Op.AND` all four, like the buckets, count under the facet's
    own selection, too.
    Buckets are the `size` greatest by count, then value (ascending); selected and excluded values beyond the cut, also
    at 0, are listed besides. `fields.MISSING` is never a bucket, `missing_count` speaks for it; an interval marks no
    bucket as selected. With `FacetSpec.prefix`, buckets, `other_count` and `distinct` know only the values that begin
    so, selected or not. With `by_value` nothing is listed besides: the next `size` values with a count above 0.
    """

    buckets: tuple[Bucket, ...]
    base_count: Count
    other_count: Count
    missing_count: Count
    distinct: Count
    is_distinct_estimate: bool = msgspec.field(name="distinct_is_estimate", default=False)


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
