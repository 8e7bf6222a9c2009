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

from papersearch.paper import Author, PaperType
from papersearch.record import Record, Reject
from papersearch_ingest.parsers.dates import Date, date_in, most_exact
from papersearch_ingest.parsers.lines.ovid_source import Place, chapter_place, journal_place
from papersearch_ingest.parsers.lines.tagged import TagForm, TaggedRecord, tagged_parser
from papersearch_ingest.parsers.medline import journal_name, publication_type, without_full_stop
from papersearch_ingest.parsers.paper_types import type_in_words
from papersearch_ingest.parsers.people import author_fields, family_first, named, people
from papersearch_ingest.parsers.publication import abbreviated_pages, language_in, number_in, serial_numbers
from papersearch_ingest.parsers.source import Parser, Sample, Source
from papersearch_ingest.parsers.values import (
    address_in,
    addresses,
    identifiers,
    noted_identifiers,
    record_or_reject,
    split_keywords,
    title_says_retracted,
)

_TAG = re.compile(
    r" ?(?P<tag>[A-Z][A-Z0-9]{1,4}(?= {0,2}-(?: |$))|<(?=\d{1,7}\.? ?(?:of \d{1,7})?>))(?: {0,2}-(?: |$))?(?P<text>.*)"
)
_NUMBERED = TagForm(tag=_TAG, starts=frozenset({"<"}), ends=None, ignored=re.compile(r"\s*"))
"""Records whose first line is their number in the export: `<1>`."""
_BARE = TagForm(
    tag=_TAG,
    starts=frozenset({"VN", "UI", "DB", "AN"}),
    ends=None,
    ignored=re.compile(r"\s*"),
    has_blank_between=True,
)
_VENDOR = re.compile(r"^\ufeff? ?(?:VN|DB) {0,2}- .*\bOvid\b", re.MULTILINE | re.IGNORECASE)
_NUMBER_LINE = re.compile(r"^\ufeff? ?<\d{1,7}\.? ?(?:of \d+)?>\s*$", re.MULTILINE)
_TAGS = re.compile(r"^ ?(?:UI|TI|AU|SO|AB|YR|FA|JN) {0,2}- \S", re.MULTILINE)
_NOTES = re.compile(r"\[[^\[\]]*\]|[\d*+#,\s]+$")
"""What Ovid adds to a name: roles and addresses in brackets, marks of affiliations."""
_OF_AUTHOR = re.compile(r"[^:;]{2,80}: (?P<place>[^;]{2,200}?)(?:, [A-Z]{2,3})?(?:;|$)")
"""An affiliation with its author's name before it: `Roe, Ann: A University, US`."""
_ADDRESS = re.compile(r",\s(?!(?:Inc|Ltd|LLC|LLP|GmbH|Co|Corp|S\.?A|B\.?V|AG|and|&)\b).*", re.IGNORECASE)
_DEGREES = re.compile(
    r"[,\s]+(?:M\.?D|Ph\.? ?D|MPH|MSc|MS|MA|BSc|BS|RN|DVM|DDS|DrPH|FACSM|FACS|FRCP|MBBS|DO|PharmD|EdD|ScD|MBA|DSc)"
    r"\.?(?=[,\s]|$)"
)
_TITLE_NOTE = re.compile(r"\s*\[(?:References|Article|[A-Z][a-z]+(?: [A-Za-z]+){0,3})\]\.?\s*$")
_USED = frozenset({"<", "UI", "AU", "FA", "ED", "VN", "SO", "YR", "VO", "IP", "PG", "IS", "IB", "LG", "LA", "PB", "DO",
                   "DI", "KW",
                   "KY", "VI", "ISSN", "JN", "JT",
                   "ET", "PU", "PI", "BT"})  # fmt: skip
_JOURNALS = ("JN", "JT", "JA", "JO")


def _score(sample: Sample) -> float:
    text = sample.text or ""
    is_tagged = len(set(_TAGS.findall(text))) >= 2
    return 0.93 if is_tagged and (_VENDOR.search(text) or _NUMBER_LINE.search(text)) else 0.0


def _form(source: Source) -> TagForm:
    return _NUMBERED if _NUMBER_LINE.search(source.sample().text or "") else _BARE


