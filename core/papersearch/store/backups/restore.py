"""Fill an empty store from a backup."""

from contextlib import closing
from pathlib import Path, PurePosixPath
from typing import IO

import msgspec
from sqlalchemy import Connection, Table, delete, update

from papersearch.errors import ConflictError
from papersearch.settings import Settings
from papersearch.store.backups.archive import FORMAT, Header, Manifest, damaged, members, reading, verify
from papersearch.store.backups.dump import Contents
from papersearch.store.backups.raw_tables import filled_table, insert_rows, kept_tables, put_last_ids, raw_table
from papersearch.store.blobs import Blobs
from papersearch.store.columns import microseconds
from papersearch.store.database import UPGRADE_LIMIT_S, connect, take_lock, utc_now
from papersearch.store.jobs import JobState
from papersearch.store.ledger import ItemState
from papersearch.store.migrations import HEAD
from papersearch.store.store import open_store
from papersearch.store.tables import facts, ingest_items, jobs, searches

_STOPPED = "The store was restored from a backup while this job was running."


def restore_backup(settings: Settings, file: Path) -> Contents:
    """Fill the store of these settings, and return what it has then. The index is to be built afterwards.

    The whole file is checked first, and the rows are written in one transaction: all or nothing. Raises SourceError for
    a file that is damaged, UsageError for one that is not there, ConflictError for a store that is not empty or a
    backup of another form, and StoreUnavailableError.
    """
    header, manifest = verify(file)
    _require_known_form(file, header)
    with closing(open_store(settings)):  # makes the tables
        pass
    blobs = Blobs(settings.home / "raw")
    tables = {each.name: each for each in kept_tables()}
    sources = 0
    with (
        closing(connect(settings.database_url, utc_now, UPGRADE_LIMIT_S)) as database,
        database.writing() as connection,
        reading(file),
    ):
        take_lock(connection, "schema")
        take_lock(connection, "merge")
        _require_empty(connection)
        for each in (facts, searches):  # what any new store has
            connection.execute(delete(each))
        for name, stream in members(file):
            folder, *path = PurePosixPath(name).parts
            if folder == "raw":
                blobs.put(stream)
                sources += 1
            elif folder == "tables":
                _insert(connection, tables[path[0]], header.columns[path[0]], stream)
        _stop_work(connection)
        put_last_ids(connection, header.last_ids)
        _require_whole(file, manifest, sources)
    return Contents(manifest.rows["papers"], manifest.rows["records"], sources)


def _require_known_form(file: Path, header: Header) -> None:
    if header.format > FORMAT or header.revision > HEAD:
        raise ConflictError(
            f"{file} was made by a newer papersearch ({header.program}), whose store has revision {header.revision}; "
            f"this program knows revision {HEAD}. Update this program."
        )
    if header.revision < HEAD:
        raise ConflictError(
            f"{file} was made by papersearch {header.program}, whose store has revision {header.revision}; this "
            f"program restores revision {HEAD}. Restore it with papersearch {header.program}; this program then "
            "upgrades the store when it opens it."
        )


def _require_empty(connection: Connection) -> None:
    if (found := filled_table(connection)) is not None:
        raise ConflictError(
            f"The store is not empty: it has {found.replace('_', ' ')}. Restore into a new home or database: set "
            "another PAPERSEARCH_HOME or PAPERSEARCH_STORE_URL."
        )


def _require_whole(file: Path, manifest: Manifest, sources: int) -> None:
    """The file was checked before; it may have been replaced since."""
    if sources != sum(name.startswith("raw/") for name in manifest.members):
        raise damaged(file, "it changed while it was restored")


def _insert(connection: Connection, of: Table, names: tuple[str, ...], lines: IO[bytes]) -> None:
    insert_rows(connection, of, names, [msgspec.json.decode(line) for line in lines])


def _stop_work(connection: Connection) -> None:
    """What was being done when the backup was made is not being done: sources wait again, and jobs have failed."""
    items, ended = raw_table(ingest_items), raw_table(jobs)
    leased = update(items).where(items.c.state == ItemState.LEASED.value)
    connection.execute(leased.values(state=ItemState.PENDING.value, lease_owner=None, available_at=0))
    running = update(ended).where(ended.c.exclusive.is_not(None))
    now = microseconds(utc_now())
    connection.execute(running.values(state=JobState.FAILED.value, exclusive=None, error=_STOPPED, finished_at=now))
