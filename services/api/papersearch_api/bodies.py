"""Request bodies: who may send one, and how long it may be, before any of it is read."""

from collections.abc import Iterable

from flask import Flask, Response, request
from werkzeug.exceptions import RequestEntityTooLarge

from papersearch_api.auth import authorise
from papersearch_api.endpoints import LARGEST_BODY_BYTES, Operation
from papersearch_api.services import services

BEFORE_BODY = "papersearch.before_body"
"""In the environment of a request that the server asks about before it reads the body."""
BODY_LIMIT = "X-Body-Limit"
"""The header of the answer: how many bytes the server may read."""


def guard_bodies(app: Flask, operations: Iterable[Operation]) -> None:
    """Refuse requests that may not send their body. Of the others, tell the server who asks how much they may send."""
    by_name = {operation.name: operation for operation in operations if not operation.is_open}

    @app.before_request
    def guard() -> Response | None:
        if request.endpoint is None:
            return None
        operation = by_name.get(request.endpoint.rpartition(".")[2])
        limit = operation.largest_body(services().settings) if operation else LARGEST_BODY_BYTES
        request.max_content_length = limit
        is_asked, is_too_long = BEFORE_BODY in request.environ, (request.content_length or 0) > limit
        if operation and (is_asked or is_too_long):
            authorise(operation.scope)
        if is_too_long:
            raise RequestEntityTooLarge
        return Response(status=204, headers={BODY_LIMIT: str(limit)}) if is_asked else None
