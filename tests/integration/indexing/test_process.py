"""The process that indexes: it writes what the engine would have written here, and its end costs nothing but time."""

import os
import signal
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from msgspec.structs import replace

from papersearch.document import build_document
from papersearch.embedded.engine import EmbeddedEngine
from papersearch.engine import Outcome, Tombstone
from papersearch.errors import EngineUnavailableError, NotFoundError
from papersearch.paper import Author, Keyword, KeywordSource, Paper, SourceRef, Venue
from papersearch.settings import Settings
from papersearch.store import Store, open_store
from papersearch_ingest.children import index_process
from papersearch_ingest.children.index_process import IndexProcess
from papersearch_ingest.indexing.first_generation import ensure_live_generation
from papersearch_ingest.indexing.queue import drain_index_queue
from papersearch_ingest.work import parallel_indexing
from papersearch_ingest.work.parallel_indexing import ParallelIndexing
from papersearch_ingest.work.presence import Presence, new_identity
from tests.support.queued_papers import put

GENERATION = "papers-000001"
FULL = Paper(
    id="p_full",
    title="Érd ő <b>nets</b> ½",
    authors=(Author("Yann LeCun"), Author("王伟")),
    abstract="A text with a \ufeff mark.",
    venue=Venue("iclr", "ICLR"),
    year=2019,
    keywords=(Keyword("graph network", KeywordSource.AUTHOR),),
    ids={"doi": "10.1/x"},
    full_text="one\ftwo",
    sources=(SourceRef("x", "file.xml", datetime(2026, 1, 2, 3, 4, 5, 678901, UTC)),),
    added_at=datetime(2026, 1, 2, 3, 4, 5, 123456, timezone(timedelta(hours=2))),
    updated_at=datetime(2026, 1, 3, tzinfo=UTC),
    version=7,
)


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[EmbeddedEngine]:
    with closing(EmbeddedEngine(tmp_path / "index")) as opened:
        opened.create(GENERATION)
        opened.promote(GENERATION)
        yield opened


@pytest.fixture
def process(tmp_path: Path) -> Iterator[IndexProcess]:
    with closing(IndexProcess(tmp_path)) as started:
        yield started


def pid_of(process: IndexProcess) -> int:
    assert process._running is not None
    return process._running._program.pid


def kill(process: IndexProcess) -> None:
    os.kill(pid_of(process), signal.SIGKILL)


def test_what_is_indexed_there_is_what_would_have_been_indexed_here(
    process: IndexProcess, engine: EmbeddedEngine
) -> None:
    papers = [FULL, Paper(id="p_bare"), *(replace(FULL, id=f"p_{n}", version=n) for n in range(1, 600))]
    process.add(papers)
    process.add([Tombstone("p_gone", 3)])
    reports = process.apply(GENERATION)
    assert [(each.id, each.version, each.outcome) for each in reports] == [
        *((paper.id, paper.version, Outcome.OK) for paper in papers),
        ("p_gone", 3, Outcome.OK),
    ]
    expected = {paper.id: build_document(paper) for paper in papers}
    indexed = {each.id: (each.version, each.content_hash) for each in engine.indexed_versions(GENERATION)}
    assert indexed == {each.id: (each.version, each.content_hash) for each in expected.values()}
    assert engine.get(["p_full"]) == [expected["p_full"].body]
    process.add([replace(FULL, version=6)])
    assert [each.outcome for each in process.apply(GENERATION)] == [Outcome.STALE]


def test_generation_that_is_missing_is_said_to_be_and_the_process_lives(
    process: IndexProcess, engine: EmbeddedEngine
) -> None:
    process.add([FULL])
    with pytest.raises(NotFoundError, match="papers-000009"):
        process.apply("papers-000009")
    before = pid_of(process)
    process.add([replace(FULL, id="p_next")])
    assert [each.id for each in process.apply(GENERATION)] == ["p_next"]
    assert pid_of(process) == before


def test_what_is_forgotten_is_not_written(process: IndexProcess, engine: EmbeddedEngine) -> None:
    process.add([FULL])
    process.forget()
    process.add([replace(FULL, id="p_next")])
    assert [each.id for each in process.apply(GENERATION)] == ["p_next"]
    assert [each.id for each in engine.indexed_versions(GENERATION)] == ["p_next"]


def test_process_that_is_killed_is_an_engine_that_is_away_and_another_is_started(
    process: IndexProcess, engine: EmbeddedEngine
) -> None:
    process.add([FULL])
    kill(process)
    with pytest.raises(EngineUnavailableError, match="signal 9"):
        process.apply(GENERATION)
    process.add([FULL])
    assert [each.outcome for each in process.apply(GENERATION)] == [Outcome.OK]


