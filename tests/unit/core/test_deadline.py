"""A request's deadline: kept by everything inside, never loosened by what is nested, gone with the request."""

from contextvars import copy_context
from pathlib import Path
from time import monotonic

import pytest
from sqlalchemy import create_engine, text

from papersearch.deadline import at_most, is_over, prolong, seconds_left, within
from papersearch.errors import StoreUnavailableError
from papersearch.settings import Settings
from papersearch.store import open_store
from papersearch.store.database import BUSY_TIMEOUT_S

LONG_S = 3600.0


def test_without_a_request_each_call_has_its_own_limit() -> None:
    assert seconds_left() is None
    assert at_most(60.0) == 60.0
    assert not is_over(LONG_S)


def test_a_call_gets_what_is_left_where_that_is_less() -> None:
    with within(LONG_S):
        assert at_most(3.0) == 3.0
        assert LONG_S - 60 < at_most(2 * LONG_S) <= LONG_S
        assert is_over(needed_s=LONG_S)
    with within(0.0):
        assert (seconds_left(), at_most(3.0), is_over()) == (0.0, 0.0, True)


def test_what_is_nested_cannot_have_more_and_what_is_around_comes_back() -> None:
    with within(0.0):
        with within(LONG_S):
            assert is_over()
        assert is_over()
    assert seconds_left() is None


def test_a_caller_who_waits_gets_more_time_until_the_request_ends() -> None:
    with within(0.0):
        prolong(LONG_S)
        assert not is_over()
    assert seconds_left() is None
    prolong(LONG_S)
    assert seconds_left() is None


def test_a_thread_has_it_where_it_gets_the_context() -> None:
    with within(0.0):
        context = copy_context()
    assert context.run(is_over)


def test_no_transaction_begins_when_the_time_is_over(tmp_path: Path) -> None:
    store = open_store(Settings(tmp_path))
    with within(0.0), pytest.raises(StoreUnavailableError):
        store.papers.count()
    assert store.papers.count() == 0
    store.close()


def test_a_writer_of_a_request_waits_for_another_no_longer_than_it_may(tmp_path: Path) -> None:
    """Goes red, after 15 s, when SQLite keeps its own time for a lock."""
    settings = Settings(tmp_path)
    store = open_store(settings)
    other = create_engine(settings.database_url)
    with other.connect() as busy:
        busy.execute(text("INSERT INTO labels (field, key, label) VALUES ('venue', 'a', 'A')"))
        started = monotonic()
        with within(0.05):
            with pytest.raises(StoreUnavailableError):
                store.labels.register("venue", {"b": "B"})
            assert is_over(0.01)
        assert monotonic() - started < BUSY_TIMEOUT_S / 2
        busy.rollback()
    assert store.labels.register("venue", {"b": "B"}) == {"b": "B"}
    other.dispose()
    store.close()
