"""Column types that mean the same on SQLite and PostgreSQL."""

import hashlib
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
from sqlalchemy import BigInteger, Dialect, Integer, String, Text
from sqlalchemy.types import TypeDecorator

from papersearch.store.packing import pack, unpack

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
    """JSON text that is long, compressed on SQLite (see `packing`)."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> Any:
        return None if value is None else packed(dialect, value.encode())

    def process_result_value(self, value: Any, dialect: Dialect) -> str | None:  # noqa: ARG002 - fixed by SQLAlchemy
        found = None if value is None else unpack(value)
        return found.decode() if isinstance(found, bytes) else found


class PackedStruct(StructJson):
    """As StructJson, compressed on SQLite (see `packing`)."""

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
