"""What parsers share: a source's bytes, opened, decoded, cut into lines and sampled; and what a parser is."""

import io
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import BinaryIO, NamedTuple, TypeVar

from papersearch.packed_file import open_file
from papersearch.record import Record, Reject
from papersearch_ingest.parsers.declared_encoding import declared_encoding

Item = TypeVar("Item")

SAMPLE_BYTES = 65_536
_LINE_END = re.compile(r"\r\n|\r|\n")
_UTF16_BOMS = (b"\xff\xfe", b"\xfe\xff")
_CONTROLS = bytes(b for b in range(32) if b not in b"\t\n\r\f\x1b\x85") + b"\x7f"
_BINARY_SHARE = 0.02


class Line(NamedTuple):
    """A line of a source: its 1-based number, and its text without surrounding white space."""

    number: int
    text: str


class Source:
    """A source to parse. `open` gives a new binary stream each time, so that a parser may stream or take it whole."""

    def __init__(self, name: str, open_stream: Callable[[], BinaryIO]) -> None:
        self.name = name
        self.open = open_stream

    @classmethod
    def from_bytes(cls, data: bytes, name: str) -> "Source":
        return cls(name, lambda: io.BytesIO(data))

    @classmethod
    def from_path(cls, path: Path, name: str | None = None) -> "Source":
        return cls(name or path.name, lambda: open_file(path))

    def read(self) -> bytes:
        with self.open() as stream:
            return stream.read()

    def is_longer_than(self, size: int) -> bool:
        """Whether it has more bytes than this."""
        with self.open() as stream:
            return len(stream.read(size + 1)) > size

    @cached_property
    def text(self) -> str:
        """The whole source, decoded. For forms whose files are small enough to hold in memory."""
        return decode(self.read())

    def lines(self) -> list[Line]:
        """All lines, numbered from 1. CRLF, CR and LF end a line; form feeds and Unicode separators do not."""
        return [Line(number, line.strip()) for number, line in enumerate(split_lines(self.text), 1)]

    def sample(self) -> "Sample":
        with self.open() as stream:
            return Sample.of(stream.read(SAMPLE_BYTES), self.name)


@dataclass(frozen=True)
class Sample:
    """The first `SAMPLE_BYTES` of a source. `name` is a hint only.

    `text` is None when they are no text; its lines end in LF, whatever the source's do.
    """

    data: bytes
    text: str | None
    name: str

    @classmethod
    def of(cls, data: bytes, name: str = "") -> "Sample":
        head = data[:SAMPLE_BYTES]
        return cls(head, None if is_binary(head) else "\n".join(split_lines(decode(head))), name)

    @cached_property
    def lines(self) -> list[str]:
        return [line.strip() for line in split_lines(self.text or "")]


def is_binary(data: bytes) -> bool:
    """Whether bytes are no text: a NUL, or more than 2 % control characters. UTF-16 needs its byte order mark."""
    if data.startswith(_UTF16_BOMS):
        return False
    return b"\0" in data or len(data) - len(data.translate(None, _CONTROLS)) > len(data) * _BINARY_SHARE


def decode(data: bytes, declared: str | None = None) -> str:
    """UTF-8 with or without a byte order mark, UTF-16 with one, else what the source declares, else Windows-1252.

    `declared` is the codec that the source's head declares where `data` is a later part of it. What is not UTF-8 as a
    whole is decoded line by line, so that one stray Latin-1 line in a UTF-8 file does not spoil the others.
    """
    if data.startswith(_UTF16_BOMS):
        return data.decode("utf-16", "replace")
    data = data.removeprefix(b"\xef\xbb\xbf")
    declared = declared or declared_encoding(data)
    try:
        text = data.decode()
    except UnicodeDecodeError:
        encodings = _line_encodings(declared)
        return "".join(_decode_line(line, encodings) for line in data.splitlines(keepends=True))
    return data.decode(declared, "replace") if declared in _IN_ASCII and b"\x1b" in data else text


_IN_ASCII = frozenset({"iso2022_jp"})
"""Encodings whose bytes are all ASCII, and so are valid UTF-8."""


def _line_encodings(declared: str | None) -> tuple[str, ...]:
    """What to try for each line. In an encoding of one byte a letter nothing is invalid, so UTF-8 goes before it."""
    if declared is None:
        return ("utf-8", "cp1252")
    is_of_many_bytes = declared.startswith(("gb", "big5", "cp9", "euc", "iso2022", "hz"))
    return (declared, "utf-8", "cp1252") if is_of_many_bytes else ("utf-8", declared, "cp1252")


def _decode_line(line: bytes, encodings: tuple[str, ...]) -> str:
    for encoding in encodings:
        try:
            return line.decode(encoding)
        except UnicodeDecodeError:
            continue
    return line.decode("latin-1")


def split_lines(text: str) -> list[str]:
    """Lines as an editor counts them."""
    return _LINE_END.split(text) if "\r" in text else text.split("\n")


Parsed = Iterator[Record | Reject]


@dataclass(frozen=True, slots=True)
class Parser:
    """How one form of source is recognised and read; each module of a form ends with one.

    `name` is stored with every record; `version` goes up when the same bytes give other records, so that they are read
    again; `is_streaming`: the source may not fit into memory. `score` says from 0 (not mine) to 1 (certainly mine) by
    content; the file's name is a hint at most. `parse` streams records in the order of the source and gives a reject
    for each piece that it cannot read; it raises SourceError only when the source as a whole is not of this form.
    """

    name: str
    version: int
    score: Callable[[Sample], float]
    parse: Callable[[Source], Parsed]
    is_streaming: bool = True


def record_parser(
    items: Callable[[Source], Iterable[Item | Reject]], record: Callable[[Item], Record | Reject]
) -> Callable[[Source], Parsed]:
    """A `Parser.parse` that makes a record of each item, and passes rejects on."""
    return lambda source: (item if isinstance(item, Reject) else record(item) for item in items(source))
