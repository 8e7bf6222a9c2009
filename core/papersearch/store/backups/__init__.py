"""A whole store in one file, and back: the rows of its tables and the raw sources, with their checksums.

A backup is a tar archive compressed by Zstandard. Its members, in this order:

    backup.json                 what made it: {"format": 1, "revision": "0002", "program": "0.2.0", ...}
    tables/papers/000001.ndjson rows of a table, each a JSON list of its columns' values as the database holds them
    raw/ab/<sha256>             a raw source
    manifest.json               {"members": {name: sha256}, "rows": {table: number}}

Whatever database a store is on, its rows are written alike, so that a backup of SQLite fills PostgreSQL, and back.
What belongs to a machine or an index is left out: heartbeats, leases, generations and their queues.
"""
