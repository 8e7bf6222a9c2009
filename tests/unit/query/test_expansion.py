"""Compounds, synonyms and lifting: what becomes of a tree before an engine gets it."""

import pytest

from papersearch.query.compounds import expand_compounds, read_compounds
from papersearch.query.lift import lift
from papersearch.query.nodes import And, AuthorName, Everything, Node, Not, Or, Phrase, Range, Tag, Word
from papersearch.query.request import Interval, Op, Selection
from papersearch.query.synonyms import expand_synonyms, read_synonyms
from papersearch.query.syntax import parse


def expanded(text: str) -> Node:
    return expand_compounds(parse(text).tree)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("self", "supervised"),
        ("semi", "supervised"),
        ("multi", "task"),
        ("pre", "training"),
        ("non", "convex"),
        ("over", "fitting"),
        ("data", "set"),
        ("data", "sets"),
        ("un", "supervised"),
        ("fine", "tuning"),
        ("auto", "encoders"),
    ],
)
@pytest.mark.parametrize("frame", ["{}", "title:({})", "-({})", "x {} y", "x OR {}"])
def test_three_forms_of_a_compound_give_one_tree(first: str, second: str, frame: str) -> None:
    apart, hyphen, closed = (
        expanded(frame.format(form)) for form in (f"{first} {second}", f"{first}-{second}", first + second)
    )
    assert apart == hyphen == closed


def test_compound_is_both_words_or_the_closed_one() -> None:
    both = And((Word("self"), Word("supervised")))
    assert expanded("self-supervised") == Or((both, Word("selfsupervised")))


def test_capitals_do_not_matter() -> None:
    assert expanded("Self-Supervised") == expanded("self supervised")


@pytest.mark.parametrize(
    "text",
    ["present", "overall", "selfish", "multiple", "nonetheless", "over the", "multi with", "self", "pre",
     '"self-supervised"', '"pre training"', "self OR supervised", "title:self abstract:supervised", "graph networks"],
)  # fmt: skip
def test_other_words_are_left_alone(text: str) -> None:
    assert expanded(text) == parse(text).tree


def test_a_prefix_before_a_prefix_waits_for_the_word() -> None:
    assert expanded("semi self-supervised") == And((Word("semi"), expanded("self-supervised")))


def test_the_list_is_read_from_text() -> None:
    compounds = read_compounds("foo-  # a prefix\n!foolish*\nbar|baz\n")
    assert compounds.holds("foo", "supervised")
    assert compounds.holds("bar", "bazs")
    assert compounds.split("foolishness") is None


def test_acronym_stands_for_its_phrase_and_back() -> None:
    synonyms = read_synonyms("gan = generative net = generative nets")
    phrases = (Phrase("generative net"), Phrase("generative nets"))
    assert expand_synonyms(Word("GANs"), synonyms) == Or((Word("GANs"), *phrases))
    run = And((Word("generative"), Word("nets")))
    assert expand_synonyms(And((Word("new"), *run.children)), synonyms) == And((Word("new"), Or((run, Word("gan")))))


def test_synonyms_leave_quotes_and_negations_alone() -> None:
    tree = parse('"gan" -gan').tree
    assert expand_synonyms(tree) == tree


def test_synonyms_keep_the_field() -> None:
    found = expand_synonyms(parse("title:lstm").tree)
    assert found == Or((Word("lstm", "title"), Phrase("long short term memory", "title")))


def test_top_level_values_are_lifted() -> None:
    tree = parse("graph venue:ICLR year:2018..2020 has:code").tree
    assert lift(tree)[:2] == (
        Word("graph"),
        (
            Selection("venue", ("ICLR",)),
            Selection("year", intervals=(Interval(2018, 2020),)),
            Selection("has", ("code",)),
        ),
    )


@pytest.mark.parametrize(
    "text",
    ["-venue:ICLR", "venue:ICLR OR graph", "graph (venue:ICLR OR year:2018)", 'author:"yann lecun"', "is:retracted",
     "added:2024", "year:2018 year:2020"],
)  # fmt: skip
def test_other_values_stay(text: str) -> None:
    tree = parse(text).tree
    assert lift(tree)[:2] == (tree, ())


def test_several_values_of_a_facet_are_all_required() -> None:
    assert lift(parse("keyword:a keyword:b keyword:A").tree)[:2] == (
        Everything(),
        (Selection("keyword", ("A", "b"), op=Op.AND),),
    )


def test_ranges_of_years_become_their_common_part() -> None:
    assert lift(parse("year:>=2018 year:<=2020").tree).selections == (
        Selection("year", intervals=(Interval(2018, 2020),)),
    )
    assert lift(parse("year:>=2018 year:<=2018").tree).selections == (Selection("year", ("2018",)),)


def test_a_facet_selected_by_parameter_keeps_its_values() -> None:
    chosen = Selection("keyword", ("x", "y"))
    assert lift(parse("keyword:a").tree, [chosen])[:2] == (Tag("keyword", "a"), (chosen,))
    years = Selection("year", ("2018", "2019"))
    assert lift(parse("year:2019..2020").tree, [years])[:2] == (Range("year", 2019, 2020), (years,))


def test_an_atom_that_repeats_the_selected_value_is_dropped() -> None:
    chosen = Selection("venue", ("iclr",))
    assert lift(parse("venue:ICLR").tree, [chosen])[:2] == (Everything(), (chosen,))


def test_lifted_values_join_exclusions() -> None:
    chosen = Selection("venue", excluded=("icpr",))
    assert lift(parse("venue:ICLR").tree, [chosen]).selections == (Selection("venue", ("ICLR",), excluded=("icpr",)),)


def test_what_is_not_a_facet_stays_beside() -> None:
    rest = lift(parse("author:lecun_y -graph venue:ICLR").tree).query
    assert rest == And((AuthorName("lecun_y"), Not(Word("graph"))))
