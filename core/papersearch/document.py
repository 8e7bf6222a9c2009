"""The document: a paper in the shape that an engine indexes, and nothing that only one engine needs."""

import hashlib
from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import lru_cache
from itertools import compress
from typing import NamedTuple

import msgspec

from papersearch.fields import FIELDS, HAS_VALUES, Kind
from papersearch.naming.names import author_forms, author_key
from papersearch.naming.venue_table import venue_names
from papersearch.paper import JsonObject, KeywordSource, Paper, TldrSource, Venue, paper_body
from papersearch.references import CITES, key_number, paper_keys, reference_keys
from papersearch.text import fold, index_text, plain_value, tag_key

DOCUMENT_VERSION = 7
"""Raised when the same paper becomes another document: every generation built before then wants a re-index."""
OLDEST_READABLE_DOCUMENT = 7
"""A generation of documents before this version lacks what today's searches ask for."""
_AUTHORS_KEPT = 16_384
"""Every second author of the Anthology's papers is among so many that were met last; some 20 MB."""
_KEYWORDS_KEPT = 16_384
_TAG_FIELDS = tuple(field for field in FIELDS if field.kind is Kind.TAG)


class Document(msgspec.Struct, frozen=True):
    """A paper as an engine stores it.

    `tie`: 63-bit hash of the id, the tie-break of every sort. `texts`: a searched field's name -> its values, each a
    string of folded words between single spaces; phrases never cross values. They say what the sources say: extracted
    keywords and TL;DRs are left out. `extracted`: the extracted keywords in the same form, which beginnings of keywords
    are looked for in as well. `names`: year and venue in words, which plain words find and quoted ones do not. `tags`:
    a tag field's name -> canonical values, as counted by facets. `tag_keys`: the same values by `filter_key`, position
    by position. `author_forms`: what `author:` in a query compares. `identifiers`: `scheme:value`, folded, the paper's
    own as `id:p_…`. `added_at` and `updated_at`: microseconds since 1970, UTC. `title_key`: the folded title, ""
    without one. `cites` and `known_as`: the numbers (`references.key_number`) of the keys of what the paper cites,
    and of those by which it can be cited. `encoded`: the paper's JSON without full text, as it is returned.
    `content_hash`: of the paper, of which everything is made that is indexed.
    """

    id: str
    version: int
    tie: int
    texts: Mapping[str, tuple[str, ...]]
    extracted: tuple[str, ...]
    names: tuple[str, ...]
    tags: Mapping[str, tuple[str, ...]]
    tag_keys: Mapping[str, tuple[str, ...]]
    author_forms: tuple[str, ...]
    identifiers: tuple[str, ...]
    year: int | None
    added_at: int
    updated_at: int
    title_key: str
    cites: tuple[int, ...]
    known_as: tuple[int, ...]
    encoded: bytes
    content_hash: str

    @property
    def all_texts(self) -> tuple[str, ...]:
        """The values of all searched fields: what a search without a field looks through."""
        return tuple([value for values in self.texts.values() for value in values])

    @property
    def body(self) -> JsonObject:
        """`encoded`, read."""
        return msgspec.json.decode(self.encoded, type=JsonObject)


def build_document(paper: Paper) -> Document:
    """The document of a paper. Pure: equal papers give equal documents."""
    body = paper_body(paper)
    authors = [_author_words(author.name) for author in paper.authors]
    keywords = [_keyword_words(keyword.value) for keyword in paper.keywords]
    tag_keys = _tag_keys(paper, authors, keywords)
    texts = _texts(paper, authors)
    cited, own = _cited_keys(paper), _own_keys(paper)
    return Document(
        id=paper.id,
        version=paper.version,
        tie=tie_of(paper.id),
        texts=texts,
        extracted=tuple([_keyword_words(k.value).text for k in paper.keywords if k.source is KeywordSource.EXTRACTED]),
        names=_names(paper.venue, paper.year),
        tags={name: tuple(keys) for name, keys in tag_keys.items()},
        tag_keys={name: tuple(keys.values()) for name, keys in tag_keys.items()},
        author_forms=tuple(dict.fromkeys([form for author in authors for form in author.forms])),
        identifiers=_identifiers(paper, cited, own),
        year=paper.year,
        added_at=_microseconds(paper.added_at),
        updated_at=_microseconds(paper.updated_at),
        title_key="".join(texts.get("title", ())),
        cites=tuple(map(key_number, cited)),
        known_as=tuple(map(key_number, own)),
        encoded=msgspec.json.encode(body),
        content_hash=hash_of(paper),
    )


def content_hash(text: bytes) -> str:
    """64 bits, as 16 hexadecimal digits, of a paper's JSON: documents of one version are equal when it is equal."""
    return hashlib.blake2b(text, digest_size=8).hexdigest()


def hash_of(paper: Paper) -> str:
    """The `content_hash` of its document."""
    return content_hash(msgspec.json.encode(paper))


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
    found = (bool(paper.abstract), is_told(paper), bool(paper.keywords), bool(paper.full_text))
    return _has_values(found, (*paper.materials, *paper.links, *paper.ids))


@lru_cache(maxsize=1024)
def _has_values(found: tuple[bool, ...], named: tuple[str, ...]) -> tuple[str, ...]:
    present = {*named, *compress(("abstract", "tldr", "keywords", "fulltext"), found)}
    return tuple([value for value in HAS_VALUES if value in present])


