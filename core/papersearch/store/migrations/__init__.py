"""Upgrades of the store from one revision of its tables to the next, forward only.

The first program that opens an older store upgrades it, in one transaction (see `opening` and docs/adr/0017). Alembic
finds and runs the revisions; it is imported only when there is something to upgrade.

To add revision 0007, change `tables.py`, set `HEAD` to "0007", and add `versions/r0007_what_changes.py`:

    revision, down_revision, oldest_program = "0007", "0006", "0005"

    def upgrade() -> None:
        op.add_column("papers", sa.Column("language", sa.String()))
        rewrite_json(op.get_bind(), "jobs", "progress", lambda progress, kind: {"kind": kind, **progress}, ("kind",))

with `from alembic import op`, `import sqlalchemy as sa` and, for JSON, `from papersearch.store.migrations.json_columns
import rewrite_json`. A revision names tables, columns and types itself and imports nothing else of the project: later
code must not change what it does. `oldest_program` is the `HEAD` of the oldest program that still works with the store
after the upgrade; set `OLDEST_PROGRAM` to it, too. So add columns and tables first, with defaults that older programs
need not know; remove what only they need in a later release, with a revision that raises `oldest_program`.
"""

HEAD = "0003"
"""The newest revision: the tables of this program. Revisions are compared as texts."""
OLDEST_PROGRAM = "0003"
"""The `oldest_program` of the newest revision."""
