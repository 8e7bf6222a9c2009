"""OVID's tagged form, as systematic reviewers export it from Ovid MEDLINE, Embase and PsycINFO.

<1>
UI  - 12345678
TI  - A title.
AU  - Doe J
FA  - Doe, Jane
SO  - Journal of Things. 12(3):11-9, 2012 Mar.
"""

import re
from collections.abc import Iterator
from typing import Any

from papersearch.paper import Author
from papersearch.record import Record, Reject
from papersearch_ingest.parsers.dates import Date, date_in, same_year
from papersearch_ingest.parsers.lines.tagged import TagForm, TaggedRecord, read_tagged
from papersearch_ingest.parsers.medline import journal_name, publication_type, without_full_stop
from papersearch_ingest.parsers.paper_types import type_in_words
from papersearch_ingest.parsers.people import author_fields, family_first, named, people
from papersearch_ingest.parsers.publication import abbreviated_pages, language_in, number_in, serial_numbers
from papersearch_ingest.parsers.source import Parser, Sample, Source
from papersearch_ingest.parsers.text_stream import text_lines
from papersearch_ingest.parsers.values import (
    address_in,
    addresses,
    identifiers,
    noted_identifiers,
    record_or_reject,
    split_keywords,
    title_says_retracted,
)

_TAG = re.compile(r"(?P<tag>[A-Z][A-Z0-9]{1,3}(?= {0,2}-(?: |$))|<(?=\d))(?: {0,2}-(?: |$))?(?P<text>.*)")
_NUMBERED = TagForm(tag=_TAG, starts=frozenset({"<"}), ends=None, ignored=re.compile(r"\s*"))
"""Records whose first line is their number in the export: `<1>`."""
_BARE = TagForm(
    tag=_TAG,
    starts=frozenset({"VN", "UI", "DB", "AN"}),
    ends=None,
    ignored=re.compile(r"\s*"),
    has_blank_between=True,
)
_VENDOR = re.compile(r"^\ufeff?(?:VN|DB) {0,2}- .*\bOvid\b", re.MULTILINE | re.IGNORECASE)
_NUMBER_LINE = re.compile(r"^\ufeff?<\d{1,7}\.? ?(?:of \d+)?>\s*$", re.MULTILINE)
_TAGS = re.compile(r"^(?:UI|TI|AU|SO|AB|YR|FA|JN) {0,2}- \S", re.MULTILINE)
_SOURCE = re.compile(
    r"(?P<journal>[^;:]{2,300}?)\.? (?:(?:Vol\.? ?)?(?P<volume>\d{1,6}\w{0,3}) ?(?:\((?P<issue>[^()]{1,40})\))?)"
    r" ?[:,] ?(?P<pages>[A-Za-z]?\d[\w-]{0,20})?(?P<rest>.*)"
)
"""`Journal of Things. 12(3):11-9, 2012 Mar.`"""
_USED = frozenset({"<", "UI", "AU", "FA", "ED", "VN", "SO", "YR", "VO", "IP", "PG", "IS", "IB", "LG", "LA", "PB", "DO",
                   "DI", "KW",
                   "KY", "VI", "ISSN", "JN", "JT"})  # fmt: skip
_JOURNALS = ("JN", "JT", "JA", "JO")


def _score(sample: Sample) -> float:
    text = sample.text or ""
    if len(set(_TAGS.findall(text))) < 2:
        return 0.0
    return 0.93 if _VENDOR.search(text) or _NUMBER_LINE.search(text) else 0.0


def _parse(source: Source) -> Iterator[Record | Reject]:
    form = _NUMBERED if _NUMBER_LINE.search(source.sample().text or "") else _BARE
    for item in read_tagged(text_lines(source), form):
        yield item if isinstance(item, Reject) else _record(item)


def _record(item: TaggedRecord) -> Record | Reject:
    title, where, date = _title(item), _SOURCE.match((item.first("SO") or "")[:600]), _date(item)
    publication = _publication(item, where)
    journal = publication["container"]
    urls = [text for tag in ("UR", "LK", "XL") for text in item.all(tag) if address_in(text)]
    return record_or_reject(
        Record(
            title=title,
            **author_fields(tuple(_authors(item))),
            abstract=item.first("AB"),
            venue=journal_name(journal) if journal else None,
            year=date.year,
            month=date.month,
            day=date.day,
            keywords=tuple(dict.fromkeys(word for text in item.all("KW", "KY") for word in split_keywords(text))),
            ids=_ids(item),
            links=addresses(html=next(iter(urls), None)),
            is_retracted=title_says_retracted(title) or "retracted publication" in (item.first("PT") or "").lower(),
            line=item.line,
            raw=item.raw,
            **publication,
            extra=item.others(_USED, ("TI",), ("AB",)),
        )
    )


def _title(item: TaggedRecord) -> str | None:
    """The title without its full stop and without the note in brackets that Ovid adds for its language."""
    title = re.sub(r"\s\[[A-Z][a-z]+\]\.?$", "", item.first("TI", "OT", "TT") or "")
    return without_full_stop(title.strip()) or None


def _authors(item: TaggedRecord) -> Iterator[Author]:
    """Full names (`FA`), else short ones; several may stand in one line between semicolons."""
    names = (name.strip(" .,") for text in item.all("FA", "AU") for name in re.split(r"\s?;\s?", text))
    yield from people(named(name) if "," in name else family_first(name) for name in names)


def _publication(item: TaggedRecord, where: re.Match[str] | None) -> dict[str, Any]:
    """What the record says of the publication; where its own tags are missing, `SO` has it in one line."""

    def said(name: str) -> str | None:
        return where[name] if where else None

    journal = (item.first(*_JOURNALS) or said("journal") or "").strip(" .") or None
    numbers = serial_numbers([text for tag in ("IS", "IB", "ISSN") for text in item.all(tag)])
    kind = type_in_words(*(text for text in item.all("PT") if "journal" not in text.lower()))
    return {
        "type": kind or publication_type(item.all("PT"), journal),
        "container": journal,
        "volume": number_in(item.first("VO", "VI") or said("volume")),
        "issue": number_in(item.first("IP") or said("issue")),
        "pages": abbreviated_pages(item.first("PG") or said("pages")),
        "publisher": item.first("PB"),
        "editors": people(named(text) if "," in text else family_first(text) for text in item.all("ED")),
        "issn": numbers.issn,
        "isbn": numbers.isbn,
        "language": language_in(item.first("LG", "LA")),
    }


def _date(item: TaggedRecord) -> Date:
    """The year of `YR`, else of the source line, with a month of that year."""
    dates = [date_in(text) for tag in ("YR", "DP", "DA", "SO") for text in item.all(tag)[:1]]
    year = next((date.year for date in dates if date.year), None)
    return next((date for date in dates if date.month and date.year == year), same_year(Date(year), year))


def _ids(item: TaggedRecord) -> dict[str, str]:
    """The DOI, and `UI` where the database is one of the National Library of Medicine's."""
    is_medline = "medline" in (item.first("DB") or "").lower()
    numbers = [text for tag in ("DO", "DI", "UR", "LK", "XL") for text in item.all(tag)]
    doi = next((found.group() for text in numbers if (found := re.search(r"10\.\d{4,9}/\S{1,200}", text))), None)
    ui = item.first("PM", "UI") if is_medline or item.all("PM") else None
    return noted_identifiers(*numbers) | identifiers(doi=doi, pmid=ui)


PARSER = Parser("ovid", 1, _score, parse=_parse)
"""Reads Ovid's tagged export. Subject headings are kept in `extra`."""
