"""EndNote's XML: its full export, one `record` for each reference, whose texts stand in `style` elements.

<xml><records><record><ref-type name="Journal Article">17</ref-type><contributors><authors><author>
<style>Doe, Jane</style></author></authors></contributors><titles><title>..</title><secondary-title/></titles>
<periodical><full-title/></periodical><pages/><volume/><number/><dates><year/></dates>..</record></records></xml>
"""

from typing import Any

from papersearch.paper import Author, PaperType
from papersearch.record import Record, Reject
from papersearch_ingest.parsers.dates import Date, date_in, date_of
from papersearch_ingest.parsers.markup import plain_text
from papersearch_ingest.parsers.paper_types import type_in_words, unless_preprint
from papersearch_ingest.parsers.people import author_fields, named, people
from papersearch_ingest.parsers.publication import language_in, number_in, pages_in, serial_numbers
from papersearch_ingest.parsers.source import Parser, Sample
from papersearch_ingest.parsers.values import (
    addresses,
    identifiers,
    noted_identifiers,
    record_or_reject,
    separate_keywords,
    title_says_retracted,
)
from papersearch_ingest.parsers.xml.pieces import Piece, read_records, root_of
from papersearch_ingest.parsers.xml.values import child_text, filled, texts_of

_IN_SERIES = frozenset({PaperType.BOOK, PaperType.THESIS, PaperType.REPORT})
"""Types whose secondary title is a series', not where the work appeared."""
_KEPT = ("label", "accession-num", "call-num", "research-notes", "short-title", "work-type", "section", "num-vols",
         "pub-location", "auth-address", "remote-database-name")  # fmt: skip


def _score(sample: Sample) -> float:
    text = sample.text or ""
    has_records = "<ref-type" in text and ("<rec-number" in text or "<contributors" in text)
    return 0.95 if has_records and root_of(sample).name in {"xml", "records", "record"} else 0.0


def _record(element: Any, piece: Piece) -> Record | Reject:
    title, publication = child_text(element, "titles/title") or None, _publication(element)
    urls = texts_of(element.iterfind("urls/*/url"))
    pdfs = [url for url in urls if url.lower().endswith(".pdf")]
    notes = [child_text(element, name) for name in ("notes", "custom2", "accession-num")]
    number = child_text(element, "electronic-resource-num")
    pmcid = notes[1] if notes[1].upper().startswith("PMC") else None
    return record_or_reject(
        Record(
            title=title,
            **author_fields(_people(element, "authors")),
            abstract=plain_text(child_text(element, "abstract")),
            venue=publication["container"],
            **_date(element)._asdict(),
            keywords=_keywords(element),
            ids=noted_identifiers(*notes) | identifiers(*urls, number, pmcid=pmcid),
            links=addresses(html=next((url for url in urls if url not in pdfs), None), pdf=next(iter(pdfs), None)),
            comments=notes[0] or None,
            is_retracted=title_says_retracted(title),
            line=piece.line,
            raw=piece.raw,
            **publication,
            extra=filled(
                type=_kind_name(element), **{name.replace("-", "_"): child_text(element, name) for name in _KEPT}
            ),
        )
    )


def _publication(element: Any) -> dict[str, Any]:
    """What the record says of the publication, by the names of a record's fields."""
    kind = type_in_words(_kind_name(element))
    secondary = child_text(element, "periodical/full-title") or child_text(element, "titles/secondary-title")
    container = None if kind in _IN_SERIES else secondary or None
    return {
        "type": unless_preprint(kind, container),
        "container": container,
        "volume": number_in(child_text(element, "volume")),
        "issue": number_in(child_text(element, "number") or child_text(element, "issue")),
        "pages": pages_in(child_text(element, "pages") or child_text(element, "electronic-pages")),
        "publisher": child_text(element, "publisher") or None,
        "edition": number_in(child_text(element, "edition")),
        "editors": () if kind is PaperType.THESIS else _people(element, "secondary-authors"),
        **serial_numbers([*texts_of(element.findall("isbn")), *texts_of(element.findall("issn"))])._asdict(),
        "language": language_in(child_text(element, "language")),
        "citation_key": child_text(element, "label") or None,
    }


def _kind_name(element: Any) -> str:
    kind = element.find("ref-type")
    return kind.get("name", "") if kind is not None else ""


def _people(element: Any, group: str) -> tuple[Author, ...]:
    return people(map(named, texts_of(element.iterfind(f"contributors/{group}/author"))))


def _keywords(element: Any) -> tuple[str, ...]:
    """One `keyword` each; some libraries have all in one, with semicolons or a line each."""
    texts = (" ".join(" ".join(each.itertext()).split()) for each in element.iterfind("keywords/keyword"))
    return separate_keywords(filter(None, texts))


def _date(element: Any) -> Date:
    """The year, with the month and day of `pub-dates`, which EndNote writes as people typed them."""
    stated = child_text(element, "dates/pub-dates/date")
    year = child_text(element, "dates/year")
    return date_of(year, stated) if year else date_in(stated)


PARSER = Parser("endnote-xml", 1, _score, parse=lambda source: read_records(source, ("record",), _record))
"""Reads EndNote's export. An author that ends in a comma is an organisation, as EndNote writes those."""
