"""The bridge between ASGI and WSGI: what the application sees, and what becomes of its answer."""

import asyncio
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from papersearch_api.bodies import BEFORE_BODY, BODY_LIMIT
from papersearch_api.serving import bridge
from papersearch_api.serving.bridge import Environ, Message, WsgiBridge, environ_of

Start = Callable[[str, list[tuple[str, str]]], object]


def scope(path: str = "/", headers: tuple[tuple[bytes, bytes], ...] = (), method: str = "GET") -> dict[str, Any]:
    return {
        "type": "http", "method": method, "path": path, "raw_path": path.encode(), "query_string": b"q=a%20b",
        "http_version": "1.1", "headers": list(headers), "server": ("host", 81), "client": ("1.2.3.4", 5),
        "scheme": "http",
    }  # fmt: skip


def ask(app: Any, asked: dict[str, Any], *received: Message, threads: int = 1) -> list[Message]:
    """What is sent for one request; when there is nothing more to receive, the client waits."""
    sent: list[Message] = []
    waiting = list(received or [{"type": "http.request", "body": b"", "more_body": False}])

    async def receive() -> Message:
        if not waiting:
            await asyncio.Event().wait()
        return waiting.pop(0)

    async def send(message: Message) -> None:
        sent.append(message)

    served = WsgiBridge(app, threads=threads)
    asyncio.run(asyncio.wait_for(served(asked, receive, send), 5))
    served.close()
    return sent


def echo(environ: Environ, start: Start) -> list[bytes]:
    body = environ["wsgi.input"].read()
    start("200 OK", [("Content-Length", str(len(body)))])
    return [body]


def test_the_environment_is_that_of_pep_3333() -> None:
    asked = scope(
        "/papers/a%2Fb%C3%A9", ((b"host", b"x"), (b"content-type", b"t"), (b"cookie", b"a"), (b"cookie", b"b"))
    )
    environ = environ_of(asked)
    assert environ["PATH_INFO"] == "/papers/a/b\u00c3\u00a9"
    assert environ["QUERY_STRING"] == "q=a%20b"
    assert (environ["HTTP_HOST"], environ["CONTENT_TYPE"], environ["HTTP_COOKIE"]) == ("x", "t", "a; b")
    assert (environ["REMOTE_ADDR"], environ["SERVER_NAME"], environ["SERVER_PORT"]) == ("1.2.3.4", "host", "81")


def test_a_header_with_an_underscore_cannot_pass_for_another() -> None:
    environ = environ_of(scope(headers=((b"x_api_key", b"forged"), (b"x-api-key", b"given"))))
    assert environ["HTTP_X_API_KEY"] == "given"


def test_a_body_in_pieces_reaches_the_application_whole() -> None:
    pieces = [{"type": "http.request", "body": b"one", "more_body": True}, {"type": "http.request", "body": b"two"}]
    sent = ask(echo, scope(method="POST"), *pieces)
    assert [message.get("body") for message in sent] == [None, b"onetwo"]


LONG = ((b"content-length", b"100000"),)
CHUNKED = ((b"transfer-encoding", b"chunked"),)


@pytest.mark.parametrize("headers", [LONG, CHUNKED])
def test_a_long_body_is_not_read_where_the_application_refuses_it(headers: bridge.Headers) -> None:
    def app(environ: Environ, start: Start) -> list[bytes]:
        assert BEFORE_BODY in environ
        start("401 Unauthorized", [("Content-Length", "2")])
        return [b"no"]

    sent = ask(app, scope(headers=headers, method="POST"), {"type": "http.request", "body": b"x", "more_body": True})
    assert (sent[0]["status"], sent[1]["body"]) == (401, b"no")
    assert (b"connection", b"close") in sent[0]["headers"]


@pytest.mark.parametrize(("sent_bytes", "length"), [(100_000, "100000"), (100_001, "100001")])
def test_a_long_body_is_read_up_to_the_limit_that_the_application_names(sent_bytes: int, length: str) -> None:
    seen: list[tuple[str, int]] = []

    def app(environ: Environ, start: Start) -> list[bytes]:
        if BEFORE_BODY in environ:
            start("204 No Content", [(BODY_LIMIT, "100000")])
            return []
        seen.append((environ["CONTENT_LENGTH"], len(environ["wsgi.input"].read())))
        return echo(environ, start)

    ask(app, scope(headers=CHUNKED, method="POST"), {"type": "http.request", "body": b"x" * sent_bytes})
    assert seen == [(length, 100_000 if sent_bytes == 100_000 else 0)]


