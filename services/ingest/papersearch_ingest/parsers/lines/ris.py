"""RIS, as reference managers, publishers and Web of Science export it.

TY  - JOUR
TI  - A title
AU  - Doe, Jane
PY  - 2019/05/07
ER  -
"""

import re
from typing import Any

from papersearch.paper import Author, PaperType
from papersearch.record import Record, Reject
from papersearch_ingest.parsers.dates import Date, date_in, most_exact
from papersearch_ingest.parsers.lines.tagged import TagForm, TaggedRecord, tagged_parser
from papersearch_ingest.parsers.markup import plain_text
from papersearch_ingest.parsers.paper_types import RIS, unless_preprint
from papersearch_ingest.parsers.people import author_fields, named, people
from papersearch_ingest.parsers.publication import citation_key, language_in, number_in, pages_in, serial_numbers
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


def _is_own_tag(head: re.Match[str], found: re.Match[str]) -> bool:
    """Whether a line is a tag where the record's first line has two spaces before its hyphen.

    `ER - negative tumours` and `ER  - negative` are then wrapped lines; the end of a record has no text.
    """
    is_strict = head["tag"] == "TY" and head["gap"] == "  "
    if found["tag"] == "ER" and is_strict:
        return not found["text"].strip()
    return not is_strict or found["gap"] == "  "


_FORM = TagForm(
    tag=re.compile(r"\s{0,3}(?P<tag>[A-Z][A-Z0-9])(?P<gap> {0,3})-(?: |$)(?P<text>.*)"),
    starts=frozenset({"TY"}),
    ends="ER",
    ignored=re.compile(r"\s*(?:\d+\.|Provider:.*|Database:.*|Content:.*|%.*)?\s*"),
    is_own=_is_own_tag,
)
_TYPE_LINE = re.compile(r"^\ufeff?\s{0,3}TY {0,3}- ?[A-Z]{3,10}\s*$", re.MULTILINE)
_VENUES = {"CONF": ("T2", "BT", "C3", "JF", "JO", "T3"), "CPAPER": ("T2", "BT", "C3", "JF", "T3"),
           "CHAP": ("T2", "BT", "T3")}  # fmt: skip
_JOURNALS = ("JF", "T2", "JO", "JA", "J2", "J1", "BT")
_THESES = frozenset({"THES", "BOOK", "RPRT", "EBOOK"})
"""Types whose T2 is a subtitle or a series, not where the work appeared."""
_AUTHORS = ("AU", "A1")
_EDITED_BOOKS = frozenset({"EDBOOK"})
"""Types whose authors are editors."""
_BOOKS = frozenset({"BOOK", "EBOOK", "EDBOOK", "CLSWK", "SER"})
"""Types whose A3 is the editor, and A2 a series' where there is an A3."""
_WITH_EDITORS = _BOOKS | {"ANCIENT", "CHAP", "ECHAP", "CONF", "CPAPER", "ENCYC", "DICT", "JOUR", "EJOUR", "GEN", "RPRT"}
"""Types whose A2 is an editor; of others it is a sponsor, an adviser or the like."""
_NUMBER = re.compile(
    r"(?:(?:S|suppl(?:ement)?|pt|part|spec(?:ial)? iss(?:ue)?)\.? ?)?\d{1,5}(?: ?[-–/&] ?\d{1,5})?"
    r"(?: \(?(?:suppl(?:ement)?|pt|part)\.? ?\w{0,4}\)?)?",
    re.IGNORECASE,
)
"""An issue in a tag that may have something else: `3`, `3-4`, `Suppl. 1`, `2 Pt 1`."""
_USED = frozenset({"AU", "A1", "KW", "DO", "UR", "L1", "ER", "TY", "VL", "IS", "SP", "EP", "PB", "ET", "SN", "LA",
                   "JF"})  # fmt: skip
_NOTES = ("N1", "RN", "U1")
_PLAIN_YEAR = ("PY", "DA", "Y1", "Y2")
"""Tags of dates, the most trusted first: `Y1` is out of use, and where `DA` says otherwise it is wrong."""


def _score(sample: Sample) -> float:
    text = sample.text or ""
    return 0.9 if "TY" in text and _TYPE_LINE.search(text) else 0.0


