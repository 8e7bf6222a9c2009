"""The values of a tag field by the beginning of their words, against a scan."""

import pytest

from papersearch import text
from papersearch.embedded.columns import ValueTable

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
    for value in [*VALUES[3:], "true"]:
        table.ordinal(value)
    assert table.beginning("tr").tolist() == [0, 2, len(VALUES)]


def test_no_values() -> None:
    assert not len(ValueTable("keyword").beginning("a"))