def test_a_stream_is_sent_part_by_part_and_closed() -> None:
    ends: list[str] = []

    def parts() -> Iterator[bytes]:
        try:
            yield from (b"one", b"two", b"three")
        finally:
            ends.append("closed")

    def app(_: Environ, start: Start) -> Iterator[bytes]:
        start("200 OK", [])
        return parts()

    sent = ask(app, scope())
    assert [message["body"] for message in sent[1:]] == [b"one", b"twothree", b""]
    assert [message["more_body"] for message in sent[1:]] == [True, True, False]
    assert ends == ["closed"]


def test_a_long_stream_is_sent_in_fair_pieces() -> None:
    def app(_: Environ, start: Start) -> Iterator[bytes]:
        start("200 OK", [])
        return (b"x" * 1_000 for _ in range(1_000))

    sizes = [len(message["body"]) for message in ask(app, scope())[1:]]
    assert sum(sizes) == 1_000_000
    assert max(sizes) < bridge.GATHERED_BYTES + 1_000
    assert len(sizes) < 20


def test_a_stream_ends_when_the_client_has_gone() -> None:
    made: list[int] = []

    def app(_: Environ, start: Start) -> Iterator[bytes]:
        start("200 OK", [])
        return (made.append(number) or b"x" * 10_000 for number in range(1_000_000))  # type: ignore[func-returns-value]

    ask(app, scope(), {"type": "http.request", "body": b""}, {"type": "http.disconnect"})
    assert len(made) < 50


def test_a_slow_body_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bridge, "BODY_PART_WITHIN_S", 0.01)
    sent = ask(echo, scope(method="POST"), {"type": "http.request", "body": b"x", "more_body": True})
    assert sent[0]["status"] == 408


def test_a_client_that_leaves_before_its_body_is_complete_gets_no_thread() -> None:
    sent = ask(echo, scope(method="POST"), {"type": "http.disconnect"})
    assert sent == []


@pytest.mark.parametrize("headers", [[], [("Content-Length", "3")]])
def test_what_fails_on_its_first_part_is_closed(headers: list[tuple[str, str]]) -> None:
    closed: list[bool] = []

    class Failing:
        def __iter__(self) -> Iterator[bytes]:
            raise KeyError("odd")
            yield b""

        def close(self) -> None:
            closed.append(True)

    def app(_: Environ, start: Start) -> Failing:
        start("200 OK", headers)
        return Failing()

    with pytest.raises(KeyError, match="odd"):
        ask(app, scope())
    assert closed == [True]


def test_a_body_that_drips_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bridge, "GRACE_S", 0.05)
    drops: list[Message] = [{"type": "http.request", "body": b"x", "more_body": True}] * 5
    sent = ask(echo, scope(method="POST"), *drops)
    assert sent[0]["status"] == 408


def test_a_client_that_reads_too_slowly_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bridge, "GRACE_S", 0.01)
    made: list[int] = []

    def app(_: Environ, start: Start) -> Iterator[bytes]:
        start("200 OK", [])
        return (made.append(number) or b"x" * 100 for number in range(1_000_000))  # type: ignore[func-returns-value]

    async def receive() -> Message:
        if made:
            await asyncio.Event().wait()
        return {"type": "http.request", "body": b""}

    async def send(_: Message) -> None:
        await asyncio.sleep(0.05)

    served = WsgiBridge(app, threads=1)
    monkeypatch.setattr(bridge, "LEAST_BYTES_PER_S", 10_000_000)
    asyncio.run(asyncio.wait_for(served(scope(), receive, send), 5))
    served.close()
    assert len(made) < 10_000


def test_bodies_that_wait_do_not_keep_out_requests_without_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bridge, "MOST_BODIES", 0)
    assert ask(echo, scope())[0]["status"] == 200
    assert ask(echo, scope(headers=((b"content-length", b"1"),), method="POST"))[0]["status"] == 503
