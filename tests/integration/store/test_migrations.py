"""The chain of revisions: what it makes of a database, which programs may use it, and which are refused."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, text

from papersearch.errors import ConflictError
from papersearch.job_progress import IngestProgress
from papersearch.settings import Settings
from papersearch.store import open_store
from papersearch.store.database import Database, connect, connect_to_upgrade, utc_now
from papersearch.store.migrations import chain, opening
from papersearch.store.migrations.chain import upgrade_tables
from papersearch.store.migrations.json_columns import BATCH_SIZE, rewrite_json
from papersearch.store.tables import metadata
from papersearch.work_items import IngestRun
from tests.support.old_stores import load_0_1_0, schema_of

FIRST_ONLY = ("__init__.py", "r0001_first_release.py")
NEXT = """
import sqlalchemy as sa
from alembic import op

revision, down_revision, oldest_program = "9001", {head!r}, {oldest!r}


def upgrade():
{body}
"""


@pytest.fixture
def database(store_settings: Settings) -> Iterator[Database]:
    with closing(connect(store_settings.database_url, utc_now)) as opened:
        yield opened


@pytest.fixture
def add_revision(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[..., None]:
    """Adds a made-up revision to the chain of this program."""

    def add(body: str, oldest: str = opening.HEAD) -> None:
        versions = shutil.copytree(chain.VERSIONS, tmp_path / "versions")
        (versions / "r9001_next.py").write_text(NEXT.format(head=opening.HEAD, oldest=oldest, body=body))
        monkeypatch.setattr(chain, "VERSIONS", versions)
        monkeypatch.setattr(opening, "HEAD", "9001")
        monkeypatch.setattr(opening, "OLDEST_PROGRAM", oldest)

    return add


def column_names(connection: Connection, table: str) -> set[str]:
    return set(connection.execute(text(f"SELECT * FROM {table} WHERE 1 = 0")).keys())


def test_chain_makes_the_tables_of_this_program(database: Database) -> None:
    with database.writing() as connection:
        upgrade_tables(connection, None)
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
        upgraded = schema_of(connection)
        metadata.drop_all(connection)
        metadata.create_all(connection)
        assert schema_of(connection) == upgraded


def test_first_revision_is_what_0_1_0_made(
    store_settings: Settings, database: Database, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for name in FIRST_ONLY:
        shutil.copy(chain.VERSIONS / name, tmp_path / name)
    monkeypatch.setattr(chain, "VERSIONS", tmp_path)
    load_0_1_0(store_settings)
    with database.writing() as connection:
        made = schema_of(connection)
        metadata.drop_all(connection)
        upgrade_tables(connection, None)
        assert schema_of(connection) == made


def test_older_store_is_upgraded_with_its_rows(
    store_settings: Settings, database: Database, add_revision: Callable[..., None]
) -> None:
    open_store(store_settings).close()
    add_revision("    op.add_column('papers', sa.Column('language', sa.String(), server_default='en', nullable=False))")
    with closing(open_store(store_settings)) as store:
        assert store.facts.get("oldest_program") == opening.OLDEST_PROGRAM
    with database.reading() as connection:
        assert "language" in column_names(connection, "papers")
        assert connection.execute(text("SELECT version_num FROM alembic_version")).scalars().all() == ["9001"]


def test_table_that_is_copied_keeps_the_rows_that_refer_to_it(
    store_settings: Settings, database: Database, add_revision: Callable[..., None]
) -> None:
    with closing(open_store(store_settings)) as store:
        store.ledger.submit(IngestRun(), [])
    with database.writing() as connection:
        connection.execute(
            text("INSERT INTO ingest_items (run, location, size, options, state, attempts, losses, available_at, fence,"
                 " created_at) VALUES (1, 'here', 0, '{}', 'done', 0, 0, 0, 0, 0)")
        )  # fmt: skip
        connection.execute(text("INSERT INTO item_records (item, record, outcome) VALUES (1, 1, 'added')"))
    add_revision("    with op.batch_alter_table('ingest_items', recreate='auto') as batch:\n"
                 "        batch.alter_column('losses', type_=sa.BigInteger())")  # fmt: skip
    open_store(store_settings).close()
    with database.reading() as connection:
        assert connection.execute(text("SELECT outcome FROM item_records")).scalars().all() == ["added"]
        assert connection.execute(text("SELECT location FROM ingest_items")).scalars().all() == ["here"]


def test_program_goes_on_with_a_newer_store_that_suits_it(
    store_settings: Settings, add_revision: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    head = opening.HEAD
    add_revision("    op.add_column('papers', sa.Column('language', sa.String()))")
    open_store(store_settings).close()
    monkeypatch.setattr(opening, "HEAD", head)
    with closing(open_store(store_settings)) as store:
        assert store.papers.count() == 0


def test_program_refuses_a_newer_store_that_does_not_suit_it(
    store_settings: Settings, add_revision: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    head = opening.HEAD
    add_revision("    op.drop_table('labels')", oldest="9001")
    open_store(store_settings).close()
    monkeypatch.setattr(opening, "HEAD", head)
    with pytest.raises(ConflictError, match=r"upgraded by a newer papersearch, to revision 9001.*Update this program"):
        open_store(store_settings)


def test_store_from_before_the_first_release_is_refused(store_settings: Settings, database: Database) -> None:
    load_0_1_0(store_settings)
    with database.writing() as connection:
        connection.execute(text("UPDATE facts SET value = '1' WHERE name = 'schema_version'"))
    with pytest.raises(ConflictError, match=r"before papersearch 0\.1\.0 .*new store"):
        open_store(store_settings)


def test_upgrade_that_leaves_broken_references_is_undone(tmp_path: Path, add_revision: Callable[..., None]) -> None:
    """On SQLite; PostgreSQL refuses such a change itself."""
    settings = Settings(tmp_path / "home")
    open_store(settings).close()
    add_revision("    op.execute(\"INSERT INTO item_records (item, record, outcome) VALUES (7, 1, 'added')\")")
    with pytest.raises(RuntimeError, match="references are broken"):
        open_store(settings)
    with closing(connect(settings.database_url, utc_now)) as database, database.reading() as connection:
        assert connection.execute(text("SELECT count(*) FROM item_records")).scalar() == 0


def test_json_is_rewritten_in_every_row_that_has_some(store_settings: Settings) -> None:
    with closing(open_store(store_settings)) as store, store.transaction() as tx:
        for number in range(3):
            tx.jobs.start(IngestProgress(run=number, source="ü"))
    count = 2 * BATCH_SIZE + 1
    with (
        closing(connect_to_upgrade(store_settings.database_url, utc_now)) as database,
        database.writing() as connection,
    ):
        changed = rewrite_json(
            connection, "jobs", "progress", lambda value, kind: {"kind": kind, "run": value["run"] + 7}, ("kind",)
        )
        assert changed == 3
        assert rewrite_json(connection, "jobs", "progress", lambda value: value) == 0
        rows = [{"n": number} for number in range(count)]
        connection.execute(text("INSERT INTO labels (field, key, label) VALUES ('f', CAST(:n AS TEXT), '[1]')"), rows)
        assert rewrite_json(connection, "labels", "label", lambda value: [*value, 2], key="key") == count
        labels = connection.execute(text("SELECT DISTINCT label FROM labels")).scalars().all()
        assert labels == ["[1,2]"]
        assert rewrite_json(connection, "harvests", "listing", lambda value: value, key="repository") == 0
    with closing(open_store(store_settings)) as store:
        assert [job.progress for job in store.jobs.page()][::-1] == [IngestProgress(run=n) for n in (7, 8, 9)]
