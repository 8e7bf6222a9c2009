"""The parsers, and the choice among them by a source's content."""

from pathlib import PurePosixPath

from papersearch.errors import SourceError
from papersearch_ingest.parsers.json import (
    arxiv,
    crossref,
    csl,
    datacite,
    openalex,
    openreview,
    paper,
    semantic_scholar,
)
from papersearch_ingest.parsers.lines import bibtex, csv_table, nbib, ovid, refer, refworks, ris, wos
from papersearch_ingest.parsers.pages import arxiv_listing, explorer, html_meta, plain_text, result
from papersearch_ingest.parsers.pdf import pdf
from papersearch_ingest.parsers.source import Parser, Sample
from papersearch_ingest.parsers.xml import (
    acl,
    arxiv_atom,
    arxiv_oai,
    datacite_xml,
    dblp,
    endnote,
    jats,
    mods,
    prism_atom,
    pubmed,
    rdf,
    unixref,
    zotero_rdf,
)

ENOUGH = 0.3
"""A score below this is a guess, and a guess is not good enough to read a file by."""


PARSERS: tuple[Parser, ...] = (
    result.PARSER,
    explorer.PARSER,
    arxiv_listing.PARSER,
    arxiv.PARSER,
    crossref.PARSER,
    csl.PARSER,
    datacite.PARSER,
    openalex.PARSER,
    openreview.PARSER,
    semantic_scholar.PARSER,
    paper.PARSER,
    bibtex.PARSER,
    ris.PARSER,
    nbib.PARSER,
    wos.PARSER,
    ovid.PARSER,
    refer.PARSER,
    refworks.PARSER,
    csv_table.PARSER,
    acl.PARSER,
    pubmed.PARSER,
    jats.PARSER,
    dblp.PARSER,
    prism_atom.PARSER,
    arxiv_atom.PARSER,
    arxiv_oai.PARSER,
    endnote.PARSER,
    unixref.PARSER,
    datacite_xml.PARSER,
    mods.PARSER,
    zotero_rdf.PARSER,
    rdf.PARSER,
    html_meta.PARSER,
    pdf.PARSER,
    plain_text.PARSER,
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
