"""Idempotency keys: a request that is sent again, since its answer was lost, is not done again."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, NamedTuple

from sqlalchemy import delete, select, update

from papersearch.paper import JsonObject
from papersearch.store.database import Access, insert_into
from papersearch.store.tables import idempotency_keys

KEPT = timedelta(hours=24)


class FirstAnswer(NamedTuple):
    """What the first request with a key was (a hash), the job that it made, and its answer."""

    request_hash: str
    job: int
    answer: JsonObject


class IdempotencyKeys:
    """The table of idempotency keys; each belongs to the API key that sent it."""

    def __init__(self, access: Access) -> None:
        self._access = access

    def find(self, owner: int, key: str) -> FirstAnswer | None:
        """The first answer to this key, if there was one."""
        mine = (idempotency_keys.c.owner == owner, idempotency_keys.c.key == key)
        row = self._access.read(select(idempotency_keys).where(*mine)).first()
        return FirstAnswer(row.request_hash, row.job, row.answer) if row else None

    def claim(self, owner: int, key: str, request_hash: str) -> bool:
        """Takes a key, first in the transaction that makes the job; False: another request was first."""
        row = {"owner": owner, "key": key, "request_hash": request_hash, "job": 0, "answer": {},
               "created_at": self._access.clock()}  # fmt: skip
        with self._access.writing() as connection:
            statement = insert_into(connection, idempotency_keys).on_conflict_do_nothing()
            return bool(connection.execute(statement.returning(idempotency_keys.c.job), row).first())

    def complete(self, owner: int, key: str, job: int, answer: Mapping[str, Any]) -> None:
        """Keeps the job and its first answer, in the same transaction as `claim`."""
        mine = (idempotency_keys.c.owner == owner, idempotency_keys.c.key == key)
        self._access.write(update(idempotency_keys).where(*mine).values(job=job, answer=dict(answer)))

    def forget_old(self) -> int:
        """Forgets keys after a day; how many."""
        limit = self._access.clock() - KEPT
        return self._access.write(delete(idempotency_keys).where(idempotency_keys.c.created_at < limit))
