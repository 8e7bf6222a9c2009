"""The years of a search: which of them its ranges hold, and a bar for each between the first and the last."""

from collections.abc import Sequence
from dataclasses import dataclass

from papersearch.results import Bucket
from papersearch_api.links import Pairs, address
from papersearch_api.pages.charts import Bar, bars
from papersearch_api.pages.links import with_value, without

MOST_BARS = 120
_SIGN = ".."


@dataclass(frozen=True, slots=True)
class YearRange:
    """A range as an address holds it; None is an open end."""

    low: int | None
    high: int | None

    def holds(self, year: int) -> bool:
        """Whether the year lies in the range, its ends included."""
        return (self.low is None or self.low <= year) and (self.high is None or year <= self.high)


def year_ranges(pairs: Pairs) -> tuple[YearRange, ...]:
    """The ranges among canonical parameters: `("year", "2014..")` -> from 2014 on."""
    ends = (value.split(_SIGN) for name, value in pairs if name == "year" and _SIGN in value)
    return tuple(YearRange(_year(low), _year(high)) for low, high in ends)


def newest_first(values: Sequence[Bucket]) -> list[Bucket]:
    """The values in the order in which people look for years."""
    return sorted(values, key=lambda each: -int(each.value))


def year_bars(values: Sequence[Bucket], pairs: Pairs) -> tuple[Bar, ...]:
    """A bar for each year between the first and the last, empty ones too; none where there is only one year."""
    counted = {int(value.value): value for value in values}
    if len(counted) < 2 or max(counted) - min(counted) >= MOST_BARS:
        return ()
    span = range(min(counted), max(counted) + 1)
    others = without(pairs, "year")
    ranges = year_ranges(pairs)
    chosen = {year for year, value in counted.items() if value.is_selected}
    return bars(
        [(year, counted[year].count if year in counted else 0) for year in span],
        href=lambda year: address("/", with_value(others, "year", str(year))),
        selected=frozenset(year for year in span if year in chosen or any(each.holds(year) for each in ranges)),
    )


def _year(text: str) -> int | None:
    return int(text) if text.isdecimal() else None
