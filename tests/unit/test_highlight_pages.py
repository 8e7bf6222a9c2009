"""Fragments of whole texts name their pages."""

from papersearch.highlight_pages import PageFragment, page_fragments, wanted_in_pages
from papersearch.query.syntax import parse

TEXT = "Of data, and of augmentation.\fHere data\naugmentation & more.\fNothing."


def found(query: str, text: str = TEXT) -> list[PageFragment]:
    return page_fragments(text, wanted_in_pages(parse(query).tree))


def test_a_phrase_is_found_on_its_page_and_escaped() -> None:
    wanted = [PageFragment(2, "Here <mark>data\naugmentation</mark> &amp; more.")]
    assert found('"data augmentation"') == found('fulltext:"data augmentation"') == wanted


def test_words_count_only_where_full_text_is_named() -> None:
    assert not wanted_in_pages(parse("data").tree)
    assert [piece.page for piece in found("fulltext:augmented")] == [1, 2]


def test_other_fields_and_negations_are_not_looked_for() -> None:
    assert not wanted_in_pages(parse('title:"data augmentation" -"data augmentation"').tree)


def test_three_fragments_at_most() -> None:
    assert [piece.page for piece in found('"a b"', "\f".join(["a b"] * 9))] == [1, 2, 3]
