"""Who may write (API keys), and what was searched lately (canaries for a new generation)."""

import hashlib
import hmac
import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update

from papersearch.errors import NotFoundError
from papersearch.store.columns import bounded_key
from papersearch.store.database import Access, insert_into
from papersearch.store.tables import api_keys, searches


@dataclass(frozen=True, slots=True)
class ApiKey:
    """A key as kept: its hash only, so a lost key cannot be shown again."""

    id: int
    name: str
    scopes: tuple[str, ...]
    created_at: datetime
    revoked_at: datetime | None


class ApiKeys:
    """The table of API keys. The secrets are random 256-bit numbers, so a plain SHA-256 of them is enough."""

    def __init__(self, access: Access) -> None:
        self._access = access

    def create(self, name: str, scopes: Collection[str]) -> str:
        """A new key; this is the only time that its secret is known."""
        secret = f"ps_{secrets.token_urlsafe(32)}"
        row = {"name": name, "key_hash": _hash(secret), "scopes": sorted(scopes), "created_at": self._access.clock()}
        self._access.write(api_keys.insert(), row)
        return secret

    def check(self, secret: str) -> ApiKey | None:
        """The key of this secret, or None when there is none or it was revoked.

        Every hash is compared, each in constant time: how long it takes says nothing about any of them.
        """
        given = _hash(secret)
        rows = self._access.read(select(api_keys).where(api_keys.c.revoked_at.is_(None))).all()
        row = next(iter([row for row in rows if hmac.compare_digest(row.key_hash, given)]), None)
        return ApiKey(row.id, row.name, tuple(row.scopes), row.created_at, row.revoked_at) if row else None

    def has_any(self) -> bool:
        """Whether there is a key that opens something."""
        query = select(api_keys.c.id).where(api_keys.c.revoked_at.is_(None)).limit(1)
        return self._access.read(query).first() is not None

    def all(self) -> list[ApiKey]:
        """Every key, also revoked ones, the oldest first."""
        rows = self._access.read(select(api_keys).order_by(api_keys.c.id))
        return [ApiKey(r.id, r.name, tuple(r.scopes), r.created_at, r.revoked_at) for r in rows]

    def revoke(self, key: int) -> None:
        """From now on the key opens nothing. Raises NotFoundError."""
        with self._access.writing() as connection:
            now = self._access.clock()
            changed = connection.execute(update(api_keys).where(api_keys.c.id == key).values(revoked_at=now))
        if not changed.rowcount:
            raise NotFoundError(f"There is no key {key}.")


class Searches:
    """The table of recent searches: query texts and how often they came, nothing about who asked."""

    def __init__(self, access: Access) -> None:
        self._access = access

    def record(self, query: str) -> None:
        """Counts a search."""
        with self._access.writing() as connection:
            now = self._access.clock()
            statement = insert_into(connection, searches).values(
                key=bounded_key(query), query=query, times=1, last_at=now
            )
            again = {"times": searches.c.times + 1, "last_at": now}
            connection.execute(statement.on_conflict_do_update(index_elements=["key"], set_=again))

    def recent(self, limit: int = 20) -> list[str]:
        """The latest query texts, the newest first."""
        query = select(searches.c.query).order_by(searches.c.last_at.desc(), searches.c.query).limit(limit)
        return list(self._access.read(query).scalars())


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()
