"""kill -9 of Elasticsearch in the middle of an ingest and of a re-index; the API says 503 meanwhile, and soon.

Goes red when a batch that got no answer is acknowledged (`indexing.index_batch` without giving it back).
"""

import time
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from flask.testing import FlaskClient

from papersearch.operations.job_views import is_searchable, start_reindex
from papersearch.process.engines import open_engine
from papersearch.settings import Settings
from papersearch.store import Store, open_store
from papersearch.store.jobs import ENDED, JobState
from papersearch.store.ledger import ItemState
from papersearch_api.app import create_app
from papersearch_api.services import build_services
from papersearch_ingest.indexing.first_generation import ensure_live_generation
from papersearch_ingest.reindex.verification import verify
from papersearch_ingest.sources.submission import submit
from papersearch_ingest.work.broker import hints_for
from tests.faults.corpus import audit, write_sources
from tests.faults.figures import Figures
from tests.faults.instances import Instances
from tests.faults.processes import running_workers, wait_until

PER_FILE = 20
ANSWER_WITHIN_S = 3.5
RECOVERED_WITHIN_S = 30


def finished(store: Store) -> int:
    return store.ledger.counts()[ItemState.DONE]


def ask(client: FlaskClient) -> tuple[int, float]:
    """The status of a search, and how long it took."""
    started = time.monotonic()
    with client.get("/api/v1/papers?q=paper") as response:
        return response.status_code, time.monotonic() - started


def test_elasticsearch_killed_loses_nothing_and_searches_say_503(
    servers: Settings, instances: Instances, tmp_path: Path, is_full: bool, figures: Figures
) -> None:
    papers, kills = (10_000, 5) if is_full else (1_500, 2)
    folder = write_sources(tmp_path / "sources", range(papers), PER_FILE)
    items = papers // PER_FILE
    built = build_services(servers)
    with (
        closing(built),
        closing(open_store(servers)) as store,
        closing(open_engine(replace(servers, engine_timeout_s=30))) as engine,
        running_workers(servers, tmp_path / "log"),
    ):
        ensure_live_generation(store, engine)
        client = create_app(servers, built).test_client()
        run = submit(store, [str(folder)])
        hints_for(servers).items(item.id for item in store.ledger.of_run(run))
        slowest_s = recovery_s = 0.0
        job = None
        for kill in range(kills):
            goal = (kill + 1) * items // (kills + 2)
            wait_until(lambda goal=goal: finished(store) >= goal, f"{goal} items are done", 180)
            if kill == kills // 2:
                job = start_reindex(store)
                wait_until(lambda: len(store.generations.all()) > 1, "the re-index builds", 60)
            instances.kill("elasticsearch")
            for _ in range(5):
                status, took_s = ask(client)
                slowest_s = max(slowest_s, took_s)
                assert status == 503
            instances.start()
            recovery_s = max(
                recovery_s, wait_until(lambda: ask(client)[0] == 200, "searches again", RECOVERED_WITHIN_S)
            )
            done = finished(store)
            progress_s = wait_until(
                lambda done=done: finished(store) > done or finished(store) == items, "ingest again"
            )
            recovery_s = max(recovery_s, progress_s)
        drained_s = wait_until(lambda: is_searchable(store, run), "the rest is drained", 180)
        assert job is not None
        wait_until(lambda: store.jobs.get(job.id).state in ENDED, "the re-index ends", 180)
        assert store.jobs.get(job.id).state == JobState.DONE, store.jobs.get(job.id)
        wait_until(lambda: not store.index_queue.pending(), "nothing waits")
        found = audit(servers, store, range(papers))
        assert found.is_clean, found
        assert store.rejects.count() == 0
        assert all(verify(store, engine, one.name).is_equal for one in store.generations.taking_writes())
        assert slowest_s <= ANSWER_WITHIN_S
        assert recovery_s <= RECOVERED_WITHIN_S
    figures.add("kill -9 Elasticsearch during ingest and re-index", papers=papers, kills=kills, lost=found.lost,
                doubled=found.doubled, stale=found.stale, longest_seconds_to_503=slowest_s,
                longest_seconds_to_recover=recovery_s, seconds_to_drain=drained_s)  # fmt: skip
