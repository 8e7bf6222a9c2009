"""Atom feeds that describe publications by PRISM and Dublin Core, as this project and publishers write them."""

from typing import Any

from papersearch.paper import Tldr, TldrSource
from papersearch.record import Record, Reject
from papersearch_ingest.parsers.dates import date_in
from papersearch_ingest.parsers.paper_types import csl_type
from papersearch_ingest.parsers.publication import language_in, number_in, pages_in, serial_numbers
from papersearch_ingest.parsers.source import Parser, Sample
from papersearch_ingest.parsers.values import addresses, identifiers, record_or_reject, title_says_retracted
from papersearch_ingest.parsers.xml.pieces import Piece, read_records, root_of
from papersearch_ingest.parsers.xml.values import child_text, texts_of

_UNTITLED, _UNKNOWN = "Untitled", "Unknown"
"""What stands where Atom demands a title or an author and there is none."""


def _score(sample: Sample) -> float:
    text = sample.text or ""
    is_atom = root_of(sample).name in {"feed", "entry"} and "www.w3.org/2005/Atom" in text
    return 0.97 if is_atom and "prismstandard.org/namespaces/" in text else 0.0


def _record(entry: Any, piece: Piece) -> Record | Reject:
    title = child_text(entry, "title")
    authors = texts_of(entry.iterfind("author/name"))
    summary, teaser = child_text(entry, "summary"), child_text(entry, "teaser")
    links = {each.get("rel"): each.get("href") for each in reversed(entry.findall("link"))}
    return record_or_reject(
        Record(
            title=None if title == _UNTITLED else title or None,
            authors=() if authors == (_UNKNOWN,) else authors,
            abstract=summary if summary != teaser else None,
            tldr=Tldr(teaser, TldrSource.AUTO) if teaser else None,
            venue=child_text(entry, "publicationName") or None,
            **date_in(child_text(entry, "publicationDate"))._asdict(),
            keywords=tuple(each.get("term", "") for each in entry.findall("category")),
            ids=_ids(entry),
            links=addresses(html=links.get("related") or links.get("alternate"), pdf=links.get("enclosure")),
            is_retracted=title_says_retracted(title),
            line=piece.line,
            raw=piece.raw,
            **_publication(entry),
        )
    )


def _publication(entry: Any) -> dict[str, Any]:
    """What the entry says of the publication, by the names of a record's fields."""
    return {
        "type": csl_type(child_text(entry, "type")),
        "container": child_text(entry, "publicationName") or None,
        "volume": number_in(child_text(entry, "volume")),
        "issue": number_in(child_text(entry, "number")),
        "pages": pages_in(child_text(entry, "pageRange") or child_text(entry, "startingPage")),
        "publisher": child_text(entry, "publisher") or None,
        "edition": number_in(child_text(entry, "edition")),
        **serial_numbers([*texts_of(entry.findall("issn")), *texts_of(entry.findall("isbn"))])._asdict(),
        "language": language_in(child_text(entry, "language")),
    }


def _ids(entry: Any) -> dict[str, str]:
    named = (text.partition(":") for text in texts_of(entry.findall("identifier")))
    known = {scheme.lower(): value for scheme, colon, value in named if colon and value[:2] != "//"}
    return identifiers(**{"doi": child_text(entry, "doi"), **known})


PARSER = Parser("prism-atom", 1, _score, parse=lambda source: read_records(source, ("entry",), _record))
"""Reads whole feeds, and single entries. The first address of each kind counts."""
