"""Thirteen papers, each there for a row of the tables that `test_api_table.py` goes through."""

from papersearch.paper import Author, Keyword, KeywordSource, Paper, SourceRef, Venue
from papersearch_ingest.texts.cleaning import clean_text

ICLR, ICPR = Venue("iclr", "ICLR"), Venue("icpr", "ICPR")


def _keywords(*values: str) -> tuple[Keyword, ...]:
    return tuple(Keyword(value, KeywordSource.AUTHOR) for value in values)


def _paper(letter: str, title: str | None, abstract: str | None = None, **parts: object) -> Paper:
    return Paper(f"p_{letter * 12}", title=title, abstract=abstract, sources=(SourceRef("made-up"),), **parts)  # type: ignore[arg-type]


PAPERS = (
    _paper(
        "a", "Data Augmentation for Images", "We augment data; input/output pairs of a network.", venue=ICLR, year=2019,
        authors=(Author("Marc Mézard"), Author("Yann LeCun")), keywords=_keywords("data augmentation", "images"),
        ids={"arxiv": "1810.02340", "openreview": "rJx1Na"}, links={"code": "https://example.org/code"},
    ),
    _paper(
        "b", "Augmenting the Scarce Data of Graphs", "It helps a graph.", venue=ICLR, year=2018,
        authors=(Author("Yoshua LeCun"), Author("Jan van der Berg")), keywords=_keywords("graphs", "data augmentation"),
    ),
    _paper("c", "A Survey of GANs", "Generative adversarial networks at length.", venue=ICPR, year=2020,
           keywords=_keywords("survey", "gan")),
    _paper("d", "A Game of Two Players", "GAN training, as the kind of game it is.", venue=ICPR, year=2020,
           keywords=_keywords("gan")),
    _paper("e", "Images", "A generative adversarial image.", venue=ICPR, year=2017, keywords=_keywords("images")),
    _paper("f", "Self-supervised Colours", year=2021),
    _paper("g", "Colours, Self Supervised", year=2021),
    _paper("h", "Selfsupervised Colours", year=2021),
    _paper("i", "Doubt", clean_text("We be- lieve in self- supervised doubt, inner- and outer ones.")),
    _paper("j", "Soft/Hard Attention in C++", "L2: regularization of input and output.", ids={"doi": "10.1000/a/b(1)"}),
    _paper("k", "And Or Not", "Three words that mean nothing by themselves."),
    _paper("l", "Network of Graphs", "Everything about a graph network.", venue=ICPR, year=2019,
           authors=(Author("Yann LeCun"),)),
    _paper("m", None, "A paper without a title."),
)  # fmt: skip
