"""Papers as JSON: one object a line, an array, or one object; our own export, and other people's common names."""

import re
from collections.abc import Mapping
from typing import Any

from papersearch.naming.identity import parse_identifier
from papersearch.paper import Author, Material, PaperType, Tldr, TldrSource
from papersearch.record import Record, Reject
from papersearch_ingest.parsers.author_names import split_name_texts
from papersearch_ingest.parsers.dates import date_in, date_of, same_year
from papersearch_ingest.parsers.json.stream import JsonItem, read_objects
from papersearch_ingest.parsers.markup import plain_text
from papersearch_ingest.parsers.paper_types import BIBTEX, csl_type, type_in_words, unless_preprint
from papersearch_ingest.parsers.people import author_fields, named, orcid_in, people, person_in
from papersearch_ingest.parsers.publication import language_in, number_in, pages_in, serial_numbers
from papersearch_ingest.parsers.references import reference, references
from papersearch_ingest.parsers.source import Parser, Sample, record_parser
from papersearch_ingest.parsers.values import (
    address_in,
    first_value,
    identifiers,
    list_in,
    mapping_in,
    record_or_reject,
    remaining,
)

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
    "date": ("date", "published", "publication_date"),
    "month": ("month",),
    "day": ("day",),
    "type": ("type", "ENTRYTYPE", "publication_type", "document_type"),
    "container": ("container", "container-title", "journal", "booktitle", "publication"),
    "volume": ("volume",),
    "issue": ("issue", "number"),
    "pages": ("pages", "page"),
    "publisher": ("publisher",),
    "edition": ("edition",),
    "editors": ("editors", "editor"),
    "issn": ("issn", "ISSN"),
    "isbn": ("isbn", "ISBN"),
    "language": ("language", "lang"),
    "citation_key": ("citation_key", "citation-key", "citekey", "bibkey"),
    "references": ("references",),
    "versions": ("other_ids", "versions"),
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
    return 0.5 if any(f'"{key}"' in text for key in (*_NAMES["title"], *_NAMES["abstract"])) else 0.2


def paper_record(item: JsonItem) -> Record | Reject:
    """A record out of an object with common names, at the top or in `paper`, `info` or `_source`."""
    value = item.value
    if not any(key in value for key in (*_NAMES["title"], *_NAMES["abstract"])):
        inner = first_value(value, ("paper", "info", "_source"))
        value = inner if isinstance(inner, Mapping) else value
    fields = {name: first_value(value, keys) for name, keys in _NAMES.items()}
    date = date_of(_text(fields["year"]), fields["month"], fields["day"])
    if date.month is None:
        date = same_year(date_in(_text(fields["date"])), date.year)
    return record_or_reject(
        Record(
            title=_text(fields["title"]),
            **author_fields(_people(fields["authors"])),
            abstract=_text(fields["abstract"]),
            tldr=_tldr(fields["tldr"]),
            venue=_text(fields["venue"]),
            **date._asdict(),
            keywords=tuple(filter(None, map(_keyword, _as_list(fields["keywords"], split_at=r"[;,]")))),
            ids=_ids(value),
            links=_links(value),
            materials=tuple(kind for each in _as_list(value.get("materials")) for kind in Material if kind == each),
            comments=_text(fields["comments"]),
            journal_ref=_text(fields["journal_ref"]),
            full_text=_text(fields["full_text"]),
            is_retracted=fields["is_retracted"] is True,
            line=item.line,
            raw=item.raw,
            **_publication(fields),
            extra=remaining(value, _KNOWN),
        )
    )


def _publication(fields: Mapping[str, Any]) -> dict[str, Any]:
    """What the object says of the publication, by the names of a record's fields."""
    container = plain_text(_text(fields["container"]))
    entries = fields["references"] if isinstance(fields["references"], list) else []
    return {
        "type": _type(_text(fields["type"]), container),
        "container": container,
        "volume": number_in(fields["volume"]),
        "issue": number_in(fields["issue"]),
        "pages": pages_in(fields["pages"]),
        "publisher": _text(fields["publisher"]),
        "edition": number_in(fields["edition"]),
        "editors": _people(fields["editors"]),
        **serial_numbers([*list_in(fields["issn"]), *list_in(fields["isbn"])])._asdict(),
        "language": language_in(fields["language"]),
        "citation_key": _text(fields["citation_key"]),
        "references": references(map(_cited, entries)),
        "versions": _versions(fields["versions"]),
    }


def _type(stated: str | None, container: str | None) -> PaperType | None:
    """Our own word for a type as it is; CSL's, BibTeX's or a plain word else."""
    own = next((kind for kind in PaperType if kind == stated), None)
    if own or not stated:
        return own
    return unless_preprint(BIBTEX.get(stated.lower()) or type_in_words(stated) or csl_type(stated), container)


def _cited(entry: Any) -> Any:
    """An entry of `references`: a text, or an object as in our own export."""
    if isinstance(entry, str):
        return reference(text=entry)
    cited = mapping_in(entry)
    names = (person.name for person in _people(cited.get("authors")))
    ids = {str(name): text for name, text in mapping_in(cited.get("ids")).items() if isinstance(text, str) and text}
    return reference(ids=ids, title=cited.get("title"), year=cited.get("year"), authors=names, text=cited.get("text"))


def _versions(value: Any) -> dict[str, tuple[str, ...]]:
    """The identifiers of other versions, as in our own export: `{"doi": ["10.1000/x"]}`."""
    listed = {str(name): [text for text in list_in(values) if isinstance(text, str) and text]
              for name, values in mapping_in(value).items()}  # fmt: skip
    return {name: tuple(values) for name, values in listed.items() if values}


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


def _people(value: Any) -> tuple[Author, ...]:
    if isinstance(value, str):
        return people(map(named, split_name_texts(value)))
    return people(map(_person, _as_list(value)))


def _person(value: Any) -> Author | None:
    """A person as our own export has one, whose `name` is as it is shown; else by the common names of the parts."""
    if not isinstance(value, Mapping):
        return person_in(value)
    name = _text(value)
    if name is None or "," in name:
        return person_in(value)
    given, family, suffix, literal = (_text(value.get(part)) for part in ("given", "family", "suffix", "literal"))
    return Author(name, given, family, suffix, literal, orcid_in(value.get("orcid")))


def _keyword(value: Any) -> str | None:
    """A keyword, unless it says of itself that it was extracted: those are extracted anew."""
    is_extracted = isinstance(value, Mapping) and value.get("source") == "extracted"
    return None if is_extracted else _text(value)


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
    return given or identifiers(_text(value.get("id")), *_links(value).values())


def _links(value: Mapping[str, Any]) -> dict[str, str]:
    inner = value.get("links")
    given = {str(k): v for k, v in inner.items() if address_in(v) == v} if isinstance(inner, Mapping) else {}
    for name, keys in _LINK_KEYS.items():
        candidate = address_in(first_value(value, keys))
        if name not in given and candidate:
            given[name] = candidate
    return given


PARSER = Parser("paper-json", 3, _score, parse=record_parser(read_objects, paper_record))
"""Reads JSON Lines and JSON. Unknown keys are kept in `extra`."""
