"""Scales and lines of charts of shares."""

import csv

import pytest

from papersearch_api.pages.charts import scale_top, share_class
from papersearch_api.pages.trend_charts import HEIGHT, WIDTH, line, percent, share_top, shared_scale, trends_csv
from papersearch_api.pages.trends import MOST_YEARS, Series, Trends, series_of, span, z_score


@pytest.mark.parametrize(("largest", "top"), [(0, 2), (1, 2), (7, 8), (10, 10), (11, 20), (283, 300), (999, 1000)])
def test_a_scale_of_counts_ends_at_an_even_round_number(largest: int, top: int) -> None:
    assert scale_top(largest) == top


@pytest.mark.parametrize(
    ("largest", "top"), [(0.0, 0.01), (0.034, 0.04), (0.01, 0.01), (0.0011, 0.0015), (0.7, 0.8), (1.0, 1.0)]
)
def test_a_scale_of_shares_ends_at_a_round_number(largest: float, top: float) -> None:
    assert share_top([0.0, largest]) == pytest.approx(top)


@pytest.mark.parametrize(
    ("share", "words"), [(0.0, "0 %"), (1.0, "100 %"), (0.25, "25 %"), (0.034, "3.4 %"), (0.0012, "0.12 %")]
)
def test_percentages_keep_the_digits_that_say_something(share: float, words: str) -> None:
    assert percent(share) == words


def test_the_longest_bar_is_whole_and_one_paper_has_one() -> None:
    assert [share_class(count, 200) for count in (200, 100, 1, 0)] == ["w20", "w10", "w1", ""]
    assert share_class(0, 0) == ""


def test_a_line_goes_from_edge_to_edge_and_has_dots_where_papers_are() -> None:
    drawn = line(Series("a", "A", (0, 2, 4), (0.0, 0.5, 1.0)), (2018, 2019, 2020), 1.0)
    assert drawn.points == f"0.0,{HEIGHT} {WIDTH / 2},{HEIGHT / 2} {float(WIDTH)},0.0".replace(f",{HEIGHT} ", ",80.0 ")
    assert [words for _, _, words in drawn.dots] == ["A, 2019: 2 papers, 50 %", "A, 2020: 4 papers, 100 %"]


def test_compared_lines_share_a_scale() -> None:
    series = (Series("a", "A", (1, 1), (0.1, 0.1)), Series("b", "B", (8, 1), (0.8, 0.1)))
    assert {each.top for each in shared_scale(Trends((2019, 2020), (10, 10), series))} == {0.8}


def test_shares_are_parts_of_all_papers_of_the_year() -> None:
    found = series_of("a", "A", {2019: 3, 2021: 1}, (2019, 2020, 2021), (6, 0, 4))
    assert (found.counts, found.shares, found.total) == ((3, 0, 1), (0.5, 0.0, 0.25), 4)


def test_the_span_has_the_years_between_and_ends_with_the_last() -> None:
    assert span({2018: 1, 2021: 2}) == (2018, 2019, 2020, 2021)
    assert span({1700: 1, 2021: 2}) == tuple(range(2021 - MOST_YEARS + 1, 2022))
    assert span({}) == ()


def test_a_rise_is_measured_against_chance() -> None:
    assert z_score(30, 100, 10, 100) > 3
    assert z_score(10, 100, 10, 100) == 0
    assert z_score(10, 100, 30, 100) < 0
    assert z_score(1, 0, 1, 0) == z_score(5, 5, 5, 5) == 0


def test_a_table_has_a_row_for_each_year_and_no_formulas() -> None:
    trends = Trends((2019, 2020), (10, 0), (Series("=1+1", 'a "b", c', (5, 0), (0.5, 0.0)),))
    rows = list(csv.reader(trends_csv(trends).splitlines()))
    assert rows[1:] == [
        ["'=1+1", 'a "b", c', "2019", "5", "10", "0.500000"],
        ["'=1+1", 'a "b", c', "2020", "0", "0", "0.000000"],
    ]
