import pytest
from hypothesis import given
from hypothesis import strategies as st

from papersearch.semantic.fusion import fused_order


@pytest.mark.parametrize(
    ("cosines", "order"),
    [
        ({}, [0, 1, 2]),
        ({1: 0.5, 2: 0.5, 3: 0.5}, [0, 1, 2]),
        ({1: 0.3, 2: 0.2, 3: 0.9}, [2, 0, 1]),
        ({3: 0.9}, [0, 1, 2]),  # of the others nothing is known: they count as average
        ({1: 0.1, 3: 0.9}, [2, 1, 0]),
    ],
)
def test_scores_and_cosines_are_weighed(cosines: dict[int, float], order: list[int]) -> None:
    assert fused_order([(10.0, 1), (9.0, 2), (8.0, 3)], cosines) == order


@given(st.lists(st.floats(0, 50), max_size=30), st.data())
def test_every_place_is_there_once(scores: list[float], data: st.DataObject) -> None:
    keys = [(score, tie) for tie, score in enumerate(sorted(scores, reverse=True))]
    cosines = data.draw(st.dictionaries(st.integers(0, 30), st.floats(-1, 1), max_size=30))
    assert sorted(fused_order(keys, cosines)) == list(range(len(keys)))
