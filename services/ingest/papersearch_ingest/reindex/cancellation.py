"""Cancelled jobs: long pieces of work check from time to time whether a user has asked their job to stop."""

from papersearch.errors import ConflictError
from papersearch.store import Store
from papersearch.store.jobs import JobState


class JobCancelledError(ConflictError):
    """A user has asked the job to stop."""


def stop_if_cancelled(store: Store, job: int) -> None:
    """Raise JobCancelledError when a user has asked the job to stop."""
    if store.jobs.get(job).state == JobState.CANCELLING:
        raise JobCancelledError(f"Job {job} was cancelled.", blocking_id=str(job))
