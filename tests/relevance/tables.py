"""The tables that `make relevance` prints, line by line, in Markdown."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from random import Random
from statistics import mean
from typing import NamedTuple

from ir_measures import Measure

from papersearch.query.parameters import SearchParams
from papersearch.results import Shared
from papersearch.search.service import SearchService
from papersearch.semantic.embedding import embed_papers
from papersearch.semantic.encoder import MiniLmEncoder
from papersearch.semantic.extra import is_installed
from tests.contract.acl import read_acl
from tests.contract.conftest import House, vectors_beside
from tests.relevance.judged import Judged, read_judged
from tests.relevance.known_items import known_items
from tests.relevance.landed import Figures
from tests.relevance.measuring import (
    MEASURES,
    Ranker,
    chance_of_difference,
    found_among,
    judged_success,
    per_query,
    ranker,
)
from tests.relevance.plain_elasticsearch import plain_rankers
from tests.relevance.remembered_encoder import RememberedEncoder
from tests.relevance.similar_pages import area_under_curve, read_pages

Engines = Mapping[str, tuple[House, SearchService]]
"""The name of an engine to the engine and the search service on it."""
Values = Mapping[Measure, Mapping[str, float]]
"""Each measure by query."""
ENCODING_THREADS = 2
SIMILAR_ASKED, SIMILAR_SHOWN = 300, 10
TYPED = "scifact"
"""The collection whose queries are sentences that somebody could type into the page."""


class Way(NamedTuple):
    """A way of ranking, and the engine that it ran on."""

    name: str
    engine: str


def judged_lines(folder: Path, engines: Engines, url: str | None, figures: Figures) -> Iterator[str]:
    """A line for each collection and way of ranking: the measures with their intervals, and the test against plain."""
    yield "| collection | ranking | " + " | ".join(map(str, MEASURES)) + " | p, against the best plain setting |"
    yield "|---|---|" + "---|" * (len(MEASURES) + 1)
    typed: list[str] = []
    for path in sorted((folder / "ir").iterdir()):
        judged = read_judged(path)
        encoder = RememberedEncoder(MiniLmEncoder(ENCODING_THREADS)) if is_installed() else None
        ours: dict[Way, Values] = {}
        for name, (house, service) in engines.items():
            house.load(judged.papers)
            ours[Way("papersearch", name)] = per_query(judged, ranker(service, "best"))
            if judged.name == TYPED:
                typed.append(_typed_line(judged, name, ranker(service, "auto", depth=10), figures))
            if encoder:
                embed_papers(house.engine, vectors_beside(house), encoder)
                ours[Way("hybrid", name)] = per_query(judged, ranker(service, "best", mode="hybrid"))
        yield from _ranking_lines(judged.name, ours, _plain_values(judged, url) if url else {}, figures)
    yield ""
    yield "| queries typed into the page (`match=auto`) | engine | relevant paper among ten |"
    yield "|---|---|---|"
    yield from typed


def _plain_values(judged: Judged, url: str) -> dict[Way, Values]:
    with plain_rankers(url, judged) as plain:
        return {Way(f"plain: {name}", "Elasticsearch"): per_query(judged, rank) for name, rank in plain.items()}


def _ranking_lines(
    collection: str, ours: Mapping[Way, Values], plain: Mapping[Way, Values], figures: Figures
) -> Iterator[str]:
    first = MEASURES[0]
    best = max((values[first] for values in plain.values()), key=lambda found: mean(found.values()), default=None)
    for way, values in {**ours, **plain}.items():
        cells = [
            figures.cell((collection, way.engine, way.name, str(measure)), list(values[measure].values()))
            for measure in MEASURES
        ]
        p = f"{chance_of_difference(values[first], best):.4f}" if best and way in ours else ""
        yield f"| {collection} | {way.name}, {way.engine} | " + " | ".join([*cells, p]) + " |"


def _typed_line(judged: Judged, engine: str, rank: Ranker, figures: Figures) -> str:
    cell = figures.cell((judged.name, engine, "auto", "success@10"), judged_success(judged, rank))
    return f"| {judged.name}, {len(judged.queries)} queries | {engine} | {cell} |"


def known_lines(archive: Path, engines: Engines, papers: int, items: int, figures: Figures) -> Iterator[str]:
    """A line for each kind of known item and way of matching: how often the paper comes first, and among ten."""
    corpus = read_acl(archive, papers)
    kinds = known_items(corpus, items)
    name_of_set = f"{items} of {len(corpus):,} papers"
    yield f"| known items, {name_of_set} | engine | match | first | among ten |"
    yield "|---|---|---|---|---|"
    for name, (house, service) in engines.items():
        house.load(corpus)
        for kind, wanted in kinds.items():
            for match in ("all", "best", "auto"):
                places = found_among([item for item in wanted if len(item.query) <= 1_000], ranker(service, match, 10))
                way = f"{kind}, {match}"
                cells = [
                    figures.cell((name_of_set, name, way, f"success@{depth}"), [place < depth for place in places])
                    for depth in (1, 10)
                ]
                yield f"| {kind} | {name} | {match} | " + " | ".join(cells) + " |"


def similar_lines(seeds: Path, archive: Path, engines: Engines, figures: Figures) -> Iterator[str]:
    """Lines for the pages of similar papers and the hits with a reason, in an index with the whole ACL Anthology."""
    papers, pages = read_pages(seeds)
    corpus = [*papers, *read_acl(archive)]
    name_of_set = f"similar in {len(corpus):,} papers"
    asked = Random(1).sample([paper.id for paper in corpus], SIMILAR_ASKED)
    yield f"| similar papers, in {len(corpus):,} papers | engine | |"
    yield "|---|---|---|"
    for name, (house, service) in engines.items():
        house.load(corpus)
        for number, page in enumerate(pages, 1):
            area = figures.number((name_of_set, name, f"page {number}", "AUC"), area_under_curve(service, page, papers))
            yield f"| AUC of page {number} | {name} | {area} |"
        reasons = [
            hit.shares != Shared() for paper in asked for hit in service.similar(paper, SIMILAR_SHOWN, SearchParams())
        ]
        share = figures.number((name_of_set, name, f"{SIMILAR_ASKED} papers", "with a reason"), mean(reasons))
        yield f"| with a reason, of {len(reasons):,} hits of {SIMILAR_ASKED} papers | {name} | {share} |"
