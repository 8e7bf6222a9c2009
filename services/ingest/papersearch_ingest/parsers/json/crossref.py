"""Crossref's JSON: a work, a list of works, the API's message, or a dump with a work a line.

{"DOI": "10.1/x", "title": ["T"], "author": [{"given": "A", "family": "B"}], "issued": {"date-parts": [[2019, 5]]},
 "container-title": ["J"], "abstract": "<jats:p>...</jats:p>", "updated-by": [{"type": "retraction"}], ...}
"""

import re
from collections.abc import Mapping
from typing import Any

from papersearch.record import Record, Reject
from papersearch_ingest.parsers.dates import Date, date_in, date_of
from papersearch_ingest.parsers.json.marks import json_keys
from papersearch_ingest.parsers.json.paper import paper_record
from papersearch_ingest.parsers.json.stream import JsonItem, read_objects
from papersearch_ingest.parsers.markup import plain_text
from papersearch_ingest.parsers.paper_types import CROSSREF
from papersearch_ingest.parsers.people import author_fields, people_in
from papersearch_ingest.parsers.publication import language_in, number_in, pages_in, serial_numbers
from papersearch_ingest.parsers.references import reference, references
from papersearch_ingest.parsers.source import Parser, Sample, record_parser
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
)

_MARKS = frozenset({"reference-count", "references-count", "is-referenced-by-count", "content-domain", "deposited",
                    "short-container-title", "published-print", "published-online", "issn-type",
                    "indexed"})  # fmt: skip
_DATES = ("issued", "published", "published-print", "published-online", "posted", "approved")
_USED = {"title", "author", "abstract", "container-title", "DOI", "editor", "volume", "issue", "page", "article-number",
         "publisher", "edition-number", "ISSN", "ISBN", "language", "issn-type"}  # fmt: skip
_VERSIONS = ("has-preprint", "is-preprint-of", "has-version", "is-version-of", "is-same-as", "is-manuscript-of",
             "has-manuscript")  # fmt: skip
"""Relations to other versions of the same work."""
_ONLY_RAW = {"reference", "indexed", "deposited", "score", "assertion", "content-domain"}
"""What the raw text alone keeps: reference lists, and the index's own book-keeping."""
_RETRACTIONS = frozenset({"retraction", "withdrawal", "removal", "partial_retraction"})


def _record(item: JsonItem) -> Record | Reject:
    value = item.value
    if "DOI" not in value and not isinstance(value.get("title"), list):
        return paper_record(item)
    title = plain_text(text_in(value.get("title")))
    date = date_of_parts(first_dated(value, _DATES))
    if not date.year:
        date = date_of_parts(mapping_in(value.get("event")).get("start"))
    return record_or_reject(
        Record(
            title=title,
            **author_fields(people_in(value.get("author"))),
            abstract=plain_text(text_in(value.get("abstract"))),
            venue=plain_text(text_in(value.get("container-title"))),
            **date._asdict(),
            ids=identifiers(doi=value.get("DOI"), arxiv=_arxiv_of(value)),
            links=_links(value),
            is_retracted=title_says_retracted(title) or _is_retracted(value),
            line=item.line,
            raw=item.raw,
            **_publication(value),
            references=references(map(_cited, map(mapping_in, list_in(value.get("reference"))))),
            versions=_versions(value),
            extra=_extra(value),
        )
    )


def first_dated(value: Mapping[str, Any], names: tuple[str, ...]) -> Any:
    """The first of these dates that has a year."""
    return next((value[name] for name in names if date_of_parts(value.get(name)).year), None)


def date_of_parts(date: Any) -> Date:
    """The date of `{"date-parts": [[2019, 5, 7]]}`, or of a date's `raw` or `literal` text, or of a text."""
    if not isinstance(date, Mapping):
        return date_in(date)
    parts = list_in(date.get("date-parts"))
    first = parts[0] if parts else None
    found = date_of(*first[:3]) if isinstance(first, list) and first else date_of(first)
    return found if found.year else date_in(first_value(date, ("raw", "literal", "date-time", "year")))


def _publication(value: Mapping[str, Any]) -> dict[str, Any]:
    """What the work says of its publication, by the names of a record's fields."""
    numbers = serial_numbers([*list_in(value.get("ISSN")), *list_in(value.get("ISBN"))])
    kind = text_in(value.get("type")) or ""
    has_journal = bool(value.get("container-title") and not kind)
    return {
        "type": CROSSREF.get("journal-article" if has_journal and numbers.issn else kind),
        "container": plain_text(text_in(value.get("container-title"))),
        "volume": number_in(value.get("volume")),
        "issue": number_in(value.get("issue")),
        "pages": pages_in(first_value(value, ("page", "article-number"))),
        "publisher": plain_text(text_in(value.get("publisher"))),
        "edition": number_in(value.get("edition-number")),
        "editors": people_in(value.get("editor")),
        **numbers._asdict(),
        "language": language_in(value.get("language")),
    }


def _cited(entry: Mapping[str, Any]) -> Any:
    """An entry of `reference`, whose `unstructured` is the whole of it as the publisher printed it."""
    title = first_value(entry, ("article-title", "volume-title", "series-title"))
    authors = list_in(entry.get("author"))
    doi, text = entry.get("DOI"), entry.get("unstructured")
    return reference(ids={"doi": doi}, title=title, year=entry.get("year"), authors=authors, text=text)


def _versions(value: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    """The DOIs of the work's other versions, as its relations name them."""
    relation = mapping_in(value.get("relation"))
    others = [mapping_in(other) for name in _VERSIONS for other in list_in(relation.get(name))]
    dois = [identifiers(doi=other.get("id")).get("doi") for other in others if other.get("id-type") == "doi"]
    own = identifiers(doi=value.get("DOI")).get("doi")
    found = tuple(dict.fromkeys(doi for doi in dois if doi and doi != own))
    return {"doi": found} if found else {}


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
    return any(mapping_in(update).get("type") in _RETRACTIONS for update in list_in(value.get("updated-by")))


def _arxiv_of(value: Mapping[str, Any]) -> str | None:
    """The arXiv id that a relation names as this very work's preprint."""
    relation = mapping_in(value.get("relation"))
    others = [mapping_in(each) for name in ("is-same-as", "has-preprint") for each in list_in(relation.get(name))]
    ids = ((other.get("id-type"), text_in(other.get("id"))) for other in others)
    return next((number for kind, number in ids if kind == "arxiv" or "arxiv" in (number or "").lower()), None)


def _extra(value: Mapping[str, Any]) -> dict[str, Any]:
    extra = remaining(value, _USED | _ONLY_RAW)
    for name in ("title", "container-title"):
        others = list_in(value.get(name))[1:]
        if others:
            extra[f"other-{name}"] = others
    return extra


_TITLE_LIST = re.compile(r'"title"\s{0,5}:\s{0,5}\[\s{0,5}"')


def _score(sample: Sample) -> float:
    """By what only Crossref's works have, or, where the caller selected members, by those that have its form."""
    keys = json_keys(sample)
    if not keys & {"DOI", "title"}:
        return 0.0
    if len(keys & _MARKS) >= 2:
        return 0.9
    is_work = "DOI" in keys and bool(_TITLE_LIST.search(sample.text or ""))
    return 0.9 if is_work or {"message-type", "message-version", "message"} <= keys else 0.0


PARSER = Parser(
    "crossref-json",
    2,
    _score,
    parse=record_parser(read_objects, _record),
)
"""Reads Crossref works; subjects, which Crossref gave to journals and not to papers, are kept in `extra`."""
