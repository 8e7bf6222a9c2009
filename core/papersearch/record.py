"""The record: what a parser read from a source about one paper, before and after cleaning."""

import hashlib
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import msgspec

from papersearch.paper import Author, Material, PaperType, Reference, Tldr, moments_in_utc


class Record(msgspec.Struct, frozen=True, omit_defaults=True):
    """One source's word on one paper. An absent scalar is None, an absent list is empty.

    `venue` is the source's text ("Under review at ICLR 2019" has become "ICLR" and year 2019, spelled as it stands);
    `profile_fields` names the fields that the source's profile or a command-line option filled in, `option_fields`
    those of them that the option did. `line` is the 1-based line on which the record begins. `raw` is the source's own
    text of the record. `extra` keeps what the source says beyond these fields; its values are plain JSON.
    `picture` is the first page as WebP, until it is kept; then `thumbnail` is the SHA-256 of the blob.

    `authors` are names for showing, given names first; `author_parts` are the same people in the same order where the
    source tells the parts of their names apart, else empty. The other fields of a publication are as in `Paper`.
    `versions` maps schemes to the identifiers of other versions of the work that the source names.
    """

    title: str | None = None
    authors: tuple[str, ...] = ()
    abstract: str | None = None
    tldr: Tldr | None = None
    venue: str | None = None
    year: int | None = None
    keywords: tuple[str, ...] = ()
    ids: Mapping[str, str] = msgspec.field(default_factory=dict)
    links: Mapping[str, str] = msgspec.field(default_factory=dict)
    materials: tuple[Material, ...] = ()
    comments: str | None = None
    journal_ref: str | None = None
    full_text: str | None = None
    is_retracted: bool = False
    profile_fields: frozenset[str] = frozenset()
    line: int = 0
    raw: str = ""
    extra: Mapping[str, Any] = msgspec.field(default_factory=dict)
    option_fields: frozenset[str] = frozenset()
    thumbnail: str | None = None
    picture: bytes | None = None
    type: PaperType | None = None
    author_parts: tuple[Author, ...] = ()
    editors: tuple[Author, ...] = ()
    container: str | None = None
    volume: str | None = None
    issue: str | None = None
    pages: str | None = None
    publisher: str | None = None
    edition: str | None = None
    issn: tuple[str, ...] = ()
    isbn: tuple[str, ...] = ()
    month: int | None = None
    day: int | None = None
    language: str | None = None
    citation_key: str | None = None
    references: tuple[Reference, ...] = ()
    versions: Mapping[str, tuple[str, ...]] = msgspec.field(default_factory=dict)


class Reject(msgspec.Struct, frozen=True):
    """A record that could not be read: the reason as a sentence, where it stands, and its text."""

    reason: str
    line: int = 0
    raw: str = ""


class StoredRecord(msgspec.Struct, frozen=True):
    """A record and where it was read: what the store keeps, and all that a merge needs.

    `source` is the source form's name (`arxiv-listing`), `url` the address or the file's label, `parser` and
    `parser_version` what read it.
    """

    record: Record
    source: str
    url: str | None = None
    retrieved_at: datetime | None = None
    parser: str = ""
    parser_version: int = 0

    def __post_init__(self) -> None:
        moments_in_utc(self, "retrieved_at")


def record_fingerprint(record: Record, parser: str, parser_version: int, sidecar: str | None = None) -> str:
    """32 hex digits that stay the same while the raw text, the parser's version and the given fields do.

    `sidecar` is the hash of the file that describes the source: a PDF whose metadata come later has changed.

    A record with the fingerprint of a stored one is "unchanged". What cleaning makes of it does not count, the venue
    and year that a profile or an option gave do.
    """
    given = [f"{name}={getattr(record, name)}" for name in sorted(record.profile_fields)]
    described = [] if sidecar is None else [sidecar]
    text = "\0".join([record.raw, parser, str(parser_version), *given, *described])
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]
