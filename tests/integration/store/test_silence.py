"""PostgreSQL behind a line that goes silent, is cut or is slow: no request hangs, and all goes on by itself."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from psycopg import OperationalError
from sqlalchemy.engine import make_url

from papersearch.deadline import is_over, within
from papersearch.errors import StoreUnavailableError
from papersearch.paper import Paper
from papersearch.settings import Settings
from papersearch.store import Store, open_store
from papersearch.store.timed_postgres import CONNECT_TIMEOUT_S, Connector, NoAnswerError, TimedConnection
from tests.faults.proxy import Proxy, proxied

pytestmark = pytest.mark.postgres

SHORT_S = 0.3
SILENCE_S = 2.0
HANGS_S = 8.0
"""Far above the limits in use here, far below every limit that would end the call otherwise."""
CALLS: dict[str, Callable[[Store], object]] = {
    "read": lambda store: store.papers.count(),
    "write": lambda store: store.papers.put(Paper("p_a", title="Nets")),
    "ping": lambda store: store.ping(),
}


@pytest.fixture
def line(postgres_schema: str, tmp_path: Path) -> Iterator[tuple[Store, Proxy]]:
    """A store with a connection in its pool, and the proxy in front of it."""
    with proxied(postgres_schema) as (url, proxy):
        store = open_store(Settings(tmp_path, store_url=url, store_timeout_s=SILENCE_S))
        yield store, proxy
        proxy.calm()
        store.close()


def seconds(call: Callable[[], object]) -> float:
    started = time.monotonic()
    with pytest.raises(StoreUnavailableError):
        call()
    return time.monotonic() - started


@pytest.mark.parametrize("call", CALLS.values(), ids=CALLS.keys())
def test_a_silent_store_holds_neither_a_request_nor_a_worker(
    line: tuple[Store, Proxy], call: Callable[[Store], object]
) -> None:
    store, proxy = line
    call(store)
    proxy.is_black_hole = True
    assert seconds(lambda: call(store)) < HANGS_S < CONNECT_TIMEOUT_S
    with within(SHORT_S):
        assert seconds(lambda: call(store)) < HANGS_S
    proxy.calm()
    call(store)


def test_a_line_that_falls_silent_inside_a_transaction_loses_only_that_transaction(line: tuple[Store, Proxy]) -> None:
    store, proxy = line

    def write() -> None:
        with store.transaction() as inside:
            inside.papers.put(Paper("p_a", title="Nets"))
            proxy.is_black_hole = True
            inside.papers.put(Paper("p_b", title="Nets"))

    with within(SHORT_S):
        assert seconds(write) < HANGS_S
    proxy.calm()
    assert store.papers.put(Paper("p_a", title="Nets")).is_new


def test_a_connection_that_was_cut_in_the_pool_is_replaced_before_it_is_used(line: tuple[Store, Proxy]) -> None:
    store, proxy = line
    store.ping()
    proxy.cut()
    store.ping()


def test_a_connection_that_comes_too_late_serves_the_next_request(postgres_schema: str) -> None:
    connector, may_connect = Connector(), threading.Event()
    address = make_url(postgres_schema).set(drivername="postgresql").render_as_string(hide_password=False)

    def late() -> TimedConnection:
        may_connect.wait(HANGS_S)
        return TimedConnection.connect(address)

    def never() -> TimedConnection:
        raise OperationalError("not asked for")

    with within(SHORT_S), pytest.raises(NoAnswerError):
        connector.open(late)
    may_connect.set()
    connection: TimedConnection | None = None
    with within(60):
        while connection is None and not is_over():
            with suppress(OperationalError):
                connection = connector.open(never)
    assert connection is not None
    connection.close()
    connector.close()
