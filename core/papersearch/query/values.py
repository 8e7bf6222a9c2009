"""Numbers and days in queries and parameters: every way to write a range, as one interval of whole numbers.

    2018   2018-2020   2018..2020   [2018 TO 2020]   2018-   2018..   ..2020   >=2018   >2018   <=2020   <2020

Years are themselves; a year, month, day or moment of a date field is the interval of its microseconds since 1970, UTC.
"""

import re
from calendar import monthrange
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import TypeAlias

from papersearch.fields import Field, Kind
from papersearch.query.request import Interval

FIRST_YEAR, LAST_YEAR = 1, 9999
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_COMPARED = re.compile(r"(>=|<=|>|<|=)\s*(\S+)")
_BRACKETS = re.compile(r"[\[{]\s*(\S+)\s+TO\s+(\S+?)\s*[\]}]", re.IGNORECASE)
_DASHED = re.compile(r"(\d{4})\s*[-–]\s*(\d{4})?")
_DATE = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?(Z|[+-]\d{2}:?\d{2})?", re.IGNORECASE)

_Point: TypeAlias = Callable[[str], tuple[int, int] | None]


def read_interval(field: Field, text: str) -> Interval | None:
    """The interval that a text means in a year or date field, or None when it is none.

    A reversed one (2020..2018) is returned as it stands, `low > high`. `*` is open. An interval open on both sides,
    and `~missing`, are None.
    """
    point: _Point = _year if field.kind is Kind.INTEGER else _days
    interval = _read(point, text.strip())
    lowest, highest = point(f"{FIRST_YEAR:04}"), point(str(LAST_YEAR))
    ends = [end for end in (interval.low, interval.high) if end is not None] if interval else []
    is_inside = lowest and highest and all(lowest[0] <= end <= highest[1] for end in ends)
    return interval if is_inside else None


def _read(point: _Point, stripped: str) -> Interval | None:
    if match := _COMPARED.fullmatch(stripped):
        return _compared(match[1], point(match[2]))
    if match := _BRACKETS.fullmatch(stripped):
        return _between(point, match[1], match[2])
    if ".." in stripped:
        low, _, high = stripped.partition("..")
        return _between(point, low.strip(), high.strip())
    if match := _DASHED.fullmatch(stripped):
        return _between(point, match[1], match[2] or "")
    found = point(stripped)
    return Interval(*found) if found else None


def swap_ends(text: str) -> str:
    """The text of a range with its ends exchanged: `2020-2018` -> `2018..2020`; any other text as it is."""
    plain = text.strip().strip("[]{}")
    for separator in ("..", " TO ", " to ", "-", "–"):
        low, found, high = plain.partition(separator)
        if found and low and high:
            return f"{high.strip()}..{low.strip()}"
    return text


def _compared(operator: str, found: tuple[int, int] | None) -> Interval | None:
    if found is None:
        return None
    first, last = found
    bounds = {
        "=": (first, last),
        ">=": (first, None),
        ">": (last + 1, None),
        "<=": (None, last),
        "<": (None, first - 1),
    }
    return Interval(*bounds[operator])


def _between(point: _Point, low: str, high: str) -> Interval | None:
    ends = [None if end in ("", "*") else point(end) for end in (low, high)]
    if any(end is None and text not in ("", "*") for end, text in zip(ends, (low, high), strict=True)):
        return None
    first, last = ends
    if first is None and last is None:
        return None
    return Interval(first[0] if first else None, last[1] if last else None)


def _year(text: str) -> tuple[int, int] | None:
    if not re.fullmatch(r"[0-9]{1,4}", text) or not FIRST_YEAR <= int(text) <= LAST_YEAR:
        return None
    return int(text), int(text)


def _days(text: str) -> tuple[int, int] | None:
    try:
        if _MOMENT.fullmatch(text):
            return _moment(text)
        match = _DATE.fullmatch(text)
        if not match or not text.isascii():
            return None
        year, month, day = int(match[1]), int(match[2] or 1), int(match[3] or 1)
        start = datetime(year, month, day, tzinfo=UTC)
        last_month = month if match[2] else 12
        last_day = day if match[3] else monthrange(year, last_month)[1]
        end = datetime(year, last_month, last_day, 23, 59, 59, 999_999, tzinfo=UTC)
    except (ValueError, OverflowError):
        return None
    return _microseconds(start), _microseconds(end)


def _moment(text: str) -> tuple[int, int]:
    moment = datetime.fromisoformat(text.upper())
    start = _microseconds(moment if moment.tzinfo else moment.replace(tzinfo=UTC))
    if "." in text:
        return start, start
    has_seconds = text.count(":", 0, 19) == 2
    return start, start + (1_000_000 if has_seconds else 60_000_000) - 1


def _microseconds(moment: datetime) -> int:
    return (moment - _EPOCH) // _MICROSECOND


def write_interval(field: Field, low: int | None, high: int | None) -> str:
    """The shortest text that `read_interval` reads as this interval."""
    if low is None and high is None:
        return f"{FIRST_YEAR}..{LAST_YEAR}"
    if high is None and low is not None:
        return f">={low if field.kind is Kind.INTEGER else _write_end(low, 0)}"
    if low is None or high is None:
        return f"<={high if field.kind is Kind.INTEGER else _write_end(high or 0, 1)}"
    if field.kind is Kind.INTEGER:
        return str(low) if low == high else f"{low}..{high}"
    whole = next((text for text in _units(low) if _days(text) == (low, high)), None)
    return whole or f"{_write_end(low, 0)}..{_write_end(high, 1)}"


def _units(low: int) -> list[str]:
    moment = _EPOCH + low * _MICROSECOND
    return [f"{moment.year:04}", f"{moment.year:04}-{moment.month:02}", _day(moment)]


def _write_end(value: int, end: int) -> str:
    for text in _units(value):
        if (found := _days(text)) and found[end] == value:
            return text
    moment = _EPOCH + value * _MICROSECOND
    return f"{_day(moment)}T{moment.hour:02}:{moment.minute:02}:{moment.second:02}.{moment.microsecond:06}Z"


def _day(moment: datetime) -> str:
    return f"{moment.year:04}-{moment.month:02}-{moment.day:02}"
