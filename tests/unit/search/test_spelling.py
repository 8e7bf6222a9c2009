"""Corrections of words that no paper has."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from papersearch.query.nodes import Word
from papersearch.query.spelling import edit_distance
from papersearch.search.spelling import is_correctable, match_case, nearest_word, replace_word

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


@pytest.mark.parametrize(
    ("text", "corrected"),
    [
        ("zero shot lerning", "zero shot learning"),
        ("  Zero-shot   lerning,  year:2019", "  Zero-shot   learning,  year:2019"),
        ("title:graph (deep OR lerning) -survey", "title:graph (deep OR learning) -survey"),
        ('lerning "lerning" title:lerning -lerning', 'learning "lerning" title:lerning -lerning'),
        ("deep/lerning lerning", "deep/learning learning"),
        ("lerningx relerning", "lerningx relerning"),
        ("M\\'ezard || lerning", "M\\'ezard || learning"),
        ("lerning" + " x" * 496, "lerning" + " x" * 496),
    ],
)
def test_a_correction_leaves_the_rest_of_a_query_as_it_was_typed(text: str, corrected: str) -> None:
    assert replace_word(text, Word("lerning"), "learning") == corrected


@pytest.mark.parametrize(
    ("wrong", "right"), [("Lerning", "Learning"), ("LERNING", "LEARNING"), ("lerning", "learning")]
)
def test_a_correction_has_the_case_of_the_word(wrong: str, right: str) -> None:
    assert match_case("learning", wrong) == right
