"""Tables: CSV and TSV with a line of column names, as Scopus, Web of Science, Zotero, IEEE and spreadsheets write them.

Title,Authors,Year,Source title,DOI,Abstract
"A title, with a comma","Doe, J.; Roe, R.",2019,Some Journal,10.1/x,"An ""abstract""
over two lines"
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from papersearch.errors import SourceError
from papersearch.paper import Author, PaperType, Tldr, TldrSource
from papersearch.record import Record, Reject
from papersearch_ingest.parsers.author_names import split_name_texts
from papersearch_ingest.parsers.dates import Date, date_in, date_of, same_year
from papersearch_ingest.parsers.lines.delimited import Row, find_delimiter, read_rows, split_row
from papersearch_ingest.parsers.markup import plain_text
from papersearch_ingest.parsers.paper_types import csl_type, type_in_words, unless_preprint
from papersearch_ingest.parsers.people import author_fields, family_first, has_initials_last, named, people
from papersearch_ingest.parsers.publication import language_in, number_in, pages_in, serial_numbers
from papersearch_ingest.parsers.source import Parser, Sample, Source, split_lines
from papersearch_ingest.parsers.values import (
    address_in,
    addresses,
    identifiers,
    noted_identifiers,
    record_or_reject,
    remaining,
    split_keywords,
    title_says_retracted,
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
    "year": ("year", "publication year", "pub year", "pubyear", "py", "published", "publication date", "date",
             "online date", "create date"),
    "date": ("date", "publication date", "published", "pub date", "issue date", "online date"),
    "month": ("month",),
    "day": ("day",),
    "type": ("type", "item type", "document type", "content type", "publication type", "dt", "itemtype"),
    "container": ("container", "publication title", "source title", "journal title", "journal", "journal book",
                  "book title", "conference title", "proceedings title", "so", "container title", "publication name"),
    "volume": ("volume", "vl", "vol"),
    "issue": ("issue", "is", "number", "issue number"),
    "pages": ("pages", "pagination", "page range", "page numbers"),
    "first_page": ("page start", "start page", "beginning page", "bp", "first page"),
    "last_page": ("page end", "end page", "ending page", "ep", "last page"),
    "article_number": ("art no", "article number", "article no", "ar", "eid pages"),
    "publisher": ("publisher", "pu"),
    "edition": ("edition",),
    "editors": ("editors", "editor", "book editors", "be"),
    "issn": ("issn", "sn", "print issn", "issns"),
    "eissn": ("eissn", "ei", "e issn", "electronic issn", "online issn"),
    "isbn": ("isbn", "bn", "isbns"),
    "language": ("language", "la", "language of original document"),
    "citation_key": ("citation key", "citekey", "citation_key", "bibtex key", "better bibtex key"),
    "keywords": ("author keywords", "keywords", "keyword", "de", "manual tags", "tags", "author s keywords"),
    "comments": ("comments", "comment", "notes", "note"),
    "journal_ref": ("journal ref", "journal reference"),
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
_BY_NAME = {
    name: tuple(field for field, names in _COLUMNS.items() if name in names)
    for name in {name for names in _COLUMNS.values() for name in names}
}
"""A column's name -> the fields that it fills."""
_IDS = ("doi", "arxiv", "pmid", "pmcid", "openreview", "acl", "openalex", "s2", "dblp")
_PREFACE_LINES = 20
"""Lines before the names of the columns, as Dimensions and Scopus write them, that are passed over."""
_AUTHOR_ID = re.compile(r" {0,3}\(\d{5,15}\)")
_WOS_FORMS = {"J": PaperType.JOURNAL_ARTICLE, "B": PaperType.BOOK, "C": PaperType.CONFERENCE_PAPER,
              "S": PaperType.CHAPTER, "P": PaperType.PATENT}  # fmt: skip
"""Letters that Web of Science has as the type of a publication."""
_SHORT_NAME = re.compile(r"[^,.]*[a-z][^,.]* [A-Z]{1,3}\.?")
"""A name as PubMed's tables have it: `Brinjikji W`."""
_FEWEST_AFTER_PREFACE = 3
_LONGEST_NAME = 60
"""Characters of a column's name; what is longer is prose with commas."""
_TELLING = frozenset({"title", "abstract", "doi", "arxiv", "pmid"})
_TRUE = frozenset({"true", "yes", "1", "retracted"})
_FORMULA_GUARD = re.compile(r"^'(?=[=+\-@\t\r])")
"""The apostrophe that keeps a spreadsheet from running a cell (OWASP, "CSV Injection"); our own export writes it."""
_SIGNS = re.compile(r"[^\w]+|_+")


def _score(sample: Sample) -> float:
    number = _header_line(sample)
    if number is None:
        return 0.0
    names = column_fields(_header(split_lines(sample.text or "")[number - 1]))
    return 0.7 if len(names) > 2 else 0.5


