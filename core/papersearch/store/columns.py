"""Column types that mean the same on SQLite and PostgreSQL.

Papers and records, which are long, are compressed on SQLite: they take about a third of their text. PostgreSQL
compresses long texts, too, so nothing is done there. A row of SQLite that is text was written before rows were
compressed, and is read as it is.
"""

import hashlib
import threading
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
import zstandard
from sqlalchemy import BigInteger, Dialect, Integer, String, Text
from sqlalchemy.types import TypeDecorator

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_UNSTORABLE = {0: "\ufffd"} | dict.fromkeys(range(0xD800, 0xE000), "\ufffd")

Serial = BigInteger().with_variant(Integer(), "sqlite")
"""A key that the database counts up; SQLite does that only for a column of type INTEGER."""
Key = String().with_variant(String(collation="C"), "postgresql")
"""Text that sorts by its bytes on both, whatever the locale of the database."""


LONGEST_KEY = 400
"""Characters of a key; PostgreSQL indexes 2,704 bytes at most."""


def bounded_key(key: str) -> str:
    """The key itself, or for a long one its beginning and a hash of the whole."""
    if len(key) <= LONGEST_KEY:
        return key
    digest = hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()
    return f"{key[: LONGEST_KEY - len(digest)]}{digest}"


def microseconds(moment: datetime) -> int:
    """What a column of type Moment holds."""
    return (moment - _EPOCH) // timedelta(microseconds=1)


def storable(text: str) -> str:
    """What a column of type SourceText holds: what a database cannot hold (NUL, lone surrogates) becomes U+FFFD."""
    return text if text.isprintable() else text.translate(_UNSTORABLE)


class Moment(TypeDecorator[datetime]):
    """An aware moment as microseconds since 1970: exact, and comparable in SQL."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:  # noqa: ARG002 - fixed by SQLAlchemy
        return None if value is None else microseconds(value)

    def process_result_value(self, value: int | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - as above
        return None if value is None else _EPOCH + timedelta(microseconds=value)


class Json(TypeDecorator[Any]):
    """A JSON value as text; characters that a database refuses (NUL) are escapes there."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:  # noqa: ARG002 - fixed by SQLAlchemy
        return None if value is None else msgspec.json.encode(value).decode()

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:  # noqa: ARG002 - as above
        return None if value is None else msgspec.json.decode(value)


class StructJson(TypeDecorator[Any]):
    """A value of one type as JSON text, which msgspec writes and reads: a Struct, or a union of tagged Structs."""

    impl = Text
    cache_ok = True

    def __init__(self, content: Any) -> None:
        super().__init__()
        self.content = content
        self._decode = msgspec.json.Decoder(content).decode

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:  # noqa: ARG002 - fixed by SQLAlchemy
        return None if value is None else msgspec.json.encode(value).decode()

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:  # noqa: ARG002 - as above
        return None if value is None else self._decode(value)


