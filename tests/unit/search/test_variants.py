"""Wider forms of a query, and the parameters that they are offered with."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from papersearch.query.parameters import SearchParams, read_params
from papersearch.query.render import render
from papersearch.query.syntax import parse
from papersearch.search.suggestions import parameter_pairs
from papersearch.search.variants import variants
from tests.support.search_params import search_params


@pytest.mark.parametrize(
    ("query", "kind", "wider"),
    [
        ('"data augmentation"', "unquote", "data AND augmentation"),
        ('gan -"a survey" "b c"', "unquote", 'gan AND NOT "a survey" AND b AND c'),
        ("title:graph year:2018", "any_field", "graph AND year:2018"),
        ('keyword:"data augmentation"', "any_field", '"data augmentation"'),
        ("author:lecun_y", "any_field", "lecun AND y"),
        ("gan venue:iclr", "drop_clause", "gan"),
    ],
)
def test_a_query_has_wider_forms(query: str, kind: str, wider: str) -> None:
    assert wider in [render(each.tree) for each in variants(parse(query).tree) if each.kind == kind]


def test_a_plain_word_has_no_wider_form() -> None:
    assert list(variants(parse("gan").tree)) == []


_TEXTS = st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "Zs")), max_size=12)


@given(
    st.builds(
        search_params,
        q=_TEXTS,
        venue=st.lists(_TEXTS, max_size=3).map(tuple),
        year_not=st.lists(_TEXTS, max_size=2).map(tuple),
        keyword_op=st.sampled_from(["or", "and"]),
        page=st.integers(1, 500),
        highlight=st.booleans(),
        facets=st.lists(st.sampled_from(["venue", "year"]), unique=True).map(tuple),
        seed=st.none() | st.integers(0, 9),
    )
)
def test_parameters_read_back_from_their_pairs(params: SearchParams) -> None:
    assert read_params(parameter_pairs(params)) == params
