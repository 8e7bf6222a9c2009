"""Counts of citations from columns of keys, against sets."""

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from papersearch import citation_counts as module
from papersearch.citation_counts import KeyColumn, citation_counts
from papersearch.references import key_number

KEYS = st.lists(st.integers(0, 9), max_size=5)
PAPERS = st.lists(st.tuples(KEYS, KEYS), max_size=12)


def counted(papers: Sequence[tuple[list[int], list[int]]]) -> list[int]:
    cites = KeyColumn.of([cites for cites, _ in papers])
    known_as = KeyColumn.of([known_as for _, known_as in papers])
    return citation_counts(cites, known_as).tolist()


@pytest.mark.parametrize("most_pairs", [1, 3, 4_000_000])
@given(papers=PAPERS)
def test_a_paper_counts_once_for_each_that_shares_a_key(
    papers: list[tuple[list[int], list[int]]], most_pairs: int
) -> None:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(module, "_MOST_PAIRS", most_pairs)
        expected = [sum(not set(own).isdisjoint(cites) for cites, _ in papers) for _, own in papers]
        assert counted(papers) == expected


@given(rows=st.lists(KEYS, max_size=8), data=st.data())
def test_rows_of_a_column(rows: list[list[int]], data: st.DataObject) -> None:
    column = KeyColumn.of(rows)
    chosen = data.draw(st.lists(st.sampled_from(range(len(rows))), max_size=6)) if rows else []
    again = column.followed_by(column).rows(np.array([each + len(rows) for each in chosen], dtype=np.int64))
    assert [again.numbers[start:end].tolist() for start, end in zip(again.starts, again.starts[1:], strict=False)] == [
        rows[each] for each in chosen
    ]


def test_numbers_of_keys_fit_into_a_signed_column() -> None:
    numbers = [key_number(f"doi:10.1000/{number}") for number in range(1000)]
    assert len(set(numbers)) == len(numbers)
    assert 0 <= min(numbers) <= max(numbers) < 2**63
    assert key_number("doi:\ud800") >= 0
