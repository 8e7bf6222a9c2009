"""Papers out in a format and back in: what each says by the rows of the table of fields in docs/api.md."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from msgspec.structs import replace

from papersearch.paper import Author, Paper, paper_to_json
from papersearch.record import Record, StoredRecord
from papersearch_api.formats import FORMATS, Heading
from papersearch_api.formats.keys import UniqueKeys
from papersearch_api.formats.people import name_parts
from papersearch_api.formats.publication import address_of, container_of, date_parts, kind_of, own_keywords
from papersearch_api.formats.tex import one_line
from papersearch_ingest.papers.merging import merge_records
from papersearch_ingest.sources.reading import read_source

ADDRESS = "address"
"""The page on the web, or the one that an identifier leads to: a feed has nothing else to link to."""

EDITOR_NAMES = "names of editors"
"""Editors in a format that does not tell the parts of their names apart."""


class Difference(NamedTuple):
    """A field that does not come back as it went out."""

    paper: str
    field: str
    sent: object
    read: object


def papers_in(path: Path, name: str = "") -> Iterator[Paper]:
    """The papers of a source's records, each record by itself."""
    reading = read_source(path, name or path.name)
    for item in reading.items:
        if isinstance(item, Record):
            yield paper_of(item, reading.source_name)


def paper_of(record: Record, source: str = "written") -> Paper:
    """The paper that one record makes."""
    return merge_records([StoredRecord(record, source)])


def written(papers: Iterable[Paper], form: str) -> str:
    """The papers in a format, as an export has them."""
    return "".join(FORMATS[form].write(map(paper_to_json, papers), Heading()))


def read_back(text: str, form: str) -> list[Paper]:
    """What our own parsers make of a file in a format. Rejects are papers without anything."""
    name = f"papers.{FORMATS[form].suffix}"
    return [
        paper_of(item) if isinstance(item, Record) else Paper(f"reject {item.reason}")
        for item in read_source(text.encode(), name).items
    ]


def statements(paper: Paper) -> dict[str, Any]:
    """Row of the table -> what the paper says there, on one line and with its keywords in the order given."""
    return {field: read(paper) for field, read in STATEMENTS.items()}


def with_unique_keys(papers: Iterable[Paper]) -> list[Paper]:
    """The papers with the keys that one file of them has."""
    keys = UniqueKeys()
    return [replace(paper, citation_key=keys.key_of(paper)) for paper in papers]


def differences(sent: Sequence[Paper], read: Sequence[Paper], rows: Iterable[str]) -> Iterator[Difference]:
    """Where the papers that came back differ from those that went out, in these rows of the table."""
    wanted = list(rows)
    for paper, other in zip(sent, read, strict=True):
        said, found = statements(paper), statements(other)
        yield from (Difference(paper.id, row, said[row], found[row]) for row in wanted if said[row] != found[row])


def _parts(people: Iterable[Author]) -> list[tuple[str, ...]]:
    return [tuple(name_parts(person)) for person in people]


def _text(name: str) -> Callable[[Paper], str | None]:
    return lambda paper: one_line(getattr(paper, name) or "") or None


def _id(scheme: str) -> Callable[[Paper], str | None]:
    return lambda paper: paper.ids.get(scheme)


STATEMENTS: dict[str, Callable[[Paper], Any]] = {
    "type": kind_of,
    "title": _text("title"),
    "authors": lambda paper: [one_line(author.name) for author in paper.authors],
    "parts of names": lambda paper: _parts(paper.authors),
    "ORCID": lambda paper: [author.orcid for author in paper.authors],
    "editors": lambda paper: _parts(paper.editors),
    EDITOR_NAMES: lambda paper: [one_line(editor.name) for editor in paper.editors],
    "container": lambda paper: one_line(container_of(paper) or "") or None,
    "volume": _text("volume"),
    "issue": _text("issue"),
    "pages": _text("pages"),
    "publisher": _text("publisher"),
    "edition": _text("edition"),
    "issn": lambda paper: [*paper.issn],
    "isbn": lambda paper: [*paper.isbn],
    "year": lambda paper: paper.year,
    "month, day": date_parts,
    "language": _text("language"),
    "keywords": own_keywords,
    "abstract": _text("abstract"),
    "TL;DR": lambda paper: paper.tldr and paper.tldr.text,
    "DOI": _id("doi"),
    "arXiv id": _id("arxiv"),
    "PMID": _id("pmid"),
    "PMCID": _id("pmcid"),
    "page on the web": lambda paper: paper.links.get("html"),
    ADDRESS: address_of,
    "PDF": lambda paper: paper.links.get("pdf"),
    "citation key": _text("citation_key"),
    "journal reference": _text("journal_ref"),
    "comments": _text("comments"),
    "references": lambda paper: [*paper.references],
    "full text": _text("full_text"),
}
