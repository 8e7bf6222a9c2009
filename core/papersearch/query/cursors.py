"""Cursors: where a walk through a result list stands, as a text that fits into a URL.

A cursor carries the sort key of the last hit, the snapshot of a relevance walk or where the index stood when any other
one began, and a fingerprint of its query: with another query it is refused instead of leading somewhere. It is no
secret and holds nothing but that.
"""

import base64
import binascii
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite

import msgspec

from papersearch.errors import ParameterError, Problem
from papersearch.query.request import AsOf, SearchRequest, SortKey

START = "*"
"""The cursor that begins a walk."""
_LONGEST = 8_192
_LARGEST_TIE = 2**63 - 1


@dataclass(frozen=True, slots=True)
class Cursor:
    """Go on behind this sort key, in this snapshot, or among what has not changed since.

    `head_left`: as in the request; while there is one, the walk has not come to `after` yet.
    """

    after: SortKey
    snapshot: str | None = None
    as_of: AsOf | None = None
    head_left: tuple[int, ...] = ()


def fingerprint(request: SearchRequest) -> str:
    """What the walks of one query share: everything that decides which hits there are and in which order."""
    decisive: tuple[object, ...] = (request.query, request.selections, request.rank_phrases, request.order)
    if request.is_hybrid:
        decisive = (*decisive, "hybrid")
    return hashlib.sha256(repr(decisive).encode("utf-8", "backslashreplace")).hexdigest()[:16]


def encode_cursor(
    request: SearchRequest, after: SortKey, snapshot: str | None = None, head_left: Sequence[int] = ()
) -> str:
    """The text of a cursor that goes on with the rest of the head, and then behind `after`."""
    head = [list(head_left)] if head_left else []
    packed = msgspec.json.encode([fingerprint(request), *after, snapshot, request.as_of, *head])
    return base64.urlsafe_b64encode(packed).rstrip(b"=").decode("ascii")


def decode_cursor(text: str, request: SearchRequest) -> Cursor:
    """The cursor behind a text.

    Raises ParameterError: code `cursor_mismatch` when it belongs to another query, else because it is no cursor.
    """
    found = _unpack(text)
    if found.fingerprint != fingerprint(request):
        detail = "This cursor belongs to another query, filter or sort. Start again with cursor=*."
        raise ParameterError(Problem("cursor", detail, suggestion=START), code="cursor_mismatch")
    return Cursor((found.value, found.tie), found.snapshot, found.as_of, found.head_left)


class _Packed(msgspec.Struct, array_like=True, frozen=True):
    """What a cursor's text holds, in this order."""

    fingerprint: str
    value: float | int | str | None
    tie: int
    snapshot: str | None
    as_of: AsOf | None
    head_left: tuple[int, ...] = ()


def _unpack(text: str) -> _Packed:
    problem = ParameterError(Problem("cursor", "This is not a valid cursor. Start with cursor=*.", suggestion=START))
    if len(text) > _LONGEST or not text.isascii():
        raise problem
    try:
        packed = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
        data = msgspec.json.decode(packed, type=_Packed)
    except (binascii.Error, msgspec.DecodeError, UnicodeDecodeError):
        raise problem from None
    value = data.value
    numbers = [data.tie, *data.head_left, *(data.as_of[1:] if data.as_of else ())]
    is_finite = not isinstance(value, float) or isfinite(value)
    if (
        not is_finite
        or not all(0 <= number <= _LARGEST_TIE for number in numbers if number is not None)
        or (isinstance(value, int) and abs(value) > _LARGEST_TIE)
    ):
        raise problem
    return data
