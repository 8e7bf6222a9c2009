"""The query tree as query DSL: what is asked of Elasticsearch, without one."""

import json
from random import Random

import pytest

from papersearch.elastic.compile import (
    MATCH_ALL,
    MATCH_NONE,
    compile_query,
    phrase_rank_clauses,
    range_clause,
    tag_clause,
)
from papersearch.elastic.filters import IS_DELETED, excluded_clauses, filtered, search_body, selected_clause
from papersearch.elastic.mapping import VALUE_GAP
from papersearch.fields import MISSING
from papersearch.query.nodes import (
    And,
    AuthorName,
    Everything,
    Identifier,
    Mention,
    Not,
    Nothing,
    Or,
    Phrase,
    Prefix,
    Range,
    Tag,
    Word,
)
from papersearch.query.ranking import FIELD_WEIGHTS, IDENTIFIER_SCORE, PAIR_WEIGHT, RUN_WEIGHT
from papersearch.query.request import Interval, Op, Selection
from tests.contract.corpora import random_node

VENUE = {"term": {"tag_keys.venue": "iclr"}}


def test_a_word_is_looked_for_among_all_words_and_adds_what_its_fields_weigh() -> None:
    query = compile_query(Word("Networks"))["bool"]
    assert query["must"] == {"match": {"any": "networks"}}
    assert query["should"] == [
        {"bool": {"must": {"match": {f"texts.{name}": "networks"}}, "boost": weight}}
        for name, weight in FIELD_WEIGHTS.items()
    ]


def test_a_stop_word_is_looked_for_without_a_score() -> None:
    assert compile_query(Word("of")) == {"bool": {"filter": [{"match": {"any": "of"}}]}}


def test_a_word_of_one_field_is_looked_for_there() -> None:
    assert compile_query(Word("gan", "title")) == {"match": {"texts.title": "gan"}}


@pytest.mark.parametrize("node", [Word("x", "venue"), Phrase("!?"), Phrase("a b", "nowhere"), Nothing()])
def test_text_that_can_match_nothing(node: Word | Phrase | Nothing) -> None:
    assert compile_query(node) == MATCH_NONE


def test_a_phrase_is_looked_for_unstemmed() -> None:
    assert compile_query(Phrase("Data-Augmentation", "title")) == {
        "match_phrase": {"texts.title.exact": "data augmentation"}
    }


@pytest.mark.parametrize("slop", [0, 5])
def test_a_phrase_of_one_word_is_that_word_unstemmed(slop: int) -> None:
    assert compile_query(Phrase("Networks", "title", slop)) == {"match_phrase": {"texts.title.exact": "networks"}}


def test_slop_is_the_number_of_places_between_words_in_any_order() -> None:
    assert compile_query(Phrase("a b", "title", 3)) == {
        "intervals": {
            "texts.title.exact": {"match": {"query": "a b", "max_gaps": 3, "ordered": False}},
        }
    }


def test_no_slop_reaches_the_next_value() -> None:
    (near,) = compile_query(Phrase("a b", "title", 10**9))["intervals"].values()
    assert near["match"]["max_gaps"] < VALUE_GAP


def test_a_prefix_is_folded_and_not_stemmed() -> None:
    assert compile_query(Prefix("Naïv", "title")) == {
        "constant_score": {"filter": {"prefix": {"texts.title.exact": "naiv"}}}
    }


def test_beginnings_of_keywords_are_looked_for_among_the_extracted_ones_as_well() -> None:
    query = compile_query(Prefix("augm", "keyword"))["constant_score"]["filter"]["bool"]
    assert query["should"] == [{"prefix": {"texts.keyword.exact": "augm"}}, {"prefix": {"extracted": "augm"}}]


@pytest.mark.parametrize(
    ("leaf", "clause"),
    [
        (Tag("venue", "ICLR"), VENUE),
        (Tag("keyword", "Data-Augmentation"), {"term": {"tag_keys.keyword": "dataaugmentation"}}),
        (Tag("year", "2018"), {"term": {"year": 2018}}),
        (AuthorName("LeCun, Y."), {"term": {"author_forms": "lecun_y"}}),
        (Identifier("arxiv", "1810.02340v2"), {"term": {"identifiers": "arxiv:1810.02340"}}),
        (Identifier("doi", "10.1/A"), {"term": {"identifiers": "doi:10.1/a"}}),
        (Range("year", 2018, None), {"range": {"year": {"gte": 2018}}}),
        (Range("added", 1, 2), {"range": {"added_at": {"gte": 1, "lte": 2}}}),
    ],
)
def test_what_is_no_text_filters_and_adds_no_score(leaf: Tag | AuthorName | Identifier | Range, clause: dict) -> None:
    assert compile_query(leaf) == {"bool": {"filter": [clause]}}
    both = compile_query(And((Word("gan"), leaf)))["bool"]
    assert both == {"must": [compile_query(Word("gan"))], "filter": [clause]}


