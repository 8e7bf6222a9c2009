"""The jobs that are one piece of work: roll back, and verification, which also comes by itself from time to time.

Each kind has a lease of its own, so that a long verification holds up no roll back. A job whose worker was lost is
done again by the next: all of them may be done twice. What else has to be done now and then is here, too.
"""

import logging
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from papersearch.errors import ConflictError, PapersearchError, UnavailableError
from papersearch.operations.intake import API_LOCATION
from papersearch.operations.job_views import ROLLBACK_JOB, RUN_JOBS, VERIFY_JOB, settle_jobs
from papersearch.store.jobs import Job, JobState
from papersearch_ingest.reindex.cancellation import JobCancelledError, stop_if_cancelled
from papersearch_ingest.reindex.steps import KIND as REINDEX_JOB
from papersearch_ingest.reindex.steps import rollback
from papersearch_ingest.reindex.verification import verify, verify_and_repair
from papersearch_ingest.work.program import Program

log = logging.getLogger(__name__)


def run_waiting_job(program: Program, kind: str) -> bool:
    """Does the job of this kind that waits, if no other process does. Raises UnavailableError: it is tried again."""
    job = program.store.jobs.running(kind)
    if job is None or not program.presence.lead(f"job:{kind}"):
        return False
    try:
        with program.presence.doing(f"{kind} {job.id}"):
            _do(program, job)
    finally:
        program.presence.stop_leading(f"job:{kind}")
    return True


def start_due_jobs(program: Program) -> None:
    """What has to be done now and then: the ends of jobs, and the next verification."""
    if not program.presence.lead("housekeeping"):
        return
    settle_jobs(program.store)
    if is_verification_due(program):
        try:
            program.store.jobs.start(VERIFY_JOB, {"repair": True, "by": "schedule"})
        except ConflictError:
            log.info("a verification is under way already")


def delete_expired(program: Program) -> None:
    """Forgets what was kept for long enough: idempotency keys, ended jobs, writes by API, texts of searches."""
    store, settings = program.store, program.settings
    if not program.presence.lead("pruning"):
        return
    store.idempotency_keys.forget_old()
    old = store.clock() - timedelta(seconds=settings.keep_jobs_s)
    needed = {int(job.progress["run"]) for job in store.jobs.open() if job.kind in RUN_JOBS}
    jobs = store.history.forget_jobs(old)
    writes, blobs = store.history.forget_writes(API_LOCATION, old, needed)
    searches = store.history.forget_searches(store.clock() - timedelta(seconds=settings.keep_searches_s))
    for blob in blobs:
        store.blobs.drop_old(blob)
    if jobs or writes or searches:
        log.info("%d jobs, %d writes by API and %d searches were kept for long enough", jobs, writes, searches)


def is_verification_due(program: Program) -> bool:
    """Whether the last look at index and store was long ago; a new index waits for its first as long."""
    store, interval_s = program.store, program.settings.verify_interval_s
    live = store.generations.live()
    if interval_s <= 0 or live is None or store.jobs.running(REINDEX_JOB) is not None:
        return False
    last = store.jobs.latest(VERIFY_JOB)
    since = (last.finished_at if last else None) or live.promoted_at or live.created_at
    return store.clock() - since >= timedelta(seconds=interval_s)


def _do(program: Program, job: Job) -> None:
    if job.state == JobState.CANCELLING:
        program.store.jobs.end(job.id, JobState.CANCELLED)
        return
    try:
        found = _WORK[job.kind](program, job)
    except UnavailableError:
        raise
    except JobCancelledError:
        program.store.jobs.end(job.id, JobState.CANCELLED)
        return
    except PapersearchError as error:
        program.store.jobs.end(job.id, JobState.FAILED, error=str(error))
        return
    with program.store.transaction() as tx:
        tx.jobs.adjust(job.id, found)
        tx.jobs.end(job.id, JobState.DONE)


def _roll_back(program: Program, job: Job) -> Mapping[str, Any]:
    return {"generation": rollback(program.store, program.engine, program.drain, job.progress.get("to"))}


def _verify(program: Program, job: Job) -> Mapping[str, Any]:
    """`{"generation", "verified": the first look's report, "drift": papers that differed, "repaired", "equal"}`."""
    store, engine = program.store, program.engine

    def go_on() -> None:
        program.presence.advance()
        stop_if_cancelled(store, job)

    live = engine.live_generation()
    first = verify(store, engine, live, on_progress=go_on)
    last, repaired = first, 0
    if not first.is_equal and job.progress.get("repair"):
        last, repaired = verify_and_repair(store, engine, live, program.drain, is_repairing=True, on_progress=go_on)
    drift = first.counts.total()
    if drift:
        log.warning("verification of %s: %s; %d repaired", live, first.sentence(), repaired)
    return {
        "generation": live,
        "verified": first.to_json(),
        "drift": drift,
        "repaired": repaired,
        "equal": last.is_equal,
    }


_WORK: dict[str, Callable[[Program, Job], Mapping[str, Any]]] = {ROLLBACK_JOB: _roll_back, VERIFY_JOB: _verify}
JOB_KINDS = tuple(_WORK)
