"""arXiv's Atom feeds: what its search API answers. A feed without entries has no records; an error is a reject."""

from typing import Any

from papersearch.paper import PaperType
from papersearch.record import Record, Reject
from papersearch_ingest.parsers.arxiv_categories import named_categories
from papersearch_ingest.parsers.arxiv_notes import appearance
from papersearch_ingest.parsers.dates import date_in
from papersearch_ingest.parsers.source import Parser, Sample
from papersearch_ingest.parsers.values import record_or_reject
from papersearch_ingest.parsers.xml.pieces import Piece, read_records, root_of
from papersearch_ingest.parsers.xml.values import child_text, filled, texts_of


def _score(sample: Sample) -> float:
    is_arxiv = all(address in (sample.text or "") for address in ("www.w3.org/2005/Atom", "arxiv.org/"))
    return 0.95 if root_of(sample).name in {"feed", "entry"} and is_arxiv else 0.0


def _record(entry: Any, piece: Piece) -> Record | Reject:
    address, summary = child_text(entry, "id"), child_text(entry, "summary")
    if "/api/errors" in address:
        return Reject(f"arXiv answered with an error: {summary}", piece.line, piece.raw)
    title = child_text(entry, "title")
    if not title:
        return Reject("This entry has no title.", piece.line, piece.raw)
    comment, journal_ref = child_text(entry, "comment"), child_text(entry, "journal_ref")
    venue, date = appearance(comment, journal_ref, date_in(child_text(entry, "published")))
    return record_or_reject(Record(
        type=PaperType.ARTICLE,
        title=title,
        authors=texts_of(entry.iterfind("author/name")),
        abstract=summary or None,
        venue=venue,
        **date._asdict(),
        ids=filled(arxiv=address.partition("/abs/")[2] or address, doi=child_text(entry, "doi")),
        links=_links(entry),
        comments=comment or None,
        journal_ref=journal_ref or None,
        is_retracted=is_withdrawn(comment, summary),
        line=piece.line,
        raw=piece.raw,
        extra=filled(
            categories=named_categories(each.get("term", "") for each in entry.findall("category")),
            primary_category=next((each.get("term", "") for each in entry.findall("primary_category")), ""),
            published=child_text(entry, "published"),
            updated=child_text(entry, "updated"),
            affiliations=list(texts_of(entry.iterfind("author/affiliation"))),
        ),
    ))  # fmt: skip


def is_withdrawn(comment: str, abstract: str) -> bool:
    """Whether the authors or arXiv's administrators withdrew a paper: the comment or all of the abstract says so."""
    said = f"{comment} {abstract[:60]}".lower()
    return "been withdrawn" in said or comment.lower().startswith("withdrawn")


def _links(entry: Any) -> dict[str, str]:
    links: dict[str, str] = {}
    for each in entry.findall("link"):
        address = each.get("href", "")
        kind = "pdf" if each.get("title") == "pdf" else "html" if each.get("rel") == "alternate" else ""
        if kind and address.startswith(("http://", "https://")):
            links[kind] = address
    return links


PARSER = Parser("arxiv-atom", 3, _score, parse=lambda source: read_records(source, ("entry",), _record))
"""Reads feeds of the API, and single entries of them."""
