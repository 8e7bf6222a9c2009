"""The text of an XML source, piece by piece: its encoding found out, and nothing in it that XML forbids."""

import codecs
import re
from collections.abc import Iterator

from papersearch_ingest.parsers.declared_encoding import safe_codec
from papersearch_ingest.parsers.source import Source, decode

PIECE_BYTES = 1 << 18
_LONGEST_LINE = 1 << 20
_DECLARED = re.compile(rb"""^\s*<\?xml[^>]{0,200}?\bencoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["']""")
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_CONTROLS = bytes(code for code in range(32) if code not in b"\t\n\r")
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_BARE_UTF16 = ((b"<\0?\0", "utf-16-le"), (b"\0<\0?", "utf-16-be"))


def xml_text(source: Source) -> Iterator[str]:
    """The source's text in pieces of about `PIECE_BYTES`.

    A byte order mark outranks the declaration; UTF-8 that is broken is read line by line as Windows-1252 instead, and
    characters that no XML may have are dropped.
    """
    with source.open() as stream:
        head = stream.read(PIECE_BYTES)
        encoding = _encoding(head)
        decoder = codecs.getincrementaldecoder(encoding)("replace") if encoding else None
        rest = b""
        piece = head
        while piece:
            if decoder:
                text = decoder.decode(piece)
            else:
                text, rest = _decode_lines(rest + piece)
            yield _allowed(text)
            piece = stream.read(PIECE_BYTES)
        yield _allowed(decoder.decode(b"", final=True) if decoder else decode(rest))


def _allowed(text: str) -> str:
    """The text without forbidden characters; bytes tell much faster that it has none."""
    try:
        data = text.encode()
    except UnicodeEncodeError:
        return _FORBIDDEN.sub("", text)
    has_none = len(data.translate(None, _CONTROLS)) == len(data) and "\ufffe" not in text and "\uffff" not in text
    return text if has_none else _FORBIDDEN.sub("", text)


def _encoding(head: bytes) -> str | None:
    """The encoding of a source that is not UTF-8."""
    named = next((name for mark, name in _BOMS + _BARE_UTF16 if head.startswith(mark)), None)
    if named is None and (found := _DECLARED.match(head)):
        named = safe_codec(found[1].decode("ascii"))
    return None if named == "utf-8" else named


def _decode_lines(data: bytes) -> tuple[str, bytes]:
    """The text of the whole lines, and what is left; a line without end is cut between two characters."""
    cut = data.rfind(b"\n") + 1
    if not cut:
        if len(data) < _LONGEST_LINE:
            return "", data
        cut = len(data)
        while cut > len(data) - 4 and data[cut - 1] & 0xC0 == 0x80:
            cut -= 1
        cut -= data[cut - 1] >= 0xC0
    return decode(data[:cut]), data[cut:]
