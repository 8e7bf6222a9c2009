"""MEDLINE's tagged form (`.nbib`), as PubMed and PubMed Central write it.

PMID- 28754806
TI  - Impact of something on
      something else.
FAU - Brinjikji, Waleed
AID - 10.1136/neurintsurg-2017-013179 [doi]
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from papersearch.record import Record, Reject
from papersearch_ingest.parsers.author_names import given_first, initials_first
from papersearch_ingest.parsers.lines.tagged import TagForm, TaggedRecord, read_tagged
from papersearch_ingest.parsers.medline import AUTHORS_LISTS, journal_name, without_full_stop
from papersearch_ingest.parsers.source import Parser, Sample, record_parser
from papersearch_ingest.parsers.text_stream import text_lines
from papersearch_ingest.parsers.values import identifiers, record_or_reject, title_says_retracted, year_in

_FORM = TagForm(
    tag=re.compile(r"(?P<tag>[A-Z][A-Z0-9]{1,3}) {0,2}-(?: |$)(?P<text>.*)"),
    starts=frozenset({"PMID", "PMC"}),
    ends=None,
    ignored=re.compile(r"\s*"),
    has_blank_between=True,
)
_HEAD = re.compile(r"^(?:PMID- ?\d+|PMC ?- ?PMC\d+)\s*$", re.MULTILINE)
_TAGS = re.compile(r"^(?:TI  |FAU |AU  |JT  |DP  |PT  )- ", re.MULTILINE)
_LABELLED = re.compile(r"(?P<value>\S+)\s+\[(?P<label>\w+)\]")
_SUFFIXED = re.compile(r"(?<=,)(?P<given>.*\S)\s+(?P<suffix>Jr|Sr|2nd|3rd|4th|II|III|IV)\.?$")
_USED = frozenset({"PMID", "PMC", "AU", "FAU", "CN", "OT", "OTO"})
_RETRACTED = "retracted publication"


def _score(sample: Sample) -> float:
    text = sample.text or ""
    may_have_head = "PMID-" in text or "PMC" in text
    return 0.95 if may_have_head and _HEAD.search(text) and _TAGS.search(text) else 0.0


def _record(item: TaggedRecord) -> Record | Reject:
    title, journal, keywords = _title(item), item.first("JT", "TA", "BTI", "CTI"), _keywords(item)
    types = {text.lower() for text in item.all("PT")}
    return record_or_reject(
        Record(
            title=title,
            authors=tuple(_authors(item)),
            abstract=item.first("AB"),
            venue=journal_name(journal) if journal else None,
            year=year_in(item.first("DP")) or year_in(item.first("DEP", "EDAT", "CRDT")),
            keywords=keywords.authors,
            ids=_ids(item),
            is_retracted=_RETRACTED in types or bool(item.all("RIN")) or title_says_retracted(title),
            line=item.line,
            raw=item.raw,
            extra=_extra(item, journal, keywords.others),
        )
    )


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


def _extra(item: TaggedRecord, journal: str | None, index_terms: list[str]) -> dict[str, list[str]]:
    extra = item.others(_USED, ("TI", "BTI", "TT"), ("AB",), ("JT", "TA", "BTI", "CTI"), ("DP",))
    if journal and journal_name(journal) != journal:
        extra["JT"] = [journal]
    return extra | ({"OT": index_terms} if index_terms else {})


def _title(item: TaggedRecord) -> str | None:
    """The title without its full stop, and without the brackets that mark a translated one; else the original."""
    title = item.first("TI", "BTI", "TT")
    found = re.fullmatch(r"\[(?P<inner>.+?)\]?\.?", title or "")
    if found and title and title.rstrip(".").endswith("]"):
        return found["inner"].rstrip(".")
    return without_full_stop(title) if title else None


def _authors(item: TaggedRecord) -> Iterator[str]:
    """Full names in order; a short one where its full name is missing; organisations in their places."""
    full = sum(value.tag == "FAU" for value in item.values)
    for value in item.values:
        text = " ".join(value.text.split())
        if not text:
            continue
        if value.tag == "FAU":
            yield given_first(_SUFFIXED.sub(r"\g<given>, \g<suffix>", text))
        elif value.tag == "AU" and not full:
            yield initials_first(text)
        elif value.tag == "CN":
            yield text


def _ids(item: TaggedRecord) -> dict[str, str]:
    labelled = {
        found["label"]: found["value"]
        for tag in ("LID", "AID")
        for text in item.all(tag)
        if (found := _LABELLED.fullmatch(text))
    }
    return identifiers(doi=labelled.get("doi"), pmid=item.first("PMID"), pmcid=item.first("PMC") or labelled.get("pmc"))


PARSER = Parser("nbib", 2, _score, parse=record_parser(lambda source: read_tagged(text_lines(source), _FORM), _record))
"""Reads MEDLINE's tagged form. Keywords are the authors' (`OT`); MeSH terms are kept in `extra`."""
