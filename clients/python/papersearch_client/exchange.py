"""From a call to its result, step by step: retries, errors and waiting for a write, without I/O.

`perform` is a generator of steps. The two clients do what a step says in their own way and send the answer back in, so
that both behave the same.
"""

from collections.abc import Generator
from dataclasses import dataclass, replace
from time import monotonic
from typing import Any, TypeVar

import httpx

from papersearch_client.answers import WriteReport
from papersearch_client.calls import Call, job, waiting
from papersearch_client.errors import PapersearchClientError, UnavailableError, error_of
from papersearch_client.retries import TEMPORARY, Retries, retry_after_s

T = TypeVar("T")
Answer = httpx.Response | httpx.RequestError | None
"""Of a request: a response, or how the connection failed; of a pause: None."""
UNSENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)
"""The server has not seen the request."""
LOST = (httpx.NetworkError, httpx.TimeoutException, httpx.RemoteProtocolError, httpx.ProxyError)
"""The server may have seen the request."""
BETWEEN_LOOKS_S = 0.25
"""Between two looks at a job that is still running."""


@dataclass(frozen=True, slots=True)
class Send:
    """Send this call's request and answer with the response. A streamed one is read by the caller."""

    call: Call[Any]
    is_streamed: bool = False


@dataclass(frozen=True, slots=True)
class Pause:
    """Wait."""

    seconds: float


Step = Send | Pause


def perform(call: Call[T], retries: Retries) -> Generator[Step, Answer, T]:
    """Send a call, again if needed, and return what it answers. Raises PapersearchClientError."""
    response = yield from request(call, retries)
    try:
        return call.read(response.json())
    except (ValueError, KeyError, TypeError) as error:
        text = f"{response.url} answered with something that is not of the papersearch API."
        raise PapersearchClientError(text) from error


def request(call: Call[Any], retries: Retries, *, is_streamed: bool = False) -> Generator[Step, Answer, httpx.Response]:
    """Send a call, again if needed, and return its response. Raises PapersearchClientError."""
    attempt = 0
    while True:
        attempt += 1
        answer = yield Send(call, is_streamed)
        if isinstance(answer, httpx.Response):
            if not answer.is_error:
                return answer
            if answer.status_code not in TEMPORARY:
                raise error_of(answer)
            asked_s, can_repeat = retry_after_s(answer), True
        else:
            asked_s = None
            can_repeat = isinstance(answer, LOST if call.is_repeatable else UNSENT)
        pause_s = retries.pause_s(attempt, asked_s) if can_repeat else None
        if pause_s is None:
            raise _unavailable(answer, attempt, asked_s)
        yield Pause(pause_s)


def write(call: Call[WriteReport], retries: Retries, wait_s: float) -> Generator[Step, Answer, WriteReport]:
    """Send a write and return its report when it is done, or after `wait_s` seconds the job that is still running.

    0 does not wait. When the job of a bulk is over, the same request with the same key answers its results.
    """
    if wait_s <= 0:
        return (yield from perform(call, retries))
    until = monotonic() + wait_s
    report = yield from perform(waiting(call), retries)
    looks = 0
    while not report.has_ended and monotonic() < until:
        yield Pause(BETWEEN_LOOKS_S)
        report = yield from perform(job(report.job), retries)
        looks += 1
    if looks and report.has_ended and call.operation == "POST /papers/bulk":
        results = yield from perform(waiting(call), retries)
        return replace(results, error=report.error)
    return report


def _unavailable(answer: Answer, attempts: int, asked_s: float | None) -> UnavailableError:
    times = f"after {attempts} attempts" if attempts > 1 else "at the first attempt"
    if isinstance(answer, httpx.Response):
        last = error_of(answer)
        return UnavailableError(f"The server is busy or away {times}. {last}", answer=last, retry_after_s=asked_s)
    error = UnavailableError(f"No answer {times}: {answer or type(answer).__name__}")
    error.__cause__ = answer
    return error
