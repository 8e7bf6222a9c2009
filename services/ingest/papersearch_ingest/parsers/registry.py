"""The parsers, and the choice among them by a source's content."""

from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Protocol

from papersearch.errors import SourceError
from papersearch.record import Record, Reject
from papersearch_ingest.parsers import (
    acl_xml,
    arxiv_atom,
    arxiv_json,
    arxiv_listing,
    arxiv_oai,
    bibtex,
    crossref_json,
    csl_json,
    csv_table,
    dblp_xml,
    explorer_page,
    html_meta,
    jats_xml,
    nbib,
    openalex_json,
    openreview_json,
    paper_json,
    pdf,
    plain_text,
    pubmed_xml,
    result_page,
    ris,
    semantic_scholar_json,
    wos_text,
)
from papersearch_ingest.parsers.source import Sample, Source

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
    result_page.ResultPageParser(),
    explorer_page.ExplorerPageParser(),
    arxiv_listing.ArxivListingParser(),
    arxiv_json.ArxivJsonParser(),
    crossref_json.CrossrefJsonParser(),
    csl_json.CslJsonParser(),
    openalex_json.OpenAlexJsonParser(),
    openreview_json.OpenReviewJsonParser(),
    semantic_scholar_json.SemanticScholarJsonParser(),
    paper_json.PaperJsonParser(),
    bibtex.BibtexParser(),
    ris.RisParser(),
    nbib.NbibParser(),
    wos_text.WosTextParser(),
    csv_table.CsvTableParser(),
    acl_xml.AclXmlParser(),
    pubmed_xml.PubmedXmlParser(),
    jats_xml.JatsXmlParser(),
    dblp_xml.DblpXmlParser(),
    arxiv_atom.ArxivAtomParser(),
    arxiv_oai.ArxivOaiParser(),
    html_meta.HtmlMetaParser(),
    pdf.PdfParser(),
    plain_text.PlainTextParser(),
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
