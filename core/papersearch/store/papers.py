"""The papers: their documents, versions, tombstones and aliases."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

import msgspec
from msgspec.structs import replace
from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    bindparam,
    delete,
    func,
    or_,
    select,
    type_coerce,
    update,
)

from papersearch.paper import JsonObject, Paper
from papersearch.store.batches import among, execute_rows
from papersearch.store.columns import PackedText, microseconds, packed
from papersearch.store.database import Access, insert_into
from papersearch.store.tables import aliases, apart, papers


class PaperState(NamedTuple):
    """What the store says of one id: the paper, or None for a tombstone."""

    id: str
    version: int
    paper: Paper | None


class PaperText(NamedTuple):
    """A paper as the store has written it down: its JSON."""

    id: str
    version: int
    text: str


class Change(NamedTuple):
    """The last change of one id: when it was, and the paper, or None for a tombstone."""

    id: str
    updated_at: datetime
    paper: Paper | None


class ChangeFilter(NamedTuple):
    """Which changes are meant: from a moment on, before another, of the papers of a venue (by its id).

    Tombstones pass every venue: the store no longer knows which one was theirs.
    """

    since: datetime | None = None
    before: datetime | None = None
    venue: str | None = None


class Written(NamedTuple):
    """A paper as it stands after a write; `is_changed` is False when it said the same before: no new version then."""

    paper: Paper
    is_new: bool
    is_changed: bool


class Papers:
    """The table of papers. `version` grows by one with each change, under the row's lock, also through a deletion."""

    def __init__(self, access: Access) -> None:
        self._access = access

    def get(self, ids: Sequence[str]) -> list[Paper | None]:
        """The papers with these ids, in the same order; None for one that is deleted, merged away or unknown."""
        found = self.states(ids)
        return [found[paper_id].paper if paper_id in found else None for paper_id in ids]

    def find(self, paper_id: str) -> Paper | None:
        """One paper, also by the id of one that was merged into it."""
        return self.get([self.resolve(paper_id)])[0]

    def resolve(self, paper_id: str) -> str:
        """The id under which a merged paper lives on; any other id as it is."""
        return self.resolve_many([paper_id])[paper_id]

    def resolve_many(self, ids: Iterable[str]) -> dict[str, str]:
        """`resolve` for many: id -> id."""
        targets = {paper_id: paper_id for paper_id in ids}
        with self._access.reading() as connection:
            query = select(aliases.c.alias, aliases.c.paper).where(among(connection, aliases.c.alias, targets))
            targets |= dict(connection.execute(query).all())
        return targets

    def states(self, ids: Iterable[str]) -> dict[str, PaperState]:
        """Papers and tombstones by id; an unknown id has no entry."""
        wanted = dict.fromkeys(ids)
        if not wanted:
            return {}
        with self._access.reading() as connection:
            rows = connection.execute(_STATES.where(among(connection, papers.c.id, wanted)))
            return {row[0]: PaperState(*row) for row in rows}

    def added_at(self, ids: Iterable[str]) -> dict[str, datetime]:
        """When each of these papers was stored first; one that does not live has no entry."""
        wanted = dict.fromkeys(ids)
        if not wanted:
            return {}
        query = select(papers.c.id, papers.c.added_at).where(papers.c.deleted.is_(False))
        with self._access.reading() as connection:
            return {row[0]: row[1] for row in connection.execute(query.where(among(connection, papers.c.id, wanted)))}

    def occupied(self, ids: Iterable[str]) -> set[str]:
        """Which of these ids are those of papers that live, or aliases: not to be given to another paper."""
        found: set[str] = set()
        with self._access.reading() as connection:
            wanted = dict.fromkeys(ids)
            living = select(papers.c.id).where(among(connection, papers.c.id, wanted), papers.c.deleted.is_(False))
            found |= set(connection.execute(living).scalars())
            called = select(aliases.c.alias).where(among(connection, aliases.c.alias, wanted))
            found |= set(connection.execute(called).scalars())
        return found

    def put(self, paper: Paper) -> Written:
        """`put_many` for one."""
        return self.put_many([paper])[0]

    def put_many(self, wanted: Sequence[Paper]) -> list[Written]:
        """Writes papers whose ids are distinct; a tombstone is revived above its version.

        The store decides `version`, `added_at` (kept from the first write) and `updated_at`; what the papers carry
        there is ignored. A paper that says what it said before is left as it is.
        """
        now = self._access.clock()
        written: list[Written] = []
        new: list[Paper] = []
        changed: list[JsonObject] = []
        with self._access.writing() as connection:
            rows = _claimed(connection, [paper.id for paper in wanted], now)
            for paper in wanted:
                row = rows.get(paper.id)
                old = row.document if row and not row.deleted else None
                if old is not None and _content(old) == _content(paper):
                    written.append(Written(old, is_new=False, is_changed=False))
                    continue
                version = row.version + 1 if row else 1
                added_at = row.added_at if row and old is not None else now
                result = replace(paper, version=version, added_at=added_at, updated_at=now)
                if row:
                    changed.append({"paper_id": paper.id, "version": version, "deleted": False, "added_at": added_at,
                                    "document": result, "updated_at": now})  # fmt: skip
                else:
                    new.append(result)
                written.append(Written(result, is_new=old is None, is_changed=True))
            _insert(connection, new, microseconds(now))
            _update(connection, changed)
        return written

    def delete_many(self, ids: Iterable[str]) -> dict[str, int]:
        """Tombstones for those of these papers that live: id -> the tombstone's version."""
        now = self._access.clock()
        with self._access.writing() as connection:
            rows = _locked(connection, ids)
            tombstones = {row.id: row.version + 1 for row in rows.values() if not row.deleted}
            _update(
                connection,
                [
                    {"paper_id": paper_id, "version": version, "deleted": True, "document": None, "updated_at": now,
                     "added_at": rows[paper_id].added_at}
                    for paper_id, version in tombstones.items()
                ],
            )  # fmt: skip
        return tombstones

    def raise_versions(self, above: Mapping[str, int]) -> dict[str, int]:
        """Gives papers a new version above their own and above the one named, and says what it is: for a repair.

        An id that the store does not know becomes a tombstone, so that a paper that gets it later is newer.
        """
        now = self._access.clock()
        with self._access.writing() as connection:
            rows = _locked(connection, above)
            raised = {name: max(other, rows[name].version if name in rows else 0) + 1 for name, other in above.items()}
            _update(
                connection,
                [
                    {"paper_id": row.id, "version": raised[row.id], "deleted": row.deleted, "added_at": row.added_at,
                     "updated_at": row.updated_at,
                     "document": row.document and replace(row.document, version=raised[row.id])}
                    for row in rows.values()
                ],
            )  # fmt: skip
            unknown = [
                {"id": name, "version": version, "deleted": True, "added_at": now, "updated_at": now}
                for name, version in raised.items()
                if name not in rows
            ]
            if unknown:
                connection.execute(papers.insert(), unknown)
        return raised

    def add_alias(self, alias: str, paper_id: str) -> None:
        """From now on `alias` means `paper_id`, and so does every alias of `alias`."""
        with self._access.writing() as connection:
            connection.execute(update(aliases).where(aliases.c.paper == alias).values(paper=paper_id))
            statement = insert_into(connection, aliases).values(alias=alias, paper=paper_id)
            connection.execute(statement.on_conflict_do_update(index_elements=["alias"], set_={"paper": paper_id}))

    def drop_alias(self, alias: str) -> None:
        """Undoes `add_alias`: a merge that was wrong."""
        self._access.write(delete(aliases).where(aliases.c.alias == alias))

    def aliases_of(self, paper_id: str) -> list[str]:
        """The ids of the papers that were merged into this one."""
        found = self._access.read(select(aliases.c.alias).where(aliases.c.paper == paper_id).order_by("alias"))
        return list(found.scalars())

    def keep_apart(self, first: str, second: str) -> None:
        """Remembers that a person told these two papers apart."""
        low, high = sorted((first, second))
        with self._access.writing() as connection:
            statement = insert_into(connection, apart).values(first=low, second=high)
            connection.execute(statement.on_conflict_do_nothing())

    def allow_together(self, first: str, second: str) -> None:
        """Undoes `keep_apart`."""
        low, high = sorted((first, second))
        self._access.write(delete(apart).where(apart.c.first == low, apart.c.second == high))

    def kept_apart(self, ids: Iterable[str]) -> set[frozenset[str]]:
        """The pairs that were told apart and of which one is among these ids."""
        wanted = dict.fromkeys(ids)
        if not wanted:
            return set()
        with self._access.reading() as connection:
            one_of_them = or_(among(connection, apart.c.first, wanted), among(connection, apart.c.second, wanted))
            return {frozenset((row.first, row.second)) for row in connection.execute(select(apart).where(one_of_them))}

    def count(self) -> int:
        """The number of papers that live."""
        return int(
            self._access.read(select(func.count()).select_from(papers).where(papers.c.deleted.is_(False))).scalar_one()
        )

    def walk(self, batch_size: int = 500, *, first: str = "", last: str | None = None) -> Iterator[list[PaperState]]:
        """Papers and tombstones in id order, from `first` to `last`, both included."""
        query = _STATES if last is None else _STATES.where(papers.c.id <= last)
        for rows in self._batches(query, batch_size, first):
            yield [PaperState._make(row) for row in rows]

    def texts(self, batch_size: int = 1_000) -> Iterator[list[PaperText]]:
        """All papers in id order, as they are written down."""
        for rows in self._batches(_TEXTS, batch_size):
            yield [PaperText._make(row) for row in rows]

    def changes(self, chosen: ChangeFilter, *, after: str = "", limit: int) -> list[Change]:
        """Papers and tombstones in id order, those after an id; a walk in parts needs no state."""
        query = _CHANGES.where(papers.c.id > after, *_chosen(chosen)).order_by(papers.c.id).limit(limit)
        return [Change._make(row) for row in self._access.read(query).all()]

    def count_changes(self, chosen: ChangeFilter) -> int:
        """The number of papers and tombstones that `changes` lists in all."""
        return int(self._access.read(select(func.count()).select_from(papers).where(*_chosen(chosen))).scalar_one())

    def change_of(self, paper_id: str) -> Change | None:
        """The last change of one id; None for an unknown one."""
        row = self._access.read(_CHANGES.where(papers.c.id == paper_id, papers.c.version > 0)).one_or_none()
        return Change._make(row) if row else None

    def versions(self, batch_size: int = 10_000) -> Iterator[tuple[str, int, bool]]:
        """(id, version, is deleted) of everything in id order, without the documents: for verification."""
        for rows in self._batches(_VERSIONS, batch_size):
            yield from ((row.id, row.version, row.deleted) for row in rows)

    def _batches(self, query: Select[Any], size: int, first: str = "") -> Iterator[Sequence[Row[Any]]]:
        """The rows of a query with the id as its first column, in id order; each batch is a query of its own."""
        condition = papers.c.id >= first
        while True:
            with self._access.reading() as connection:
                rows = connection.execute(query.where(condition).order_by(papers.c.id).limit(size)).all()
            if rows:
                yield rows
            if len(rows) < size:
                return
            condition = papers.c.id > rows[-1][0]


