"""Jobs, generations and rejects as every surface shows them, and the state of jobs that are runs of the ledger."""

from dataclasses import replace

import msgspec
from msgspec import UNSET, structs

from papersearch.engine import Lifecycle
from papersearch.errors import ConflictError, NotFoundError, ParameterError
from papersearch.job_progress import (
    ReindexProgress,
    RunFigures,
    RunProgress,
    Stage,
    VerifyProgress,
    WriteProgress,
    known,
)
from papersearch.operations.answers import GenerationView, JobView
from papersearch.operations.pacing import throttle_problems
from papersearch.paper import JsonObject
from papersearch.store import Parts, Store
from papersearch.store.jobs import ENDED, Job, JobOf, JobState
from papersearch.store.ledger import ItemState
from papersearch.store.runs import Run


def is_searchable(store: Store, run: int | None = None) -> bool:
    """Whether a run's items are settled and its papers have reached the live generation; without a run: everything."""
    settled_at = store.ledger.settled_at(run)
    live = store.generations.live()
    return settled_at is not None and (
        live is None or not store.index_queue.pending(live.name, queued_until=settled_at if run is not None else None)
    )


def start_reindex(store: Store, *, is_repairing: bool = True, throttle: float | None = None) -> JobOf[ReindexProgress]:
    """Start a re-index, which a worker carries out. `throttle`: papers a second at most.

    Raises ConflictError with the id of the one that runs, and ParameterError for an invalid throttle.
    """
    if problems := throttle_problems(throttle):
        raise ParameterError(*problems)
    limit = UNSET if throttle is None else throttle
    return store.jobs.start(ReindexProgress(state=Stage.WAITING, repair=is_repairing, throttle=limit))


def start_verification(store: Store, *, is_repairing: bool) -> JobOf[VerifyProgress]:
    """Start a verification, which a worker carries out. Raises ConflictError with the id of the one that runs."""
    return store.jobs.start(VerifyProgress(state=Stage.WAITING, repair=is_repairing))


def progress_json(job: Job) -> JsonObject:
    """The job's progress as clients see it; the figures of a run are keys like the others."""
    progress: JsonObject = msgspec.to_builtins(job.progress)
    del progress["kind"]
    figures: JsonObject = progress.pop("figures", {})
    return progress | figures


def run_of(job: Job) -> int:
    """The run of the ledger that a job is. Raises NotFoundError for a job of another kind."""
    if isinstance(job.progress, RunProgress):
        return job.progress.run
    raise NotFoundError(f"Job {job.id} is of type {job.kind} and has no run.")


def job_view(job: Job) -> JobView:
    """The job as clients see it."""
    return JobView(job.id, job.kind, job.state, progress_json(job), job.error, job.created_at, job.updated_at,
                   job.finished_at)  # fmt: skip


def generation_views(store: Store, engine: Lifecycle) -> list[GenerationView]:
    """Every generation as store and engine know it."""
    built = {found.name: found for found in engine.generations()}
    return [
        GenerationView(
            one.name, one.state, built[one.name].documents if one.name in built else None,
            built[one.name].size_bytes if one.name in built else None, store.index_queue.pending(one.name),
            one.schema_hash, one.created_at, one.promoted_at, one.retired_at,
        )
        for one in store.generations.all()
    ]  # fmt: skip


def current(store: Store, job: Job) -> Job:
    """The job as it is now. One that is a run of the ledger ends here when the run is done and searchable."""
    if not isinstance(job.progress, RunProgress) or job.state in ENDED:
        return job
    has_ended = is_searchable(store, job.progress.run)  # first: what is read of the run afterwards is final then
    run = store.runs.get(job.progress.run)
    progress = _with_figures(job.progress, run, (store.clock() - job.created_at).total_seconds())
    if not has_ended:
        return replace(job, progress=progress)
    failed = next((item for item in run.items if item.state == ItemState.FAILED), None)
    state, error = (JobState.FAILED, failed.last_error) if failed else (JobState.DONE, None)
    with store.transaction() as tx:
        return _end(tx, job.id, progress, state, error=error)


def settle_jobs(store: Store) -> None:
    """End the jobs whose runs are done, even if no client asks for them."""
    for job in store.jobs.open():
        current(store, job)


def cancel_job(store: Store, job_id: int) -> Job:
    """Ask a job to stop. One that is a run of the ledger stops at once, and what was read until then stays.

    Raises NotFoundError, and ConflictError for a job that has ended.
    """
    job = current(store, store.jobs.get(job_id))
    if not isinstance(job.progress, RunProgress):
        return store.jobs.cancel(job.id)
    if job.state in ENDED:
        raise ConflictError(f"Job {job.id} has ended: {job.state}.", blocking_id=str(job.id))
    with store.transaction() as tx:
        tx.ledger.cancel_run(job.progress.run, "The job was cancelled.")
        return _end(tx, job.id, job.progress, JobState.CANCELLED)


def _with_figures(progress: RunProgress, run: Run, elapsed_s: float) -> RunProgress:
    rate = round(run.records / elapsed_s, 1) if run.records and elapsed_s > 0 else None
    total = progress.total if isinstance(progress, WriteProgress) else None
    eta_s = round(max(total - run.records, 0) / rate) if rate and total is not None else None
    return structs.replace(progress, figures=RunFigures(run.records, rate, **run.counts, eta_s=eta_s))


def _end(tx: Parts, job: int, progress: RunProgress, state: JobState, *, error: str | None = None) -> Job:
    if figures := known(progress.figures):
        tx.jobs.adjust(job, structs.replace(progress, figures=structs.replace(figures, eta_s=None)))
    tx.jobs.end(job, state, error=error)
    return tx.jobs.get(job)
