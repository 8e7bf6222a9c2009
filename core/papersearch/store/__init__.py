"""The store: records, papers, the ledger and the queues, on SQLite or PostgreSQL. It is the source of truth."""

from papersearch.store.opening import Parts, Store, open_store

__all__ = ["Parts", "Store", "open_store"]