_STATES = select(papers.c.id, papers.c.version, papers.c.document)
_TEXTS = select(papers.c.id, papers.c.version, type_coerce(papers.c.document, PackedText)).where(
    papers.c.deleted.is_(False)
)
_VERSIONS = select(papers.c.id, papers.c.version, papers.c.deleted)
_CHANGES = select(papers.c.id, papers.c.updated_at, papers.c.document)


def _chosen(chosen: ChangeFilter) -> list[ColumnElement[bool]]:
    """The conditions of a filter; a placeholder of a paper that is being written is no change."""
    conditions = [papers.c.version > 0]
    if chosen.since is not None:
        conditions.append(papers.c.updated_at >= chosen.since)
    if chosen.before is not None:
        conditions.append(papers.c.updated_at < chosen.before)
    if chosen.venue is not None:
        conditions.append(or_(papers.c.deleted, papers.c.venue == chosen.venue))
    return conditions


def _content(paper: Paper) -> Paper:
    """What a paper says, without what the store adds to it."""
    return replace(paper, version=0, added_at=None, updated_at=None)


def _locked(connection: Connection, ids: Iterable[str]) -> dict[str, Row[Any]]:
    here = among(connection, papers.c.id, dict.fromkeys(ids))
    query = select(papers).where(here).order_by(papers.c.id)  # locks are taken in id order: no two writers deadlock
    return {row.id: row for row in connection.execute(query.with_for_update())}