def _record(item: TaggedRecord) -> Record | Reject:
    title, date, publication = _title(item), _date(item), _publication(item)
    journal = publication["container"]
    urls = [text for tag in ("UR", "LK", "XL") for text in item.all(tag) if address_in(text)]
    return record_or_reject(
        Record(
            title=title,
            **author_fields(tuple(_people(item.all("FA", "AU")))),
            abstract=item.first("AB"),
            venue=journal_name(journal) if journal else None,
            **date._asdict(),
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
    """The title without its full stop and without the notes in brackets that Ovid adds, as `[References].`."""
    title = item.first("TI", "OT", "TT") or ""
    for _ in range(2):
        title = _TITLE_NOTE.sub("", title) or title
    return without_full_stop(title.strip()) or None


def _people(texts: list[str]) -> Iterator[Author]:
    """People of lines with one name or several between semicolons, family names first."""
    for text in texts:
        for name in re.split(r"\s?;\s*", _NOTES.sub("", text)):
            bare = _NOTES.sub("", name.strip(" ,"))
            family, comma, given = bare.partition(",")
            kept = _NOTES.sub("", _DEGREES.sub("", given)) if comma else ""
            shown = f"{family}, {kept or given}" if comma else bare.rstrip(".")
            yield from people([named(shown) if comma else family_first(shown)])


def _publication(item: TaggedRecord) -> dict[str, Any]:
    """What the record says of the publication; where its own tags are missing, the line that names its source does."""
    is_book = "Books@Ovid" in (item.first("DB") or "") or "book" in map(str.lower, item.all("PT"))
    kind = _type(item, is_book=is_book)
    place = chapter_place(item) if kind is PaperType.CHAPTER else Place() if is_book else journal_place(item)
    journal = (item.first(*_JOURNALS) or "").strip(" .") or place.container
    pages = item.first("PG") or place.pages
    return {
        "type": kind or publication_type(item.all("PT"), journal),
        "container": journal,
        "volume": number_in(item.first("VO", "VI") or place.volume),
        "issue": number_in(item.first("IP") or place.issue),
        "pages": abbreviated_pages(pages) if pages and pages[-1].isalnum() and " " not in pages else None,
        "publisher": _publisher(item, kind),
        "edition": number_in(item.first("ET") or place.edition),
        "editors": tuple(_people(item.all("ED") or list(place.editors))),
        **serial_numbers([text for tag in ("IS", "IB", "ISSN") for text in item.all(tag)])._asdict(),
        "language": language_in((item.first("LG", "LA") or "").rstrip(".")),
    }


def _publisher(item: TaggedRecord, kind: PaperType | None) -> str | None:
    """The publisher without its place; of a thesis the university, which is where its author is."""
    affiliation = _OF_AUTHOR.match(item.first("IN") or "")
    if kind is PaperType.THESIS and affiliation:
        return affiliation["place"].strip(" .")
    return _ADDRESS.sub("", (item.first("PB", "PU", "PI") or "").partition(";")[0].strip()).strip() or None


def _type(item: TaggedRecord, *, is_book: bool) -> PaperType | None:
    """The document's type (`DT`), else the publication's (`PT`)."""
    stated = (text for tag in ("DT", "PT") for text in item.all(tag) if text.lower() not in {"journal", "book"})
    kind = next(filter(None, (type_in_words(text.replace(" Abstract", "")) for text in stated)), None)
    if kind is PaperType.JOURNAL_ARTICLE and "meeting paper" in map(str.lower, item.all("PT")):
        return PaperType.CONFERENCE_PAPER
    return kind or (PaperType.BOOK if is_book else None)


def _date(item: TaggedRecord) -> Date:
    """The year of `YR`, else of the source line, with a month of that year."""
    return most_exact(date_in(text) for tag in ("YR", "DP", "DA", "SO") for text in item.all(tag)[:1])


def _ids(item: TaggedRecord) -> dict[str, str]:
    """The DOI, and `UI` where the database is one of the National Library of Medicine's."""
    is_medline = "medline" in (item.first("DB") or "").lower()
    numbers = [text for tag in ("DO", "DI", "UR", "LK", "XL") for text in item.all(tag)]
    doi = next((found.group() for text in numbers if (found := re.search(r"10\.\d{4,9}/\S{1,200}", text))), None)
    ui = item.first("PM", "UI") if is_medline or item.all("PM") else None
    return noted_identifiers(*numbers) | identifiers(doi=doi, pmid=ui)


PARSER = Parser("ovid", 2, _score, parse=tagged_parser(_form, _record))
"""Reads Ovid's tagged export. Subject headings are kept in `extra`."""
