"""What is asked for facets, and how answers are read, without an Elasticsearch."""

import pytest

from papersearch.elastic.facets import MOST_VALUES, facets_body, read_facets, worth_counting
from papersearch.elastic.mapping import SEPARATOR
from papersearch.errors import ParameterError
from papersearch.query.nodes import Everything, Word
from papersearch.query.request import FacetSpec, Op, Selection
from papersearch.results import Bucket

ICLR, KEYWORD_A = {"term": {"tag_keys.venue": "iclr"}}, {"term": {"tag_keys.keyword": "a"}}


def answer(**parts) -> dict:
    """An aggregation's answer as Elasticsearch gives it, with 5 papers."""
    values = [{"key": "iclr", "doc_count": 3}, {"key": "icpr", "doc_count": 1}]
    return {
        "doc_count": 5,
        "missing": {"doc_count": 1},
        "values": {"buckets": values, "sum_other_doc_count": 0},
        "pairs": {"value": 4},
        "estimate": {"value": 2},
        **parts,
    }


def test_a_facet_counts_under_the_others_selections_only() -> None:
    body = facets_body(
        [FacetSpec("venue"), FacetSpec("keyword")],
        Word("x"),
        [Selection("venue", ("iclr",)), Selection("keyword", ("a",))],
    )
    assert body["aggs"]["venue"]["filter"] == {"bool": {"filter": [KEYWORD_A]}}
    assert body["aggs"]["keyword"]["filter"] == {"bool": {"filter": [ICLR]}}
    assert ICLR not in body["query"]["bool"]["filter"]
    assert body["size"] == 0


def test_a_selection_that_holds_for_all_facets_narrows_the_query() -> None:
    body = facets_body([FacetSpec("venue")], Everything(), [Selection("keyword", ("a",))])
    assert KEYWORD_A in body["query"]["bool"]["filter"]
    assert body["aggs"]["venue"]["filter"] == {"match_all": {}}


def test_under_and_a_facet_counts_under_its_own_selection_too() -> None:
    body = facets_body([FacetSpec("keyword")], Everything(), [Selection("keyword", ("a",), op=Op.AND)])
    assert KEYWORD_A in body["query"]["bool"]["filter"]


def test_exclusions_hold_for_every_facet() -> None:
    body = facets_body([FacetSpec("venue"), FacetSpec("year")], Everything(), [Selection("venue", excluded=("iclr",))])
    assert ICLR in body["query"]["bool"]["must_not"]


@pytest.mark.parametrize("field", ["title", "nope", "is"])
def test_what_is_no_facet_is_an_error(field: str) -> None:
    with pytest.raises(ParameterError):
        facets_body([FacetSpec(field)], Everything(), [])


def test_a_selected_value_beyond_the_cut_is_listed() -> None:
    specs, selections = [FacetSpec("venue", 2)], [Selection("venue", ("iclr", "nips"))]
    asked = facets_body(specs, Everything(), selections)["aggs"]["venue"]["aggs"]["chosen"]["filters"]["filters"]
    assert asked == [ICLR, {"term": {"tag_keys.venue": "nips"}}]
    chosen = {"buckets": [{"doc_count": 3}, {"doc_count": 0}]}
    facet = read_facets(specs, selections, {"venue": answer(chosen=chosen)})["venue"]
    assert facet.buckets == (
        Bucket("iclr", "iclr", 3, is_selected=True),
        Bucket("icpr", "icpr", 1, is_selected=False),
        Bucket("nips", "nips", 0, is_selected=True),
    )


def test_an_excluded_value_is_listed_at_zero() -> None:
    facet = read_facets([FacetSpec("venue")], [Selection("venue", excluded=("acl",))], {"venue": answer()})["venue"]
    assert facet.buckets[-1] == Bucket("acl", "acl", 0, is_selected=False, is_excluded=True)


def test_what_is_not_listed_is_counted_as_other() -> None:
    facet = read_facets([FacetSpec("venue", 2)], [], {"venue": answer(pairs={"value": 9})})["venue"]
    assert (facet.base_count, facet.missing_count, facet.other_count) == (5, 1, 5)


TWO_OF_MANY = {"buckets": [{"key": "a", "doc_count": 3}, {"key": "b", "doc_count": 1}], "sum_other_doc_count": 9}


@pytest.mark.parametrize(
    ("parts", "distinct", "is_exact"),
    [
        ({}, 2, True),
        ({"values": TWO_OF_MANY, "span": {"count": 700}}, 700, True),
        ({"values": TWO_OF_MANY, "span": {"count": MOST_VALUES}, "estimate": {"value": 55_000}}, 55_000, False),
        ({"values": TWO_OF_MANY, "estimate": {"value": 800}}, 800, False),
    ],
)
def test_distinct_is_exact_or_says_that_it_is_not(parts: dict, distinct: int, *, is_exact: bool) -> None:
    facet = read_facets([FacetSpec("keyword")], [], {"keyword": answer(**parts)})["keyword"]
    assert (facet.distinct, facet.is_distinct_estimate) == (distinct, not is_exact)


def test_a_search_counts_values_afterwards_unless_they_are_too_many() -> None:
    specs = [FacetSpec("keyword"), FacetSpec("author"), FacetSpec("venue")]
    few, many = (
        answer(values=TWO_OF_MANY, estimate={"value": 800}),
        answer(values=TWO_OF_MANY, estimate={"value": 9_000}),
    )
    facets = read_facets(specs, [], {"keyword": few, "author": many, "venue": answer()})
    assert worth_counting(specs, facets) == [specs[0]]


def test_values_are_counted_one_by_one_where_it_is_asked_for() -> None:
    spec = FacetSpec("keyword")
    assert "every" not in facets_body([spec], Everything(), [])["aggs"]["keyword"]["aggs"]
    assert "every" in facets_body([spec], Everything(), [], counted={"keyword"})["aggs"]["keyword"]["aggs"]


def test_a_value_found_by_two_of_its_words_is_counted_once() -> None:
    spec = FacetSpec("keyword", 20, "n")
    asked = facets_body([spec], Everything(), [])["aggs"]["keyword"]["aggs"]["values"]["terms"]
    assert (asked["field"], asked["include"]) == ("completions.keyword", "n.*")
    keys = (f"neural nets{SEPARATOR}neural nets", f"nets{SEPARATOR}neural nets", f"news{SEPARATOR}news")
    found = answer(values={"buckets": [{"key": key, "doc_count": 2} for key in keys]})
    facet = read_facets([spec], [], {"keyword": found})["keyword"]
    assert facet.buckets == (
        Bucket("neural nets", "neural nets", 2, is_selected=False),
        Bucket("news", "news", 2, is_selected=False),
    )
    assert (facet.distinct, facet.other_count) == (2, 0)


def test_a_prefix_of_nasty_characters_is_words_only() -> None:
    body = facets_body([FacetSpec("keyword", prefix=".*(a|b)[")], Everything(), [])
    assert body["aggs"]["keyword"]["aggs"]["values"]["terms"]["include"] == "a b.*"


def test_years_are_listed_in_the_order_of_numbers() -> None:
    years = {"buckets": [{"key": key, "doc_count": 1} for key in (2019, 998, 2018)]}
    spec = FacetSpec("year", 2, by_value=True, after="998")
    assert [b.value for b in read_facets([spec], [], {"year": answer(values=years)})["year"].buckets] == [
        "2018",
        "2019",
    ]
