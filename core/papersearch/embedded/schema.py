"""What a generation holds: tantivy's schema, and the shape in which a document goes in.

A searched text field is indexed twice: `<name>_words` stemmed, `<name>_exact` not. So are all of them together, as
`any_words` and `any_exact`: a search without a field looks there. Year and venue are in `any_words` as well. Text
arrives as folded words between single spaces (`Document.texts`) and is stemmed here, where each word is stemmed once
and remembered, so that splitting at spaces is all that is left. Phrases are looked for in `<name>_exact` and in
`any_words`: the other stemmed fields keep no positions.

    id            whole      the paper's id, also as a column, for walks in id order
    tie, version, hash  u64  columns; `tie` is indexed and is what a document is replaced and fetched by
    kind          whole      `paper` or `tombstone`: a tombstone has nothing else, so only `kind` could ever find it
    year added updated       columns with ranges, absent where the paper has no value
    written       i64        column with ranges: `commit.WRITTEN`
    extracted_exact        the extracted keywords, for beginnings of keywords
    <tag>_tag     whole      `tag_keys`, or MISSING where the paper has no value
    forms, identifiers       whole
    body          bytes      the paper's JSON
    row           bytes      what `columns` are built from
    fulltext      bytes      the folded full text, for near phrases that must be looked at
"""

import hashlib
from importlib.metadata import version
from pathlib import Path
from typing import Any

import msgspec
import tantivy

from papersearch.document import DOCUMENT_VERSION, Document, tie_of
from papersearch.embedded.commit import WRITTEN
from papersearch.engine import Tombstone
from papersearch.fields import FIELDS, MISSING, SEARCHED, Kind
from papersearch.query.nodes import ANY
from papersearch.text import stemmed

SCHEMA_VERSION = 4
"""Raised when the same document is indexed otherwise."""

PAPER, TOMBSTONE = "paper", "tombstone"
LONGEST_TERM_BYTES = 60_000
"""tantivy drops longer terms without a word."""
_SHORT_TERM = LONGEST_TERM_BYTES // 4
"""A term of fewer characters is not too long, whatever they are; nor is one of several that are shorter together."""

TAG_FIELDS: tuple[str, ...] = tuple(field.name for field in FIELDS if field.kind is Kind.TAG)
SELECTABLE: tuple[str, ...] = (*TAG_FIELDS, "year")
"""Fields whose whole values are compared; years as their decimal digits."""
NUMBERS: dict[str, str] = {"year": "year", "added": "added_at", "updated": "updated_at"}
"""Number field -> the attribute of a document."""

HASH = "hash"
"""The number of a document's `content_hash`."""
KEYS = ("cites", "known_as")
"""Attributes of a document that are columns of numbers of keys."""

_SPLIT, _WHOLE = "papersearch_exact", "raw"


class Row(msgspec.Struct, array_like=True, frozen=True):
    """The part of a document that is needed of every paper at once; in this order on disk."""

    id: str
    title_key: str
    tags: dict[str, tuple[str, ...]]
    keys: dict[str, tuple[int, ...]] = {}


def words_field(name: str) -> str:
    """Where the stemmed words of a searched field are indexed."""
    return f"{name}_words"


def exact_field(name: str) -> str:
    """Where the unstemmed words of a searched field are indexed."""
    return f"{name}_exact"


def tag_field(name: str) -> str:
    """Where the keys of whole values are indexed."""
    return f"{name}_tag"


EXTRACTED = "extracted"
"""The text field of extracted keywords."""
_TEXT_PLACES = {name: (words_field(name), exact_field(name)) for name in (*[field.name for field in SEARCHED], ANY)}
_TAG_PLACES = {name: tag_field(name) for name in TAG_FIELDS}
_WHOLE_FIELDS = ("forms", "identifiers", *map(tag_field, SELECTABLE))
"""Of several values each."""


def build_schema() -> tantivy.Schema:
    """The schema of a new generation."""
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("id", stored=True, fast=True, tokenizer_name=_WHOLE, index_option="basic")
    for name in ("kind", "forms", "identifiers", *map(tag_field, SELECTABLE)):
        builder.add_text_field(name, tokenizer_name=_WHOLE, index_option="basic")
    for words, exact in _TEXT_PLACES.values():
        is_for_phrases = words == words_field(ANY)
        builder.add_text_field(words, tokenizer_name=_SPLIT, index_option="position" if is_for_phrases else "freq")
        builder.add_text_field(exact, tokenizer_name=_SPLIT)
    builder.add_text_field(exact_field(EXTRACTED), tokenizer_name=_SPLIT)
    builder.add_unsigned_field("tie", indexed=True, fast=True)
    builder.add_unsigned_field("version", fast=True)
    builder.add_unsigned_field(HASH, fast=True)
    for name in (*NUMBERS, WRITTEN):
        builder.add_integer_field(name, indexed=True, fast=True)
    for name in ("body", "row", "fulltext"):
        builder.add_bytes_field(name, stored=True)
    return builder.build()


