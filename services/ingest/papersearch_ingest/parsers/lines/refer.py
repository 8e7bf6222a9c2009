"""Refer and BibIX, EndNote's old export: a percent sign and a letter begin each line, a blank line ends a record.

%0 Journal Article
%A Doe, Jane
%T A title
%J Journal of Things
%D 2019
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
from papersearch_ingest.parsers.source import Parser, Sample, Source
from papersearch_ingest.parsers.values import (
    address_in,
    addresses,
    identifiers,
    keywords_in,
    noted_identifiers,
    record_or_reject,
    separate_keywords,
    title_says_retracted,
    without_noted_ids,
)

_TAG = re.compile(r"%(?P<tag>[0-9A-Z@!?^~$&+#*><()\[=])(?: |\t|$)(?P<text>.*)")
_BARE = TagForm(tag=_TAG, starts=frozenset(), ends=None, ignored=re.compile(r"\s*"))
_TYPED = TagForm(tag=_TAG, starts=frozenset({"0"}), ends=None, ignored=re.compile(r"\s*"))
"""Where records say their type, `%0` begins each: a blank line may then stand in a text."""
_LINE = re.compile(r"^%(?P<tag>[0-9A-Z@!?]) \S", re.MULTILINE)
_TYPE_LINE = re.compile(r"^\ufeff?%0 \S", re.MULTILINE)
_TELLING = frozenset("ADJBX0V")
_USED = frozenset("0AEKVNPI7@GRUFJ")


def _score(sample: Sample) -> float:
    text = sample.text or ""
    if "%T " not in text and "%0 " not in text:
        return 0.0
    tags = {found["tag"] for found in _LINE.finditer(text)}
    return 0.9 if "T" in tags and tags & _TELLING else 0.0


def _form(source: Source) -> TagForm:
    return _TYPED if _TYPE_LINE.search(source.sample().text or "") else _BARE


def _record(item: TaggedRecord) -> Record | Reject:
    title = plain_text(item.first("T"))
    urls, publication = item.all("U"), _publication(item)
    pdf = next((url for url in urls if url.lower().endswith(".pdf")), None)
    return record_or_reject(
        Record(
            title=title,
            **author_fields(people(map(named, item.all("A")))),
            abstract=plain_text(item.first("X")),
            venue=publication["container"],
            **_date(item)._asdict(),
            keywords=_keywords(item),
            ids=noted_identifiers(*item.in_order("Z", "M", "2")) | identifiers(*urls, *item.all("R")),
            links=addresses(html=next((url for url in urls if address_in(url) and url != pdf), None), pdf=pdf),
            comments=without_noted_ids(item.first("Z")),
            is_retracted=title_says_retracted(title),
            line=item.line,
            raw=item.raw,
            **publication,
            extra=item.others(_USED, ("T",), ("X",), ("D",), ("Z",)),
        )
    )


def _date(item: TaggedRecord) -> Date:
    """The year of `%D` with the month and day of `%8`, else the date of `%8`."""
    return date_of(item.first("D"), item.first("8")) if item.first("D") else date_in(item.first("8"))


def _publication(item: TaggedRecord) -> dict[str, Any]:
    """What the record says of the publication, by the names of a record's fields."""
    journal, book = item.first("J"), item.first("B")
    kind = type_in_words(item.first("0")) or _type_by_tags(item)
    container = plain_text(journal or (None if kind in {PaperType.BOOK, PaperType.THESIS} else book))
    return {
        "type": unless_preprint(kind, container),
        "container": container,
        "volume": number_in(item.first("V")),
        "issue": number_in(item.first("N")),
        "pages": pages_in(item.first("P")),
        "publisher": plain_text(item.first("I")),
        "edition": number_in(item.first("7")),
        "editors": people(map(named, item.all("E"))),
        **serial_numbers(item.all("@"))._asdict(),
        "language": language_in(item.first("G")),
        "citation_key": item.first("F"),
    }


def _type_by_tags(item: TaggedRecord) -> PaperType | None:
    """What a record without `%0` is: in a journal, in a book, or, with a publisher alone, a book."""
    if item.first("J"):
        return PaperType.JOURNAL_ARTICLE
    return PaperType.CHAPTER if item.first("B") else PaperType.BOOK if item.first("I") else None


def _keywords(item: TaggedRecord) -> tuple[str, ...]:
    """One on each line of `%K`, or several between semicolons; a single line may have commas."""
    lines = item.lines("K")
    return keywords_in(lines[0]) if len(lines) == 1 else separate_keywords(lines)


PARSER = Parser("refer", 1, _score, parse=tagged_parser(_form, _record))
"""Reads Refer, BibIX and EndNote's tagged export."""
