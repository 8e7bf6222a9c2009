"""Papers as JSON: one object a line, an array, or one object; our own export, and other people's common names."""

import re
from collections.abc import Mapping
from typing import Any

from papersearch.naming.identity import parse_identifier
from papersearch.paper import Material, Tldr, TldrSource
from papersearch.record import Record, Reject
from papersearch_ingest.parsers.author_names import name_in, split_names
from papersearch_ingest.parsers.json.stream import JsonItem, read_objects
from papersearch_ingest.parsers.source import Parser, Sample, record_parser
from papersearch_ingest.parsers.values import address_in, first_value, record_or_reject, remaining, year_in

_NAMES: dict[str, tuple[str, ...]] = {
    "title": ("title", "paper_title", "name"),
    "authors": ("authors", "author", "creators"),
    "abstract": ("abstract", "summary", "description"),
    "tldr": ("tldr", "tl;dr", "TL;DR", "one-sentence_summary"),
    "venue": ("venue", "journal", "conference", "booktitle", "container-title", "publication"),
    "year": ("year", "publication_year", "date", "published", "publication_date", "update_date"),
    "keywords": ("keywords", "keyword", "tags", "topics"),
    "comments": ("comments", "comment", "note"),
    "journal_ref": ("journal_ref", "journal-ref", "journal_reference"),
    "full_text": ("full_text", "fulltext", "text", "body"),
    "is_retracted": ("is_retracted", "retracted", "withdrawn"),
}
"""A record's field -> the keys under which sources have it, the first that has a value wins."""
_ID_KEYS = {
    "arxiv": ("arxiv", "arxiv_id", "arxivId", "ArXiv", "eprint"),
    "doi": ("doi", "DOI"),
    "openreview": ("openreview", "openreview_id", "forum"),
    "acl": ("acl", "acl_id", "ACL", "anthology_id"),
    "pmid": ("pmid", "PMID", "pubmed_id"),
    "pmcid": ("pmcid", "PMCID", "pmc"),
    "openalex": ("openalex", "openalex_id"),
    "s2": ("s2", "s2_id", "paperId"),
    "dblp": ("dblp", "dblp_key"),
}
_LINK_KEYS = {
    "html": ("html", "url", "URL", "link", "html_url"),
    "pdf": ("pdf", "pdf_url", "url_pdf"),
    "code": ("code", "code_url", "github"),
    "slides": ("slides", "slides_url"),
    "poster": ("poster", "poster_url"),
    "video": ("video", "video_url"),
}
_OWN = {"id", "sources", "provenance", "added_at", "updated_at", "version", "thumbnail", "ids", "links", "materials"}
_KNOWN = _OWN | {key for table in (_NAMES, _ID_KEYS, _LINK_KEYS) for keys in table.values() for key in keys}
_JSON_START = re.compile(r"[\x1e\s]*(?:\{\s*[\"}]|\[\s*[\{\]])")


def _score(sample: Sample) -> float:
    text = sample.text or ""
    if not _JSON_START.match(text):
        return 0.0
    names_title = any(f'"{key}"' in text for key in (*_NAMES["title"], *_NAMES["abstract"]))
    return 0.5 if names_title else 0.2


def paper_record(item: JsonItem) -> Record | Reject:
    """A record out of an object with common names, at the top or in `paper`, `info` or `_source`."""
    value = item.value
    if not any(key in value for key in (*_NAMES["title"], *_NAMES["abstract"])):
        inner = first_value(value, ("paper", "info", "_source"))
        value = inner if isinstance(inner, Mapping) else value
    fields = {name: first_value(value, keys) for name, keys in _NAMES.items()}
    return record_or_reject(
        Record(
            title=_text(fields["title"]),
            authors=_authors(fields["authors"]),
            abstract=_text(fields["abstract"]),
            tldr=_tldr(fields["tldr"]),
            venue=_text(fields["venue"]),
            year=year_in(_text(fields["year"])),
            keywords=tuple(filter(None, map(_keyword, _as_list(fields["keywords"], split_at=r"[;,]")))),
            ids=_ids(value),
            links=_links(value),
            materials=tuple(Material(m) for m in _as_list(value.get("materials")) if _is_material(m)),
            comments=_text(fields["comments"]),
            journal_ref=_text(fields["journal_ref"]),
            full_text=_text(fields["full_text"]),
            is_retracted=fields["is_retracted"] is True,
            line=item.line,
            raw=item.raw,
            extra=remaining(value, _KNOWN),
        )
    )


def _text(value: Any) -> str | None:
    """Text out of a string, a number, `{"text"|"label"|"name"|"value": ...}`, or the first of a list of those."""
    if isinstance(value, list):
        value = value[0] if value else None
    if isinstance(value, Mapping):
        value = first_value(value, ("text", "label", "name", "value", "id"))
    if isinstance(value, str):
        return value.strip() or None
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def _as_list(value: Any, split_at: str | None = None) -> list[Any]:
    if isinstance(value, str):
        return [part.strip() for part in re.split(split_at, value)] if split_at else [value]
    return value if isinstance(value, list) else [] if value is None else [value]


def _authors(value: Any) -> tuple[str, ...]:
    if isinstance(value, str):
        return split_names(value)
    names = (_text(each) if isinstance(each, Mapping) else None for each in _as_list(value))
    return tuple(filter(None, (name or name_in(each) for name, each in zip(names, _as_list(value), strict=True))))


def _keyword(value: Any) -> str | None:
    """A keyword, unless it says of itself that it was extracted: those are extracted anew."""
    if isinstance(value, Mapping) and value.get("source") == "extracted":
        return None
    return _text(value)


def _is_material(value: Any) -> bool:
    return isinstance(value, str) and value in list(Material)


def _tldr(value: Any) -> Tldr | None:
    text = _text(value)
    if not text:
        return None
    source = value.get("source") if isinstance(value, Mapping) else None
    return Tldr(text, next((known for known in TldrSource if known == source), TldrSource.AUTHORS))


def _ids(value: Mapping[str, Any]) -> dict[str, str]:
    inner = value.get("ids")
    given = {k: v for k, v in inner.items() if isinstance(v, str) and v} if isinstance(inner, Mapping) else {}
    for scheme, keys in _ID_KEYS.items():
        text = _text(first_value(value, keys))
        if text and scheme not in given:
            parsed = parse_identifier(text)
            given[scheme] = parsed.value if parsed and parsed.scheme == scheme else text
    if not given:
        for candidate in (_text(value.get("id")), *_links(value).values()):
            parsed = parse_identifier(candidate or "")
            if parsed and parsed.scheme != "id":
                given.setdefault(parsed.scheme, parsed.value)
    return given


def _links(value: Mapping[str, Any]) -> dict[str, str]:
    inner = value.get("links")
    given = {str(k): v for k, v in inner.items() if address_in(v) == v} if isinstance(inner, Mapping) else {}
    for name, keys in _LINK_KEYS.items():
        candidate = address_in(first_value(value, keys))
        if name not in given and candidate:
            given[name] = candidate
    return given


PARSER = Parser("paper-json", 2, _score, parse=record_parser(read_objects, paper_record))
"""Reads JSON Lines and JSON. Unknown keys are kept in `extra`."""
