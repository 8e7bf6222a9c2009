"""Web of Science's plain-text export: two-letter tags, continuation lines indented by three spaces.

FN Clarivate Analytics Web of Science
VR 1.0
PT J
AU Doe, J
   Roe, R
TI A title
ER
EF
"""

import re

from papersearch.record import Record, Reject
from papersearch_ingest.parsers.author_names import given_first
from papersearch_ingest.parsers.lines.tagged import TagForm, TaggedRecord, read_tagged
from papersearch_ingest.parsers.source import Parser, Sample, record_parser
from papersearch_ingest.parsers.text_stream import text_lines
from papersearch_ingest.parsers.values import (
    identifiers,
    record_or_reject,
    split_keywords,
    title_says_retracted,
    year_in,
)

_FORM = TagForm(
    tag=re.compile(r"(?P<tag>[A-Z][A-Z0-9])(?: |$)(?P<text>.*)"),
    starts=frozenset({"PT"}),
    ends="ER",
    ignored=re.compile(r"\s*|(?:FN|VR|EF)(?: .*)?"),
)
_TYPE_LINE = re.compile(r"^PT [A-Z]{1,2}\s*$", re.MULTILINE)
_TAGS = re.compile(r"^(?:AU|TI|SO|UT|PY) \S", re.MULTILINE)
_USED = frozenset({"DE", "DI", "PM", "UT", "ER"})
_INITIALS = re.compile(r"(?P<family>[^,]+),\s*(?P<initials>[A-Z]{1,4})")
_SHORT_WORDS = frozenset(
    {"a", "an", "and", "at", "by", "der", "et", "for", "fur", "in", "of", "on", "the", "to", "und"}
)
_ACRONYMS = frozenset({"ACM", "AIAA", "ASCE", "ASME", "BMC", "BMJ", "EPL", "IEEE", "IEICE", "IET", "IMA", "LNCS", "NMR",
                       "PLOS", "RAIRO", "SIAM", "SPIE", "USA"})  # fmt: skip
_ONLY_RAW = frozenset({"CR"})
"""What the raw text alone keeps: the list of references."""


def _score(sample: Sample) -> float:
    text = sample.text or ""
    if "PT " not in text or not _TYPE_LINE.search(text) or not _TAGS.search(text):
        return 0.0
    return 0.9 if re.search(r"^(?:ER|FN |VR )", text, re.MULTILINE) else 0.5


def _record(item: TaggedRecord) -> Record | Reject:
    title, venue = item.first("TI"), item.first("SO", "JI", "J9")
    return record_or_reject(
        Record(
            title=title,
            authors=tuple(name for name in map(_author, item.lines("AF", "AU", "BA", "CA")) if name),
            abstract=item.first("AB"),
            venue=_in_lower_case(venue) if venue else None,
            year=year_in(item.first("PY")) or year_in(item.first("EY", "EA", "PD")),
            keywords=tuple(dict.fromkeys(word for text in item.all("DE") for word in split_keywords(text))),
            ids=identifiers(doi=item.first("DI"), pmid=item.first("PM"), wos=item.first("UT")),
            is_retracted=title_says_retracted(title) or "Retracted Publication" in (item.first("DT") or ""),
            line=item.line,
            raw=item.raw,
            extra=item.others(
                _USED | _ONLY_RAW, ("AF", "AU", "BA", "CA"), ("TI",), ("SO", "JI", "J9"), ("AB",), ("PY",)
            ),
        )
    )


def _author(name: str) -> str:
    """`Parkes-Loach, PS` -> `P. S. Parkes-Loach`: without full names (`AF`) the given ones are initials in a row."""
    found = _INITIALS.fullmatch(name.strip())
    if not found:
        return given_first(name)
    return " ".join([*(f"{initial}." for initial in found["initials"]), found["family"].strip()])


def _in_lower_case(venue: str) -> str:
    """`JOURNAL OF THINGS` -> `Journal of Things`; a single short word is an acronym and stays."""
    if not venue.isupper() or (len(venue) <= 5 and venue.isalpha()):
        return venue
    found = (word if word in _ACRONYMS else word.lower() if word.lower() in _SHORT_WORDS else word.title()
             for word in venue.split(" "))  # fmt: skip
    text = " ".join(found)
    return text[:1].upper() + text[1:]


PARSER = Parser(
    "wos-text", 2, _score, parse=record_parser(lambda source: read_tagged(text_lines(source), _FORM), _record)
)
"""Reads Web of Science's plain text. Keywords are the authors' (`DE`); "Keywords Plus" (`ID`) are in `extra`."""
