"""OAI-PMH answers, of arXiv and others: metadata as `arXiv`, `arXivRaw`, `arXivOld`, `oai_dc` or `papersearch`.

A deleted record is no paper. An error of the protocol is one of the whole source, except that nothing matched.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from papersearch.errors import SourceError
from papersearch.paper import PaperType
from papersearch.record import Record, Reject
from papersearch_ingest.parsers.arxiv_categories import named_categories
from papersearch_ingest.parsers.arxiv_notes import appearance
from papersearch_ingest.parsers.dates import Date, date_in
from papersearch_ingest.parsers.paper_types import type_in_words
from papersearch_ingest.parsers.people import author_fields, named, people, person
from papersearch_ingest.parsers.publication import language_in, serial_numbers, source_parts
from papersearch_ingest.parsers.source import Parser, Sample, Source
from papersearch_ingest.parsers.values import identifiers, record_or_reject
from papersearch_ingest.parsers.xml.arxiv_atom import is_withdrawn
from papersearch_ingest.parsers.xml.harvested_paper import paper_fields
from papersearch_ingest.parsers.xml.pieces import Piece, elements, root_of
from papersearch_ingest.parsers.xml.values import child_text, filled, split_names, texts_of

_ARXIV_YEAR = re.compile(r"(?:[a-z-]+(?:\.[A-Z]{2})?/)?(?P<year>\d\d)(?P<month>\d\d)")
_FIRST_YEAR = 91


def _score(sample: Sample) -> float:
    return {"OAI-PMH": 0.85, "ListRecords": 0.6}.get(root_of(sample).name, 0.0)


def _parse(source: Source) -> Iterator[Record | Reject]:
    for found in elements(source, ("record", "error"), nesting=("record",)):
        if isinstance(found, Reject):
            yield found
        elif found.piece.name == "error":
            if (code := found.element.get("code")) != "noRecordsMatch":
                raise SourceError(f"The repository answered with an error: {code or 'without a code'}.")
        elif made := _record(found.element, found.piece):
            yield made


def _record(record: Any, piece: Piece) -> Record | Reject | None:
    header = record.find("header")
    if header is not None and header.get("status") == "deleted":
        return None
    for metadata in record.iterfind("metadata/*"):
        read = _READERS.get(metadata.tag)
        if read is None:
            return Reject(f"Metadata in the form {metadata.tag!r} cannot be read.", piece.line, piece.raw)
        fields = read(metadata)
        if not fields.get("title"):
            return Reject("This record has no title.", piece.line, piece.raw)
        about = filled(
            oai_identifier=child_text(header, "identifier"),
            datestamp=child_text(header, "datestamp"),
            sets=list(texts_of(header.findall("setSpec"))) if header is not None else [],
        )
        read_fields = {**fields, "extra": fields.get("extra", {}) | about}
        return record_or_reject(Record(**read_fields, line=piece.line, raw=piece.raw))
    return Reject("This record has no metadata.", piece.line, piece.raw)


def _arxiv(metadata: Any) -> dict[str, Any]:
    authors = people(
        person(child_text(each, "forenames"), child_text(each, "keyname"), child_text(each, "suffix"))
        for each in metadata.iterfind("authors/author")
    )
    return _arxiv_common(metadata, created=child_text(metadata, "created")) | author_fields(authors)


def _arxiv_raw(metadata: Any) -> dict[str, Any]:
    """One string of authors, and the dates of the versions."""
    dates = texts_of(metadata.iterfind("version/date"))
    fields = _arxiv_common(metadata, created=dates[0] if dates else "")
    return fields | {"authors": tuple(split_names(child_text(metadata, "authors")))}


def _arxiv_common(metadata: Any, created: str) -> dict[str, Any]:
    ident, abstract = child_text(metadata, "id"), child_text(metadata, "abstract")
    comments, journal_ref = child_text(metadata, "comments"), child_text(metadata, "journal-ref")
    submitted = date_in(created)
    venue, date = appearance(comments, journal_ref, submitted if submitted.year else Date(_year_of(ident)))
    return {
        "type": PaperType.ARTICLE,
        "title": child_text(metadata, "title"),
        "abstract": abstract or None,
        "venue": venue,
        **date._asdict(),
        "ids": filled(arxiv=ident, doi=child_text(metadata, "doi").partition(" ")[0]),
        "links": {},
        "comments": comments or None,
        "journal_ref": journal_ref or None,
        "is_retracted": is_withdrawn(comments, abstract),
        "extra": filled(
            categories=named_categories(child_text(metadata, "categories").split()),
            created=created,
            updated=child_text(metadata, "updated"),
            license=child_text(metadata, "license"),
            msc_class=child_text(metadata, "msc-class"),
            acm_class=child_text(metadata, "acm-class"),
            report_number=child_text(metadata, "report-no"),
            submitter=child_text(metadata, "submitter"),
        ),
    }


def _dublin_core(metadata: Any) -> dict[str, Any]:
    """Everything may stand there several times: of the descriptions the longest is the abstract."""
    descriptions = texts_of(metadata.findall("description"))
    abstract = max(descriptions, key=len, default="")
    names = texts_of(metadata.findall("identifier")) + texts_of(metadata.findall("relation"))
    ids = identifiers(*names)
    urls = [text for text in reversed(names) if text.startswith(("http://", "https://"))]
    links = {"pdf" if url.lower().endswith(".pdf") else "html": url for url in urls}
    dates = texts_of(metadata.findall("date"))
    date = min(
        (each for each in map(date_in, dates) if each.year), key=lambda each: each.year or 0, default=date_in("")
    )
    sources = texts_of(metadata.findall("source"))
    source = source_parts(sources)
    return {
        "type": type_in_words(*texts_of(metadata.findall("type"))) or (PaperType.ARTICLE if "arxiv" in ids else None),
        "title": child_text(metadata, "title"),
        **author_fields(people(map(named, texts_of(metadata.findall("creator"))))),
        "abstract": abstract or None,
        "venue": source.container,
        **source._asdict(),
        **date._asdict(),
        "publisher": next(iter(texts_of(metadata.findall("publisher"))), None),
        "language": language_in(child_text(metadata, "language")),
        "issn": serial_numbers([*sources, *(text for text in names if "issn" in text.lower())]).issn,
        "isbn": serial_numbers(text for text in names if "isbn" in text.lower()).isbn,
        "keywords": tuple(dict.fromkeys(text for text in texts_of(metadata.findall("subject")) if len(text) <= 100)),
        "ids": ids,
        "links": links,
        "comments": " ".join(text for text in descriptions if text.startswith("Comment:")) or None,
        "extra": filled(
            types=list(texts_of(metadata.findall("type"))),
            rights=list(texts_of(metadata.findall("rights"))),
            dates=list(dates),
        ),
    }


def _year_of(ident: str) -> int | None:
    """`1401.2122` is of 2014, `hep-th/9901001` of 1999."""
    found = _ARXIV_YEAR.match(ident)
    if not found:
        return None
    short = int(found["year"])
    return short + (1900 if short >= _FIRST_YEAR else 2000)


_READERS: Mapping[str, Callable[[Any], dict[str, Any]]] = {
    "arXiv": _arxiv,
    "arXivOld": _arxiv_raw,
    "arXivRaw": _arxiv_raw,
    "dc": _dublin_core,
    "paper": paper_fields,
}


PARSER = Parser("arxiv-oai", 4, _score, parse=_parse)
"""Reads answers to ListRecords and GetRecord."""