def _header_line(sample: Sample) -> int | None:
    """The 1-based line with the names of the columns: the first that has text, or one after a preface."""
    is_first = True
    for number, line in enumerate(split_lines(sample.text or "")[:_PREFACE_LINES], 1):
        if not line.strip():
            continue
        cells = _header(line)
        names = column_fields(cells) if max(map(len, cells), default=0) <= _LONGEST_NAME else {}
        if is_first and len(names) >= 2 and names.keys() & _TELLING:
            return number
        if len(names) >= _FEWEST_AFTER_PREFACE and "title" in names:
            return number
        is_first = False
    return None


def _parse(source: Source) -> Iterator[Record | Reject]:
    rows = read_rows(source, _header_line(source.sample()) or 1)
    first = next(rows, None)
    header = first.cells if isinstance(first, Row) else ()
    fields = column_fields(header)
    if not fields.keys() & _TELLING:
        raise SourceError(f"{source.name} has no line of column names with a title, an abstract or an identifier.")
    yield from (row if isinstance(row, Reject) else _record(row, header, fields) for row in rows)


def _header(line: str) -> Sequence[str]:
    delimiter = find_delimiter(line)
    return split_row(line, delimiter) or () if delimiter else ()


def column_fields(header: Sequence[str]) -> dict[str, int]:
    """For each field of a record the place of the column that has it, the best where there are several."""
    ranked: dict[str, tuple[int, int]] = {}
    for place, cell in enumerate(header):
        name = _SIGNS.sub(" ", cell.lower()).strip()
        for field in _BY_NAME.get(name, ()):
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
        return (_FORMULA_GUARD.sub("", text).strip() or None) if text else None

    title, url = plain_text(cell("title")), cell("html")
    return record_or_reject(
        Record(
            title=title,
            **author_fields(_people(cell("authors"), is_of_pubmed=cell("pmid") is not None)),
            abstract=plain_text(cell("abstract")),
            tldr=_tldr(cell("tldr"), cell("tldr_source")),
            venue=plain_text(cell("venue")),
            **_date(cell)._asdict(),
            keywords=tuple(dict.fromkeys(split_keywords(cell("keywords") or ""))),
            ids=noted_identifiers(cell("comments")) | identifiers(url, **{scheme: cell(scheme) for scheme in _IDS}),
            links=addresses(html=address_in(url), pdf=cell("pdf"), code=cell("code")),
            comments=cell("comments"),
            journal_ref=cell("journal_ref"),
            is_retracted=(cell("is_retracted") or "").lower() in _TRUE or title_says_retracted(title),
            line=row.line,
            raw=row.raw,
            **_publication(cell),
            extra=_extra(row, header, set(fields.values())),
        )
    )


def _date(cell: Callable[[str], str | None]) -> Date:
    """The year, with its month and day from columns of their own or from a date of that year or of none (`MAY 7`)."""
    date, stated = date_of(cell("year"), cell("month"), cell("day")), date_in(cell("date"))
    if date.month is None and stated.year:
        return same_year(stated, date.year)
    return date if date.month else date_of(date.year, cell("date"))


def _publication(cell: Callable[[str], str | None]) -> dict[str, Any]:
    """What the row says of the publication, by the names of a record's fields."""
    container, stated = plain_text(cell("container")), cell("type")
    own = next((kind for kind in PaperType if kind == stated), None)
    kind = _WOS_FORMS.get(stated or "") or type_in_words(stated) or csl_type(stated)
    return {
        "type": own or unless_preprint(kind, container),
        "container": container,
        "volume": number_in(cell("volume")),
        "issue": number_in(cell("issue")),
        "pages": pages_in(cell("pages") or cell("first_page") or cell("article_number"), cell("last_page")),
        "publisher": plain_text(cell("publisher")),
        "edition": number_in(cell("edition")),
        "editors": _people(cell("editors")),
        **serial_numbers(map(cell, ("issn", "eissn", "isbn")))._asdict(),
        "language": language_in(cell("language")),
        "citation_key": cell("citation_key"),
    }


def _people(text: str | None, *, is_of_pubmed: bool = False) -> tuple[Author, ...]:
    """The names of a cell. Scopus has a number behind each full name, and initials without a comma elsewhere."""
    names = split_name_texts(_AUTHOR_ID.sub("", text or ""))
    if names and is_of_pubmed and all(map(_SHORT_NAME.fullmatch, names)):
        return people(family_first(name.rstrip(".")) for name in names)
    if names and all(map(has_initials_last, names)):
        return people(map(family_first, names))
    return people(map(named, names))


def _extra(row: Row, header: Sequence[str], used: set[int]) -> dict[str, Any]:
    columns = (name.strip() or f"column {place + 1}" for place, name in enumerate(header))
    cells = enumerate(zip(columns, row.cells, strict=False))
    return remaining({name: cell.strip() for place, (name, cell) in cells if place not in used}, ())


def _tldr(text: str | None, source: str | None) -> Tldr | None:
    """The column's sentence; the authors', unless a column says otherwise. One that we extracted is extracted anew."""
    if not text or source == TldrSource.EXTRACTED:
        return None
    return Tldr(text, TldrSource.AUTO if source == TldrSource.AUTO else TldrSource.AUTHORS)


PARSER = Parser("csv-table", 2, _score, parse=_parse)
"""Reads tables. The delimiter (comma, semicolon, tab, bar) is the one that the line of names is written with."""
