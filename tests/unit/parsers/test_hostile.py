"""A zoo of broken sources, made here, and fuzzing: a parser gives records, rejects or a SourceError, nothing else."""

from collections.abc import Callable
from pathlib import Path

import hypothesis
import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from papersearch.errors import SourceError
from papersearch.record import Record, Reject
from papersearch_ingest.parsers.registry import parser_named
from papersearch_ingest.parsers.source import Source
from papersearch_ingest.sources.reading import read_source
from tests.support.parser_samples import TEXT_FORMS as VALID

MOST_MEGABYTES = 1000
PIECES = [
    *'{}[]"\\,:\n\r\0@()#=$%\té\x1e-\ufeff\ud800\u2028',
    *("@article{", "ER  - ", "TY  - ", "PT J", "ER", "\nPMID- ", "\n\n", "null", "1e999", "<p>", "&lt;", "\\u0000"),
    *("\\ud83d", "[[", "{}", '""', "and", "9" * 30, "title", " " * 9),
]


def changed_text(valid: str) -> st.SearchStrategy[str]:
    """The valid source with some of its pieces cut out, doubled or replaced."""
    place = st.integers(0, len(valid))
    change = st.tuples(place, st.integers(0, 30), st.sampled_from(PIECES) | st.text(max_size=6))

    def apply(changes: list[tuple[int, int, str]]) -> str:
        text = valid
        for start, length, inserted in changes:
            text = text[:start] + inserted + text[start + length :]
        return text

    return st.lists(change, min_size=1, max_size=6).map(apply)


def check(parser_name: str, data: bytes) -> list[Record | Reject]:
    """What the parser makes of the bytes; that it keeps its promises."""
    try:
        items = list(parser_named(parser_name).parse(Source.from_bytes(data, "x")))
    except SourceError:
        return []
    lines = data.count(b"\n") + data.count(b"\r") + 1
    for item in items:
        assert isinstance(item, Record | Reject)
        assert 1 <= item.line <= lines
        if isinstance(item, Record):
            assert msgspec.json.decode(msgspec.json.encode(item), type=Record) == item
            assert all(isinstance(text, str) and text for text in (*item.authors, *item.keywords, *item.ids.values()))
            assert all(url.startswith(("http://", "https://")) for url in map(str.lower, item.links.values()))
        else:
            assert item.reason
    return items


@pytest.mark.parametrize("name", VALID)
def test_fuzzed_source_raises_nothing(name):
    @hypothesis.settings(hypothesis.settings.get_profile("fuzz"))
    @given(changed_text(VALID[name]), st.sampled_from(["utf-8", "latin-1", "utf-16"]))
    def law(text: str, encoding: str) -> None:
        check(name, text.encode(encoding, "surrogatepass" if encoding != "latin-1" else "replace"))

    law()


@pytest.mark.parametrize("name", VALID)
def test_source_cut_off_anywhere_raises_nothing(name):
    data = VALID[name].encode()
    whole = len(check(name, data))
    assert whole
    for end in range(len(data)):
        assert len(check(name, data[:end])) <= whole + 3


ZOO: dict[str, Callable[[str], bytes]] = {
    "latin-1": lambda name: VALID[name].encode("latin-1"),
    "mark": lambda name: b"\xef\xbb\xbf" + VALID[name].encode(),
    "utf-16": lambda name: VALID[name].encode("utf-16"),
    "utf-16 cut in a character": lambda name: VALID[name].encode("utf-16")[:-1],
    "CRLF": lambda name: VALID[name].replace("\n", "\r\n").encode(),
    "CR": lambda name: VALID[name].replace("\n", "\r").encode(),
    "NUL bytes": lambda name: VALID[name].replace("e", "e\0").encode(),
    "NUL bytes after the sample": lambda name: VALID[name].encode() + b"\n" * 70_000 + b"\0\0" + VALID[name].encode(),
    "wrong bytes": lambda name: VALID[name].encode().replace("Ü".encode(), b"\xff\xc3\x28"),
    "control signs": lambda name: VALID[name].replace("Über", "\x01\x02\x1b\x85ber").encode(),
    "white space only": lambda _: b" \n\t\r\n",
    "empty": lambda _: b"",
    "twice": lambda name: (VALID[name] + "\n" + VALID[name]).encode(),
    "10 MB line": lambda name: VALID[name].replace("Über A", "x" * 10_000_000).encode(),
    "10 MB line of quotes": lambda name: VALID[name].replace("Über A", '"' * 10_000_000).encode(),
    "1 MB of line ends": lambda name: VALID[name].encode() + b"\n" * 1_000_000,
    "1 MB of openings": lambda name: VALID[name].encode() + b"{[(" * 350_000,
    "1 MB of closings": lambda name: VALID[name].encode() + b"}])" * 350_000,
    "quotes on lines": lambda name: VALID[name].encode() + b'"x\n' * 30_000,
    "heads": lambda name: VALID[name].encode() + b"\n@article{k,\nTY  - JOUR\nPT J\nPMID- 1\n" * 3_000,
    "random": lambda _: bytes((n * n * 7919 + n) % 251 for n in range(200_000)),
}


PROCESS = Path("/proc/self")


def kilobytes(figure: str) -> int:
    """What the kernel says of this process's memory: VmRSS now, VmHWM its peak."""
    lines = PROCESS.joinpath("status").read_text("ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(figure))


@pytest.mark.slow
@pytest.mark.timeout(60)
@pytest.mark.parametrize("name", VALID)
@pytest.mark.parametrize("kind", ZOO)
def test_zoo(kind, name):
    data = ZOO[kind](name)
    PROCESS.joinpath("clear_refs").write_text("5")  # the peak begins anew: other tests in this process had theirs
    before = kilobytes("VmRSS")
    check(name, data)
    assert kilobytes("VmHWM") - before < MOST_MEGABYTES * 1024


@pytest.mark.parametrize("name", VALID)
@pytest.mark.parametrize("kind", ["latin-1", "mark", "utf-16", "CRLF", "CR"])
def test_encoding_and_line_ends_change_no_field(kind, name):
    def facts(data: bytes) -> list[tuple[object, ...]]:
        found = check(name, data)
        return [(r.title, r.authors, r.venue, r.year, r.ids, r.line) for r in found if isinstance(r, Record)]

    assert facts(ZOO[kind](name)) == facts(VALID[name].encode())


@pytest.mark.parametrize("name", VALID)
def test_binary_and_empty_sources_are_refused_in_words(name):
    for data in (b"", b"\0\1\2" * 99):
        with pytest.raises(SourceError):
            read_source(data, "x")


@pytest.mark.parametrize("name", VALID)
def test_form_is_found_by_content(name):
    assert read_source(VALID[name].encode(), "holiday.jpg").parser.name == name
