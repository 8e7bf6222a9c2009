"""RefWorks' tagged form, as library databases and RefWorks itself export it.

RT Journal Article
SR Electronic(1)
A1 Doe,Jane
T1 A title
JF Things
YR 2019
FD May 7
"""

import re
from typing import Any

from papersearch.paper import PaperType
from papersearch.record import Record, Reject
from papersearch_ingest.parsers.dates import Date, date_in, date_of
from papersearch_ingest.parsers.lines.tagged import TagForm, TaggedRecord, tagged_parser
from papersearch_ingest.parsers.markup import plain_text
from papersearch_ingest.parsers.paper_types import type_in_words, unless_preprint
from papersearch_ingest.parsers.people import author_fields, named, people
from papersearch_ingest.parsers.publication import language_in, number_in, pages_in, serial_numbers
from papersearch_ingest.parsers.source import Parser, Sample
from papersearch_ingest.parsers.values import (
    address_in,
    addresses,
    identifiers,
    noted_identifiers,
    record_or_reject,
    separate_keywords,
    title_says_retracted,
)

_FORM = TagForm(
    tag=re.compile(
        r"\ufeff?(?P<tag>RT|SR|ID|A[1-6]|T[1-3]|JF|JO|YR|FD|VO|IS|SP|OP|K1|AB|NO|ED|PB|PP|SN|AV|AD|AN|LA|CL|SF|OT|LK|"
        r"DO|CN|DB|DS|IP|RD|ST|UL|SL|LL|CR|WT|WV|OL|PMID|PMCID|U\d{1,2})(?: |$)(?P<text>.*)"
    ),
    starts=frozenset({"RT"}),
    ends=None,
    ignored=re.compile(r"(?!\ufeff?RT [A-Z]).*"),
)
_HEAD = re.compile(r"^\ufeff?RT [A-Z][A-Za-z ,/()]{2,40}\s*$", re.MULTILINE)
_OTHERS = re.compile(r"^(?:SR (?:Print|Electronic)|A1 .*,|T1 \S|YR \d{4})", re.MULTILINE)
_TYPES = {"booksection": PaperType.CHAPTER, "bookwhole": PaperType.BOOK, "bookedited": PaperType.BOOK,
          "dissertationthesisunpublished": PaperType.THESIS, "dissertation": PaperType.THESIS,
          "journalelectronic": PaperType.JOURNAL_ARTICLE, "generic": None, "abstract": PaperType.JOURNAL_ARTICLE,
          "webpage": PaperType.WEBPAGE, "computerprogram": PaperType.SOFTWARE, "monograph": PaperType.BOOK,
          "unpublishedmaterial": PaperType.ARTICLE}  # fmt: skip
_NOT_LETTERS = re.compile(r"[^a-z]")
_THESES_AND_BOOKS = frozenset({PaperType.BOOK, PaperType.THESIS, PaperType.REPORT})
"""Types that appear in no other work: their second title is a series."""
_MONTH_AND_DAY = re.compile(r"(?P<month>\d{1,2})/(?P<day>\d{1,2})(?:/(?P<year>\d{4}))?")
"""A date in `FD`: RefWorks has the month first, as its country does."""
_USED = frozenset({"RT", "SR", "A1", "A2", "T1", "JF", "YR", "FD", "VO", "IS", "SP", "OP", "K1", "AB", "ED", "PB", "SN",
                   "LA", "DO", "UL", "PMID", "PMCID"})  # fmt: skip


def _score(sample: Sample) -> float:
    text = sample.text or ""
    return 0.9 if "RT " in text and _HEAD.search(text) and len(set(_OTHERS.findall(text))) > 1 else 0.0


def _record(item: TaggedRecord) -> Record | Reject:
    title = plain_text(item.first("T1"))
    urls = [text for tag in ("UL", "LK") for text in item.all(tag) if address_in(text)]
    date, publication = _date(item), _publication(item)
    return record_or_reject(
        Record(
            title=title,
            **author_fields(people(map(named, map(_spaced, item.all("A1"))))),
            abstract=plain_text(item.first("AB")),
            venue=publication["container"],
            **date._asdict(),
            keywords=separate_keywords(item.all("K1")),
            ids=noted_identifiers(*item.all("NO"))
            | identifiers(*urls, doi=item.first("DO"), pmid=item.first("PMID"), pmcid=item.first("PMCID")),
            links=addresses(html=next(iter(urls), None)),
            is_retracted=title_says_retracted(title),
            line=item.line,
            raw=item.raw,
            **publication,
            extra=item.others(_USED),
        )
    )


def _spaced(name: str) -> str:
    """`Doe,Jane` -> `Doe, Jane`."""
    return re.sub(r",(?=\S)", ", ", name)


def _date(item: TaggedRecord) -> Date:
    """The year, with what the free form says of the day in it."""
    free = item.first("FD") or ""
    exact = date_in(free)
    year = date_in(item.first("YR")).year or exact.year
    if exact.month and exact.year == year:
        return exact
    parts = _MONTH_AND_DAY.fullmatch(free.strip())
    if parts and int(parts["year"] or year or 0) == year:
        return date_of(year, parts["month"], parts["day"])
    return date_of(year, free)


def _publication(item: TaggedRecord) -> dict[str, Any]:
    """What the record says of the publication, by the names of a record's fields."""
    stated = item.first("RT") or ""
    word = _NOT_LETTERS.sub("", stated.lower())
    kind = _TYPES[word] if word in _TYPES else type_in_words(stated)
    container = plain_text(item.first("JF", "JO") if kind in _THESES_AND_BOOKS else item.first("JF", "T2", "JO"))
    return {
        "type": unless_preprint(kind, container),
        "container": container,
        "volume": number_in(item.first("VO")),
        "issue": number_in(item.first("IS")),
        "pages": pages_in(item.first("SP"), item.first("OP")) if kind is not PaperType.THESIS else None,
        "publisher": plain_text(item.first("PB")),
        "edition": number_in(item.first("ED")),
        "editors": people(map(named, map(_spaced, item.all("A2")))),
        **serial_numbers(item.all("SN"))._asdict(),
        "language": language_in(item.first("LA")),
    }


PARSER = Parser("refworks", 1, _score, parse=tagged_parser(lambda _: _FORM, _record))
"""Reads RefWorks' tagged form. What a record has no field for is kept in `extra`."""
