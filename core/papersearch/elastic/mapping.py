"""What an index of ours looks like, and a document in its shape.

Texts arrive as folded words between single spaces (`Document.texts`), so that analysis is: split at spaces, and stem.

    texts.<field>            stemmed words; texts.<field>.exact: the words as they are
    any any_exact            the same of all searched fields; `any` has year and venue as well
    names extracted          what is copied into `any`; the extracted keywords, for beginnings of keywords
    tags.<field>             canonical values, counted by facets
    tag_numbers.<field>      a number for each: counting different ones need not look up their texts
    tag_keys.<field>         the same as filters compare them
    completions.<field>      `word and what follows it␟value` for each word of a value: facet values by prefix
    author_forms identifiers year added_at updated_at title_key tie content_hash
    cites known_as           numbers of keys, read as columns: `citations`
    body                     returned, not indexed; all that `_source` keeps
    is_deleted               true in tombstones, absent elsewhere
"""

import hashlib
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import msgspec

from papersearch.document import DOCUMENT_VERSION, Document
from papersearch.elastic.stemming import STEMMING_CHAIN, stemming_filters
from papersearch.engine import Tombstone
from papersearch.fields import FACETS, FIELDS, SEARCHED, Kind
from papersearch.paper import JsonObject
from papersearch.query.nodes import ANY
from papersearch.text import index_text

VALUE_GAP = 10_000
"""Positions between two values of a text field, so that no phrase crosses them, however much slop it has."""

LONGEST_KEYWORD_BYTES = 8_000
"""Whole values are cut here, on writing and in queries alike: Lucene refuses a term of more than 32,766 bytes."""

LONGEST_TITLE_KEY_BYTES = 2_000
SEPARATOR = "\x1f"
_LONGEST_COMPLETION = 200
_MOST_COMPLETIONS = 32

TEXT_NAMES: tuple[str, ...] = tuple(field.name for field in SEARCHED)
EXTRACTED = "extracted"
"""The text field of extracted keywords."""
TAG_NAMES: tuple[str, ...] = tuple(field.name for field in FIELDS if field.kind is Kind.TAG)
FACET_TAGS: tuple[str, ...] = tuple(field.name for field in FACETS if field.kind is Kind.TAG)


def stemmed_field(name: str) -> str:
    """Where a text's stemmed words are."""
    return ANY if name == ANY else f"texts.{name}"


def exact_field(name: str) -> str:
    """Where a text's unstemmed words are."""
    return {ANY: "any_exact", EXTRACTED: EXTRACTED}.get(name, f"texts.{name}.exact")


def counted_field(name: str) -> str:
    """Where a facet's values are counted."""
    return name if name == "year" else f"tags.{name}"


def numbered_field(name: str) -> str:
    """Where the different values of a facet are told apart."""
    return name if name == "year" else f"tag_numbers.{name}"


def index_settings() -> JsonObject:
    """Settings of a new index, relaxed for the bulk load; `finished_settings` follow when it is full."""
    return {
        "number_of_shards": 1,
        "number_of_replicas": 0,
        "refresh_interval": "-1",
        "analysis": {
            "tokenizer": {"spaces": {"type": "whitespace", "max_token_length": 1024}},
            "filter": stemming_filters(),
            "analyzer": {
                "exact": {"type": "custom", "tokenizer": "spaces"},
                "words": {"type": "custom", "tokenizer": "spaces", "filter": list(STEMMING_CHAIN)},
            },
        },
    }


def finished_settings() -> JsonObject:
    """Settings of an index that answers searches: a second copy as soon as there is a node to hold it."""
    return {"auto_expand_replicas": "0-1", "refresh_interval": "1s"}


