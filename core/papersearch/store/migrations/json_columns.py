"""Change JSON in the rows of a table during an upgrade, batch by batch."""

from collections.abc import Callable, Sequence
from typing import Any

import msgspec
from sqlalchemy import Connection, Text, bindparam, column, select, table, update

BATCH_SIZE = 1_000
"""Rows that are in memory at once."""


def rewrite_json(
    connection: Connection, name: str, json: str, change: Callable[..., Any], given: Sequence[str] = (), key: str = "id"
) -> int:
    """Replace a JSON column in each row by what `change(value, *given)` returns, and return the number of changed rows.

    `given` names further columns of the row, `key` the column that identifies it. Rows without a value stay as they
    are. The changes are part of the caller's transaction.
    """
    rows = table(name, column(key), column(json, Text), *map(column, given))
    identity, value = rows.c[key], rows.c[json]
    wanted = select(identity, value, *(rows.c[each] for each in given)).where(value.is_not(None)).order_by(identity)
    statement = update(rows).where(identity == bindparam("row_key")).values({json: bindparam("row_json")})
    after, changed = None, 0
    while True:
        batch = wanted.limit(BATCH_SIZE) if after is None else wanted.where(identity > after).limit(BATCH_SIZE)
        found = connection.execute(batch).all()
        new = [(each[0], _text(change(msgspec.json.decode(each[1]), *each[2:]))) for each in found]
        values = [
            {"row_key": one, "row_json": text} for (one, text), old in zip(new, found, strict=True) if text != old[1]
        ]
        if values:
            connection.execute(statement, values)
            changed += len(values)
        if len(found) < BATCH_SIZE:
            return changed
        after = found[-1][0]


def _text(value: Any) -> str:
    return msgspec.json.encode(value).decode()
