"""The document: a paper in the shape that an engine indexes, and nothing that only one engine needs."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

import msgspec

from papersearch.fields import HAS_VALUES
from papersearch.names import author_forms, author_key
from papersearch.paper import JsonObject, Paper, TldrSource, paper_to_json
from papersearch.text import fold, index_text, tag_key

DOCUMENT_VERSION = 4
"""Raised when the same paper becomes another document: every generation built before then wants a re-index."""


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
    tags = _tags(paper)
    return Document(
        id=paper.id,
        version=paper.version,
        tie=tie_of(paper.id),
        texts=texts_of(paper),
        tags=tags,
        tag_keys={name: tuple(filter_key(name, value) for value in values) for name, values in tags.items()},
        author_forms=tuple(sorted({form for author in paper.authors for form in author_forms(author.name)})),
        identifiers=(
            f"id:{paper.id}",
            *(f"{scheme}:{fold(value)}" for scheme, value in sorted(paper.ids.items())),
        ),
        year=paper.year,
        added_at=_microseconds(paper.added_at),
        updated_at=_microseconds(paper.updated_at),
        title_key=index_text(paper.title or ""),
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
    present = {str(material) for material in paper.materials} | set(paper.links) | set(paper.ids)
    is_told = paper.tldr is not None and paper.tldr.source != TldrSource.EXTRACTED
    values = {"abstract": paper.abstract, "tldr": is_told, "keywords": paper.keywords, "fulltext": paper.full_text}
    present |= {name for name, value in values.items() if value}
    return tuple(value for value in HAS_VALUES if value in present)


def texts_of(paper: Paper) -> dict[str, tuple[str, ...]]:
    """The folded words of every value of the searched fields; a field without any is absent."""
    values: dict[str, Iterable[str | None]] = {
        "title": (paper.title,),
        "keyword": (keyword.value for keyword in paper.keywords),
        "tldr": (paper.tldr.text if paper.tldr else None,),
        "author": (author.name for author in paper.authors),
        "abstract": (paper.abstract,),
        "comments": (paper.comments,),
        "fulltext": (paper.full_text,),
    }
    folded = {name: tuple(filter(None, (index_text(v) for v in texts if v))) for name, texts in values.items()}
    return {name: texts for name, texts in folded.items() if texts}


def _tags(paper: Paper) -> dict[str, tuple[str, ...]]:
    states = (("retracted", paper.is_retracted), ("merged", len(paper.sources) > 1))
    return {
        "venue": (paper.venue.id,) if paper.venue else (),
        "keyword": _distinct(keyword.value for keyword in paper.keywords),
        "author": _distinct(author_key(author.name) for author in paper.authors),
        "source": _distinct(source.name for source in paper.sources),
        "has": has_values(paper),
        "is": tuple(name for name, holds in states if holds),
    }


def _distinct(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value for value in values if value))


def _microseconds(moment: datetime | None) -> int:
    return int(moment.timestamp() * 1_000_000) if moment else 0


def _hash(body: JsonObject, full_text: str | None) -> str:
    encoded = msgspec.json.encode([DOCUMENT_VERSION, body, full_text], order="deterministic")
    return hashlib.sha256(encoded).hexdigest()[:32]
