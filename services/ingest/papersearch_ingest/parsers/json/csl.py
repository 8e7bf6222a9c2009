"""CSL-JSON, as Zotero, Pandoc and DOI content negotiation write it: an array of items, or one.

{"id": "doe2019", "type": "article-journal", "title": "T", "author": [{"family": "Doe", "given": "J."}],
 "issued": {"date-parts": [[2019, 5]]}, "container-title": "J", "DOI": "10.1/x", "note": "PMID: 1"}
"""

import re
from collections.abc import Mapping
from typing import Any

from papersearch.record import Record, Reject
from papersearch_ingest.parsers.json.crossref import date_of_parts, first_dated
from papersearch_ingest.parsers.json.marks import json_keys
from papersearch_ingest.parsers.json.stream import JsonItem, read_objects
from papersearch_ingest.parsers.markup import plain_text
from papersearch_ingest.parsers.paper_types import csl_type, unless_preprint
from papersearch_ingest.parsers.people import author_fields, people_in
from papersearch_ingest.parsers.publication import citation_key, language_in, number_in, pages_in, serial_numbers
from papersearch_ingest.parsers.source import Parser, Sample, record_parser
from papersearch_ingest.parsers.values import (
    addresses,
    first_value,
    identifiers,
    keywords_in,
    noted_identifiers,
    record_or_reject,
    remaining,
    text_in,
    title_says_retracted,
    without_noted_ids,
)

_TYPE = re.compile(
    r'"type"\s*:\s*"(?:article(?:-\w+)?|paper-conference|chapter|post-weblog|post|manuscript|report|speech|thesis|book|'
    r'entry(?:-\w+)?|webpage|dataset|software|document|review(?:-book)?|standard|performance|periodical)"'
)
_MARKS = frozenset({"date-parts", "family", "given", "literal", "container-title", "citation-key", "issued", "note",
                    "publisher-place", "collection-title", "event-title", "container-title-short"})  # fmt: skip
_USED = {"title", "author", "abstract", "container-title", "issued", "keyword", "categories", "DOI", "PMID", "PMCID",
         "note", "type", "id", "citation-key", "volume", "issue", "page", "publisher", "edition", "editor", "ISSN",
         "ISBN", "language"}  # fmt: skip


def _score(sample: Sample) -> float:
    keys = json_keys(sample)
    if not {"type", "title"} <= keys or not _TYPE.search(sample.text or ""):
        return 0.0
    if "authors" in keys and not keys & {"issued", "date-parts"}:
        return 0.0  # papers as this project writes them: CSL has `author`
    return 0.8 if keys & _MARKS else 0.55 if "id" in keys else 0.0


def _record(item: JsonItem) -> Record | Reject:
    value = item.value
    title, note = plain_text(text_in(value.get("title"))), text_in(value.get("note"))
    return record_or_reject(
        Record(
            title=title,
            **author_fields(people_in(value.get("author"))),
            abstract=plain_text(text_in(value.get("abstract"))),
            venue=plain_text(text_in(first_value(value, ("container-title", "event-title", "event")))),
            **date_of_parts(first_dated(value, ("issued", "event-date", "submitted")))._asdict(),
            keywords=keywords_in(first_value(value, ("keyword", "categories"))),
            ids=_ids(value, note),
            links=addresses(html=value.get("URL")),
            comments=without_noted_ids(note),
            is_retracted=title_says_retracted(title),
            line=item.line,
            raw=item.raw,
            **_publication(value),
            extra=remaining(value, _USED),
        )
    )


def _publication(value: Mapping[str, Any]) -> dict[str, Any]:
    """What the item says of its publication, by the names of a record's fields."""
    container = plain_text(text_in(value.get("container-title")))
    return {
        "type": unless_preprint(csl_type(text_in(value.get("type"))), container),
        "container": container,
        "volume": number_in(value.get("volume")),
        "issue": number_in(first_value(value, ("issue", "number"))),
        "pages": pages_in(first_value(value, ("page", "number-of-first-page"))),
        "publisher": plain_text(text_in(value.get("publisher"))),
        "edition": number_in(value.get("edition")),
        "editors": people_in(value.get("editor")),
        **serial_numbers([value.get("ISSN"), value.get("ISBN")])._asdict(),
        "language": language_in(value.get("language")),
        "citation_key": citation_key(text_in(value.get("citation-key"))) or citation_key(text_in(value.get("id"))),
    }


def _ids(value: Mapping[str, Any], note: str | None) -> dict[str, str]:
    named = {scheme: value.get(scheme.upper()) for scheme in ("doi", "pmid", "pmcid")}
    if (text_in(value.get("archive")) or "").lower() == "arxiv":
        named["arxiv"] = value.get("archive_location")
    return noted_identifiers(note) | identifiers(value.get("URL"), **named)


PARSER = Parser("csl-json", 3, _score, parse=record_parser(read_objects, _record))
"""Reads CSL-JSON. Identifiers in a note (`PMID: 1`), where Zotero puts them, count."""
