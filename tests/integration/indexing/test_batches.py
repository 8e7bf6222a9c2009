"""Batches for the index are bounded by what is in them, so that papers with whole texts do not fill the memory."""

from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

import pytest

from papersearch.document import Document
from papersearch.engine import ItemReport, Tombstone
from papersearch.paper import Paper
from papersearch.settings import Settings
from papersearch.store import Store, open_store
from papersearch_ingest.indexing import queue
from papersearch_ingest.indexing.first_generation import ensure_live_generation
from papersearch_ingest.indexing.queue import index_batch
from tests.support.engine_in_memory import EngineInMemory

CHARACTERS = 100
"""Of each paper's whole text."""


class EngineThatCounts(EngineInMemory):
    """Keeps how many operations came in each batch."""

    batch_size = 7

    def __init__(self) -> None:
        super().__init__()
        self.batches: list[int] = []

    def apply(self, generation: str, operations: Sequence[Document | Tombstone]) -> list[ItemReport]:
        self.batches.append(len(operations))
        return super().apply(generation, operations)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with closing(open_store(Settings(home=tmp_path))) as opened:
        yield opened


@pytest.fixture
def engine(monkeypatch: pytest.MonkeyPatch) -> EngineThatCounts:
    monkeypatch.setattr(queue, "LEASED_FIRST", 2)
    return EngineThatCounts()


def send_all(store: Store, engine: EngineThatCounts, papers: Sequence[Paper]) -> list[int]:
    """The sizes of the batches in which these papers went."""
    generation = ensure_live_generation(store, engine)
    with store.transaction() as tx:
        written = tx.papers.put_many(papers)
        tx.index_queue.enqueue({each.paper.id: each.paper.version for each in written})
    while index_batch(store, engine, generation, "w").leased:
        pass
    assert set(engine.papers()) == {paper.id for paper in papers}
    assert store.index_queue.pending() == 0
    return engine.batches


def test_batch_of_plain_papers_is_as_large_as_the_engine_likes(store: Store, engine: EngineThatCounts) -> None:
    papers = [Paper(id=f"p_{number}", title="short") for number in range(17)]
    assert send_all(store, engine, papers) == [7, 7, 3]


def test_batch_of_whole_texts_ends_when_it_has_enough_characters(
    store: Store, engine: EngineThatCounts, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queue, "BATCH_CHARACTERS", 3 * CHARACTERS)
    papers = [Paper(id=f"p_{number}", full_text="x" * CHARACTERS) for number in range(10)]
    assert send_all(store, engine, papers) == [4, 4, 2]


def test_paper_larger_than_a_batch_is_sent_too(
    store: Store, engine: EngineThatCounts, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queue, "BATCH_CHARACTERS", CHARACTERS // 2)
    papers = [Paper(id=f"p_{number}", full_text="x" * CHARACTERS) for number in range(3)]
    assert send_all(store, engine, papers) == [2, 1]
