"""Dates as sources write them: the year, and the month and day where the source is sure of them."""

import re
from calendar import monthrange
from collections.abc import Iterable
from typing import Any, NamedTuple

from papersearch_ingest.parsers.values import text_in, year_in

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH_NAMES = (
    "jan(?:uary?|vier|eiro)?|feb(?:ruary?|rero|braio)?|mar(?:ch|s|zo|ts)?|apr(?:ile?)?|mayo?|jun(?:e|io?|ho)?|"
    "jul(?:y|io?|ho)?|aug(?:usti?|ustus)?|sep(?:t|tember|tiembre)?|oct(?:ober|obre|ubre)?|nov(?:ember|embre|iembre)?|"
    "dec(?:ember|embre)?"
)
"""Whole names and what they are shortened to: `Marriage` and `Decision` are not months."""
_LONGEST = 120
_NUMBERS = re.compile(
    r"(?<!\d)(?P<year>1[5-9]\d\d|20\d\d)\s?[-/.]\s?(?P<month>\d{1,2})(?:\s?[-/.]\s?(?P<day>\d{1,2}))?(?!\d)"
)
_IN_A_ROW = re.compile(r"(?<!\d)(?P<year>1[5-9]\d\d|20\d\d)(?P<month>0[1-9]|1[0-2])(?P<day>[0-2]\d|3[01])(?!\d)")
_NAMED = re.compile(
    rf"(?:(?<!\d)(?P<before>\d{{1,2}})(?:st|nd|rd|th)?[. ~]{{1,2}})?\b(?P<month>{_MONTH_NAMES})\b\.?"
    r"(?:[, ~]{1,2}(?P<after>\d{1,2})(?:st|nd|rd|th)?(?!\d)(?P<range>\s?[-–]\s?\w)?)?",
    re.IGNORECASE,
)


class Date(NamedTuple):
    """A date as exact as its source is: no day without a month, no month without a year."""

    year: int | None = None
    month: int | None = None
    day: int | None = None


def date_of(year: Any, month: Any = None, day: Any = None) -> Date:
    """The date of parts that a source gives apart; a month is a number or a name, and may have its day with it."""
    number = year_in(year)
    if number is None:
        return Date()
    text = (text_in(month) or "")[:_LONGEST]
    if text.isdecimal():
        return _checked(number, text, text_in(day) or "")
    named = _NAMED.search(text)
    return _checked(number, _number_of(named), text_in(day) or _day_of(named)) if named else Date(number)


def date_in(value: Any) -> Date:
    """The first date of a text: `2019-05-07`, `2014//`, `Apr 2018`, `7 May 2018`, `2018 Jan-Feb`, `20190507`.

    Of a range it is the first month, and no day.
    """
    text = (text_in(value) or "")[:_LONGEST]
    found = _NUMBERS.search(text) or _IN_A_ROW.search(text)
    if found:
        return _checked(int(found["year"]), found["month"], found["day"] or "")
    return date_of(text, text if _NAMED.search(text) else None)


def same_year(date: Date, year: int | None) -> Date:
    """The date if it is of this year, else the year alone: another date must not lend its month."""
    return date if date.year == year else Date(year)


def most_exact(dates: Iterable[Date]) -> Date:
    """The first that has a year; with the month and day of the first of that year that has them."""
    known = [date for date in dates if date.year]
    return next((date for date in known if date.month and date.year == known[0].year), known[0] if known else Date())


def _number_of(named: re.Match[str]) -> str:
    return str(_MONTHS.index(named["month"][:3].lower()) + 1)


def _day_of(named: re.Match[str]) -> str:
    return "" if named["range"] else named["after"] or named["before"] or ""


def _checked(year: int, month: str, day: str) -> Date:
    """Without a month or day that the calendar does not have, as seasons (`2004-21`) and zeros."""
    if not (month.isdecimal() and 1 <= int(month) <= 12):
        return Date(year)
    is_day = day.isdecimal() and len(day) <= 2 and 1 <= int(day) <= monthrange(year, int(month))[1]
    return Date(year, int(month), int(day) if is_day else None)
