"""Corrections of words that no paper has."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from papersearch.query.spelling import edit_distance
from papersearch.search_spelling import is_correctable, nearest_word

_KNOWN = {"augmentation": 21, "augmented": 3, "network": 80, "networks": 5, "graph": 12}


@pytest.mark.parametrize(
    ("word", "right"),
    [
        ("augmentaton", "augmentation"),
        ("augemntation", "augmentation"),
        ("netwrok", "network"),
        ("grpah", "graph"),
        ("zzzzzz", None),
    ],
)
def test_the_nearest_known_word_is_found(word: str, right: str | None) -> None:
    assert nearest_word(word, _KNOWN) == right


@pytest.mark.parametrize("word", ["GAN", "BERT", "cifar10", "1810", "cat"])
def test_acronyms_digits_and_short_words_are_left_alone(word: str) -> None:
    assert not is_correctable(word)


_WORDS = st.text("abc", max_size=6)


@given(_WORDS, _WORDS)
def test_distance_is_symmetric_and_zero_only_for_equal_words(first: str, second: str) -> None:
    assert edit_distance(first, second) == edit_distance(second, first)
    assert (edit_distance(first, second) == 0) == (first == second)
