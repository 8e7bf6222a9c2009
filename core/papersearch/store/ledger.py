"""The ledger: the work to be done, who does it now, and what came of it. Messages are only hints.

An item is `pending` until a worker leases it, `leased` until it is finished, then `done`, `skipped` (a file in a folder
that no parser recognises) or `failed`. Each lease raises the item's fencing number, and every write of a worker carries
its own: a worker that was stopped and resumes later is refused. Attempts are counted before the work. The attempt of a
lost worker is given back and counted separately as a loss, since the item may not be the cause.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, case, delete, func, select, update

from papersearch.errors import LeaseLostError, NotFoundError
from papersearch.store.database import Access, chunked
from papersearch.store.records import RecordOutcome
from papersearch.store.tables import ingest_items, item_records, rejects, runs
from papersearch.work_items import RunOptions, SourceItem, Work

MOST_ATTEMPTS = 3
"""Deaths, time-outs or memory limits of the parser's child process until an item fails."""
ALONE_AFTER_LOSSES = 3
MOST_LOSSES = 20


class ItemState(StrEnum):
    """The state of an item."""

    PENDING = "pending"
    LEASED = "leased"
    DONE = "done"
    SKIPPED = "skipped"
    FAILED = "failed"


OPEN = (ItemState.PENDING, ItemState.LEASED)


@dataclass(frozen=True, slots=True)
class NewItem:
    """Work to be done. `blob` is the sha256 of its bytes in `blobs`, None for a source that is gone (with replace)."""

    location: str
    blob: str | None
    size: int = 0
    work: Work = field(default_factory=SourceItem)


@dataclass(frozen=True, slots=True)
class Item:
    """A row of the ledger. `counts` is outcome -> records, exact also while the item is under way."""

    id: int
    run: int
    location: str
    blob: str | None
    size: int
    work: Work
    state: ItemState
    attempts: int
    losses: int
    parser: str | None
    counts: Mapping[str, int]
    last_error: str | None
    created_at: datetime
    finished_at: datetime | None


@dataclass(frozen=True, slots=True)
class Lease:
    """The right to work on an item, until it is lost: `fence` is its number."""

    item: Item
    owner: str
    fence: int