def mappings() -> JsonObject:
    """The mapping without `_meta`. Strict: an unknown field is an error and never a new field."""
    term = {"type": "keyword", "doc_values": False}
    column = {"type": "keyword", "index": False}
    number_column = {"type": "long", "index": False}
    return {
        "dynamic": "strict",
        "_source": {"includes": ["body"]},
        "properties": {
            "id": {"type": "keyword"},
            "tie": {"type": "long"},
            "texts": {"properties": {name: _text("words", {"exact": _text("exact")}) | {"copy_to": ["any", "any_exact"]}
                                     for name in TEXT_NAMES}},
            "any": _text("words"),
            "any_exact": _text("exact"),
            "names": {"type": "text", "index": False, "copy_to": "any"},
            EXTRACTED: _text("exact"),
            "tags": {"properties": {name: {"type": "keyword", "eager_global_ordinals": name in FACET_TAGS}
                                    for name in TAG_NAMES}},
            "tag_numbers": {"properties": {name: {"type": "long", "index": False} for name in FACET_TAGS}},
            "tag_keys": {"properties": dict.fromkeys(TAG_NAMES, term)},
            "completions": {"properties": dict.fromkeys(FACET_TAGS, column)},
            "author_forms": term,
            "identifiers": term,
            "year": {"type": "long"},
            "added_at": {"type": "long"},
            "updated_at": {"type": "long"},
            "title_key": {"type": "keyword"},
            "cites": number_column,
            "known_as": number_column,
            "content_hash": column,
            "body": {"type": "object", "enabled": False},
            "is_deleted": {"type": "boolean"},
        },
    }  # fmt: skip


def _text(analyzer: str, fields: JsonObject | None = None) -> JsonObject:
    plain = {"type": "text", "analyzer": analyzer, "position_increment_gap": VALUE_GAP}
    return {**plain, "fields": fields} if fields else plain


def current_schema_hash() -> str:
    """Of everything that decides how a document is indexed."""
    encoded = msgspec.json.encode([DOCUMENT_VERSION, index_settings(), mappings()], order="deterministic")
    return hashlib.sha256(encoded).hexdigest()[:16]


def document_source(document: Document) -> JsonObject:
    """A document as it is sent to the index."""
    tags = {name: [cut(value) for value in values] for name, values in document.tags.items()}
    source: dict[str, Any] = {
        "id": document.id,
        "tie": document.tie,
        "texts": document.texts,
        "names": document.names,
        EXTRACTED: document.extracted,
        "tags": tags,
        "tag_numbers": {name: [_number(value) for value in tags.get(name, ())] for name in FACET_TAGS},
        "tag_keys": {name: [cut(key) for key in keys] for name, keys in document.tag_keys.items()},
        "completions": {name: [c for value in tags.get(name, ()) for c in _completions(value)] for name in FACET_TAGS},
        "author_forms": [cut(form) for form in document.author_forms],
        "identifiers": [cut(identifier) for identifier in document.identifiers],
        "year": document.year,
        "added_at": document.added_at or None,
        "updated_at": document.updated_at or None,
        "title_key": cut(document.title_key, LONGEST_TITLE_KEY_BYTES) or None,
        "cites": document.cites,
        "known_as": document.known_as,
        "content_hash": document.content_hash,
        "body": msgspec.Raw(document.encoded),
    }
    return source


@lru_cache(maxsize=65_536)
def _number(value: str) -> int:
    """64 bits of a value's BLAKE2b, signed as Lucene's numbers are."""
    return int.from_bytes(hashlib.blake2b(value.encode(), digest_size=8).digest(), signed=True)


def tombstone_source(tombstone: Tombstone) -> JsonObject:
    """What stays of a deleted paper: an entry that no search finds and that keeps its version for ever.

    Elasticsearch itself forgets the version of a deleted document after `index.gc_deletes`, a minute by default.
    """
    return {"id": tombstone.id, "is_deleted": True}


def cut(value: str, longest_bytes: int = LONGEST_KEYWORD_BYTES) -> str:
    """The value, or as many of its first characters as fit in so many bytes of UTF-8."""
    fits = len(value) * 4 <= longest_bytes
    return value if fits else value.encode()[:longest_bytes].decode(errors="ignore")


def _completions(value: str) -> Iterator[str]:
    folded = index_text(value)
    start = 0
    for _ in range(_MOST_COMPLETIONS):
        if start >= len(folded):
            return
        yield f"{folded[start : start + _LONGEST_COMPLETION]}{SEPARATOR}{value}"
        end = folded.find(" ", start)
        if end < 0:
            return
        start = end + 1
