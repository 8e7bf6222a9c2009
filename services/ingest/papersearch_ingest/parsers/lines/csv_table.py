"""Tables: CSV and TSV with a line of column names, as Scopus, Web of Science, Zotero, IEEE and spreadsheets write them.

Title,Authors,Year,Source title,DOI,Abstract
"A title, with a comma","Doe, J.; Roe, R.",2019,Some Journal,10.1/x,"An ""abstract""
over two lines"
"""

import re
from collections.abc import Iterator, Mapping, Sequence

from papersearch.errors import SourceError
from papersearch.paper import Tldr, TldrSource
from papersearch.record import Record, Reject
from papersearch_ingest.parsers.author_names import split_names
from papersearch_ingest.parsers.lines.delimited import Row, find_delimiter, read_rows, split_row
from papersearch_ingest.parsers.markup import plain_text
from papersearch_ingest.parsers.source import Parser, Sample, Source, split_lines
from papersearch_ingest.parsers.values import (
    address_in,
    addresses,
    identifiers,
    record_or_reject,
    remaining,
    split_keywords,
    title_says_retracted,
    year_in,
)

_COLUMNS: dict[str, tuple[str, ...]] = {
    "title": ("title", "article title", "document title", "paper title", "item title", "ti", "papertitle"),
    "authors": ("author full names", "author full name", "full authors", "af", "authors", "author", "author s", "au",
                "author names", "creators"),
    "abstract": ("abstract", "abstract note", "ab", "summary"),
    "tldr": ("tldr", "tl dr"),
    "tldr_source": ("tldr source",),
    "venue": ("venue", "source title", "publication title", "journal", "journal book", "journal title", "so",
              "conference", "booktitle", "conference name", "container title", "publication name"),
    "year": ("year", "publication year", "pub year", "py", "published", "publication date", "date",
             "online date", "create date"),
    "keywords": ("author keywords", "keywords", "keyword", "de", "manual tags", "tags", "author s keywords"),
    "comments": ("comments", "comment", "notes", "note"),
    "is_retracted": ("is retracted", "retracted"),
    "doi": ("doi", "di", "doi link"),
    "arxiv": ("arxiv", "arxiv id", "eprint"),
    "pmid": ("pmid", "pubmed id", "pm"),
    "pmcid": ("pmcid", "pmc id"),
    "openreview": ("openreview", "openreview id", "forum"),
    "acl": ("acl", "acl id", "anthology id"),
    "openalex": ("openalex", "openalex id"),
    "s2": ("s2", "s2 id", "paperid", "semantic scholar id"),
    "dblp": ("dblp", "dblp key"),
    "html": ("url", "link", "html", "html link", "article url", "landing page url", "html url"),
    "pdf": ("pdf", "pdf link", "pdf url", "url pdf"),
    "code": ("code", "code url", "github"),
}  # fmt: skip
"""A record's field, scheme or link -> names of columns in order of preference: lower case, signs made spaces."""
_BY_NAME = {name: field for field, names in _COLUMNS.items() for name in names}
_IDS = ("doi", "arxiv", "pmid", "pmcid", "openreview", "acl", "openalex", "s2", "dblp")
_TELLING = frozenset({"title", "abstract", "doi", "arxiv", "pmid"})
_TRUE = frozenset({"true", "yes", "1", "retracted"})
_FORMULA_GUARD = re.compile(r"^'(?=[=+\-@\t\r])")
"""The apostrophe that keeps a spreadsheet from running a cell (OWASP, "CSV Injection"); our own export writes it."""
_SIGNS = re.compile(r"[^\w]+|_+")


def _score(sample: Sample) -> float:
    first = next((line for line in split_lines(sample.text or "") if line.strip()), "")
    names = column_fields(_header(first))
    if not names.keys() & _TELLING or len(names) < 2:
        return 0.0
    return 0.7 if len(names) > 2 else 0.5


def _parse(source: Source) -> Iterator[Record | Reject]:
    rows = read_rows(source)
    first = next(rows, None)
    header = first.cells if isinstance(first, Row) else ()
    fields = column_fields(header)
    if not fields.keys() & _TELLING:
        raise SourceError(f"{source.name} has no line of column names with a title, an abstract or an identifier.")
    for row in rows:
        yield row if isinstance(row, Reject) else _record(row, header, fields)


def _header(line: str) -> Sequence[str]:
    delimiter = find_delimiter(line)
    return split_row(line, delimiter) or () if delimiter else ()


def column_fields(header: Sequence[str]) -> dict[str, int]:
    """For each field of a record the place of the column that has it, the best where there are several."""
    ranked: dict[str, tuple[int, int]] = {}
    for place, cell in enumerate(header):
        name = _SIGNS.sub(" ", cell.lower()).strip()
        field = _BY_NAME.get(name)
        if field:
            rank = (_COLUMNS[field].index(name), place)
            ranked[field] = min(ranked.get(field, rank), rank)
    return {field: place for field, (_, place) in ranked.items()}


def _record(row: Row, header: Sequence[str], fields: Mapping[str, int]) -> Record | Reject:
    if len(row.cells) > len(header) and any(cell.strip() for cell in row.cells[len(header) :]):
        reason = f"The row has {len(row.cells)} cells where the first line names {len(header)} columns."
        return Reject(reason, row.line, row.raw)
    if row.is_cut_off and len(row.cells) < len(header):
        return Reject("The last row ends in its middle: the source is cut off.", row.line, row.raw)

    def cell(field: str) -> str | None:
        place = fields.get(field)
        text = row.cells[place] if place is not None and place < len(row.cells) else ""
        return _FORMULA_GUARD.sub("", text).strip() or None

    title, url = plain_text(cell("title")), cell("html")
    used = set(fields.values())
    columns = (name.strip() or f"column {place + 1}" for place, name in enumerate(header))
    others = {n: c.strip() for place, (n, c) in enumerate(zip(columns, row.cells, strict=False)) if place not in used}
    return record_or_reject(
        Record(
            title=title,
            authors=split_names(cell("authors") or ""),
            abstract=plain_text(cell("abstract")),
            tldr=_tldr(cell("tldr"), cell("tldr_source")),
            venue=plain_text(cell("venue")),
            year=year_in(cell("year")),
            keywords=tuple(dict.fromkeys(split_keywords(cell("keywords") or ""))),
            ids=identifiers(url, **{scheme: cell(scheme) for scheme in _IDS}),
            links=addresses(html=address_in(url), pdf=cell("pdf"), code=cell("code")),
            comments=cell("comments"),
            is_retracted=(cell("is_retracted") or "").lower() in _TRUE or title_says_retracted(title),
            line=row.line,
            raw=row.raw,
            extra=remaining(others, ()),
        )
    )


def _tldr(text: str | None, source: str | None) -> Tldr | None:
    """The column's sentence; the authors', unless a column says otherwise. One that we extracted is extracted anew."""
    if not text or source == TldrSource.EXTRACTED:
        return None
    return Tldr(text, TldrSource.AUTO if source == TldrSource.AUTO else TldrSource.AUTHORS)


PARSER = Parser("csv-table", 1, _score, parse=_parse)
"""Reads tables. The delimiter (comma, semicolon, tab, bar) is the one that the line of names is written with."""
