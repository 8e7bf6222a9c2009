"""Crossref's JSON: a work, a list of works, the API's message, or a dump with a work a line.

{"DOI": "10.1/x", "title": ["T"], "author": [{"given": "A", "family": "B"}], "issued": {"date-parts": [[2019, 5]]},
 "container-title": ["J"], "abstract": "<jats:p>...</jats:p>", "updated-by": [{"type": "retraction"}], ...}
"""

from collections.abc import Mapping
from typing import Any

from papersearch.record import Record, Reject
from papersearch_ingest.parsers.author_names import name_in
from papersearch_ingest.parsers.json.marks import score_by_keys
from papersearch_ingest.parsers.json.paper import paper_record
from papersearch_ingest.parsers.json.stream import JsonItem, read_objects
from papersearch_ingest.parsers.markup import plain_text
from papersearch_ingest.parsers.source import Parser, record_parser
from papersearch_ingest.parsers.values import (
    addresses,
    first_value,
    identifiers,
    list_in,
    mapping_in,
    record_or_reject,
    remaining,
    text_in,
    title_says_retracted,
    year_in,
)

_MARKS = frozenset({"reference-count", "references-count", "is-referenced-by-count", "content-domain", "deposited",
                    "short-container-title", "published-print", "published-online", "issn-type",
                    "indexed"})  # fmt: skip
_DATES = ("issued", "published", "published-print", "published-online", "posted", "approved")
_USED = {"title", "author", "abstract", "container-title", "DOI"}
_ONLY_RAW = {"reference", "indexed", "deposited", "score", "assertion", "content-domain"}
"""What the raw text alone keeps: reference lists, and the index's own book-keeping."""
_RETRACTIONS = frozenset({"retraction", "withdrawal", "removal", "partial_retraction"})


def _record(item: JsonItem) -> Record | Reject:
    value = item.value
    if "DOI" not in value and not isinstance(value.get("title"), list):
        return paper_record(item)
    title = plain_text(text_in(value.get("title")))
    return record_or_reject(
        Record(
            title=title,
            authors=tuple(filter(None, map(name_in, list_in(value.get("author"))))),
            abstract=plain_text(text_in(value.get("abstract"))),
            venue=plain_text(text_in(value.get("container-title"))),
            year=date_year(first_dated(value, _DATES)) or date_year(mapping_in(value.get("event")).get("start")),
            ids=identifiers(doi=value.get("DOI"), arxiv=_arxiv_of(value)),
            links=_links(value),
            is_retracted=title_says_retracted(title) or _is_retracted(value),
            line=item.line,
            raw=item.raw,
            extra=_extra(value),
        )
    )


def first_dated(value: Mapping[str, Any], names: tuple[str, ...]) -> Any:
    """The first of these dates that has a year."""
    return next((value[name] for name in names if date_year(value.get(name))), None)


def date_year(date: Any) -> int | None:
    """The year of `{"date-parts": [[2019, 5, 7]]}`, or of a date's `raw` or `literal` text, or of a text."""
    if not isinstance(date, Mapping):
        return year_in(date)
    parts = list_in(date.get("date-parts"))
    first = parts[0] if parts else None
    year = year_in(first[0] if isinstance(first, list) and first else first)
    return year or year_in(first_value(date, ("raw", "literal", "date-time", "year")))


def _links(value: Mapping[str, Any]) -> dict[str, str]:
    """The publisher's page, else the DOI's address; a PDF that is meant for people or programs, not for plagiarism."""
    page = mapping_in(mapping_in(value.get("resource")).get("primary")).get("URL")
    pdfs = (
        link.get("URL")
        for link in map(mapping_in, list_in(value.get("link")))
        if link.get("content-type") == "application/pdf" and link.get("intended-application") != "similarity-checking"
    )
    return addresses(html=page or value.get("URL"), pdf=next(pdfs, None))


def _is_retracted(value: Mapping[str, Any]) -> bool:
    """Whether another work retracts this one. `update-to` is the other direction: the notice's own."""
    updates = map(mapping_in, list_in(value.get("updated-by")))
    return any(update.get("type") in _RETRACTIONS for update in updates)


def _arxiv_of(value: Mapping[str, Any]) -> str | None:
    """The arXiv id that a relation names as this very work's preprint."""
    relation = mapping_in(value.get("relation"))
    for name in ("is-same-as", "has-preprint"):
        for other in map(mapping_in, list_in(relation.get(name))):
            if other.get("id-type") == "arxiv" or "arxiv" in (text_in(other.get("id")) or "").lower():
                return text_in(other.get("id"))
    return None


def _extra(value: Mapping[str, Any]) -> dict[str, Any]:
    extra = remaining(value, _USED | _ONLY_RAW)
    for name in ("title", "container-title"):
        others = list_in(value.get(name))[1:]
        if others:
            extra[f"other-{name}"] = others
    return extra


PARSER = Parser(
    "crossref-json",
    1,
    score_by_keys(lambda keys: 0.9 if keys & {"DOI", "title"} and len(keys & _MARKS) >= 2 else 0.0),
    parse=record_parser(read_objects, _record),
)
"""Reads Crossref works; subjects, which Crossref gave to journals and not to papers, are kept in `extra`."""
