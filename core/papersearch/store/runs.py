"""The runs: one ingest each, and what came of it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from papersearch.errors import NotFoundError
from papersearch.paper import JsonObject
from papersearch.store.database import Access, chunked
from papersearch.store.ledger import OPEN, Item, Ledger
from papersearch.store.records import RecordOutcome
from papersearch.store.tables import ingest_items, runs


@dataclass(frozen=True, slots=True)
class Run:
    """One ingest with its items. `counts` sums outcome -> records over them."""

    id: int
    options: JsonObject
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


class Runs:
    """The table of runs."""

    def __init__(self, access: Access, ledger: Ledger) -> None:
        self._access = access
        self._ledger = ledger

    def get(self, run: int) -> Run:
        """A run with its items as they stand now. Raises NotFoundError."""
        with self._access.reading() as connection:
            row = connection.execute(select(runs).where(runs.c.id == run)).first()
        if row is None:
            raise NotFoundError(f"There is no run {run}.")
        return Run(row.id, row.options, row.created_at, tuple(self._ledger.of_run(run)))

    def read_locations(self, locations: Iterable[str]) -> set[str]:
        """Those of these places of which some run has a copy, whatever came of it."""
        found: set[str] = set()
        with self._access.reading() as connection:
            for some in chunked(locations):
                here = (ingest_items.c.location.in_(some), ingest_items.c.blob.is_not(None))
                found.update(connection.execute(select(ingest_items.c.location).where(*here)).scalars())
        return found

    def recent(self, *, limit: int = 20) -> list[int]:
        """The ids of the latest runs, the newest first."""
        with self._access.reading() as connection:
            return list(connection.execute(select(runs.c.id).order_by(runs.c.id.desc()).limit(limit)).scalars())
