"""Rows of SQLite are compressed, and read whether or not they are."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text

from papersearch.paper import Paper
from papersearch.settings import Settings
from papersearch.store import open_store
from papersearch.store.columns import pack, unpack
from papersearch.store.database import connect, utc_now

LONG = Paper("p_long", title="Über Größe", abstract="Sparse attention is all that a short text needs. " * 40)


@given(st.binary(max_size=500))
def test_what_was_packed_is_unpacked(content: bytes) -> None:
    assert unpack(pack(content)) == content


def test_text_of_before_is_read_as_it_is() -> None:
    assert unpack('{"id":"p_a"}') == '{"id":"p_a"}'


@pytest.mark.parametrize("row", [b"", b"\x02abc", pack(b"some text")[:-3], b"\x01"])
def test_damaged_row_is_said_to_be_one(row: bytes) -> None:
    with pytest.raises(ValueError, match="The row is"):
        unpack(row)


def test_threads_do_not_disturb_each_other() -> None:
    contents = [f"{number} ".encode() * number for number in range(1, 400)]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(unpack, pool.map(pack, contents))) == contents


def test_paper_is_a_third_of_its_text_and_comes_back_equal(tmp_path_factory: pytest.TempPathFactory) -> None:
    settings = Settings(tmp_path_factory.mktemp("home"))
    store = open_store(settings)
    written = store.papers.put(LONG).paper
    assert store.papers.find("p_long") == written
    assert [(each.id, each.version) for batch in store.papers.texts() for each in batch] == [("p_long", 1)]
    store.close()
    database = connect(settings.database_url, utc_now)
    with database.reading() as connection:
        stored, venue = connection.execute(text("SELECT document, venue FROM papers")).one()
    database.close()
    assert isinstance(stored, bytes)
    assert len(stored) < len(LONG.abstract or "") / 3
    assert venue is None
