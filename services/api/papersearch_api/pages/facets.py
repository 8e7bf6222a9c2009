"""Facets as the search page lists them: links that toggle, a histogram of years, a switch between any and all.

Every link is an address of the same page, so all of it works without JavaScript.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from papersearch.fields import BY_NAME, FACETS, MISSING
from papersearch.results import Bucket, Facet
from papersearch.search.answers import ResultPage
from papersearch_api.links import Pairs, address
from papersearch_api.pages.charts import Bar, share_class
from papersearch_api.pages.links import for_export, with_value, without
from papersearch_api.pages.year_histogram import YearRange, newest_first, year_bars, year_ranges

LISTED = 8
"""Values of a facet that the page lists; selected ones come on top of these."""
_FIRST = ("venue", "year", "keyword", "author", "source", "has")
LABELS = {name: BY_NAME[name].title for name in dict.fromkeys((*_FIRST, *(facet.name for facet in FACETS)))}
"""Every facet's name for people, in the order in which the page lists them."""
_WITHOUT_FIND = frozenset({"year", "has"})
"""Facets without a field to find values: years are chosen by their range, and what papers have is soon read."""
_PLURALS = {"has": "kinds of material"}
PART_LABELS = {
    "arxiv": "arXiv id", "doi": "DOI", "fulltext": "full text", "pdf": "PDF", "tldr": "TL;DR",
}  # fmt: skip
"""What a paper may have, where its name for people differs from its name in queries."""
YEARS_SIGN = "YEARS"
"""Stands in `FacetModel.range_href` where a script puts the range that was drawn."""


@dataclass(frozen=True, slots=True)
class FacetItem:
    """A value of a facet; `href` selects it, or takes it back where it is selected or excluded.

    `share`: the class of its bar, see `charts.share_class`.
    """

    label: str
    count: int
    share: str
    href: str
    not_href: str
    is_selected: bool
    is_excluded: bool


@dataclass(frozen=True, slots=True)
class FacetModel:
    """A facet as the page lists it.

    `bars`, `range_href`, the first and last year, and the ends of the one range that is chosen, only for years;
    `op_href` where any or all can be chosen.

    `kept`: the parameters that a search among the values takes along; `find_href` where the API lists the values under
    them, None where all are listed or their range is chosen otherwise.
    """

    field: str
    label: str
    plural: str
    items: tuple[FacetItem, ...]
    distinct: int
    missing_count: int
    missing_href: str
    is_missing_selected: bool
    more_href: str | None
    find_href: str | None
    kept: Pairs
    bars: tuple[Bar, ...] = ()
    range_href: str = ""
    first_year: int | None = None
    last_year: int | None = None
    from_year: int | None = None
    to_year: int | None = None
    op_href: str | None = None
    is_and: bool = False


def facet_models(page: ResultPage, pairs: Pairs) -> list[FacetModel]:
    """The facets of a page that can change the result, in the order of `LABELS`."""
    return [
        _facet_model(name, page.facets[name], pairs)
        for name in LABELS
        if name in page.facets and _is_a_choice(name, page.facets[name], pairs)
    ]


def _is_a_choice(name: str, facet: Facet, pairs: Pairs) -> bool:
    """Whether something is selected here, or could be: not if all papers are alike here."""
    if any(given.partition(".")[0] == name for given, _ in pairs):
        return True
    return any(count not in {0, facet.base_count} for count in (facet.missing_count, *(v.count for v in facet.buckets)))


def facet_label(field: str) -> str:
    """A facet's name for people."""
    return LABELS.get(field, field)


def facet_plural(field: str) -> str:
    """What a facet's values are called: `venue` -> `venues`."""
    return _PLURALS.get(field, f"{facet_label(field).lower()}s")


def part_label(name: str) -> str:
    """What a paper may have, for people: `tldr` -> `TL;DR`."""
    return PART_LABELS.get(name, name)


def facet_items(name: str, facet: Facet, pairs: Pairs) -> list[FacetItem]:
    """Every value that is listed, as links."""
    largest = max((value.count for value in facet.buckets), default=0)
    return [_item(name, value, pairs, largest) for value in _in_order(name, facet) if value.value != MISSING]


def _facet_model(name: str, facet: Facet, pairs: Pairs) -> FacetModel:
    largest = max((value.count for value in facet.buckets), default=0)
    listed = [v for i, v in enumerate(_in_order(name, facet)) if i < LISTED or v.is_selected or v.is_excluded]
    kept = [(n, v) for n, v in pairs if n not in {"page", "per_page", "sort"}]
    is_missing, is_and = (name, MISSING) in pairs, (f"{name}.op", "and") in pairs
    is_cut = facet.distinct > len(listed)
    has_choice = BY_NAME[name].is_multi and any(value.is_selected for value in listed)
    operator = without(pairs, f"{name}.op") if is_and else with_value(pairs, f"{name}.op", "and")
    ranges = year_ranges(pairs) if name == "year" else ()
    chosen = ranges[0] if len(ranges) == 1 else YearRange(None, None)
    years = [int(value.value) for value in facet.buckets] if name == "year" else []
    return FacetModel(
        field=name,
        label=LABELS[name],
        plural=facet_plural(name),
        items=tuple(_item(name, value, pairs, largest) for value in listed if value.value != MISSING),
        distinct=facet.distinct,
        missing_count=facet.missing_count,
        missing_href=address("/", without(pairs, name, MISSING) if is_missing else with_value(pairs, name, MISSING)),
        is_missing_selected=is_missing,
        more_href=address(f"/facets/{name}", kept) if is_cut else None,
        find_href=address(f"/api/v1/facets/{name}", for_export(kept)) if is_cut and name not in _WITHOUT_FIND else None,
        kept=kept,
        bars=year_bars(facet.buckets, pairs) if name == "year" else (),
        range_href=address("/", with_value(without(pairs, name), name, YEARS_SIGN)) if name == "year" else "",
        first_year=min(years, default=None),
        last_year=max(years, default=None),
        from_year=chosen.low,
        to_year=chosen.high,
        op_href=address("/", operator) if has_choice or is_and else None,
        is_and=is_and,
    )


def _in_order(name: str, facet: Facet) -> Sequence[Bucket]:
    return newest_first(facet.buckets) if name == "year" else facet.buckets


def _item(name: str, value: Bucket, pairs: Pairs, largest: int) -> FacetItem:
    excluded, own = f"{name}.not", str(value.value)
    if value.is_excluded:
        changed = without(pairs, excluded, own)
    elif value.is_selected:
        changed = without(pairs, name, own)
    else:
        changed = with_value(pairs, name, own)
    return FacetItem(
        label=part_label(value.label) if name == "has" else value.label,
        count=value.count,
        share=share_class(value.count, largest),
        href=address("/", changed),
        not_href=address("/", with_value(pairs, excluded, own)),
        is_selected=value.is_selected,
        is_excluded=value.is_excluded,
    )
