"""Orders, and where to go on."""

import pytest

from papersearch.elastic.sorting import read_sort_key, search_after, sort_clauses
from papersearch.query.request import Order, Sort

FIELD_SORTS = [sort for sort in Sort if not Order(sort).needs_snapshot]


@pytest.mark.parametrize("sort", FIELD_SORTS)
@pytest.mark.parametrize("is_descending", [True, False])
def test_papers_without_a_value_come_last_both_ways(sort: Sort, *, is_descending: bool) -> None:
    first, tie = sort_clauses(Order(sort, is_descending))
    assert [clause["missing"] for clause in first.values()] == ["_last"]
    assert tie == {"tie": "asc"}


def test_relevance_is_score_then_tie() -> None:
    assert sort_clauses(Order()) == [{"_score": "desc"}, {"tie": "asc"}]


@pytest.mark.parametrize("sort", FIELD_SORTS)
@pytest.mark.parametrize("is_descending", [True, False])
def test_going_on_behind_a_paper_without_a_value(sort: Sort, *, is_descending: bool) -> None:
    values = search_after(Order(sort, is_descending), (None, 7))
    assert (values[0] is None) is (sort is Sort.TITLE)
    assert read_sort_key(values) == (None, 7)


@pytest.mark.parametrize("key", [(2019, 5), ("a title", 2**63 - 1), (1.25, 0)])
def test_a_key_is_read_as_it_was_sent(key: tuple[float | int | str, int]) -> None:
    assert read_sort_key(search_after(Order(Sort.YEAR), key)) == key
