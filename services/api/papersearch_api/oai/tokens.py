"""Resumption tokens: a place in a list, with all that the list was asked for. They need no state and never expire."""

import base64
import binascii
from datetime import datetime
from typing import Annotated

import msgspec

from papersearch_api.oai.requests import OaiError, Span

_Moment = Annotated[datetime, msgspec.Meta(tz=True)]
_Count = Annotated[int, msgspec.Meta(ge=0)]
_Id = Annotated[str, msgspec.Meta(pattern=r"^[\x21-\x7e]*$", max_length=400)]


class Place(msgspec.Struct, frozen=True, array_like=True):
    """A place in a list: the form of metadata, the set and the span asked for, and the id after which it goes on.

    `cursor` records were listed before, of `total` when the list began.
    """

    prefix: str
    set_spec: str | None
    since: _Moment | None
    before: _Moment | None
    total: _Count
    after: _Id = ""
    cursor: _Count = 0

    @property
    def span(self) -> Span:
        """The span asked for."""
        return Span(self.since, self.before)


def write_token(place: Place) -> str:
    """A place as a token of letters, digits, `-` and `_`."""
    return base64.urlsafe_b64encode(msgspec.json.encode(place)).decode().rstrip("=")


def read_token(token: str) -> Place:
    """The place of a token. Raises OaiError `badResumptionToken`."""
    try:
        padded = token + "=" * (-len(token) % 4)
        return msgspec.json.decode(base64.b64decode(padded, altchars=b"-_", validate=True), type=Place)
    except (ValueError, binascii.Error, msgspec.DecodeError):
        raise OaiError("badResumptionToken", "This is not a token of this repository.") from None
