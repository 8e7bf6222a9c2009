"""Small bar charts of papers by year, as numbers for an SVG; the table beside a chart has the same numbers."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

BAR_WIDTH = 10
HEIGHT = 60
_LEAST_HEIGHT = 2


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
    """A bar for each year; the tallest fills the height, and one paper can still be seen."""
    counted = list(by_year)
    tallest = max((count for _, count in counted), default=0) or 1
    found = []
    for position, (year, count) in enumerate(counted):
        height = round(max(count / tallest * HEIGHT, _LEAST_HEIGHT if count else 0), 1)
        found.append(
            Bar(year, count, position * BAR_WIDTH, round(HEIGHT - height, 1), height, href(year), year in selected)
        )
    return tuple(found)


def heat(count: int, largest: int) -> int:
    """From 0 (none) to 5 (the most): the shade of a table's cell. Grows with the square root, so that few show, too."""
    return 0 if not count or not largest else 1 + min(4, int((count / largest) ** 0.5 * 5 - 1e-9))
