"""Writing: papers in bulk, one paper, a deletion, a source file. Accepted is what stands in the ledger."""

import hashlib
import io
import re
from pathlib import PurePosixPath
from typing import IO, Any

import msgspec
from flask import Response, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import UnsupportedMediaType

from papersearch.errors import ConflictError, DocumentError, NotFoundError, PreconditionError, Problem
from papersearch.job_progress import IngestProgress, WriteProgress
from papersearch.operations.answers import JobView
from papersearch.operations.intake import API_LOCATION, UPLOADS, Accepted, accept, refuse_when_full
from papersearch.operations.job_views import job_view, run_of
from papersearch.operations.paper_input import paper_input_schema, read_paper_input
from papersearch.paper import Paper, paper_to_json
from papersearch.query.parameters import Parameter
from papersearch.store.jobs import Job, JobState
from papersearch.store.ledger import NewItem
from papersearch.work_items import Action, IngestOptions, PaperWrite, SourceItem
from papersearch_api.answers import WriteResults
from papersearch_api.auth import Scope
from papersearch_api.delivery import json_response, with_etag
from papersearch_api.endpoints import Operation
from papersearch_api.formats import RESULT_FORMATS
from papersearch_api.params import Values, flag, in_path, integer, text
from papersearch_api.services import services
from papersearch_api.views.accepted_work import (
    IDEMPOTENCY_KEY,
    WAIT,
    accepted_answer,
    ended_job,
    given_request,
    results_answer,
)
from papersearch_api.views.request_values import json_body

_TAG = "writing"
LARGEST_PAPER_BYTES = 10_000_000
LARGEST_BULK_BYTES = 20_000_000
MOST_LINES = 10_000
LONGEST_NAME = 200
NDJSON_TYPES = ("application/x-ndjson", "application/ndjson", "application/jsonl", "application/x-jsonlines")
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f]")


def bulk_papers(values: Values) -> ResponseReturnValue:
    """Up to 10,000 papers, one JSON object a line; a line that cannot be taken leaves the others alone."""
    if request.mimetype not in NDJSON_TYPES:
        raise UnsupportedMediaType(f"The body must be papers as JSON lines, with Content-Type: {NDJSON_TYPES[0]}.")
    refuse_when_full(services().store)
    content = request.get_data()
    lines = sum(1 for line in content.split(b"\n") if line.strip())
    if not 0 < lines <= MOST_LINES:
        detail = f"The body has {lines:,} lines; there must be 1 to {MOST_LINES:,}, each a paper."
        raise DocumentError(Problem("body", detail))
    blob = services().store.blobs.put(io.BytesIO(content))
    item = NewItem(API_LOCATION, blob.sha256, blob.size, PaperWrite(Action.BULK))

    def progress(run: int) -> WriteProgress:
        return WriteProgress(run=run, total=lines)

    return _answer(accept(services().store, item, progress, given_request(blob.sha256)), wait=values["wait"])


def put_paper(values: Values, paper_id: str) -> ResponseReturnValue:
    """Replaces what was said of a paper by API. What other sources say stays, and shows where this is silent."""
    body = json_body()
    read_paper_input(body)
    paper = _seen_paper(paper_id)
    named = body.get("id")
    if named not in (None, paper.id, paper_id):
        raise DocumentError(Problem("id", f"The body is of {named!r}, the address of {paper.id}."))
    write = PaperWrite(Action.PUT, paper.id, _seen_version(paper), body)
    return _answer(_accept_write(write), wait=values["wait"])


def delete_paper(values: Values, paper_id: str) -> ResponseReturnValue:
    """Deletes a paper with all that is known of it. A source that holds it and is ingested again brings it back."""
    paper = _seen_paper(paper_id)
    return _answer(_accept_write(PaperWrite(Action.DELETE, paper.id, _seen_version(paper))), wait=values["wait"])


def ingest_source(values: Values) -> ResponseReturnValue:
    """A source file in any form that `papersearch ingest` reads, found by its content.

    The same name again is a new version of the same source.
    """
    refuse_when_full(services().store)
    stream, name = _uploaded()
    blob = services().store.blobs.put(stream)
    if not blob.size:
        raise DocumentError(Problem("body", "The source is empty."))
    location = f"{UPLOADS}/{_safe_name(values['name'] or name) or blob.sha256[:16]}"
    options = IngestOptions(values["parser"], values["venue"], values["year"], values["replace"])
    item = NewItem(location, blob.sha256, blob.size, SourceItem(options))

    def progress(run: int) -> IngestProgress:
        return IngestProgress(run=run, source=location)

    accepted = accept(services().store, item, progress, given_request(blob.sha256))
    services().background.tell(accepted.item_ids)
    ended = ended_job(accepted.job, wait=values["wait"])
    return accepted_answer(accepted) if ended is None else _ingested(ended)


def _answer(accepted: Accepted, *, wait: bool) -> Response:
    services().background.tell(accepted.item_ids)
    ended = ended_job(accepted.job, wait=wait)
    if ended is None:
        return accepted_answer(accepted)
    results = services().store.write_results.of_run(run_of(ended))
    if ended.state == JobState.FAILED and len(results) == 1:
        raise _REFUSALS.get(results[0].outcome, ConflictError)(results[0].error or "")
    return results_answer(ended)


