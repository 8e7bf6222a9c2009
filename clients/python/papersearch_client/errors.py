"""What can go wrong, as one tree.

PapersearchClientError
  ServerError              any answer of 400 and more; the ones below are the kinds that programs tell apart
    InvalidRequestError    400, 422: `problems` names each parameter or field
    AccessError            401, 403: a key is missing, or lacks the scope
    NotFoundError          404
    ConflictError          409, 412: the state does not allow it, or the paper has changed
    CursorError            410, or 400 `cursor_mismatch`: the walk cannot continue; start it again
  UnavailableError         no usable answer after all attempts (`answer` is the last one, if there was any)
"""

import json
from dataclasses import dataclass
from typing import Any

import httpx


class PapersearchClientError(Exception):
    """Anything that this client raises."""


@dataclass(frozen=True, slots=True)
class FieldProblem:
    """What is wrong with one parameter or field. `position` counts the characters before it in a query."""

    parameter: str
    detail: str
    position: int | None = None
    suggestion: str | None = None


class ServerError(PapersearchClientError):
    """The server refused a request. `code` is stable and meant for programs, the message is for people."""

    def __init__(
        self, message: str, *, status: int, code: str, problems: tuple[FieldProblem, ...] = (), request_id: str = ""
    ) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.problems = problems
        self.request_id = request_id


class InvalidRequestError(ServerError):
    """The server rejected a parameter, the query or a paper."""


class AccessError(ServerError):
    """The API key is missing, unknown, or lacks a scope."""


class NotFoundError(ServerError):
    """The paper, value or address does not exist."""


class ConflictError(ServerError):
    """The current state does not allow the request, or the paper has changed since it was read."""


class CursorError(ServerError):
    """The cursor belongs to another query, or its snapshot is gone."""


class UnavailableError(PapersearchClientError):
    """The server did not give a usable answer in the allowed attempts. Trying again later can help."""

    def __init__(self, message: str, *, answer: ServerError | None = None, retry_after_s: float | None = None) -> None:
        super().__init__(message)
        self.answer = answer
        self.retry_after_s = retry_after_s


_KINDS: dict[int, type[ServerError]] = {
    400: InvalidRequestError,
    401: AccessError,
    403: AccessError,
    404: NotFoundError,
    409: ConflictError,
    410: CursorError,
    412: ConflictError,
    422: InvalidRequestError,
}


def error_of(response: httpx.Response) -> ServerError:
    """Return the error that an answer of 400 or more stands for, whoever sent it: a proxy's page is one, too."""
    try:
        body = json.loads(response.content)
    except ValueError:
        body = None
    problem: dict[str, Any] = body if isinstance(body, dict) else {}
    code = str(problem.get("code") or f"http_{response.status_code}")
    kind = CursorError if code == "cursor_mismatch" else _KINDS.get(response.status_code, ServerError)
    details = tuple(_problem(each) for each in problem.get("errors") or () if isinstance(each, dict))
    return kind(
        _message(response, problem, details),
        status=response.status_code,
        code=code,
        problems=details,
        request_id=str(problem.get("request_id") or ""),
    )


def _problem(entry: dict[str, Any]) -> FieldProblem:
    return FieldProblem(
        str(entry.get("parameter", "")), str(entry.get("detail", "")), entry.get("position"), entry.get("suggestion")
    )


def _message(response: httpx.Response, problem: dict[str, Any], details: tuple[FieldProblem, ...]) -> str:
    said = str(problem.get("detail") or problem.get("title") or response.reason_phrase)
    more = [each.detail for each in details if each.detail and each.detail not in said]
    return " ".join([f"{response.status_code}:", said, *more])
