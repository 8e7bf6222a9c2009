"""What the search page shows around the hits: the count line, chips, offers, neighbouring pages.

Pure functions from a page of results and the parameters of its address.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import quote

from papersearch.fields import MISSING
from papersearch.results import Facet
from papersearch.search.answers import Offer, ResultPage
from papersearch_api.links import Pairs, address
from papersearch_api.pages.facets import LABELS, part_label
from papersearch_api.pages.links import without

_PLAIN_WORD = re.compile(r"[^\W_]+(-[^\W_]+)*")
_MOMENT = re.compile(r"(\d{4}-\d\d-\d\d)T(\d\d:\d\d):")
_OPERATORS = frozenset({"AND", "OR", "NOT", "ANDNOT"})
_QUICK = ("pdf", "code")
_PROFILES = {"keyword": "keywords", "venue": "venues", "author": "authors"}
"""Facets whose values have a page of their own, and where."""


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter that holds, the address without it, and the page about its value where there is one."""

    label: str
    href: str
    about_href: str | None = None
    value_label: str = ""


@dataclass(frozen=True, slots=True)
class Toggle:
    """A material that papers may have: the address with the filter, or without it where it is on."""

    label: str
    count: int
    href: str
    is_on: bool


@dataclass(frozen=True, slots=True)
class OfferModel:
    """A search that finds more, as a link."""

    label: str
    count: int
    href: str


@dataclass(frozen=True, slots=True)
class Pager:
    """Addresses of the neighbouring pages, None at the ends, and the number of the last one."""

    previous: str | None
    next: str | None
    last: int


def count_line(text: str, count: int) -> str:
    """The headline: `"data augmentation" has 257 results`."""
    results = "1 result" if count == 1 else f"{count:,} results"
    return f"{text} has {results}" if text else results


def figure(value: object) -> str:
    """A figure of a job: 71237 -> 71,237; a moment to the minute; anything else as it is."""
    if isinstance(value, int):
        return f"{value:,}"
    moment = _MOMENT.match(str(value))
    return f"{moment[1]} {moment[2]}" if moment else str(value)


def exact_href(text: str, pairs: Pairs) -> str | None:
    """The same search for the words as a phrase; None where they are no plain words, or only one."""
    words = text.split()
    if len(words) < 2 or not all(_PLAIN_WORD.fullmatch(word) for word in words) or _OPERATORS & set(words):
        return None
    return address("/", [("q", f'"{" ".join(words)}"'), *without(without(pairs, "q"), "match")])


def profile_address(field: str, value: str) -> str | None:
    """The page about a value of a facet, where there are such pages."""
    return address(f"/{_PROFILES[field]}/{quote(value, safe='')}") if field in _PROFILES else None


def chips(facets: Mapping[str, Facet], pairs: Pairs) -> list[Chip]:
    """A chip for everything in the address that narrows the search, with labels where a facet knows one.

    They stand in the order of the facets.
    """
    labels = {(name, str(each.value)): each.label for name, facet in facets.items() for each in facet.buckets}
    found = []
    for name, value in sorted(pairs, key=lambda pair: _place(pair[0])):
        field, _, suffix = name.partition(".")
        if (field not in LABELS or suffix not in {"", "not"}) and name not in {"added_from", "added_to"}:
            continue
        known = labels.get((field, value), value.replace("..", "–"))
        shown = "none" if value == MISSING else part_label(known) if field == "has" else known
        title = LABELS.get(field, name.replace("_", " ").capitalize())
        found.append(
            Chip(
                label=f"{title}: {'not ' if suffix else ''}{shown}",
                href=address("/", without(pairs, name, value)),
                about_href=profile_address(field, value) if not suffix and value != MISSING else None,
                value_label=shown,
            )
        )
    return found


def quick_toggles(facets: Mapping[str, Facet], pairs: Pairs) -> list[Toggle]:
    """A toggle for each of the materials that readers want most, where it is on or some papers have it.

    Two that are on must both be there.
    """
    counts = {str(each.value): each.count for each in facets["has"].buckets} if "has" in facets else {}
    toggles = []
    for name in _QUICK:
        is_on = ("has", name) in pairs
        others = [value for given, value in pairs if given == "has" and value != name]
        changed = without(without(without(pairs, "has", name), "has.not", name), "has.op")
        changed += [("has", name)] if not is_on else []
        changed += [("has.op", "and")] if len(others) + (not is_on) > 1 else []
        if is_on or counts.get(name):
            toggles.append(Toggle(part_label(name), counts.get(name, 0), address("/", changed), is_on))
    return toggles


def _place(name: str) -> int:
    field = name.partition(".")[0]
    return list(LABELS).index(field) if field in LABELS else len(LABELS)


def offer_models(offers: Iterable[Offer]) -> list[OfferModel]:
    """Searches that find more, as links."""
    return [OfferModel(offer.label, offer.count, address("/", offer.parameters)) for offer in offers]


def pager(page: ResultPage, pairs: Pairs, deepest: int) -> Pager:
    """The neighbouring pages. `deepest` is the number of hits beyond which pages are not served."""
    number = page.meta.page or 1
    last = max(1, -(-min(page.meta.count, deepest) // page.meta.per_page))
    kept = without(pairs, "page")
    return Pager(
        previous=address("/", [*kept, ("page", str(number - 1))] if number > 2 else kept) if number > 1 else None,
        next=address("/", [*kept, ("page", str(number + 1))]) if number < last else None,
        last=last,
    )