def schema_hash() -> str:
    """Changes whenever a generation that was built before no longer answers as a new one would."""
    facts = [SCHEMA_VERSION, DOCUMENT_VERSION, [(f.name, f.kind, f.boost is None) for f in FIELDS], version("tantivy")]
    return hashlib.sha256(msgspec.json.encode(facts)).hexdigest()[:16]


def open_index(folder: Path) -> tantivy.Index:
    """The index in a folder, with our analyzer, which tantivy does not keep with it."""
    return _with_analyzer(tantivy.Index.open(str(folder)))


def create_index(folder: Path) -> tantivy.Index:
    """A new index in an empty folder."""
    return _with_analyzer(tantivy.Index(build_schema(), path=str(folder), reuse=False))


def _with_analyzer(index: tantivy.Index) -> tantivy.Index:
    index.register_tokenizer(_SPLIT, tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build())
    index.config_reader("manual")
    return index


def encode_document(document: Document, schema: tantivy.Schema, written: int) -> tantivy.Document:
    """What tantivy indexes of a document. Raises ValueError with a reason for people if it cannot be indexed."""
    values: dict[str, Any] = {
        "id": document.id,
        "kind": PAPER,
        "tie": document.tie,
        "version": document.version,
        HASH: int(document.content_hash, 16),
        WRITTEN: written,
        "forms": list(document.author_forms),
        "identifiers": list(document.identifiers),
        "body": document.encoded,
        "row": _encoded_row(document),
    }
    all_stems: list[str] = []
    for name, texts in document.texts.items():
        words, exact = _TEXT_PLACES[name]
        values[exact], values[words] = list(texts), [stemmed(text) for text in texts]
        all_stems += values[words]
    values[exact_field(ANY)] = list(document.all_texts)
    values[words_field(ANY)] = [*all_stems, *map(stemmed, document.names)]
    values[exact_field(EXTRACTED)] = list(document.extracted)
    if "fulltext" in document.texts:
        values["fulltext"] = document.texts["fulltext"][0].encode()
    for name, field in _TAG_PLACES.items():
        values[field] = list(document.tag_keys.get(name, ())) or [MISSING]
    values[tag_field("year")] = [MISSING if document.year is None else str(document.year)]
    for name, attribute in NUMBERS.items():
        number = present_number(document, attribute)
        if number is not None:
            values[name] = number
    _check(values)
    return tantivy.Document.from_dict(values, schema)


def _encoded_row(document: Document) -> bytes:
    keys = {name: numbers for name in KEYS if (numbers := getattr(document, name))}
    row = Row(document.id, document.title_key, dict(document.tags), keys)
    return msgspec.msgpack.encode(row)


def encode_tombstone(tombstone: Tombstone, schema: tantivy.Schema) -> tantivy.Document:
    """A document that no search finds and that keeps the version of the deletion."""
    tie = tie_of(tombstone.id)
    values = {"id": tombstone.id, "kind": TOMBSTONE, "tie": tie, "version": tombstone.version}
    return tantivy.Document.from_dict(values, schema)


def present_number(document: Document, attribute: str) -> int | None:
    """The year, or a moment; a moment of 0 is none."""
    number: int | None = getattr(document, attribute)
    return number if attribute == "year" else number or None


def _check(values: dict[str, Any]) -> None:
    """Tantivy silently drops terms that are too long: refuse them. It refuses what is no number by itself."""
    whole = [(name, values[name]) for name in _WHOLE_FIELDS]
    if len(values["id"]) + sum([len(term) for _, terms in whole for term in terms]) < _SHORT_TERM:
        return
    for name, terms in (("id", [values["id"]]), *whole):
        if any(len(term.encode()) > LONGEST_TERM_BYTES for term in terms):
            raise ValueError(f"a value of {name.removesuffix('_tag')} is longer than {LONGEST_TERM_BYTES} bytes")
