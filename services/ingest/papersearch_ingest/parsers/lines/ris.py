"""RIS, as reference managers, publishers and Web of Science export it.

TY  - JOUR
TI  - A title
AU  - Doe, Jane
PY  - 2019/05/07
ER  -
"""

import re
from collections.abc import Iterator

from papersearch.record import Record, Reject
from papersearch_ingest.parsers.author_names import given_first
from papersearch_ingest.parsers.lines.tagged import TagForm, TaggedRecord, read_tagged
from papersearch_ingest.parsers.markup import plain_text
from papersearch_ingest.parsers.source import Parser, Sample, record_parser
from papersearch_ingest.parsers.text_stream import text_lines
from papersearch_ingest.parsers.values import (
    address_in,
    addresses,
    identifiers,
    record_or_reject,
    split_keywords,
    title_says_retracted,
    year_in,
)

_FORM = TagForm(
    tag=re.compile(r"\s{0,3}(?P<tag>[A-Z][A-Z0-9]) {0,3}-(?: |$)(?P<text>.*)"),
    starts=frozenset({"TY"}),
    ends="ER",
    ignored=re.compile(r"\s*(?:\d+\.|Provider:.*|Database:.*|Content:.*|%.*)?\s*"),
)
_TYPE_LINE = re.compile(r"^\s{0,3}TY {0,3}- ?[A-Z]{3,10}\s*$", re.MULTILINE)
_VENUES = {"CONF": ("T2", "BT", "C3", "JF", "JO", "T3"), "CPAPER": ("T2", "BT", "C3", "JF", "T3"),
           "CHAP": ("T2", "BT", "T3")}  # fmt: skip
_JOURNALS = ("JF", "T2", "JO", "JA", "J2", "J1", "BT")
_THESES = frozenset({"THES", "BOOK", "RPRT", "EBOOK"})
"""Types whose T2 is a subtitle or a series, not where the work appeared."""
_USED = frozenset({"AU", "A1", "KW", "DO", "UR", "L1", "ER"})
_PLAIN_YEAR = ("PY", "Y1", "DA", "Y2")


def _score(sample: Sample) -> float:
    text = sample.text or ""
    return 0.9 if "TY" in text and _TYPE_LINE.search(text) else 0.0


def _record(item: TaggedRecord) -> Record | Reject:
    title = plain_text(item.first("TI", "T1", "CT", "BT"))
    kind = (item.first("TY") or "").upper()
    venue_tags = ("JF", "JO", "JA") if kind in _THESES else _VENUES.get(kind, _JOURNALS)
    urls = [part for text in item.all("UR") for part in text.split()]
    numbers = [text for tag in ("DO", "DI", "M3") for text in item.all(tag)]
    doi = next((number for number in numbers if "10." in number), None)
    venue = item.first(*venue_tags)
    return record_or_reject(
        Record(
            title=title,
            authors=tuple(dict.fromkeys(filter(None, map(given_first, [*item.all("AU"), *item.all("A1")])))),
            abstract=plain_text(item.first("AB", "N2")),
            venue=plain_text(venue) if venue != title else None,
            year=next(filter(None, (year_in(item.first(tag)) for tag in _PLAIN_YEAR)), None),
            keywords=tuple(dict.fromkeys(word for text in _keyword_texts(item) for word in text)),
            ids=identifiers(*urls, *item.all("ID"), doi=doi, **_medline(item)),
            links=addresses(html=next(filter(address_in, urls), None), pdf=_pdf(item)),
            is_retracted=title_says_retracted(title),
            line=item.line,
            raw=item.raw,
            extra=item.others(_USED, ("TI", "T1", "CT"), ("AB", "N2"), _PLAIN_YEAR[:3]),
        )
    )


def _keyword_texts(item: TaggedRecord) -> Iterator[tuple[str, ...]]:
    """One keyword a `KW`; some writers put all in one, with semicolons or on its continuation lines."""
    for text in item.lines("KW"):
        yield split_keywords(text) if ";" in text else (text,)


def _medline(item: TaggedRecord) -> dict[str, str]:
    """A PubMed number in `AN` or `C2` counts where the record says that it is one."""
    texts = [text for tag in ("AN", "C2", "C7", "M1") for text in item.all(tag)]
    found = {"pmcid": r"\bPMC(\d{1,9})\b", "pmid": r"\b(?:PMID|MEDLINE)\s*:\s*(\d{1,9})\b"}
    matches = {scheme: re.search(pattern, " ".join(texts)) for scheme, pattern in found.items()}
    return {scheme: match[1] for scheme, match in matches.items() if match}


def _pdf(item: TaggedRecord) -> str | None:
    return next((text for text in item.all("L1") if address_in(text)), None)


PARSER = Parser("ris", 1, _score, parse=record_parser(lambda source: read_tagged(text_lines(source), _FORM), _record))
"""Reads RIS. Tags that a record has no field for are kept in `extra`, each with the list of its values."""
