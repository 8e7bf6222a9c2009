"""Places of phrases: those that the definition gives, for an effort that grows with the text alone."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from papersearch.search.phrase_places import adjacent_places, near_places

_WORDS = st.lists(st.sampled_from("abc"), max_size=12)
_RUNS = st.lists(st.sampled_from("abcd"), min_size=1, max_size=5)


@given(_WORDS, _RUNS)
def test_a_run_begins_wherever_its_words_stand_side_by_side(found: list[str], run: list[str]) -> None:
    expected = [at for at in range(len(found)) if found[at : at + len(run)] == run]
    assert list(adjacent_places(found, run)) == expected


@given(_WORDS, _RUNS, st.integers(1, 6))
def test_near_words_are_the_first_ones_of_each_full_window(found: list[str], run: list[str], slop: int) -> None:
    expected: set[int] = set()
    for first in range(len(found)):
        lacking, taken = Counter(run), []
        for at in range(first, min(first + len(run) + slop, len(found))):
            if lacking[found[at]] > 0:
                lacking[found[at]] -= 1
                taken.append(at)
        if found[first] in run and not +lacking:
            expected.update(taken)
    assert near_places(found, run, slop) == sorted(expected)


class CountedWord(str):
    """A word that counts how often it is looked at."""

    __slots__ = ()
    looks = 0

    def __eq__(self, other: object) -> bool:
        CountedWord.looks += 1
        return str.__eq__(self, other) is True

    def __ne__(self, other: object) -> bool:
        return not self == other

    def __hash__(self) -> int:
        CountedWord.looks += 1
        return str.__hash__(self)


def looks(text: str, run: str, slop: int) -> int:
    found, sought = [CountedWord(word) for word in text.split()], [CountedWord(word) for word in run.split()]
    CountedWord.looks = 0
    if slop:
        near_places(found, sought, slop)
    else:
        list(adjacent_places(found, sought))
    return CountedWord.looks


@pytest.mark.parametrize(
    ("text", "run", "slop"),
    [
        ("a ", "a " * 200 + "b", 0),
        ("a ", "a " * 200, 0),
        ("a b ", "a b " * 100 + "a a", 0),
        ("a ", "a " * 200, 100),
        ("a ", "a b", 100),
        ("a b ", "a b", 100),
        ("a b c d ", "a b c d " * 60, 100),
        ("a b c d e " + "x " * 40, "a b c d e", 40),
    ],
)
def test_the_effort_grows_with_the_text_and_nothing_else(text: str, run: str, slop: int) -> None:
    size = len(text.split())
    short, long = (looks(text * (words // size), run, slop) for words in (2_000, 8_000))
    assert long - short <= 60 * 6_000
