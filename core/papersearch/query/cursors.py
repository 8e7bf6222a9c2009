"""Cursors: where a walk through a result list stands, as a text that fits into a URL.

A cursor carries the sort key of the last hit, the snapshot of a relevance walk or the moment at which any other one
began, and a fingerprint of its query: with another query it is refused instead of leading somewhere. It is no secret
and holds nothing but that.
"""

import base64
import binascii
import hashlib
from dataclasses import dataclass
from math import isfinite

import msgspec

from papersearch.errors import ParameterError, Problem
from papersearch.query.request import SearchRequest, SortKey

START = "*"
"""The cursor that begins a walk."""
_LONGEST = 8_192
_LARGEST_TIE = 2**63 - 1


@dataclass(frozen=True, slots=True)
class Cursor:
    """Go on behind this sort key, in this snapshot, or among what has not changed since `as_of`."""

    after: SortKey
    snapshot: str | None = None
    as_of: int | None = None


def fingerprint(request: SearchRequest) -> str:
    """What the walks of one query share: everything that decides which hits there are and in which order."""
    decisive = (request.query, request.selections, request.rank_phrases, request.order, request.is_best_match)
    return hashlib.sha256(repr(decisive).encode("utf-8", "backslashreplace")).hexdigest()[:16]


def encode_cursor(request: SearchRequest, after: SortKey, snapshot: str | None = None) -> str:
    """The text of a cursor that goes on behind `after`."""
    packed = msgspec.json.encode([fingerprint(request), *after, snapshot, request.as_of])
    return base64.urlsafe_b64encode(packed).rstrip(b"=").decode("ascii")


def decode_cursor(text: str, request: SearchRequest) -> Cursor:
    """The cursor behind a text.

    Raises ParameterError: code `cursor_mismatch` when it belongs to another query, else because it is no cursor.
    """
    found, value, tie, snapshot, as_of = _unpack(text)
    if found != fingerprint(request):
        detail = "This cursor belongs to another query, filter or sort; begin again with cursor=*."
        raise ParameterError(Problem("cursor", detail, suggestion=START), code="cursor_mismatch")
    return Cursor((value, tie), snapshot, as_of)


def _unpack(text: str) -> tuple[str, float | int | str | None, int, str | None, int | None]:
    problem = ParameterError(Problem("cursor", "This is no cursor; begin with cursor=*.", suggestion=START))
    if len(text) > _LONGEST or not text.isascii():
        raise problem
    try:
        packed = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
        data = msgspec.json.decode(packed, type=tuple[str, float | int | str | None, int, str | None, int | None])
    except (binascii.Error, msgspec.DecodeError, UnicodeDecodeError):
        raise problem from None
    value, tie, as_of = data[1], data[2], data[4] or 0
    is_finite = not isinstance(value, float) or isfinite(value)
    if (
        not is_finite
        or not 0 <= tie <= _LARGEST_TIE
        or not 0 <= as_of <= _LARGEST_TIE
        or (isinstance(value, int) and abs(value) > _LARGEST_TIE)
    ):
        raise problem
    return data
