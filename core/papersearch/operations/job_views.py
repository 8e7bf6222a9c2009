"""Jobs, generations and rejects as every surface shows them, and the state of jobs that are runs of the ledger."""

from dataclasses import replace

from papersearch.engine import Lifecycle
from papersearch.errors import ConflictError, ParameterError
from papersearch.operations.pacing import throttle_problems
from papersearch.paper import JsonObject, isoformat
from papersearch.store import Store
from papersearch.store.jobs import ENDED, Job, JobState
from papersearch.store.ledger import ItemState
from papersearch.store.rejects import RejectRow

WRITE_JOB = "write"
INGEST_JOB = "ingest"
REINDEX_JOB = "reindex"
VERIFY_JOB = "verify"
ROLLBACK_JOB = "rollback"
RUN_JOBS = frozenset({WRITE_JOB, INGEST_JOB})
"""Jobs whose work is a run of the ledger: their state is the run's."""


def is_searchable(store: Store, run: int | None = None) -> bool:
    """Whether a run's items are settled and its papers have reached the live generation; without a run: everything."""
    settled_at = store.ledger.settled_at(run)
    live = store.generations.live()
    return settled_at is not None and (
        live is None or not store.index_queue.pending(live.name, queued_until=settled_at if run is not None else None)
    )


def start_index_job(store: Store, kind: str, *, is_repairing: bool, throttle: float | None = None) -> Job:
    """Writes down that a re-index or a verification is wanted; a worker takes it up.

    `throttle`: papers a second at most, for a re-index. Raises ConflictError with the id of the one that is under way,
    and ParameterError for a throttle that is none.
    """
    if problems := throttle_problems(throttle):
        raise ParameterError(*problems)
    pace = {} if throttle is None else {"throttle": throttle}
    return store.jobs.start(kind, {"state": "waiting", "repair": is_repairing, **pace})


def job_json(job: Job) -> JsonObject:
    """`{"id", "type", "state", "progress", "error", "created_at", "updated_at", "finished_at"}`."""
    return {
        "id": job.id,
        "type": job.kind,
        "state": str(job.state),
        "progress": job.progress,
        "error": job.error,
        "created_at": isoformat(job.created_at),
        "updated_at": isoformat(job.updated_at),
        "finished_at": isoformat(job.finished_at),
    }


def reject_json(reject: RejectRow) -> JsonObject:
    """`{"id", "location", "line", "reason", "raw", "item", "paper", "generation", "created_at"}`."""
    return {
        "id": reject.id,
        "location": reject.location,
        "line": reject.line or None,
        "reason": reject.reason,
        "raw": reject.raw,
        "item": reject.item,
        "paper": reject.paper,
        "generation": reject.generation,
        "created_at": isoformat(reject.created_at),
    }


def generations_json(store: Store, engine: Lifecycle) -> list[JsonObject]:
    """Every generation as store and engine know it; `documents` and `size_bytes` are null for one not built."""
    sizes = {found.name: found for found in engine.generations()}
    return [
        {
            "name": one.name,
            "state": str(one.state),
            "documents": sizes[one.name].documents if one.name in sizes else None,
            "size_bytes": sizes[one.name].size_bytes if one.name in sizes else None,
            "waiting": store.index_queue.pending(one.name),
            "schema_hash": one.schema_hash,
            "created_at": isoformat(one.created_at),
            "promoted_at": isoformat(one.promoted_at),
            "retired_at": isoformat(one.retired_at),
        }
        for one in store.generations.all()
    ]


def current(store: Store, job: Job) -> Job:
    """The job as it stands now; one that is a run of the ledger ends here when the run is done and searchable."""
    if job.kind not in RUN_JOBS or job.state in ENDED:
        return job
    has_ended = is_searchable(store, int(job.progress["run"]))  # looked at first: what is read of the run then is final
    run = store.runs.get(int(job.progress["run"]))
    elapsed_s = (store.clock() - job.created_at).total_seconds()
    rate = round(run.records / elapsed_s, 1) if run.records and elapsed_s > 0 else None
    total = job.progress.get("total")
    left = max(total - run.records, 0) if total is not None else None
    progress = job.progress | {"done": run.records, "papers_per_s": rate, **run.counts}
    progress["eta_s"] = round(left / rate) if rate and left is not None else None
    if not has_ended:
        return replace(job, progress=progress)
    failed = next((item for item in run.items if item.state == ItemState.FAILED), None)
    with store.transaction() as tx:
        tx.jobs.report(job.id, progress | {"eta_s": None})
        tx.jobs.end(job.id, JobState.FAILED if failed else JobState.DONE, error=failed.last_error if failed else None)
        return tx.jobs.get(job.id)


def settle_jobs(store: Store) -> None:
    """Ends the jobs whose runs are done, also where nobody asks for them."""
    for job in store.jobs.open():
        current(store, job)


def cancel_job(store: Store, job_id: int) -> Job:
    """Asks a job to stop. One that is a run of the ledger stops at once: what was read until then stays.

    Raises NotFoundError, and ConflictError for a job that has ended.
    """
    job = current(store, store.jobs.get(job_id))
    if job.kind not in RUN_JOBS:
        return store.jobs.cancel(job.id)
    if job.state in ENDED:
        raise ConflictError(f"Job {job.id} has ended: {job.state}.", blocking_id=str(job.id))
    with store.transaction() as tx:
        tx.ledger.cancel_run(int(job.progress["run"]), "The job was cancelled.")
        tx.jobs.report(job.id, job.progress | {"eta_s": None})
        tx.jobs.end(job.id, JobState.CANCELLED)
        return tx.jobs.get(job.id)
