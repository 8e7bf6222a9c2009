"""Requests of OAI-PMH: which arguments each verb takes, and the errors of the protocol.

Protocol: https://www.openarchives.org/OAI/openarchivesprotocol.html.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_SECOND = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
_NAME = re.compile(r"[A-Za-z0-9_.!~*'():-]+")
TOKEN = "resumptionToken"  # noqa: S105 - an argument of the protocol


class OaiError(Exception):
    """An error of the protocol: its code and a sentence. It is answered with status 200."""

    def __init__(self, code: str, text: str) -> None:
        super().__init__(text)
        self.code = code


class Verb(NamedTuple):
    """The arguments of a verb. With `has_token` a resumption token takes the place of all others."""

    required: frozenset[str] = frozenset()
    optional: frozenset[str] = frozenset()
    has_token: bool = False


class Span(NamedTuple):
    """From a moment on, before another."""

    since: datetime | None = None
    before: datetime | None = None


_LIST = Verb(frozenset({"metadataPrefix"}), frozenset({"from", "until", "set"}), has_token=True)
VERBS: Mapping[str, Verb] = {
    "Identify": Verb(),
    "ListMetadataFormats": Verb(optional=frozenset({"identifier"})),
    "ListSets": Verb(has_token=True),
    "ListIdentifiers": _LIST,
    "ListRecords": _LIST,
    "GetRecord": Verb(frozenset({"identifier", "metadataPrefix"})),
}


def read_arguments(given: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """The arguments by name, `verb` among them. Raises OaiError `badVerb` and `badArgument`."""
    names = given.get("verb", ())
    if len(names) != 1 or names[0] not in VERBS:
        raise OaiError("badVerb", f"verb must be one of {', '.join(VERBS)}.")
    verb = VERBS[names[0]]
    arguments = {name: values[0] for name, values in given.items()}
    if repeated := [name for name, values in given.items() if len(values) > 1]:
        raise OaiError("badArgument", f"{repeated[0]} was given more than once.")
    others = arguments.keys() - {"verb"}
    if verb.has_token and TOKEN in others:
        if len(others) > 1:
            raise OaiError("badArgument", f"{TOKEN} excludes all other arguments.")
        return arguments
    if unknown := sorted(others - verb.required - verb.optional):
        raise OaiError("badArgument", f"{names[0]} has no argument {unknown[0]}.")
    if missing := sorted(name for name in verb.required if not arguments.get(name)):
        raise OaiError("badArgument", f"{names[0]} needs {missing[0]}.")
    for name in ("set", "metadataPrefix"):
        if name in arguments and not _NAME.fullmatch(arguments[name]):
            raise OaiError("badArgument", f"{name} has characters that the protocol does not allow.")
    return arguments


def read_span(arguments: Mapping[str, str]) -> Span:
    """The span of `from` and `until`, both included. Raises OaiError `badArgument`."""
    since, until = arguments.get("from"), arguments.get("until")
    if since and until and len(since) != len(until):
        raise OaiError("badArgument", "from and until must both be days, or both be moments.")
    span = Span(_moment("from", since) if since else None, _behind(until) if until else None)
    if span.since and span.before and span.since >= span.before:
        raise OaiError("badArgument", "from is later than until.")
    return span


def _behind(until: str) -> datetime | None:
    """The moment after the last one that is included; None after the end of the calendar."""
    last = _moment("until", until)
    try:
        return last + (timedelta(days=1) if _DAY.fullmatch(until) else timedelta(seconds=1))
    except OverflowError:
        return None


def _moment(name: str, text: str) -> datetime:
    if _DAY.fullmatch(text) or _SECOND.fullmatch(text):
        try:
            return datetime.fromisoformat(text).replace(tzinfo=UTC)
        except ValueError:
            pass
    raise OaiError("badArgument", f"{name} must be a date: 2024-05-31, or 2024-05-31T12:00:00Z.")
