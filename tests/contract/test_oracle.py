"""The oracle, on cases worked out by hand, and the random searches: do they ask for enough?"""

from collections import Counter
from random import Random

import pytest

from papersearch.document import filter_key
from papersearch.fields import FACETS, MISSING
from papersearch.paper import Author, Keyword, KeywordSource, Paper, Venue
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
    Tag,
    Word,
)
from papersearch.query.request import FacetSpec, Op, Order, SearchRequest, Selection, Sort
from papersearch.results import Bucket, Facet
from papersearch.text import tag_key
from tests.contract.corpora import KEYWORDS, case, facet_values, random_node, random_papers
from tests.contract.oracle import Oracle, Scanned, is_ordered, matches

PAPER = Paper(
    id="p_aaaaaaaaaaaa",
    title="Learning Self-Supervised Graphs",
    authors=(Author("LeCun, Yann"), Author("Marc Mézard")),
    abstract="Input/output of a very deep network. Graphs; a graph of graphs.",
    venue=Venue("iclr", "ICLR"),
    year=2019,
    keywords=(Keyword("data augmentation", KeywordSource.AUTHOR), Keyword("pruning", KeywordSource.EXTRACTED)),
    ids={"arxiv": "1810.02340", "doi": "10.1000/A(1)"},
)


@pytest.mark.parametrize(
    "node",
    [
        Everything(),
        Word("learned"),
        Word("networks", "abstract"),
        Word("mezard"),
        Phrase("input output"),
        Phrase("self supervised"),
        Phrase("self-supervised", "title"),
        Phrase("graph of graphs"),
        Phrase("network deep", slop=1),
        Phrase("deep of", slop=2),
        Phrase("graphs graphs", slop=3),
        Prefix("superv"),
        Tag("keyword", "Data-Augmentation"),
        Tag("source", MISSING),
        AuthorName("lecun_y"),
        AuthorName("Mézard"),
        Identifier("arxiv", "1810.02340v3"),
        Identifier("doi", "10.1000/a(1)"),
        Mention("1810.02340v3"),
        Mention("https://doi.org/10.1000/A(1)"),
        Range("year", 2019, 2019),
        Not(Word("survey")),
        And((Word("deep"), Or((Word("survey"), Range("year", None, 2020))))),
    ],
)
def test_matches(node: Node) -> None:
    assert matches(node, PAPER)


@pytest.mark.parametrize(
    "node",
    [
        Nothing(),
        Word("networks", "title"),
        Phrase("learned self"),
        Phrase("output input"),
        Phrase("augmentation pruning"),
        Phrase("graphs learning"),
        Phrase("deep of", slop=1),
        Phrase("graphs graphs", slop=2),
        Phrase("output output", slop=3),
        Phrase("()"),
        Mention("1810.02341"),
        Mention("MobileNetV2"),
        Prefix("supervision"),
        Tag("keyword", "augmentation"),
        Tag("venue", MISSING),
        AuthorName("lecun_m"),
        Range("year", 2020),
        Range("added", None, 10**18),
        Not(Word("deep")),
    ],
)
def test_does_not_match(node: Node) -> None:
    assert not matches(node, PAPER)


def _paper(number: int, venue: str | None, *keywords: str) -> Paper:
    return Paper(
        id=f"p_{number}",
        venue=Venue(venue, venue.upper()) if venue else None,
        keywords=tuple(Keyword(value, KeywordSource.AUTHOR) for value in keywords),
    )


CORPUS = Oracle(
    [_paper(1, "a", "x", "y"), _paper(2, "a", "x"), _paper(3, "b", "y"), _paper(4, "b"), _paper(5, None, "x")]
)


def test_a_facet_ignores_its_own_selection_and_obeys_the_others() -> None:
    selections = (Selection("venue", ("a",)), Selection("keyword", ("y",)))
    facet = CORPUS.facet(FacetSpec("venue", 1), Everything(), selections)
    assert facet == Facet((Bucket("a", "a", 1, is_selected=True),), 2, 1, 0, 2)
    facet = CORPUS.facet(FacetSpec("keyword", 1), Everything(), selections)
    assert facet == Facet((Bucket("x", "x", 2, is_selected=False), Bucket("y", "y", 1, is_selected=True)), 2, 0, 0, 2)


def test_a_conjunctive_facet_counts_under_its_own_selection() -> None:
    facet = CORPUS.facet(FacetSpec("keyword"), Everything(), (Selection("keyword", ("y",), op=Op.AND),))
    assert facet == Facet((Bucket("y", "y", 2, is_selected=True), Bucket("x", "x", 1, is_selected=False)), 2, 0, 0, 2)


def test_an_excluded_value_is_listed_at_zero() -> None:
    facet = CORPUS.facet(FacetSpec("venue"), Everything(), (Selection("venue", excluded=("a",)),))
    assert facet == Facet(
        (Bucket("b", "b", 2, is_selected=False), Bucket("a", "a", 0, is_selected=False, is_excluded=True)), 3, 0, 1, 1
    )


def test_papers_without_a_year_come_last_both_ways() -> None:
    oracle = Oracle([Paper("p_1", year=2018), Paper("p_2"), Paper("p_3", year=2019)])
    for is_descending, ids in ((True, ["p_3", "p_1", "p_2"]), (False, ["p_1", "p_3", "p_2"])):
        request = SearchRequest(order=Order(Sort.YEAR, is_descending))
        assert [paper_id for paper_id, _ in oracle.page(request)] == ids
        assert [
            paper_id
            for paper_id, _ in oracle.page(SearchRequest(order=request.order, after=oracle.page(request)[0][1]))
        ] == ids[1:]


def test_keys_are_ordered_only_with_ties_ascending() -> None:
    assert is_ordered([(2.0, 5), (1.0, 1), (1.0, 2)], Order())
    assert not is_ordered([(2.0, 5), (1.0, 2), (1.0, 1)], Order())
    assert not is_ordered([(1.0, 5), (2.0, 6)], Order())


def test_tag_keys_of_the_random_corpora_are_distinct() -> None:
    for field in FACETS:
        values = facet_values(field.name)
        assert len({filter_key(field.name, value) for value in values}) == len(values)
    assert len({tag_key(value) for value in KEYWORDS}) == len(KEYWORDS)


def test_random_searches_find_some_papers_but_not_all() -> None:
    papers = random_papers(1, 60)
    oracle = Oracle(papers)
    requests = [case(seed).request for seed in range(300)]
    totals = [len(oracle.found(request.query, request.selections)) for request in requests]
    assert sum(0 < total < len(papers) for total in totals) > 90
    assert sum(total > 1 and bool(request.selections) for total, request in zip(totals, requests, strict=True)) > 40


def test_random_queries_hold_every_kind_of_node_and_each_matches_something() -> None:
    papers = [Scanned(paper) for paper in random_papers(2, 60)]
    oracle = Oracle(paper.paper for paper in papers)
    leaves = [random_node(Random(seed), 0) for seed in range(2_000)]
    found = Counter(type(leaf) for leaf in leaves if oracle.found(leaf))
    assert set(found) == {Everything, Word, Phrase, Mention, Prefix, Tag, AuthorName, Identifier, Range}
    assert min(found.values()) > 10
    assert sum(isinstance(leaf, Phrase) and leaf.slop > 0 and bool(oracle.found(leaf)) for leaf in leaves) > 10
