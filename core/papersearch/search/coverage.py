"""What papers have and lack, in all and by venue: an abstract, a TL;DR, a year, authors, keywords, and so on.

It takes one venue facet for each part, counted under "has this part"; so the cost does not grow with the venues.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from types import MappingProxyType

import msgspec

from papersearch.document import has_values
from papersearch.engine import Reader
from papersearch.fields import HAS_VALUES, MISSING
from papersearch.paper import Paper
from papersearch.query.nodes import Everything, Node, Not, Tag
from papersearch.query.request import FacetSpec, Selection
from papersearch.results import Count, Facet
from papersearch.search.labels import MISSING_LABEL, LabelSource, label_values

LISTED_VENUES = 100
MOST_VENUES = 200
"""More would be a long list of selected values for an engine, and no table that somebody reads."""
EXPECTED = ("abstract", "tldr", "year", "authors", "keywords")
"""What nearly every paper should have; the other parts are a matter of luck."""
_NODES: Mapping[str, Node] = MappingProxyType({
    "year": Not(Tag("year", MISSING)),
    "authors": Not(Tag("author", MISSING)),
    **{name: Tag("has", name) for name in HAS_VALUES},
})  # fmt: skip
_PAPERS = "papers"
PARTS = (*EXPECTED, *(name for name in HAS_VALUES if name not in EXPECTED))


class VenueCoverage(msgspec.Struct, frozen=True):
    """The papers of a venue and how many of them have each part; `value` is `fields.MISSING` for those without one."""

    value: str
    label: str
    papers: Count
    parts: Mapping[str, Count]


class Coverage(msgspec.Struct, frozen=True):
    """All papers, and the venues with the most of them; `distinct`: how many venues there are beyond the cut, too."""

    papers: Count
    parts: Mapping[str, Count]
    venues: tuple[VenueCoverage, ...]
    distinct: Count


def coverage(reader: Reader, labels: LabelSource, size: int = LISTED_VENUES) -> Coverage:
    """The coverage of the live generation, venues by their number of papers; those without a venue come last.

    Papers that come in meanwhile may count in one part and not yet in another. Raises what `Reader.facet` raises.
    """
    spec = FacetSpec("venue", size=size)
    whole = reader.facet(spec, Everything())
    listed = tuple(str(bucket.value) for bucket in whole.buckets)
    # A facet lists selected values beyond its cut and does not count under its own selection: each part's facet thus
    # speaks of the very same venues.
    selected = (Selection("venue", listed),) if listed and whole.other_count else ()
    by_part = {part: reader.facet(spec, _NODES[part], selected) for part in PARTS}
    papers = _papers_by_venue(whole, listed)
    having = {part: _papers_by_venue(facet, listed) for part, facet in by_part.items()}
    names = label_values(labels, "venue", papers)
    return Coverage(
        papers=whole.base_count,
        parts={part: facet.base_count for part, facet in by_part.items()},
        venues=tuple(
            VenueCoverage(venue, names[venue], count, {part: having[part][venue] for part in PARTS})
            for venue, count in papers.items()
            if count
        ),
        distinct=whole.distinct,
    )


def coverage_of(papers: Iterable[Paper], size: int = LISTED_VENUES) -> Coverage:
    """The coverage of these papers, counted one by one."""
    whole: Counter[str] = Counter()
    venues: dict[str, tuple[str, Counter[str]]] = {}
    for paper in papers:
        value, label = (paper.venue.id, paper.venue.label) if paper.venue else (MISSING, MISSING_LABEL)
        had = [_PAPERS, *has_values(paper), *(name for name in ("year", "authors") if getattr(paper, name))]
        whole.update(had)
        venues.setdefault(value, (label, Counter()))[1].update(had)
    ranked = sorted(venues.items(), key=lambda each: (each[0] == MISSING, -each[1][1][_PAPERS], each[1][0]))
    named = sum(value != MISSING for value in venues)
    chosen = [*ranked[: min(size, named)], *ranked[named:]]
    return Coverage(
        papers=whole[_PAPERS],
        parts={part: whole[part] for part in PARTS},
        venues=tuple(
            VenueCoverage(value, label, counts[_PAPERS], {part: counts[part] for part in PARTS})
            for value, (label, counts) in chosen
        ),
        distinct=named,
    )


def _papers_by_venue(facet: Facet, venues: Iterable[str]) -> dict[str, int]:
    counted = {str(bucket.value): bucket.count for bucket in facet.buckets}
    return {venue: counted.get(venue, 0) for venue in venues} | {MISSING: facet.missing_count}
