"""Run a WSGI application behind an ASGI server, so that only work that is under way holds a thread.

A request reaches the application once its body is complete, and an answer's parts are made one by one, each when the
client has taken those before it: clients that send or read slowly wait in the event loop. The interfaces: PEP 3333, and
ASGI 3.0 (https://asgi.readthedocs.io/en/latest/specs/www.html).
"""

import asyncio
import io
import re
import sys
from collections.abc import Awaitable, Callable, Iterable, Iterator, MutableMapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from contextvars import Context, copy_context
from tempfile import SpooledTemporaryFile
from time import monotonic
from typing import IO, Any
from urllib.parse import unquote_to_bytes

from papersearch_api.bodies import BEFORE_BODY, BODY_LIMIT

BODY_PART_WITHIN_S = 20.0
"""The time that the next part of a request's body may take to arrive."""
GRACE_S, LEAST_BYTES_PER_S = 20.0, 20_000
"""A body may take as long as this and its bytes at this rate, and so may a client that reads a streamed answer."""
MOST_BODIES = 256
"""Bodies that are received at the same time; more are told to come back."""
SMALL_BODY_BYTES = 65_536
GATHERED_BYTES, GATHERED_WITHIN_S = 65_536, 0.2
"""A streamed answer is sent in pieces of about so many bytes, or of what is made in this time."""
KEPT_IN_MEMORY_BYTES = 65_536
"""Of a body; the rest goes to a temporary file."""
MOST_WAITING = 128
"""Requests beyond those that threads work at; more are told to come back."""
RETRY_AFTER_S = 2

Message = MutableMapping[str, Any]
Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Environ = dict[str, Any]
Headers = list[tuple[bytes, bytes]]
WsgiApp = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]


_CLOSING = (b"connection", b"close")
_LABEL = r"[A-Za-z0-9_-]{1,63}"
_HOST = re.compile(rf"(?=.{{0,260}}\Z)((?:{_LABEL}\.)*{_LABEL}\.?|\[[0-9A-Fa-f:.]{{2,45}}\])?(:\d{{0,5}})?")
"""What the header `Host` may say: a name, an address, or nothing. Routing fails on names that DNS cannot have."""


class DisconnectedError(Exception):
    """The client has gone."""


class WsgiBridge:
    """An ASGI application that calls a WSGI application in one of `threads` threads.

    Before a body of more than `SMALL_BODY_BYTES` is read, the application is asked for its answer without it, with
    `BEFORE_BODY` in its environment. If that has the header `BODY_LIMIT`, so many bytes are read and the application is
    called again; any other answer is final: nobody sends much who may not send it.
    """

    def __init__(self, app: WsgiApp, *, threads: int) -> None:
        self._app = app
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="request")
        self._most_open = threads + MOST_WAITING
        self._working = self._receiving = 0

    def close(self) -> None:
        """Ends the threads."""
        self._pool.shutdown(wait=False, cancel_futures=True)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            return
        environ = environ_of(scope)
        if not _HOST.fullmatch(environ.get("HTTP_HOST", "")):
            await _refuse(send, 400, [_CLOSING])
            return
        if self._working >= self._most_open or (_has_body(environ) and self._receiving >= MOST_BODIES):
            await _refuse(send, 503, [(b"retry-after", b"%d" % RETRY_AFTER_S)])
            return
        exchange = _Exchange(self, environ)
        try:
            limit = SMALL_BODY_BYTES
            if not _has_small_body(environ):
                environ[BEFORE_BODY] = True
                limit = await exchange.ask_for_limit(send)
                del environ[BEFORE_BODY]
            if limit:
                with SpooledTemporaryFile(max_size=KEPT_IN_MEMORY_BYTES) as body:
                    await self._receive_body(environ, receive, body, limit)
                    await exchange.run(receive, send)
        except DisconnectedError:
            return
        except TimeoutError:
            await _refuse(send, 408, [_CLOSING])

    async def _receive_body(self, environ: Environ, receive: Receive, body: IO[bytes], limit: int) -> None:
        self._receiving += 1
        try:
            await _read_body(environ, receive, body, limit)
        finally:
            self._receiving -= 1

    async def work(self, context: Context, task: Callable[..., Any], *given: Any) -> Any:
        """A part of the application's work, in a thread, in the context of its request."""
        self._working += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self._pool, context.run, task, *given)
        finally:
            self._working -= 1

    def begin(self, environ: Environ) -> "_Answer":
        """Call the application: the head of the answer, its first part, and the rest if there is more."""
        answer = _Answer()
        content = self._app(environ, answer.start)
        with ExitStack() as stack:
            if close := getattr(content, "close", None):
                stack.callback(close)
            if answer.has_length:
                answer.first = b"".join(content)
                return answer
            answer.rest = iter(content)
            answer.first = next(answer.rest, b"")
            answer.close = stack.pop_all().close
        return answer


def _has_body(environ: Environ) -> bool:
    return "HTTP_TRANSFER_ENCODING" in environ or environ.get("CONTENT_LENGTH", "0") != "0"


def _has_small_body(environ: Environ) -> bool:
    if "HTTP_TRANSFER_ENCODING" in environ:
        return False
    stated = environ.get("CONTENT_LENGTH", "")
    return not stated.isdecimal() or int(stated) <= SMALL_BODY_BYTES