def _claimed(connection: Connection, ids: Sequence[str], now: datetime) -> dict[str, Row[Any]]:
    """`_locked`, and a locked placeholder (version 0, deleted) for each new paper, so that nobody else makes it.

    SQLite needs none: a writer is alone there.
    """
    rows = _locked(connection, ids)
    missing = sorted(paper_id for paper_id in ids if paper_id not in rows)
    if not missing or connection.dialect.name == "sqlite":
        return rows
    placeholders = [
        {"id": paper_id, "version": 0, "deleted": True, "added_at": now, "updated_at": now} for paper_id in missing
    ]
    connection.execute(insert_into(connection, papers).on_conflict_do_nothing(), placeholders)
    return rows | _locked(connection, missing)


def _insert(connection: Connection, new: Iterable[Paper], now: int) -> None:
    columns = ("id", "version", "deleted", "document", "added_at", "updated_at", "venue")
    values = [
        (
            paper.id,
            paper.version,
            False,
            packed(connection.dialect, msgspec.json.encode(paper)),
            now,
            now,
            _venue(paper),
        )
        for paper in new
    ]
    execute_rows(connection, papers.insert(), columns, values)


def _update(connection: Connection, rows: list[JsonObject]) -> None:
    if rows:
        columns = ("version", "deleted", "document", "added_at", "updated_at", "venue")
        statement = update(papers).where(papers.c.id == bindparam("paper_id"))
        rows = [row | {"venue": _venue(row["document"])} for row in rows]
        connection.execute(statement.values({name: bindparam(name) for name in columns}), rows)


def _venue(paper: Paper | None) -> str | None:
    return paper.venue.id if paper and paper.venue else None
