"""Highlights: what matched is marked, escaped, and never inside a formula."""

import re
from html import escape, unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from papersearch.query.nodes import Node, Word, conjunction
from papersearch.query.syntax import parse
from papersearch.search.highlight import FRAGMENT_LENGTH, Highlights, highlight
from papersearch.text import stem, words

BODY = {
    "title": "Graph networks & Mézard's <i>data augmentation</i>",
    "abstract": "We augment data. "
    + "Nothing of note happens here for a while. " * 12
    + "Data augmentation helps networks.",
    "tldr": {"text": "Networks, graphed.", "source": "auto"},
    "keywords": [{"value": "data augmentation", "source": "author"}, {"value": "survey", "source": "author"}],
    "authors": [{"name": "Yann LeCun"}, {"name": "Marc Mézard"}],
    "comments": None,
}


def found(query: str, body: dict[str, object] | None = None) -> Highlights:
    return highlight(parse(query).tree, BODY if body is None else body)


def abstract(query: str, text: str) -> list[str]:
    return list(found(query, {"abstract": text}).fragments.get("abstract", ()))


def test_title_comes_whole_and_escaped() -> None:
    assert found("graph").fragments["title"] == (
        "<mark>Graph</mark> networks &amp; Mézard&#x27;s &lt;i&gt;data augmentation&lt;/i&gt;",
    )


def test_stems_and_accents() -> None:
    assert (
        found("networking mezard")
        .fragments["title"][0]
        .startswith("Graph <mark>networks</mark> &amp; <mark>Mézard</mark>")
    )


def test_phrase_is_one_mark_and_exact() -> None:
    assert "<mark>data augmentation</mark>" in found('"data augmentation"').fragments["title"][0]
    assert found('"data augmentations"') == Highlights()


def test_phrase_and_its_words_are_one_mark() -> None:
    assert abstract('"data augmentation" data', "data augmentation of data") == [
        "<mark>data augmentation</mark> of <mark>data</mark>"
    ]


def test_fields_that_matched_in_order_of_weight() -> None:
    assert found("networks").matched == ("title", "tldr", "abstract")
    assert found("title:networks").matched == ("title",)
    assert found("zebra").matched == ()


@pytest.mark.parametrize("query", ["-networks", "NOT (networks OR graph)", "year:2018", "venue:ICLR", ""])
def test_negated_and_other_parts_mark_nothing(query: str) -> None:
    assert found(query) == Highlights()


def test_prefix() -> None:
    assert abstract("augm*", "Augmented and augmenting") == ["<mark>Augmented</mark> and <mark>augmenting</mark>"]


def test_proximity_marks_the_words_of_a_near_pair_only() -> None:
    text = "data from here; networks use data and more data far from here networks"
    assert abstract('"networks data"~2', text) == [
        "<mark>data</mark> from here; <mark>networks</mark> use <mark>data</mark> and more data far from here networks"
    ]


def test_proximity_wants_each_word_at_a_place_of_its_own() -> None:
    assert abstract('"data data"~2', "data alone") == []


def test_whole_values() -> None:
    assert found("keyword:data-augmentation").fragments == {"keywords": ("<mark>data augmentation</mark>",)}
    assert found("author:lecun_y").fragments == {"authors": ("<mark>Yann LeCun</mark>",)}


def test_only_values_that_matched_are_given() -> None:
    assert found("survey").fragments == {"keywords": ("<mark>survey</mark>",)}


def test_fragments_are_few_short_and_cut_at_words() -> None:
    pieces = found("data augmentation networks").fragments["abstract"]
    assert 1 <= len(pieces) <= 3
    for piece in pieces:
        plain = unescape(re.sub("</?mark>", "", piece)).strip("… ")
        assert len(plain) <= FRAGMENT_LENGTH
        assert f" {plain} " in f" {BODY['abstract']} "
    assert any("<mark>Data</mark> <mark>augmentation</mark> helps <mark>networks</mark>" in piece for piece in pieces)


def test_fragments_stand_in_the_order_of_the_text_and_do_not_overlap() -> None:
    text = " ".join(f"w{i}" + (" graph" if i % 25 == 0 else "") for i in range(200))
    pieces = abstract("graph", text)
    numbers = [int(n) for piece in pieces for n in re.findall(r"\bw(\d+)", piece)]
    assert len(pieces) == 3
    assert numbers == sorted(set(numbers))


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("the graph $graph_{graph}$ end", "the <mark>graph</mark> $graph_{graph}$ end"),
        (r"a \emph{graph} graph", r"a \emph{graph} <mark>graph</mark>"),
        (r"a \(graph\) graph", r"a \(graph\) <mark>graph</mark>"),
        ("costs 5$ per graph", "costs 5$ per <mark>graph</mark>"),
    ],
)
def test_never_inside_tex(text: str, marked: str) -> None:
    assert abstract("graph", text) == [marked]


def test_a_bracket_that_closes_far_away_is_no_formula() -> None:
    """Else each one that opens in a hostile text would be followed to its end."""
    far = "x " * 400
    assert "<mark>graph</mark>" in abstract("graph", rf"\( graph {far} \)")[0]


def test_no_fragment_is_cut_inside_tex() -> None:
    formula = "$" + "a + " * 60 + "a$"
    [piece] = abstract("graph", f"{'word ' * 100}graph {formula} {'word ' * 100}")
    assert formula in piece


def test_a_match_inside_tex_is_a_match_without_fragments() -> None:
    assert found("graph", {"abstract": "$graph$"}) == Highlights(("abstract",))


@pytest.mark.parametrize(
    "text", ["<script>graph</script>", '"><img src=x onerror=alert(1)> graph', "<mark>graph", "&lt;graph"]
)
def test_hostile_text_is_escaped(text: str) -> None:
    [piece] = abstract("graph", text)
    assert re.findall(r"<[^>]*>", piece) == ["<mark>", "</mark>"]
    assert unescape(re.sub("</?mark>", "", piece)) == text


def test_words_that_folding_joins_or_splits() -> None:
    assert abstract("believe", "be\u00adlieve me") == ["<mark>be\u00adlieve</mark> me"]
    assert abstract('"1 2"', "about ½ of") == ["about <mark>½</mark> of"]


@given(st.text(max_size=300), st.sampled_from(["a", "b c", "é", "1"]))
def test_any_text_comes_back_with_its_words_marked(text: str, query: str) -> None:
    tree: Node = conjunction(*(Word(word) for word in query.split()))
    [*pieces] = highlight(tree, {"title": text}).fragments.get("title", ())
    for piece in pieces:
        assert piece.replace("<mark>", "").replace("</mark>", "") == escape(text)
    wanted = {stem(word) for word in words(query)}
    has_word = not wanted.isdisjoint(stem(word) for word in words(text))
    assert bool(highlight(tree, {"title": text}).matched) == has_word
