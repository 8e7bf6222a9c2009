"""Where words stand in a text: what highlights are cut by."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from papersearch.text import LONGEST_WORD, fold, word_spans, words

LETTERS = st.characters(min_codepoint=32, max_codepoint=0x2FF) | st.sampled_from(
    "½™ﬁ①№Ⅳ\u00ad\u200d\u0301中文한ひéßΣ☃\ufe0f"
)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Data-sets!", [("data", "Data"), ("sets", "sets")]),
        ("be\u00adlieve me", [("believe", "be\u00adlieve"), ("me", "me")]),
        ("x½", [("x1", "x½"), ("2", "½")]),
        ("Me\u0301zard", [("mezard", "Me\u0301zard")]),
        ("Foo™", [("footm", "Foo™")]),
        ("中文", [("中", "中"), ("文", "文")]),
        ("☃\ufe0f", []),
    ],
)
def test_words_with_their_places(text: str, found: list[tuple[str, str]]) -> None:
    assert [(span.word, text[span.start : span.end]) for span in word_spans(text)] == found


@given(st.text(LETTERS, max_size=40))
def test_spans_are_the_words_of_the_text(text: str) -> None:
    spans = list(word_spans(text))
    assert [span.word for span in spans] == words(text)
    assert all(span.word in fold(text[span.start : span.end]) for span in spans)
    assert all(before.start <= after.start for before, after in pairwise(spans))


def test_a_word_that_was_cut_is_found_whole() -> None:
    assert [span.end for span in word_spans("x" * 300)] == [300]
    assert [len(span.word) for span in word_spans("x" * 300)] == [LONGEST_WORD]
