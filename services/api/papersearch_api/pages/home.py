"""The front page: examples out of this corpus, its newest papers, what is on the rise, and what it holds."""

import re
import secrets
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from flask import render_template

from papersearch.query.parameters import read_params
from papersearch.results import Facet
from papersearch.search.service import SearchService
from papersearch.text import fold
from papersearch_api.pages.facets import facet_models, part_label
from papersearch_api.pages.structured_data import website
from papersearch_api.pages.trends import rising
from papersearch_api.services import services

_INSPIRATION = 6
_NEWEST = 5
_RISING = 8
_PHRASES = 12
"""Frequent keywords that are tried as examples until enough find something."""
_PLAIN = re.compile(r"[a-z0-9]+( [a-z0-9]+)+")
_NAME = re.compile(r"(?P<first>[a-z])[a-z]* (?P<last>[a-z]{2,})")
_YEARS_BACK = 4
_MATERIALS = ("code", "pdf", "slides", "poster", "video", "abstract")


@dataclass(frozen=True, slots=True)
class Example:
    """A query that finds something here, what it shows, and the number of its results."""

    query: str
    words: str
    count: int


class Collection(NamedTuple):
    """What the corpus holds: its papers, years, and numbers of values; labels of its sources."""

    papers: int
    first_year: int | None
    last_year: int | None
    venues: int
    authors: int
    keywords: int
    sources: tuple[str, ...]


def home_page(seed: int | None) -> str:
    """The front page; the same seed shows the same keywords."""
    chosen_seed = secrets.randbelow(2**31) if seed is None else seed
    asked = [("facets", "venue,year,has,keyword,author,source"), ("facet_size", "60"), ("sort", "year")]
    search = services().search
    page = search.search(read_params([*asked, ("per_page", str(_NEWEST))]))
    shown = {name: page.facets[name] for name in ("venue", "year", "has")}
    return render_template(
        "home.html",
        total=page.meta.count,
        inspiration=services().values.random_keywords(_INSPIRATION, chosen_seed) if page.meta.count else (),
        next_seed=secrets.randbelow(2**31),
        facets=[model for model in facet_models(page, []) if model.field in shown],
        examples=examples(search, page.facets),
        newest=page.hits,
        rising=rising(search, "keyword", (), _RISING) if page.meta.count else [],
        collection=_collection(page.meta.count, page.facets),
        json_ld=website(),
    )


def examples(search: SearchService, facets: Mapping[str, Facet]) -> list[Example]:
    """One query of each kind, made of frequent values of this corpus; those that find nothing are left out."""
    found = []
    for candidates, words in _candidates(facets):
        for query in candidates:
            if count := search.search(read_params([("q", query), ("per_page", "1")])).meta.count:
                found.append(Example(query, words, count))
                break
    return found


def _candidates(facets: Mapping[str, Facet]) -> Iterator[tuple[Sequence[str], str]]:
    """Queries of each kind in the order in which they are tried."""
    values = {name: [(str(each.value), each.label) for each in facet.buckets] for name, facet in facets.items()}
    phrases = [value for value, _ in values["keyword"] if _PLAIN.fullmatch(value)][:_PHRASES]
    venues = [label for _, label in values["venue"] if '"' not in label]
    years = [int(each.value) for each in facets["year"].buckets if each.count]
    yield [f'"{phrase}"' for phrase in phrases], "an exact phrase"
    yield [f'"{one}" OR "{other}"' for one, other in pairwise(phrases)], "either term"
    if years:
        since = max(years) - _YEARS_BACK
        yield (
            [f"title:{phrase.split()[-1]} year:{since}..{max(years)}" for phrase in phrases],
            "one field, a range of years",
        )
    yield [query for _, label in values["author"] if (query := _author_query(label))][:_PHRASES], "surname and initial"
    having = {value for value, _ in values["has"]}
    kinds = [name for name in _MATERIALS if name in having]
    yield (
        [f"has:{kind} venue:{_quoted(venue)}" for kind in kinds for venue in venues[:2]],
        f"{part_label(kinds[0])}, at a venue" if kinds else "",
    )


def _author_query(label: str) -> str | None:
    match = _NAME.fullmatch(fold(label))
    return f"author:{match['last']}_{match['first']}" if match else None


def _quoted(label: str) -> str:
    return label if label.isalnum() else f'"{label}"'


def _collection(papers: int, facets: Mapping[str, Facet]) -> Collection:
    years = [int(each.value) for each in facets["year"].buckets if each.count]
    return Collection(
        papers, min(years, default=None), max(years, default=None), facets["venue"].distinct,
        facets["author"].distinct, facets["keyword"].distinct, tuple(each.label for each in facets["source"].buckets),
    )  # fmt: skip
