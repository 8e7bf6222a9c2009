"""Give papers a column for their venue, by which harvesters choose; from now on SQLite's rows may be compressed.

Rows that are there stay text until they are written again.
"""

from collections.abc import Iterator
from typing import Any

import msgspec
import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
oldest_program = "0003"

BATCH_SIZE = 1_000
_PAPERS = sa.table("papers", sa.column("id"), sa.column("document", sa.Text), sa.column("venue"))


class _Venue(msgspec.Struct):
    id: str


class _Paper(msgspec.Struct):
    venue: _Venue | None = None


def upgrade() -> None:
    """Add the column and fill it."""
    op.add_column("papers", sa.Column("venue", sa.String().with_variant(sa.String(collation="C"), "postgresql")))
    filled = sa.update(_PAPERS).where(_PAPERS.c.id == sa.bindparam("row")).values(venue=sa.bindparam("found"))
    decode = msgspec.json.Decoder(_Paper).decode
    for batch in _batches(op.get_bind()):
        venues = ((row, decode(text).venue) for row, text in batch)
        found = [{"row": row, "found": venue.id} for row, venue in venues if venue]
        if found:
            op.get_bind().execute(filled, found)


def _batches(connection: sa.Connection) -> Iterator[list[Any]]:
    """Read the papers in id order, so many at once."""
    query = sa.select(_PAPERS.c.id, _PAPERS.c.document).where(_PAPERS.c.document.is_not(None))
    query = query.order_by(_PAPERS.c.id).limit(BATCH_SIZE)
    rows = list(connection.execute(query))
    while rows:
        yield rows
        rows = list(connection.execute(query.where(_PAPERS.c.id > rows[-1].id)))
