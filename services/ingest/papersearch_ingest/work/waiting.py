"""Wait for work: do it in this process, or watch workers do it."""

from collections.abc import Callable
from threading import Event
from time import monotonic

from papersearch.errors import UnavailableError
from papersearch.operations.job_views import is_searchable
from papersearch.store import Store
from papersearch.store.jobs import ENDED, Job
from papersearch.store.runs import Run
from papersearch_ingest.work.program import Program

LOOK_AGAIN_S = 0.1
SHOW_AGAIN_S = 0.2
SHOWING_SHARE = 0.02
"""The share of the time that is spent on saying how far a run is: its records are counted for that."""


class NoWorkerError(UnavailableError):
    """No worker has made progress for as long as the caller wanted to wait."""

    code = "nobody_works"


class ProgressTimeout:
    """Runs out when nothing has changed for `timeout_s`."""

    def __init__(self, timeout_s: float, what: str) -> None:
        self._timeout_s = timeout_s
        self._what = what
        self._seen: object = None
        self._since = monotonic()

    def look(self, state: object) -> None:
        """Restart the timeout when `state` differs from the last one. Raises NoWorkerError when it has run out."""
        now = monotonic()
        if state != self._seen:
            self._seen, self._since = state, now
        elif now - self._since >= self._timeout_s:
            raise NoWorkerError(
                f"No worker has made progress for {self._timeout_s:g} s. {self._what} stays in the queue and resumes "
                "when a worker runs. Start one with: papersearch worker"
            )


def work_on_run(program: Program, run_id: int, *, timeout_s: float | None, on_progress: Callable[[Run], None]) -> None:
    """Process a run here until it is searchable. Raises NoWorkerError when another process holds it for too long."""
    store = program.store
    next_at = 0.0

    def show(_records: int) -> None:
        nonlocal next_at
        if (began := monotonic()) >= next_at:
            on_progress(store.runs.get(run_id))
            next_at = began + max(SHOW_AGAIN_S, (monotonic() - began) / SHOWING_SHARE)

    if not program.finish(run_id, timeout_s=timeout_s, on_progress=show):
        raise NoWorkerError(f"Run {run_id} was not done within {timeout_s:g} s. Resume it with: papersearch worker")


def wait_for_run(store: Store, run_id: int, *, timeout_s: float, on_progress: Callable[[Run], None]) -> Run:
    """Wait while workers process a run, and return it when it is done and searchable. Raises NoWorkerError."""
    patience = ProgressTimeout(timeout_s, f"Run {run_id}")
    pause = Event()
    while True:
        run = store.runs.get(run_id)
        on_progress(run)
        if is_searchable(store, run_id):
            return run
        patience.look((run.items, store.index_queue.pending()))
        pause.wait(LOOK_AGAIN_S)


def wait_for_job(program: Program, job: Job, *, timeout_s: float, on_progress: Callable[[Job], None]) -> Job:
    """Wait for the end of a re-index. Without a broker its steps are taken here, unless a worker takes them.

    Raises NoWorkerError.
    """
    patience = ProgressTimeout(timeout_s, f"Job {job.id}")
    pause = Event()
    while job.state not in ENDED:
        on_progress(job)
        patience.look((job.state, job.progress, program.store.index_queue.pending()))
        if not (program.works_here and program.step_reindex()):
            pause.wait(LOOK_AGAIN_S)
        job = program.store.jobs.get(job.id)
    return job
