"""Where and when a paper appeared, out of what arXiv has on it: the authors' comment and the journal reference."""

import re
from typing import NamedTuple

from papersearch.naming.venues import find_venue
from papersearch_ingest.parsers.dates import Date, same_year

_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_IN_BRACKETS = re.compile(r"\(((?:19|20)\d\d)\)")


class Appearance(NamedTuple):
    """The venue's name as it stands there, and the date."""

    venue: str | None
    date: Date


def appearance(comment: str | None, journal_ref: str | None, submitted: Date) -> Appearance:
    """The venue and year that the comment names, else the reference; the first version's date comes last."""
    match = find_venue(comment or "") or find_venue(journal_ref or "")
    year = (match.year if match else None) or _journal_year(journal_ref or "", submitted.year) or submitted.year
    return Appearance(match.text if match else None, same_year(submitted, year))


def _journal_year(reference: str, submitted: int | None) -> int | None:
    """The year in brackets, else the last one: of several the one nearest the submission, as pages look like years."""
    years = [int(text) for text in _IN_BRACKETS.findall(reference) or _YEAR.findall(reference)]
    if not years:
        return None
    return min(reversed(years), key=lambda year: abs(year - submitted)) if submitted else years[-1]
