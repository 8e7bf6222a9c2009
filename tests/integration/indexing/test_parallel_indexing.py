"""What is indexed while more is stored: it counts once, and an engine in trouble costs nothing but time."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from threading import Event

import pytest

from papersearch.document import Document
from papersearch.engine import ItemReport, Outcome, Tombstone
from papersearch.errors import EngineUnavailableError, StoreUnavailableError
from papersearch.paper import Paper
from papersearch.settings import Settings
from papersearch.store import Store, open_store
from papersearch_ingest.indexing.first_generation import ensure_live_generation
from papersearch_ingest.indexing.queue import index_batch
from papersearch_ingest.work import parallel_indexing
from papersearch_ingest.work.parallel_indexing import ParallelIndexing
from papersearch_ingest.work.presence import Presence, new_identity
from tests.support.engine_in_memory import EngineInMemory
from tests.support.queued_papers import put


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with closing(open_store(Settings(home=tmp_path))) as opened:
        yield opened


@pytest.fixture
def engine() -> EngineInMemory:
    return EngineInMemory()


def waiting(store: Store) -> int:
    return store.index_queue.pending()


def beside(store: Store, engine: EngineInMemory, monotonic: Callable[[], float] = lambda: 0.0) -> ParallelIndexing:
    return ParallelIndexing(store, engine, Presence(store, new_identity()), batch_size=2, monotonic=monotonic)


def test_enough_papers_are_indexed_before_the_end_of_the_block_is_left(store: Store, engine: EngineInMemory) -> None:
    with beside(store, engine) as indexing:
        indexing.stored(put(store, engine, "a"))
        assert not engine.papers()
        indexing.stored(put(store, engine, "b"))
        indexing.stored(put(store, engine, "c"))
    assert {"p_a", "p_b"} <= set(engine.papers())
    assert waiting(store) == 3 - len(engine.papers())


def test_paper_that_was_handed_over_is_not_read_again_while_its_version_stands(
    store: Store, engine: EngineInMemory
) -> None:
    put(store, engine, "a", "b")
    handed = [Paper(id="p_a", title="as handed over", version=1), Paper(id="p_b", title="older", version=0)]
    with beside(store, engine) as indexing:
        indexing.stored(2, handed)
    assert engine.papers()["p_a"].body["title"] == "as handed over"
    assert engine.papers()["p_b"].body["title"] == "b"


def test_what_is_gathered_is_nobody_elses_and_sent_at_the_end(
    store: Store, engine: EngineInMemory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parallel_indexing, "LEASED_FIRST", 1)
    with beside(store, engine) as indexing:
        indexing.stored(put(store, engine, "a"))
        assert not engine.papers()
        assert not index_batch(store, engine, ensure_live_generation(store, engine), "another").leased
    assert set(engine.papers()) == {"p_a"}
    assert waiting(store) == 0


class EngineThatTells(EngineInMemory):
    def __init__(self) -> None:
        super().__init__()
        self.has_got = Event()

    def apply(self, generation: str, operations: Sequence[Document | Tombstone]) -> list[ItemReport]:
        self.has_got.set()
        return super().apply(generation, operations)


def test_what_a_slow_source_has_is_sent_after_a_while(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parallel_indexing, "LEASED_FIRST", 1)
    engine, now = EngineThatTells(), 0.0
    with beside(store, engine, lambda: now) as indexing:
        indexing.stored(put(store, engine, "a"))
        now = parallel_indexing.GATHERED_S
        assert not engine.has_got.is_set()
        indexing.stored(0)
        assert engine.has_got.wait(60)


def test_what_is_gathered_is_given_back_when_the_block_fails(
    store: Store, engine: EngineInMemory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parallel_indexing, "LEASED_FIRST", 1)

    def store_one_and_be_stopped() -> None:
        with beside(store, engine) as indexing:
            indexing.stored(put(store, engine, "a"))
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        store_one_and_be_stopped()
    assert not engine.papers()
    assert not store.index_queue.holders()


class EngineAway(EngineInMemory):
    def apply(self, generation: str, operations: Sequence[Document | Tombstone]) -> list[ItemReport]:
        raise EngineUnavailableError("gone")


def test_engine_that_is_away_is_left_alone_and_what_it_was_sent_waits_again(store: Store) -> None:
    engine = EngineAway()
    with beside(store, engine) as indexing:
        indexing.stored(put(store, engine, "a", "b"))
        indexing.stored(put(store, engine, "c", "d"))
    assert waiting(store) == 4
    assert not store.index_queue.holders()


class EngineFull(EngineInMemory):
    def apply(self, generation: str, operations: Sequence[Document | Tombstone]) -> list[ItemReport]:
        return [ItemReport(each.id, each.version, Outcome.BLOCKED, "disk full") for each in operations]


def test_index_that_takes_no_writes_gives_papers_back_without_burning_an_attempt(store: Store) -> None:
    engine = EngineFull()
    with beside(store, engine) as indexing:
        indexing.stored(put(store, engine, "a", "b"))
    assert waiting(store) == 2
    assert not store.index_queue.holders()


def test_error_of_the_block_comes_out_even_if_the_store_is_gone_too(
    store: Store, engine: EngineInMemory, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(*_: object) -> None:
        raise StoreUnavailableError("gone")

    def store_two_and_be_stopped() -> None:
        with beside(store, engine) as indexing:
            indexing.stored(put(store, engine, "a", "b"))
            monkeypatch.setattr(store, "transaction", gone)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        store_two_and_be_stopped()
