"""Retries, errors and waiting, on a server that is a function."""

import asyncio
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest

from papersearch_client import (
    AccessError,
    AsyncClient,
    Client,
    ConflictError,
    CursorError,
    InvalidRequestError,
    NotFoundError,
    PapersearchClientError,
    Retries,
    ServerError,
    UnavailableError,
)
from papersearch_client.retries import retry_after_s

PAPER = {"id": "p_aaaaaaaaaaaa", "title": "T"}
JOB = {"id": 7, "type": "write", "state": "running", "error": None, "progress": {"total": 1}}
DONE = {"meta": {"count": 1, "job": 7, "state": "done"},
        "results": [{"line": 1, "id": PAPER["id"], "outcome": "added", "error": None}]}  # fmt: skip
Handler = Callable[[httpx.Request], httpx.Response]


class Script:
    """Answers in turn; an exception is a connection that fails. Keeps the requests."""

    def __init__(self, *answers: httpx.Response | Exception) -> None:
        self.answers = list(answers)
        self.requests: list[httpx.Request] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer


@pytest.fixture
def pauses(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    waited: list[float] = []

    async def sleep(seconds: float) -> None:
        waited.append(seconds)

    monkeypatch.setattr(time, "sleep", waited.append)
    monkeypatch.setattr(asyncio, "sleep", sleep)
    return waited


def client_of(script: Handler, **options: Any) -> Client:
    return Client("http://papers.test", http=httpx.Client(transport=httpx.MockTransport(script)), **options)


def answer(status: int, body: Any = None, **headers: str) -> httpx.Response:
    return httpx.Response(status, json=body, headers={name.replace("_", "-"): text for name, text in headers.items()})


@pytest.mark.parametrize("status", [429, 502, 503])
def test_retry_after_decides_how_long_to_wait(pauses: list[float], status: int) -> None:
    script = Script(answer(status, Retry_After="3"), answer(status, Retry_After="0"), answer(200, PAPER))
    assert client_of(script).get("x") == PAPER
    assert pauses == [3.0, 0.0]


def test_both_clients_behave_the_same(pauses: list[float]) -> None:
    async def ask(script: Script) -> Any:
        http = httpx.AsyncClient(transport=httpx.MockTransport(script))
        async with AsyncClient("http://papers.test", http=http) as client:
            return await client.get("x")

    script = Script(answer(503, Retry_After="3"), httpx.ConnectError("refused"), answer(200, PAPER))
    assert asyncio.run(ask(script)) == PAPER
    assert pauses[0] == 3.0
    assert len(pauses) == 2


def test_without_retry_after_pauses_double(pauses: list[float]) -> None:
    script = Script(*(answer(503) for _ in range(5)))
    with pytest.raises(UnavailableError, match="after 5 attempts"):
        client_of(script).get("x")
    assert [0.75 * base <= pause <= 1.25 * base for base, pause in zip((0.5, 1, 2, 4), pauses, strict=True)] == [
        True
    ] * 4


def test_a_longer_pause_than_allowed_is_an_error_at_once(pauses: list[float]) -> None:
    with pytest.raises(UnavailableError) as failed:
        client_of(Script(answer(429, {"detail": "Slow down.", "code": "too_many_requests"}, Retry_After="3600"))).get(
            "x"
        )
    assert failed.value.retry_after_s == 3600
    assert failed.value.answer is not None
    assert failed.value.answer.code == "too_many_requests"
    assert pauses == []


@pytest.mark.parametrize(
    ("status", "code", "kind"),
    [(400, "invalid_parameter", InvalidRequestError), (400, "cursor_mismatch", CursorError), (401, "", AccessError),
     (403, "", AccessError), (404, "not_found", NotFoundError), (409, "conflict", ConflictError),
     (410, "cursor_expired", CursorError), (412, "", ConflictError), (422, "", InvalidRequestError),
     (500, "internal", ServerError), (504, "query_timeout", ServerError)],
)  # fmt: skip
def test_a_refusal_is_not_repeated(pauses: list[float], status: int, code: str, kind: type[ServerError]) -> None:
    script = Script(answer(status, {"detail": "Because.", "code": code, "request_id": "r"}))
    with pytest.raises(kind, match="Because") as failed:
        client_of(script).get("x")
    assert type(failed.value) is kind
    assert failed.value.status == status
    assert failed.value.code == (code or f"http_{status}")
    assert failed.value.request_id == "r"


@pytest.mark.parametrize("body", [b"<html>Not found</html>", b"[]", b"", b'{"errors": ["x"]}', b"\xff"])
def test_an_error_that_is_not_ours_is_still_an_error(pauses: list[float], body: bytes) -> None:
    with pytest.raises(NotFoundError):
        client_of(Script(httpx.Response(404, content=body))).get("x")


@pytest.mark.parametrize("body", [b"<html>", b"[]", b"{}", b"\xff", b'{"meta": null}'])
def test_an_answer_that_is_not_ours_is_an_error(body: bytes) -> None:
    with pytest.raises(PapersearchClientError, match="not of the papersearch API"):
        client_of(Script(httpx.Response(200, content=body))).search("x")


@pytest.mark.parametrize("failure", [httpx.ConnectError, httpx.ReadError, httpx.ReadTimeout, httpx.RemoteProtocolError])
def test_a_write_whose_connection_fails_is_sent_again_with_its_key(pauses: list[float], failure: Any) -> None:
    script = Script(failure("lost"), answer(503), answer(200, DONE))
    [report] = client_of(script).add([{"title": "T"}])
    assert report.is_done
    assert len({request.headers["Idempotency-Key"] for request in script.requests}) == 1
    assert len({request.content for request in script.requests}) == 1


def test_two_writes_have_two_keys() -> None:
    script = Script(answer(200, DONE), answer(200, DONE))
    client = client_of(script)
    client.add([{"title": "T"}])
    client.add([{"title": "T"}])
    assert len({request.headers["Idempotency-Key"] for request in script.requests}) == 2


@pytest.mark.parametrize(
    "write",
    [lambda client: client.delete("x"), lambda client: client.put("x", {}, if_match='W/"1"'),
     lambda client: client.delete("x", if_match='W/"1"')],
)  # fmt: skip
def test_what_the_server_may_have_done_already_is_not_repeated(pauses: list[float], write: Any) -> None:
    with pytest.raises(UnavailableError, match="lost"):
        write(client_of(Script(httpx.ReadError("lost"))))
    script = Script(httpx.ConnectError("refused"), answer(503), answer(200, DONE))
    assert write(client_of(script)).is_done


def test_a_write_that_takes_long_is_waited_for(pauses: list[float]) -> None:
    script = Script(answer(202, JOB), answer(200, JOB), answer(200, JOB | {"state": "done"}), answer(200, DONE))
    [report] = client_of(script).add([{"title": "T"}])
    assert [outcome.outcome for outcome in report.outcomes] == ["added"]
    assert [f"{request.method} {request.url.path}" for request in script.requests] == [
        "POST /api/v1/papers/bulk", "GET /api/v1/jobs/7", "GET /api/v1/jobs/7", "POST /api/v1/papers/bulk",
    ]  # fmt: skip
    assert script.requests[0].headers["Idempotency-Key"] == script.requests[3].headers["Idempotency-Key"]


def test_a_write_that_need_not_be_waited_for_answers_its_job() -> None:
    script = Script(answer(202, JOB))
    [report] = client_of(script).add([{"title": "T"}], wait_s=0)
    assert (report.job, report.has_ended, report.progress) == (7, False, {"total": 1})
    assert "wait" not in str(script.requests[0].url)


def test_a_key_is_not_sent_to_another_server(pauses: list[float]) -> None:
    script = Script(answer(301, Location="http://elsewhere.test/x"), answer(200, PAPER))
    http = httpx.Client(transport=httpx.MockTransport(script), follow_redirects=True)
    Client("http://papers.test", key="secret", http=http).get("x")
    assert [request.headers.get("Authorization") for request in script.requests] == ["Bearer secret", None]


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("0", 0), ("120", 120), (" 5 ", 5), ("Wed, 01 Jan 2025 00:00:30 GMT", 30), ("Tue, 31 Dec 2024 00:00:00 GMT", 0),
     ("", None), ("soon", None), ("-1", None), ("1.5", None), ("²", None)],
)  # fmt: skip
def test_forms_of_retry_after(text: str, seconds: float | None) -> None:
    response = httpx.Response(503, headers=[(b"Retry-After", text.encode())])
    assert retry_after_s(response, datetime(2025, 1, 1, tzinfo=UTC)) == seconds


def test_one_attempt_is_no_retry(pauses: list[float]) -> None:
    script = Script(answer(503, Retry_After="1"))
    with pytest.raises(UnavailableError, match="at the first attempt"):
        client_of(script, retries=Retries(attempts=1)).get("x")
    assert pauses == []
