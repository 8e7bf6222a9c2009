"""Packed texts are the texts, whatever is done with them."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from papersearch.embedded.packed_texts import GrowingTexts, PackedTexts

texts = st.lists(st.text(st.characters(codec=None), max_size=8), max_size=20)


@given(texts)
def test_texts_come_back_in_order(given_texts: list[str]) -> None:
    packed = PackedTexts.of(given_texts)
    assert list(packed) == given_texts
    assert [packed[number] for number in range(len(packed))] == given_texts


@given(texts, texts, st.data())
def test_rows_of_texts_that_follow_others(first: list[str], second: list[str], data: st.DataObject) -> None:
    both = PackedTexts.of(first).followed_by(PackedTexts.of(second))
    assert list(both) == first + second
    places = st.integers(0, len(both) - 1) if len(both) else st.nothing()
    chosen = data.draw(st.lists(places, max_size=30)) if len(both) else []
    assert list(both.rows(np.array(chosen, dtype=np.int64))) == [(first + second)[number] for number in chosen]


@given(texts, texts, texts)
def test_growing_texts_are_a_list(first: list[str], second: list[str], third: list[str]) -> None:
    grown = GrowingTexts(first)
    for each in second:
        grown.append(each)
    grown.pack()
    for each in third:
        grown.append(each)
    everything = first + second + third
    assert list(grown) == everything
    assert grown[1:-1] == everything[1:-1]
    assert [grown[number] for number in range(len(grown))] == everything
