"""The paper and its parts, and their JSON form, which every surface shows."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from enum import StrEnum
from operator import attrgetter
from typing import Any

import msgspec

JsonObject = dict[str, Any]


class TldrSource(StrEnum):
    """Who wrote a TL;DR: the authors, the source site's own program, or our extraction."""

    AUTHORS = "authors"
    AUTO = "auto"
    EXTRACTED = "extracted"


class KeywordSource(StrEnum):
    """Who chose a keyword: the author, or our extraction."""

    AUTHOR = "author"
    EXTRACTED = "extracted"


class Material(StrEnum):
    """What a source can state to exist beside a paper."""

    PDF = "pdf"
    CODE = "code"
    SLIDES = "slides"
    POSTER = "poster"
    VIDEO = "video"


class Author(msgspec.Struct, frozen=True, gc=False):
    """An author, named as the source names them."""

    name: str


class Tldr(msgspec.Struct, frozen=True, gc=False):
    """A one-sentence summary, and who made it."""

    text: str
    source: TldrSource


class Venue(msgspec.Struct, frozen=True, gc=False):
    """A conference or journal: `id` is canonical (`iclr`), `label` is for showing (`ICLR`)."""

    id: str
    label: str


class Keyword(msgspec.Struct, frozen=True, gc=False):
    """A keyword in its canonical form, and who chose it."""

    value: str
    source: KeywordSource


class SourceRef(msgspec.Struct, frozen=True, gc=False):
    """Where a record of the paper came from: the source form's name, the address or file name, and when."""

    name: str
    url: str | None = None
    retrieved_at: datetime | None = None


class Paper(msgspec.Struct, frozen=True):
    """A research paper as merged from its records. An absent scalar is None, an absent list is empty.

    `ids` maps schemes (arxiv, doi, openreview, acl, ...) to identifiers; `links` maps html, pdf, code, ... to real
    addresses; `materials` says what a source states to exist, with or without an address; `provenance` maps a field's
    name to the source that it came from; `thumbnail` is the SHA-256 of the blob with a picture of the first page.
    """

    id: str
    title: str | None = None
    authors: tuple[Author, ...] = ()
    abstract: str | None = None
    tldr: Tldr | None = None
    venue: Venue | None = None
    year: int | None = None
    keywords: tuple[Keyword, ...] = ()
    ids: Mapping[str, str] = msgspec.field(default_factory=dict)
    links: Mapping[str, str] = msgspec.field(default_factory=dict)
    materials: tuple[Material, ...] = ()
    comments: str | None = None
    journal_ref: str | None = None
    full_text: str | None = None
    is_retracted: bool = False
    thumbnail: str | None = None
    sources: tuple[SourceRef, ...] = ()
    provenance: Mapping[str, str] = msgspec.field(default_factory=dict)
    added_at: datetime | None = None
    updated_at: datetime | None = None
    version: int = 0


def isoformat(moment: datetime | None) -> str | None:
    """ISO 8601 in UTC with `Z`; None stays None."""
    return None if moment is None else moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


def is_in_utc(moments: Iterable[datetime | None]) -> bool:
    """Whether msgspec writes all of these as `isoformat` does."""
    return all(moment is None or moment.tzinfo is UTC for moment in moments)


def parse_moment(text: str | None) -> datetime | None:
    """Inverse of `isoformat`. A moment without a zone counts as UTC."""
    if text is None:
        return None
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def paper_to_json(paper: Paper) -> JsonObject:
    """The paper as plain JSON values; `paper_from_json` reads it back unchanged."""
    return {
        "id": paper.id,
        "title": paper.title,
        "authors": [{"name": author.name} for author in paper.authors],
        "abstract": paper.abstract,
        "tldr": paper.tldr and {"text": paper.tldr.text, "source": str(paper.tldr.source)},
        "venue": paper.venue and {"id": paper.venue.id, "label": paper.venue.label},
        "year": paper.year,
        "keywords": [{"value": k.value, "source": str(k.source)} for k in paper.keywords],
        "ids": dict(paper.ids),
        "links": dict(paper.links),
        "materials": [str(material) for material in paper.materials],
        "comments": paper.comments,
        "journal_ref": paper.journal_ref,
        "full_text": paper.full_text,
        "is_retracted": paper.is_retracted,
        "thumbnail": paper.thumbnail,
        "sources": [{"name": s.name, "url": s.url, "retrieved_at": isoformat(s.retrieved_at)} for s in paper.sources],
        "provenance": dict(paper.provenance),
        "added_at": isoformat(paper.added_at),
        "updated_at": isoformat(paper.updated_at),
        "version": paper.version,
    }


_BODY_FIELDS = tuple(name for name in Paper.__struct_fields__ if name != "full_text")
_Body = msgspec.defstruct("_Body", _BODY_FIELDS)
_body_values = attrgetter(*_BODY_FIELDS)


def paper_body(paper: Paper) -> object:
    """What msgspec encodes just as `paper_to_json` without full text, at a fifth of the cost; for nothing else."""
    if is_in_utc([paper.added_at, paper.updated_at, *[source.retrieved_at for source in paper.sources]]):
        return _Body(*_body_values(paper))
    return {name: value for name, value in paper_to_json(paper).items() if name != "full_text"}


def paper_from_json(data: Mapping[str, Any]) -> Paper:
    """A paper from its JSON form. Raises KeyError or ValueError when it is not one."""
    tldr, venue = data.get("tldr"), data.get("venue")
    return Paper(
        id=data["id"],
        title=data.get("title"),
        authors=tuple(Author(a["name"]) for a in data.get("authors", ())),
        abstract=data.get("abstract"),
        tldr=Tldr(tldr["text"], TldrSource(tldr["source"])) if tldr else None,
        venue=Venue(venue["id"], venue["label"]) if venue else None,
        year=data.get("year"),
        keywords=tuple(Keyword(k["value"], KeywordSource(k["source"])) for k in data.get("keywords", ())),
        ids=dict(data.get("ids", {})),
        links=dict(data.get("links", {})),
        materials=tuple(Material(m) for m in data.get("materials", ())),
        comments=data.get("comments"),
        journal_ref=data.get("journal_ref"),
        full_text=data.get("full_text"),
        is_retracted=bool(data.get("is_retracted", False)),
        thumbnail=data.get("thumbnail"),
        sources=tuple(
            SourceRef(s["name"], s.get("url"), parse_moment(s.get("retrieved_at"))) for s in data.get("sources", ())
        ),
        provenance=dict(data.get("provenance", {})),
        added_at=parse_moment(data.get("added_at")),
        updated_at=parse_moment(data.get("updated_at")),
        version=data.get("version", 0),
    )
