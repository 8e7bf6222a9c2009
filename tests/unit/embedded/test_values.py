"""The values of a tag field by the beginning of their words, against a scan."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from papersearch import text
from papersearch.embedded import value_tables
from papersearch.embedded.value_tables import ValueTable

VALUES = [
    "machine translation",
    "machine",
    "translation memory",
    "a",
    "ÿ",
    "Éluard Paul",
    "x b",
    "c d",
    "北京",
    "ab",
    "b",
]


def scan(prefix: str) -> list[int]:
    return [
        place for place, value in enumerate(VALUES) if f" {text.index_text(prefix)}" in f" {text.index_text(value)}"
    ]


@pytest.mark.parametrize(
    "prefix",
    ["", "m", "ma", "machine tr", "b c", "e", "éluard p", "eluard p", "a", "ab", "abc", "b", "ÿ", "北", "北京", "zz"],
)
def test_values_by_the_beginning_of_a_word(prefix: str) -> None:
    assert ValueTable("keyword", VALUES).beginning(prefix).tolist() == scan(prefix)


def test_values_that_come_later_are_found_too() -> None:
    table = ValueTable("keyword", VALUES[:3])
    assert table.beginning("tr").tolist() == [0, 2]
    assert table.ordinals([VALUES[3:], ["true"]]) == [list(range(3, len(VALUES))), [len(VALUES)]]
    assert table.beginning("tr").tolist() == [0, 2, len(VALUES)]


def test_no_values() -> None:
    assert not len(ValueTable("keyword").beginning("a"))


def test_values_are_numbered_once_however_many_come(monkeypatch: pytest.MonkeyPatch) -> None:
    for many, recent in ((20_000, 2_000), (20_000, 1), (0, 1), (0, 2_000)):
        monkeypatch.setattr(value_tables, "_MANY", many)
        monkeypatch.setattr(value_tables, "_RECENT", recent)
        table = ValueTable("keyword", ["kept"])
        assert table.ordinals([["a", "kept"], [], ["b", "a"]]) == [[1, 0], [], [2, 1]]
        assert table.ordinals([["c"], ["b", "c"]]) == [[3], [2, 3]]
        assert [table.find(value) for value in ("kept", "a", "b", "c", "d")] == [0, 1, 2, 3, None]
        assert list(table.values) == ["kept", "a", "b", "c"]


def test_values_whose_hashes_are_equal_are_told_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(value_tables, "hash", len, raising=False)
    monkeypatch.setattr(value_tables, "_RECENT", 0)
    table = ValueTable("keyword", ["ab", "cd"])
    table.ordinals([["ef"], ["cd"]])
    assert [table.find(value) for value in ("ab", "cd", "ef", "gh", "a")] == [0, 1, 2, None, None]
    assert [table.with_key(key) for key in ("ab", "cd", "ef", "gh")] == [[0], [1], [2], []]


def test_all_values_with_a_key_are_found_later_ones_too() -> None:
    table = ValueTable("keyword", ["deep learning", "deep-learning", "other"])
    assert table.with_key("deeplearning") == [0, 1]
    table.ordinals([["deeplearning", "x"]])
    assert table.with_key("deeplearning") == [0, 1, 3]
    assert table.with_key("nothing") == []


@given(st.lists(st.text("ab cé", max_size=5), max_size=30), st.integers(0, 30))
def test_tables_that_grow_are_those_that_are_made_at_once(values: list[str], cut: int) -> None:
    distinct = list(dict.fromkeys(values))
    grown = ValueTable("keyword", distinct[:cut])
    grown.beginning("a")
    grown.with_key("a")
    grown.ordinals([distinct[cut:]])
    whole = ValueTable("keyword", distinct)
    for text_ in (*distinct, "a", "b c", "é"):
        assert grown.find(text_) == whole.find(text_) == (distinct.index(text_) if text_ in distinct else None)
        assert grown.with_key(text_) == whole.with_key(text_)
        assert grown.beginning(text_).tolist() == whole.beginning(text_).tolist()
