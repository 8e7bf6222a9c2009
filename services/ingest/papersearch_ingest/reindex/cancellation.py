"""A job that a user has asked to stop: long pieces of its work look for that now and then."""

from papersearch.errors import ConflictError
from papersearch.store import Store
from papersearch.store.jobs import Job, JobState


class JobCancelledError(ConflictError):
    """A user has asked the job to stop."""


def stop_if_cancelled(store: Store, job: Job) -> None:
    """Raises JobCancelledError when a user has asked the job to stop."""
    if store.jobs.get(job.id).state == JobState.CANCELLING:
        raise JobCancelledError(f"Job {job.id} was cancelled.", blocking_id=str(job.id))
