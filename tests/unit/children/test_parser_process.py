"""The child process: what it gives back, and how it ends when a source is hostile. Real processes, real limits."""

import os
import signal
import subprocess
import sys
from contextlib import closing

import pytest

from papersearch.errors import SourceError
from papersearch.record import Record, Reject
from papersearch.work_items import IngestOptions, SourceItem
from papersearch_ingest.children import parser_messages
from papersearch_ingest.children.frames import LENGTH
from papersearch_ingest.children.parser_process import PROGRAM, LimitedParser, Limits
from papersearch_ingest.papers.derived import DerivedRecord, derive
from papersearch_ingest.parsers.registry import parser_named
from papersearch_ingest.sources.expansion import parse_source
from papersearch_ingest.sources.parsed_source import ParserLostError

ARTICLE = '<dblp><article key="journals/x/1"><author>Ann Lee</author><title>Paper {0}</title></article>\n</dblp>'


@pytest.fixture
def source(tmp_path):
    path = tmp_path / "x.xml"
    path.write_text(ARTICLE.format("é"))
    return path


@pytest.fixture
def parse():
    with closing(LimitedParser(Limits(silence_s=20))) as parser:
        yield parser


def children(parser: LimitedParser) -> list[int]:
    return [child._program.pid for child in parser._idle]


def test_the_same_comes_back_as_without_a_child(parse, source):
    here, there = (
        parse_source(source, "x.xml", SourceItem(IngestOptions(year=1999))),
        parse(source, "x.xml", SourceItem(IngestOptions(year=1999))),
    )
    assert (there.parser, there.parser_version, there.source_name) == (
        "dblp-xml",
        parser_named("dblp-xml").version,
        "dblp-xml",
    )
    records = list(here.items)
    assert list(there.items) == [DerivedRecord(record, derive([record])[0]) for record in records]


def test_one_child_reads_many_sources(parse, source):
    assert (
        len({pid for _ in range(5) if list(parse(source, "x.xml", SourceItem()).items) for pid in children(parse)}) == 1
    )


def test_source_that_nobody_recognises_is_an_error_and_the_child_lives(parse, source, tmp_path):
    assert list(parse(source, "x.xml", SourceItem()).items)
    before = children(parse)
    other = tmp_path / "x.bin"
    other.write_bytes(b"\0\1\2\3")
    with pytest.raises(SourceError) as caught:
        parse(other, "x.bin", SourceItem())
    assert not isinstance(caught.value, ParserLostError)
    assert children(parse) == before


def test_consumer_that_stops_early_leaves_no_child_in_mid_sentence(parse, tmp_path):
    path = tmp_path / "many.xml"
    path.write_text("<dblp>" + ARTICLE.format("x" * 500) * 5_000 + "</dblp>")
    items = parse(path, "many.xml", SourceItem()).items
    next(items)
    items.close()
    assert children(parse) == []


def test_death_of_the_child_is_a_lost_parser_and_the_next_source_is_read(parse, source, tmp_path):
    path = tmp_path / "many.xml"
    path.write_text("<dblp>" + ARTICLE.format("x" * 5_000) * 5_000 + "</dblp>")
    assert list(parse(source, "x.xml", SourceItem()).items)
    (pid,) = children(parse)
    items = parse(path, "many.xml", SourceItem()).items
    next(items)
    os.kill(pid, signal.SIGKILL)
    with pytest.raises(ParserLostError, match="signal 9"):
        list(items)
    assert len(list(parse(source, "x.xml", SourceItem()).items)) == 1


def test_silence_ends_the_wait(source, monkeypatch, tmp_path):
    pipe = tmp_path / "endless.xml"
    os.mkfifo(pipe)
    with (
        closing(LimitedParser(Limits(silence_s=0.5))) as parse,
        pytest.raises(ParserLostError, match="made no progress"),
    ):
        parse(pipe, "endless.xml", SourceItem())


def test_memory_limit(tmp_path):
    path = tmp_path / "big.json"
    path.write_text('{"title": "' + "x" * 150_000_000 + '"}')
    with (
        closing(LimitedParser(Limits(memory_bytes=200 << 20))) as parse,
        pytest.raises(ParserLostError, match="memory"),
    ):
        list(parse(path, "big.json", SourceItem(IngestOptions(parser="html-meta"))).items) + list(
            parse(path, "big.json", SourceItem()).items
        )


def test_processor_time_limit(tmp_path):
    path = tmp_path / "long.xml"
    path.write_text("<dblp>" + ARTICLE.format("$x_2$ y- z " * 200) * 4_000 + "</dblp>")
    limits = Limits(cpu_s=0.0, cpu_s_per_mb=0.0)
    with closing(LimitedParser(limits)) as parse, pytest.raises(ParserLostError, match="processor time"):
        list(parse(path, "long.xml", SourceItem()).items)


def test_output_limit(tmp_path):
    path = tmp_path / "x.xml"
    path.write_text("<dblp>" + ARTICLE.format("x" * 1_000) * 100 + "</dblp>")
    limits = Limits(free_output_bytes=10_000, output_ratio=0)
    with closing(LimitedParser(limits)) as parse, pytest.raises(ParserLostError, match="The output exceeds"):
        list(parse(path, "x.xml", SourceItem()).items)


def test_the_child_inherits_no_secrets(parse, source, monkeypatch):
    monkeypatch.setenv("PAPERSEARCH_STORE_URL", "postgresql://secret@host/x")
    assert list(parse(source, "x.xml", SourceItem()).items)
    (pid,) = children(parse)
    with open(f"/proc/{pid}/environ", "rb") as file:  # noqa: PTH123
        assert b"secret" not in file.read()


def test_closing_ends_the_children(source):
    with closing(LimitedParser()) as parse:
        list(parse(source, "x.xml", SourceItem()).items)
        (child,) = parse._idle
    assert not child.is_alive


def test_lone_surrogates_and_long_numbers_survive_the_pipe():
    class Pipe:
        data = b""

        def write(self, data):
            self.data += data
            return len(data)

        def flush(self):
            pass

    pipe = Pipe()
    record = Record(title="a\ud800b", extra={"n": 1 << 80, "x": [1.5, None, True, "\udfff"]}, keywords=("k",))
    derived = DerivedRecord(record, derive([record])[0])
    items = [parser_messages.Item(record=derived), parser_messages.Item(reject=Reject("r\ud800"))]
    parser_messages.send(pipe, parser_messages.Batch(items))
    batch = parser_messages.MESSAGES.decode(pipe.data[LENGTH.size :])
    assert batch.items[0].record.record.title == "a?b"
    assert batch.items[0].record.record.extra == {"n": str(1 << 80), "x": [1.5, None, True, "?"]}
    assert batch.items[1].reject.reason == "r?"


def test_child_is_started_as_a_program_with_this_interpreter(parse, source):
    list(parse(source, "x.xml", SourceItem()).items)
    (child,) = parse._idle
    assert child._program._process.args[:2] == [sys.executable, "-m"]


def test_the_child_loads_no_database_nor_engine():
    code = f"import sys, {PROGRAM}; print(*{{name.partition('.')[0] for name in sys.modules}})"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert "papersearch_ingest" in loaded
    assert {"sqlalchemy", "tantivy", "celery"}.isdisjoint(loaded)
