"""Zotero's RDF export: the items, and the journals and files that they name, beside each other in one `rdf:RDF`.

<rdf:RDF><bib:Article rdf:about=".."><z:itemType>journalArticle</z:itemType><dcterms:isPartOf
rdf:resource="urn:issn:1234-5679"/><bib:authors><rdf:Seq><rdf:li><foaf:Person><foaf:surname/>..
<bib:Journal rdf:about="urn:issn:1234-5679"><prism:volume>4</prism:volume><dc:title>J</dc:title></bib:Journal>
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from papersearch.paper import Author
from papersearch.record import Record, Reject
from papersearch_ingest.parsers.dates import date_in
from papersearch_ingest.parsers.markup import plain_text
from papersearch_ingest.parsers.paper_types import type_in_words, unless_preprint
from papersearch_ingest.parsers.people import author_fields, named, people, person
from papersearch_ingest.parsers.publication import language_in, number_in, pages_in, serial_numbers
from papersearch_ingest.parsers.source import Parser, Sample, Source
from papersearch_ingest.parsers.values import (
    addresses,
    identifiers,
    noted_identifiers,
    record_or_reject,
    title_says_retracted,
)
from papersearch_ingest.parsers.xml.pieces import Read, elements, root_of
from papersearch_ingest.parsers.xml.values import child_text, filled, text_of, texts_of

_NOT_ITEMS = frozenset({"attachment", "note", "annotation"})
_VOLUMES = frozenset({"Journal", "Book", "Series", "Proceedings", "Periodical"})
_KEY_LINE = re.compile(r"^Citation Key: ?(?P<key>\S{1,200})$", re.MULTILINE)


def _score(sample: Sample) -> float:
    text = sample.text or ""
    is_zotero = ":itemType>" in text and ("zotero.org/namespaces/export" in text or "<z:itemType" in text)
    return 0.95 if is_zotero and root_of(sample).name == "RDF" else 0.0


def _parse(source: Source) -> Iterator[Record | Reject]:
    for found in elements(source, ("RDF",)):
        if isinstance(found, Reject):
            yield found
        else:
            yield from _records(found)


def _records(found: Read) -> Iterator[Record | Reject]:
    """The items of the export; what they name by its address is one of its other elements."""
    nodes = [each for each in found.element if isinstance(each.tag, str)]
    by_address = {address: each for each in nodes if (address := _attribute(each, "about"))}
    lines = found.piece.raw.split("\n")
    starts = [min(max((each.sourceline or 1) - 1, 0), len(lines) - 1) for each in nodes] + [len(lines)]
    for each, start, end in zip(nodes, starts, starts[1:], strict=False):
        kind = child_text(each, "itemType")
        if kind and kind not in _NOT_ITEMS:
            raw = "\n".join(lines[start : max(end, start + 1)]).strip()
            yield _record(each, kind, by_address, found.piece.line + start, raw)


def _attribute(element: Any, name: str) -> str:
    """An attribute by its local name."""
    return next((str(value) for key, value in element.attrib.items() if key.rpartition("}")[2] == name), "")


def _record(item: Any, kind: str, by_address: Mapping[str, Any], line: int, raw: str) -> Record | Reject:
    host = _host(item, by_address)
    places = [item] if host is None else [item, host]
    numbers = [text for place in places for text in texts_of(place.findall("identifier"))]
    urls = texts_of(item.iterfind("identifier/URI/value"))
    extra_lines = _lines_of(item.find("description"))
    title = plain_text(child_text(item, "title"))
    publication = _publication(item, host, kind, numbers)
    key = _KEY_LINE.search(extra_lines)
    return record_or_reject(
        Record(
            title=title,
            **author_fields(_people(item, "authors")),
            abstract=plain_text(child_text(item, "abstract")),
            venue=publication["container"],
            **date_in(child_text(item, "date"))._asdict(),
            keywords=_keywords(item),
            ids=noted_identifiers(extra_lines) | identifiers(*urls, doi=_doi(numbers)),
            links=addresses(html=next(iter(urls), None)),
            is_retracted=title_says_retracted(title),
            line=line,
            raw=raw,
            **publication,
            citation_key=child_text(item, "citationKey") or (key["key"] if key else None),
            extra=filled(
                type=kind,
                description=" ".join(extra_lines.split()),
                archive=child_text(item, "archive"),
                library_catalog=child_text(item, "libraryCatalog"),
            ),
        )
    )


def _host(item: Any, by_address: Mapping[str, Any]) -> Any:
    """The journal or book that the item is part of: inside of it, or another element of the export."""
    for part in item.findall("isPartOf"):
        inner = next((each for each in part if each.tag in _VOLUMES), None)
        inner = by_address.get(_attribute(part, "resource")) if inner is None else inner
        if inner is not None and inner.tag != "Series":
            return inner
    return None


def _people(item: Any, group: str) -> tuple[Author, ...]:
    return people(map(_person, item.iterfind(f"{group}/Seq/li/*")))


def _person(each: Any) -> Author | None:
    """A person, whose given names Zotero has under two spellings; an organisation has a surname alone."""
    given = child_text(each, "givenName") or child_text(each, "givenname")
    family = child_text(each, "surname")
    return person(given, family) if given else named(family or child_text(each, "name"))


def _keywords(item: Any) -> tuple[str, ...]:
    """Keywords that somebody chose; those that Zotero took from a catalogue are marked as automatic."""
    own = (each for each in item.findall("subject") if not len(each))
    automatic = (value for each in item.iterfind("subject/AutomaticTag") for value in each.findall("value"))
    return tuple(dict.fromkeys(texts_of([*own, *automatic])))


def _doi(numbers: list[str]) -> str | None:
    return next(
        (
            text.partition(" ")[2] or text
            for text in numbers
            if text.upper().startswith("DOI ") or text.startswith("10.")
        ),
        None,
    )


def _lines_of(element: Any) -> str:
    return "" if element is None else "".join(element.itertext()).strip()


def _publication(item: Any, host: Any, kind: str, numbers: list[str]) -> dict[str, Any]:
    """What the item and its host say of the publication, by the names of a record's fields."""
    container = (
        child_text(host, "title") or child_text(item, "publicationTitle") or child_text(item, "proceedingsTitle")
    )
    return {
        "type": unless_preprint(type_in_words(kind), container),
        "container": container or None,
        "volume": number_in(child_text(host, "volume") or child_text(item, "volume")),
        "issue": number_in(child_text(host, "number") or child_text(item, "number")),
        "pages": pages_in(child_text(item, "pages")),
        "publisher": child_text(item, "publisher/Organization/name") or text_of(item.find("publisher")) or None,
        "edition": number_in(child_text(item, "edition")),
        "editors": _people(item, "editors"),
        **serial_numbers(text for text in numbers if text.upper().startswith(("ISSN", "ISBN")))._asdict(),
        "language": language_in(child_text(item, "language")),
    }


PARSER = Parser("zotero-rdf", 1, _score, parse=_parse, is_streaming=False)
"""Reads Zotero's own export. Attachments and notes are not papers."""
