"""MEDLINE's tagged form (`.nbib`), as PubMed and PubMed Central write it.

PMID- 28754806
TI  - Impact of something on
      something else.
FAU - Brinjikji, Waleed
AID - 10.1136/neurintsurg-2017-013179 [doi]

ERIC, the database on education, writes it without numbers and full names: its records begin with `OWN - ERIC`.
"""

import re
from dataclasses import replace as replace_dataclass
from typing import Any, NamedTuple

from msgspec.structs import replace

from papersearch.paper import Author, PaperType
from papersearch.record import Record, Reject
from papersearch_ingest.parsers.dates import date_in
from papersearch_ingest.parsers.lines.tagged import TagForm, TaggedRecord, tagged_parser
from papersearch_ingest.parsers.medline import (
    AUTHORS_LISTS,
    NO_TITLE,
    article_number,
    journal_name,
    publication_type,
    without_full_stop,
)
from papersearch_ingest.parsers.people import author_fields, family_first, named, orcid_in, organisation, people
from papersearch_ingest.parsers.publication import abbreviated_pages, language_in, number_in, serial_numbers
from papersearch_ingest.parsers.source import Parser, Sample, Source
from papersearch_ingest.parsers.values import (
    address_in,
    addresses,
    identifiers,
    noted_identifiers,
    record_or_reject,
    title_says_retracted,
)

_FORM = TagForm(
    tag=re.compile(r"(?P<tag>[A-Z][A-Z0-9]{1,3}) {0,2}-(?: |$)(?P<text>.*)"),
    starts=frozenset({"PMID", "PMC", "OWN"}),
    ends=None,
    ignored=re.compile(r"\s*"),
    has_blank_between=True,
)
_BARE = replace_dataclass(_FORM, starts=frozenset())
"""Where records have no number (ERIC), any tag after a blank line begins one."""
_NUMBERED = re.compile(r"^\ufeff?(?:PMID- ?\d|PMC ?- ?PMC\d)", re.MULTILINE)
_HEAD = re.compile(r"^\ufeff?(?:PMID- ?\d+|PMC ?- ?PMC\d+|OWN - ?[A-Z]+)\s*$", re.MULTILINE)
_TAGS = re.compile(r"^(?:TI  |FAU |AU  |JT  |DP  |PT  )- ", re.MULTILINE)
_LABELLED = re.compile(r"(?P<value>\S+)\s+\[(?P<label>\w+)\]")
_SUFFIXED = re.compile(r"(?<=,)(?P<given>.*\S)\s+(?P<suffix>Jr|Sr|2nd|3rd|4th|II|III|IV)\.?$")
_USED = frozenset({"PMID", "PMC", "AU", "FAU", "CN", "OT", "OTO", "AUID", "VI", "IP", "PG", "PB", "EN", "IS", "ISBN",
                   "ISSN", "LA", "FED", "ED"})  # fmt: skip
_FEWEST_TAGS = 4
"""Tags of different kinds by which the form is recognised without a record's head."""
_RETRACTED = "retracted publication"
_JOURNALS = ("JT", "TA", "BTI", "CTI")


def _score(sample: Sample) -> float:
    text = sample.text or ""
    if any(head in text for head in ("PMID-", "PMC", "OWN")) and _HEAD.search(text) and _TAGS.search(text):
        return 0.95
    return 0.6 if len(set(_TAGS.findall(text))) >= _FEWEST_TAGS and "TI  - " in text and "JT  - " in text else 0.0


def _form(source: Source) -> TagForm:
    return _FORM if _NUMBERED.search(source.sample().text or "") else _BARE


def _record(item: TaggedRecord) -> Record | Reject:
    title, keywords, publication = _title(item), _keywords(item), _publication(item)
    journal = publication["container"]
    types = {text.lower() for text in item.all("PT")}
    date = date_in(item.first("DP"))
    if not date.year:
        date = date_in(item.first("DEP", "EDAT", "CRDT"))
    urls = [text for text in item.all("LID") if address_in(text)]
    return record_or_reject(
        Record(
            title=title,
            **author_fields(_authors(item)),
            abstract=item.first("AB"),
            venue=journal_name(journal) if journal else None,
            **date._asdict(),
            keywords=keywords.authors,
            ids=_ids(item),
            links=addresses(html=next(iter(urls), None)),
            is_retracted=_RETRACTED in types or bool(item.all("RIN")) or title_says_retracted(title),
            line=item.line,
            raw=item.raw,
            **publication,
            extra=_extra(item, keywords.others),
        )
    )


_ERIC_SOURCE = re.compile(
    r"\bv(?P<volume>\d{1,6})(?: n(?P<issue>[\w-]{1,20}))?(?:(?: [A-Za-z]{3,10}){1,3})?(?: p(?P<pages>[\w-]{1,40}))?"
)
"""ERIC's source line: `v67 n2 p423-441 Apr 2019`."""
_THESIS = re.compile(
    r"[\w. '’]{2,40}(?:Dissertation|Thesis|Practicum)(?: Report)?, (?P<university>.{2,200})$", re.IGNORECASE
)
_NOT_IN_JOURNALS = frozenset({PaperType.REPORT, PaperType.THESIS, PaperType.BOOK})


