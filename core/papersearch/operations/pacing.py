"""The pace of a re-index: its throttle and pause, which users change while it runs, and the rate that it reports."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from papersearch.errors import ConflictError, ParameterError, Problem
from papersearch.job_progress import Measured, ReindexProgress, known
from papersearch.store import Store
from papersearch.store.jobs import ENDED, JobOf

LEAST_THROTTLE, MOST_THROTTLE = 0.01, 1_000_000
WINDOW_S = 10.0
"""The rate is that of the last whole stretch of this length."""


def set_pace(store: Store, job_id: int, changes: Mapping[str, Any]) -> JobOf[ReindexProgress]:
    """Change the pace of a re-index that runs: `{"throttle": 200 or None, "paused": True}`; an absent key stays.

    Raises ParameterError for an unknown key or an invalid value, NotFoundError, and ConflictError for a job that has
    ended or is not a re-index.
    """
    problems = [
        Problem(name, f"A job has no setting {name!r}.") for name in sorted(set(changes) - {"throttle", "paused"})
    ]
    problems += throttle_problems(changes.get("throttle"))
    if not isinstance(changes.get("paused", False), bool):
        problems.append(Problem("paused", "paused must be true or false."))
    if problems:
        raise ParameterError(*problems)
    job = store.jobs.get(job_id)
    if job.state in ENDED:
        raise ConflictError(f"Job {job_id} has ended: {job.state}.", blocking_id=str(job_id))
    if not isinstance(job.progress, ReindexProgress):
        raise ConflictError(f"Job {job_id} is of type {job.kind}; only a re-index can be slowed down or paused.")
    return store.jobs.adjust(job_id, ReindexProgress(**changes))


def throttle_problems(throttle: object) -> list[Problem]:
    """Return what is wrong with a throttle: nothing, or one problem."""
    if throttle is None:
        return []
    is_number = isinstance(throttle, int | float) and not isinstance(throttle, bool)
    if is_number and LEAST_THROTTLE <= float(str(throttle)) <= MOST_THROTTLE:
        return []
    detail = f"throttle must be a number of papers a second, {LEAST_THROTTLE:g} to {MOST_THROTTLE:,}, or null for none."
    return [Problem("throttle", detail)]


def is_held_back(progress: ReindexProgress, now: datetime) -> bool:
    """Whether no more papers may be queued now: the job is paused, or the last chunk still has time by the throttle."""
    throttle, chunk = known(progress.throttle), known(progress.last_chunk)
    if progress.paused or throttle is None or chunk is None:
        return progress.paused is True
    return now < chunk.at + timedelta(seconds=chunk.papers / throttle)


def measured_progress(progress: ReindexProgress, done: int, total: int, now: datetime) -> ReindexProgress:
    """Return what changes in the progress after `done` of `total` papers; the rate is null while it is unknown."""
    measured, rate = known(progress.measured) or Measured(now, done), known(progress.papers_per_s)
    elapsed_s = (now - measured.at).total_seconds()
    if elapsed_s >= WINDOW_S or (rate is None and elapsed_s >= 1 and done > measured.done):
        rate = round(max(done - measured.done, 0) / elapsed_s, 1)
        measured = Measured(now, done)
    eta_s = round((total - done) / rate) if rate else None
    return ReindexProgress(done=done, total=total, papers_per_s=rate, eta_s=eta_s, measured=measured)