def texts_of(paper: Paper) -> dict[str, tuple[str, ...]]:
    """The folded words of every value of the searched fields; a field without any is absent."""
    return _texts(paper, [_author_words(author.name) for author in paper.authors])


class _AuthorWords(NamedTuple):
    """What a document holds of an author: the folded words, the facet's value, its key, the forms of `author:`."""

    text: str
    value: str
    key: str
    forms: tuple[str, ...]


class _KeywordWords(NamedTuple):
    """What a document holds of a keyword: the facet's value, the folded words, the key."""

    value: str
    text: str
    key: str


@lru_cache(maxsize=_AUTHORS_KEPT)
def _author_words(name: str) -> _AuthorWords:
    value = author_key(name)
    return _AuthorWords(index_text(name), value, filter_key("author", value), tuple(sorted(author_forms(name))))


@lru_cache(maxsize=_KEYWORDS_KEPT)
def _keyword_words(value: str) -> _KeywordWords:
    return _KeywordWords(value, index_text(value), filter_key("keyword", value))


@lru_cache(maxsize=1024)
def _few_filter_keys(field: str, values: tuple[str, ...]) -> Mapping[str, str]:
    """For tags of few values."""
    return {value: filter_key(field, value) for value in values}


def _texts(paper: Paper, authors: Iterable[_AuthorWords]) -> dict[str, tuple[str, ...]]:
    own_keywords = [_keyword_words(k.value).text for k in paper.keywords if k.source is not KeywordSource.EXTRACTED]
    found = {
        "title": _indexed(paper.title),
        "keyword": tuple([text for text in own_keywords if text]),
        "tldr": _indexed(paper.tldr.text) if is_told(paper) and paper.tldr else (),
        "author": tuple([author.text for author in authors if author.text]),
        "abstract": _indexed(paper.abstract),
        "comments": _indexed(paper.comments),
        "fulltext": _indexed(paper.full_text),
    }
    return {name: texts for name, texts in found.items() if texts}


@lru_cache(maxsize=1024)
def _names(venue: Venue | None, year: int | None) -> tuple[str, ...]:
    spelled = (*(venue_names(venue) if venue else ()), *((str(year),) if year is not None else ()))
    return tuple([words for name in spelled if (words := index_text(name))])


def _cited_keys(paper: Paper) -> tuple[str, ...]:
    """The keys of all that the paper cites."""
    keys = (key for each in paper.references for key in reference_keys(msgspec.structs.asdict(each)))
    return tuple(dict.fromkeys(keys))


def _own_keys(paper: Paper) -> tuple[str, ...]:
    """The keys by which another paper can cite this one."""
    return paper_keys({"ids": paper.ids, "other_ids": paper.other_ids, "title": paper.title, "year": paper.year})


def _identifiers(paper: Paper, cited: Iterable[str], own: Iterable[str]) -> tuple[str, ...]:
    """The paper's own id, those of all its versions, its title's keys, and what tells the works that it cites."""
    ids = {(scheme, fold(value)) for scheme, value in paper.ids.items()}
    ids |= {(scheme, fold(value)) for scheme, values in paper.other_ids.items() for value in values}
    return (
        f"id:{paper.id}",
        *[f"{scheme}:{value}" for scheme, value in sorted(ids)],
        *[key for key in own if key.startswith("title:")],
        *[f"{CITES}:{key}" for key in cited],
    )


def is_told(paper: Paper) -> bool:
    """Whether a source has the paper's TL;DR; a sentence that we extracted does not count."""
    return paper.tldr is not None and paper.tldr.source != TldrSource.EXTRACTED


def _indexed(text: str | None) -> tuple[str, ...]:
    folded = index_text(text) if text else ""
    return (folded,) if folded else ()


def _tag_keys(
    paper: Paper, authors: Iterable[_AuthorWords], keywords: Iterable[_KeywordWords]
) -> dict[str, Mapping[str, str]]:
    """Tag field -> the canonical values with their keys."""
    states = (("retracted", paper.is_retracted), ("merged", len(paper.sources) > 1))
    own = {
        "venue": _few_filter_keys("venue", (paper.venue.id,)) if paper.venue else {},
        "keyword": {keyword.value: keyword.key for keyword in keywords if keyword.value},
        "author": {author.value: author.key for author in authors if author.value},
        "source": _few_filter_keys("source", tuple([source.name for source in paper.sources if source.name])),
        "has": _few_filter_keys("has", has_values(paper)),
        "is": _few_filter_keys("is", tuple([name for name, holds in states if holds])),
    }
    others = {field.name: _member_values(paper, field.json_name) for field in _TAG_FIELDS if field.name not in own}
    return own | {name: _few_filter_keys(name, values) for name, values in others.items()}


def _member_values(paper: Paper, name: str) -> tuple[str, ...]:
    """The canonical values of a tag field that is a member of the paper, one text or several."""
    value = getattr(paper, name)
    texts = (value,) if isinstance(value, str) else value or ()
    return tuple(dict.fromkeys(plain for text in texts if (plain := plain_value(text))))


def _microseconds(moment: datetime | None) -> int:
    return int(moment.timestamp() * 1_000_000) if moment else 0