def _university(item: TaggedRecord) -> str | None:
    """Where a thesis was written, by ERIC's source line: `Ph.D. Dissertation, A University`."""
    found = _THESIS.match(item.first("SO") or "") if item.first("OWN") == "ERIC" else None
    return found["university"].strip(" .") if found else None


def _number(item: TaggedRecord) -> str | None:
    """The number of an electronic article, which goes by no pages."""
    numbers = (_LABELLED.fullmatch(text) for text in item.all("LID"))
    return next((article_number(found["value"]) for found in numbers if found and found["label"] == "pii"), None)


def _publication(item: TaggedRecord) -> dict[str, Any]:
    """What the record says of the publication; a book has its title in `BTI`, and its chapters have theirs in `TI`.

    ERIC's `JT` is the publisher of what is not in a journal.
    """
    journal = item.first(*_JOURNALS)
    where = _ERIC_SOURCE.search((item.first("SO") or "")[:300]) if item.first("OWN") == "ERIC" else None
    said = where.groupdict() if where else {}
    book = item.first("BTI")
    kind = PaperType.CHAPTER if book and item.first("TI") else PaperType.BOOK if book else None
    kind = kind or (PaperType.JOURNAL_ARTICLE if where else publication_type(item.all("PT"), journal))
    is_publisher = item.first("OWN") == "ERIC" and kind in _NOT_IN_JOURNALS and not item.first("VI")
    editors = item.all("FED") or item.all("ED")
    return {
        "type": kind,
        "container": journal if kind is not PaperType.BOOK and not is_publisher else None,
        "volume": number_in(item.first("VI") or said.get("volume")),
        "issue": number_in(item.first("IP") or said.get("issue")),
        "pages": abbreviated_pages(item.first("PG") or said.get("pages") or _number(item)),
        "publisher": item.first("PB") or _university(item) or (journal if is_publisher else None),
        "edition": number_in(item.first("EN")),
        "editors": people(named(text) if "," in text else family_first(text) for text in editors),
        **serial_numbers([*item.all("IS"), *item.all("ISSN"), *item.all("ISBN")])._asdict(),
        "language": language_in(item.first("LA")),
    }


class _Keywords(NamedTuple):
    authors: tuple[str, ...]
    others: list[str]


def _keywords(item: TaggedRecord) -> _Keywords:
    """`OT` after the `OTO` that says whose they are."""
    owner, authors, others = "", dict[str, None](), list[str]()
    for value in item.values:
        text = " ".join(value.text.split()).lstrip("*").strip()
        if value.tag == "OTO":
            owner = text.upper()
        elif value.tag == "OT" and text and owner in AUTHORS_LISTS:
            authors[text] = None
        elif value.tag == "OT" and text:
            others.append(text)
    return _Keywords(tuple(authors), others)


def _extra(item: TaggedRecord, index_terms: list[str]) -> dict[str, list[str]]:
    extra = item.others(_USED, ("TI", "BTI", "TT"), ("AB",), _JOURNALS, ("DP",))
    return extra | ({"OT": index_terms} if index_terms else {})


def _title(item: TaggedRecord) -> str | None:
    """The title without its full stop, and without the brackets that mark a translated one; else the original."""
    titles = (text for tag in ("TI", "BTI", "TT") for text in item.all(tag)[:1] if not NO_TITLE.fullmatch(text))
    title = next(titles, None)
    found = re.fullmatch(r"\[(?P<inner>.+?)\]?\.?", title or "")
    if found and title and title.rstrip(".").endswith("]"):
        return found["inner"].rstrip(".")
    return without_full_stop(title) if title else None


def _authors(item: TaggedRecord) -> tuple[Author, ...]:
    """Full names in order; a short one where its full name is missing; organisations in their places."""
    full = any(value.tag == "FAU" for value in item.values)
    found: list[Author] = []
    for value in item.values:
        text = " ".join(value.text.split())
        author = _author(value.tag, text, has_full=full) if text else None
        if author is not None:
            found.append(author)
        elif value.tag == "AUID" and found and (orcid := orcid_in(text)):
            found[-1] = replace(found[-1], orcid=orcid)
    return tuple(found)


def _author(tag: str, text: str, *, has_full: bool) -> Author | None:
    if tag == "FAU":
        return named(_SUFFIXED.sub(r"\g<given>, \g<suffix>", text))
    if tag == "AU" and not has_full:
        return named(text) if "," in text else family_first(text)
    return organisation(text) if tag == "CN" else None


def _ids(item: TaggedRecord) -> dict[str, str]:
    numbers = [text for tag in ("LID", "AID") for text in item.all(tag)]
    labelled = {found["label"]: found["value"] for text in numbers if (found := _LABELLED.fullmatch(text))}
    return noted_identifiers(*numbers) | identifiers(
        doi=labelled.get("doi"), pmid=item.first("PMID"), pmcid=item.first("PMC") or labelled.get("pmc")
    )


PARSER = Parser("nbib", 4, _score, parse=tagged_parser(_form, _record))
"""Reads MEDLINE's tagged form. Keywords are the authors' (`OT`); MeSH terms are kept in `extra`."""
