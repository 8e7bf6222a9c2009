"""The jobs that are one piece of work, roll back and verification, and what is done from time to time.

Each kind has a lease of its own, so that a long verification does not delay a roll back. A job whose worker was lost is
done again by the next worker: it is safe to do any of them twice.
"""

import logging
from datetime import timedelta

from papersearch.errors import ConflictError, PapersearchError, UnavailableError
from papersearch.job_progress import JobProgress, ReindexProgress, RollbackProgress, VerifyProgress, known
from papersearch.operations.intake import API_LOCATION
from papersearch.operations.job_views import settle_jobs
from papersearch.store.generations import GenerationState
from papersearch.store.jobs import ENDED, JobOf, JobState
from papersearch_ingest.reindex.cancellation import JobCancelledError, stop_if_cancelled
from papersearch_ingest.reindex.rescue import rescue_live_index
from papersearch_ingest.reindex.steps import reindex_needed, rollback
from papersearch_ingest.reindex.verification import verify, verify_and_repair
from papersearch_ingest.work.program import Program

log = logging.getLogger(__name__)

REINDEX_AGAIN = timedelta(hours=6)
"""After a re-index or a roll back, none begins by itself for this long."""
OneStepProgress = RollbackProgress | VerifyProgress
ONE_STEP_JOBS: tuple[type[OneStepProgress], ...] = (RollbackProgress, VerifyProgress)


def run_waiting_job(program: Program, kind: type[OneStepProgress]) -> bool:
    """Do the job of this kind that waits, if no other process does. Raises UnavailableError: it is tried again."""
    job = program.store.jobs.running(kind)
    lease = f"job:{kind.kind()}"
    if job is None or not program.presence.lead(lease):
        return False
    try:
        with program.presence.doing(f"{job.kind} {job.id}"):
            _do(program, job)
    finally:
        program.presence.stop_leading(lease)
    return True


def start_due_jobs(program: Program) -> None:
    """Settle jobs whose runs are done, replace a lost index, and start what is due.

    That is a re-index after an upgrade, and the next verification.
    """
    if not program.presence.lead("housekeeping"):
        return
    settle_jobs(program.store)
    if program.store.jobs.running(ReindexProgress) is None:
        rescue_live_index(program.store, program.engine, program.drain)
    if is_reindex_due(program):
        try:
            program.store.jobs.start(ReindexProgress(repair=True))
        except ConflictError:
            log.info("a re-index is running already")
        else:
            log.warning("the live index was built by another release: a re-index begins")
        return
    if is_verification_due(program):
        try:
            program.store.jobs.start(VerifyProgress(repair=True, by="schedule"))
        except ConflictError:
            log.info("a verification is running already")


def delete_expired(program: Program) -> None:
    """Delete idempotency keys, ended jobs, writes by API and texts of searches after their retention time."""
    store, settings = program.store, program.settings
    if not program.presence.lead("pruning"):
        return
    store.idempotency_keys.forget_old()
    old = store.clock() - timedelta(seconds=settings.keep_jobs_s)
    jobs = store.history.forget_jobs(old)
    writes, blobs = store.history.forget_writes(API_LOCATION, old)
    searches = store.history.forget_searches(store.clock() - timedelta(seconds=settings.keep_searches_s))
    for blob in blobs:
        store.blobs.drop_old(blob)
    if jobs or writes or searches:
        log.info("deleted %d old jobs, %d writes by API and %d searches", jobs, writes, searches)


def is_reindex_due(program: Program) -> bool:
    """Whether the live index is of another schema, and nobody chose it lately or while there is one of this schema.

    So a roll back stands, and programs of two releases side by side do not rebuild the index in turn.
    """
    store, own = program.store, program.engine.schema_hash()
    if not reindex_needed(store, program.engine) or store.jobs.running(ReindexProgress) is not None:
        return False
    if any(one.schema_hash == own and one.state == GenerationState.RETIRED for one in store.generations.all()):
        return False
    kinds: tuple[type[JobProgress], ...] = (ReindexProgress, RollbackProgress)
    ended = [store.jobs.latest(kind, state) for kind in kinds for state in ENDED]
    return all(job is None or store.clock() - (job.finished_at or job.created_at) > REINDEX_AGAIN for job in ended)


def is_verification_due(program: Program) -> bool:
    """Whether the last verification was long enough ago; the first comes as long after the index was created."""
    store, interval_s = program.store, program.settings.verify_interval_s
    live = store.generations.live()
    if interval_s <= 0 or live is None or store.jobs.running(ReindexProgress) is not None:
        return False
    last = store.jobs.latest(VerifyProgress)
    since = (last.finished_at if last else None) or live.promoted_at or live.created_at
    return store.clock() - since >= timedelta(seconds=interval_s)


def _do(program: Program, job: JobOf[OneStepProgress]) -> None:
    if job.state == JobState.CANCELLING:
        program.store.jobs.end(job.id, JobState.CANCELLED)
        return
    try:
        found = _result(program, job)
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


def _result(program: Program, job: JobOf[OneStepProgress]) -> OneStepProgress:
    if isinstance(job.progress, RollbackProgress):
        live = rollback(program.store, program.engine, program.drain, known(job.progress.to))
        return RollbackProgress(generation=live)
    return _verify(program, job.id, is_repairing=job.progress.repair is True)


def _verify(program: Program, job: int, *, is_repairing: bool) -> VerifyProgress:
    store, engine = program.store, program.engine

    def check_cancelled() -> None:
        program.presence.advance()
        stop_if_cancelled(store, job)

    live = engine.live_generation()
    first = verify(store, engine, live, on_progress=check_cancelled)
    last, repaired = first, 0
    if not first.is_equal and is_repairing:
        last, repaired = verify_and_repair(
            store, engine, live, program.drain, is_repairing=True, on_progress=check_cancelled
        )
    drift = first.counts.total()
    if drift:
        log.warning("verification of %s: %s; %d repaired", live, first.sentence(), repaired)
    return VerifyProgress(
        generation=live, verified=first.summary(), drift=drift, repaired=repaired, equal=last.is_equal
    )
