"""How long what is being answered may take as a whole: every call to a service takes no more than what is left.

The deadline belongs to a thread (a context variable, like the request's id); whoever answers a request sets it, the
adapters of engine and store look at it. Outside of a request there is none, and each call has its own limit only.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from time import monotonic

_until: ContextVar[float | None] = ContextVar("papersearch_deadline", default=None)


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """What is asked inside has so many seconds, and never more than what surrounds it has left."""
    token = _until.set(monotonic() + at_most(seconds))
    try:
        yield
    finally:
        _until.reset(token)


@contextmanager
def share(seconds: float) -> Iterator[None]:
    """Of a request's time what is asked inside gets so much at most; without a deadline there is none inside either."""
    if seconds_left() is None:
        yield
    else:
        with within(seconds):
            yield


def prolong(seconds: float) -> None:
    """Moves the deadline that holds here, if there is one: for a caller who asked to be kept waiting."""
    until = _until.get()
    if until is not None:
        _until.set(until + seconds)


def seconds_left() -> float | None:
    """What is left, 0.0 when the time is over, None where there is no deadline."""
    until = _until.get()
    return None if until is None else max(until - monotonic(), 0.0)


def at_most(seconds: float) -> float:
    """The limit of one call: its own, or what is left where that is less."""
    left = seconds_left()
    return seconds if left is None else min(seconds, left)


def is_over(needed_s: float = 0.0) -> bool:
    """Whether less than `needed_s` is left, so that asking would be in vain."""
    left = seconds_left()
    return left is not None and left <= needed_s
