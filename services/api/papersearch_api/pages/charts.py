"""Small bar charts of papers by year, as numbers for an SVG; the table beside a chart has the same numbers."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

BAR_WIDTH = 10
HEIGHT = 60
SHARES = 20
"""Lengths that a bar in a row of a list may have, as the stylesheet names them: `w1` to `w20`."""
_LEAST_HEIGHT = 2
_ROUND = (1, 2, 3, 4, 5, 6, 8, 10)


@dataclass(frozen=True, slots=True)
class Bar:
    """A year, in the units of a view box that is `BAR_WIDTH` wide for each bar and `HEIGHT` high."""

    year: int
    count: int
    x: int
    y: float
    height: float
    href: str
    is_selected: bool = False


def bars(
    by_year: Iterable[tuple[int, int]], *, href: Callable[[int], str], selected: frozenset[int] = frozenset()
) -> tuple[Bar, ...]:
    """A bar for each year on a scale that ends at `scale_top`; one paper can still be seen."""
    counted = list(by_year)
    tallest = scale_top(max((count for _, count in counted), default=0))
    found = []
    for position, (year, count) in enumerate(counted):
        height = round(max(count / tallest * HEIGHT, _LEAST_HEIGHT if count else 0), 1)
        found.append(
            Bar(year, count, position * BAR_WIDTH, round(HEIGHT - height, 1), height, href(year), year in selected)
        )
    return tuple(found)


def scale_top(largest: int) -> int:
    """The even round number at which a scale for counts up to `largest` ends: 283 -> 300, 7 -> 8, 0 -> 2."""
    power = int("1" + "0" * (len(str(max(largest, 1))) - 1))
    return next(top for step in _ROUND if (top := step * power) >= largest and not top % 2)


def share_class(count: int, largest: int) -> str:
    """The class of a row whose bar is this share of the longest: `w1` to `w20`; none without papers."""
    return f"w{max(1, -(-count * SHARES // largest))}" if count and largest else ""


def heat(count: int, largest: int) -> int:
    """From 0 (none) to 5 (the most): the shade of a table's cell. Grows with the square root, so that few show, too."""
    return 0 if not count or not largest else 1 + min(4, int((count / largest) ** 0.5 * 5 - 1e-9))
