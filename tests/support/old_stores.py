"""Stores as earlier releases left them, and the schema that a database has."""

import shutil
import sqlite3
from contextlib import closing
from typing import Any

from sqlalchemy import Connection, create_engine, inspect, text

from papersearch.settings import Settings
from tests.support.paths import ROOT

STORE_0_1_0 = ROOT / "tests" / "integration" / "store" / "papersearch_0_1_0"

_COLUMNS = """SELECT table_name, column_name, data_type, is_nullable, collation_name, column_default
    FROM information_schema.columns WHERE table_schema = current_schema()"""
_INDEXES = "SELECT replace(indexdef, current_schema() || '.', '') FROM pg_indexes WHERE schemaname = current_schema()"
_CONSTRAINTS = """SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint
    WHERE connamespace = current_schema()::regnamespace"""


def load_0_1_0(settings: Settings) -> None:
    """Puts the store that 0.1.0 made into an empty place; see `make_store.py` next to the dumps."""
    shutil.copytree(STORE_0_1_0 / "raw", settings.home / "raw")
    if not settings.store_url:
        with closing(sqlite3.connect(settings.home / "papersearch.db")) as connection:
            connection.executescript((STORE_0_1_0 / "sqlite.sql").read_text("utf-8"))
        return
    engine = create_engine(settings.store_url)
    with closing(engine.raw_connection()) as connection, closing(connection.cursor()) as cursor:
        cursor.execute((STORE_0_1_0 / "postgresql.sql").read_text("utf-8"))
        connection.commit()
        connection.detach()
    engine.dispose()


def all_rows(connection: Connection) -> dict[str, list[Any]]:
    """The rows of every table, in an order of their own."""
    return {
        name: sorted(map(repr, connection.execute(text(f'SELECT * FROM "{name}"'))))
        for name in inspect(connection).get_table_names()
    }


def schema_of(connection: Connection) -> list[str]:
    """Everything that makes up the tables but for the order of columns, which an upgrade cannot choose."""
    if connection.dialect.name == "postgresql":
        return sorted(
            str(row) for query in (_COLUMNS, _INDEXES, _CONSTRAINTS) for row in connection.execute(text(query))
        )
    found = []
    for name, sql in connection.execute(text("SELECT name, sql FROM sqlite_master WHERE type = 'table'")).all():
        found.append(f"{name} {'AUTOINCREMENT' in sql} {'WITHOUT ROWID' in sql}")
        for pragma in ("table_xinfo", "foreign_key_list", "index_list"):
            rows = connection.execute(text(f"PRAGMA {pragma}('{name}')")).all()
            found += [f"{name} {pragma} {tuple(row)[1:]}" for row in rows]
            if pragma == "index_list":
                found += [
                    f"{row[1]} {connection.execute(text(f'PRAGMA index_info({row[1]!r})')).all()}" for row in rows
                ]
    return sorted(found)
