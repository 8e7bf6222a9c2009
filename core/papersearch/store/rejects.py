"""The rejects: records that could not be read and documents that an engine refused, each with its reason."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any, NamedTuple

import msgspec
from sqlalchemy import ColumnElement, Row, delete, func, select

from papersearch.errors import NotFoundError
from papersearch.store.batches import among
from papersearch.store.database import Access, chunked, insert_into
from papersearch.store.tables import ingest_items, rejects

_PAGE = 500


class RejectedRecord(NamedTuple):
    """A record that a parser gave up: `position` is its place among what the source yielded, from 0."""

    position: int
    line: int
    reason: str
    raw: str


class RejectedDocument(NamedTuple):
    """A paper that an engine will not take."""

    paper: str
    reason: str


class RejectRow(msgspec.Struct, frozen=True):
    """A reject as kept: of an item and a line of its source, or of a paper and a generation."""

    id: int
    location: str
    line: int | None
    reason: str
    raw: str
    item: int | None
    paper: str | None
    generation: str | None
    created_at: datetime


class Rejects:
    """The table of rejects. A record met again after a crash, or a document refused twice, is one reject."""

    def __init__(self, access: Access) -> None:
        self._access = access

    def add_records(self, item: int, location: str, rejected: Sequence[RejectedRecord]) -> None:
        """Keeps records that could not be read."""
        now = self._access.clock()
        rows = [{"item": item, "location": location, "created_at": now, **one._asdict()} for one in rejected]
        if rows:
            with self._access.writing() as connection:
                connection.execute(insert_into(connection, rejects).on_conflict_do_nothing(), rows)

    def add_documents(self, generation: str, rejected: Sequence[RejectedDocument]) -> None:
        """Keeps what an engine refused; a newer reason replaces the older."""
        now = self._access.clock()
        rows = [
            {"generation": generation, "location": f"paper {one.paper}", "line": 0, "raw": "", "created_at": now,
             **one._asdict()}
            for one in rejected
        ]  # fmt: skip
        if rows:
            with self._access.writing() as connection:
                statement = insert_into(connection, rejects)
                new = {"reason": statement.excluded.reason, "created_at": statement.excluded.created_at}
                statement = statement.on_conflict_do_update(index_elements=["generation", "paper"], set_=new)
                connection.execute(statement, rows)

    def forget_documents(self, generation: str, papers: Iterable[str]) -> None:
        """The engine has taken these papers after all."""
        with self._access.writing() as connection:
            mine = (rejects.c.generation == generation, among(connection, rejects.c.paper, dict.fromkeys(papers)))
            connection.execute(delete(rejects).where(*mine))

    def papers_of(self, generation: str, ids: Iterable[str]) -> set[str]:
        """Which of these papers the engine refused for this generation."""
        found: set[str] = set()
        with self._access.reading() as connection:
            for some in chunked(ids):
                mine = (rejects.c.generation == generation, rejects.c.paper.in_(some))
                found |= set(connection.execute(select(rejects.c.paper).where(*mine)).scalars())
        return found

    def page(self, *, limit: int = 100, after: int = 0, run: int | None = None) -> list[RejectRow]:
        """Rejects in the order of their ids, those above `after`, of a run or of all."""
        query = select(rejects).where(rejects.c.id > after, *_of_run(run)).order_by(rejects.c.id).limit(limit)
        return [_reject(row) for row in self._access.read(query)]

    def walk(self, *, after: int = 0, run: int | None = None) -> Iterator[RejectRow]:
        """All of them in the order of their ids, read page by page."""
        while found := self.page(limit=_PAGE, after=after, run=run):
            yield from found
            after = found[-1].id

    def of_run(self, run: int) -> list[RejectRow]:
        """The rejects of a run's items, in the order of their places."""
        query = select(rejects).where(*_of_run(run)).order_by(rejects.c.item, rejects.c.position)
        return [_reject(row) for row in self._access.read(query)]

    def get(self, reject: int) -> RejectRow:
        """One reject. Raises NotFoundError."""
        row = self._access.read(select(rejects).where(rejects.c.id == reject)).first()
        if row is None:
            raise NotFoundError(f"There is no reject {reject}.")
        return _reject(row)

    def delete(self, reject: int) -> None:
        """Forgets a reject: it was replayed."""
        self._access.write(delete(rejects).where(rejects.c.id == reject))

    def count(self, run: int | None = None) -> int:
        """How many rejects are kept, of a run or of all."""
        query = select(func.count()).select_from(rejects).where(*_of_run(run))
        return int(self._access.read(query).scalar_one())


def _of_run(run: int | None) -> tuple[ColumnElement[bool], ...]:
    if run is None:
        return ()
    return (rejects.c.item.in_(select(ingest_items.c.id).where(ingest_items.c.run == run)),)


def _reject(row: Row[Any]) -> RejectRow:
    return RejectRow(row.id, row.location, row.line or None, row.reason, row.raw, row.item, row.paper, row.generation,
                     row.created_at)  # fmt: skip
