"""Long gaps between the words of a source cost no more than their length, in every parser.

Goes red where an expression tries a gap from each of its places (`\\s*;` has to be `(?<!\\s)\\s*;`): 20,000 spaces then
take the child more processor time than it may have.
"""

import re
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from papersearch.errors import SourceError
from papersearch_ingest.children.parser_process import LimitedParser, Limits
from papersearch_ingest.sources.parsed_source import ParserLostError
from tests.support.parser_samples import VALID

GAP = 20_000
OF_LINES = {"result-page", "explorer-page", "arxiv-listing"}
"""Their gaps are not made of line ends: two million lines are read, but take their time."""
SIGNS = {"space": b" ", "tab": b"\t", "line": b"\n"}
CASES = [
    (name, sign) for name in sorted(VALID.keys() - {"pdf"}) for sign in SIGNS if sign != "line" or name not in OF_LINES
]
BETWEEN_WORDS = re.compile(rb"(?<=[\w,;.)]) (?=[\w(&])")


@pytest.fixture(scope="module")
def parse() -> Iterator[LimitedParser]:
    with closing(LimitedParser(Limits(cpu_s=5.0, cpu_s_per_mb=0.0, silence_s=300.0))) as parser:
        yield parser


@pytest.mark.parametrize(("name", "sign"), CASES)
def test_gaps_are_read_in_time(parse: LimitedParser, tmp_path: Path, name: str, sign: str) -> None:
    text = BETWEEN_WORDS.sub(SIGNS[sign] * GAP, VALID[name])
    assert len(text) > GAP
    assert_read_in_time(parse, tmp_path, name, text)


@pytest.mark.parametrize("sign", [b" ", b"\\t", b"\\n", b"\\r"], ids=["space", "tab", "line", "return"])
def test_gaps_between_authors_are_read_in_time(parse: LimitedParser, tmp_path: Path, sign: bytes) -> None:
    names = b"A. One, and B. Two (X, Y) & C. Three ; D. Four".replace(b" ", sign * GAP)
    assert_read_in_time(parse, tmp_path, "paper-json", b'{"title": "x", "authors": "%s"}\n' % names)
    assert_read_in_time(parse, tmp_path, "paper-json", b'{"title": "x", "authors": "%s"}\n' % names.replace(b";", b","))


def test_gap_before_the_key_of_an_entry_is_read_in_time(parse: LimitedParser, tmp_path: Path) -> None:
    assert_read_in_time(parse, tmp_path, "bibtex", b"@article{" + b" " * GAP + b"key" + b" " * GAP + b"title = {x}}\n")


def assert_read_in_time(parse: LimitedParser, tmp_path: Path, name: str, data: bytes) -> None:
    path = tmp_path / "source"
    path.write_bytes(data)
    try:
        list(parse(path, "source", {"parser": name}).items)
    except ParserLostError:
        raise
    except SourceError:
        return  # refused in words is read in time, too
