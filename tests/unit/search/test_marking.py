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
@example("dying to study the skies", [Word("die"), Word("studies"), Word("sky")])
def test_both_ways_mark_the_same(text: str, parts: list[Node]) -> None:
    wanted = wanted_in(ANY, parts)
    by_word = {(span.start, span.end) for span in marking._read_places(text, wanted)}
    assert {(span.start, span.end) for span in places_in(text, wanted)} == by_word


def test_most_texts_beyond_ascii_are_looked_through_as_ascii() -> None:
    assert marking._as_ascii("Mézard’s naïve — “Bayes”…") == "mezard s naive    bayes  "
    assert marking._as_ascii("深度学习") is None
    assert marking._as_ascii("e\u0301") is None
