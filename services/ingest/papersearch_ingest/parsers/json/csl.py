"""CSL-JSON, as Zotero, Pandoc and DOI content negotiation write it: an array of items, or one.

{"id": "doe2019", "type": "article-journal", "title": "T", "author": [{"family": "Doe", "given": "J."}],
 "issued": {"date-parts": [[2019, 5]]}, "container-title": "J", "DOI": "10.1/x", "note": "PMID: 1"}
"""

import re
from collections.abc import Mapping
from typing import Any

from papersearch.record import Record, Reject
from papersearch_ingest.parsers.author_names import name_in
from papersearch_ingest.parsers.json.crossref import date_year, first_dated
from papersearch_ingest.parsers.json.marks import json_keys
from papersearch_ingest.parsers.json.stream import JsonItem, read_objects
from papersearch_ingest.parsers.markup import plain_text
from papersearch_ingest.parsers.source import Parser, Sample, record_parser
from papersearch_ingest.parsers.values import (
    addresses,
    first_value,
    identifiers,
    keywords_in,
    list_in,
    record_or_reject,
    remaining,
    text_in,
    title_says_retracted,
)

_TYPE = re.compile(
    r'"type"\s*:\s*"(?:article(?:-\w+)?|paper-conference|chapter|post-weblog|post|manuscript|report|speech|thesis|book|'
    r'entry(?:-\w+)?|webpage|dataset|software|document|review(?:-book)?|standard|performance|periodical)"'
)
_MARKS = frozenset({"date-parts", "family", "given", "literal", "container-title", "citation-key", "issued", "note",
                    "publisher-place", "collection-title", "event-title", "container-title-short"})  # fmt: skip
_USED = {"title", "author", "abstract", "container-title", "issued", "keyword", "categories", "DOI", "PMID", "PMCID",
         "note"}  # fmt: skip
_NOTED_ID = re.compile(r"^\s*(?P<scheme>arXiv|PMID|PMCID|DOI)\s*:\s*(?P<id>\S+)", re.IGNORECASE | re.MULTILINE)


def _score(sample: Sample) -> float:
    keys = json_keys(sample)
    if not {"type", "title"} <= keys or not _TYPE.search(sample.text or ""):
        return 0.0
    return 0.8 if keys & _MARKS else 0.55 if "id" in keys else 0.0


def _record(item: JsonItem) -> Record | Reject:
    value = item.value
    title, note = plain_text(text_in(value.get("title"))), text_in(value.get("note"))
    return record_or_reject(
        Record(
            title=title,
            authors=tuple(filter(None, map(name_in, list_in(value.get("author"))))),
            abstract=plain_text(text_in(value.get("abstract"))),
            venue=plain_text(text_in(first_value(value, ("container-title", "event-title", "event")))),
            year=date_year(first_dated(value, ("issued", "event-date", "submitted"))),
            keywords=keywords_in(first_value(value, ("keyword", "categories"))),
            ids=_ids(value, note),
            links=addresses(html=value.get("URL")),
            comments=note if note and _NOTED_ID.sub("", note).strip() else None,
            is_retracted=title_says_retracted(title),
            line=item.line,
            raw=item.raw,
            extra=remaining(value, _USED),
        )
    )


def _ids(value: Mapping[str, Any], note: str | None) -> dict[str, str]:
    noted = {found["scheme"].lower(): found["id"] for found in _NOTED_ID.finditer(note or "")}
    named = {scheme: text_in(value.get(scheme.upper())) or noted.get(scheme) for scheme in ("doi", "pmid", "pmcid")}
    return identifiers(value.get("URL"), **named, arxiv=noted.get("arxiv"))


PARSER = Parser("csl-json", 2, _score, parse=record_parser(read_objects, _record))
"""Reads CSL-JSON. Identifiers in a note (`PMID: 1`), where Zotero puts them, count."""
