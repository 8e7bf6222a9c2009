"""The jobs: long operations that a user can follow. Of each kind one runs at a time, whoever asks."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Row, select, update

from papersearch.errors import ConflictError, NotFoundError
from papersearch.paper import JsonObject
from papersearch.store.database import Access, insert_into
from papersearch.store.tables import jobs


class JobState(StrEnum):
    """Where a job stands; `cancelling`: a user has asked it to stop, and it has not yet."""

    RUNNING = "running"
    CANCELLING = "cancelling"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


ENDED = (JobState.DONE, JobState.FAILED, JobState.CANCELLED)


@dataclass(frozen=True, slots=True)
class Job:
    """A row of the jobs. `progress` is the job's own: what it does, how far it is, and where a restart goes on."""

    id: int
    kind: str
    state: JobState
    progress: JsonObject
    error: str | None
    created_at: datetime
    updated_at: datetime
    finished_at: datetime | None


class Jobs:
    """The table of jobs."""

    def __init__(self, access: Access) -> None:
        self._access = access

    def start(self, kind: str, progress: Mapping[str, Any] | None = None, *, is_exclusive: bool = True) -> Job:
        """A new job. Raises ConflictError, whose `blocking_id` is the job of that kind that runs."""
        now = self._access.clock()
        row = {"kind": kind, "exclusive": kind if is_exclusive else None, "state": JobState.RUNNING.value,
               "progress": dict(progress or {}), "created_at": now, "updated_at": now}  # fmt: skip
        with self._access.writing() as connection:
            statement = insert_into(connection, jobs).on_conflict_do_nothing().returning(jobs)
            started = connection.execute(statement, row).first()
            if started is not None:
                return _job(started)
            running = connection.execute(select(jobs.c.id).where(jobs.c.exclusive == kind)).scalar()
        raise ConflictError(f"A {kind} job is running already: {running}.", blocking_id=str(running))

    def get(self, job: int) -> Job:
        """Raises NotFoundError."""
        with self._access.reading() as connection:
            row = connection.execute(select(jobs).where(jobs.c.id == job)).first()
        if row is None:
            raise NotFoundError(f"There is no job {job}.")
        return _job(row)

    def running(self, kind: str) -> Job | None:
        """The job of this kind that has not ended; after a crash it is the one to continue."""
        with self._access.reading() as connection:
            row = connection.execute(select(jobs).where(jobs.c.exclusive == kind)).first()
        return _job(row) if row else None

    def page(self, *, limit: int = 50) -> list[Job]:
        """The latest jobs, the newest first."""
        with self._access.reading() as connection:
            return [_job(row) for row in connection.execute(select(jobs).order_by(jobs.c.id.desc()).limit(limit))]

    def open(self, *, limit: int = 1000) -> list[Job]:
        """The jobs that have not ended, the oldest first."""
        is_open = jobs.c.state.not_in([state.value for state in ENDED])
        with self._access.reading() as connection:
            return [
                _job(row) for row in connection.execute(select(jobs).where(is_open).order_by(jobs.c.id).limit(limit))
            ]

    def latest(self, kind: str, state: JobState = JobState.DONE) -> Job | None:
        """The newest job of a kind in this state."""
        wanted = (jobs.c.kind == kind, jobs.c.state == state.value)
        with self._access.reading() as connection:
            row = connection.execute(select(jobs).where(*wanted).order_by(jobs.c.id.desc()).limit(1)).first()
        return _job(row) if row else None

    def report(self, job: int, progress: Mapping[str, Any]) -> Job:
        """Replaces the progress; the answer's state says whether the job should go on."""
        self._write(job, {"progress": dict(progress)})
        return self.get(job)

    def adjust(self, job: int, changes: Mapping[str, Any]) -> Job:
        """Changes these keys of the progress only, so that two who write do not undo each other. NotFoundError."""
        with self._access.writing() as connection:
            mine = jobs.c.id == job
            progress = connection.execute(select(jobs.c.progress).where(mine).with_for_update()).scalar()
            if progress is None:
                raise NotFoundError(f"There is no job {job}.")
            values = {"progress": progress | dict(changes), "updated_at": self._access.clock()}
            return _job(connection.execute(update(jobs).where(mine).values(values).returning(jobs)).one())

    def cancel(self, job: int) -> Job:
        """Asks a running job to stop. Raises NotFoundError, and ConflictError when it has ended."""
        state = self.get(job).state
        if state in ENDED:
            raise ConflictError(f"Job {job} has ended: {state}.", blocking_id=str(job))
        self._write(job, {"state": JobState.CANCELLING.value}, only_running=True)
        return self.get(job)

    def end(self, job: int, state: JobState, *, error: str | None = None) -> None:
        """Ends a job; one that has ended stays as it is."""
        now = self._access.clock()
        self._write(
            job, {"state": state.value, "error": error, "exclusive": None, "finished_at": now}, only_running=True
        )

    def _write(self, job: int, values: Mapping[str, Any], *, only_running: bool = False) -> None:
        condition = [jobs.c.id == job]
        if only_running:
            condition.append(jobs.c.state.not_in([state.value for state in ENDED]))
        with self._access.writing() as connection:
            connection.execute(update(jobs).where(*condition).values(updated_at=self._access.clock(), **values))


def _job(row: Row[Any]) -> Job:
    return Job(row.id, row.kind, JobState(row.state), row.progress, row.error, row.created_at, row.updated_at,
               row.finished_at)  # fmt: skip
