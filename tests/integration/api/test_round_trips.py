"""What leaves comes back: papers of each type, written in each format and read by our own parsers."""

from collections.abc import Callable
from typing import Any

import pytest

from papersearch.paper import Author, Keyword, KeywordSource, Paper, PaperType, Venue, paper_to_json
from papersearch.record import Record
from papersearch_api.formats import FORMATS, Heading
from papersearch_ingest.parsers.registry import detect
from papersearch_ingest.parsers.source import Source

TYPES = (
    PaperType.JOURNAL_ARTICLE, PaperType.CONFERENCE_PAPER, PaperType.CHAPTER, PaperType.BOOK, PaperType.THESIS,
    PaperType.REPORT, PaperType.ARTICLE,
)  # fmt: skip
IN_CONTAINERS = TYPES[:3]
READ_BACK: dict[str, Callable[[Record], Any]] = {
    "title": lambda record: record.title,
    "abstract": lambda record: record.abstract,
    "year": lambda record: record.year,
    "month": lambda record: record.month,
    "day": lambda record: record.day,
    "volume": lambda record: record.volume,
    "issue": lambda record: record.issue,
    "pages": lambda record: record.pages,
    "publisher": lambda record: record.publisher,
    "edition": lambda record: record.edition,
    "issn": lambda record: record.issn,
    "language": lambda record: record.language,
    "citation_key": lambda record: record.citation_key,
}
NAMES = (
    Author("Ellis P. Farrow Jr.", "Ellis P.", "Farrow", "Jr."),
    Author("Dan van der Berg", "Dan", "van der Berg"),
    Author("Ana Peña", "Ana", "Peña"),
)
HOUSE = Author("Bureau of Odd Names", literal="Bureau of Odd Names")


def paper(kind: PaperType) -> Paper:
    is_preprint = kind is PaperType.ARTICLE
    return Paper(
        "p_aaaaaaaaaaaa",
        type=kind,
        title=f"Sorting 50% of {{odd GANs & R_d in a {kind.value} of 3 < 5",
        authors=(*NAMES, HOUSE),
        editors=() if is_preprint else (Author("Bo Li", "Bo", "Li"),),
        abstract="We sort {half of them. It costs $5 & more; C:\\temp #1 ~ 10^3 | done.",
        venue=Venue("things", "Acta of Things") if kind in IN_CONTAINERS else None,
        container="Acta of Things & Others" if kind in IN_CONTAINERS else None,
        volume=None if is_preprint else "12",
        issue=None if is_preprint else "3",
        pages=None if is_preprint else "11-19",
        publisher="House & Sons",
        edition="2" if kind is PaperType.BOOK else None,
        issn=("1234-5679",) if kind is PaperType.JOURNAL_ARTICLE else (),
        year=2001,
        month=3,
        day=4,
        language="en",
        keywords=(Keyword("data augmentation", KeywordSource.AUTHOR), Keyword("ours", KeywordSource.EXTRACTED)),
        ids={"arxiv": "2001.00001"} if is_preprint else {"doi": "10.1000/a_b(1)"},
        links={"html": "https://example.org/a?b=1&c=2_3"},
        citation_key="farrow:2001",
    )  # fmt: skip


def read_back(written: str, form: str) -> Record:
    source = Source.from_bytes(written.encode(), f"papers.{FORMATS[form].suffix}")
    (record,) = detect(source.sample()).parse(source)
    assert isinstance(record, Record)
    return record


@pytest.mark.parametrize("form", ["bibtex", "biblatex", "ris", "csl-json", "json", "ndjson"])
@pytest.mark.parametrize("kind", TYPES)
def test_a_paper_comes_back_equal(form: str, kind: PaperType) -> None:
    sent = paper(kind)
    record = read_back("".join(FORMATS[form].write([paper_to_json(sent)], Heading())), form)
    assert record.type is kind
    assert {name: read(record) for name, read in READ_BACK.items()} == {name: getattr(sent, name) for name in READ_BACK}
    assert record.authors == tuple(author.name for author in sent.authors)
    assert [(each.given, each.family, each.suffix) for each in record.author_parts[:3]] == [
        (each.given, each.family, each.suffix) for each in NAMES
    ]
    assert record.keywords == ("data augmentation",)
    assert dict(record.ids) == dict(sent.ids)
    assert record.links["html"] == sent.links["html"]
    if sent.container:
        assert record.container == sent.container
