"""Operating: generations and which of them is live, and rejects tried again."""

from functools import partial
from itertools import islice

from flask import Response
from flask.typing import ResponseReturnValue

from papersearch.errors import ConflictError
from papersearch.job_progress import RollbackProgress
from papersearch.operations.answers import JobView
from papersearch.operations.intake import replay_as_job
from papersearch.operations.job_views import generation_views
from papersearch.store.generations import GenerationState
from papersearch_api.answers import GenerationList, RejectList, list_answer
from papersearch_api.auth import Scope
from papersearch_api.delivery import json_response
from papersearch_api.endpoints import Operation
from papersearch_api.formats.json import json_lines
from papersearch_api.params import Values, choice, in_path, integer
from papersearch_api.private_details import is_operator, shown_reject
from papersearch_api.services import services
from papersearch_api.views.accepted_work import WAIT, accepted_answer, started_answer
from papersearch_api.views.jobs import path_number

_TAG = "admin"
_NDJSON = "application/x-ndjson"
_LISTED = 100


def list_generations() -> ResponseReturnValue:
    """The physical indexes: which is live, which can be rolled back to."""
    return json_response(list_answer(generation_views(services().store, services().engine)))


def promote_generation(values: Values, name: str) -> ResponseReturnValue:
    """Makes a complete generation live, with every write until now."""
    generation = services().store.generations.get(name)
    if generation.state not in {GenerationState.LIVE, GenerationState.RETIRED}:
        raise ConflictError(f"{name} is {generation.state}: only a complete generation can be promoted.")
    return _roll_back_to(name, wait=values["wait"])


def roll_back(values: Values) -> ResponseReturnValue:
    """Makes the generation before the live one live again, with every write until now."""
    if not any(one.state == GenerationState.RETIRED for one in services().store.generations.all()):
        raise ConflictError("There is no earlier generation to roll back to.")
    return _roll_back_to(None, wait=values["wait"])


def list_rejects(values: Values) -> ResponseReturnValue:
    """Records and documents that could not be taken, each with its reason. Folders and texts are for admin keys."""
    rejects, run, limit = services().store.rejects, values["run"], values["limit"]
    show = partial(shown_reject, is_operator=is_operator())
    if values["format"] == "ndjson":
        found = islice(rejects.walk(after=values["after"], run=run), limit)
        return Response(json_lines(map(show, found)), mimetype=_NDJSON)
    page = rejects.page(limit=limit or _LISTED, after=values["after"], run=run)
    following = page[-1].id if len(page) == (limit or _LISTED) else None
    return json_response(list_answer(map(show, page), count=rejects.count(run), next_after=following))


def replay_reject(reject_id: str) -> ResponseReturnValue:
    """Tries a reject again: the whole source of a record, or the paper of a document."""
    accepted = replay_as_job(services().store, path_number(reject_id, "reject"))
    services().background.tell(accepted.item_ids)
    return accepted_answer(accepted)


def _roll_back_to(name: str | None, *, wait: bool) -> ResponseReturnValue:
    return started_answer(services().store.jobs.start(RollbackProgress(to=name)), wait=wait)


OPERATIONS: tuple[Operation, ...] = (
    Operation("GET", "/generations", ("/generations",), list_generations, "The physical indexes", _TAG,
              answers={200: GenerationList}),
    Operation(
        "POST", "/generations/{name}/promote", ("/generations/<name>/promote",), promote_generation,
        "Make a complete generation live", _TAG,
        parameters=(in_path("name", "The generation's name.", "papers-000001"), WAIT),
        answers={200: JobView, 202: JobView}, errors=(400, 404, 409), scope=Scope.ADMIN,
    ),
    Operation(
        "POST", "/rollback", ("/rollback",), roll_back, "Make the generation before live again", _TAG,
        parameters=(WAIT,), answers={200: JobView, 202: JobView}, errors=(400, 409), scope=Scope.ADMIN,
    ),
    Operation(
        "GET", "/rejects", ("/rejects",), list_rejects, "What could not be taken", _TAG,
        parameters=(
            integer("limit", f"How many; {_LISTED} without it, or all with format=ndjson.", low=1, high=1000),
            integer("after", "Those with a higher number.", default=0, high=2**31),
            integer("run", "Only those of this run.", low=1, high=2**31),
            choice("format", "`ndjson`: all of them, one a line.", ("json", "ndjson"), default="json"),
        ),
        answers={200: RejectList}, media_types=("application/json", _NDJSON),
    ),
    Operation("POST", "/rejects/{id}/replay", ("/rejects/<reject_id>/replay",), replay_reject, "Try a reject again",
              _TAG, parameters=(in_path("id", "The reject's number.", "1"),), answers={202: JobView},
              errors=(400, 404, 409), scope=Scope.ADMIN),
)  # fmt: skip
