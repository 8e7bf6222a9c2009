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
from collections.abc import Iterator
from typing import Any

from papersearch.paper import Author, PaperType
from papersearch.record import Record, Reject
from papersearch_ingest.parsers.dates import Date, date_in, date_of
from papersearch_ingest.parsers.lines.tagged import TagForm, TaggedRecord, tagged_parser
from papersearch_ingest.parsers.paper_types import type_in_words
from papersearch_ingest.parsers.people import author_fields, family_first, named, organisation, people, person
from papersearch_ingest.parsers.publication import language_in, number_in, pages_in, serial_numbers
from papersearch_ingest.parsers.references import reference, references
from papersearch_ingest.parsers.source import Parser, Sample
from papersearch_ingest.parsers.values import identifiers, record_or_reject, split_keywords, title_says_retracted

_FORM = TagForm(
    tag=re.compile(r"(?P<tag>[A-Z][A-Z0-9])(?: |$)(?P<text>.*)"),
    starts=frozenset({"PT"}),
    ends="ER",
    ignored=re.compile(r"\s*|(?:FN|VR|EF)(?: .*)?"),
)
_TYPE_LINE = re.compile(r"^PT [A-Z]{1,2}\s*$", re.MULTILINE)
_TAGS = re.compile(r"^(?:AU|TI|SO|UT|PY) \S", re.MULTILINE)
_USED = frozenset({"DE", "DI", "PM", "UT", "ER", "CA", "ED", "BE", "BF", "VL", "IS", "BP", "EP", "PS", "AR", "PU", "SN",
                   "EI", "BN", "LA", "PD", "PT", "CR"})  # fmt: skip
_AUTHORS = ("AF", "AU", "BF", "BA")
_EMAIL = re.compile(r"\s{0,3}[(\[<]?[^\s()\[\]<>,;]{1,64}@[^\s()\[\]<>,;]{1,200}[)\]>]?")
_ANONYMOUS = "[anonymous]"
_FORMS = {"B": PaperType.BOOK, "C": PaperType.CONFERENCE_PAPER, "S": PaperType.CHAPTER,
          "P": PaperType.PATENT}  # fmt: skip
_REFERENCED = re.compile(r"DOI \[?(?P<doi>10\.\d{4,9}/[^\s,;\]]{1,200})")
_INITIALS = re.compile(r"(?P<family>[^,]+),\s*(?P<initials>[A-Z]{1,4})")
_SHORT_WORDS = frozenset(
    {"a", "an", "and", "at", "by", "der", "et", "for", "fur", "in", "of", "on", "the", "to", "und"}
)
_ACRONYMS = frozenset({"ACM", "AIAA", "ASCE", "ASME", "BMC", "BMJ", "EPL", "IEEE", "IEICE", "IET", "IMA", "LNCS", "NMR",
                       "PLOS", "RAIRO", "SIAM", "SPIE", "USA"})  # fmt: skip


def _score(sample: Sample) -> float:
    text = sample.text or ""
    if "PT " not in text or not _TYPE_LINE.search(text) or not _TAGS.search(text):
        return 0.0
    return 0.9 if re.search(r"^(?:ER|FN |VR )", text, re.MULTILINE) else 0.5


def _record(item: TaggedRecord) -> Record | Reject:
    title, venue = item.first("TI"), item.first("SO", "JI", "J9")
    shown_venue = _in_lower_case(venue) if venue else None
    return record_or_reject(
        Record(
            title=title,
            **author_fields(people(_authors(item))),
            abstract=item.first("AB"),
            venue=shown_venue,
            **_date(item)._asdict(),
            keywords=tuple(dict.fromkeys(word for text in item.all("DE") for word in split_keywords(text))),
            ids=identifiers(doi=item.first("DI"), pmid=item.first("PM"), wos=item.first("UT")),
            is_retracted=title_says_retracted(title) or "Retracted Publication" in (item.first("DT") or ""),
            line=item.line,
            raw=item.raw,
            **_publication(item, shown_venue),
            references=references(_cited(entry) for entry in item.lines("CR")),
            extra=item.others(_USED, _AUTHORS, ("TI",), ("SO", "JI", "J9"), ("AB",), ("PY",)),
        )
    )


