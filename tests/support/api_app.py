"""The application over a small corpus on the embedded engine: what the tests of the API, page and commands share."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from flask import Flask

from papersearch.document import build_document
from papersearch.naming.names import author_key
from papersearch.paper import Author, Keyword, KeywordSource, Material, Paper, SourceRef, Tldr, TldrSource, Venue
from papersearch.settings import Settings
from papersearch.text import tag_key
from papersearch_api.app import create_app
from papersearch_api.services import Services, build_services

ICLR, ICPR = Venue("iclr", "ICLR"), Venue("icpr", "ICPR")
GENERATION = "papers-000001"


def _keywords(*values: str, source: KeywordSource = KeywordSource.EXTRACTED) -> tuple[Keyword, ...]:
    return tuple(Keyword(value, source) for value in values)


PAPERS = (
    Paper(
        "p_aaaaaaaaaaaa",
        title="Mixing Rows for Data Augmentation",
        authors=(Author("Ana Peña"), Author("Bo Li")),
        abstract="We mix rows of images. This data augmentation helps a network on <small> data & noise.",
        tldr=Tldr("Mixing rows helps.", TldrSource.AUTHORS),
        venue=ICLR,
        year=2019,
        keywords=_keywords("data augmentation", "image classification"),
        ids={"arxiv": "1810.00001", "doi": "10.1000/a/b(1)"},
        links={"html": "https://arxiv.org/abs/1810.00001"},
        sources=(SourceRef("result-page"), SourceRef("arxiv-listing")),
        full_text="The whole text speaks of ablation.",
    ),
    Paper(
        "p_bbbbbbbbbbbb",
        title="A Survey of Augmented Graphs",
        authors=(Author("Carla Mézard"),),
        abstract="Graphs are augmented in many ways; augmentation of data is one.",
        venue=ICLR,
        year=2018,
        keywords=_keywords("graph network", "data augmentation", source=KeywordSource.AUTHOR),
        sources=(SourceRef("result-page"),),
    ),
    Paper(
        "p_cccccccccccc",
        title="Pruning Networks Before Training",
        authors=(Author("Ana Peña"), Author("Dan van der Berg")),
        abstract="A network is pruned before it is trained.",
        venue=ICPR,
        year=2020,
        keywords=_keywords("network pruning"),
        materials=(Material.SLIDES,),
        sources=(SourceRef("explorer-page"),),
    ),
    Paper(
        "p_dddddddddddd",
        title="Adversarial Images and Robust Networks",
        authors=(Author("Eva Kim"),),
        abstract="Robust networks see through adversarial images.",
        venue=ICPR,
        year=2020,
        keywords=_keywords("adversarial images", "image classification"),
        sources=(SourceRef("explorer-page"),),
    ),
    Paper("p_eeeeeeeeeeee", abstract="A paper without a title, venue or year, on speech.", sources=(SourceRef("x"),)),
)


def load(built: Services, papers: Sequence[Paper] = PAPERS) -> None:
    """Puts the papers into store and engine, as an ingest would."""
    generation = f"{built.settings.index_prefix}-000001"
    written = [each.paper for each in built.store.papers.put_many(papers)]
    built.store.papers.add_alias("p_zzzzzzzzzzzz", "p_aaaaaaaaaaaa")
    labels = built.store.labels
    labels.register("author", {author_key(author.name): author.name for p in papers for author in p.authors})
    labels.register("venue", {paper.venue.id: paper.venue.label for paper in papers if paper.venue})
    labels.register("keyword", {tag_key(keyword.value): keyword.value for p in papers for keyword in p.keywords})
    built.engine.create(generation)
    built.engine.apply(generation, [build_document(paper) for paper in written])
    built.engine.refresh(generation)
    built.engine.finish_building(generation)
    built.engine.promote(generation)


def make_app(home: Path, papers: Sequence[Paper] = PAPERS, **settings: Any) -> Flask:
    """The application with the papers in it; `settings` are further ones, such as `engine_url`."""
    chosen = Settings(home=home, **settings)
    built = build_services(chosen)
    load(built, papers)
    app = create_app(chosen, built)
    app.testing = False  # errors are answered, not raised, as in service
    return app
