"""Ten requests for a re-index at once, by ten processes that wait for each other: one runs, nine are told of it.

Goes red when `Jobs.start` looks for a running job in one transaction and writes in another, without `exclusive`.
"""

import multiprocessing
from contextlib import closing
from dataclasses import replace
from typing import Any

from papersearch.job_progress import JobKind
from papersearch.process.engines import open_engine
from papersearch.settings import Settings
from papersearch.store import open_store
from papersearch.store.jobs import JobState
from papersearch_api.app import create_app
from papersearch_api.services import build_services
from papersearch_ingest.indexing.first_generation import ensure_live_generation
from papersearch_ingest.work.program import opened_program
from papersearch_ingest.work.waiting import wait_for_job
from tests.faults.figures import Figures
from tests.faults.writing import indexed, put, settle, stored

REQUESTS = 10
TIMEOUT_S = 240


def ask(settings: Settings, key: str, barrier: Any, answers: Any) -> None:
    """Answers with the status and the body of a request that is sent when all the others are ready, too."""
    with closing(build_services(settings)) as built:
        client = create_app(settings, built).test_client()
        barrier.wait(TIMEOUT_S)
        response = client.post(
            "/api/v1/jobs", json={"type": JobKind.REINDEX}, headers={"Authorization": f"Bearer {key}"}
        )
        answers.put((response.status_code, response.get_json()))


def ask_at_once(settings: Settings, key: str) -> list[tuple[int, dict[str, Any]]]:
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(
        ["tests.faults.test_many_requests", "papersearch.embedded.engine", "papersearch.elastic.engine"]
    )
    barrier, answers = context.Barrier(REQUESTS), context.Queue()
    asking = [context.Process(target=ask, args=(settings, key, barrier, answers)) for _ in range(REQUESTS)]
    try:
        for process in asking:
            process.start()
        return [answers.get(timeout=TIMEOUT_S) for _ in asking]
    finally:
        for process in asking:
            process.join(TIMEOUT_S)
            process.kill()


def test_ten_requests_start_one_re_index(place: Settings, figures: Figures) -> None:
    settings = replace(place, broker_url=None)  # nobody works until all have asked
    with closing(open_store(settings)) as store, closing(open_engine(settings)) as engine:
        ensure_live_generation(store, engine)
        put(store, range(200))
        settle(store, engine)
        answers = ask_at_once(settings, store.api_keys.create("ten", ["admin"]))
        (job,) = store.jobs.page()
        accepted = [body["id"] for status, body in answers if status == 202]
        told = [body["blocking_id"] for status, body in answers if status == 409]
        assert accepted == [job.id], answers
        assert told == [str(job.id)] * (REQUESTS - 1), answers
        assert job.kind == JobKind.REINDEX
        with opened_program(settings) as program:
            ended = wait_for_job(program, job, timeout_s=TIMEOUT_S, on_progress=lambda _: None)
        assert ended.state == JobState.DONE, ended
        names = {found.name for found in engine.generations()}
        assert names == {one.name for one in store.generations.all()}
        assert len(names) == 2
        assert indexed(engine) == stored(store)
    figures.add(f"{REQUESTS} re-index requests at once, {'embedded' if place.is_embedded else 'servers'}",
                started=len(accepted), told_of_the_running_one=len(told), orphans=0)  # fmt: skip
