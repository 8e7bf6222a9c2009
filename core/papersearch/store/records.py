"""The records: what each source said, to which paper it belongs, and by which keys it is found."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, NamedTuple

import msgspec
from sqlalchemy import (
    ColumnElement,
    Connection,
    Dialect,
    Exists,
    Row,
    and_,
    bindparam,
    delete,
    exists,
    func,
    or_,
    select,
    type_coerce,
    update,
)

from papersearch.paper import PaperType
from papersearch.record import Record, StoredRecord
from papersearch.store.batches import among, begins_with, execute_rows, insert_pairs, next_ids
from papersearch.store.columns import PackedStruct, microseconds, packed, storable
from papersearch.store.database import IN_CHUNK, Access, chunked, insert_into
from papersearch.store.tables import item_records, match_keys, records

MOST_PER_KEY = 50
"""So many records of a key are compared with: the cost stays near linear where thousands share one ("Editorial")."""


class RecordOutcome(StrEnum):
    """What became of a record of a source; each counts once."""

    ADDED = "added"
    UPDATED = "updated"
    MERGED = "merged"
    UNCHANGED = "unchanged"
    REJECTED = "rejected"


class RecordKey(NamedTuple):
    """Which record this is: its place, a hash of its raw text, and which of the equal ones there it is (from 0)."""

    location: str
    raw_hash: str
    nth: int


@dataclass(slots=True)
class RecordRow:
    """A record as stored.

    With the same key and the same `fingerprint` as before a record is unchanged. `paper` is where it belongs now,
    `own_paper` the id that it gives a paper by itself. `id` is 0 before it is stored; ids grow in the order of storing.
    """

    key: RecordKey
    fingerprint: str
    stored: StoredRecord
    paper: str
    own_paper: str
    id: int = 0


class Reading(NamedTuple):
    """That a parser of a version has read records of a location."""

    location: str
    parser: str
    version: int


class Candidate(NamedTuple):
    """A stored record that shares a key with another: only what tells whether they are one paper."""

    id: int
    paper: str
    record: Record


class Records:
    """The tables of records and of their match keys."""

    def __init__(self, access: Access) -> None:
        self._access = access

    def by_keys(self, keys: Sequence[RecordKey]) -> dict[RecordKey, RecordRow]:
        """Those of these records that are stored."""
        found: dict[RecordKey, RecordRow] = {}
        wanted = set(keys)
        with self._access.reading() as connection:
            for location in sorted({key.location for key in keys}):
                hashes = sorted({key.raw_hash for key in keys if key.location == location})
                here = among(connection, records.c.raw_hash, hashes)
                rows = map(_record, connection.execute(select(records).where(records.c.location == location, here)))
                found |= {row.key: row for row in rows if row.key in wanted}
        return found

    def of_papers(self, ids: Iterable[str]) -> dict[str, list[RecordRow]]:
        """The records of each of these papers, in the order in which they were stored."""
        found: dict[str, list[RecordRow]] = {}
        with self._access.reading() as connection:
            wanted = dict.fromkeys(ids)
            query = select(records).where(among(connection, records.c.paper, wanted)).order_by(records.c.id)
            for row in map(_record, connection.execute(query) if wanted else ()):
                found.setdefault(row.paper, []).append(row)
        return found

    def after(self, record: int, limit: int) -> list[RecordRow]:
        """The next records in the order of their ids; 0 for the first."""
        query = select(records).where(records.c.id > record).order_by(records.c.id).limit(limit)
        return [_record(row) for row in self._access.read(query)]

    def put_many(self, rows: Sequence[RecordRow]) -> None:
        """Stores records that are new (`id` 0), which get their id here, or overwrites them by id."""
        now = microseconds(self._access.clock())
        with self._access.writing() as connection:
            new = [row for row in rows if not row.id]
            known = [{"record_id": row.id, **_values(row)} for row in rows if row.id]
            if known:
                connection.execute(update(records).where(records.c.id == bindparam("record_id")), known)
            for number, row in zip(next_ids(connection, records, len(new)) if new else (), new, strict=True):
                row.id = number
            values = [(row.id, *_plain_values(row, connection.dialect), now) for row in new]
            execute_rows(connection, records.insert(), ("id", *_VALUES, "stored_at"), values)

    def assign(self, papers: Mapping[int, str]) -> None:
        """Moves records to papers: record id -> paper id."""
        if papers:
            self._access.write(
                update(records).where(records.c.id == bindparam("record_id")).values(paper=bindparam("to_paper")),
                [{"record_id": record, "to_paper": paper} for record, paper in papers.items()],
            )

    def delete_many(self, ids: Iterable[int]) -> None:
        """Forgets records, with their match keys."""
        with self._access.writing() as connection:
            for some in chunked(ids):
                connection.execute(delete(match_keys).where(match_keys.c.record.in_(some)))
                connection.execute(delete(records).where(records.c.id.in_(some)))

    def unseen(self, item: int, location: str) -> list[RecordRow]:
        """The records of a location that an item under way has not come upon: the source no longer holds them.

        Those of an archive's members, whose locations are `location!member`, count among them.
        """
        with self._access.reading() as connection:
            here = _here(connection, location)
            query = select(records).where(here, ~_seen(item)).order_by(records.c.id)
            return [_record(row) for row in connection.execute(query)]

    def unseen_of(self, item: int, papers: Iterable[str]) -> dict[int, tuple[str, str]]:
        """The records of these papers that an item under way has not come upon: id -> (location, paper)."""
        wanted = dict.fromkeys(papers)
        if not wanted:
            return {}
        with self._access.reading() as connection:
            query = select(records.c.id, records.c.location, records.c.paper)
            rows = connection.execute(query.where(among(connection, records.c.paper, wanted), ~_seen(item)))
            return {row[0]: (row[1], row[2]) for row in rows}

    def papers_at(self, locations: Iterable[str]) -> list[str]:
        """The ids of the papers that have a record from these places, or from a member of an archive there."""
        found: set[str] = set()
        with self._access.reading() as connection:
            for location in dict.fromkeys(locations):
                query = select(records.c.paper).where(_here(connection, location)).distinct()
                found.update(connection.execute(query).scalars())
        return sorted(found)

    def locations_under(self, folder: str) -> list[str]:
        """The locations below a folder of which records are stored."""
        with self._access.reading() as connection:
            inside = begins_with(connection, records.c.location, folder.rstrip("/") + "/")
            return sorted(connection.execute(select(records.c.location).where(inside).distinct()).scalars())

    def readings(self) -> set[Reading]:
        """By which parser, in which version, the records of each location were read."""
        found: set[Reading] = set()
        after, document = 0, type_coerce(records.c.document, PackedStruct(_Reader))
        query = select(records.c.id, records.c.location, document).order_by(records.c.id).limit(IN_CHUNK)
        while True:
            with self._access.reading() as connection:
                rows = connection.execute(query.where(records.c.id > after)).all()
            for record, location, told in rows:
                after = record
                found.add(Reading(location, told.parser, told.parser_version))
            if len(rows) < IN_CHUNK:
                return found

    def count(self) -> int:
        """The number of records."""
        return int(self._access.read(select(func.count()).select_from(records)).scalar_one())


class Matches:
    """Which records share a key, such as an identifier or a folded title."""

    def __init__(self, access: Access) -> None:
        self._access = access

    def put_many(self, keys: Mapping[int, Sequence[int]], *, known: Collection[int] = ()) -> None:
        """Replaces the keys of records: record id -> its keys, each once. Only those `known` may have had others."""
        with self._access.writing() as connection:
            if known:
                connection.execute(delete(match_keys).where(among(connection, match_keys.c.record, known)))
            insert_pairs(connection, match_keys, ("key", "record"), keys)

    def candidates(self, keys: Iterable[int]) -> dict[int, list[Candidate]]:
        """The stored records that have each of these keys, the oldest first, at most `MOST_PER_KEY` of them."""
        wanted = set(keys)
        by_key: dict[int, list[int]] = {}
        with self._access.reading() as connection:
            here = among(connection, match_keys.c.key, wanted)
            query = select(match_keys.c.key, match_keys.c.record).where(here)
            for key, record in connection.execute(query.order_by(match_keys.c.key, match_keys.c.record)).all():
                listed = by_key.setdefault(key, [])
                if len(listed) < MOST_PER_KEY:
                    listed.append(record)
            found = self._candidates(connection, {record for listed in by_key.values() for record in listed})
        return {key: [found[record] for record in listed] for key, listed in by_key.items()}

    def _candidates(self, connection: Connection, ids: Iterable[int]) -> dict[int, Candidate]:
        found: dict[int, Candidate] = {}
        document = type_coerce(records.c.document, PackedStruct(_Evidence))
        wanted = list(ids)
        query = select(records.c.id, records.c.paper, document).where(among(connection, records.c.id, wanted))
        for record, paper, evidence in connection.execute(query).all() if wanted else ():
            found[record] = Candidate(record, paper, _record_of(evidence))
        return found

    def members(self, papers: Iterable[str]) -> dict[str, list[Candidate]]:
        """All the records of each of these papers, as candidates."""
        found: dict[str, list[Candidate]] = {}
        document = type_coerce(records.c.document, PackedStruct(_Evidence))
        wanted = dict.fromkeys(papers)
        with self._access.reading() as connection:
            query = select(records.c.id, records.c.paper, document).where(among(connection, records.c.paper, wanted))
            for record, paper, evidence in connection.execute(query.order_by(records.c.id)).all() if wanted else ():
                found.setdefault(paper, []).append(Candidate(record, paper, _record_of(evidence)))
        return found


def _record_of(evidence: "_Evidence") -> Record:
    told = evidence.record
    return Record(**{name: getattr(told, name) for name in told.__struct_fields__})


class _Told(msgspec.Struct):
    """The members of a record that tell whether it is one paper with another."""

    title: str | None = None
    authors: tuple[str, ...] = ()
    abstract: str | None = None
    venue: str | None = None
    year: int | None = None
    ids: dict[str, str] = {}
    type: PaperType | None = None
    container: str | None = None
    volume: str | None = None
    issue: str | None = None
    pages: str | None = None
    versions: dict[str, tuple[str, ...]] = {}


class _Evidence(msgspec.Struct):
    record: _Told


class _Reader(msgspec.Struct):
    parser: str = ""
    parser_version: int = 0


class ItemRecords:
    """What became of each record of an item under way: a record that is met again after a crash counts once."""

    def __init__(self, access: Access) -> None:
        self._access = access

    def put_many(self, item: int, outcomes: Mapping[int, RecordOutcome]) -> None:
        """Remembers outcomes by record id; the first outcome of a record stands."""
        if outcomes:
            with self._access.writing() as connection:
                statement = insert_into(connection, item_records).on_conflict_do_nothing()
                rows = [(item, record, outcome.value) for record, outcome in outcomes.items()]
                execute_rows(connection, statement, ("item", "record", "outcome"), rows)

    def seen(self, item: int, records_: Iterable[int]) -> set[int]:
        """Which of these records the item has counted already."""
        wanted = list(records_)
        if not wanted:
            return set()
        with self._access.reading() as connection:
            here = among(connection, item_records.c.record, wanted)
            return set(
                connection.execute(select(item_records.c.record).where(item_records.c.item == item, here)).scalars()
            )

    def papers_seen(self, item: int, papers: Iterable[str]) -> set[str]:
        """Which of these papers have a record that the item has come upon."""
        found: set[str] = set()
        with self._access.reading() as connection:
            for some in chunked(dict.fromkeys(papers)):
                query = (
                    select(records.c.paper)
                    .join(item_records, item_records.c.record == records.c.id)
                    .where(item_records.c.item == item, records.c.paper.in_(some))
                )
                found |= set(connection.execute(query).scalars())
        return found

    def counts(self, item: int) -> dict[str, int]:
        """Outcome -> number of records so far."""
        query = select(item_records.c.outcome, func.count()).where(item_records.c.item == item)
        return dict(map(tuple, self._access.read(query.group_by(item_records.c.outcome))))


_VALUES = ("location", "raw_hash", "nth", "fingerprint", "document", "paper", "own_paper")


def _here(connection: Connection, location: str) -> ColumnElement[bool]:
    """A record is from this place, or from a member of the archive there."""
    column = records.c.location
    return or_(column == location, begins_with(connection, column, f"{location}!"))


def _seen(item: int) -> Exists:
    """That an item under way has come upon a record."""
    return exists().where(and_(item_records.c.item == item, item_records.c.record == records.c.id))


def _values(row: RecordRow) -> dict[str, Any]:
    return dict(zip(_VALUES, (*row.key, row.fingerprint, row.stored, row.paper, row.own_paper), strict=True))


def _plain_values(row: RecordRow, dialect: Dialect) -> tuple[Any, ...]:
    """The same as the database holds them."""
    document = packed(dialect, msgspec.json.encode(row.stored))
    location, raw_hash, nth = row.key
    return storable(location), raw_hash, nth, row.fingerprint, document, row.paper, row.own_paper


def _record(row: Row[Any]) -> RecordRow:
    return RecordRow(
        key=RecordKey(row.location, row.raw_hash, row.nth),
        fingerprint=row.fingerprint,
        stored=row.document,
        paper=row.paper,
        own_paper=row.own_paper,
        id=row.id,
    )
