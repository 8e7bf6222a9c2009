"""Many values or many rows in one statement, at the price of one.

SQLAlchemy spells a list of values out, a parameter each, and looks at each value of each row. For thousands of plain
texts and numbers that costs more than what the database does with them.
"""

from collections.abc import Collection, Sequence
from typing import Any

import msgspec
from sqlalchemy import ARRAY, ColumnElement, Connection, Table, Text, any_, bindparam, func, select, text
from sqlalchemy.sql.dml import UpdateBase

_NUL = "\\u0000"
"""Ends a text inside SQLite's JSON."""


def among(connection: Connection, column: ColumnElement[Any], values: Collection[str] | Collection[int]) -> Any:
    """`column IN (values)` for any number of values: the whole list is one parameter, the statement always the same."""
    listed = list(values)
    if connection.dialect.name != "sqlite":
        return column == any_(bindparam(None, listed, type_=ARRAY(column.type)))
    encoded = msgspec.json.encode(listed).decode()
    if _NUL in encoded:
        return column.in_(listed)
    return column.in_(select(func.json_each(bindparam(None, encoded, type_=Text())).table_valued("value").c.value))


def execute_rows(
    connection: Connection, statement: UpdateBase, columns: Sequence[str], rows: Sequence[tuple[Any, ...]]
) -> None:
    """A statement once for each row. The values, in the order of `columns`, are handed to the driver as they are."""
    if not rows:
        return
    compiled: Any = statement.compile(dialect=connection.dialect, column_keys=list(columns))
    if not compiled.positional:
        connection.exec_driver_sql(str(compiled), [dict(zip(columns, row, strict=True)) for row in rows])
        return
    order = [list(columns).index(name) for name in compiled.positiontup]
    if order != list(range(len(columns))):
        rows = [tuple(row[place] for place in order) for row in rows]
    connection.exec_driver_sql(str(compiled), list(rows))


def next_ids(connection: Connection, table: Table, count: int) -> list[int]:
    """Numbers that rows to be inserted may have as their `id`, ascending; the database gives them to nobody else.

    On SQLite the transaction has to be one that writes: it is alone then.
    """
    if connection.dialect.name == "sqlite":
        query = text("SELECT seq FROM sqlite_sequence WHERE name = :name")
        last = connection.execute(query, {"name": table.name}).scalar() or 0
        return list(range(last + 1, last + 1 + count))
    query = text("SELECT nextval(pg_get_serial_sequence(:name, 'id')) FROM generate_series(1, :count)")
    return sorted(connection.execute(query, {"name": table.name, "count": count}).scalars())
