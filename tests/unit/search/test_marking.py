"""Marks: looking through a text as ASCII finds what reading it word by word finds."""

from hypothesis import example, given
from hypothesis import strategies as st

from papersearch.query.nodes import ANY, Node, Phrase, Prefix, Word
from papersearch.search import marking
from papersearch.search.marking import places_in, wanted_in
from papersearch.text import words

PIECES = (
    *("study", "studies", "studied", "Skies", "sky", "dying", "die", "news", "organization", "organ", "relational"),
    *(
        "data",
        "Data",
        "augmentation",
        "cifar10",
        "naïve",
        "Mézard",
        "Ødegaard",
        "a",
        "b",
        "x²",
        "½",
        "Straße",
        "深度学习",
    ),
    *("İstanbul", "e\u0301", "graph", "graphs", "b" * 300, "c\u00adc", "d\u200bd", "ﬁeld", "_a_"),
)
SEPARATORS = (" ", "-", "/", "’", "—", "…", "\u00a0", "_", "\n", "", "😀", "$", "\u3000")
texts = st.lists(st.tuples(st.sampled_from(PIECES), st.sampled_from(SEPARATORS)), max_size=12).map(
    lambda parts: "".join(piece + separator for piece, separator in parts)
)
leaves = st.one_of(
    st.sampled_from([word for piece in PIECES for word in words(piece)]).map(Word),
    st.sampled_from(("stud", "cif", "mez", "organi", "fie")).map(Prefix),
    st.lists(st.sampled_from(PIECES), min_size=1, max_size=3).map(" ".join).filter(words).map(Phrase),
    st.sampled_from(("a b", "data study", "a a")).map(lambda text: Phrase(text, slop=2)),
)


@given(texts, st.lists(leaves, min_size=1, max_size=4))
@example("a a b a b a", [Phrase("a b a")])
@example("b" * 300 + " data", [Phrase("b" * 300 + " data")])
@example("dying to study the skies", [Word("die"), Word("studies"), Word("sky")])
def test_both_ways_mark_the_same(text: str, parts: list[Node]) -> None:
    wanted = wanted_in(ANY, parts)
    by_word = {(span.start, span.end) for span in marking._read_places(text, wanted)}
    assert {(span.start, span.end) for span in places_in(text, wanted)} == by_word


def test_texts_are_folded_sign_by_sign_unless_signs_combine() -> None:
    view = marking._PlainText.of
    assert view("Mézard’s naïve — “Bayes”…") == ("mezard s naive    bayes  ", ())
    assert view("深度") == (" 深  度 ", [(0, 3, 0), (3, 6, 1)])
    assert view("e\u0301") is None
    assert view("A\U0003d000") is None


def test_signs_that_fold_to_several_keep_their_places() -> None:
    text = "Straße der ﬁnite Automata ½"
    wanted = wanted_in("title", [Word("strasse", ANY), Word("finite", ANY), Phrase("automata 1 2", ANY, 0)])
    assert [text[span.start : span.end] for span in places_in(text, wanted)] == ["ﬁnite", "Straße", "Automata ½"]


def test_a_quick_look_misses_nothing_that_is_marked() -> None:
    wanted = wanted_in("title", [Word("graphs", ANY), Phrase("deep learning", ANY, 0)])
    assert marking.may_have("on a Graph", wanted)
    assert marking.may_have("Deep trees", wanted)
    assert not marking.may_have("trees", wanted)
    assert marking.may_have("Überblick", wanted)
