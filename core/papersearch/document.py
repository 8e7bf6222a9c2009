"""The document: a paper in the shape that an engine indexes, and nothing that only one engine needs."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import NamedTuple

import msgspec

from papersearch.fields import HAS_VALUES
from papersearch.names import author_forms, author_key
from papersearch.paper import JsonObject, Paper, TldrSource, paper_to_json
from papersearch.text import fold, index_text, tag_key

DOCUMENT_VERSION = 4
"""Raised when the same paper becomes another document: every generation built before then wants a re-index."""
_AUTHORS_KEPT = 16_384
"""Every second author of the Anthology's papers is among so many that were met last; some 20 MB."""
_OPEN_TAGS = frozenset({"author", "keyword"})
"""Tags with as many values as there are papers; the others' are few."""


@dataclass(frozen=True, slots=True)
class Document:
    """A paper as an engine stores it.

    `tie`: 63-bit hash of the id, the tie-break of every sort. `texts`: a searched field's name -> its values, each a
    string of folded words between single spaces; phrases never cross values. `tags`: a tag field's name -> canonical
    values, as counted by facets. `tag_keys`: the same values by `filter_key`, position by position.
    `author_forms`: what `author:` in a query compares. `identifiers`: `scheme:value`, folded, the paper's own as
    `id:p_…`. `added_at` and `updated_at`: microseconds since 1970, UTC. `title_key`: the folded title, "" without one.
    `body`: the paper's JSON without full text, as it is returned. `content_hash`: of everything that is indexed.
    """

    id: str
    version: int
    tie: int
    texts: Mapping[str, tuple[str, ...]]
    tags: Mapping[str, tuple[str, ...]]
    tag_keys: Mapping[str, tuple[str, ...]]
    author_forms: tuple[str, ...]
    identifiers: tuple[str, ...]
    year: int | None
    added_at: int
    updated_at: int
    title_key: str
    body: JsonObject
    content_hash: str


def build_document(paper: Paper) -> Document:
    """The document of a paper. Pure: equal papers give equal documents."""
    body = paper_to_json(paper)
    full_text = body.pop("full_text")
    authors = [_author_words(author.name) for author in paper.authors]
    tags = _tags(paper, authors)
    texts = texts_of(paper)
    return Document(
        id=paper.id,
        version=paper.version,
        tie=tie_of(paper.id),
        texts=texts,
        tags=tags,
        tag_keys={name: _filter_keys(name, values) for name, values in tags.items()},
        author_forms=tuple(sorted(set().union(*(author.forms for author in authors)))),
        identifiers=(
            f"id:{paper.id}",
            *(f"{scheme}:{fold(value)}" for scheme, value in sorted(paper.ids.items())),
        ),
        year=paper.year,
        added_at=_microseconds(paper.added_at),
        updated_at=_microseconds(paper.updated_at),
        title_key="".join(texts.get("title", ())),
        body=body,
        content_hash=_hash(body, full_text),
    )


def filter_key(field: str, value: str) -> str:
    """What filters compare of a tag field's value: values that facets count apart must differ in it.

    `tag_key`, of which a keyword, a venue or a source has one spelling in a corpus. Authors are compared by the words
    of the whole name: "jin woo kim" and "jinwoo kim" may be two people, and are two values.
    """
    return index_text(value) if field == "author" else tag_key(value)


def tie_of(paper_id: str) -> int:
    """63 bits of the id's SHA-256, so that a signed 64-bit column holds it."""
    return int.from_bytes(hashlib.sha256(paper_id.encode()).digest()[:8], "big") >> 1


def has_values(paper: Paper) -> tuple[str, ...]:
    """Which of `fields.HAS_VALUES` hold for a paper: a link or the source's word that it exists both count.

    A TL;DR is one that a source has; a sentence that we extracted from the abstract is none.
    """
    is_told = paper.tldr is not None and paper.tldr.source != TldrSource.EXTRACTED
    values = {"abstract": paper.abstract, "tldr": is_told, "keywords": paper.keywords, "fulltext": paper.full_text}
    present = {*paper.materials, *paper.links, *paper.ids, *[name for name, value in values.items() if value]}
    return tuple([value for value in HAS_VALUES if value in present])


def texts_of(paper: Paper) -> dict[str, tuple[str, ...]]:
    """The folded words of every value of the searched fields; a field without any is absent."""
    folded = {
        "title": [index_text(paper.title or "")],
        "keyword": [index_text(keyword.value) for keyword in paper.keywords],
        "tldr": [index_text(paper.tldr.text)] if paper.tldr else [],
        "author": [_author_words(author.name).text for author in paper.authors],
        "abstract": [index_text(paper.abstract or "")],
        "comments": [index_text(paper.comments or "")],
        "fulltext": [index_text(paper.full_text or "")],
    }
    return {name: texts for name, found in folded.items() if (texts := tuple(filter(None, found)))}


class _AuthorWords(NamedTuple):
    """What a document holds of an author: the folded words, the facet's value, and the forms that `author:` finds."""

    text: str
    key: str
    forms: frozenset[str]


@lru_cache(maxsize=_AUTHORS_KEPT)
def _author_words(name: str) -> _AuthorWords:
    return _AuthorWords(index_text(name), author_key(name), author_forms(name))


def _filter_keys(field: str, values: tuple[str, ...]) -> tuple[str, ...]:
    if field in _OPEN_TAGS:
        return tuple([filter_key(field, value) for value in values])
    return _few_filter_keys(field, values)


@lru_cache(maxsize=1024)
def _few_filter_keys(field: str, values: tuple[str, ...]) -> tuple[str, ...]:
    return tuple([filter_key(field, value) for value in values])


def _tags(paper: Paper, authors: Iterable[_AuthorWords]) -> dict[str, tuple[str, ...]]:
    states = (("retracted", paper.is_retracted), ("merged", len(paper.sources) > 1))
    return {
        "venue": (paper.venue.id,) if paper.venue else (),
        "keyword": _distinct([keyword.value for keyword in paper.keywords]),
        "author": _distinct([author.key for author in authors]),
        "source": _distinct([source.name for source in paper.sources]),
        "has": has_values(paper),
        "is": tuple([name for name, holds in states if holds]),
    }


def _distinct(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(filter(None, dict.fromkeys(values)))


def _microseconds(moment: datetime | None) -> int:
    return int(moment.timestamp() * 1_000_000) if moment else 0


def _hash(body: JsonObject, full_text: str | None) -> str:
    encoded = msgspec.json.encode([DOCUMENT_VERSION, body, full_text], order="deterministic")
    return hashlib.sha256(encoded).hexdigest()[:32]
