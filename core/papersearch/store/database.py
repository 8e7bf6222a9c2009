"""The way to the database: transactions, locks, and the one translation of its errors."""

import os
import sqlite3
import threading
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any, NoReturn, TypeVar

from sqlalchemy import (
    Connection,
    Engine,
    Executable,
    PoolProxiedConnection,
    Result,
    Table,
    create_engine,
    event,
    exc,
    text,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import make_url
from sqlalchemy.pool import NullPool
from sqlalchemy.sql.dml import UpdateBase

from papersearch.deadline import at_most, is_over
from papersearch.errors import StoreUnavailableError

Clock = Callable[[], datetime]
T = TypeVar("T")

BUSY_TIMEOUT_S = 15
"""How long a writer waits for another on SQLite; a batch takes a second at most."""
POSTGRES_LOCKS = {"schema": 0x70617001, "merge": 0x70617002, "generations": 0x70617003}
"""Advisory locks: who creates tables, who matches records with papers, who changes the set of generations."""
WAL_RETRY_S = 0.01
CACHE_KB = 32_768
"""Pages of SQLite that a connection keeps: match keys go all over their index, of which 2 MB (its own choice) hold
little."""
WAL_PAGES = 16_384
"""Pages in SQLite's log (64 MB) until they are moved to the database: what several batches write is moved once. Each
commit syncs the log before it returns, so what was said to be kept is kept."""
IN_CHUNK = 5_000
"""Values in one IN list; SQLite takes 32,766 parameters a statement."""
SILENCE_S = 30.0
"""How long a program that answers no request waits for PostgreSQL to say anything."""
UPGRADE_LIMIT_S = 3_600
"""How long an upgrade of the tables may take, and how long a program waits for another that upgrades them."""


def utc_now() -> datetime:
    """The clock of a program; tests pass their own."""
    return datetime.now(UTC)


class Access(ABC):
    """What a part of the store works through: a transaction of its own, or one that it joins."""

    clock: Clock

    @abstractmethod
    def reading(self) -> AbstractContextManager[Connection]:
        """A transaction that only reads."""

    @abstractmethod
    def writing(self) -> AbstractContextManager[Connection]:
        """A transaction that writes, committed when the block ends without an error."""

    def read(self, statement: Executable) -> Result[Any]:
        """The whole result of one statement that reads."""
        with self.reading() as connection:
            return connection.execute(statement).freeze()()

    def write(self, statement: UpdateBase, rows: Any = None) -> int:
        """The number of rows that one statement has changed."""
        with self.writing() as connection:
            return connection.execute(statement, rows).rowcount


class Database(Access):
    """Transactions of their own, each on a connection from the pool. None begins when a request's time is over.

    `reads_alone`: a statement that reads is a transaction of its own, which saves two ways to the server and back.
    PostgreSQL's transactions see what others commit meanwhile anyway (READ COMMITTED).
    """

    def __init__(
        self,
        engine: Engine,
        clock: Clock,
        *,
        reads_alone: bool = False,
        on_close: Callable[[], None] = lambda: None,
    ) -> None:
        self.engine = engine
        self.clock = clock
        self._readers = engine.execution_options(isolation_level="AUTOCOMMIT") if reads_alone else engine
        self._on_close = on_close
        self._watcher: PoolProxiedConnection | None = None
        self._watching = threading.Lock()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        _demand_time()
        with _translated(self.engine), self._readers.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        _demand_time()
        with _translated(self.engine), self.engine.connect() as connection:
            connection.execution_options(papersearch_writes=True)
            with connection.begin():
                yield connection

    @contextmanager
    def reading_at(self, **options: Any) -> Iterator[Connection]:
        """`reading` on a connection with these options of SQLAlchemy's, such as an isolation level."""
        with _translated(self.engine), self.engine.connect() as connection:
            connection.execution_options(**options)
            with connection.begin():
                yield connection

    def change_mark(self) -> int | None:
        """Another number after every commit, read without a transaction; None where the database does not tell.

        SQLite counts for each connection what others commit (PRAGMA data_version), so one connection only asks.
        """
        if self.engine.dialect.name != "sqlite" or isinstance(self.engine.pool, NullPool):
            return None
        with self._watching, suppress(exc.SQLAlchemyError, sqlite3.Error):
            if self._watcher is None:
                self._watcher = self.engine.raw_connection()
            cursor = self._watcher.cursor()
            cursor.execute("PRAGMA data_version")
            return int((cursor.fetchone() or (0,))[0])
        return None

    def close(self) -> None:
        """Closes the connections."""
        if self._watcher is not None:
            self._watcher.close()
        self.engine.dispose()
        self._on_close()


class Joined(Access):
    """Works inside a transaction that is already open."""

    def __init__(self, connection: Connection, clock: Clock) -> None:
        self.connection = connection
        self.clock = clock

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        yield self.connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        yield self.connection


def connect(url: str, clock: Clock, silence_s: float = SILENCE_S) -> Database:
    """A database by its SQLAlchemy address. Nothing is opened yet. `silence_s` is for PostgreSQL."""
    address = make_url(url)
    if address.get_backend_name() == "sqlite":
        if address.database and is_read_only(Path(address.database)):
            engine = create_engine(
                address, creator=partial(_open_read_only, Path(address.database)), poolclass=NullPool
            )
        else:
            if address.database and "uri" not in address.query:
                _make_file(Path(address.database))
            engine = create_engine(address, connect_args={"timeout": BUSY_TIMEOUT_S})
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        return Database(engine, clock)
    from papersearch.store.timed_postgres import postgres_engine  # its library is an extra

    engine, connector = postgres_engine(address, silence_s)
    return Database(engine, clock, reads_alone=True, on_close=connector.close)


def is_read_only(file: Path) -> bool:
    """Whether a SQLite file is there that this user can read and not write. SQLite also writes files next to it."""
    return file.is_file() and not (os.access(file, os.W_OK) and os.access(file.parent, os.W_OK))


def _make_file(file: Path) -> None:
    """An empty file with the rights that the umask gives, as all else in the home; SQLite itself would be stricter."""
    file.parent.mkdir(parents=True, exist_ok=True)
    with suppress(OSError):  # then opening it says why
        file.touch(0o666)


def _open_read_only(file: Path) -> sqlite3.Connection:
    """A connection that needs no right to write. Each one is new, since what holds when it opens may change.

    While a program writes, there is a log next to the file, and its index is shared. When none does, there is no log,
    and the file is opened as one that does not change, because a shared index cannot be made.
    """
    log = file.with_name(f"{file.name}-wal")
    address = f"{file.absolute().as_uri()}?mode=ro{'' if log.exists() else '&immutable=1'}"
    return sqlite3.connect(address, uri=True, timeout=BUSY_TIMEOUT_S, check_same_thread=False)


def connect_to_upgrade(url: str, clock: Clock) -> Database:
    """A database for changes of the tables only. Statements may take long, and SQLite does not enforce foreign keys.

    SQLite changes most of a table by copying it and dropping the old one, which would delete the rows that refer to it.
    """
    database = connect(url, clock, UPGRADE_LIMIT_S)
    database.engine.update_execution_options(papersearch_upgrades=True)
    return database


def take_lock(connection: Connection, name: str, *, shared: bool = False) -> None:
    """Waits for one of `POSTGRES_LOCKS` until the transaction ends. On SQLite a writer has the database anyway."""
    if connection.dialect.name == "postgresql":
        function = "pg_advisory_xact_lock_shared" if shared else "pg_advisory_xact_lock"
        connection.execute(text(f"SELECT {function}(:key)"), {"key": POSTGRES_LOCKS[name]})


def insert_into(connection: Connection, table: Table) -> Any:
    """An INSERT that knows ON CONFLICT, which both dialects spell alike in SQLAlchemy."""
    return (postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert)(table)


def chunked(values: Iterable[T], size: int = IN_CHUNK) -> Iterator[Sequence[T]]:
    """Slices that fit into one statement."""
    listed = list(values)
    for start in range(0, len(listed), size):
        yield listed[start : start + size]


def _demand_time() -> None:
    if is_over():
        raise StoreUnavailableError("The store was not asked: no time is left for this request.")


@contextmanager
def _translated(engine: Engine) -> Iterator[None]:
    try:
        yield
    except (exc.OperationalError, exc.InterfaceError, exc.TimeoutError) as error:
        reason = str(error.orig if isinstance(error, exc.DBAPIError) else error)
        is_closed = isinstance(engine.pool, NullPool) and "unable to open" in reason  # a killed program left its log
        if is_closed or "readonly database" in reason:
            raise StoreUnavailableError(
                f"This user cannot write {engine.url.database}. Ask its owner for the right to write it and its "
                "folder, or set another PAPERSEARCH_HOME."
            ) from error
        _raise_unavailable(error)
    except exc.DBAPIError as error:
        is_broken = type(error) is exc.DatabaseError  # no kind of its own: a file that is damaged or no database
        if is_broken or error.connection_invalidated:
            _raise_unavailable(error)
        raise


def _raise_unavailable(error: Exception) -> NoReturn:
    reason = str(getattr(error, "orig", None) or error).strip().splitlines()
    raise StoreUnavailableError(
        f"The store does not answer: {reason[0] if reason else type(error).__name__}"
    ) from error


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # transactions are begun below, not by the driver
    cursor = connection.cursor()
    _demand_wal(cursor)
    for pragma in ("synchronous=FULL", "foreign_keys=ON", "temp_store=MEMORY", f"cache_size=-{CACHE_KB}",
                   f"wal_autocheckpoint={WAL_PAGES}"):  # fmt: skip
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _demand_wal(cursor: sqlite3.Cursor) -> None:
    """Set the journal mode of a new or copied database. SQLite itself does not wait for another program that writes."""
    give_up = time.monotonic() + at_most(BUSY_TIMEOUT_S)
    while cursor.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
        try:
            cursor.execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > give_up:
                raise
            time.sleep(WAL_RETRY_S)
        else:
            return


def _begin_sqlite(connection: Connection) -> None:
    options = connection.get_execution_options()
    busy_s: float = at_most(BUSY_TIMEOUT_S)
    if options.get("papersearch_upgrades"):
        busy_s = UPGRADE_LIMIT_S
        connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
    connection.exec_driver_sql(f"PRAGMA busy_timeout={int(busy_s * 1000)}")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if options.get("papersearch_writes") else "BEGIN")
