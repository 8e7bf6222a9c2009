"""Connections to PostgreSQL that do not wait for ever.

The server's own limits (`statement_timeout`) help only while the server can be heard, and TCP's only while nobody
acknowledges what was sent: behind a proxy, or with a server that is frozen, a query would wait without an end. So the
client looks at the clock while it waits, and closes the connection when the time is over.

The other way round the server must not keep the locks of a client that cannot be heard: `SERVER_OPTIONS`.
"""

from collections import deque
from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as NotInTimeError
from select import POLLIN, poll
from threading import Lock
from time import monotonic
from typing import Any, TypeVar

from psycopg import Connection, OperationalError
from psycopg.abc import PQGen
from sqlalchemy import URL, Engine, create_engine, event, exc

from papersearch.deadline import at_most, seconds_left

T = TypeVar("T")

CONNECT_TIMEOUT_S = 10
POOL_TIMEOUT_S = 3
SERVER_OPTIONS: Mapping[str, str | int] = {
    "tcp_keepalives_idle": 5,
    "tcp_keepalives_interval": 2,
    "tcp_keepalives_count": 3,
    "idle_in_transaction_session_timeout": 60_000,
    "client_connection_check_interval": 5_000,
}
"""The server gives up a client that is gone, or silent in the middle of a transaction, and frees its locks."""
_CLIENT_TCP = {"keepalives_idle": 5, "keepalives_interval": 2, "keepalives_count": 3, "tcp_user_timeout": 20_000}
_MOST_CONNECTING = 4
_MOST_KEPT = 4


class NoAnswerError(OperationalError):
    """The server said nothing in time; the connection is closed, and what became of the statement is not known."""


class TimedConnection(Connection[Any]):
    """Waits for an answer until the deadline of the present request, or for `silence_s` without a sign of life."""

    silence_s: float = 30.0

    def wait(self, gen: PQGen[T], *args: Any, **options: Any) -> T:
        return super().wait(self._in_time(gen), *args, **options)

    def _in_time(self, gen: PQGen[T]) -> PQGen[T]:
        """The same steps of the protocol; psycopg comes back several times a second while nothing arrives."""
        is_request = seconds_left() is not None
        until = monotonic() + at_most(self.silence_s)
        try:
            waited_for = next(gen)
            while monotonic() < until:
                ready = yield waited_for
                if ready and not is_request:
                    until = monotonic() + self.silence_s
                waited_for = gen.send(ready)
        except StopIteration as end:
            answer: T = end.value
            return answer
        self.pgconn.finish()
        raise NoAnswerError("no answer in time")


class Connector:
    """Opens connections; a request waits for one no longer than it may, and one that comes late serves the next."""

    def __init__(self) -> None:
        self._threads = ThreadPoolExecutor(_MOST_CONNECTING, thread_name_prefix="connecting")
        self._late: deque[TimedConnection] = deque()
        self._lock = Lock()
        self._is_closed = False

    def open(self, connect: Callable[[], TimedConnection]) -> TimedConnection:
        """A connection. Raises OperationalError."""
        left_s = seconds_left()
        if left_s is None:
            return connect()
        if (late := self._take()) is not None:
            return late
        opening = self._threads.submit(connect)
        try:
            return opening.result(left_s)
        except NotInTimeError:
            if not opening.cancel():
                opening.add_done_callback(self._keep)
            raise NoAnswerError("no connection in time") from None

    def close(self) -> None:
        """Closes what nobody took."""
        with self._lock:
            self._is_closed = True
        self._threads.shutdown(wait=False, cancel_futures=True)
        while (late := self._take()) is not None:
            late.close()

    def _take(self) -> TimedConnection | None:
        with self._lock:
            return self._late.popleft() if self._late else None

    def _keep(self, opening: "Future[TimedConnection]") -> None:
        if opening.exception() is not None:
            return
        with self._lock:
            if not self._is_closed and len(self._late) < _MOST_KEPT:
                self._late.append(opening.result())
                return
        opening.result().close()


def postgres_engine(address: URL, silence_s: float) -> tuple[Engine, Connector]:
    """An engine over such connections; outside of a request a statement may be silent for `silence_s`."""
    connector = Connector()
    engine = create_engine(
        address,
        pool_timeout=POOL_TIMEOUT_S,
        use_native_hstore=False,
        connect_args={"connect_timeout": CONNECT_TIMEOUT_S, **_CLIENT_TCP, "options": _options(address)},
    )

    def open_connection(_dialect: Any, _record: Any, arguments: Any, options: Any) -> TimedConnection:
        def connect() -> TimedConnection:
            connection = TimedConnection.connect(*arguments, **options)
            connection.silence_s = silence_s
            return connection

        return connector.open(connect)

    event.listen(engine, "do_connect", open_connection)
    event.listen(engine, "checkout", _refuse_dead)
    event.listen(engine, "handle_error", _keep_the_others)
    return engine, connector


def _options(address: URL) -> str:
    """The address's own options for the server's session, and ours before them."""
    given = address.query.get("options", ())
    own = [f"-c {name}={value}" for name, value in SERVER_OPTIONS.items()]
    return " ".join([*own, *([given] if isinstance(given, str) else given)])


def _refuse_dead(connection: TimedConnection, _record: Any, _proxy: Any) -> None:
    """Has the pool open a new connection in place of one that was cut while it lay there; asks nothing of the server.

    A server says nothing to a client that is idle: what can be read is the end of the connection.
    """
    if connection.closed:
        raise exc.DisconnectionError
    watched = poll()
    watched.register(connection.fileno(), POLLIN)
    if watched.poll(0):
        raise exc.DisconnectionError


def _keep_the_others(context: Any) -> None:
    """A statement that took too long says nothing of the pool's other connections."""
    if isinstance(context.original_exception, NoAnswerError):
        context.invalidate_pool_on_disconnect = False