def test_process_that_cannot_be_started_is_an_engine_that_is_away(
    process: IndexProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError("no more processes")

    monkeypatch.setattr(index_process, "ChildProgram", refuse)
    process.add([FULL])
    with pytest.raises(EngineUnavailableError, match="could not be started"):
        process.apply(GENERATION)


def test_program_that_fails_says_why(process: IndexProcess, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index_process, "PROGRAM", "papersearch_ingest.no_such_program")
    process.add([FULL])
    with pytest.raises(EngineUnavailableError, match="no_such_program"):
        process.apply(GENERATION)


def test_process_ends_when_its_parent_is_gone(process: IndexProcess, engine: EmbeddedEngine) -> None:
    process.add([FULL])
    process.apply(GENERATION)
    assert process._running is not None
    program = process._running._program
    program.requests.close()  # as the kernel does when a process ends
    until = time.monotonic() + 60
    while program.is_alive and time.monotonic() < until:
        time.sleep(0.01)
    assert not program.is_alive


def test_process_is_nicer_than_its_parent_and_hears_no_ctrl_c(process: IndexProcess, engine: EmbeddedEngine) -> None:
    process.add([FULL])
    process.apply(GENERATION)
    pid = pid_of(process)
    assert os.getpriority(os.PRIO_PROCESS, pid) > os.getpriority(os.PRIO_PROCESS, 0)
    assert (os.getpgid(pid), os.getsid(pid)) == (pid, os.getsid(0))


# Beside storing


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    monkeypatch.setattr(parallel_indexing, "WORTH_A_PROCESS", 1)
    monkeypatch.setattr(parallel_indexing, "LEASED_FIRST", 1)
    with closing(open_store(Settings(home=tmp_path))) as opened:
        yield opened


def indexed(store: Store, engine: EmbeddedEngine) -> set[str]:
    return {each.id for each in engine.indexed_versions(ensure_live_generation(store, engine))}


def drain_all(store: Store, engine: EmbeddedEngine) -> None:
    """Until nothing waits: what was given back is due again after a moment."""
    until = time.monotonic() + 60
    while store.index_queue.pending() and time.monotonic() < until:
        drain_index_queue(store, engine, ensure_live_generation(store, engine), "another")
    assert store.index_queue.pending() == 0


def beside(store: Store, engine: EmbeddedEngine, process: IndexProcess) -> ParallelIndexing:
    return ParallelIndexing(store, engine, Presence(store, new_identity()), process=process, batch_size=3)


def test_batches_go_to_the_process_while_more_is_stored(
    store: Store, engine: EmbeddedEngine, process: IndexProcess
) -> None:
    with beside(store, engine, process) as indexing:
        for round_ in range(5):
            indexing.stored(put(store, engine, f"a{round_}", f"b{round_}"))
        assert pid_of(process)
    assert {"p_a0", "p_b0", "p_a1"} <= indexed(store, engine)
    drain_all(store, engine)
    assert indexed(store, engine) == {f"p_{letter}{round_}" for letter in "ab" for round_ in range(5)}


def test_what_a_killed_process_had_waits_again_and_nothing_is_lost(
    store: Store, engine: EmbeddedEngine, process: IndexProcess
) -> None:
    with beside(store, engine, process) as indexing:
        indexing.stored(put(store, engine, "a", "b"))
        indexing._thread.submit(kill, process).result()
        indexing.stored(put(store, engine, "c", "d"))
        indexing.stored(put(store, engine, "e", "f"))
    assert store.index_queue.pending() == 6
    assert not store.index_queue.holders()
    drain_all(store, engine)
    assert len(indexed(store, engine)) == 6


def test_papers_of_a_block_that_failed_are_not_written_with_the_next(
    store: Store, engine: EmbeddedEngine, process: IndexProcess
) -> None:
    def store_one_and_be_stopped() -> None:
        with beside(store, engine, process) as indexing:
            indexing.stored(put(store, engine, "a"))
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        store_one_and_be_stopped()
    assert not store.index_queue.holders()
    with store.transaction() as tx:
        tx.index_queue.enqueue(tx.papers.delete_many(["p_a"]))
    with beside(store, engine, process) as indexing:
        indexing.stored(put(store, engine, "b"))
    drain_all(store, engine)
    assert indexed(store, engine) == {"p_b"}
