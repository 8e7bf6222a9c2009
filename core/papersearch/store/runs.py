"""The runs: one ingest each, and what came of it."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from sqlalchemy import select

from papersearch.errors import NotFoundError
from papersearch.store.database import Access, chunked
from papersearch.store.ledger import OPEN, Item, ItemState, Ledger
from papersearch.store.records import RecordOutcome
from papersearch.store.tables import ingest_items, runs
from papersearch.work_items import RunOptions


@dataclass(frozen=True, slots=True)
class Run:
    """One ingest with its items. `counts` sums outcome -> records over them."""

    id: int
    options: RunOptions
    created_at: datetime
    items: tuple[Item, ...]

    @property
    def counts(self) -> Mapping[str, int]:
        """Outcome -> number of records; they sum to `records`."""
        return {outcome.value: sum(item.counts[outcome.value] for item in self.items) for outcome in RecordOutcome}

    @property
    def records(self) -> int:
        """The number of records that the sources hold, as far as they are read."""
        return sum(self.counts.values())

    @property
    def is_settled(self) -> bool:
        """Whether every item is done, skipped or failed."""
        return not any(item.state in OPEN for item in self.items)

    @property
    def settled_at(self) -> datetime | None:
        """When the last item was finished; None for a run that is under way or has no items."""
        moments = [item.finished_at for item in self.items if item.finished_at]
        return max(moments, default=None) if self.is_settled else None


@dataclass(frozen=True, slots=True)
class RunSummary:
    """A run without its items: how many it has, how many of them are open or have failed, and where the first was read.

    `counts` is outcome -> number of records of the finished items.
    """

    id: int
    created_at: datetime
    location: str
    items: int
    open: int
    failed: int
    counts: Mapping[str, int]


class Runs:
    """The table of runs."""

    def __init__(self, access: Access, ledger: Ledger) -> None:
        self._access = access
        self._ledger = ledger

    def get(self, run: int) -> Run:
        """Return a run with its items as they are now. Raises NotFoundError."""
        row = self._access.read(select(runs).where(runs.c.id == run)).first()
        if row is None:
            raise NotFoundError(f"There is no run {run}.")
        return Run(row.id, row.options, row.created_at, tuple(self._ledger.of_run(run)))

    def read_locations(self, locations: Iterable[str]) -> set[str]:
        """Return those of these locations of which some run stored a copy, whatever came of it."""
        found: set[str] = set()
        with self._access.reading() as connection:
            for some in chunked(locations):
                here = (ingest_items.c.location.in_(some), ingest_items.c.blob.is_not(None))
                found.update(connection.execute(select(ingest_items.c.location).where(*here)).scalars())
        return found

    def summaries(self, *, limit: int = 20) -> list[RunSummary]:
        """The latest runs that have items, the newest first."""
        latest = select(runs.c.id).order_by(runs.c.id.desc()).limit(limit)
        columns = (runs.c.id, runs.c.created_at, ingest_items.c.location, ingest_items.c.state, ingest_items.c.counts)
        found = select(*columns).join(ingest_items, ingest_items.c.run == runs.c.id).where(runs.c.id.in_(latest))
        rows = self._access.read(found.order_by(runs.c.id.desc(), ingest_items.c.id)).all()
        return [_summary(list(items)) for _, items in groupby(rows, key=lambda row: row.id)]

    def recent(self, *, limit: int = 20) -> list[int]:
        """The ids of the latest runs, the newest first."""
        return list(self._access.read(select(runs.c.id).order_by(runs.c.id.desc()).limit(limit)).scalars())


def _summary(items: Sequence[Any]) -> RunSummary:
    """Of rows that are the items of one run."""
    counts: Counter[str] = Counter()
    for item in items:
        counts.update(item.counts or {})
    first = items[0]
    return RunSummary(
        id=first.id,
        created_at=first.created_at,
        location=first.location,
        items=len(items),
        open=sum(item.state in OPEN for item in items),
        failed=sum(item.state == ItemState.FAILED for item in items),
        counts=counts,
    )
