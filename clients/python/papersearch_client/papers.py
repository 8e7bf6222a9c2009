"""Papers as the API writes them: plain dictionaries with these members.

A paper alone has all members of `Paper`. A hit in a list leaves out `full_text`, `provenance`, `references` and
`version`, and with `fields=` all but `id` and the members asked for: use `.get` for what may be missing.
"""

from typing import Any, Required, TypedDict


class Author(TypedDict, total=False):
    """A person or an organisation. `name` is for showing."""

    name: Required[str]
    given: str
    family: str
    suffix: str
    literal: str
    orcid: str


class Tldr(TypedDict):
    """A one-sentence summary; `source` is `authors`, `auto` or `extracted`."""

    text: str
    source: str


class Venue(TypedDict):
    """A conference or journal; `id` is the value to filter by."""

    id: str
    label: str


class Keyword(TypedDict):
    """A keyword; `source` is `author` or `extracted`."""

    value: str
    source: str


class SourceRef(TypedDict):
    """Where a record of the paper came from."""

    name: str
    url: str | None
    retrieved_at: str | None


class Reference(TypedDict, total=False):
    """A work that a paper cites, as its source lists it."""

    ids: dict[str, str]
    title: str
    year: int
    authors: list[str]
    text: str


class CitedWork(TypedDict, total=False):
    """A cited work; `id` and `label` are there if it is a paper of this corpus."""

    reference: Required[Reference]
    id: str
    label: str


class Paper(TypedDict, total=False):
    """A research paper. An absent scalar is None, an absent list is empty."""

    id: Required[str]
    type: str | None
    title: str | None
    authors: list[Author]
    abstract: str | None
    tldr: Tldr | None
    venue: Venue | None
    year: int | None
    month: int | None
    day: int | None
    container: str | None
    volume: str | None
    issue: str | None
    pages: str | None
    publisher: str | None
    edition: str | None
    editors: list[Author]
    issn: list[str]
    isbn: list[str]
    language: str | None
    keywords: list[Keyword]
    ids: dict[str, str]
    other_ids: dict[str, list[str]]
    citation_key: str | None
    references: list[Reference]
    links: dict[str, str]
    materials: list[str]
    comments: str | None
    journal_ref: str | None
    full_text: str | None
    is_retracted: bool
    thumbnail: str | None
    sources: list[SourceRef]
    provenance: dict[str, str]
    added_at: str | None
    updated_at: str | None
    version: int
    conflicts: list[dict[str, Any]]


class Hit(Paper, total=False):
    """A paper in a list of results, and how it matched. Highlights are HTML: escaped text with `<mark>`."""

    score: float | None
    matched: list[str]
    highlights: dict[str, list[str]]


class SimilarPaper(Hit, total=False):
    """A similar paper, and what it shares with the one asked about."""

    shares: dict[str, Any]
