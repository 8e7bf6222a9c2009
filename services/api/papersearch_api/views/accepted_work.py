"""What endpoints that start work share: the idempotency key, the job that is answered, and waiting for its end."""

import re
from threading import Event

from flask import Response, request

from papersearch.deadline import is_over, prolong, within
from papersearch.errors import ConflictError, ParameterError, Problem, UnavailableError
from papersearch.operations.intake import Accepted, Request, request_hash
from papersearch.operations.job_views import current, job_view, run_of
from papersearch.query.parameters import Parameter
from papersearch.store.jobs import ENDED, Job, JobState
from papersearch_api.auth import current_key
from papersearch_api.delivery import json_response
from papersearch_api.endpoints import API_ROOT
from papersearch_api.links import address
from papersearch_api.params import flag
from papersearch_api.services import services

LOOK_AGAIN_S = 0.05
_KEY = re.compile(r"[\x21-\x7e]{1,255}")
WAIT = flag("wait", "Answer when the work is done and searchable, if that does not take too long; else 202 as without.")
IDEMPOTENCY_KEY = Parameter(
    "Idempotency-Key",
    "The same request sent again with the same key is not done again; it is answered as the first time, for a day.",
    longest=255,
    where="header",
)


def given_request(body_hash: str) -> Request | None:
    """Return the request with its idempotency key, None without one. Raises ParameterError for an invalid key."""
    key = request.headers.get("Idempotency-Key")
    if key is None:
        return None
    if not _KEY.fullmatch(key):
        raise ParameterError(Problem("Idempotency-Key", "The key must be 1 to 255 characters of ASCII without spaces."))
    arguments = sorted(pair for pair in request.args.items(multi=True) if pair[0] != WAIT.name)
    parts = (request.method, request.path, repr(arguments), request.headers.get("If-Match", ""), body_hash)
    return Request(current_key(), key, request_hash(*(part.encode("utf-8", "surrogatepass") for part in parts)))


def ended_job(job: Job, *, wait: bool) -> Job | None:
    """Return the job if it ends within the time that a request may wait; None if it is still running.

    A few requests wait at a time, so that searches always find a thread.
    """
    if not wait or not services().waiting_room.acquire(blocking=False):
        return None
    try:
        return _wait(job)
    finally:
        services().waiting_room.release()


def accepted_answer(accepted: Accepted) -> Response:
    """202 with the job."""
    return _located(json_response(accepted.answer, status=202), accepted.job.id)


def started_answer(job: Job, *, wait: bool) -> Response:
    """The job that was started: 202, or 200 when it has ended. Raises ConflictError when it has failed."""
    ended = ended_job(job, wait=wait)
    if ended is None:
        return _located(json_response(job_view(job), status=202), job.id)
    if ended.state == JobState.FAILED:
        raise ConflictError(ended.error or "The job failed.", blocking_id=str(job.id))
    return _located(json_response(job_view(ended)), job.id)


def results_answer(job: Job) -> Response:
    """200 with what became of each paper of a write."""
    results = [
        {"line": each.line, "id": each.paper, "outcome": each.outcome, "error": each.error}
        for each in services().store.write_results.of_run(run_of(job))
    ]
    meta = {"count": len(results), "job": job.id, "state": str(job.state)}
    return _located(json_response({"meta": meta, "results": results}), job.id)


def _wait(job: Job) -> Job | None:
    """The job when it has ended in time and its papers can be found; None also when a service goes away meanwhile."""
    store, engine = services().store, services().engine
    pause = Event()
    wait_s = services().settings.write_wait_s
    prolong(wait_s)
    try:
        with within(wait_s):
            while True:
                job = current(store, store.jobs.get(job.id))
                if job.state in ENDED:
                    if (live := engine.live()) is not None:
                        engine.refresh(live)
                    return job
                if is_over():
                    return None
                pause.wait(LOOK_AGAIN_S)
    except UnavailableError:
        return None


def _located(response: Response, job_id: int) -> Response:
    response.headers["Location"] = address(f"{API_ROOT}/jobs/{job_id}")
    return response
