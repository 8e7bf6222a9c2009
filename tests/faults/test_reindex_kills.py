"""kill -9 of a re-index, and of a roll back, at every moment: before and after each change of the engine, before each
commit. The next process goes on from what stands there.

Goes red when `promotion.promote` writes its state in a transaction of its own before the alias is moved, and when
`Reindex.drop_expired` does not call `restore_alias`. The other way round, the alias first and its state in a later
transaction, a kill does no harm. `integration/reindex/test_steps.py` tries that only the lease's holder moves it.
"""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from itertools import chain, count

import pytest

from papersearch.engine import Engine
from papersearch.operations.job_views import start_reindex
from papersearch.process.engines import open_engine
from papersearch.query.nodes import Everything
from papersearch.settings import Settings
from papersearch.store import Store, open_store
from papersearch.store.jobs import JobState
from papersearch_ingest.indexing.first_generation import ensure_live_generation
from papersearch_ingest.reindex.steps import rollback
from tests.faults import dying
from tests.faults.figures import Figures
from tests.faults.searching import searching
from tests.faults.writing import delete, indexed, put, settle, stored

PAPERS = 30
AT_THE_SWAP = ("before promote", "after promote")


@pytest.fixture
def home(place: Settings) -> Iterator[tuple[Settings, Store, Engine]]:
    settings = replace(place, broker_url=None, silent_after_s=0.0, keep_generation_s=60.0, engine_timeout_s=30.0)
    with closing(open_store(settings)) as store, closing(open_engine(settings)) as engine:
        ensure_live_generation(store, engine)
        put(store, range(PAPERS))
        settle(store, engine)
        yield settings, store, engine


def assert_all_is_well(store: Store, engine: Engine) -> None:
    live = store.generations.live()
    assert live is not None
    assert engine.live() == live.name
    assert [found.name for found in engine.generations() if found.is_live] == [live.name]
    assert [found.name for found in engine.generations()] == [one.name for one in store.generations.all()]
    store.index_queue.release_lost(store.index_queue.holders())  # as the sweeper does
    settle(store, engine)
    assert indexed(engine) == stored(store)


def assert_alias_is_not_behind(store: Store, engine: Engine, before: str) -> None:
    """Right after a kill: what the store calls live is what was live before, or what searches are answered from."""
    live = store.generations.live()
    assert live is not None
    assert live.name in {before, engine.live()}


def test_re_index_killed_at_every_moment_goes_on(
    home: tuple[Settings, Store, Engine], is_full: bool, figures: Figures
) -> None:
    settings, store, engine = home
    settings = replace(settings, keep_generation_s=0.0)
    step = 1 if is_full else 2 if settings.is_embedded else 5
    met: list[str] = []
    with searching(lambda: counted(engine), per_s=20) as searches:
        for edition, deadly in enumerate(chain(AT_THE_SWAP, count(1, step)), 2):
            before, job = engine.live_generation(), start_reindex(store)
            moment = dying.run(dying.reindex, settings, deadly)
            put(store, [edition % PAPERS], edition)
            if moment:
                assert_alias_is_not_behind(store, engine, before)
                dying.run(dying.reindex, settings)
            assert store.jobs.get(job.id).state == JobState.DONE, (moment, store.jobs.get(job.id))
            assert_all_is_well(store, engine)
            if not moment:
                break
            met.append(moment)
    assert searches.failed == []
    assert {"before commit", *AT_THE_SWAP} <= set(met)
    assert len(set(met)) > 3
    figures.add(f"kill -9 of a re-index at every moment, {name_of(settings)}", kills=len(met), moments=len(set(met)),
                searches=len(searches.seconds), failed_searches=len(searches.failed))  # fmt: skip


def test_roll_back_killed_at_every_moment_is_done_or_undone(
    home: tuple[Settings, Store, Engine], figures: Figures
) -> None:
    settings, store, engine = home
    start_reindex(store)
    assert dying.run(dying.reindex, settings) == ""
    deadly, met = 0, []
    while True:
        deadly += 1
        put(store, [deadly], edition=deadly + 1)
        delete(store, [PAPERS - 1 - deadly])
        before = engine.live_generation()
        moment = dying.run(dying.roll_back, settings, deadly)
        assert_alias_is_not_behind(store, engine, before)
        dying.run(dying.reindex, settings)  # no job: it tidies up
        assert_all_is_well(store, engine)
        if not moment:
            break
        met.append(moment)
        rollback(store, engine, lambda _generation: 0)
    assert "after promote" in met
    figures.add(f"kill -9 of a roll back at every moment, {name_of(settings)}", kills=len(met))


def counted(engine: Engine) -> None:
    (found,) = engine.count([Everything()])
    assert found == PAPERS


def name_of(settings: Settings) -> str:
    return "embedded" if settings.is_embedded else "servers"
