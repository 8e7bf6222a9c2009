"""The parser: whatever is typed becomes a tree, and its echo the same tree again."""

import json

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from papersearch.errors import QueryError
from papersearch.query.limits import MAX_CHARACTERS, MAX_CLAUSES, MAX_DEPTH
from papersearch.query.nodes import (
    And,
    AuthorName,
    Everything,
    Identifier,
    Mention,
    Node,
    Not,
    Nothing,
    Or,
    Phrase,
    Prefix,
    Range,
    Run,
    Tag,
    Word,
    conjunction,
    disjunction,
)
from papersearch.query.render import render
from papersearch.query.syntax import negation, parse
from papersearch.query.warnings import WarningCode
from tests.support.paths import GOLDEN

NASTY = [json.loads(line) for line in (GOLDEN / "nasty_queries.jsonl").read_text("utf-8").splitlines()]


def words(*texts: str, field: str = "any") -> Node:
    return conjunction(*(Word(text, field) for text in texts))


def codes(text: str) -> list[str]:
    return [warning.code.value for warning in parse(text).warnings]


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("data augmentation", words("data", "augmentation")),
        ('"data augmentation"', Phrase("data augmentation")),
        ("“data augmentation”", Phrase("data augmentation")),
        (
            'gan OR "generative adversarial" -survey',
            Or((Word("gan"), And((Phrase("generative adversarial"), Not(Word("survey")))))),
        ),
        (
            '(gan OR "generative adversarial") -survey',
            And((Or((Word("gan"), Phrase("generative adversarial"))), Not(Word("survey")))),
        ),
        ("a OR b c", Or((Word("a"), words("b", "c")))),
        ("a | b && c", Or((Word("a"), words("b", "c")))),
        ("a|b", Or((Word("a"), Word("b")))),
        ("a ANDNOT b", And((Word("a"), Not(Word("b"))))),
        ("a !b", And((Word("a"), Not(Word("b"))))),
        ("NOT NOT a", Word("a")),
        ("+a -b", And((Word("a"), Not(Word("b"))))),
        ("title:(graph OR network)", Or((Word("graph", "title"), Word("network", "title")))),
        ("ti:(a abs:b)", And((Word("a", "title"), Word("b", "abstract")))),
        ("title: graph", Word("graph", "title")),
        ("Title:graph", Word("graph", "title")),
        ("title:-a", Word("a", "title")),
        ("soft/hard", words("soft", "hard")),
        ("self-supervised", words("self", "supervised")),
        ("title:input-output", words("input", "output", field="title")),
        ("C++", Word("C")),
        ("L2:", Word("L2")),
        ("neur*", Prefix("neur")),
        ("self-super*", And((Word("self"), Prefix("super")))),
        ("ne*", Word("ne")),
        ('"a b"~3', Phrase("a b", slop=3)),
        ('title:"a b"', Phrase("a b", "title")),
        ("中文", Run("中文")),
        ("M\\'ezard", Word("Mézard")),
        ('M\\"{o}bius', Word("Möbius")),
        ("venue:ICLR", Tag("venue", "ICLR")),
        ('kw:"data augmentation"', Tag("keyword", "data augmentation")),
        ("keyword:C++", Tag("keyword", "C++")),
        ("keyword:neur*", Prefix("neur", "keyword")),
        ("venue:~missing", Tag("venue", "~missing")),
        ("author:lecun_y", AuthorName("lecun_y")),
        ('author:"lecun, yann"', AuthorName("lecun, yann")),
        ("author:(lecun OR hinton)", Or((AuthorName("lecun"), AuthorName("hinton")))),
        ("arXiv:1810.02340v2", Identifier("arxiv", "1810.02340")),
        ("https://arxiv.org/abs/1810.02340", Identifier("arxiv", "1810.02340")),
        ("hep-th/9901001v3", Identifier("arxiv", "hep-th/9901001")),
        ("10.1000/a/b(1)", Identifier("doi", "10.1000/a/b(1)")),
        ("(doi:10.1000/A(1))", Identifier("doi", "10.1000/a(1)")),
        ("https://openreview.net/forum?id=B1VZqjAcYX", Identifier("openreview", "b1vzqjacyx")),
        ("p_abcdefghijkl", Identifier("id", "p_abcdefghijkl")),
        ("a 1810.02340v2", And((Word("a"), Mention("1810.02340v2")))),
        ("a, 10.1000/a/b(1).", And((Word("a"), Mention("10.1000/a/b(1)")))),
        ("(10.1000/a OR a) b", And((Or((Mention("10.1000/a"), Word("a"))), Word("b")))),
        ("a https://aclanthology.org/P18-1001/", And((Word("a"), Mention("https://aclanthology.org/P18-1001/")))),
        ("P18-1001", Mention("P18-1001")),
        ("acl:P18-1001 a", And((Mention("acl:P18-1001"), Word("a")))),
        ("acl:2019 a", words("acl", "2019", "a")),
        ("P18-1001*", And((Word("P18"), Prefix("1001")))),
        ('"P18-1001"', Phrase("P18-1001")),
        ("title:1810.02340", words("1810", "02340", field="title")),
        ("1810.02340 venue:ICLR", And((Identifier("arxiv", "1810.02340"), Tag("venue", "ICLR")))),
        ("-1810.02340", Not(Identifier("arxiv", "1810.02340"))),
        ("*", Everything()),
        ("NOT *", Nothing()),
        ("", Everything()),
    ],
)
def test_tree(text: str, tree: Node) -> None:
    assert parse(text).tree == tree


