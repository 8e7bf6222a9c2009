"""arXiv's bulk metadata: one JSON object a line.

{"id": "0704.0001", "submitter": "P N", "authors": "A. One, B. Two", "title": "T", "comments": "37 pages",
 "journal-ref": "Phys.Rev.D76:013009,2007", "doi": "10.1103/x", "categories": "hep-ph cs.LG", "abstract": "...",
 "versions": [{"version": "v1", "created": "Mon, 2 Apr 2007 19:18:42 GMT"}], "update_date": "2008-11-26",
 "authors_parsed": [["One", "A.", ""], ["Two", "B.", "Jr."]]}
"""

import re
from collections.abc import Mapping
from typing import Any

from papersearch.paper import Author, PaperType
from papersearch.record import Record, Reject
from papersearch_ingest.parsers.arxiv_categories import named_categories
from papersearch_ingest.parsers.arxiv_notes import appearance
from papersearch_ingest.parsers.author_names import split_name_texts
from papersearch_ingest.parsers.dates import Date, date_in
from papersearch_ingest.parsers.json.marks import score_by_keys
from papersearch_ingest.parsers.json.paper import paper_record
from papersearch_ingest.parsers.json.stream import JsonItem, read_objects
from papersearch_ingest.parsers.people import author_fields, named, people, people_in
from papersearch_ingest.parsers.source import Parser, record_parser
from papersearch_ingest.parsers.values import identifiers, list_in, mapping_in, record_or_reject, text_in
from papersearch_ingest.parsers.whitespace import IN_PARENTHESES

_MARKS = frozenset({"submitter", "authors_parsed", "journal-ref", "report-no", "categories", "update_date", "versions"})
_EXTRA = ("submitter", "categories", "report-no", "license", "versions", "update_date")
_KNOWN = frozenset({"id", "authors", "authors_parsed", "title", "abstract", "comments", "journal-ref", "doi", *_EXTRA})
_WITHDRAWN = re.compile(r"\b(?:withdrawn|retracted)\b", re.IGNORECASE)


def _record(item: JsonItem) -> Record | Reject:
    value = item.value
    if not value.keys() & _MARKS:
        return paper_record(item)
    comments, journal_ref = text_in(value.get("comments")), text_in(value.get("journal-ref"))
    venue, date = appearance(comments, journal_ref, _submitted(value))
    return record_or_reject(
        Record(
            title=text_in(value.get("title")),
            **author_fields(_authors(value)),
            type=PaperType.ARTICLE,
            abstract=text_in(value.get("abstract")),
            venue=venue,
            **date._asdict(),
            ids=identifiers(arxiv=value.get("id"), doi=value.get("doi")),
            comments=comments,
            journal_ref=journal_ref,
            is_retracted=bool(comments and _WITHDRAWN.search(comments)),
            line=item.line,
            raw=item.raw,
            extra=_extra(value),
        )
    )


def _extra(value: Mapping[str, Any]) -> dict[str, Any]:
    extra = {key: kept for key, kept in value.items() if (key in _EXTRA or key not in _KNOWN) and kept}
    if isinstance(codes := extra.get("categories"), str):
        extra["categories"] = named_categories(codes.split())
    return extra


def _authors(value: Mapping[str, Any]) -> tuple[Author, ...]:
    names = split_name_texts(IN_PARENTHESES.sub("", text_in(value.get("authors")) or ""))
    return people_in(value.get("authors_parsed")) or people(map(named, names))


def _submitted(value: Mapping[str, Any]) -> Date:
    versions = list_in(value.get("versions"))
    created = date_in(mapping_in(versions[0] if versions else None).get("created"))
    return created if created.year else date_in(value.get("update_date"))


PARSER = Parser(
    "arxiv-json",
    4,
    score_by_keys(lambda keys: 0.95 if "id" in keys and len(keys & _MARKS) >= 3 else 0.0),
    parse=record_parser(read_objects, _record),
)
"""Reads arXiv's metadata. Venue and year as for a listing: the comment's, the reference's, the first version's."""
