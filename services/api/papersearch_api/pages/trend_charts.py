"""Lines of shares by year as numbers for an SVG, and the same as a table for CSV.

A view box is `WIDTH` by `HEIGHT`; the x axis has the years at equal steps, the y axis ends at `top`.
"""

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from io import StringIO

from papersearch_api.pages.trends import Series, Trends

WIDTH, HEIGHT = 240, 80
_ROUND = (1, 1.5, 2, 3, 4, 5, 6, 8, 10)
_FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")
_HEAD = ("value", "label", "year", "papers", "papers_in_corpus", "share")


@dataclass(frozen=True, slots=True)
class Line:
    """A series as the points of a polyline, with a dot for each year that has papers."""

    series: Series
    points: str
    dots: tuple[tuple[float, float, str], ...]
    top: float

    @property
    def area(self) -> str:
        """The same points closed along the x axis."""
        return f"0,{HEIGHT} {self.points} {WIDTH},{HEIGHT}"


def share_top(shares: Iterable[float]) -> float:
    """The round share at which a scale ends: 0.034 -> 0.04; 0.01 without papers."""
    largest = max(shares, default=0.0)
    if not largest:
        return 0.01
    power = 1.0
    while power > largest:
        power /= 10
    return min(1.0, next((step * power for step in _ROUND if step * power >= largest - 1e-12), 1.0))


def line(series: Series, years: Sequence[int], top: float) -> Line:
    """A series on a scale that ends at `top`."""
    step = WIDTH / max(1, len(years) - 1)
    places = [(round(n * step, 1), round(HEIGHT - share / top * HEIGHT, 1)) for n, share in enumerate(series.shares)]
    dots = tuple(
        (x, y, f"{series.label}, {year}: {count:,} papers, {percent(share)}")
        for (x, y), year, count, share in zip(places, years, series.counts, series.shares, strict=True)
        if count
    )
    return Line(series, " ".join(f"{x},{y}" for x, y in places), dots, top)


def own_scales(trends: Trends) -> list[Line]:
    """A line for each series, each on a scale of its own: small multiples of different sizes."""
    return [line(each, trends.years, share_top(each.shares)) for each in trends.series]


def shared_scale(trends: Trends) -> list[Line]:
    """A line for each series, all on the same scale."""
    top = share_top(share for each in trends.series for share in each.shares)
    return [line(each, trends.years, top) for each in trends.series]


def percent(share: float) -> str:
    """0.0342 -> 3.4 %; small shares keep a digit that says something."""
    if not share:
        return "0 %"
    digits = 0 if share >= 0.0995 else 1 if share >= 0.00995 else 2 if share >= 0.000995 else 3
    return f"{share * 100:.{digits}f} %"


def trends_csv(trends: Trends) -> str:
    """A row for each value and year."""
    written = StringIO()
    rows = csv.writer(written, lineterminator="\r\n")
    rows.writerow(_HEAD)
    for each in trends.series:
        for year, count, whole, share in zip(trends.years, each.counts, trends.corpus, each.shares, strict=True):
            rows.writerow((_cell(each.value), _cell(each.label), year, count, whole, f"{share:.6f}"))
    return written.getvalue()


def _cell(text: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(_FORMULA_SIGNS) else text
