"""A source as text that is read piece by piece, so that a source of any size takes the same memory.

The bytes are decoded as `source.decode` does: UTF-8, UTF-16 after its mark, else what the source declares, and
Windows-1252 for lines that are none of these.
"""

import codecs
import re
from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

from papersearch_ingest.parsers.declared_encoding import declared_encoding
from papersearch_ingest.parsers.source import Source, decode, split_lines

BLOCK_BYTES = 1 << 20
LONGEST_RECORD = 16 << 20
"""Characters of one record or line beyond which it is rejected, as it would not fit beside others into memory."""
RAW_HEAD = 2000
"""Characters that a reject keeps of a piece that is too long or has no end."""

_UTF16_BOMS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_LINE_END_BYTE = re.compile(rb"\r(?!\n|\Z)|\n")


class TextLine(NamedTuple):
    """A line without its end. `is_whole` is False when it was longer than `LONGEST_RECORD` and is cut."""

    number: int
    text: str
    is_whole: bool = True


def text_blocks(source: Source) -> Iterator[str]:
    """The text in blocks of about a million characters, each of which ends where a line does unless one is longer."""
    with source.open() as stream:
        head = stream.read(BLOCK_BYTES)
        if head.startswith(_UTF16_BOMS):
            yield from _utf16_blocks(head, stream)
            return
        rest = head.removeprefix(codecs.BOM_UTF8)
        declared = declared_encoding(rest)
        while block := stream.read(BLOCK_BYTES):
            cut = _cut(rest)
            if cut:
                yield decode(rest[:cut], declared)
            rest = rest[cut:] + block
        if rest:
            yield decode(rest, declared)


def _cut(data: bytes) -> int:
    """Where the last whole line of a block ends; in a line longer than a block, before a character's first byte."""
    place = data.rfind(b"\n") + 1
    if place or len(data) < BLOCK_BYTES:
        return place
    place = max((found.end() for found in _LINE_END_BYTE.finditer(data)), default=0)
    if place:
        return place
    place = len(data) - 1
    while place > len(data) - 4 and data[place] & 0xC0 == 0x80:
        place -= 1
    return place


def _utf16_blocks(head: bytes, stream: BinaryIO) -> Iterator[str]:
    decoder = codecs.getincrementaldecoder("utf-16")("replace")
    block = head
    while block:
        yield decoder.decode(block)
        block = stream.read(BLOCK_BYTES)
    yield decoder.decode(b"", final=True)


def text_lines(source: Source) -> Iterator[TextLine]:
    """The lines, numbered from 1 as an editor counts them. CRLF, CR and LF end a line."""
    number, carried, length = 1, list[str](), 0
    ended_in_cr = False
    for block in text_blocks(source):
        text = block[1:] if ended_in_cr and block.startswith("\n") else block
        ended_in_cr = block.endswith("\r")
        *whole, last = split_lines(text) if "\r" in text else text.split("\n")
        for line in whole:
            if carried:
                yield _joined(number, [*carried, line], length + len(line))
                carried, length = [], 0
            else:
                yield TextLine(number, line)
            number += 1
        if last:
            if length <= LONGEST_RECORD:
                carried.append(last)
            length += len(last)
    if carried:
        yield _joined(number, carried, length)


def _joined(number: int, pieces: list[str], length: int) -> TextLine:
    if length > LONGEST_RECORD:
        return TextLine(number, pieces[0][:RAW_HEAD], is_whole=False)
    return TextLine(number, "".join(pieces))


class TextWindow:
    """The part of a stream that is being looked at: `text` from `place` on, which stands on line `line`.

    Offsets that callers keep are relative to `place`: `grow` may drop what lies before it. `reach` is how far a caller
    looks for the end of something that is broken.
    """

    def __init__(self, blocks: Iterator[str], line: int = 1) -> None:
        self._blocks = blocks
        self.text = ""
        self.place = 0
        self.line = line
        self.is_complete = False
        self.reach = LONGEST_RECORD

    def grow(self) -> bool:
        """Adds the next block. False at the end of the stream."""
        block = next(self._blocks, None)
        if block is None:
            self.is_complete = True
            return False
        self.text = self.text[self.place :] + block
        self.place = 0
        return True

    def advance(self, by: int) -> None:
        """Moves on by so many characters."""
        to = min(self.place + by, len(self.text))
        self.line += count_line_ends(self.text, self.place, to)
        self.place = to

    def skip(self, pattern: re.Pattern[str]) -> str:
        """Moves on over what the pattern matches here, and gives the character after it, "" at the end."""
        while True:
            found = pattern.match(self.text, self.place)
            if found:
                self.advance(found.end() - self.place)
            if self.place < len(self.text):
                return self.text[self.place]
            if not self.grow():
                return ""

    def take(self, length: int) -> str:
        """The next characters, without moving on."""
        return self.text[self.place : self.place + length]

    def at(self, offset: int) -> str:
        """The character at an offset, "" behind the end."""
        return self.text[self.place + offset : self.place + offset + 1]

    @property
    def size(self) -> int:
        """How many characters of the stream are at hand."""
        return len(self.text) - self.place


def count_line_ends(text: str, start: int, end: int) -> int:
    """CRLF, CR and LF in a part of a text."""
    newlines = text.count("\n", start, end)
    returns = text.count("\r", start, end)
    return newlines + (returns - text.count("\r\n", start, end) if returns else 0)
