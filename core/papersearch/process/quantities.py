"""Counts, durations, ages and sizes for people: `1 file`, `2 min 5 s`, `3 h ago`, `446 MB`. JSON keeps the numbers."""

from datetime import datetime

_SECONDS = (("d", 86_400), ("h", 3_600), ("min", 60), ("s", 1))
_BYTES = ("B", "kB", "MB", "GB", "TB")


def count_text(count: int, noun: str) -> str:
    """A number and a noun: `1 file`, `1,200 files`."""
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def duration_text(seconds: float) -> str:
    """The two largest units of a duration, and tenths of a second below ten.

    >>> [duration_text(seconds) for seconds in (0.44, 59.6, 125, 7_200, 90_061)]
    ['0.4 s', '1 min', '2 min 5 s', '2 h', '1 d 1 h']
    """
    if round(seconds, 1) < 10:
        return f"{round(seconds, 1):g} s"
    remaining, parts = round(seconds), []
    for unit, size in _SECONDS:
        count, remaining = divmod(remaining, size)
        parts.append((count, unit))
    first = next(index for index, (count, _) in enumerate(parts) if count)
    return " ".join(f"{count} {unit}" for count, unit in parts[first : first + 2] if count)


def age_text(moment: datetime | None, now: datetime) -> str:
    """How long ago a moment was, in its largest unit; "" for None.

    >>> age_text(datetime(2024, 1, 1, 9), datetime(2024, 1, 1, 12, 30))
    '3 h ago'
    """
    if moment is None:
        return ""
    seconds = int((now - moment).total_seconds())
    return next((f"{seconds // size} {unit} ago" for unit, size in _SECONDS if seconds >= size), "just now")


def size_text(size_bytes: int | None) -> str:
    """A number of bytes in decimal units, with a tenth below ten; "" for None.

    >>> [size_text(size) for size in (512, 4_200, 446_000_000)]
    ['512 B', '4.2 kB', '446 MB']
    """
    if size_bytes is None:
        return ""
    size, unit = float(size_bytes), 0
    while size >= 999.5 and unit < len(_BYTES) - 1:
        size, unit = size / 1_000, unit + 1
    return f"{size:.1f} {_BYTES[unit]}" if unit and round(size, 1) < 10 else f"{size:.0f} {_BYTES[unit]}"
