"""Jobs: start one, see how far it is, what went wrong, slow it down, stop it."""

from collections.abc import Iterator
from typing import Any

from flask import Response
from flask.typing import ResponseReturnValue
from msgspec.structs import asdict

from papersearch.errors import NotFoundError, ParameterError, Problem
from papersearch.job_progress import JobKind, ReindexProgress, RunProgress, VerifyProgress, known
from papersearch.operations.answers import JobView
from papersearch.operations.job_views import (
    cancel_job,
    current,
    job_view,
    start_reindex,
    start_verification,
)
from papersearch.operations.pacing import LEAST_THROTTLE, MOST_THROTTLE, set_pace, throttle_problems
from papersearch.paper import JsonObject
from papersearch.query.parameters import LONGEST_INTEGER
from papersearch.store.jobs import Job
from papersearch.store.ledger import ItemState
from papersearch_api.answers import JobList, list_answer
from papersearch_api.auth import Scope
from papersearch_api.delivery import json_response
from papersearch_api.endpoints import Operation
from papersearch_api.formats.json import json_lines
from papersearch_api.params import Values, in_path, integer
from papersearch_api.private_details import file_name, is_operator, shown_reject, without_folder
from papersearch_api.services import services
from papersearch_api.views.accepted_work import WAIT, started_answer
from papersearch_api.views.request_values import json_body

_TAG = "jobs"


def start_job(values: Values) -> ResponseReturnValue:
    """Starts a re-index or a verification. Of each kind one runs at a time: 409 names the one that does."""
    kind, options = _requested(json_body())
    store, is_repairing = services().store, options["repair"]
    if kind == JobKind.REINDEX:
        job: Job = start_reindex(store, is_repairing=is_repairing, throttle=options.get("throttle"))
    else:
        job = start_verification(store, is_repairing=is_repairing)
    return started_answer(job, wait=values["wait"])


def list_jobs(values: Values) -> ResponseReturnValue:
    """The latest jobs, the newest first."""
    store = services().store
    found = [current(store, job) for job in store.jobs.page(limit=values["limit"])]
    return json_response(list_answer(job_view(job) for job in found))


def show_job(job_id: str) -> ResponseReturnValue:
    """One job: how far it is, how fast, and how long it will take."""
    return json_response(job_view(_job(job_id)))


def job_errors(job_id: str) -> ResponseReturnValue:
    """What could not be taken, one JSON object a line, each with its reason."""
    return Response("".join(json_lines(list(_errors(_job(job_id))))), mimetype="application/x-ndjson")


def stop_job(job_id: str) -> ResponseReturnValue:
    """Asks a job to stop. A re-index leaves nothing behind; papers that were taken in stay."""
    return json_response(job_view(cancel_job(services().store, _number(job_id))))


def pace_job(job_id: str) -> ResponseReturnValue:
    """Slows a re-index down, pauses or resumes it, while it runs."""
    body = json_body()
    if not isinstance(body, dict) or not body:
        raise ParameterError(Problem("body", 'The body must be {"throttle": papers a second or null, "paused": …}.'))
    return json_response(job_view(set_pace(services().store, _number(job_id), body)))


def path_number(text: str, what: str) -> int:
    """Read a number in an address. Raises NotFoundError for an invalid one."""
    if not (text.isascii() and text.isdigit() and len(text) < LONGEST_INTEGER):
        raise NotFoundError(f"There is no {what} {text!r}.")
    return int(text)


def _number(text: str) -> int:
    return path_number(text, "job")


def _job(text: str) -> Job:
    store = services().store
    return current(store, store.jobs.get(_number(text)))


