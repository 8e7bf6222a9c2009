"""The id of the request that is being answered, so that what it asks of other services can be found in their logs.

It travels with what is asked: to Elasticsearch as `X-Opaque-Id`, to workers with the hints.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_request_id: ContextVar[str] = ContextVar("papersearch_request_id", default="")


def carried_request_id() -> str:
    """The id of the present request, "" outside of one."""
    return _request_id.get()


@contextmanager
def carrying(request_id: str) -> Iterator[None]:
    """Everything that is asked inside is asked for this request; holds for this thread or task only."""
    token = _request_id.set(request_id)
    try:
        yield
    finally:
        _request_id.reset(token)


class RequestFormatter(logging.Formatter):
    """Log lines that end in ` [request ID]` where they are written for a request."""

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        line, request_id = super().format(record), carried_request_id()
        return f"{line} [request {request_id}]" if request_id else line
