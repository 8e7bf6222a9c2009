"""Near phrases, decided by looking, equal their definition."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from papersearch.embedded.proximity import has_near

letters = st.sampled_from("abc")


def defined(value: list[str], words: list[str], slop: int) -> bool:
    """Some choice of different places, one for each word, whose span is short enough."""
    places = [[i for i, found in enumerate(value) if found == word] for word in words]
    return any(
        len(set(chosen)) == len(chosen) and max(chosen) - min(chosen) <= len(words) - 1 + slop
        for chosen in product(*places)
    )


@given(st.lists(letters, max_size=10), st.lists(letters, min_size=1, max_size=4), st.integers(0, 4))
def test_near_is_what_its_definition_says(value: list[str], words: list[str], slop: int) -> None:
    assert has_near(value, words, slop) is defined(value, words, slop)


@pytest.mark.parametrize(("text", "found"), [("b a", True), ("a x b", True), ("a x x b", False), ("a", False)])
def test_two_words_within_one_place_in_any_order(text: str, found: bool) -> None:
    assert has_near(text.split(), ["a", "b"], 1) is found


def test_a_repeated_word_needs_two_places() -> None:
    assert not has_near(["a", "b"], ["a", "a"], 5)
    assert has_near(["a", "b", "a"], ["a", "a"], 1)
