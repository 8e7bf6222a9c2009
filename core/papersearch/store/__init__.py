"""The store: records, papers, the ledger and the queues, on SQLite or PostgreSQL. It is the source of truth."""

from papersearch.store.store import Parts, Store, open_existing_store, open_store

__all__ = ["Parts", "Store", "open_existing_store", "open_store"]