_REFUSALS: dict[str, type[NotFoundError | ConflictError]] = {
    NotFoundError.code: NotFoundError,
    PreconditionError.code: PreconditionError,
}


def _ingested(job: Job) -> Response:
    if job.state == JobState.FAILED:
        raise DocumentError(Problem("body", job.error or "The source cannot be read."))
    return json_response(job_view(job))


def _accept_write(write: PaperWrite) -> Accepted:
    body_hash = hashlib.sha256(msgspec.json.encode(write.body, order="sorted")).hexdigest()

    def progress(run: int) -> WriteProgress:
        return WriteProgress(run=run, action=write.action, paper=write.paper, total=1)

    return accept(services().store, NewItem(API_LOCATION, None, work=write), progress, given_request(body_hash))


def _seen_paper(name: str) -> Paper:
    """The paper as it is now. Raises NotFoundError, and PreconditionError when it is not the one of If-Match."""
    paper = services().lookup.find(name).paper
    if request.if_match and not request.if_match.star_tag:
        body = paper_to_json(paper)
        tags = [with_etag(Response(), [form, body]).get_etag()[0] or "" for form in RESULT_FORMATS]
        if not any(request.if_match.contains_weak(tag) for tag in tags):
            raise PreconditionError(
                f"{paper.id} is not as If-Match says any more: read it again.", blocking_id=paper.id
            )
    return paper


def _seen_version(paper: Paper) -> int | None:
    """The version at which the write may be applied: others may be accepted before it."""
    return paper.version if request.if_match and not request.if_match.star_tag else None


def _uploaded() -> tuple[IO[bytes], str]:
    """The bytes of the body, or of the form's one file, and its name."""
    if request.mimetype != "multipart/form-data":
        return request.stream, ""
    files = list(request.files.values())
    if len(files) != 1:
        raise DocumentError(Problem("file", f"The form has {len(files)} files; it must have one."))
    return files[0].stream, files[0].filename or ""


def _safe_name(name: str) -> str:
    """The last part of a file's name, whatever system it comes from."""
    return _UNPRINTABLE.sub("", PurePosixPath(name.replace("\\", "/")).name)[-LONGEST_NAME:].strip(". ")


_ID = in_path("id", "Our id, `arxiv:...`, `doi:...`, `openreview:...`, `acl:...`, or an address.", "arxiv:1810.02340")
_IF_MATCH = Parameter(
    "If-Match", "An ETag of `GET /papers/{id}`: the write is refused when the paper is another by then.",
    longest=1_000, where="header",
)  # fmt: skip
_WRITE_ERRORS = (400, 404, 409, 412, 413, 415, 422)
_BYTES: dict[str, Any] = {"type": "string", "format": "binary"}

OPERATIONS: tuple[Operation, ...] = (
    Operation(
        "POST", "/papers/bulk", ("/papers/bulk",), bulk_papers, "Many papers, one JSON object a line", _TAG,
        parameters=(WAIT, IDEMPOTENCY_KEY), answers={200: WriteResults, 202: JobView}, errors=(400, 409, 413, 415, 422),
        body={"type": "string"}, body_types=(NDJSON_TYPES[0],), scope=Scope.WRITE,
        largest_body=lambda _: LARGEST_BULK_BYTES,
    ),
    Operation(
        "PUT", "/papers/{id}", ("/papers/<path:paper_id>",), put_paper, "What is said of a paper by API", _TAG,
        parameters=(_ID, WAIT, _IF_MATCH, IDEMPOTENCY_KEY), answers={200: WriteResults, 202: JobView},
        errors=_WRITE_ERRORS, body=paper_input_schema(), scope=Scope.WRITE,
        largest_body=lambda _: LARGEST_PAPER_BYTES,
    ),
    Operation(
        "DELETE", "/papers/{id}", ("/papers/<path:paper_id>",), delete_paper, "Delete a paper", _TAG,
        parameters=(_ID, WAIT, _IF_MATCH, IDEMPOTENCY_KEY), answers={200: WriteResults, 202: JobView},
        errors=(400, 404, 409, 412), scope=Scope.WRITE,
    ),
    Operation(
        "POST", "/ingest", ("/ingest",), ingest_source, "A source file", _TAG,
        parameters=(
            WAIT,
            text("name", "The file's name: a hint at its form, and what makes it the same source next time."),
            text("parser", "Read it with this parser instead of finding one."),
            text("venue", "The venue, where the source names none or another."),
            integer("year", "The year, likewise.", low=1000, high=2999),
            flag("replace", "Delete papers that this source no longer holds."),
            IDEMPOTENCY_KEY,
        ),
        answers={200: JobView, 202: JobView}, errors=(400, 409, 413, 422), body=_BYTES,
        body_types=("application/octet-stream",), scope=Scope.WRITE,
        largest_body=lambda settings: settings.upload_limit_mb * 1_000_000,
    ),
)  # fmt: skip
