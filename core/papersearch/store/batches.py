"""Many values or many rows in one statement, at the price of one.

SQLAlchemy spells a list of values out, a parameter each, and looks at each value of each row. For thousands of plain
texts and numbers that costs more than what the database does with them.
"""

from collections.abc import Collection, Mapping, Sequence
from functools import lru_cache
from itertools import chain
from typing import Any

import msgspec
from sqlalchemy import (
    ARRAY,
    BigInteger,
    ColumnElement,
    Connection,
    Table,
    Text,
    and_,
    any_,
    bindparam,
    func,
    select,
    text,
)
from sqlalchemy.dialects import sqlite
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


def begins_with(connection: Connection, column: ColumnElement[str], beginning: str) -> ColumnElement[bool]:
    """`column` begins with these very letters, of which the last is ASCII: a range, which an index answers.

    LIKE is neither: SQLite takes upper and lower case for the same in it, and reads the whole table.
    """
    here = column if connection.dialect.name == "sqlite" else column.collate("C")
    return and_(here >= beginning, here < beginning[:-1] + chr(ord(beginning[-1]) + 1))


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


def insert_pairs(
    connection: Connection, table: Table, columns: tuple[str, str], pairs: Mapping[int, Sequence[int]]
) -> None:
    """A row (value, number) for each of a number's values, in the order of the values, which spares the index steps.

    `columns` name both, the value first. A driver that is asked for each row apart takes and gives up Python's lock
    for each.
    """
    rows = sorted([(value, number) for number, listed in pairs.items() for value in listed])
    if connection.dialect.name == "sqlite":
        whole = len(rows) - len(rows) % _ROWS_AT_ONCE
        statement = _insert_of_rows(table, columns)
        for start in range(0, whole, _ROWS_AT_ONCE):
            connection.exec_driver_sql(statement, tuple(chain.from_iterable(rows[start : start + _ROWS_AT_ONCE])))
        execute_rows(connection, table.insert(), columns, rows[whole:])
    elif rows:
        lists = [bindparam(None, list(found), type_=ARRAY(BigInteger)) for found in zip(*rows, strict=True)]
        both = func.unnest(*lists).table_valued(*columns).render_derived()
        connection.execute(table.insert().from_select(list(columns), select(both)))


_ROWS_AT_ONCE = 200
"""Rows of two values in one statement of SQLite, which in older versions has 999 values at most."""


@lru_cache
def _insert_of_rows(table: Table, columns: tuple[str, ...]) -> str:
    row = dict.fromkeys(columns, 0)
    return str(table.insert().values([row] * _ROWS_AT_ONCE).compile(dialect=sqlite.dialect()))


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
