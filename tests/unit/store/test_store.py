"""The store on one machine: its file, its errors, its blobs and the types of its columns."""

import hashlib
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine, event, text

from papersearch.errors import NotFoundError, StoreUnavailableError
from papersearch.packed_file import size_of
from papersearch.settings import Settings
from papersearch.store import Store, open_store
from papersearch.store.blobs import Blobs
from papersearch.store.columns import LONGEST_KEY, bounded_key
from papersearch.store.database import chunked, connect, utc_now
from papersearch.work_items import IngestRun


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_store(Settings(tmp_path / "home"))
    yield opened
    opened.close()


def test_sqlite_survives_a_power_cut_and_lets_readers_in_while_it_writes(store: Store) -> None:
    database = connect(store.settings.database_url, utc_now)
    with database.reading() as connection:
        pragmas = {
            name: connection.execute(text(f"PRAGMA {name}")).scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        }
    database.engine.dispose()
    assert pragmas == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 15_000}


def test_database_that_another_program_writes_before_it_has_a_log_is_waited_for(tmp_path: Path) -> None:
    file = tmp_path / "copied.db"
    with closing(sqlite3.connect(file, isolation_level=None, check_same_thread=False)) as writer:
        writer.execute("CREATE TABLE numbers (n)")
        writer.execute("BEGIN IMMEDIATE")
        writer.execute("INSERT INTO numbers VALUES (42)")
        commit = threading.Timer(0.2, writer.execute, ["COMMIT"])
        commit.start()
        with closing(connect(f"sqlite:///{file}", utc_now)) as database, database.reading() as connection:
            assert connection.execute(text("SELECT n FROM numbers")).scalar_one() == 42
            assert connection.execute(text("PRAGMA journal_mode")).scalar_one() == "wal"
        commit.join()


def test_reader_sees_what_was_committed_while_a_writer_is_at_work(store: Store) -> None:
    with store.transaction() as tx:
        tx.labels.register("author", {"a": "A"})
        assert store.labels.get("author", ["a"]) == {}
    assert store.labels.get("author", ["a"]) == {"a": "A"}


def test_store_that_does_not_answer_is_one_error_without_a_password() -> None:
    settings = Settings(Path("/nowhere"), store_url="postgresql+psycopg://user:secret@127.0.0.1:1/none")
    with pytest.raises(StoreUnavailableError) as error:
        open_store(settings)
    assert error.value.can_retry
    assert "secret" not in str(error.value)


def test_file_that_is_no_database_is_a_store_that_does_not_answer(tmp_path: Path) -> None:
    (tmp_path / "papersearch.db").write_text("this is no database, whatever its name says" * 100)
    with pytest.raises(StoreUnavailableError):
        open_store(Settings(tmp_path))


def test_mark_of_change_is_another_after_each_commit_and_the_same_without(tmp_path: Path) -> None:
    with closing(open_store(Settings(tmp_path))) as looking, closing(open_store(Settings(tmp_path))) as writing:
        before = looking.change_mark()
        writing.papers.count()
        writing.ledger.lease("nobody", limit=1)
        assert looking.change_mark() == before is not None
        writing.ledger.submit(IngestRun(), [])
        after = looking.change_mark()
        looking.ledger.submit(IngestRun(), [])
        assert len({before, after, looking.change_mark()}) == 3


@pytest.mark.parametrize("look", [
    lambda store: store.records.unseen(1, "/x/a.zip"),
    lambda store: store.records.papers_at(["/x/a.zip"]),
    lambda store: store.records.locations_under("/x"),
])  # fmt: skip
def test_records_inside_a_place_are_looked_up_and_not_searched_for(
    store: Store, look: Callable[[Store], object]
) -> None:
    asked: list[tuple[str, Any]] = []

    def note(_connection: object, _cursor: object, statement: str, parameters: object, *_: object) -> None:
        asked.append((statement, parameters))

    event.listen(Engine, "before_cursor_execute", note)
    try:
        look(store)
    finally:
        event.remove(Engine, "before_cursor_execute", note)
    with closing(sqlite3.connect(store.settings.home / "papersearch.db")) as connection:
        plan = [row[3] for each in asked for row in connection.execute(f"EXPLAIN QUERY PLAN {each[0]}", each[1])]
    assert any("SEARCH records" in step for step in plan)
    assert not any("SCAN records" in step for step in plan)


texts = st.text(min_size=1).map(lambda text: f"{text}, once and again. ".encode() * 2_000)


@given(st.binary(max_size=3000) | texts)
def test_blob_is_named_by_its_hash_and_kept_once(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    folder = tmp_path_factory.mktemp("raw")
    blobs = Blobs(folder)
    kept = {blobs.put(BytesIO(content)) for _ in range(2)}
    assert {(blob.sha256, blob.size) for blob in kept} == {(hashlib.sha256(content).hexdigest(), len(content))}
    name = kept.pop().sha256
    assert blobs.read(name) == content
    assert list(blobs.names()) == [name]
    path = blobs.existing_path(name)
    assert size_of(path) == len(content)
    assert [file for file in folder.rglob("*") if file.is_file()] == [path]


def test_blob_that_is_not_there_is_said_to_be_missing(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError):
        Blobs(tmp_path).existing_path("0" * 64)


@given(st.text(), st.text())
def test_bounded_keys_are_equal_only_for_equal_keys_and_never_long(one: str, tail: str) -> None:
    long = one + "x" * LONGEST_KEY + tail
    assert len(bounded_key(long)) <= LONGEST_KEY
    assert bounded_key(long) == bounded_key(one + "x" * LONGEST_KEY + tail)
    assert bounded_key(long) != bounded_key(long + "x")


@given(st.lists(st.integers()), st.integers(1, 9))
def test_chunks_hold_everything_in_order(values: list[int], size: int) -> None:
    chunks = list(chunked(values, size))
    assert [value for chunk in chunks for value in chunk] == values
    assert all(0 < len(chunk) <= size for chunk in chunks)
