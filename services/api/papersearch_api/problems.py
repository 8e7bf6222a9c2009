"""Every error as `application/problem+json` (RFC 9457): one table from our errors to status codes, one place to answer.

{"type": "/api/docs#invalid_parameter", "title": "A parameter is wrong", "status": 400, "detail": "…",
 "instance": "/api/v1/papers?year=abc", "code": "invalid_parameter", "request_id": "…",
 "errors": [{"parameter": "year", "position": null, "detail": "…", "suggestion": null}]}
"""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus

from flask import Flask, Response, request
from werkzeug.exceptions import HTTPException

from papersearch.errors import (
    ConflictError,
    CursorExpiredError,
    DocumentError,
    NotFoundError,
    PapersearchError,
    ParameterError,
    PreconditionError,
    Problem,
    QueryError,
    QueryTimeoutError,
    QueueFullError,
    TooManyExportsError,
    UnavailableError,
    UsageError,
)
from papersearch.paper import JsonObject
from papersearch_api.delivery import current_request_id, json_response
from papersearch_api.metrics import observe_problem
from papersearch_api.url_prefix import root

_FOR_PROGRAMS = frozenset({"/healthz", "/readyz", "/metrics", "/robots.txt", "/oai", "/opensearch.xml"})
PROBLEM_TYPE = "application/problem+json"
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class ProblemAnswer:
    """An error, ready to be answered as JSON or as a page. `headers` go with the answer, such as Retry-After."""

    status: int
    code: str
    title: str
    detail: str
    errors: tuple[Problem, ...] = ()
    headers: Mapping[str, str] = field(default_factory=dict)
    extra: Mapping[str, str] = field(default_factory=dict)


PageRenderer = Callable[[ProblemAnswer], str]
"""Shows a problem as an HTML page."""

_STATUS: tuple[tuple[type[PapersearchError], int, str], ...] = (
    (DocumentError, 422, "The document is not valid"),
    (QueryError, 400, "The query is not valid"),
    (ParameterError, 400, "A parameter is wrong"),
    (UsageError, 400, "The request is not valid"),
    (NotFoundError, 404, "Not found"),
    (PreconditionError, 412, "The paper has changed"),
    (ConflictError, 409, "Conflict with the current state"),
    (CursorExpiredError, 410, "The cursor has expired"),
    (QueryTimeoutError, 504, "The query takes too long"),
    (TooManyExportsError, 503, "Too many exports"),
    (QueueFullError, 503, "The queue is full"),
    (UnavailableError, 503, "A required service is unavailable"),
)
"""The first class that fits decides; what is not listed is our own fault, 500."""


def problem_of(error: PapersearchError) -> ProblemAnswer:
    """The answer to one of our errors. An error that is not the caller's and no outage shows nothing of its text."""
    for kind, status, title in _STATUS:
        if isinstance(error, kind):
            return ProblemAnswer(
                status,
                error.code,
                title,
                (isinstance(error, UnavailableError) and error.public) or str(error),
                errors=error.problems if isinstance(error, ParameterError) else (),
                headers={"Retry-After": str(error.retry_after_s)} if isinstance(error, UnavailableError) else {},
                extra={"blocking_id": error.blocking_id} if isinstance(error, ConflictError) and error.blocking_id
                else {},
            )  # fmt: skip
    return internal_problem()


def internal_problem() -> ProblemAnswer:
    """A fault of ours: nothing of its cause is shown, the request id leads to it in the log."""
    detail = "Internal error. It was logged with this request id."
    return ProblemAnswer(500, "internal_error", "Internal error", detail)


def problem_of_http(error: HTTPException) -> ProblemAnswer:
    """The answer to an error that Flask or Werkzeug raised (404, 405 with Allow, 413, 415 ...)."""
    status = error.code or 500
    phrase = HTTPStatus(status).phrase
    headers = {
        name: value for name, value in error.get_headers() if name in {"Allow", "Retry-After", "WWW-Authenticate"}
    }
    detail = {
        404: f"{request.path} does not exist. See /api/docs.",
        405: f"{request.method} is not allowed here. Allowed: {headers.get('Allow', 'nothing')}.",
    }.get(status, error.description or phrase)
    return ProblemAnswer(status, phrase.lower().replace(" ", "_"), phrase, detail, headers=headers)


def problem_json(problem: ProblemAnswer, *, instance: str, request_id: str) -> JsonObject:
    """The members of RFC 9457 and ours; see the module for the shape."""
    return {
        "type": f"{root()}/api/docs#{problem.code}",
        "title": problem.title,
        "status": problem.status,
        "detail": problem.detail,
        "instance": instance,
        "code": problem.code,
        "request_id": request_id,
        "errors": [
            {"parameter": e.parameter, "position": e.position, "detail": e.detail, "suggestion": e.suggestion}
            for e in problem.errors
        ],
        **problem.extra,
    }


def is_api_path(path: str) -> bool:
    """Whether errors on this path are for programs. Other paths belong to the pages."""
    return path.startswith(("/api/", "/feeds/", "/sitemap")) or path in _FOR_PROGRAMS


def register_error_handlers(app: Flask, render_page: PageRenderer | None) -> None:
    """Answers every error, also unforeseen ones, as a problem: on pages as a page."""

    def answer(problem: ProblemAnswer) -> Response:
        observe_problem(problem.status, problem.code)
        if render_page is not None and not is_api_path(request.path) and _prefers_html():
            response = Response(render_page(problem), problem.status, mimetype="text/html")
        else:
            instance = root() + request.full_path.rstrip("?")
            body = problem_json(problem, instance=instance, request_id=current_request_id())
            response = json_response(body, status=problem.status, mimetype=PROBLEM_TYPE)
        response.headers.update(problem.headers)
        response.headers["Cache-Control"] = "no-store"
        return response

    def answer_own(error: PapersearchError) -> Response:
        problem = problem_of(error)
        if problem.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            _log.warning("%s: %s [request %s]", error.code, error, current_request_id())
        return answer(problem)

    def answer_http(error: HTTPException) -> Response | HTTPException:
        is_problem = error.code is not None and error.code >= HTTPStatus.BAD_REQUEST
        return answer(problem_of_http(error)) if is_problem else error

    def answer_unforeseen(error: Exception) -> Response:
        _log.error("unforeseen error [request %s]", current_request_id(), exc_info=error)
        return answer(internal_problem())

    app.register_error_handler(PapersearchError, answer_own)
    app.register_error_handler(HTTPException, answer_http)
    app.register_error_handler(Exception, answer_unforeseen)


def _prefers_html() -> bool:
    accept = request.accept_mimetypes
    return accept["text/html"] >= max(accept["application/json"], accept[PROBLEM_TYPE])
