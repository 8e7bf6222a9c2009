"""How values of a facet rise and fall by year under a search, as a share of all papers of the year."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import sqrt

from papersearch.fields import BY_NAME, MISSING
from papersearch.query.build import build_request
from papersearch.query.parameters import read_params
from papersearch.query.request import FacetSpec
from papersearch.results import Bucket
from papersearch.search.service import SearchService
from papersearch.search.values import LARGEST_FACET
from papersearch_api.links import Pairs
from papersearch_api.pages.links import canonical_pairs, for_export, without
from papersearch_api.pages.year_histogram import year_ranges

MOST_YEARS = 30
"""The latest years that a chart shows."""
WINDOW = 3
"""Years that count as recent, and as many before them to compare with."""
_CANDIDATES = 100
_LEAST_PAPERS = 3
_LEAST_Z = 1.64
"""Beyond which chance alone makes a rise in one of twenty cases."""


@dataclass(frozen=True, slots=True)
class Series:
    """Papers by year of one value or search; `shares` are parts of all papers of the year, 0 to 1."""

    value: str
    label: str
    counts: tuple[int, ...]
    shares: tuple[float, ...]

    @property
    def total(self) -> int:
        """Papers in all the years shown."""
        return sum(self.counts)


@dataclass(frozen=True, slots=True)
class Trends:
    """The years shown, how many papers the corpus has from each, and a series for each value."""

    years: tuple[int, ...]
    corpus: tuple[int, ...]
    series: tuple[Series, ...]


@dataclass(frozen=True, slots=True)
class Rise:
    """A value with more papers in the recent years than their number explains; `before` is as long as `recent`."""

    value: str
    label: str
    recent: int
    before: int


def by_year(search: SearchService, pairs: Pairs) -> dict[int, int]:
    """Papers of each year under a search, in the years that it is limited to."""
    found = search.facet(FacetSpec("year", size=LARGEST_FACET), read_params(for_export(pairs))).buckets
    ranges, is_limited = year_ranges(pairs), any(name == "year" for name, _ in pairs)
    kept = (
        each for each in found if not is_limited or each.is_selected or any(r.holds(int(each.value)) for r in ranges)
    )
    return {int(each.value): each.count for each in kept if each.count}


def span(counted: Mapping[int, int]) -> tuple[int, ...]:
    """The years from the first to the last, the latest `MOST_YEARS` of them."""
    return tuple(range(max(min(counted), max(counted) - MOST_YEARS + 1), max(counted) + 1)) if counted else ()


def series_of(
    value: str, label: str, counted: Mapping[int, int], years: Sequence[int], corpus: Sequence[int]
) -> Series:
    """Papers by year as counts and as shares."""
    counts = tuple(counted.get(year, 0) for year in years)
    return Series(
        value, label, counts, tuple(n / whole if whole else 0.0 for n, whole in zip(counts, corpus, strict=True))
    )


def trends_of(search: SearchService, field: str, pairs: Pairs, most: int, *, is_rising: bool = False) -> Trends:
    """The most frequent values of a facet under a search, or those on the rise, by year."""
    years = span(by_year(search, pairs))
    everything = by_year(search, ())
    corpus = tuple(everything.get(year, 0) for year in years)
    if is_rising:
        chosen = [(each.value, each.label) for each in rising(search, field, pairs, most)]
    else:
        chosen = [(value, each.label) for value, each in counted_values(search, field, pairs, most).items()][:most]
    found = (series_of(value, label, by_year(search, with_both(pairs, field, value)), years, corpus)
             for value, label in chosen)  # fmt: skip
    return Trends(years, corpus, tuple(found))


def with_both(pairs: Pairs, field: str, value: str) -> list[tuple[str, str]]:
    """The papers of a search that have this value, too."""
    if not BY_NAME[field].is_multi:
        return [*without(pairs, field), (field, value)]
    return [*without(without(pairs, f"{field}.op"), field, value), (field, value), (f"{field}.op", "and")]


def rising(search: SearchService, field: str, pairs: Pairs, most: int) -> list[Rise]:
    """Values that more papers have in the recent years than in the years before, the strongest first."""
    whole = by_year(search, pairs)
    years = span(whole)
    width = min(WINDOW, len(years) // 2)
    if not width:
        return []
    now, then = years[-width:], years[-2 * width : -width]
    others = without(pairs, "year")
    recent = counted_values(search, field, [*others, ("year", f"{now[0]}..{now[-1]}")], _CANDIDATES)
    earlier = [*others, ("year", f"{then[0]}..{then[-1]}")]
    before = counted_values(search, field, earlier, _CANDIDATES, () if _is_selected(pairs, field) else tuple(recent))
    totals = sum(whole.get(year, 0) for year in now), sum(whole.get(year, 0) for year in then)
    rises = [Rise(value, each.label, each.count, before[value].count if value in before else 0)
             for value, each in recent.items()]  # fmt: skip
    scored = [(z_score(each.recent, totals[0], each.before, totals[1]), each) for each in rises]
    strong = [each for each in scored if each[0] >= _LEAST_Z and each[1].recent >= _LEAST_PAPERS]
    return [each for _, each in sorted(strong, key=lambda each: (-each[0], each[1].value))[:most]]


def canonical(pairs: Pairs) -> list[tuple[str, str]]:
    """The same search with every selection as a parameter: `q=venue:ICLR` -> `venue=iclr`. Raises ParameterError."""
    kept = for_export(pairs)
    params = read_params(kept)
    return canonical_pairs(build_request(params), params, kept)


def counted_values(
    search: SearchService, field: str, pairs: Pairs, size: int, wanted: Sequence[str] = ()
) -> dict[str, Bucket]:
    """The most frequent values among the papers of a search, and `wanted` ones beyond these.

    A facet counts without its own selection; here it counts under it: all selected keywords, or the selected venues.
    """
    kept = for_export(pairs)
    is_selected = _is_selected(kept, field)
    if is_selected:
        kept = [*kept, (f"{field}.op", "and")] if BY_NAME[field].is_multi else kept
    else:
        kept = [*kept, *((field, value) for value in wanted)]
    facet = search.facet(FacetSpec(field, size=LARGEST_FACET if is_selected else size), read_params(kept))
    is_every = not is_selected or BY_NAME[field].is_multi
    return {str(each.value): each for each in facet.buckets
            if each.count and each.value != MISSING and (is_every or each.is_selected)}  # fmt: skip


def _is_selected(pairs: Pairs, field: str) -> bool:
    return any(name == field for name, _ in pairs)


def z_score(count: int, total: int, other: int, other_total: int) -> float:
    """How many standard errors a share is above another (two-proportion z-test, pooled)."""
    if not total or not other_total:
        return 0.0
    pooled = (count + other) / (total + other_total)
    error = sqrt(pooled * (1 - pooled) * (1 / total + 1 / other_total))
    return (count / total - other / other_total) / error if error else 0.0
