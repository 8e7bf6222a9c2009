"""The paper and its parts, and their JSON form, which every surface shows."""

from collections.abc import Mapping
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


class PaperType(StrEnum):
    """What kind of work a paper is, by the names that CSL has for them (CSL 1.0.2, appendix III)."""

    ARTICLE = "article"
    """A preprint, or an article of which no more is known."""
    JOURNAL_ARTICLE = "article-journal"
    CONFERENCE_PAPER = "paper-conference"
    CHAPTER = "chapter"
    BOOK = "book"
    THESIS = "thesis"
    REPORT = "report"
    DATASET = "dataset"
    SOFTWARE = "software"
    PATENT = "patent"
    REVIEW = "review"
    STANDARD = "standard"
    ENTRY = "entry-encyclopedia"
    NEWS = "article-magazine"
    WEBPAGE = "webpage"
    PRESENTATION = "speech"


class Author(msgspec.Struct, frozen=True, gc=False, omit_defaults=True):
    """A person or organisation. What the source does not say is left out of the JSON.

    `name` is for showing, given names first. A source that tells the parts apart gives `family`, with its particles
    (`van der Berg`), `given` and `suffix` (`Jr.`); `literal` is a name that has no parts, as an organisation's.
    `orcid` has no address around it: `0000-0002-1825-0097`.
    """

    name: str
    given: str | None = None
    family: str | None = None
    suffix: str | None = None
    literal: str | None = None
    orcid: str | None = None


class Reference(msgspec.Struct, frozen=True, gc=False, omit_defaults=True):
    """A work that a paper cites, as its source lists it. What the source does not say is left out of the JSON.

    `ids` as in `Paper`. `text` is the whole entry where the source has it as one text.
    """

    ids: Mapping[str, str] = msgspec.field(default_factory=dict)
    title: str | None = None
    year: int | None = None
    authors: tuple[str, ...] = ()
    text: str | None = None


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


def moments_in_utc(struct: msgspec.Struct, *names: str) -> None:
    """Put the moments of a Struct that is being made into UTC, so that every codec writes them alike.

    A moment without a zone counts as UTC.
    """
    for name in names:
        moment = getattr(struct, name)
        if moment is not None and moment.tzinfo is not UTC:
            in_utc = moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
            msgspec.structs.force_setattr(struct, name, in_utc)


class SourceRef(msgspec.Struct, frozen=True, gc=False):
    """Where a record of the paper came from: the source form's name, the address or file name, and when."""

    name: str
    url: str | None = None
    retrieved_at: datetime | None = None

    def __post_init__(self) -> None:
        moments_in_utc(self, "retrieved_at")


class Paper(msgspec.Struct, frozen=True):
    """A research paper as merged from its records. An absent scalar is None, an absent list is empty.

    msgspec is its codec: the JSON of a paper has these fields under these names. All moments are in UTC.

    `container` is the journal, proceedings or book as the source names it; `venue` is what is counted. `pages` is a
    range (`11-19`) or an article number. `citation_key` is the key that the source gives the paper in its own file.
    `ids` maps schemes (arxiv, doi, openreview, acl, ...) to identifiers; `other_ids` has those of its other versions,
    which find it as well; `links` maps html, pdf, code, ... to real addresses; `materials` says what a source states to
    exist, with or without an address; `provenance` maps a field's name to the source that it came from; `thumbnail` is
    the SHA-256 of the blob with a picture of the first page.
    """

    id: str
    type: PaperType | None = None
    title: str | None = None
    authors: tuple[Author, ...] = ()
    abstract: str | None = None
    tldr: Tldr | None = None
    venue: Venue | None = None
    year: int | None = None
    month: int | None = None
    day: int | None = None
    container: str | None = None
    volume: str | None = None
    issue: str | None = None
    pages: str | None = None
    publisher: str | None = None
    edition: str | None = None
    editors: tuple[Author, ...] = ()
    issn: tuple[str, ...] = ()
    isbn: tuple[str, ...] = ()
    language: str | None = None
    keywords: tuple[Keyword, ...] = ()
    ids: Mapping[str, str] = msgspec.field(default_factory=dict)
    other_ids: Mapping[str, tuple[str, ...]] = msgspec.field(default_factory=dict)
    citation_key: str | None = None
    references: tuple[Reference, ...] = ()
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

    def __post_init__(self) -> None:
        moments_in_utc(self, "added_at", "updated_at")


NOT_IN_LISTS = frozenset({"full_text", "provenance", "references", "version"})
"""Members of a paper that a hit in a list leaves out."""


def isoformat(moment: datetime | None) -> str | None:
    """ISO 8601 in UTC with `Z`; None stays None."""
    return None if moment is None else moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


def paper_to_json(paper: Paper) -> JsonObject:
    """The paper as plain JSON values; `paper_from_json` reads it back unchanged. Moments are in UTC, with `Z`."""
    return msgspec.json.decode(msgspec.json.encode(paper), type=JsonObject)


def paper_from_json(data: Mapping[str, Any]) -> Paper:
    """A paper from its JSON form. Raises ValueError when it is not one."""
    return msgspec.convert(data, Paper)


_BODY_FIELDS = tuple(name for name in Paper.__struct_fields__ if name != "full_text")
_Body = msgspec.defstruct("_Body", _BODY_FIELDS)
_body_values = attrgetter(*_BODY_FIELDS)


def paper_body(paper: Paper) -> object:
    """What msgspec encodes as the paper's JSON without its full text; for nothing else."""
    return _Body(*_body_values(paper))
