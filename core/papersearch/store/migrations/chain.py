"""Find the revisions with Alembic, and apply them one after the other.

Importing this module imports Alembic.
"""

from collections.abc import Sequence
from pathlib import Path

from alembic.migration import MigrationContext
from alembic.operations import Operations
from alembic.script import Script, ScriptDirectory
from sqlalchemy import Connection

VERSIONS = Path(__file__).parent / "versions"


def revisions_after(revision: str | None) -> Sequence[Script]:
    """Return the revisions that follow one, or all of them, the oldest first."""
    scripts = ScriptDirectory(str(VERSIONS.parent), version_locations=[str(VERSIONS)])
    return list(scripts.iterate_revisions("head", revision or "base"))[::-1]


def upgrade_tables(connection: Connection, revision: str | None) -> None:
    """Apply all revisions after this one, in the caller's transaction. Raises RuntimeError for broken references."""
    with Operations.context(MigrationContext.configure(connection)):
        for script in revisions_after(revision):
            script.module.upgrade()
    if connection.dialect.name == "sqlite" and (broken := connection.exec_driver_sql("PRAGMA foreign_key_check").all()):
        raise RuntimeError(f"the upgrade left rows whose references are broken: {broken[:3]}")
