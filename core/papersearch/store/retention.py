"""Retention: delete old jobs, writes by API with their results, and texts of searches."""

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Column, ColumnElement, Select, delete, func, or_, select

from papersearch.store.database import Access, chunked
from papersearch.store.jobs import IS_OPEN, JobState
from papersearch.store.tables import idempotency_keys, ingest_items, jobs, rejects, runs, searches

PIECE = 500
"""Rows of one transaction, so that other writers wait only briefly."""


class ForgottenWrites(NamedTuple):
    """The number of deleted writes, and the SHA-256 of each blob that no item refers to any more."""

    writes: int
    blobs: frozenset[str]


class History:
    """Deletes what is older than a moment, piece by piece; each method returns the number of rows."""

    def __init__(self, access: Access) -> None:
        self._access = access

    def forget_jobs(self, before: datetime) -> int:
        """Delete jobs that ended before, except the latest done of each kind and those of idempotency keys."""
        newest = select(func.max(jobs.c.id)).where(jobs.c.state == JobState.DONE.value).group_by(jobs.c.kind)
        answered = select(idempotency_keys.c.job)
        old = jobs.c.finished_at < before
        return len(self._forget(jobs.c.id, jobs.c.id, old, jobs.c.id.not_in(newest), jobs.c.id.not_in(answered)))

    def forget_writes(self, location: str, before: datetime) -> ForgottenWrites:
        """Delete items of this location that were finished before, with their results and empty runs.

        An item with rejects stays, since they can be replayed, and so does one whose job has not ended.
        """
        rejected = select(rejects.c.item).where(rejects.c.item.is_not(None))
        needed_runs = select(jobs.c.run).where(jobs.c.run.is_not(None), IS_OPEN)
        old = (
            ingest_items.c.location == location,
            ingest_items.c.finished_at < before,
            ingest_items.c.id.not_in(rejected),
            ingest_items.c.run.not_in(needed_runs),
        )
        forgotten = self._forget(ingest_items.c.id, ingest_items.c.blob, *old)
        empty = (
            runs.c.created_at < before,
            runs.c.id.not_in(select(ingest_items.c.run)),
            runs.c.id.not_in(needed_runs),
        )
        self._forget(runs.c.id, runs.c.id, *empty)
        return ForgottenWrites(len(forgotten), self._unneeded({blob for blob in forgotten if blob}))

    def forget_searches(self, before: datetime) -> int:
        """Delete query texts that were not sent since."""
        return len(self._forget(searches.c.key, searches.c.key, searches.c.last_at < before))

    def _forget(self, key: Column[Any], wanted: Column[Any], *conditions: ColumnElement[bool]) -> list[Any]:
        """Delete rows of the key's table, and return the wanted value of each."""
        piece: Select[Any] = select(key).where(*conditions).order_by(key).limit(PIECE)
        values: list[Any] = []
        while True:
            with self._access.writing() as connection:
                found = list(connection.execute(piece).scalars())
                if found:
                    values += connection.execute(delete(key.table).where(key.in_(found)).returning(wanted)).scalars()
            if len(found) < PIECE:
                return values

    def _unneeded(self, blobs: set[str]) -> frozenset[str]:
        """Return those that are neither an item's source nor its sidecar file."""
        needed: set[str | None] = set()
        with self._access.reading() as connection:
            for some in chunked(sorted(blobs)):
                names_one = or_(ingest_items.c.blob.in_(some), ingest_items.c.sidecar.in_(some))
                for row in connection.execute(select(ingest_items.c.blob, ingest_items.c.sidecar).where(names_one)):
                    needed |= {row.blob, row.sidecar}
        return frozenset(blobs - needed)
