"""The store as a whole: its parts, its transactions, and how it is opened."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from sqlalchemy import make_url, select

from papersearch.settings import Settings
from papersearch.store.blobs import Blobs
from papersearch.store.database import Access, Clock, Database, Joined, connect, connect_to_upgrade, take_lock, utc_now
from papersearch.store.facts import Facts
from papersearch.store.generations import Chunks, Generations
from papersearch.store.harvests import Harvests, Holdings
from papersearch.store.idempotency import IdempotencyKeys
from papersearch.store.index_queue import IndexQueue
from papersearch.store.jobs import Jobs
from papersearch.store.keys import ApiKeys, Searches
from papersearch.store.labels import Labels
from papersearch.store.ledger import Ledger
from papersearch.store.migrations.opening import has_usable_tables, prepare_tables
from papersearch.store.papers import Papers
from papersearch.store.records import ItemRecords, Matches, Records
from papersearch.store.rejects import Rejects
from papersearch.store.retention import History
from papersearch.store.runs import Runs
from papersearch.store.workers import Heartbeats, Leadership
from papersearch.store.write_results import WriteResults


class Parts:
    """The parts of the store; each call is a transaction of its own, or all share the one of `Store.transaction`."""

    def __init__(self, access: Access, settings: Settings) -> None:
        self.clock = access.clock
        self.settings = settings
        self.facts = Facts(access)
        self.papers = Papers(access)
        self.records = Records(access)
        self.matches = Matches(access)
        self.item_records = ItemRecords(access)
        self.labels = Labels(access)
        self.ledger = Ledger(access, settings.lease_limit_s)
        self.runs = Runs(access, self.ledger)
        self.rejects = Rejects(access)
        self.index_queue = IndexQueue(access, settings.lease_limit_s)
        self.generations = Generations(access)
        self.chunks = Chunks(access)
        self.jobs = Jobs(access)
        self.harvests = Harvests(access)
        self.holdings = Holdings(access)
        self.heartbeats = Heartbeats(access)
        self.leadership = Leadership(access)
        self.api_keys = ApiKeys(access)
        self.idempotency_keys = IdempotencyKeys(access)
        self.write_results = WriteResults(access)
        self.searches = Searches(access)
        self.history = History(access)


class Store(Parts):
    """The source of truth. Safe to use from several threads; a process that forks opens its own afterwards."""

    def __init__(self, database: Database, settings: Settings) -> None:
        super().__init__(database, settings)
        self.blobs = Blobs(settings.home / "raw")
        self._database = database

    @contextmanager
    def transaction(self, *, merges: bool = False) -> Iterator[Parts]:
        """Everything in the block happens or nothing does: call the parts that it yields, not those of the store.

        `merges`: the block decides which records are one paper; such blocks wait for each other.
        """
        with self._database.writing() as connection:
            if merges:
                take_lock(connection, "merge")
            yield Parts(Joined(connection, self.clock), self.settings)

    def ping(self) -> None:
        """Returns when the store answers. Raises StoreUnavailableError."""
        with self._database.reading() as connection:
            connection.execute(select(1))

    def change_mark(self) -> int | None:
        """Another number after every commit of whatever process; None: this store does not tell, so look."""
        return self._database.change_mark()

    def close(self) -> None:
        """Closes the connections."""
        self._database.close()


def open_store(settings: Settings, *, clock: Clock = utc_now) -> Store:
    """The store of these settings. Tables are created in an empty database, and upgraded in an older store.

    Raises StoreUnavailableError, and ConflictError for a store that this program cannot use or upgrade.
    """
    database = connect(settings.database_url, clock, settings.store_timeout_s)
    try:
        with database.reading() as connection:
            is_usable = has_usable_tables(connection)
        if not is_usable:
            with closing(connect_to_upgrade(settings.database_url, clock)) as patient, patient.writing() as connection:
                take_lock(connection, "schema")
                prepare_tables(connection)
    except BaseException:
        database.close()
        raise
    return Store(database, settings)


def is_there(settings: Settings) -> bool:
    """Whether there is a store to open without creating one; a database on a server counts as one."""
    address = make_url(settings.database_url)
    return address.get_backend_name() != "sqlite" or "uri" in address.query or Path(address.database or "").is_file()


def open_existing_store(settings: Settings) -> Store:
    """The store of these settings if it exists, otherwise an empty one in memory: for commands that only read.

    Raises what `open_store` raises.
    """
    if is_there(settings):
        return open_store(settings)
    database = connect("sqlite://", utc_now)
    with database.writing() as connection:
        prepare_tables(connection)
    return Store(database, settings)