class Ledger:
    """The table of ingest items. Durations come from the settings."""

    def __init__(self, access: Access, lease_limit_s: float) -> None:
        self._access = access
        self._limit = timedelta(seconds=lease_limit_s)

    def submit(self, options: RunOptions, items: Sequence[NewItem]) -> tuple[int, list[int]]:
        """Store a new run with its items: (run, item ids)."""
        now = self._access.clock()
        with self._access.writing() as connection:
            row = {"options": options, "created_at": now}
            run = int(connection.execute(runs.insert().returning(runs.c.id), row).scalar_one())
            return run, _insert(connection, run, items, now)

    def extend(self, run: int, items: Sequence[NewItem]) -> list[int]:
        """More items for a run that exists, such as the next page of a harvest: their ids."""
        with self._access.writing() as connection:
            return _insert(connection, run, items, self._access.clock())

    def lease(
        self,
        owner: str,
        *,
        limit: int = 1,
        run: int | None = None,
        ids: Iterable[int] = (),
        location: str | None = None,
    ) -> list[Lease]:
        """Lease items to work on, those that failed or were lost least often first; never one that another holds.

        The items of one location are processed in the order of their submission, one after the other, so that an older
        version never replaces a newer one. An expired lease is given to the next worker. `run`, `ids` and `location`
        filter the items. An item on which several workers were lost comes alone.
        """
        now = self._access.clock()
        due: list[ColumnElement[bool]] = [
            ingest_items.c.state.in_(OPEN),
            ingest_items.c.available_at <= now,
            ingest_items.c.id.in_(_first_of_locations()),
        ]
        if run is not None:
            due.append(ingest_items.c.run == run)
        if location is not None:
            due.append(ingest_items.c.location == location)
        if wanted := list(ids):
            due.append(ingest_items.c.id.in_(wanted))
        order = (ingest_items.c.losses >= ALONE_AFTER_LOSSES, ingest_items.c.attempts, ingest_items.c.id)
        query = select(ingest_items.c.id, ingest_items.c.losses).where(*due).order_by(*order).limit(limit)
        with self._access.writing() as connection:
            rows = connection.execute(query.with_for_update(skip_locked=True)).all()
            if rows and rows[0].losses >= ALONE_AFTER_LOSSES:
                rows = rows[:1]
            rows = [row for row in rows if row.losses < ALONE_AFTER_LOSSES or row is rows[0]]
            chosen = [row.id for row in rows]
            if not chosen:
                return []
            connection.execute(
                update(ingest_items)
                .where(ingest_items.c.id.in_(chosen))
                .values(
                    state=ItemState.LEASED.value,
                    lease_owner=owner,
                    fence=ingest_items.c.fence + 1,
                    attempts=ingest_items.c.attempts + 1,
                    available_at=now + self._limit,
                )
            )
            leased = connection.execute(select(ingest_items).where(ingest_items.c.id.in_(chosen)).order_by(*order))
            return [Lease(_item(row, {}), owner, row.fence) for row in leased]

    def hold(self, lease: Lease) -> None:
        """Prove that the lease still holds, and prolong it: call this first in each transaction of the work.

        Raises LeaseLostError.
        """
        self._change(lease, available_at=self._access.clock() + self._limit)

    def finish(
        self,
        lease: Lease,
        *,
        state: ItemState = ItemState.DONE,
        parser: str | None = None,
        error: str | None = None,
        replaces_older: bool = True,
    ) -> Mapping[str, int]:
        """Close an item, freeze its counts, and return them. Raises LeaseLostError.

        `replaces_older`: delete the rejects of older items of this location.
        """
        with self._access.writing() as connection:
            counts = _live_counts(connection, lease.item.id)
            now = self._access.clock()
            _write(connection, lease, state=state.value, parser=parser, counts=counts, last_error=error,
                   lease_owner=None, finished_at=now)  # fmt: skip
            connection.execute(delete(item_records).where(item_records.c.item == lease.item.id))
            if replaces_older:
                older = select(ingest_items.c.id).where(
                    ingest_items.c.location == lease.item.location, ingest_items.c.id < lease.item.id
                )
                connection.execute(delete(rejects).where(rejects.c.item.in_(older)))
        return counts

    def fail(self, lease: Lease, error: str, *, can_retry: bool = True, delay_s: float = 0.0) -> ItemState:
        """End an attempt without success: pending again, or failed after the last. Raises LeaseLostError."""
        if not can_retry or lease.item.attempts >= MOST_ATTEMPTS:
            self.finish(lease, state=ItemState.FAILED, error=error)
            return ItemState.FAILED
        available_at = self._access.clock() + timedelta(seconds=delay_s)
        self._change(
            lease, state=ItemState.PENDING.value, lease_owner=None, last_error=error, available_at=available_at
        )
        return ItemState.PENDING

    def release(self, lease: Lease, *, delay_s: float = 0.0, error: str | None = None) -> None:
        """Give an item back without counting the attempt: the worker stops, or a service does not answer.

        Raises LeaseLostError.
        """
        self._change(lease, state=ItemState.PENDING.value, lease_owner=None, attempts=lease.item.attempts - 1,
                    last_error=error, available_at=self._access.clock() + timedelta(seconds=delay_s))  # fmt: skip

    def release_lost(self, owners: Iterable[str]) -> list[int]:
        """Free the items of lost workers, give the attempt back, count a loss, and return the items' ids.

        An item on which `MOST_LOSSES` workers were lost fails with that reason.
        """
        now = self._access.clock()
        held = and_(ingest_items.c.state == ItemState.LEASED.value, ingest_items.c.lease_owner.in_(list(owners)))
        with self._access.writing() as connection:
            rows = connection.execute(select(ingest_items).where(held).with_for_update(skip_locked=True)).all()
            for row in rows:
                is_lost = row.losses + 1 >= MOST_LOSSES
                end = {"finished_at": now, "counts": _live_counts(connection, row.id)} if is_lost else {}
                connection.execute(
                    update(ingest_items)
                    .where(ingest_items.c.id == row.id)
                    .values(
                        state=(ItemState.FAILED if is_lost else ItemState.PENDING).value,
                        lease_owner=None,
                        fence=row.fence + 1,
                        attempts=max(row.attempts - 1, 0),
                        losses=row.losses + 1,
                        available_at=now,
                        last_error=f"{row.losses + 1} workers were lost while they processed this",
                        **end,
                    )
                )
        return [row.id for row in rows]

    def release_unknown(self, owner: str) -> None:
        """Free the items that a worker may hold without knowing it, because the store's answer was lost."""
        self._access.write(
            update(ingest_items)
            .where(ingest_items.c.state == ItemState.LEASED.value, ingest_items.c.lease_owner == owner)
            .values(
                state=ItemState.PENDING.value,
                lease_owner=None,
                fence=ingest_items.c.fence + 1,
                attempts=ingest_items.c.attempts - 1,
                available_at=self._access.clock(),
            )
        )

    def cancel_run(self, run: int, reason: str) -> int:
        """Fail the open items of a run, and return their number. What was read stays; the next write is refused."""
        now = self._access.clock()
        is_open = and_(ingest_items.c.run == run, ingest_items.c.state.in_(OPEN))
        with self._access.writing() as connection:
            rows = connection.execute(select(ingest_items).where(is_open).with_for_update()).all()
            for row in rows:
                connection.execute(
                    update(ingest_items)
                    .where(ingest_items.c.id == row.id)
                    .values(state=ItemState.FAILED.value, lease_owner=None, fence=row.fence + 1, last_error=reason,
                            finished_at=now, counts=_live_counts(connection, row.id))
                )  # fmt: skip
        return len(rows)

    def get(self, item: int) -> Item:
        """An item with its counts. Raises NotFoundError."""
        with self._access.reading() as connection:
            row = connection.execute(select(ingest_items).where(ingest_items.c.id == item)).first()
            if row is None:
                raise NotFoundError(f"There is no item {item}.")
            return _item(row, _counts(connection, row))

    def of_run(self, run: int) -> list[Item]:
        """The items of a run in the order of their submission, with their counts."""
        with self._access.reading() as connection:
            rows = connection.execute(select(ingest_items).where(ingest_items.c.run == run).order_by("id")).all()
            return [_item(row, _counts(connection, row)) for row in rows]

    def latest_sources(self) -> Iterator[Item]:
        """Of each location the item that was read to its end last, if its bytes are kept, without its counts."""
        is_read = (ingest_items.c.state == ItemState.DONE.value, ingest_items.c.blob.is_not(None))
        latest = select(func.max(ingest_items.c.id)).where(*is_read).group_by(ingest_items.c.location)
        with self._access.reading() as connection:
            numbers = sorted(connection.execute(latest).scalars())
        for some in chunked(numbers, 500):
            with self._access.reading() as connection:
                here = ingest_items.c.id.in_(some)
                rows = connection.execute(select(ingest_items).where(here).order_by(ingest_items.c.id)).all()
            yield from (_item(row, {}) for row in rows)

    def settled_at(self, run: int | None = None) -> datetime | None:
        """When the last item of a run, or of all, was finished; None while one is open. Without items: now."""
        is_open = case((ingest_items.c.state.in_(OPEN), 1), else_=0)
        query = select(func.sum(is_open), func.max(ingest_items.c.finished_at))
        if run is not None:
            query = query.where(ingest_items.c.run == run)
        still_open, finished_at = tuple(self._access.read(query).one())
        if still_open:
            return None
        return finished_at or self._access.clock()

    def due(self, *, limit: int = 1000) -> list[int]:
        """Ids of the items that a worker could lease now: what the sweeper sends again as hints."""
        query = (
            select(ingest_items.c.id)
            .where(
                ingest_items.c.state.in_(OPEN),
                ingest_items.c.available_at <= self._access.clock(),
                ingest_items.c.id.in_(_first_of_locations()),
            )
            .order_by(ingest_items.c.attempts, ingest_items.c.id)
            .limit(limit)
        )
        return list(self._access.read(query).scalars())

    def holders(self) -> set[str]:
        """Return the workers that hold an item now."""
        held = (ingest_items.c.state == ItemState.LEASED.value, ingest_items.c.lease_owner.is_not(None))
        return set(self._access.read(select(ingest_items.c.lease_owner).where(*held).distinct()).scalars())

    def open_items(self) -> int:
        """Return the number of items that are pending or leased."""
        query = select(func.count()).select_from(ingest_items).where(ingest_items.c.state.in_(OPEN))
        return int(self._access.read(query).scalar_one())

    def oldest_open(self) -> datetime | None:
        """Return when the oldest open item was submitted; None when none is open."""
        query = select(func.min(ingest_items.c.created_at)).where(ingest_items.c.state.in_(OPEN))
        found: datetime | None = self._access.read(query).scalar()
        return found

    def counts(self) -> dict[ItemState, int]:
        """Return the number of items in each state, over all runs."""
        query = select(ingest_items.c.state, func.count()).group_by(ingest_items.c.state)
        found = dict(map(tuple, self._access.read(query)))
        return {state: found.get(state.value, 0) for state in ItemState}

    def _change(self, lease: Lease, **values: Any) -> None:
        with self._access.writing() as connection:
            _write(connection, lease, **values)


