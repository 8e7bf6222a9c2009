"""What is kept for a while only: jobs that have ended, writes by API with their results, and what was searched."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, Table, delete, func, select

from papersearch.store.database import Access
from papersearch.store.jobs import JobState
from papersearch.store.tables import idempotency_keys, ingest_items, jobs, rejects, runs, searches

PIECE = 500
"""Rows of one transaction, so that others who write wait for moments only."""


class History:
    """Forgets what is older than a moment, piece by piece; each method answers with the number of rows."""

    def __init__(self, access: Access) -> None:
        self._access = access

    def forget_jobs(self, before: datetime) -> int:
        """Jobs that ended before; the latest of each kind that was done stays, and what an idempotency key answers."""
        newest = select(func.max(jobs.c.id)).where(jobs.c.state == JobState.DONE.value).group_by(jobs.c.kind)
        answered = select(idempotency_keys.c.job)
        old = jobs.c.finished_at < before
        return self._forget(jobs, jobs.c.id, old, jobs.c.id.not_in(newest), jobs.c.id.not_in(answered))

    def forget_writes(self, location: str, before: datetime, needed_runs: Collection[int]) -> int:
        """Items of this location that were finished before, with the results of their lines and their empty runs.

        An item of which rejects are left stays: they can be tried again. So does one of a needed run.
        """
        rejected = select(rejects.c.item).where(rejects.c.item.is_not(None))
        old = (
            ingest_items.c.location == location,
            ingest_items.c.finished_at < before,
            ingest_items.c.id.not_in(rejected),
            ingest_items.c.run.not_in(needed_runs),
        )
        forgotten = self._forget(ingest_items, ingest_items.c.id, *old)
        empty = (
            runs.c.created_at < before,
            runs.c.id.not_in(select(ingest_items.c.run)),
            runs.c.id.not_in(needed_runs),
        )
        self._forget(runs, runs.c.id, *empty)
        return forgotten

    def forget_searches(self, before: datetime) -> int:
        """Query texts that nobody has sent since."""
        return self._forget(searches, searches.c.key, searches.c.last_at < before)

    def _forget(self, table: Table, key: ColumnElement[Any], *conditions: ColumnElement[bool]) -> int:
        piece: Select[Any] = select(key).where(*conditions).order_by(key).limit(PIECE)
        total = 0
        while True:
            with self._access.writing() as connection:
                found = list(connection.execute(piece).scalars())
                if found:
                    connection.execute(delete(table).where(key.in_(found)))
            total += len(found)
            if len(found) < PIECE:
                return total