def _publication(item: TaggedRecord, container: str | None) -> dict[str, Any]:
    """What the record says of the publication, by the names of a record's fields."""
    return {
        "type": _type(item),
        "container": container,
        "volume": number_in(item.first("VL")),
        "issue": number_in(item.first("IS")),
        "pages": pages_in(item.first("BP", "PS", "AR"), item.first("EP")),
        "publisher": _in_lower_case(item.first("PU") or "") or None,
        "editors": people(map(_author, item.lines("BE", "ED"))),
        **serial_numbers(item.in_order("SN", "EI", "BN"))._asdict(),
        "language": language_in(item.first("LA")),
    }


def _type(item: TaggedRecord) -> PaperType | None:
    """The document's type where it says more than its publication's: a paper in a book is a chapter."""
    words = (item.first("DT") or "").split(";")
    stated = type_in_words(*(word for word in words if "early access" not in word.lower()))
    form = _FORMS.get(item.first("PT") or "")
    if form is PaperType.BOOK and any("chapter" in word.lower() for word in words):
        return PaperType.CHAPTER
    if form is not None and stated in (None, PaperType.JOURNAL_ARTICLE, PaperType.BOOK):
        return PaperType.CONFERENCE_PAPER if any("proceedings" in word.lower() for word in words) else form
    return stated or PaperType.JOURNAL_ARTICLE


def _date(item: TaggedRecord) -> Date:
    """`PY` with the month and day of `PD` (`MAY 7`), else the date of early access."""
    year = date_in(item.first("PY")).year
    return date_of(year, item.first("PD")) if year else date_in(item.first("EY", "EA", "PD"))


def _cited(entry: str) -> Any:
    """A line of `CR`: `Doe J, 2001, J THINGS, V4, P11, DOI 10.1000/x`."""
    found = _REFERENCED.search(entry)
    year = next((part for part in entry.split(", ")[1:3] if re.fullmatch(r"(?:1[5-9]|20)\d\d", part)), None)
    return reference(ids={"doi": found["doi"]} if found else {}, year=year, text=entry)


def _authors(item: TaggedRecord) -> Iterator[Author | None]:
    """People by their full names, then the groups (`CA`); e-mail addresses belong to no name."""
    for name in item.lines(*_AUTHORS):
        if name.lower() != _ANONYMOUS:
            yield family_first(name) if item.first("PT") == "P" and "," not in name else _author(name)
    yield from map(organisation, item.lines("CA"))


def _author(name: str) -> Author | None:
    """`Parkes-Loach, PS` -> `P. S. Parkes-Loach`: without full names (`AF`) the given ones are initials in a row."""
    name = _EMAIL.sub("", name).strip(" ;,") if "@" in name else name.strip()
    found = _INITIALS.fullmatch(name)
    if not found:
        return named(name)
    return person(" ".join(f"{initial}." for initial in found["initials"]), found["family"].strip())


def _in_lower_case(venue: str) -> str:
    """`JOURNAL OF THINGS` -> `Journal of Things`; a single short word is an acronym and stays."""
    if not venue.isupper() or (len(venue) <= 5 and venue.isalpha()):
        return venue
    found = (word if word in _ACRONYMS else word.lower() if word.lower() in _SHORT_WORDS else word.title()
             for word in venue.split(" "))  # fmt: skip
    text = " ".join(found)
    return text[:1].upper() + text[1:]


PARSER = Parser("wos-text", 3, _score, parse=tagged_parser(lambda _: _FORM, _record))
"""Reads Web of Science's plain text. Keywords are the authors' (`DE`); "Keywords Plus" (`ID`) are in `extra`."""