async def _read_body(environ: Environ, receive: Receive, body: IO[bytes], limit: int) -> None:
    """Put what the client sends into the environment; of a body above the limit nothing but how long it is at least."""
    length, more, began = 0, True, monotonic()
    while more:
        left = GRACE_S + length / LEAST_BYTES_PER_S - (monotonic() - began)
        async with asyncio.timeout(min(BODY_PART_WITHIN_S, left)):
            message = await receive()
        if message["type"] == "http.disconnect":
            raise DisconnectedError
        part = message.get("body", b"")
        length += len(part)
        if length > limit:
            body.truncate(0)
            break
        body.write(part)
        more = message.get("more_body", False)
    body.seek(0)
    environ.pop("HTTP_TRANSFER_ENCODING", None)
    environ["wsgi.input"] = body
    if length:
        environ["CONTENT_LENGTH"] = str(length)


class _Answer:
    """What the application answers: `first`, then `rest`."""

    status = 500
    first = b""
    rest: Iterator[bytes] | None = None
    close: Callable[[], None] | None = None
    """Ends the application's work where there is more to come; a whole answer has ended already."""
    headers: Headers

    def start(self, status: str, headers: list[tuple[str, str]], _error: object = None) -> Callable[[bytes], None]:
        """WSGI's `start_response`."""
        self.status = int(status.split(" ", 1)[0])
        self.headers = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers]
        return self._write

    @property
    def has_length(self) -> bool:
        """Whether the length is known, as it is of everything that is not made while it is sent."""
        return any(name == b"content-length" for name, _ in self.headers)

    def _write(self, _data: bytes) -> None:
        raise NotImplementedError("the application returns its content")


class _Exchange:
    """One request and its answer."""

    def __init__(self, bridge: WsgiBridge, environ: Environ) -> None:
        self._bridge = bridge
        self._environ = environ
        self._context = copy_context()

    async def ask_for_limit(self, send: Send) -> int:
        """How many bytes of body the application takes; 0 when it has answered without it."""
        answer: _Answer = await self._bridge.work(self._context, self._bridge.begin, self._environ)
        if answer.close is not None:
            await self._bridge.work(self._context, answer.close)
        limit = next((int(value) for name, value in answer.headers if name == BODY_LIMIT.lower().encode()), 0)
        if not limit:
            headers = [*answer.headers, _CLOSING]  # nobody wants to read on
            await send({"type": "http.response.start", "status": answer.status, "headers": headers})
            await send({"type": "http.response.body", "body": answer.first})
        return limit

    async def run(self, receive: Receive, send: Send) -> None:
        """Call the application and send what it answers."""
        answer: _Answer = await self._bridge.work(self._context, self._bridge.begin, self._environ)
        try:
            await send({"type": "http.response.start", "status": answer.status, "headers": answer.headers})
            has_more = answer.rest is not None
            await send({"type": "http.response.body", "body": answer.first, "more_body": has_more})
            if has_more:
                await self._send_rest(answer, receive, send)
        except (OSError, DisconnectedError):  # the client has gone, or takes too long
            return
        finally:
            if answer.close is not None:
                await self._bridge.work(self._context, answer.close)

    async def _send_rest(self, answer: _Answer, receive: Receive, send: Send) -> None:
        gone = asyncio.ensure_future(receive())
        sent, waited = 0, 0.0
        try:
            part = await self._next(answer)
            while part is not None and not gone.done():
                began = monotonic()
                await send({"type": "http.response.body", "body": part, "more_body": True})
                waited, sent = waited + monotonic() - began, sent + len(part)
                if waited > GRACE_S + sent / LEAST_BYTES_PER_S:
                    raise DisconnectedError
                part = await self._next(answer)
            await send({"type": "http.response.body", "body": b"", "more_body": False})
        finally:
            gone.cancel()

    async def _next(self, answer: _Answer) -> bytes | None:
        part: bytes | None = await self._bridge.work(self._context, _gathered, answer.rest)
        return part


def _gathered(parts: Iterator[bytes]) -> bytes | None:
    """The next parts as one: a thread makes a fair piece of an answer at a time. None at the end."""
    found: list[bytes] = []
    size, until = 0, monotonic() + GATHERED_WITHIN_S
    for part in parts:
        found.append(part)
        size += len(part)
        if size >= GATHERED_BYTES or monotonic() > until:
            return b"".join(found)
    return b"".join(found) if found else None


async def _refuse(send: Send, status: int, headers: Headers) -> None:
    await send({"type": "http.response.start", "status": status, "headers": [*headers, (b"content-length", b"0")]})
    await send({"type": "http.response.body", "body": b""})


def environ_of(scope: Scope) -> Environ:
    """WSGI's environment of an ASGI request, without a body."""
    host, port = scope.get("server") or ("localhost", 80)
    environ: Environ = {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote_to_bytes(scope.get("raw_path") or scope["path"]).decode("latin-1"),
        "QUERY_STRING": scope["query_string"].decode("latin-1"),
        "SERVER_NAME": host,
        "SERVER_PORT": str(port or 80),
        "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.get("scheme") or "http",
        "wsgi.input": io.BytesIO(),
        "wsgi.input_terminated": True,
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    if client := scope.get("client"):
        environ["REMOTE_ADDR"], environ["REMOTE_PORT"] = client[0], str(client[1])
    for raw_name, raw_value in scope["headers"]:
        name, value = raw_name.decode("latin-1").upper().replace("-", "_"), raw_value.decode("latin-1")
        if b"_" in raw_name:
            continue  # would pass for the header with a hyphen
        key = name if name in {"CONTENT_TYPE", "CONTENT_LENGTH"} else f"HTTP_{name}"
        between = "; " if name == "COOKIE" else ","
        environ[key] = f"{environ[key]}{between}{value}" if key in environ else value
    return environ
