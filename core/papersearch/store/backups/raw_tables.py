"""The tables as a backup sees them: plain columns, whose values are the same for either database."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Connection,
    Integer,
    Table,
    TableClause,
    Text,
    column,
    func,
    insert,
    select,
    table,
    text,
)
from sqlalchemy.types import TypeEngine

from papersearch.store.columns import Moment, PackedStruct, PackedText
from papersearch.store.tables import metadata

_LEFT_OUT = frozenset({"heartbeats", "leadership", "generations", "index_queue", "reindex_chunks"})
"""What belongs to a machine or to an index."""
_IN_NEW_STORES = frozenset({"facts", "searches"})
_AT_ONCE = 500


def kept_tables() -> list[Table]:
    """The tables of a backup; those that others refer to come first."""
    return [each for each in metadata.sorted_tables if each.name not in _LEFT_OUT]


def raw_table(of: Table, names: Sequence[str] | None = None) -> TableClause:
    """A table whose columns neither encode nor decode their values."""
    columns = [of.c[name] for name in names] if names is not None else list(of.columns)
    return table(of.name, *[column(each.name, _raw_type(each.type)) for each in columns])


def _raw_type(kind: TypeEngine[Any]) -> TypeEngine[Any]:
    if isinstance(kind, Boolean):
        return Boolean()
    if isinstance(kind, Moment):
        return BigInteger()
    if isinstance(kind, PackedStruct):
        return PackedText()
    return BigInteger() if isinstance(kind, Integer) else Text()


def rows_of(connection: Connection, of: Table) -> Iterator[Sequence[Any]]:
    """All rows of a table, in the order of its key, read from the server piece by piece."""
    raw = raw_table(of)
    query = select(raw).order_by(*[raw.c[each.name] for each in of.primary_key])
    streamed = connection.execution_options(yield_per=_AT_ONCE)
    for row in streamed.execute(query):
        yield tuple(row)


def insert_rows(connection: Connection, of: Table, names: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """Add rows to a table."""
    raw = raw_table(of, names)
    for start in range(0, len(rows), _AT_ONCE):
        some = rows[start : start + _AT_ONCE]
        connection.execute(insert(raw), [dict(zip(names, row, strict=True)) for row in some])


def filled_table(connection: Connection) -> str | None:
    """The name of a table that holds what a restored store would; None for an empty store."""
    for each in kept_tables():
        if each.name not in _IN_NEW_STORES and connection.execute(select(func.count()).select_from(each)).scalar_one():
            return each.name
    return None


def last_ids(connection: Connection) -> dict[str, int]:
    """For each table that counts up its ids the last one that it gave."""
    if connection.dialect.name == "sqlite":
        rows = connection.execute(text("SELECT name, seq FROM sqlite_sequence")).all()
        known = {each.name for each in _counting_tables()}
        return {name: last for name, last in rows if name in known}
    found = {}
    for each in _counting_tables():
        sequence = connection.execute(
            text("SELECT pg_get_serial_sequence(:name, 'id')"), {"name": each.name}
        ).scalar_one()
        last, is_called = connection.execute(text(f"SELECT last_value, is_called FROM {sequence}")).one()  # noqa: S608 - PostgreSQL's own name
        if is_called:
            found[str(each.name)] = int(last)
    return found


def put_last_ids(connection: Connection, last: Mapping[str, int]) -> None:
    """Let the tables go on counting behind these ids."""
    for name, number in last.items():
        values = {"name": name, "last": number}
        if connection.dialect.name == "sqlite":
            connection.execute(text("DELETE FROM sqlite_sequence WHERE name = :name"), {"name": name})
            connection.execute(text("INSERT INTO sqlite_sequence (name, seq) VALUES (:name, :last)"), values)
        else:
            connection.execute(text("SELECT setval(pg_get_serial_sequence(:name, 'id'), :last)"), values)


def _counting_tables() -> list[Table]:
    return [each for each in kept_tables() if each.dialect_options["sqlite"]["autoincrement"]]
