"""The first generation, asked for by several processes at once, and a new one for an index that was lost."""

import pytest

from papersearch.paper import Paper
from papersearch.store import Store
from papersearch.store.generations import Generation, Generations, GenerationState
from papersearch_ingest.indexing.first_generation import ensure_live_generation
from tests.support.engine_in_memory import EngineInMemory

FIRST, SECOND = "papers-000001", "papers-000002"


@pytest.fixture
def engine() -> EngineInMemory:
    return EngineInMemory()


def states(store: Store) -> dict[str, GenerationState]:
    return {one.name: one.state for one in store.generations.all()}


def test_a_process_that_was_stopped_meanwhile_makes_no_second_generation(
    store: Store, engine: EngineInMemory, monkeypatch: pytest.MonkeyPatch
) -> None:
    look = Generations.live

    def look_and_be_stopped(generations: Generations) -> Generation | None:
        found = look(generations)
        monkeypatch.setattr(Generations, "live", look)
        ensure_live_generation(store, engine)  # what another process does before this one goes on
        return found

    monkeypatch.setattr(Generations, "live", look_and_be_stopped)
    assert ensure_live_generation(store, engine) == FIRST
    assert states(store) == {FIRST: GenerationState.LIVE}
    assert engine.live() == FIRST
    assert set(engine.indexes) == {FIRST}


def test_what_a_crash_left_half_made_is_taken_up(store: Store, engine: EngineInMemory) -> None:
    engine.create(FIRST)
    assert ensure_live_generation(store, engine) == FIRST
    assert states(store) == {FIRST: GenerationState.LIVE}


def test_a_lost_index_is_made_anew_and_every_paper_queued_for_it(store: Store, engine: EngineInMemory) -> None:
    ensure_live_generation(store, engine)
    with store.transaction() as tx:
        tx.papers.put_many([Paper("p_a"), Paper("p_b")])
    engine.indexes.clear()
    engine.live_name = None
    assert ensure_live_generation(store, engine) == SECOND
    assert states(store) == {FIRST: GenerationState.FAILED, SECOND: GenerationState.LIVE}
    assert store.index_queue.pending(SECOND) == 2
