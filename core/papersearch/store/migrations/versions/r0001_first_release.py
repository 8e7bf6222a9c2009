"""The tables of 0.1.0. A store that 0.1.0 made is taken to be of this revision; this module creates them for tests."""

from alembic import op
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
    Text,
    UniqueConstraint,
    false,
)

revision = "0001"
down_revision = None
oldest_program = "0001"

Serial = BigInteger().with_variant(Integer(), "sqlite")
Key = String().with_variant(String(collation="C"), "postgresql")
SourceText = Text().with_variant(Text(collation="C"), "postgresql")
Json = Text
Moment = BigInteger

metadata = MetaData()

Table("facts", metadata, Column("name", Key, primary_key=True), Column("value", String, nullable=False))

Table(
    "papers",
    metadata,
    Column("id", Key, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("deleted", Boolean, nullable=False),
    Column("document", Json),
    Column("added_at", Moment, nullable=False),
    Column("updated_at", Moment, nullable=False),
)

Table(
    "aliases",
    metadata,
    Column("alias", Key, primary_key=True),
    Column("paper", Key, nullable=False, index=True),
)

Table(
    "apart",
    metadata,
    Column("first", Key, primary_key=True),
    Column("second", Key, primary_key=True),
)

Table(
    "records",
    metadata,
    Column("id", Serial, primary_key=True, autoincrement=True),
    Column("location", SourceText, nullable=False),
    Column("raw_hash", String, nullable=False),
    Column("nth", Integer, nullable=False),
    Column("fingerprint", String, nullable=False),
    Column("document", Json, nullable=False),
    Column("paper", Key, nullable=False, index=True),
    Column("own_paper", Key, nullable=False),
    Column("stored_at", Moment, nullable=False),
    UniqueConstraint("location", "raw_hash", "nth"),
    sqlite_autoincrement=True,
)

Table(
    "match_keys",
    metadata,
    Column("key", BigInteger, primary_key=True, autoincrement=False),
    Column("record", Serial, primary_key=True, index=True),
    sqlite_with_rowid=False,
)

Table(
    "labels",
    metadata,
    Column("field", Key, primary_key=True),
    Column("key", Key, primary_key=True),
    Column("label", SourceText, nullable=False),
    sqlite_with_rowid=False,
)

Table(
    "runs",
    metadata,
    Column("id", Serial, primary_key=True, autoincrement=True),
    Column("options", Json, nullable=False),
    Column("created_at", Moment, nullable=False),
    sqlite_autoincrement=True,
)

Table(
    "ingest_items",
    metadata,
    Column("id", Serial, primary_key=True, autoincrement=True),
    Column("run", ForeignKey("runs.id"), nullable=False, index=True),
    Column("location", SourceText, nullable=False),
    Column("blob", String),
    Column("size", Serial, nullable=False),
    Column("options", Json, nullable=False),
    Column("state", String, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("losses", Integer, nullable=False),
    Column("lease_owner", String),
    Column("available_at", Moment, nullable=False),
    Column("fence", Integer, nullable=False),
    Column("parser", String),
    Column("counts", Json),
    Column("last_error", SourceText),
    Column("created_at", Moment, nullable=False),
    Column("finished_at", Moment),
    Index("ix_ingest_items_due", "state", "available_at"),
    Index("ix_ingest_items_location", "location"),
    sqlite_autoincrement=True,
)

Table(
    "item_records",
    metadata,
    Column("item", ForeignKey("ingest_items.id", ondelete="CASCADE"), primary_key=True),
    Column("record", Serial, primary_key=True),
    Column("outcome", String, nullable=False),
    sqlite_with_rowid=False,
)

Table(
    "write_results",
    metadata,
    Column("item", ForeignKey("ingest_items.id", ondelete="CASCADE"), primary_key=True),
    Column("line", Integer, primary_key=True),
    Column("paper", Key),
    Column("outcome", String, nullable=False),
    Column("error", SourceText),
)

Table(
    "idempotency_keys",
    metadata,
    Column("owner", Integer, primary_key=True),
    Column("key", Key, primary_key=True),
    Column("request_hash", String, nullable=False),
    Column("job", Integer, nullable=False),
    Column("answer", Json, nullable=False),
    Column("created_at", Moment, nullable=False, index=True),
)

Table(
    "index_queue",
    metadata,
    Column("generation", Key, primary_key=True),
    Column("paper", Key, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("lease_owner", String),
    Column("available_at", Moment, nullable=False),
    Column("queued_at", Moment, nullable=False),
    Index("ix_index_queue_due", "generation", "available_at"),
    sqlite_with_rowid=False,
)

Table(
    "generations",
    metadata,
    Column("name", Key, primary_key=True),
    Column("state", String, nullable=False),
    Column("schema_hash", String, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("promoted_at", Moment),
    Column("retired_at", Moment),
)

Table(
    "reindex_chunks",
    metadata,
    Column("generation", Key, primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("first_id", Key, nullable=False),
    Column("last_id", Key, nullable=False),
    Column("papers", Integer, nullable=False),
    Column("done", Boolean, nullable=False, server_default=false()),
)

Table(
    "rejects",
    metadata,
    Column("id", Serial, primary_key=True, autoincrement=True),
    Column("item", Integer, index=True),
    Column("position", Integer),
    Column("paper", Key),
    Column("generation", Key),
    Column("location", SourceText, nullable=False),
    Column("line", Integer, nullable=False),
    Column("reason", SourceText, nullable=False),
    Column("raw", SourceText, nullable=False),
    Column("created_at", Moment, nullable=False),
    UniqueConstraint("item", "position"),
    UniqueConstraint("generation", "paper"),
    sqlite_autoincrement=True,
)

Table(
    "jobs",
    metadata,
    Column("id", Serial, primary_key=True, autoincrement=True),
    Column("kind", String, nullable=False),
    Column("exclusive", String, unique=True),
    Column("state", String, nullable=False),
    Column("progress", Json, nullable=False),
    Column("error", SourceText),
    Column("created_at", Moment, nullable=False),
    Column("updated_at", Moment, nullable=False),
    Column("finished_at", Moment),
    sqlite_autoincrement=True,
)

Table(
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

Table(
    "searches",
    metadata,
    Column("key", Key, primary_key=True),
    Column("query", SourceText, nullable=False),
    Column("times", Integer, nullable=False),
    Column("last_at", Moment, nullable=False, index=True),
)

Table(
    "harvests",
    metadata,
    Column("repository", Key, primary_key=True),
    Column("set_spec", Key, primary_key=True),
    Column("url", String, nullable=False),
    Column("prefix", String, nullable=False),
    Column("until", String),
    Column("listing", Json),
    Column("updated_at", Moment, nullable=False),
)

Table(
    "holdings",
    metadata,
    Column("collection", Key, primary_key=True),
    Column("identifier", Key, primary_key=True),
    Column("record", ForeignKey("records.id", ondelete="CASCADE"), primary_key=True, index=True),
    Column("datestamp", String, nullable=False, server_default=""),
)

Table(
    "heartbeats",
    metadata,
    Column("worker", Key, primary_key=True),
    Column("started_at", Moment, nullable=False),
    Column("beaten_at", Moment, nullable=False),
    Column("progress", Serial, nullable=False),
    Column("progressed_at", Moment, nullable=False),
    Column("doing", SourceText, nullable=False),
)

Table(
    "leadership",
    metadata,
    Column("name", Key, primary_key=True),
    Column("owner", String),
    Column("leased_until", Moment, nullable=False),
    Column("fence", Integer, nullable=False),
)


def upgrade() -> None:
    """Creates the tables."""
    metadata.create_all(op.get_bind())
