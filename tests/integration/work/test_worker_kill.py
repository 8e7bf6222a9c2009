"""kill -9 in the middle of an ingest: nothing is lost, nothing is doubled."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from papersearch.operations.job_views import is_searchable
from papersearch.process.engines import open_engine
from papersearch.settings import Settings
from papersearch.store import Store, open_store
from papersearch.store.ledger import ItemState
from papersearch_ingest.sources.submission import submit
from papersearch_ingest.work.broker import hints_for
from tests.support.workers import (
    Worker,
    private_prefix,
    private_redis,
    quick_settings,
    remove_indexes,
    running_worker,
    wait_until,
)

RECORDS, PAPERS = 375, 357


@pytest.fixture(params=["without a broker", "on Redis", "on all servers"])
def settings(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Settings]:
    if request.param == "without a broker":
        yield quick_settings(tmp_path / "home")
        return
    with private_redis(request.getfixturevalue("redis_url"), 11) as url:
        settings = quick_settings(tmp_path / "home", url)
        if request.param == "on Redis":
            yield settings
            return
        settings = replace(
            settings,
            store_url=request.getfixturevalue("postgres_schema"),
            engine_url=request.getfixturevalue("elasticsearch_url"),
            index_prefix=private_prefix(),
        )
        try:
            yield settings
        finally:
            remove_indexes(settings)


def holds_a_lease(store: Store) -> bool:
    return store.ledger.counts()[ItemState.LEASED] > 0


def kill_under_way(worker: Worker, store: Store, settled: int) -> None:
    """Kills the worker while it holds an item, once so many others are settled."""

    def is_there() -> bool:
        counts = store.ledger.counts()
        return counts[ItemState.DONE] >= settled and holds_a_lease(store)

    wait_until(is_there, "a worker with a lease")
    worker.kill()


@pytest.mark.parametrize("settled", [0, 2])
def test_worker_killed_with_a_lease_loses_and_doubles_nothing(
    settings: Settings, seeds: Path, tmp_path: Path, settled: int
) -> None:
    with closing(open_store(settings)) as store:
        with running_worker(settings, tmp_path / "log") as first:
            run = submit(store, [str(seeds)])
            hints_for(settings).items(item.id for item in store.runs.get(run).items)
            kill_under_way(first, store, settled)
        assert not is_searchable(store, run)
        with running_worker(settings, tmp_path / "log"):
            wait_until(lambda: is_searchable(store, run), "the run is searchable")
        found = store.runs.get(run)
        assert found.records == RECORDS
        assert found.counts["rejected"] == 0
        assert store.papers.count() == PAPERS
        assert all(item.state == ItemState.DONE for item in found.items)
        assert sum(item.losses for item in found.items) >= 1
        assert sum(item.attempts for item in found.items) <= len(found.items) + 1
        with closing(open_engine(settings)) as engine:
            engine.refresh(engine.live_generation())
            indexed = list(engine.indexed_versions(engine.live_generation()))
            assert len({version.id for version in indexed}) == len(indexed) == PAPERS
