"""The id of the request that is being answered, so that what it asks of other services can be found in their logs."""

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