def _first_of_locations() -> Select[tuple[int]]:
    """Of each location the oldest item that is open."""
    return select(func.min(ingest_items.c.id)).where(ingest_items.c.state.in_(OPEN)).group_by(ingest_items.c.location)


def _insert(connection: Connection, run: int, items: Sequence[NewItem], now: datetime) -> list[int]:
    rows = [
        {"run": run, "location": item.location, "blob": item.blob, "size": item.size,
         "options": item.work, "sidecar": _sidecar(item.work), "state": ItemState.PENDING.value, "available_at": now,
         "created_at": now}
        for item in items
    ]  # fmt: skip
    statement = ingest_items.insert().returning(ingest_items.c.id, sort_by_parameter_order=True)
    return list(connection.execute(statement, rows).scalars()) if rows else []


def _sidecar(work: Work) -> str | None:
    return work.sidecar.blob if isinstance(work, SourceItem) and work.sidecar else None


def _write(connection: Connection, lease: Lease, **values: Any) -> None:
    mine = (
        ingest_items.c.id == lease.item.id,
        ingest_items.c.fence == lease.fence,
        ingest_items.c.state == ItemState.LEASED.value,
    )
    if not connection.execute(update(ingest_items).where(*mine).values(**values)).rowcount:
        raise LeaseLostError(f"The lease on {lease.item.location} is lost: another worker has it, or it is done.")


def _counts(connection: Connection, row: Row[Any]) -> Mapping[str, int]:
    if row.counts is not None or not row.fence:  # finished, or never begun
        return row.counts or {}
    return _live_counts(connection, row.id)


def _live_counts(connection: Connection, item: int) -> dict[str, int]:
    outcomes = select(item_records.c.outcome, func.count()).where(item_records.c.item == item)
    counts = {row[0]: row[1] for row in connection.execute(outcomes.group_by(item_records.c.outcome))}
    rejected = connection.execute(select(func.count()).select_from(rejects).where(rejects.c.item == item)).scalar_one()
    return counts | {RecordOutcome.REJECTED.value: rejected}


def _item(row: Row[Any], counts: Mapping[str, int]) -> Item:
    return Item(
        id=row.id,
        run=row.run,
        location=row.location,
        blob=row.blob,
        size=row.size,
        work=row.options,
        state=ItemState(row.state),
        attempts=row.attempts,
        losses=row.losses,
        parser=row.parser,
        counts={outcome.value: counts.get(outcome.value, 0) for outcome in RecordOutcome},
        last_error=row.last_error,
        created_at=row.created_at,
        finished_at=row.finished_at,
    )
