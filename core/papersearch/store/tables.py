"""The tables, one definition for SQLite and PostgreSQL. A change here needs a revision: see `migrations`."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    UniqueConstraint,
    false,
)

from papersearch.job_progress import Progress
from papersearch.paper import Paper
from papersearch.record import StoredRecord
from papersearch.store.columns import Json, Key, Moment, PackedStruct, Serial, SourceText, StructJson
from papersearch.work_items import RunOptions, Work

metadata = MetaData()

facts = Table("facts", metadata, Column("name", Key, primary_key=True), Column("value", String, nullable=False))

papers = Table(
    "papers",
    metadata,
    Column("id", Key, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("deleted", Boolean, nullable=False, default=False),
    Column("document", PackedStruct(Paper)),  # None for a tombstone
    Column("added_at", Moment, nullable=False),
    Column("updated_at", Moment, nullable=False),
    Column("venue", Key),  # its id, None for a tombstone
)

aliases = Table(
    "aliases",
    metadata,
    Column("alias", Key, primary_key=True),
    Column("paper", Key, nullable=False, index=True),
)

apart = Table(  # pairs of papers that a person has told apart: never merged by the program again
    "apart",
    metadata,
    Column("first", Key, primary_key=True),
    Column("second", Key, primary_key=True),
)

records = Table(
    "records",
    metadata,
    Column("id", Serial, primary_key=True, autoincrement=True),
    Column("location", SourceText, nullable=False),
    Column("raw_hash", String, nullable=False),
    Column("nth", Integer, nullable=False),
    Column("fingerprint", String, nullable=False),  # changes with the raw text, the parser's version, the given fields
    Column("document", PackedStruct(StoredRecord), nullable=False),
    Column("paper", Key, nullable=False, index=True),
    Column("own_paper", Key, nullable=False),  # the id that it gives a paper by itself: what a split goes back to
    Column("stored_at", Moment, nullable=False),
    UniqueConstraint("location", "raw_hash", "nth"),
    sqlite_autoincrement=True,
)

match_keys = Table(
    "match_keys",
    metadata,
    Column("key", BigInteger, primary_key=True, autoincrement=False),
    Column("record", Serial, primary_key=True, index=True),  # no foreign key: looked up a dozen times a record
    sqlite_with_rowid=False,
)

labels = Table(
    "labels",
    metadata,
    Column("field", Key, primary_key=True),
    Column("key", Key, primary_key=True),
    Column("label", SourceText, nullable=False),
    sqlite_with_rowid=False,
)

runs = Table(
    "runs",
    metadata,
    Column("id", Serial, primary_key=True, autoincrement=True),
    Column("options", StructJson(RunOptions), nullable=False),
    Column("created_at", Moment, nullable=False),
    sqlite_autoincrement=True,
)

ingest_items = Table(
    "ingest_items",
    metadata,
    Column("id", Serial, primary_key=True, autoincrement=True),
    Column("run", ForeignKey("runs.id"), nullable=False, index=True),
    Column("location", SourceText, nullable=False),
    Column("blob", String, index=True),  # sha256 of the source, None when it has none (a file that is gone)
    Column("size", Serial, nullable=False, default=0),
    Column("options", StructJson(Work), nullable=False),  # what is to be done
    Column("state", String, nullable=False),
    Column("attempts", Integer, nullable=False, default=0),
    Column("losses", Integer, nullable=False, default=0),
    Column("lease_owner", String),
    Column("available_at", Moment, nullable=False),  # pending: not before; leased: when the lease ends
    Column("fence", Integer, nullable=False, default=0),
    Column("parser", String),
    Column("counts", Json),  # outcome -> number of records, frozen when the item is finished
    Column("last_error", SourceText),
    Column("created_at", Moment, nullable=False),
    Column("finished_at", Moment),
    Column("sidecar", String, index=True),  # sha256 of the metadata file that the options name
    Index("ix_ingest_items_due", "state", "available_at"),
    Index("ix_ingest_items_location", "location"),
    sqlite_autoincrement=True,
)

item_records = Table(  # what became of each record of an item that is under way
    "item_records",
    metadata,
    Column("item", ForeignKey("ingest_items.id", ondelete="CASCADE"), primary_key=True),
    Column("record", Serial, primary_key=True),
    Column("outcome", String, nullable=False),
    sqlite_with_rowid=False,
)

write_results = Table(  # what became of each line of a write by API, for whoever waits for it
    "write_results",
    metadata,
    Column("item", ForeignKey("ingest_items.id", ondelete="CASCADE"), primary_key=True),
    Column("line", Integer, primary_key=True),
    Column("paper", Key),
    Column("outcome", String, nullable=False),
    Column("error", SourceText),
)

idempotency_keys = Table(
    "idempotency_keys",
    metadata,
    Column("owner", Integer, primary_key=True),  # the API key's number: callers do not meet each other's
    Column("key", Key, primary_key=True),
    Column("request_hash", String, nullable=False),
    Column("job", Integer, nullable=False),
    Column("answer", Json, nullable=False),
    Column("created_at", Moment, nullable=False, index=True),
)

index_queue = Table(
    "index_queue",
    metadata,
    Column("generation", Key, primary_key=True),
    Column("paper", Key, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("attempts", Integer, nullable=False, default=0),
    Column("lease_owner", String),
    Column("available_at", Moment, nullable=False),
    Column("queued_at", Moment, nullable=False),
    Index("ix_index_queue_due", "generation", "available_at"),
    sqlite_with_rowid=False,
)

generations = Table(
    "generations",
    metadata,
    Column("name", Key, primary_key=True),
    Column("state", String, nullable=False),
    Column("schema_hash", String, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("promoted_at", Moment),
    Column("retired_at", Moment),
)

reindex_chunks = Table(
    "reindex_chunks",
    metadata,
    Column("generation", Key, primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("first_id", Key, nullable=False),
    Column("last_id", Key, nullable=False),
    Column("papers", Integer, nullable=False),
    Column("done", Boolean, nullable=False, server_default=false()),
)

rejects = Table(
    "rejects",
    metadata,
    Column("id", Serial, primary_key=True, autoincrement=True),
    Column("item", Integer, index=True),
    Column("position", Integer),
    Column("paper", Key),
    Column("generation", Key),
    Column("location", SourceText, nullable=False),
    Column("line", Integer, nullable=False, default=0),
    Column("reason", SourceText, nullable=False),
    Column("raw", SourceText, nullable=False, default=""),
    Column("created_at", Moment, nullable=False),
    UniqueConstraint("item", "position"),
    UniqueConstraint("generation", "paper"),
    sqlite_autoincrement=True,
)

jobs = Table(
    "jobs",
    metadata,
    Column("id", Serial, primary_key=True, autoincrement=True),
    Column("kind", String, nullable=False),
    Column("exclusive", String, unique=True),  # the kind while it runs: one at a time
    Column("state", String, nullable=False),
    Column("progress", StructJson(Progress), nullable=False),
    Column("error", SourceText),
    Column("created_at", Moment, nullable=False),
    Column("updated_at", Moment, nullable=False),
    Column("finished_at", Moment),
    Column("run", Integer, index=True),  # the run of the ledger that the job is
    sqlite_autoincrement=True,
)

api_keys = Table(
    "api_keys",
    metadata,
    Column("id", Serial, primary_key=True, autoincrement=True),
    Column("name", SourceText, nullable=False),
    Column("key_hash", String, nullable=False, unique=True),
    Column("scopes", Json, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("revoked_at", Moment),
    sqlite_autoincrement=True,
)

searches = Table(
    "searches",
    metadata,
    Column("key", Key, primary_key=True),
    Column("query", SourceText, nullable=False),
    Column("times", Integer, nullable=False),
    Column("last_at", Moment, nullable=False, index=True),
)

harvests = Table(  # how far the lists of repositories are read
    "harvests",
    metadata,
    Column("repository", Key, primary_key=True),
    Column("set_spec", Key, primary_key=True),  # "" for the whole repository
    Column("url", String, nullable=False),
    Column("prefix", String, nullable=False),
    Column("until", String),  # the datestamp from which the next list is asked for
    Column("listing", Json),  # the list that is being read, None between two
    Column("updated_at", Moment, nullable=False),
)

holdings = Table(  # which stored record stands for which item of a repository
    "holdings",
    metadata,
    Column("collection", Key, primary_key=True),
    Column("identifier", Key, primary_key=True),
    Column("record", ForeignKey("records.id", ondelete="CASCADE"), primary_key=True, index=True),
    Column("datestamp", String, nullable=False, server_default=""),  # the repository's: the later word counts
)

heartbeats = Table(
    "heartbeats",
    metadata,
    Column("worker", Key, primary_key=True),
    Column("started_at", Moment, nullable=False),
    Column("beaten_at", Moment, nullable=False),
    Column("progress", Serial, nullable=False),
    Column("progressed_at", Moment, nullable=False),
    Column("doing", SourceText, nullable=False),
)

leadership = Table(
    "leadership",
    metadata,
    Column("name", Key, primary_key=True),
    Column("owner", String),
    Column("leased_until", Moment, nullable=False),
    Column("fence", Integer, nullable=False),
)
