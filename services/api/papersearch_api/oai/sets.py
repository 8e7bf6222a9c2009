"""Sets: one for each venue. A set's name holds few characters, so others are written as `~` and their bytes."""

from urllib.parse import quote, unquote

_SAFE = "!*'()"


def set_of(venue_id: str) -> str:
    """`data mining` -> `data~20mining`."""
    return quote(venue_id, safe=_SAFE).replace("~", "%7E").replace("%", "~")


def venue_of(set_spec: str) -> str:
    """The venue of a set."""
    return unquote(set_spec.replace("~", "%"))
