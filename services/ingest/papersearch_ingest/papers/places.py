"""Where in a journal or book a record says that its paper is: two places in one are two papers of one title."""

import re
from typing import NamedTuple

from papersearch.record import Record
from papersearch_ingest.papers.versions import published_in

_NUMBER = re.compile(r"\d+")


class Place(NamedTuple):
    """The journal by its id, and volume, issue and first page by their first numbers; None for what is not said."""

    journal: str | None
    volume: str | None
    issue: str | None
    page: str | None


_NOWHERE = Place(None, None, None, None)


def place_of(record: Record) -> Place:
    """The place of a record; nowhere if it names neither volume, issue nor pages."""
    if not (record.volume or record.issue or record.pages):
        return _NOWHERE
    return Place(published_in(record), *map(_first_number, (record.volume, record.issue, record.pages)))


def is_another_place(a: Place, b: Place, *, is_short: bool) -> bool:
    """Whether two records are in one journal, at two places.

    Sources differ in a single figure by mistake, so two figures have to differ; for a short title, which may be a
    column's, one is enough.
    """
    if a.journal is None or a.journal != b.journal:
        return False
    pairs = ((a.volume, b.volume), (a.issue, b.issue), (a.page, b.page))
    different = sum(one is not None and other is not None and one != other for one, other in pairs)
    return different >= (1 if is_short else 2)


def _first_number(text: str | None) -> str | None:
    found = _NUMBER.search(text) if text else None
    return (found.group().lstrip("0") or "0") if found else None
