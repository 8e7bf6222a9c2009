"""Many values or many rows in one statement, at the price of one.

SQLAlchemy spells a list of values out, a parameter each, and looks at each value of each row. For thousands of plain
texts and numbers that costs more than what the database does with them.
"""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

import msgspec
from sqlalchemy import (
    ARRAY,
    BigInteger,
    ColumnElement,
    Connection,
    Select,
    Table,
    Text,
    and_,
    any_,
    bindparam,
    func,
    select,
    text,
    true,
)
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
    """A row (value, number) for each of a number's values, in one statement and in the order of the values.

    `columns` name both, the value first. A driver that is asked for each row apart takes and gives up Python's lock
    for each.
    """
    rows: Select[Any]
    if connection.dialect.name == "sqlite":
        each = func.json_each(bindparam(None, msgspec.json.encode(list(pairs.items())).decode(), type_=Text()))
        outer = each.table_valued("value", name="numbers")
        inner = func.json_each(func.json_extract(outer.c.value, "$[1]")).table_valued("value", name="listed")
        number = func.json_extract(outer.c.value, "$[0]")
        rows = select(inner.c.value, number).select_from(outer.join(inner, true())).order_by(inner.c.value)
    else:
        values = [(value, number) for number, listed in pairs.items() for value in listed]
        lists = [bindparam(None, list(found), type_=ARRAY(BigInteger)) for found in zip(*values, strict=True)]
        if not lists:
            return
        both = func.unnest(*lists).table_valued("value", "number").render_derived()
        rows = select(both.c.value, both.c.number).order_by(both.c.value)
    connection.execute(table.insert().from_select(list(columns), rows))


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