@pytest.mark.parametrize(
    "text",
    [
        "2018..2020",
        "2018-2020",
        "[2018 TO 2020]",
        "2018 - 2020",
        "2018–2020",
        "(2018..2020)",
        '"2018..2020"',
        "{2018 TO 2020}",
    ],
)
def test_forms_of_a_range_are_equal(text: str) -> None:
    assert parse(f"year:{text}").tree == Range("year", 2018, 2020)


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("year:2018", 2018, 2018),
        ("year:>=2018", 2018, None),
        ("year:>2018", 2019, None),
        ("year:<=2018", None, 2018),
        ("year:<2018", None, 2017),
        ("year:2018-", 2018, None),
        ("year:2018..", 2018, None),
        ("year:..2018", None, 2018),
        ("year:[2018 TO *]", 2018, None),
        ("year:2020..2018", 2018, 2020),
        ("added:1970-01-02", 86_400_000_000, 2 * 86_400_000_000 - 1),
        ("added:>=1970-01-02", 86_400_000_000, None),
        ("added:>1970-01-02", 2 * 86_400_000_000, None),
        ("added:<1970-01-02", None, 86_400_000_000 - 1),
        ("added:1970-01-01T00:00:01Z", 1_000_000, 1_999_999),
        ("added:1970-01..1970-02", 0, 59 * 86_400_000_000 - 1),
    ],
)
def test_range(text: str, low: int | None, high: int | None) -> None:
    tree = parse(text).tree
    assert isinstance(tree, Range)
    assert (tree.low, tree.high) == (low, high)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("foo:bar", "unknown_field"),
        ("title:", "empty_field"),
        ('a "b', "unclosed_quote"),
        ("(a", "unbalanced_parenthesis"),
        ("a)", "unbalanced_parenthesis"),
        ("()", "empty_group"),
        ("AND", "dangling_operator"),
        ("a OR", "dangling_operator"),
        ("NOT", "dangling_operator"),
        ("a^2", "ignored_operator"),
        ("a~1", "ignored_operator"),
        ("wom?n", "ignored_characters"),
        ("{a}", "ignored_characters"),
        ("C++", "ignored_characters"),
        ("\\", "ignored_characters"),
        ('"???"', "no_word"),
        ("😀", "no_word"),
        ("[", "no_word"),
        ("ne*", "short_prefix"),
        ("year:abc", "invalid_value"),
        ("has:cod", "unknown_value"),
        ("year:2020..2018", "reversed_range"),
        ("and or not", "lowercase_operator"),
        ("*", "match_all"),
    ],
)
def test_what_is_odd_is_warned_of(text: str, code: str) -> None:
    assert code in codes(text)
    assert WarningCode(code)


@pytest.mark.parametrize("text", ["data augmentation", "soft/hard", "a -b", "don't", "e.g. this", '"a b"~2', "12:30"])
def test_plain_text_has_no_warnings(text: str) -> None:
    assert codes(text) == []


def test_warnings_have_places_in_the_typed_text() -> None:
    assert [w.position for w in parse("M\\'ezard foo:bar (").warnings] == [9, 17, 17]


def test_unknown_field_names_the_nearest() -> None:
    [warning] = parse("titel:graph").warnings
    assert warning.suggestion == "title:graph"


def test_strict_refuses_with_place_and_repair() -> None:
    with pytest.raises(QueryError) as caught:
        parse("graph AND (network OR", strict=True)
    assert caught.value.code == "invalid_query"
    assert {problem.position for problem in caught.value.problems} == {10, 19}
    assert all(problem.suggestion == "graph AND network" for problem in caught.value.problems)


@pytest.mark.parametrize("text", ["and or not", '"a b" -c', "title:(a OR b)", "*", "soft/hard"])
def test_strict_accepts_what_is_well_formed(text: str) -> None:
    assert parse(text, strict=True).tree == parse(text).tree


@pytest.mark.parametrize(
    ("text", "limit"),
    [
        ("a" * (MAX_CHARACTERS + 1), "1,000"),
        ("a " * (MAX_CLAUSES + 1), "64"),
        ("(" * (MAX_DEPTH + 1) + "a" + ")" * (MAX_DEPTH + 1), "8"),
    ],
)
def test_limit_is_named(text: str, limit: str) -> None:
    with pytest.raises(QueryError, match=f"limit is {limit}") as caught:
        parse(text)
    assert caught.value.code == "query_too_large"


def test_at_the_limits_queries_are_read() -> None:
    parse("a" * MAX_CHARACTERS)
    parse("a " * MAX_CLAUSES)
    parse("(" * MAX_DEPTH + "a" + ")" * MAX_DEPTH)


def test_there_are_at_least_300_nasty_queries() -> None:
    assert len(set(NASTY)) >= 300