def _requested(body: Any) -> tuple[str, JsonObject]:
    """Return the kind of the job and its options. Raises ParameterError."""
    kind = body.get("type") if isinstance(body, dict) else None
    if not isinstance(kind, str) or kind not in _OPTIONS:
        detail = f"type must be one of {', '.join(_OPTIONS)}."
        raise ParameterError(Problem("type", detail, suggestion=JobKind.REINDEX))
    options = {name: value for name, value in body.items() if name != "type"}
    problems = [
        Problem(name, f"Unknown option {name!r} of a {kind} job. Options: {', '.join(_OPTIONS[kind])}.")
        for name in options
        if name not in _OPTIONS[kind]
    ]
    if not isinstance(options.get("repair", True), bool):
        problems.append(Problem("repair", "repair must be true or false."))
    problems += throttle_problems(options.get("throttle"))
    if problems:
        raise ParameterError(*problems)
    return kind, {"repair": kind == JobKind.REINDEX, **options}


def _errors(job: Job) -> Iterator[object]:
    store, whole = services().store, is_operator()
    if isinstance(job.progress, RunProgress):
        run = job.progress.run
        yield from (shown_reject(each, is_operator=whole) for each in store.rejects.of_run(run))
        for item in store.ledger.of_run(run):
            if item.state == ItemState.FAILED:
                where = item.location if whole else file_name(item.location)
                reason = item.last_error or ""
                reason = reason if whole else without_folder(reason, item.location)
                yield {"location": where, "line": None, "reason": reason, "item": item.id}
        return
    if isinstance(job.progress, ReindexProgress | VerifyProgress) and (verified := known(job.progress.verified)):
        yield from map(asdict, verified.examples)
    if job.error:
        yield {"reason": job.error}


_OPTIONS = {JobKind.REINDEX.value: ("repair", "throttle"), JobKind.VERIFY.value: ("repair",)}
_ID = in_path("id", "The job's number.", "1")
_THROTTLE: JsonObject = {"type": ["number", "null"], "minimum": LEAST_THROTTLE, "maximum": MOST_THROTTLE}
_START_BODY: JsonObject = {
    "type": "object",
    "required": ["type"],
    "properties": {
        "type": {"enum": list(_OPTIONS)},
        "repair": {"type": "boolean"},
        "throttle": _THROTTLE,
    },
}
_PACE_BODY: JsonObject = {
    "type": "object",
    "minProperties": 1,
    "additionalProperties": False,
    "properties": {"throttle": _THROTTLE, "paused": {"type": "boolean"}},
}

OPERATIONS: tuple[Operation, ...] = (
    Operation(
        "POST", "/jobs", ("/jobs",), start_job, "Start a re-index or a verification", _TAG, parameters=(WAIT,),
        answers={200: JobView, 202: JobView}, errors=(400, 409, 413, 415), body=_START_BODY, scope=Scope.ADMIN,
    ),
    Operation(
        "GET", "/jobs", ("/jobs",), list_jobs, "The latest jobs", _TAG,
        parameters=(integer("limit", "Number of results.", default=50, low=1, high=1000),), answers={200: JobList},
    ),
    Operation("GET", "/jobs/{id}", ("/jobs/<job_id>",), show_job, "How far a job is", _TAG, parameters=(_ID,),
              answers={200: JobView}, errors=(400, 404)),
    Operation("PATCH", "/jobs/{id}", ("/jobs/<job_id>",), pace_job, "Slow a re-index down, or pause it", _TAG,
              parameters=(_ID,), answers={200: JobView}, errors=(400, 404, 409, 413, 415), body=_PACE_BODY,
              scope=Scope.ADMIN),
    Operation("GET", "/jobs/{id}/errors", ("/jobs/<job_id>/errors",), job_errors, "What a job could not take", _TAG,
              parameters=(_ID,), answers={200: str}, media_types=("application/x-ndjson",), errors=(400, 404)),
    Operation("POST", "/jobs/{id}/cancel", ("/jobs/<job_id>/cancel",), stop_job, "Stop a job", _TAG, parameters=(_ID,),
              answers={200: JobView}, errors=(400, 404, 409), scope=Scope.ADMIN),
)  # fmt: skip
