"""The jobs: long operations that a user can follow. Of each kind one runs at a time, except runs of the ledger."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Generic, TypeVar, cast

from sqlalchemy import ColumnElement, Row, select, update

from papersearch.errors import ConflictError, NotFoundError
from papersearch.job_progress import JobKind, JobProgress, Progress, RunProgress
from papersearch.store.database import Access, insert_into
from papersearch.store.tables import jobs


class JobState(StrEnum):
    """The state of a job; `cancelling`: a user has asked it to stop, and it has not stopped yet."""

    RUNNING = "running"
    CANCELLING = "cancelling"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


ENDED = (JobState.DONE, JobState.FAILED, JobState.CANCELLED)
IS_OPEN = jobs.c.state.not_in([state.value for state in ENDED])

NEWEST_FIRST = jobs.c.id.desc()

P = TypeVar("P", bound=JobProgress)
P_co = TypeVar("P_co", bound=JobProgress, covariant=True)


@dataclass(frozen=True, slots=True)
class JobOf(Generic[P_co]):
    """A row of the jobs, with the progress of its kind."""

    id: int
    state: JobState
    progress: P_co
    error: str | None
    created_at: datetime
    updated_at: datetime
    finished_at: datetime | None

    @property
    def kind(self) -> JobKind:
        """What it does."""
        return self.progress.kind()


Job = JobOf[Progress]


class Jobs:
    """The table of jobs."""

    def __init__(self, access: Access) -> None:
        self._access = access

    def start(self, progress: P) -> JobOf[P]:
        """Store a new job. Raises ConflictError, whose `blocking_id` is the job of its kind that runs."""
        now, kind = self._access.clock(), progress.kind()
        run = progress.run if isinstance(progress, RunProgress) else None
        row = {"kind": kind.value, "exclusive": kind.value if run is None else None, "run": run,
               "state": JobState.RUNNING.value, "progress": progress, "created_at": now, "updated_at": now}  # fmt: skip
        with self._access.writing() as connection:
            statement = insert_into(connection, jobs).on_conflict_do_nothing().returning(jobs)
            started = connection.execute(statement, row).first()
            if started is not None:
                return cast("JobOf[P]", _job(started))
            running = connection.execute(select(jobs.c.id).where(jobs.c.exclusive == kind.value)).scalar()
        raise ConflictError(f"A {kind} job is running already: {running}.", blocking_id=str(running))

    def get(self, job: int) -> Job:
        """Raises NotFoundError."""
        if found := self._select(jobs.c.id == job):
            return found[0]
        raise NotFoundError(f"There is no job {job}.")

    def running(self, kind: type[P]) -> JobOf[P] | None:
        """The job of this kind that has not ended; after a crash it is the one to continue."""
        found = self._select(jobs.c.exclusive == kind.kind().value)
        return cast("JobOf[P]", found[0]) if found else None

    def page(self, *, limit: int = 50) -> list[Job]:
        """The latest jobs, the newest first."""
        return self._select(limit=limit)

    def open(self, *, limit: int = 1000) -> list[Job]:
        """The jobs that have not ended, the oldest first."""
        return self._select(IS_OPEN, order=jobs.c.id.asc(), limit=limit)

    def latest(self, kind: type[P], state: JobState = JobState.DONE) -> JobOf[P] | None:
        """The newest job of a kind in this state."""
        found = self._select(jobs.c.kind == kind.kind().value, jobs.c.state == state.value)
        return cast("JobOf[P]", found[0]) if found else None

    def adjust(self, job: int, changes: P) -> JobOf[P]:
        """Set the fields of the progress that are set in `changes`, and leave those that another process sets.

        The answer's state says whether the job should go on. Raises NotFoundError.
        """
        with self._access.writing() as connection:
            mine = jobs.c.id == job
            progress: P | None = connection.execute(select(jobs.c.progress).where(mine).with_for_update()).scalar()
            if progress is None:
                raise NotFoundError(f"There is no job {job}.")
            values = {"progress": progress.updated(changes), "updated_at": self._access.clock()}
            changed = connection.execute(update(jobs).where(mine).values(values).returning(jobs)).one()
            return cast("JobOf[P]", _job(changed))

    def cancel(self, job: int) -> Job:
        """Asks a running job to stop. Raises NotFoundError, and ConflictError when it has ended."""
        state = self.get(job).state
        if state in ENDED:
            raise ConflictError(f"Job {job} has ended: {state}.", blocking_id=str(job))
        self._write(job, {"state": JobState.CANCELLING.value})
        return self.get(job)

    def end(self, job: int, state: JobState, *, error: str | None = None) -> None:
        """Ends a job; one that has ended stays as it is."""
        now = self._access.clock()
        self._write(job, {"state": state.value, "error": error, "exclusive": None, "finished_at": now})

    def _select(
        self, *conditions: ColumnElement[bool], order: ColumnElement[int] = NEWEST_FIRST, limit: int = 1
    ) -> list[Job]:
        query = select(jobs).where(*conditions).order_by(order).limit(limit)
        return [_job(row) for row in self._access.read(query)]

    def _write(self, job: int, values: Mapping[str, Any]) -> None:
        """Changes a job that has not ended."""
        change = update(jobs).where(jobs.c.id == job, IS_OPEN)
        self._access.write(change.values(updated_at=self._access.clock(), **values))


def _job(row: Row[Any]) -> Job:
    return JobOf(row.id, JobState(row.state), row.progress, row.error, row.created_at, row.updated_at, row.finished_at)
