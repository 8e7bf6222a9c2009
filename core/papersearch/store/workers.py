"""Who works: heartbeats of the workers, and the lease that makes one of them the leader for a task."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, or_, select, update

from papersearch.errors import LeaseLostError
from papersearch.store.database import Access, insert_into
from papersearch.store.tables import heartbeats, leadership


@dataclass(frozen=True, slots=True)
class Heartbeat:
    """A worker's sign of life. `progress` counts what it has done: alive is who progresses, not who only beats."""

    worker: str
    started_at: datetime
    beaten_at: datetime
    progress: int
    progressed_at: datetime
    doing: str


class Heartbeats:
    """The table of heartbeats."""

    def __init__(self, access: Access) -> None:
        self._access = access

    def beat(self, worker: str, *, progress: int = 0, doing: str = "") -> None:
        """A sign of life; `progressed_at` moves when `progress` changes or nothing is to do (`doing` is empty)."""
        now = self._access.clock()
        row = {"worker": worker, "started_at": now, "beaten_at": now, "progress": progress, "progressed_at": now,
               "doing": doing}  # fmt: skip
        moved = or_(heartbeats.c.progress != progress, heartbeats.c.doing == "")
        with self._access.writing() as connection:
            mine = heartbeats.c.worker == worker
            connection.execute(update(heartbeats).where(mine, moved).values(progressed_at=now))
            statement = insert_into(connection, heartbeats).values(row)
            new = {"beaten_at": now, "progress": progress, "doing": doing}
            connection.execute(statement.on_conflict_do_update(index_elements=["worker"], set_=new))

    def all(self) -> list[Heartbeat]:
        """Every worker that is known, by name."""
        rows = self._access.read(select(heartbeats).order_by(heartbeats.c.worker))
        return [Heartbeat(**row) for row in rows.mappings()]

    def silent(self, silent_after_s: float) -> list[str]:
        """The workers that have not beaten for so long."""
        limit = self._access.clock() - timedelta(seconds=silent_after_s)
        late = self._access.read(select(heartbeats.c.worker).where(heartbeats.c.beaten_at < limit)).scalars()
        return sorted(late)

    def forget(self, workers: Iterable[str]) -> None:
        """These workers have stopped, or their leases were freed."""
        self._access.write(delete(heartbeats).where(heartbeats.c.worker.in_(list(workers))))


class Leadership:
    """Leases by name (`sweeper`, `reindex`): one holder at a time, over all processes and hosts."""

    def __init__(self, access: Access) -> None:
        self._access = access

    def acquire(self, name: str, owner: str, *, limit_s: float) -> int | None:
        """Takes or prolongs the lease: its fencing number, which grows with each change of owner, or None: taken."""
        now = self._access.clock()
        until = now + timedelta(seconds=limit_s)
        with self._access.writing() as connection:
            statement = insert_into(connection, leadership).values(name=name, owner=None, leased_until=now, fence=0)
            connection.execute(statement.on_conflict_do_nothing())
            mine = leadership.c.name == name
            row = connection.execute(select(leadership).where(mine).with_for_update()).one()
            if row.owner not in {None, owner} and row.leased_until > now:
                return None
            fence = row.fence if row.owner == owner else row.fence + 1
            connection.execute(update(leadership).where(mine).values(owner=owner, leased_until=until, fence=fence))
        return int(fence)

    def hold(self, name: str, owner: str, fence: int) -> None:
        """Proves that the lease is still this one, until the transaction ends. Raises LeaseLostError."""
        mine = (leadership.c.name == name, leadership.c.owner == owner, leadership.c.fence == fence)
        with self._access.writing() as connection:
            if connection.execute(select(leadership.c.fence).where(*mine).with_for_update()).first() is None:
                raise LeaseLostError(f"The lease {name} is another's by now.")

    def release(self, name: str, owner: str) -> None:
        """Gives the lease up, if it is still this owner's."""
        mine = (leadership.c.name == name, leadership.c.owner == owner)
        self._access.write(update(leadership).where(*mine).values(owner=None))

    def owner(self, name: str) -> str | None:
        """Who has the lease now."""
        held = (leadership.c.name == name, leadership.c.leased_until > self._access.clock())
        owner: str | None = self._access.read(select(leadership.c.owner).where(*held)).scalar()
        return owner