def test_an_identifier_among_words_counts_more_than_its_words() -> None:
    query = compile_query(Mention("N19-1423"))["bool"]
    named = {"constant_score": {"filter": {"term": {"identifiers": "acl:n19-1423"}}, "boost": IDENTIFIER_SCORE}}
    assert query == {"should": [named, compile_query(Phrase("N19-1423"))], "minimum_should_match": 1}
    assert compile_query(Mention("PMC1234567"))["bool"]["should"][1] == compile_query(Word("PMC1234567"))


def test_not_stands_alone_and_beside_words() -> None:
    assert compile_query(Not(Tag("venue", "iclr"))) == {"bool": {"must_not": [{"bool": {"filter": [VENUE]}}]}}
    assert list(compile_query(And((Word("gan"), Not(Word("survey")))))["bool"]) == ["must", "must_not"]


def test_or_needs_one_of_its_children() -> None:
    query = compile_query(Or((Word("a"), Everything())))
    assert query == {"bool": {"should": [compile_query(Word("a")), MATCH_ALL], "minimum_should_match": 1}}


def test_runs_of_words_lift_phrases_and_one_word_does_not() -> None:
    stemmed, exact, first, second = (
        clause["match_phrase"] for clause in phrase_rank_clauses((("Deep", "Data", "augmentations"), ("gan",)))
    )
    assert stemmed == {"any": {"query": "deep data augment", "analyzer": "exact", "boost": RUN_WEIGHT}}
    assert exact == {"any_exact": {"query": "deep data augmentations", "analyzer": "exact", "boost": RUN_WEIGHT}}
    assert first == {"any": {"query": "deep data", "analyzer": "exact", "boost": PAIR_WEIGHT}}
    assert second == {"any": {"query": "data augment", "analyzer": "exact", "boost": PAIR_WEIGHT}}


def test_a_run_that_is_a_pair_is_asked_for_once() -> None:
    stemmed, exact = (clause["match_phrase"] for clause in phrase_rank_clauses((("Data", "augmentations"),)))
    assert stemmed["any"]["boost"] == RUN_WEIGHT + PAIR_WEIGHT
    assert exact["any_exact"]["boost"] == RUN_WEIGHT


@pytest.mark.parametrize("field", ["venue", "keyword", "year"])
def test_a_missing_value_is_the_absence_of_any(field: str) -> None:
    (absent,) = tag_clause(field, MISSING)["bool"]["must_not"]
    assert absent == {"exists": {"field": "year" if field == "year" else f"tags.{field}"}}


@pytest.mark.parametrize(("field", "value"), [("year", "abc"), ("year", "9" * 30), ("title", "x"), ("nope", "x")])
def test_a_tag_that_cannot_be_matches_nothing(field: str, value: str) -> None:
    assert tag_clause(field, value) == MATCH_NONE


def test_bounds_beyond_64_bits_are_the_outermost_ones() -> None:
    assert range_clause("year", -(10**30), 10**30) == {"range": {"year": {"gte": 1 - 2**63, "lte": 2**63 - 1}}}


def test_an_open_range_asks_for_any_value() -> None:
    assert range_clause("year", None, None) == {"exists": {"field": "year"}}


def test_selected_values_combine_by_the_operator() -> None:
    either = selected_clause(Selection("year", ("2018",), (Interval(2010, 2012),)))
    assert either == {
        "bool": {
            "should": [{"term": {"year": 2018}}, {"range": {"year": {"gte": 2010, "lte": 2012}}}],
            "minimum_should_match": 1,
        }
    }
    both = selected_clause(Selection("keyword", ("a", "b"), op=Op.AND))
    assert both == {"bool": {"filter": [{"term": {"tag_keys.keyword": "a"}}, {"term": {"tag_keys.keyword": "b"}}]}}


def test_an_exclusion_selects_nothing() -> None:
    selection = Selection("venue", excluded=("iclr",))
    assert selected_clause(selection) is None
    assert excluded_clauses([selection]) == [IS_DELETED, VENUE]


@pytest.mark.parametrize("frame", [search_body, filtered])
def test_no_search_finds_deleted_papers(frame) -> None:
    assert IS_DELETED in frame(MATCH_ALL)["bool"]["must_not"]


@pytest.mark.parametrize("seed", range(200))
def test_any_tree_compiles_to_json_without_query_strings(seed: int) -> None:
    encoded = json.dumps(compile_query(random_node(Random(seed), 4)))
    assert "query_string" not in encoded
    assert "script" not in encoded
