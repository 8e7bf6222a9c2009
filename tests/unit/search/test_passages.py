"""Fragments of whole texts name their pages."""

from papersearch.query.syntax import parse
from papersearch.search.passages import PageFragment, fragments_of_texts, page_fragments, wanted_in_pages

TEXT = "Of data, and of augmentation.\fHere data\naugmentation & more.\fNothing."


def found(query: str, text: str = TEXT) -> list[PageFragment]:
    return page_fragments(text, wanted_in_pages(parse(query).tree))[0]


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


def test_a_text_is_read_no_further_than_the_limit_allows() -> None:
    wanted = wanted_in_pages(parse('"a b"~1 "c d"~1').tree)
    full = "a x y b c x y d " * 50
    text = "\f".join([full] * 20) + "\fa b"
    pieces, cost = page_fragments(text, wanted, 1_000_000)
    assert [piece.page for piece in pieces] == [21]
    for limit in (0, 1, 50, cost // 2, cost - 5):
        none, spent = page_fragments(text, wanted, limit)
        assert not none
        assert spent <= limit
    assert cost > 20 * 3 * len(full), "each phrase counts"


def test_a_long_text_leaves_the_others_their_part() -> None:
    wanted = wanted_in_pages(parse('"a b"~1').tree)
    texts = ["a x y b z z z " * 10_000, "a b", "", "nothing here " * 10_000, "of a b"]
    first, second, _, _, last = fragments_of_texts(texts, wanted, 50_000)
    assert not first
    assert [piece.html for piece in (*second, *last)] == [
        "<mark>a</mark> <mark>b</mark>",
        "of <mark>a</mark> <mark>b</mark>",
    ]


def test_a_word_that_the_limit_cuts_is_left_out() -> None:
    wanted = wanted_in_pages(parse('"a b"').tree)
    assert page_fragments("a bc", wanted, 6) == ([], 0)
