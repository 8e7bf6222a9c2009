"""What became of each line of a write by API: kept for whoever waits for it or asks later."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from sqlalchemy import select

from papersearch.store.database import Access, insert_into
from papersearch.store.tables import ingest_items, write_results


class WriteResult(NamedTuple):
    """One paper of a write: its line in the body (from 1), its id, the outcome, and why it was not taken."""

    line: int
    paper: str | None
    outcome: str
    error: str | None = None


class WriteResults:
    """The table of write results. What is met again after a crash stays as it was."""

    def __init__(self, access: Access) -> None:
        self._access = access

    def put_many(self, item: int, results: Iterable[WriteResult]) -> None:
        """Keeps results; the first of a line stands."""
        rows: list[dict[str, Any]] = [{"item": item, **result._asdict()} for result in results]
        if rows:
            with self._access.writing() as connection:
                connection.execute(insert_into(connection, write_results).on_conflict_do_nothing(), rows)

    def of_run(self, run: int) -> list[WriteResult]:
        """The results of a run in the order of the lines."""
        query = (
            select(write_results)
            .join(ingest_items, ingest_items.c.id == write_results.c.item)
            .where(ingest_items.c.run == run)
            .order_by(write_results.c.item, write_results.c.line)
        )
        return [WriteResult(row.line, row.paper, row.outcome, row.error) for row in self._access.read(query)]
