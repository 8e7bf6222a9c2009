"""Structure-aware fuzzing: valid sources of every form, cut along their own syntax and put together wrongly.

What is tried on each: pieces left out, repeated, swapped, taken from another form, values of a wrong type, nesting
without end, entities, wrong encodings, damaged bytes. What comes out are records, rejects or a SourceError, and a
record can be stored, merged into a paper and indexed. `--fuzz=10000` is the full form.
"""

import re
from contextlib import closing
from pathlib import Path
from random import Random

import hypothesis
import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from papersearch.document import build_document
from papersearch.errors import SourceError
from papersearch.record import Record, Reject, StoredRecord
from papersearch_ingest.children.parser_process import LimitedParser, Limits
from papersearch_ingest.papers.derived import DerivedRecord
from papersearch_ingest.papers.matching import match_keys
from papersearch_ingest.papers.merging import merge_records
from papersearch_ingest.parsers.registry import BY_NAME
from papersearch_ingest.sources.parsed_source import ParserLostError
from papersearch_ingest.sources.reading import read_source
from tests.support.parser_samples import VALID, small_pdf

TOKEN = re.compile(rb'<[^<>]{0,300}>|"(?:[^"\\\n]|\\.){0,300}"|[\[\]{},:;=@#&%$\\|]|\r?\n|[^\W_]+|[ \t]+|.', re.DOTALL)
"""The pieces of every text form: tags, quoted strings, brackets, line ends, words."""
VALUES = [
    *(b"null", b"true", b"-1", b"0", b"1e999", b"NaN", b"[]", b"{}", b'""', b'"x"', b"[[[]]]", b'{"a": {"b": []}}'),
    *(b"9" * 400, b'"\\ud83d"', b'"\\u0000"', b"[null, 1, {}]", b"1.5", b'{"value": null}', b'"2001-13-45"'),
    *(b"&eacute;", b"&lol;", b"&#0;", b"&#xD800;", b"&#99999999;", b"&amp;amp;", b"<!-- -->", b"<![CDATA[<a>]]>"),
    *(b"<!DOCTYPE x [", b"<?x?>", b"<i>", b"</i>", b"<title>", b"</title>", b"<paper>", b"<record>", b"<entry>"),
    *(b"\0", b"\xff", b"\xed\xa0\x80", b"\xef\xbb\xbf", b"\x85", b"\xe2\x80\xa8", b"\x1b", b"\x0c", b"\xcc\x81" * 40),
    *(
        b"10.1000/x",
        b"arXiv:1401.0001",
        b"and others",
        b"et al.",
        b"$x_{",
        b"\\'{",
        b"``",
        b"\\frac{",
        b"- ",
        b",",
        b"",
    ),
]
OPENINGS = [b"[", b"{", b'{"a":', b"(", b"<i>", b"<a:b x='", b'"', b"$", b"\\(", b"{\\", b"@a{", b"&", b"\n"]
ENCODINGS = ["latin-1", "cp1252", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-7", "utf-8-sig"]
LONGEST = 200_000


def broken(name: str, seed: int) -> bytes:
    """A valid source of the form, broken at up to five places; of every seed another one."""
    chance = Random(seed)
    pieces = TOKEN.findall(VALID[name])
    for _ in range(chance.choice((1, 1, 2, 3, 5))):
        _break(pieces, chance)
    data = b"".join(pieces)[:LONGEST]
    if chance.random() < 0.15:
        data = data.decode("utf-8", "replace").encode(chance.choice(ENCODINGS), "replace")
    if chance.random() < 0.1 and data:
        at = chance.randrange(len(data))
        data = data[:at] + bytes([chance.randrange(256)]) + data[at + 1 :]
    return data[: chance.randrange(len(data) + 1)] if chance.random() < 0.1 else data


def _break(pieces: list[bytes], chance: Random) -> None:
    """One change. Places are those of whole pieces, so that most of the syntax around them stays valid."""
    if not pieces:
        pieces.append(chance.choice(VALUES))
    start = chance.randrange(len(pieces))
    end = min(len(pieces), start + chance.choice((1, 1, 1, 2, 5, 20)))
    match chance.randrange(8):
        case 0:
            del pieces[start:end]
        case 1:
            pieces[start:start] = pieces[start:end] * chance.choice((1, 2, 30))
        case 2:
            other = chance.randrange(len(pieces))
            pieces[start], pieces[other] = pieces[other], pieces[start]
        case 3:
            pieces[start] = chance.choice(VALUES)
        case 4:
            strings = [
                at for at, piece in enumerate(pieces) if piece.isalnum() or (len(piece) > 2 and piece[:1] in b'"<')
            ]
            pieces[chance.choice(strings or [start])] = chance.choice(VALUES)
        case 5:
            pieces[start:start] = [chance.choice(OPENINGS)] * chance.choice((2, 60, 1_500))
        case 6:
            other_form = TOKEN.findall(chance.choice(list(VALID.values())))
            at = chance.randrange(len(other_form))
            pieces[start:end] = other_form[at : at + chance.choice((1, 3, 30))]
        case _:
            pieces[start] = pieces[start] * chance.choice((2, 40, 5_000))


def check(name: str, data: bytes) -> None:
    """Raises what the parser, the cleaning, or the way of its records into a paper raises, but for a SourceError."""
    try:
        items = list(read_source(data, "x", parser_name=name).items)
    except SourceError:
        return
    for item in items:
        assert isinstance(item, Record | Reject)
        if isinstance(item, Reject):
            assert item.reason
            continue
        assert msgspec.json.decode(msgspec.json.encode(item), type=Record) == item
        assert item.year is None or isinstance(item.year, int)
        assert all(isinstance(text, str) and text for text in (*item.authors, *item.keywords, *item.ids.values()))
        match_keys([item])[0]
        build_document(merge_records([StoredRecord(item, name, "x")]))


def test_every_parser_is_fuzzed():
    assert VALID.keys() == BY_NAME.keys()


@pytest.mark.parametrize("name", VALID)
def test_samples_are_recognised_and_read(name):
    reading = read_source(VALID[name], "x")
    items = list(reading.items)
    assert reading.parser.name == name
    assert any(isinstance(item, Record) and item.title for item in items) or name == "arxiv-listing"
    assert not any(isinstance(item, Reject) for item in items)


@pytest.mark.timeout(7200)
@pytest.mark.parametrize("name", sorted(VALID.keys() - {"pdf"}))
def test_broken_source_raises_nothing(name):
    @hypothesis.settings(hypothesis.settings.get_profile("fuzz"))
    @given(st.integers(0, 2**48))
    def law(seed: int) -> None:
        check(name, broken(name, seed))

    law()


@pytest.mark.timeout(7200)
def test_broken_pdf_raises_nothing_in_its_child(tmp_path: Path):
    """In a child process as in production. The library is native: its crash costs the child, an exception is a bug."""
    file = tmp_path / "x.pdf"
    valid = re.findall(rb"[^\n]*\n|[^\n]+", small_pdf(2))

    with closing(LimitedParser(Limits(silence_s=60))) as parse:

        @hypothesis.settings(hypothesis.settings.get_profile("fuzz"))
        @given(st.integers(0, 2**48))
        def law(seed: int) -> None:
            chance = Random(seed)
            lines = list(valid)
            for _ in range(chance.choice((1, 2, 4, 8))):
                _break_pdf(lines, chance)
            file.write_bytes(b"%PDF-1.4\n" + b"".join(lines))
            try:
                items = list(parse(file, "x.pdf", {"parser": "pdf"}).items)
            except SourceError as error:
                if isinstance(error, ParserLostError) and "The parser failed" in str(error):
                    raise
            else:
                assert all(isinstance(item, DerivedRecord | Reject) for item in items)

        law()


def _break_pdf(lines: list[bytes], chance: Random) -> None:
    """One change to a PDF's lines: objects and streams moved, numbers and names of its dictionaries changed."""
    if not lines:
        lines.append(b"1 0 obj << >> endobj\n")
    at, other = chance.randrange(len(lines)), chance.randrange(len(lines))
    match chance.randrange(6):
        case 0:
            del lines[at : at + chance.choice((1, 1, 6))]
        case 1:
            lines[at], lines[other] = lines[other], lines[at]
        case 2:
            lines[at:at] = [lines[other]] * chance.choice((1, 40))
        case 3:
            number = str(chance.choice((-1, 0, 1, 2, 7, 65_536, 2**31, 10**12, 1e30)))
            lines[at] = re.sub(rb"-?\d+(?:\.\d+)?", number.encode(), lines[at], count=chance.choice((1, 9)))
        case 4:
            lines[at] = re.sub(
                rb"/\w+", chance.choice((b"/Kids", b"/Parent", b"/Length", b"/X", b"")), lines[at], count=1
            )
        case _:
            where = chance.randrange(len(lines[at]) + 1)
            lines[at] = lines[at][:where] + bytes(chance.randrange(256) for _ in range(4)) + lines[at][where + 1 :]