def check_fixed_point(text: str) -> None:
    try:
        parsed = parse(text)
    except QueryError as error:
        if error.code != "query_too_large":
            raise
        return
    again = parse(parsed.normalized)
    assert again.tree == parsed.tree
    assert again.normalized == parsed.normalized
    assert again.rank_phrases == parsed.rank_phrases
    assert all(0 <= warning.position <= len(text) for warning in parsed.warnings)


@pytest.mark.parametrize("text", NASTY, ids=range(len(NASTY)))
def test_nasty_query_is_read_and_its_echo_parses_to_itself(text: str) -> None:
    check_fixed_point(text)


SYNTAX = st.sampled_from(
    ['"', "(", ")", "AND", "OR", "NOT", "-", "|", "!", "+", "*", "~2", "^2", ":", "title:", "year:", "added:", "venue:",
     "author:", "doi:", "id:", "has:", "[", "]", "TO", "..", ">=", "2018", "2024-01-01", " ", " ", " ", "\\", "{", "'",
     "abc", "Mézard", "x", "~missing", "“", "中", "/", "_", "\ud800", "😀", "and", "arxiv:", "1810.02340", "10.1000/x"]
)  # fmt: skip


@given(st.text(max_size=60))
@example("+\u0903 -\u0903")
def test_echo_of_any_text_parses_to_itself(text: str) -> None:
    check_fixed_point(text)


@given(st.lists(SYNTAX, max_size=25).map("".join))
@example("doi:doi:doi:")
@example('"AND"10.1000/x~2~2')
@example("a 10.1000/x~2^2~1")
@example("a 10.1000/x^2~2")
@example("title:()10.1000/x~2.5:(a")
@example(":doi:10.1000/x N19-1423-~2")
@example(":-N19-1423a")
@example('doi:"//')
@example("10.1000/x“")
@example("doi:doi:|")
@example("10.1000/x(\ud800")
def test_echo_of_any_syntax_parses_to_itself(text: str) -> None:
    check_fixed_point(text)


WORDS = st.sampled_from(["graph", "Netz", "augmentation", "x1", "中"])
TEXT_FIELDS = st.sampled_from(["any", "title", "abstract", "tldr", "comments", "fulltext"])
YEARS = st.integers(1, 9999)
MOMENTS = st.integers(-(10**15), 10**16)
LEAVES: st.SearchStrategy[Node] = st.one_of(
    st.builds(Word, WORDS, TEXT_FIELDS),
    st.builds(Prefix, st.sampled_from(["neur", "abc"]), TEXT_FIELDS),
    st.builds(
        Phrase, st.sampled_from(["a b", "self-supervised learning", "x (y) OR z"]), TEXT_FIELDS, st.integers(0, 9)
    ),
    st.builds(
        Tag, st.sampled_from(["venue", "keyword", "source"]), st.sampled_from(["ICLR", "a b", "C++", "~missing", "OR"])
    ),
    st.builds(AuthorName, st.sampled_from(["lecun_y", "lecun, yann", "O'Brien"])),
    st.builds(Identifier, st.sampled_from(["doi"]), st.sampled_from(["10.1000/a", "10.1000/a(b)"])),
    st.builds(Identifier, st.just("acl"), st.just("p18-1001")),
    st.builds(Mention, st.sampled_from(["P18-1001", "2020.acl-main.463"])),
    st.builds(lambda a, b: Range("year", min(a, b), max(a, b)), YEARS, YEARS),
    st.builds(lambda a, b: Range("added", min(a, b), max(a, b)), MOMENTS, MOMENTS),
    st.builds(lambda a: Range("added", a), MOMENTS),
    st.builds(lambda a: Range("updated", None, a), MOMENTS),
    st.builds(lambda a: Range("year", a), YEARS),
)
TREES: st.SearchStrategy[Node] = st.recursive(
    LEAVES,
    lambda nodes: st.one_of(
        nodes.map(negation),
        st.lists(nodes, min_size=2, max_size=4).map(lambda children: conjunction(*children)),
        st.lists(nodes, min_size=2, max_size=4).map(lambda children: disjunction(*children)),
    ),
    max_leaves=12,
)


@given(TREES)
def test_text_of_any_tree_parses_to_that_tree(tree: Node) -> None:
    try:
        parsed = parse(render(tree))
    except QueryError as error:
        if error.code != "query_too_large":
            raise
        return
    assert parsed.tree == tree
    assert parsed.warnings == ()


@pytest.mark.parametrize(
    ("text", "phrases"),
    [
        ("data augmentation", (("data", "augmentation"),)),
        ("data", ()),
        ('data "a b" augmentation', ()),
        ("Data Augmentation venue:ICLR deep nets", (("data", "augmentation"), ("deep", "nets"))),
        ("a OR b c", (("b", "c"),)),
        ("-(a b)", ()),
        ("title:(a b)", ()),
        ("self-supervised learning", (("self", "supervised", "learning"),)),
    ],
)
def test_runs_of_plain_words_are_for_ranking(text: str, phrases: tuple[tuple[str, ...], ...]) -> None:
    assert parse(text).rank_phrases == phrases
