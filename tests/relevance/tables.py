"""The tables that `make relevance` prints, line by line, in Markdown."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from statistics import mean

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
from tests.relevance.similar_pages import area_under_curve, read_pages

Engines = Mapping[str, tuple[House, SearchService]]
"""The name of an engine to the engine and the search service on it."""
TYPED = "scifact"
"""The collection whose queries are sentences that somebody could type into the page."""


def judged_lines(folder: Path, engines: Engines, url: str | None, figures: Figures) -> Iterator[str]:
    """A line for each collection and way of ranking: the measures with their intervals, and the test against plain."""
    yield "| collection | ranking | " + " | ".join(map(str, MEASURES)) + " | p, against the best plain setting |"
    yield "|---|---|" + "---|" * (len(MEASURES) + 1)
    typed: list[str] = []
    for path in sorted((folder / "ir").iterdir()):
        judged = read_judged(path)
        found = {}
        for name, (house, service) in engines.items():
            house.load(judged.papers)
            found["papersearch", name] = per_query(judged, ranker(service, "best"))
            if judged.name == TYPED:
                typed.append(_typed_line(judged, name, ranker(service, "auto", depth=10), figures))
            if is_installed():
                embed_papers(house.engine, vectors_beside(house), MiniLmEncoder(2))
                found["hybrid", name] = per_query(judged, ranker(service, "best", mode="hybrid"))
        best = None
        if url:
            with plain_rankers(url, judged) as plain:
                plain_found = {("plain", name): per_query(judged, rank) for name, rank in plain.items()}
            best = max(plain_found.values(), key=lambda values: mean(values[MEASURES[0]].values()))
            found |= plain_found
        for (way, name), values in found.items():
            key = way if way != "plain" else f"plain: {name}"
            cells = [
                figures.cell((judged.name, key, str(measure)), list(values[measure].values())) for measure in MEASURES
            ]
            is_tested = best is not None and way != "plain"
            p = f"{chance_of_difference(values[MEASURES[0]], best[MEASURES[0]]):.3f}" if best and is_tested else ""
            yield f"| {judged.name} | {way}, {name} | " + " | ".join([*cells, p]) + " |"
    yield ""
    yield "| queries typed into the page (`match=auto`) | engine | relevant paper among ten |"
    yield "|---|---|---|"
    yield from typed


def _typed_line(judged: Judged, engine: str, rank: Ranker, figures: Figures) -> str:
    cell = figures.cell((judged.name, "auto", "success@10"), judged_success(judged, rank))
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
                cells = [
                    figures.cell((name_of_set, f"{kind}, {match}", f"success@{depth}"), [at < depth for at in places])
                    for depth in (1, 10)
                ]
                yield f"| {kind} | {name} | {match} | " + " | ".join(cells) + " |"


def similar_lines(seeds: Path, archive: Path, engines: Engines, figures: Figures) -> Iterator[str]:
    """A line for each page of similar papers, in an index with all papers of the ACL Anthology."""
    papers, pages = read_pages(seeds)
    corpus = [*papers, *read_acl(archive)]
    yield f"| similar papers, in {len(corpus):,} papers | engine | AUC |"
    yield "|---|---|---|"
    for name, (house, service) in engines.items():
        house.load(corpus)
        for number, page in enumerate(pages, 1):
            key = (f"similar in {len(corpus):,} papers", f"page {number}", "AUC")
            yield f"| page {number} | {name} | {figures.number(key, area_under_curve(service, page, papers))} |"
