"""Several searches side by side: papers by year on shared axes, and the keywords that are distinctive of each."""

from collections.abc import Sequence
from dataclasses import dataclass

from papersearch.query.parameters import read_params
from papersearch.search.service import SearchService
from papersearch_api.links import Pairs
from papersearch_api.pages.trends import Trends, by_year, canonical, counted_values, series_of, span, z_score

MOST_SEARCHES = 4
_CANDIDATES = 100
_DISTINCTIVE = 12
_LEAST_Z = 1.96
_LEAST_PAPERS = 2


@dataclass(frozen=True, slots=True)
class Distinctive:
    """A keyword that one search has more often than the others, with its papers in this search and in the others."""

    value: str
    label: str
    count: int
    others: int


@dataclass(frozen=True, slots=True)
class Compared:
    """A search with its number of papers and its distinctive keywords, the strongest first."""

    text: str
    count: int
    keywords: tuple[Distinctive, ...]


def compare(search: SearchService, texts: Sequence[str]) -> tuple[Trends, list[Compared]]:
    """Papers by year of each search over the years of all of them, and what sets each apart."""
    searches = [canonical([("q", text)]) for text in texts]
    counted = [by_year(search, pairs) for pairs in searches]
    years = span({year: 1 for each in counted for year in each})
    everything = by_year(search, ())
    corpus = tuple(everything.get(year, 0) for year in years)
    series = tuple(series_of(text, text, each, years, corpus) for text, each in zip(texts, counted, strict=True))
    sizes = [search.search(read_params([*pairs, ("per_page", "1")])).meta.count for pairs in searches]
    found = []
    for place, text in enumerate(texts):
        others = [(searches[other], sizes[other]) for other in range(len(texts)) if other != place]
        found.append(Compared(text, sizes[place], _distinctive(search, searches[place], sizes[place], others)))
    return Trends(years, corpus, series), found


def _distinctive(
    search: SearchService, pairs: Pairs, size: int, others: Sequence[tuple[Pairs, int]]
) -> tuple[Distinctive, ...]:
    own = counted_values(search, "keyword", pairs, _CANDIDATES)
    elsewhere = [counted_values(search, "keyword", other, _CANDIDATES, tuple(own)) for other, _ in others]
    total = sum(count for _, count in others)
    found = []
    for value, bucket in own.items():
        count = sum(each[value].count for each in elsewhere if value in each)
        score = z_score(bucket.count, size, count, total)
        if score >= _LEAST_Z and bucket.count >= _LEAST_PAPERS:
            found.append((score, Distinctive(value, bucket.label, bucket.count, count)))
    return tuple(each for _, each in sorted(found, key=lambda each: (-each[0], each[1].value))[:_DISTINCTIVE])