class PackedText(TypeDecorator[str]):
    """JSON text that is long, compressed on SQLite (see `pack`)."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> Any:
        return None if value is None else packed(dialect, value.encode())

    def process_result_value(self, value: Any, dialect: Dialect) -> str | None:  # noqa: ARG002 - fixed by SQLAlchemy
        found = None if value is None else unpack(value)
        return found.decode() if isinstance(found, bytes) else found


class PackedStruct(StructJson):
    """As StructJson, compressed on SQLite (see `pack`)."""

    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> Any:
        return None if value is None else packed(dialect, msgspec.json.encode(value))

    def process_result_value(self, value: Any, dialect: Dialect) -> Any:  # noqa: ARG002 - fixed by SQLAlchemy
        return None if value is None else self._decode(unpack(value))


def packed(dialect: Dialect, text: bytes) -> bytes | str:
    """What a database holds of such a column."""
    return pack(text) if dialect.name == "sqlite" else text.decode()


class SourceText(TypeDecorator[str]):
    """Text from outside, which sorts by its bytes; see `storable`."""

    impl = Text().with_variant(Text(collation="C"), "postgresql")
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002 - fixed by SQLAlchemy
        return None if value is None else storable(value)


_FIRST_FORM = b"\x01"
"""The first byte of a compressed row: one zstd frame with `_COMMON_TEXT` as its dictionary follows."""
_LEVEL = 1
"""Higher levels save 1 % for twice the time."""
# What most rows have in common, the most frequent last. Rows cannot be read without it: it never changes; another text
# is another form, with a first byte of its own.
_COMMON_TEXT = (
    b" the of and in to a for is that with on as by we are this from be an which our can these have it or using based "
    b"results model models data learning language method methods approach task tasks paper show performance network "
    b"analysis system information between state of the art experiments dataset training neural evaluation knowledge "
    b'{"record":{"title":"","authors":["",""],"abstract":"","tldr":"","venue":"","year":20,"keywords":["",""],'
    b'"ids":{"doi":"10.","arxiv":"","openreview":"","acl":"","pmid":""},"links":{"pdf":"https://","page":"https://www.",'
    b'"code":"https://github.com/"},"extra":{},"type":"paper-conference","container":"Proceedings of the ","pages":"",'
    b'"line":1,"raw":"{\\"id\\": \\"\\", \\"title\\": \\"\\", \\"abstract\\": \\"\\", \\"authors\\": [\\"\\", \\"\\"], '
    b'\\"venue\\": \\"\\", \\"year\\": 20, \\"keywords\\": [\\"\\", \\"\\"]}"},"source":"","url":"",'
    b'"retrieved_at":"2026-01-01T00:00:00.000000Z","parser":"","parser_version":1}'
    b'{"id":"p_","type":null,"title":"","authors":[{"name":""},{"name":""}],"abstract":"","tldr":null,'
    b'"venue":{"id":"","label":""},"year":20,"month":null,"day":null,"container":null,"volume":null,"issue":null,'
    b'"pages":null,"publisher":null,"edition":null,"editors":[],"issn":[],"isbn":[],"language":null,'
    b'"keywords":[{"value":"","source":"author"},{"value":"","source":"extracted"}],"ids":{},"other_ids":{},'
    b'"citation_key":null,"references":[],"links":{},"materials":[],"comments":null,"journal_ref":null,'
    b'"full_text":null,"is_retracted":false,"thumbnail":null,"sources":[{"name":"","url":"",'
    b'"retrieved_at":"2026-01-01T00:00:00.000000Z"}],"provenance":{"abstract":"","authors":"","keywords":"","title":"",'
    b'"venue":"","year":""},"added_at":"2026-01-01T00:00:00.000000Z","updated_at":"2026-01-01T00:00:00.000000Z",'
    b'"version":1}'
)


class _Codec(threading.local):
    """A thread's own compressor and decompressor: zstd's are not for two at once."""

    def __init__(self) -> None:
        common = zstandard.ZstdCompressionDict(_COMMON_TEXT, dict_type=zstandard.DICT_TYPE_RAWCONTENT)
        common.precompute_compress(level=_LEVEL)
        self.pack = zstandard.ZstdCompressor(level=_LEVEL, dict_data=common, write_checksum=True).compress
        self.unpack = zstandard.ZstdDecompressor(dict_data=common).decompress


_codec = _Codec()


def pack(text: bytes) -> bytes:
    """Compress the JSON of a row."""
    return _FIRST_FORM + _codec.pack(text)


def unpack(row: bytes | str) -> bytes | str:
    """Return the JSON of a row, whether or not it is compressed. Raises ValueError for one that is damaged."""
    if isinstance(row, str):
        return row
    if row[:1] != _FIRST_FORM:
        raise ValueError("The row is compressed in a form that this program does not know.")
    try:
        return _codec.unpack(row[1:])
    except zstandard.ZstdError as error:
        raise ValueError(f"The row is damaged: {error}.") from error
