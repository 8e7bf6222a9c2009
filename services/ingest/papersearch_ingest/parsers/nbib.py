"""MEDLINE's tagged form (`.nbib`), as PubMed and PubMed Central write it.

PMID- 28754806
TI  - Impact of something on
      something else.
FAU - Brinjikji, Waleed
AID - 10.1136/neurintsurg-2017-013179 [doi]
"""

import re
from collections.abc import Iterator

from papersearch.record import Record, Reject
from papersearch_ingest.parsers.author_names import given_first, initials_first
from papersearch_ingest.parsers.source import Sample, Source
from papersearch_ingest.parsers.tagged_lines import TagForm, TaggedRecord, read_tagged
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
_USED = frozenset({"PMID", "PMC", "AU", "FAU", "CN", "OT"})
_RETRACTED = "retracted publication"


class NbibParser:
    """Reads MEDLINE's tagged form. Keywords are the authors' (`OT`); MeSH terms are kept in `extra`."""

    name = "nbib"
    version = 1
    is_streaming = True

    def score(self, sample: Sample) -> float:
        text = sample.text or ""
        return 0.95 if _HEAD.search(text) and _TAGS.search(text) else 0.0

    def parse(self, source: Source) -> Iterator[Record | Reject]:
        for item in read_tagged(text_lines(source), _FORM):
            yield item if isinstance(item, Reject) else _record(item)


def _record(item: TaggedRecord) -> Record | Reject:
    title = _title(item)
    types = {text.lower() for text in item.all("PT")}
    return record_or_reject(
        Record(
            title=title,
            authors=tuple(_authors(item)),
            abstract=item.first("AB"),
            venue=item.first("JT", "TA", "BTI", "CTI"),
            year=year_in(item.first("DP")) or year_in(item.first("DEP", "EDAT", "CRDT")),
            keywords=tuple(dict.fromkeys(text.lstrip("*").strip() for text in item.all("OT"))),
            ids=_ids(item),
            is_retracted=_RETRACTED in types or bool(item.all("RIN")) or title_says_retracted(title),
            line=item.line,
            raw=item.raw,
            extra=item.others(_USED, ("TI", "BTI", "TT"), ("AB",), ("JT", "TA", "BTI", "CTI"), ("DP",)),
        )
    )


def _title(item: TaggedRecord) -> str | None:
    """The title without the brackets that mark a translated one; the original, where there is none."""
    title = item.first("TI", "BTI", "TT")
    found = re.fullmatch(r"\[(?P<inner>.+?)\]?\.?", title or "")
    return found["inner"].rstrip(".") + "." if found and title and title.rstrip(".").endswith("]") else title


def _authors(item: TaggedRecord) -> Iterator[str]:
    """Full names in order; a short one where its full name is missing; organisations in their places."""
    full = sum(value.tag == "FAU" for value in item.values)
    for value in item.values:
        text = " ".join(value.text.split())
        if not text:
            continue
        if value.tag == "FAU":
            yield given_first(text)
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
