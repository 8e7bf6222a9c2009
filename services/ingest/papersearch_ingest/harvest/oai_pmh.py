"""OAI-PMH 2.0 as pure functions: request addresses, and the parts of an answer other than the records' metadata.

Protocol: https://www.openarchives.org/OAI/openarchivesprotocol.html. The records themselves are read by the parser
`arxiv-oai`; here only their headers count.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple
from urllib.parse import urlencode

from papersearch.record import Reject
from papersearch_ingest.parsers.source import Source
from papersearch_ingest.parsers.xml.pieces import elements
from papersearch_ingest.parsers.xml.values import child_text

NO_RECORDS = "noRecordsMatch"
BAD_TOKEN = "badResumptionToken"  # noqa: S105 - a code of the protocol
DAY = len("2026-11-21")
LONGEST_ERROR = 300
_PIECES = ("record", "resumptionToken", "error", "responseDate", "granularity")
_END = re.compile(rb"</(?:[\w.-]+:)?OAI-PMH\s*>\s*\Z")
_TOKEN = re.compile(r"<(?:[\w.-]+:)?resumptionToken")
_DATESTAMP = re.compile(r"\d{4}-\d\d-\d\d(?:T\d\d:\d\d:\d\dZ)?")


class MalformedAnswerError(ValueError):
    """An answer that is not OAI-PMH, or is incomplete; the message says why."""


class ProtocolError(NamedTuple):
    """An error of the protocol: its code, and the repository's words."""

    code: str
    text: str


class Header(NamedTuple):
    """The header of an item. `datestamp` is None when it is malformed."""

    identifier: str
    datestamp: str | None
    is_deleted: bool


@dataclass(frozen=True, slots=True)
class Page:
    """A page of a list. `token` requests the next page, None after the last; `total` is the list's size, if given."""

    headers: tuple[Header, ...] = ()
    token: str | None = None
    total: int | None = None
    responded_at: str | None = None
    error: ProtocolError | None = None
    broken: int = 0

    @property
    def datestamps(self) -> list[str]:
        """The datestamps in the headers, in the order of the list."""
        return [header.datestamp for header in self.headers if header.datestamp]

    @property
    def withdrawn(self) -> dict[str, str]:
        """The items that are deleted: identifier -> datestamp, "9" (after every date) where it tells none."""
        return {header.identifier: header.datestamp or "9" for header in self.headers if header.is_deleted}


def list_url(url: str, prefix: str, *, since: str | None = None, set_spec: str = "") -> str:
    """Return the address of the first page of a list: everything in a set that is new or changed since a datestamp."""
    asked = {"verb": "ListRecords", "metadataPrefix": prefix, "from": since, "set": set_spec}
    return f"{url}?{urlencode({name: value for name, value in asked.items() if value})}"


def next_url(url: str, token: str) -> str:
    """Return the address of the next page, whose only argument is the token."""
    return f"{url}?{urlencode({'verb': 'ListRecords', 'resumptionToken': token})}"


def identify_url(url: str) -> str:
    """Return the address of the repository's description."""
    return f"{url}?verb=Identify"


def read_page(data: bytes) -> Page:
    """Read an answer to ListRecords. Raises MalformedAnswerError when it does not end like one.

    A record that is not well-formed XML is counted in `broken`: the parser rejects it, and the others are read.
    """
    parts = _parts(data)
    errors = [ProtocolError(e.get("code") or "unknown", _shown(e.text)) for e in parts["error"]]
    tokens = parts["resumptionToken"]
    return Page(
        headers=tuple(filter(None, map(_header, parts["record"]))),
        token=(tokens[-1].text or "").strip() or None if tokens else None,
        total=_number(tokens[-1].get("completeListSize")) if tokens else None,
        responded_at=_datestamp(_text(parts["responseDate"])),
        error=errors[0] if errors else None,
        broken=len(parts["broken"]),
    )


def is_by_day(data: bytes) -> bool:
    """Whether a repository, by its answer to Identify, knows days only, no times. Raises MalformedAnswerError."""
    return "T" not in _text(_parts(data)["granularity"])


def fitted(datestamp: str, *, by_day: bool) -> str:
    """Return a datestamp in the granularity of the repository."""
    return datestamp[:DAY] if by_day else datestamp


def _parts(data: bytes) -> dict[str, list[Any]]:
    """The elements that count, by local name; `broken` are pieces that could not be read."""
    if not _END.search(data[-200:]):
        raise MalformedAnswerError(
            f"it does not end like an OAI-PMH answer: {_shown(data[-80:].decode(errors='replace'))}"
        )
    parts: dict[str, list[Any]] = {name: [] for name in (*_PIECES, "broken")}
    for found in elements(Source.from_bytes(data, "page"), _PIECES, nesting=("record",)):
        if not isinstance(found, Reject):
            parts[found.piece.name].append(found.element)
        elif _TOKEN.match(found.raw):  # without it the rest of the list would be lost
            raise MalformedAnswerError(f"its resumption token cannot be read: {_shown(found.raw)}")
        else:
            parts["broken"].append(found)
    return parts


def _header(record: Any) -> Header | None:
    header = record.find("header")
    identifier = child_text(header, "identifier") if header is not None else ""
    if not identifier:
        return None
    return Header(identifier, _datestamp(child_text(header, "datestamp")), header.get("status") == "deleted")


def _datestamp(text: str) -> str | None:
    return text if _DATESTAMP.fullmatch(text) else None


def _text(found: Iterable[Any]) -> str:
    return next(((element.text or "").strip() for element in found), "")


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() else None


def _shown(text: str | None) -> str:
    return " ".join((text or "").split())[:LONGEST_ERROR]
