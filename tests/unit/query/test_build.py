"""From parameters to a request, and cursors."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from papersearch.errors import ParameterError, Problem, QueryError
from papersearch.fields import FACETS
from papersearch.query.build import BuiltRequest, build_request, canonical_value
from papersearch.query.cursors import Cursor, decode_cursor, encode_cursor
from papersearch.query.nodes import And, Not, Or, Range, Word
from papersearch.query.parameters import PARAMETERS, SearchParams, read_params
from papersearch.query.request import AsOf, FacetSpec, Interval, Op, Order, SearchRequest, Selection, Sort
from tests.support.search_params import search_params


def build(**params: object) -> BuiltRequest:
    return build_request(search_params(**params))


def problem(**params: object) -> Problem:
    with pytest.raises(ParameterError) as caught:
        build(**params)
    return caught.value.problems[0]


def test_nothing_given_is_everything_newest_first() -> None:
    assert build().request == SearchRequest(order=Order(Sort.YEAR))


def test_table_and_parameters_agree() -> None:
    facets = {facet.name for facet in FACETS}
    others = {parameter.name for parameter in PARAMETERS if parameter.name.partition(".")[0] not in facets}
    assert others == set(SearchParams.__dataclass_fields__) - {"filters"}
    for parameter in PARAMETERS:
        empty = () if parameter.is_repeatable else parameter.default
        assert SearchParams().value(parameter.name) == empty


@pytest.mark.parametrize(
    ("text", "values", "intervals"),
    [
        ("2018", ("2018",), ()),
        ("2018-2020", (), (Interval(2018, 2020),)),
        ("2018..2020", (), (Interval(2018, 2020),)),
        ("2018-", (), (Interval(2018, None),)),
        ("..2020", (), (Interval(None, 2020),)),
        (">=2018", (), (Interval(2018, None),)),
        ("~missing", ("~missing",), ()),
    ],
)
def test_forms_of_a_year(text: str, values: tuple[str, ...], intervals: tuple[Interval, ...]) -> None:
    assert build(year=(text,)).request.selections == (Selection("year", values, intervals),)


def test_years_are_checked() -> None:
    assert problem(year=("abc",)).parameter == "year"
    assert problem(year=("2020-2018",)).suggestion == "2018..2020"


def test_facet_values_become_canonical() -> None:
    assert canonical_value("author", "LeCun, Yann") == "yann lecun"
    assert canonical_value("venue", "NIPS") == canonical_value("venue", "NeurIPS")
    assert canonical_value("has", "TL;DR") == "tldr"
    assert canonical_value("keyword", " Data  Augmentation ") == "data augmentation"
    assert canonical_value("venue", "~missing") == "~missing"


@given(st.sampled_from(["venue", "keyword", "author", "source", "has"]), st.text(max_size=20))
def test_canonical_values_are_their_own(field: str, value: str) -> None:
    once = canonical_value(field, value)
    if field != "venue":
        assert canonical_value(field, once) == once


def test_operators_and_exclusions() -> None:
    request = build(
        keyword=("a", "b", "A"), keyword_op="and", venue_not=("ICLR",), year_not=("2018", "2020-2022")
    ).request
    assert Selection("keyword", ("a", "b"), op=Op.AND) in request.selections
    assert Selection("venue", excluded=("iclr",)) in request.selections
    assert Selection("year", excluded=("2018",)) in request.selections
    assert request.query == Not(Range("year", 2020, 2022))


def test_venue_in_the_query_is_canonical_also_when_nested() -> None:
    nested = build(q="venue:NIPS OR graph").request.query
    assert isinstance(nested, Or)
    assert nested.children[0] == build(q="venue:NeurIPS OR graph").request.query.children[0]  # type: ignore[union-attr]
    assert build(q="venue:NIPS").request.selections == build(venue=("NIPS",)).request.selections


def test_rest_and_selections_stand_for_the_same_search() -> None:
    built = build(q="graph venue:ICLR -survey")
    assert built.rest == "graph AND NOT survey"
    assert build(q=built.rest, venue=("iclr",)).request == built.request


def test_compounds_always_synonyms_on_request() -> None:
    assert build(q="dataset").request.query == Or((And((Word("data"), Word("set"))), Word("dataset")))
    assert build(q="lstm").request.query == Word("lstm")
    assert isinstance(build(q="lstm", synonyms=True).request.query, Or)


def test_days_of_adding() -> None:
    request = build(added_from="1970-01-02", added_to="1970-01-02").request
    assert request.query == Range("added", 86_400_000_000, 172_799_999_999)
    assert problem(added_from="yesterday").parameter == "added_from"
    assert problem(added_from="2024-01-02", added_to="2024-01-01").parameter == "added_from"


@pytest.mark.parametrize(
    ("sort", "order"),
    [
        ("relevance", Order()),
        ("year", Order(Sort.YEAR)),
        ("year:asc", Order(Sort.YEAR, is_descending=False)),
        ("title", Order(Sort.TITLE, is_descending=False)),
        ("title:desc", Order(Sort.TITLE)),
        ("added_at", Order(Sort.ADDED_AT)),
        (None, Order()),
    ],
)
def test_sorts(sort: str | None, order: Order) -> None:
    assert build(q="graph", sort=sort).request.order == order


@pytest.mark.parametrize("query", ["", "-survey", "venue:ICLR", "author:lecun", "year:2018"])
def test_relevance_without_positive_text_is_newest_first(query: str) -> None:
    assert build(q=query, sort="relevance").request.order == Order(Sort.YEAR)


@pytest.mark.parametrize(
    ("sort", "suggestion"),
    [("yeer", "year"), ("yeer:asc", "year:asc"), ("relevance:asc", "relevance"), ("x", "relevance")],
)
def test_wrong_sort_names_the_nearest(sort: str, suggestion: str) -> None:
    assert problem(sort=sort).suggestion == suggestion


def test_pages() -> None:
    request = build(page=3, per_page=50).request
    assert (request.offset, request.limit) == (100, 50)
    assert build(page=500, per_page=20).request.offset == 9_980
    assert "cursor" in problem(page=501, per_page=20).detail
    assert problem(per_page=101).suggestion == "100"
    assert problem(page=0).suggestion == "1"
    assert problem(page=2, cursor="*").parameter == "page"


def test_facets() -> None:
    assert build(facets=("venue", "kw"), facet_size=5).request.facets == (
        FacetSpec("venue", 5),
        FacetSpec("keyword", 5),
    )
    assert problem(facets=("venu",)).suggestion == "venue"
    assert problem(facets=("title",)).parameter == "facets"


def test_fields_of_the_answer() -> None:
    assert build(fields=("title", "author", "doi", "links")).fields == ("title", "authors", "ids", "links")
    assert problem(fields=("titel",)).suggestion == "title"


def test_all_that_is_wrong_is_told_at_once() -> None:
    with pytest.raises(ParameterError) as caught:
        build(year=("abc",), sort="nope", facets=("nope",))
    assert {each.parameter for each in caught.value.problems} == {"year", "sort", "facets"}


def test_errors_of_the_query_keep_their_kind() -> None:
    with pytest.raises(QueryError) as caught:
        build(q="a" * 1001)
    assert caught.value.code == "query_too_large"


def test_unknown_value_is_a_warning() -> None:
    [warning] = build(has=("cod",)).warnings
    assert (warning.code, warning.suggestion) == ("unknown_value", "has=code")


def test_reading_a_query_string() -> None:
    params = read_params(
        [("q", "a"), ("venue", "x,y"), ("venue", "z"), ("facets", "venue, year"), ("page", "2"), ("strict", "true")]
    )
    assert params == search_params(q="a", venue=("x,y", "z"), facets=("venue", "year"), page=2, strict=True)


@pytest.mark.parametrize(
    ("name", "text", "suggestion"),
    [("pgae", "1", "page"), ("page", "x", None), ("page", "0", "1"), ("per_page", "1000", "100"),
     ("match", "bset", "best"),
     ("keyword.op", "xor", "or"), ("highlight", "maybe", "true"), ("page", "9" * 30, None), ("page", "٣", None)],
)  # fmt: skip
def test_wrong_parameter_is_named(name: str, text: str, suggestion: str | None) -> None:
    with pytest.raises(ParameterError) as caught:
        read_params([(name, text)])
    assert [(each.parameter, each.suggestion) for each in caught.value.problems] == [(name, suggestion)]


def test_repeated_parameter_is_refused() -> None:
    with pytest.raises(ParameterError, match="2 times"):
        read_params([("q", "a"), ("q", "b")])


KEYS = st.tuples(
    st.none()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.integers(-(2**62), 2**62)
    | st.text(st.characters(codec="utf-8"), max_size=30),
    st.integers(0, 2**63 - 1),
)


NUMBERS = st.integers(0, 2**63 - 1)
PLACES = st.none() | st.builds(AsOf, st.text("abc-0", max_size=20), NUMBERS, st.none() | NUMBERS)


@given(KEYS, st.none() | st.text("abc=/+", max_size=50), PLACES)
def test_cursor_comes_back_as_it_was(
    key: tuple[float | int | str | None, int], snapshot: str | None, as_of: AsOf | None
) -> None:
    request = replace(build(q="graph").request, as_of=as_of)
    text = encode_cursor(request, key, snapshot)
    assert text.replace("-", "").replace("_", "").isalnum()
    assert decode_cursor(text, request) == Cursor(key, snapshot, as_of)


def test_cursor_goes_on_with_its_query() -> None:
    first = build(q="graph", cursor="*").request
    assert first.keep_snapshot
    text = encode_cursor(first, (1.5, 7), "snap")
    following = build(q="graph", cursor=text, per_page=50, facets=("venue",)).request
    assert (following.after, following.snapshot, following.offset) == ((1.5, 7), "snap", 0)


@pytest.mark.parametrize("other", [{"q": "graphs"}, {"q": "graph", "sort": "year"}, {"q": "graph", "venue": ("x",)}])
def test_cursor_of_another_query_is_refused(other: dict[str, object]) -> None:
    text = encode_cursor(build(q="graph").request, (1.5, 7))
    with pytest.raises(ParameterError) as caught:
        build(**other, cursor=text)
    assert caught.value.code == "cursor_mismatch"


@given(st.text(max_size=60))
def test_any_other_text_is_no_cursor(text: str) -> None:
    with pytest.raises(ParameterError):
        decode_cursor(text, build(q="graph").request)


def test_field_sorts_need_no_snapshot() -> None:
    assert not build(sort="added_at:asc", cursor="*").request.keep_snapshot


def test_best_match_needs_one_of_the_words_that_say_something() -> None:
    assert build(q="what is a graph or tree", match="best").request.query == Or((Word("graph"), Word("tree")))


def test_best_match_of_stop_words_needs_one_of_them() -> None:
    assert build(q="to be", match="best").request.query == Or((Word("to"), Word("be")))


def test_best_match_keeps_filters_and_negations() -> None:
    query = build(q="graph tree -survey year:2018", match="best").request.query
    assert query == And((Or((Word("graph"), Word("tree"))), Not(Word("survey"))))


def test_best_match_of_one_word_is_that_word() -> None:
    assert build(q="graph", match="best").request.query == Word("graph")