def _record(item: TaggedRecord) -> Record | Reject:
    title = plain_text(item.first("TI", "T1", "CT", "BT"))
    kind = (item.first("TY") or "").upper()
    urls = [part for text in item.all("UR") for part in text.split()]
    numbers = [text for tag in ("DO", "DI", "M3") for text in item.all(tag)]
    doi = next((number for number in numbers if "10." in number), None)
    authors, date = () if kind in _EDITED_BOOKS else _authors(item), _date(item)
    notes = item.in_order(*_NOTES)
    return record_or_reject(
        Record(
            title=title,
            **author_fields(authors),
            abstract=plain_text(item.first("AB", "N2")),
            venue=_venue(item, kind, title),
            **date._asdict(),
            keywords=separate_keywords(item.lines("KW")),
            ids=noted_identifiers(*notes) | identifiers(*urls, *item.all("ID"), doi=doi, **_medline(item)),
            links=addresses(
                html=next(filter(address_in, urls), None), pdf=next(filter(address_in, item.all("L1")), None)
            ),
            is_retracted=title_says_retracted(title),
            line=item.line,
            raw=item.raw,
            **_publication(item, kind, title),
            extra=item.others(_USED, ("TI", "T1", "CT"), ("AB", "N2"), _PLAIN_YEAR[:3]),
        )
    )


def _venue(item: TaggedRecord, kind: str, title: str | None) -> str | None:
    venue = item.first(*(("JF", "JO", "JA") if kind in _THESES else _VENUES.get(kind, _JOURNALS)))
    return plain_text(venue) if venue != title else None


def _authors(item: TaggedRecord) -> tuple[Author, ...]:
    """Both tags in the order of the record. Namesakes are two people, unless each tag lists all authors."""
    found = people(map(named, item.in_order(*_AUTHORS)))
    return tuple(dict.fromkeys(found)) if all(item.all(tag) for tag in _AUTHORS) else found


def _editors(item: TaggedRecord, kind: str) -> list[str]:
    if kind in _EDITED_BOOKS:
        return item.in_order(*_AUTHORS, "ED")
    if kind in _BOOKS and item.all("A3"):
        return item.in_order("A3", "ED")
    return item.in_order("A2", "ED") if kind in _WITH_EDITORS else item.in_order("ED")


def _type_by_tags(item: TaggedRecord) -> PaperType | None:
    """What a record of no type (`GEN`) is: one with a journal is an article."""
    return PaperType.JOURNAL_ARTICLE if item.all("JF", "JO", "JA", "T2") and item.all("VL", "SP") else None


def _date(item: TaggedRecord) -> Date:
    """The year of the first tag that has one; the others give the month where they are of that year."""
    return most_exact(date_in(text) for tag in _PLAIN_YEAR for text in item.all(tag)[:1])


def _publication(item: TaggedRecord, kind: str, title: str | None) -> dict[str, Any]:
    """What the record says of the publication, by the names of a record's fields."""
    container = _venue(item, kind, title)
    return {
        "type": unless_preprint(RIS.get(kind) or _type_by_tags(item), container, item.first("PB")),
        "container": plain_text(item.first("C3")) or container if kind == "CONF" else container,
        "volume": number_in(item.first("VL")),
        "issue": number_in(item.first("IS")) or next(filter(_NUMBER.fullmatch, item.in_order("M1", "CP")), None),
        "pages": pages_in(item.first("SP", "C7"), item.first("EP")),
        "publisher": plain_text(item.first("PB")),
        "edition": number_in(item.first("ET")),
        "editors": people(map(named, _editors(item, kind))),
        **serial_numbers(item.all("SN"))._asdict(),
        "language": language_in(item.first("LA")),
        "citation_key": citation_key(item.first("ID")),
    }


def _medline(item: TaggedRecord) -> dict[str, str]:
    """A PubMed number in `AN` or `C2` counts where the record says that it is one."""
    texts = [text for tag in ("AN", "C2", "C7", "M1") for text in item.all(tag)]
    found = {"pmcid": r"\bPMC(\d{1,9})\b", "pmid": r"\b(?:PMID|MEDLINE)\s*:\s*(\d{1,9})\b"}
    matches = {scheme: re.search(pattern, " ".join(texts)) for scheme, pattern in found.items()}
    return {scheme: match[1] for scheme, match in matches.items() if match}


PARSER = Parser("ris", 3, _score, parse=tagged_parser(lambda _: _FORM, _record))
"""Reads RIS. Tags that a record has no field for are kept in `extra`, each with the list of its values."""
