"""Whether a program can work with a store's tables, and what makes it so: creating them, or upgrading them.

The store says which revision its tables have (table `alembic_version`) and which programs can still use them (fact
`oldest_program`). A store of 0.1.0 says neither; its fact `schema_version` is "2".
"""

import logging
from typing import NamedTuple

from sqlalchemy import (
    Column,
    Connection,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    delete,
    insert,
    inspect,
    select,
)

from papersearch.errors import ConflictError
from papersearch.store.database import insert_into
from papersearch.store.migrations import HEAD, OLDEST_PROGRAM
from papersearch.store.tables import facts, metadata

log = logging.getLogger(__name__)

FIRST = "0001"
"""The revision of the tables that 0.1.0 made."""
_FIRST_SCHEMA = "2"
_SCHEMA_FOR_0_1_0 = "3 (made or upgraded by papersearch 0.2 or newer: use that)"
"""What a program of 0.1.0 finds and names when it refuses the store."""

alembic_version = Table(  # as Alembic itself would make it
    "alembic_version",
    MetaData(),
    Column("version_num", String(32), nullable=False),
    PrimaryKeyConstraint("version_num", name="alembic_version_pkc"),
)


class StoredForm(NamedTuple):
    """The revision of a store's tables, None for 0.1.0, and the `HEAD` of the oldest program that can use them."""

    revision: str | None
    oldest_program: str


def has_current_tables(connection: Connection) -> bool:
    """Whether the tables can be used as they are: they are those of this program, or newer ones that still suit it.

    Raises ConflictError for tables that this program can neither use nor upgrade.
    """
    form = stored_form(connection)
    if form is None or form.revision is None or form.revision < HEAD:
        return False
    if form.oldest_program > HEAD:
        raise ConflictError(
            f"This store was upgraded by a newer papersearch, to revision {form.revision}; this program knows revision "
            f"{HEAD}, and the oldest that can be used is {form.oldest_program}. Update this program."
        )
    return True


def prepare_tables(connection: Connection) -> None:
    """Creates or upgrades the tables in the caller's transaction, which holds the lock "schema".

    Does nothing when another program has done it meanwhile. Raises ConflictError as `has_current_tables` does.
    """
    if has_current_tables(connection):
        return
    form = stored_form(connection)
    if form is None:
        metadata.create_all(connection)
    else:
        from papersearch.store.migrations.chain import upgrade_tables  # imports Alembic

        log.info("the store is upgraded from revision %s to %s", form.revision or FIRST, HEAD)
        upgrade_tables(connection, form.revision or FIRST)
    alembic_version.create(connection, checkfirst=True)
    connection.execute(delete(alembic_version))
    connection.execute(insert(alembic_version).values(version_num=HEAD))
    for name, value in (("oldest_program", OLDEST_PROGRAM), ("schema_version", _SCHEMA_FOR_0_1_0)):
        statement = insert_into(connection, facts).values(name=name, value=value)
        connection.execute(statement.on_conflict_do_update(index_elements=["name"], set_={"value": value}))


def stored_form(connection: Connection) -> StoredForm | None:
    """What the store says of its tables; None when there are none. Raises ConflictError for those before 0.1.0."""
    found = inspect(connection)
    if not found.has_table(facts.name):
        return None
    known = {row.name: row.value for row in connection.execute(select(facts))}
    if found.has_table(alembic_version.name):
        revision = connection.execute(select(alembic_version.c.version_num)).scalar_one()
        return StoredForm(revision, known.get("oldest_program", revision))
    version = known.get("schema_version")
    if version != _FIRST_SCHEMA:
        raise ConflictError(
            f"This store was made before papersearch 0.1.0 (its tables have version {version}) and cannot be upgraded. "
            "Ingest the sources into a new store: choose another PAPERSEARCH_HOME or PAPERSEARCH_STORE_URL."
        )
    return StoredForm(None, FIRST)
