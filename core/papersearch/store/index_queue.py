"""The index queue: which papers each generation has still to take. A row goes only after the engine said yes."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import Connection, and_, bindparam, delete, func, literal_column, select, update

from papersearch.store.batches import among, execute_rows
from papersearch.store.columns import microseconds
from papersearch.store.database import Access, chunked, insert_into, take_lock
from papersearch.store.generations import TAKING_WRITES
from papersearch.store.tables import generations, index_queue


class Queued(NamedTuple):
    """A paper that a generation has to take, at this version or a newer one; `attempts` counts this one."""

    paper: str
    version: int
    attempts: int


class IndexQueue:
    """The table of the index queue: one row per paper and generation, with the newest version queued."""

    def __init__(self, access: Access, lease_limit_s: float) -> None:
        self._access = access
        self._limit = timedelta(seconds=lease_limit_s)

    def enqueue(self, versions: Mapping[str, int]) -> None:
        """Queues papers (id -> version) for every generation that takes writes; in the transaction that wrote them."""
        if not versions:
            return
        with self._access.writing() as connection:
            take_lock(connection, "generations", shared=True)
            states = [state.value for state in TAKING_WRITES]
            names = connection.execute(select(generations.c.name).where(generations.c.state.in_(states))).scalars()
            for name in list(names):
                self._enqueue(connection, name, versions)

    def enqueue_for(self, generation: str, versions: Mapping[str, int]) -> None:
        """Queues papers for one generation only: a repair, or the papers that were there before it."""
        if versions:
            with self._access.writing() as connection:
                self._enqueue(connection, generation, versions)

    def lease(self, generation: str, owner: str, *, limit: int = 500) -> list[Queued]:
        """A batch for one worker, the longest waiting first; a lease whose time is over is given anew."""
        now = self._access.clock()
        key = index_queue.c.paper
        due = and_(index_queue.c.generation == generation, index_queue.c.available_at <= now)
        with self._access.writing() as connection:
            columns = select(key, index_queue.c.version, index_queue.c.attempts)
            query = columns.where(due).order_by(index_queue.c.available_at, key).limit(limit)
            rows = connection.execute(query.with_for_update(skip_locked=True)).all()
            connection.execute(
                update(index_queue)
                .where(index_queue.c.generation == generation, among(connection, key, [row.paper for row in rows]))
                .values(lease_owner=owner, available_at=now + self._limit, attempts=index_queue.c.attempts + 1)
            )
        return [Queued(row.paper, row.version, row.attempts + 1) for row in rows]

    def acknowledge(self, generation: str, applied: Mapping[str, int]) -> None:
        """The engine has these versions (id -> version): their rows go, unless a newer version was queued meanwhile."""
        if not applied:
            return
        now = self._access.clock()
        mine = and_(
            index_queue.c.generation == bindparam("of_generation"), index_queue.c.paper == bindparam("paper_id")
        )
        with self._access.writing() as connection:
            statement = delete(index_queue).where(mine, index_queue.c.version <= bindparam("applied"))
            rows = [(generation, paper, version) for paper, version in sorted(applied.items())]
            execute_rows(connection, statement, ("of_generation", "paper_id", "applied"), rows)
            connection.execute(
                update(index_queue)
                .where(index_queue.c.generation == generation, among(connection, index_queue.c.paper, applied))
                .values(lease_owner=None, available_at=now, attempts=0)
            )

    def release(
        self, generation: str, papers: Iterable[str], *, delay_s: float = 0.0, burns_attempt: bool = True
    ) -> None:
        """Gives papers back for another try after `delay_s`."""
        available_at = self._access.clock() + timedelta(seconds=delay_s)
        back = 0 if burns_attempt else 1
        with self._access.writing() as connection:
            for some in chunked(papers):
                connection.execute(
                    update(index_queue)
                    .where(index_queue.c.generation == generation, index_queue.c.paper.in_(some))
                    .values(lease_owner=None, available_at=available_at, attempts=index_queue.c.attempts - back)
                )

    def release_lost(self, owners: Iterable[str]) -> int:
        """Frees what silent workers held; how many rows."""
        with self._access.writing() as connection:
            freed = connection.execute(
                update(index_queue)
                .where(index_queue.c.lease_owner.in_(list(owners)))
                .values(lease_owner=None, available_at=self._access.clock(), attempts=index_queue.c.attempts - 1)
            )
            return freed.rowcount

    def pending(self, generation: str | None = None, *, queued_until: datetime | None = None) -> int:
        """How many rows wait or are under way, for one generation or all, queued by then or ever."""
        query = select(func.count()).select_from(index_queue)
        if generation is not None:
            query = query.where(index_queue.c.generation == generation)
        if queued_until is not None:
            query = query.where(index_queue.c.queued_at <= queued_until)
        return int(self._access.read(query).scalar_one())

    def oldest(self, generation: str) -> datetime | None:
        """When the paper that has waited longest for this generation was queued; None when nothing waits."""
        query = select(func.min(index_queue.c.queued_at)).where(index_queue.c.generation == generation)
        found: datetime | None = self._access.read(query).scalar()
        return found

    def waiting(self, generation: str, ids: Iterable[str]) -> set[str]:
        """Which of these papers the generation has still to take."""
        found: set[str] = set()
        with self._access.reading() as connection:
            for some in chunked(ids):
                mine = (index_queue.c.generation == generation, index_queue.c.paper.in_(some))
                found |= set(connection.execute(select(index_queue.c.paper).where(*mine)).scalars())
        return found

    def holders(self) -> set[str]:
        """Who holds rows now."""
        query = select(index_queue.c.lease_owner).where(index_queue.c.lease_owner.is_not(None)).distinct()
        return set(self._access.read(query).scalars())

    def leased(self) -> int:
        """How many rows workers hold now."""
        query = select(func.count()).select_from(index_queue).where(index_queue.c.lease_owner.is_not(None))
        return int(self._access.read(query).scalar_one())

    def clear(self, generation: str) -> None:
        """Forgets what a generation had to take: it is dropped."""
        self._access.write(delete(index_queue).where(index_queue.c.generation == generation))

    def _enqueue(self, connection: Connection, generation: str, versions: Mapping[str, int]) -> None:
        now = microseconds(self._access.clock())
        statement = insert_into(connection, index_queue)
        statement = statement.on_conflict_do_update(
            index_elements=["generation", "paper"],
            set_={"version": statement.excluded.version, "attempts": literal_column("0")},
            where=index_queue.c.version < statement.excluded.version,
        )
        columns = ("generation", "paper", "version", "attempts", "available_at", "queued_at")
        rows = [(generation, paper, version, 0, now, now) for paper, version in sorted(versions.items())]
        execute_rows(connection, statement, columns, rows)
