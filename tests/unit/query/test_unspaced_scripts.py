"""Unquoted runs of scripts that put no spaces between words: a run asks for its letters side by side."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from papersearch.query.compounds import expand_compounds
from papersearch.query.nodes import And, Node, Not, Or, Phrase, Prefix, Run, Word
from papersearch.query.render import render
from papersearch.query.synonyms import expand_synonyms, read_synonyms
from papersearch.query.syntax import parse


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("学习", Run("学习")),
        ("学", Word("学")),
        ("学 习", And((Word("学"), Word("习")))),
        ("学・习", And((Word("学"), Word("习")))),
        ("学\u200b习", Run("学习")),
        ("研究 -学习", And((Run("研究"), Not(Run("学习"))))),
        ("ディープラーニング", Run("ディープラーニング")),
        ("딥러닝 모델", And((Run("딥러닝"), Run("모델")))),
        ("เชิงลึก", Run("เชิงลึก")),
        ("เชิงลึก*", Run("เชิงลึก")),
        ("学*", Word("学")),
        ("រៀន OR ຮຽນ", Or((Run("រៀន"), Run("ຮຽນ")))),
        ("title:မြန်မာ", Run("မြန်မာ", "title")),
        ("GPU学习model", And((Word("GPU"), Run("学习"), Word("model")))),
        ("学习model*", And((Run("学习"), Prefix("model")))),
        ("التعلّم שָׁלוֹם", And((Word("التعلّم"), Word("שָׁלוֹם")))),
        ("year:学习", And((Word("year"), Run("学习")))),
    ],
)
def test_tree(text: str, tree: Node) -> None:
    assert parse(text).tree == tree
    assert parse(render(tree)).tree == tree


@given(st.text(alphabet='学习กำลึ้รនាမြ အa*-" ()½\u200b\u0301ㄱ㏠㍿', max_size=12))
def test_echo_says_the_same(text: str) -> None:
    tree = parse(text).tree
    assert parse(render(tree)).tree == tree


@pytest.mark.parametrize("text", ["学习", "title:မြန်မာ", "研究 AND NOT 学习", "รักเรียน OR 학습"])
def test_a_run_is_echoed_as_typed(text: str) -> None:
    assert parse(text).normalized == text


def test_quoted_letters_are_a_phrase() -> None:
    assert parse('"学习"').tree == Phrase("学习")
    assert parse('"学习"').normalized == '"学习"'


def test_star_behind_a_run_is_no_mistake() -> None:
    assert not parse("เชิงลึก*").warnings
    assert parse("a学习b*").warnings  # the star is b's


def test_synonyms_and_compounds_beside_a_run() -> None:
    synonyms = read_synonyms("gan = generative adversarial network")
    found = expand_synonyms(parse("gan 学习").tree, synonyms)
    assert found == And((Or((Word("gan"), Phrase("generative adversarial network"))), Run("学习")))
    assert Run("学习") in expand_compounds(parse("self-supervised 学习").tree).children  # type: ignore[union-attr]
