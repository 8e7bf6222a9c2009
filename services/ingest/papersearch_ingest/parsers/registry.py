"""The parsers, and the choice among them by a source's content."""

from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Protocol

from papersearch.errors import SourceError
from papersearch.record import Record, Reject
from papersearch_ingest.parsers.json.arxiv import ArxivJsonParser
from papersearch_ingest.parsers.json.crossref import CrossrefJsonParser
from papersearch_ingest.parsers.json.csl import CslJsonParser
from papersearch_ingest.parsers.json.openalex import OpenAlexJsonParser
from papersearch_ingest.parsers.json.openreview import OpenReviewJsonParser
from papersearch_ingest.parsers.json.paper import PaperJsonParser
from papersearch_ingest.parsers.json.semantic_scholar import SemanticScholarJsonParser
from papersearch_ingest.parsers.lines.bibtex import BibtexParser
from papersearch_ingest.parsers.lines.csv_table import CsvTableParser
from papersearch_ingest.parsers.lines.nbib import NbibParser
from papersearch_ingest.parsers.lines.ris import RisParser
from papersearch_ingest.parsers.lines.wos import WosTextParser
from papersearch_ingest.parsers.pages.arxiv_listing import ArxivListingParser
from papersearch_ingest.parsers.pages.explorer import ExplorerPageParser
from papersearch_ingest.parsers.pages.html_meta import HtmlMetaParser
from papersearch_ingest.parsers.pages.plain_text import PlainTextParser
from papersearch_ingest.parsers.pages.result import ResultPageParser
from papersearch_ingest.parsers.pdf.pdf import PdfParser
from papersearch_ingest.parsers.source import Sample, Source
from papersearch_ingest.parsers.xml.acl import AclXmlParser
from papersearch_ingest.parsers.xml.arxiv_atom import ArxivAtomParser
from papersearch_ingest.parsers.xml.arxiv_oai import ArxivOaiParser
from papersearch_ingest.parsers.xml.dblp import DblpXmlParser
from papersearch_ingest.parsers.xml.jats import JatsXmlParser
from papersearch_ingest.parsers.xml.pubmed import PubmedXmlParser

ENOUGH = 0.3
"""A score below this is a guess, and a guess is not good enough to read a file by."""


class Parser(Protocol):
    """Reads one form of source.

    `name` is stored with every record; `version` goes up when the same bytes give other records, so that they are read
    again; `is_streaming`: the source may not fit into memory. `score` says from 0 (not mine) to 1 (certainly mine) by
    content; the file's name is a hint at most. `parse` streams records in the order of the source and gives a reject
    for each piece that it cannot read; it raises SourceError only when the source as a whole is not of this form.
    """

    @property
    def name(self) -> str: ...

    @property
    def version(self) -> int: ...

    @property
    def is_streaming(self) -> bool: ...

    def score(self, sample: Sample) -> float: ...

    def parse(self, source: Source) -> Iterator[Record | Reject]: ...


PARSERS: tuple[Parser, ...] = (
    ResultPageParser(),
    ExplorerPageParser(),
    ArxivListingParser(),
    ArxivJsonParser(),
    CrossrefJsonParser(),
    CslJsonParser(),
    OpenAlexJsonParser(),
    OpenReviewJsonParser(),
    SemanticScholarJsonParser(),
    PaperJsonParser(),
    BibtexParser(),
    RisParser(),
    NbibParser(),
    WosTextParser(),
    CsvTableParser(),
    AclXmlParser(),
    PubmedXmlParser(),
    JatsXmlParser(),
    DblpXmlParser(),
    ArxivAtomParser(),
    ArxivOaiParser(),
    HtmlMetaParser(),
    PdfParser(),
    PlainTextParser(),
)
BY_NAME: dict[str, Parser] = {parser.name: parser for parser in PARSERS}

_MAGIC = {
    b"\xff\xd8\xff": "a JPEG image",
    b"\x89PNG": "a PNG image",
    b"GIF8": "a GIF image",
    b"%PDF": "a PDF",
    b"PK\x03\x04": "a ZIP archive or office document",
    b"\x1f\x8b": "a gzip file",
    b"BZh": "a bzip2 file",
    b"\xfd7zXZ": "an xz file",
    b"\x28\xb5\x2f\xfd": "a Zstandard file",
    b"\x7fELF": "a program",
    b"SQLite format 3": "an SQLite database",
}


def parser_named(name: str) -> Parser:
    """The parser of this name. Raises SourceError that lists the names."""
    try:
        return BY_NAME[name]
    except KeyError:
        raise SourceError(f"There is no parser {name!r}; the parsers are {', '.join(sorted(BY_NAME))}.") from None


def detect(sample: Sample, name_hint: str = "") -> Parser:
    """The parser whose form the sample has. Raises SourceError saying what the source seems to be instead."""
    name = name_hint or sample.name or "The source"
    check_not_empty(sample, name)
    scored = [(parser.score(sample), -place, parser) for place, parser in enumerate(PARSERS)]
    score, _, parser = max(scored, key=lambda entry: entry[:2])
    if score >= ENOUGH:
        return parser
    known = ", ".join(parser.name for parser in PARSERS)
    raise SourceError(f"{name} {_seems(sample)}; no parser recognises it. The known forms are: {known}.")


def check_not_empty(sample: Sample, name: str) -> None:
    """Raises SourceError for a source of nothing but white space and byte order marks."""
    if not sample.data.strip(b"\xef\xbb\xbf\0 \t\r\n\f"):
        raise SourceError(f"{name} is empty.")


def _seems(sample: Sample) -> str:
    for magic, kind in _MAGIC.items():
        if sample.data.startswith(magic):
            return f"seems to be {kind}"
    if sample.text is None:
        return "holds binary data, not text"
    suffix = PurePosixPath(sample.name).suffix
    return f"is text ({suffix}) of another form" if suffix else "is text of another form"
