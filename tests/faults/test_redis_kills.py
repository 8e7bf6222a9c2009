"""Redis killed, or emptied, in the middle of an ingest: it holds hints only, so nothing but time is lost.

Goes red without the sweeper (`worker.background` without it): hints that were flushed are never sent again.
"""

import time
from contextlib import closing
from pathlib import Path

from redis import Redis

from papersearch.engine import Reader
from papersearch.operations.job_views import is_searchable
from papersearch.process.engines import open_engine
from papersearch.query.request import SearchRequest
from papersearch.settings import Settings
from papersearch.store import Store, open_store
from papersearch.store.ledger import ItemState
from papersearch_ingest.indexing.first_generation import ensure_live_generation
from papersearch_ingest.sources.submission import submit
from papersearch_ingest.work.broker import hints_for
from tests.faults.corpus import audit, write_sources
from tests.faults.figures import Figures
from tests.faults.instances import Instances
from tests.faults.processes import running_workers, wait_until
from tests.faults.searching import searching

PER_FILE = 20
PROGRESS_WITHIN_S = 60


def finished(store: Store) -> int:
    return store.ledger.counts()[ItemState.DONE]


def every_worker_progresses(store: Store) -> None:
    """Each that gives signs of life now has done something since, unless nothing is left to do."""
    before = {beat.worker: beat.progress for beat in store.heartbeats.all() if beat.doing or beat.progress}

    def is_there() -> bool:
        now = {beat.worker: beat.progress for beat in store.heartbeats.all()}
        return store.ledger.settled_at() is not None or all(now.get(one, -1) > done for one, done in before.items())

    wait_until(is_there, "every worker makes progress", PROGRESS_WITHIN_S)


def search(engine: Reader) -> object:
    return engine.search(SearchRequest())


def test_redis_killed_and_emptied_loses_nothing(
    servers: Settings, instances: Instances, tmp_path: Path, is_full: bool, figures: Figures
) -> None:
    papers, kills = (20_000, 10) if is_full else (2_000, 3)
    folder = write_sources(tmp_path / "sources", range(papers), PER_FILE)
    items = papers // PER_FILE
    with (
        closing(open_store(servers)) as store,
        closing(open_engine(servers)) as engine,
        running_workers(servers, tmp_path / "log", 2),
    ):
        ensure_live_generation(store, engine)
        with searching(lambda: search(engine), per_s=10) as searches:
            run = submit(store, [str(folder)])
            hints_for(servers).items(item.id for item in store.ledger.of_run(run))
            slowest_s = 0.0
            for kill in range(kills):
                goal = (kill + 1) * items // (kills + 3)
                wait_until(lambda goal=goal: finished(store) >= goal, f"{goal} items are done", 180)
                if kill == kills // 2:
                    with Redis.from_url(servers.broker_url or "") as client:
                        client.flushall()
                instances.kill("redis")
                instances.start()
                started = time.monotonic()
                every_worker_progresses(store)
                slowest_s = max(slowest_s, time.monotonic() - started)
            drained_s = wait_until(lambda: is_searchable(store, run), "the rest is drained", 120)
        found = audit(servers, store, range(papers))
        assert found.is_clean, found
        assert store.rejects.count() == 0
        assert searches.failed == []
    figures.add("kill -9 Redis, and FLUSHALL", papers=papers, kills=kills, lost=found.lost, doubled=found.doubled,
                stale=found.stale, failed_searches=len(searches.failed), searches=len(searches.seconds),
                longest_seconds_to_progress=slowest_s, seconds_to_drain=drained_s)  # fmt: skip
