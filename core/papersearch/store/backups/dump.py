"""Write a backup of a store, also while programs work with it."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

import msgspec
from sqlalchemy import Connection

from papersearch.errors import NotFoundError
from papersearch.packed_file import open_file, size_of
from papersearch.paper import isoformat
from papersearch.settings import Settings
from papersearch.store.backups.archive import FORMAT, HEADER, Header, Writer, writing
from papersearch.store.backups.raw_tables import kept_tables, last_ids, rows_of
from papersearch.store.blobs import Blobs
from papersearch.store.database import UPGRADE_LIMIT_S, Database, connect, utc_now
from papersearch.store.migrations import HEAD
from papersearch.store.store import is_there, open_store

_PART_BYTES = 4 << 20
"""The size from which on the rows of a table go on in another member."""


class Contents(NamedTuple):
    """The number of papers, records and raw sources in a backup."""

    papers: int
    records: int
    sources: int


def write_backup(settings: Settings, file: Path) -> Contents:
    """Write all tables as they are at one moment, and the raw sources.

    The tables come first: what they name is then among the sources. Raises UsageError for a file that is there or
    cannot be written, NotFoundError without a store, and StoreUnavailableError.
    """
    if not is_there(settings):
        raise NotFoundError(f"There is nothing to back up: {settings.home} has no store.")
    with closing(open_store(settings)):  # upgrades an older store, and says what is wrong with another
        pass
    database = connect(settings.database_url, utc_now, UPGRADE_LIMIT_S)
    with closing(database), writing(file) as archive:
        with _one_moment(database) as connection:
            columns = {str(each.name): tuple(map(str, each.columns.keys())) for each in kept_tables()}
            created_at = isoformat(utc_now()) or ""
            header = Header(FORMAT, version("papersearch"), HEAD, created_at, columns, last_ids(connection))
            archive.add(HEADER, msgspec.json.encode(header))
            rows = _add_tables(archive, connection)
        sources = _add_sources(archive, Blobs(settings.home / "raw"))
        archive.finish(rows)
    return Contents(rows["papers"], rows["records"], sources)


@contextmanager
def _one_moment(database: Database) -> Iterator[Connection]:
    """A transaction that sees one state of the store until it ends, whatever others write."""
    is_postgres = database.engine.dialect.name == "postgresql"
    level = {"isolation_level": "REPEATABLE READ"} if is_postgres else {}
    with database.reading_at(**level) as connection:
        yield connection


def _add_tables(archive: Writer, connection: Connection) -> dict[str, int]:
    """Adds all rows, and returns the number of rows of each table."""
    counts: dict[str, int] = {}
    for each in kept_tables():
        name = str(each.name)
        number = part = 0
        lines = bytearray()
        for row in rows_of(connection, each):
            lines += msgspec.json.encode(row) + b"\n"
            number += 1
            if len(lines) >= _PART_BYTES:
                part += 1
                archive.add(f"tables/{name}/{part:06}.ndjson", bytes(lines))
                lines.clear()
        if lines:
            archive.add(f"tables/{name}/{part + 1:06}.ndjson", bytes(lines))
        counts[name] = number
    return counts


def _add_sources(archive: Writer, blobs: Blobs) -> int:
    """Adds the raw sources; one that is forgotten meanwhile is left out."""
    number = 0
    for name in blobs.names():
        try:
            path = blobs.existing_path(name)
            stream = open_file(path)
        except (NotFoundError, FileNotFoundError):
            continue
        with stream:
            archive.add_stream(f"raw/{name[:2]}/{name}", stream, size_of(path))
            number += 1
    return number
