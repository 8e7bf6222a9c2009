"""Check whether a program can work with the tables of a store, and create or upgrade them.

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
    """What a store says of its tables: their revision, and the `HEAD` of the oldest program that can use them.

    `revision` is None for a store of 0.1.0 or before, which `schema_version` tells apart.
    """

    revision: str | None
    oldest_program: str
    schema_version: str | None

    @property
    def is_usable(self) -> bool:
        """Whether they are the tables of this program, or newer ones that it can use."""
        return self.revision is not None and self.oldest_program <= HEAD <= self.revision


def has_usable_tables(connection: Connection) -> bool:
    """Whether a program can start to work at once. False is preliminary: another program may be upgrading the store."""
    form = stored_form(connection)
    return form is not None and form.is_usable


def prepare_tables(connection: Connection) -> None:
    """Create or upgrade the tables in the caller's transaction, which holds the lock "schema".

    Does nothing when another program has done it meanwhile. Raises ConflictError for tables that this program can
    neither use nor upgrade.
    """
    form = stored_form(connection)
    if form is None:
        metadata.create_all(connection)
    elif form.is_usable:
        return
    else:
        revision = _demand_older(form)
        from papersearch.store.migrations.chain import upgrade_tables  # imports Alembic

        log.info("upgrading the store from revision %s to %s", revision, HEAD)
        upgrade_tables(connection, revision)
    alembic_version.create(connection, checkfirst=True)
    connection.execute(delete(alembic_version))
    connection.execute(insert(alembic_version).values(version_num=HEAD))
    for name, value in (("oldest_program", OLDEST_PROGRAM), ("schema_version", _SCHEMA_FOR_0_1_0)):
        statement = insert_into(connection, facts).values(name=name, value=value)
        connection.execute(statement.on_conflict_do_update(index_elements=["name"], set_={"value": value}))


def stored_form(connection: Connection) -> StoredForm | None:
    """Read what the store says of its tables; None when there are none.

    The revision is read first: if another program upgrades the store between the two queries, the facts are those of
    the newer tables, and a program that is too old for them does not take them for its own.
    """
    found = inspect(connection)
    revision = None
    if found.has_table(alembic_version.name):
        revision = connection.execute(select(alembic_version.c.version_num)).scalar_one()
    elif not found.has_table(facts.name):
        return None
    known = {row.name: row.value for row in connection.execute(select(facts))}
    return StoredForm(revision, known.get("oldest_program", FIRST), known.get("schema_version"))


def _demand_older(form: StoredForm) -> str:
    """The revision from which a store is to be upgraded. Raises ConflictError for one that cannot be upgraded."""
    if form.revision is None and form.schema_version != _FIRST_SCHEMA:
        raise ConflictError(
            f"This store was made before papersearch 0.1.0 (its tables have version {form.schema_version}) and cannot "
            "be upgraded. Ingest the sources into a new store: set another PAPERSEARCH_HOME or PAPERSEARCH_STORE_URL."
        )
    revision = form.revision or FIRST
    if revision > HEAD:
        raise ConflictError(
            f"This store was upgraded by a newer papersearch, to revision {revision}; this program knows revision "
            f"{HEAD}, and the oldest that can be used is {form.oldest_program}. Update this program."
        )
    return revision
