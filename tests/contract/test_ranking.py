"""What any reader expects of an order by relevance."""

from collections.abc import Iterator

import pytest

from papersearch.engine import Engine
from papersearch.paper import Author, Keyword, KeywordSource, Paper, Venue
from papersearch.query.nodes import And, Everything, Node, Not, Or, Phrase, Prefix, Range, Tag, Word
from papersearch.query.request import SearchRequest
from tests.contract.conftest import House

FILLER = "We study models of many kinds and compare them with others on large collections of images and sounds."

PAPERS = (
    Paper("p_title", title="Pruning of models", abstract=FILLER),
    Paper("p_abstract", title="Efficient models", abstract=f"{FILLER} We use pruning here."),
    Paper("p_keyword", title="Small models", abstract=FILLER, keywords=(Keyword("pruning", KeywordSource.AUTHOR),)),
    Paper("p_phrase", title="A study", abstract=f"{FILLER} With random erasing it works well."),
    Paper("p_apart", title="A study", abstract=f"With erasing it works well. {FILLER} The order was random."),
    Paper("p_values", title="Two", keywords=tuple(Keyword(v, KeywordSource.AUTHOR) for v in ("big alpha", "beta big"))),
    Paper("p_authors", title="Three", authors=(Author("Anna Gamma"), Author("Delta Brown"))),
    Paper("p_rare", title="Zebra", abstract=FILLER),
    Paper("p_often", title="Images", abstract=FILLER),
)


@pytest.fixture(scope="module")
def full(house: House) -> Iterator[Engine]:
    house.load(PAPERS)
    return house.engine


def ranked(engine: Engine, query: Node, *runs: tuple[str, ...]) -> list[str]:
    return [hit.id for hit in engine.search(SearchRequest(query, rank_phrases=runs)).hits]


def test_a_match_in_the_title_ranks_above_one_in_the_abstract(full: Engine) -> None:
    order = ranked(full, Word("pruning"))
    assert set(order) == {"p_title", "p_abstract", "p_keyword"}
    assert order.index("p_title") < order.index("p_abstract")


def test_a_match_in_the_keywords_ranks_above_one_in_the_abstract(full: Engine) -> None:
    order = ranked(full, Word("pruning"))
    assert order.index("p_keyword") < order.index("p_abstract")


def test_words_that_stand_together_rank_above_scattered_ones(full: Engine) -> None:
    query = And((Word("random"), Word("erasing")))
    assert ranked(full, query, ("random", "erasing")) == ["p_phrase", "p_apart"]


def test_a_rare_word_ranks_above_a_frequent_one(full: Engine) -> None:
    order = ranked(full, Or((Word("zebra"), Word("models"))))
    assert order[0] == "p_rare"


@pytest.mark.parametrize("slop", [0, 1, 4])
def test_a_phrase_never_crosses_values(full: Engine, slop: int) -> None:
    queries = [Phrase("alpha beta", slop=slop), Phrase("gamma delta", slop=slop), Phrase("alpha beta", "keyword", slop)]
    assert full.count(queries) == [0, 0, 0]


def test_a_phrase_stands_within_one_field(full: Engine) -> None:
    assert full.count([Phrase("models we"), Phrase("pruning of models")]) == [0, 1]


SCORED_ALIKE = (
    Prefix("m"),
    Prefix("stud", "title"),
    Range("year", 2001, 2003),
    And((Prefix("m"), Tag("venue", "iclr"))),
    And((Prefix("m"), Not(Word("zebra")))),
    And((Word("models"), Tag("venue", "iclr"))),
    Or((Prefix("m"), Prefix("kin"))),
    Everything(),
    Prefix("nothingbeginssowith"),
)


@pytest.fixture(scope="module")
def yearly(full: Engine, house: House) -> Engine:
    numbered = (
        Paper(f"p_many{n:03}", title=f"Models {n}", year=2000 + n % 5, venue=Venue("iclr", "ICLR")) for n in range(90)
    )
    house.load((*PAPERS, *numbered))
    return full


@pytest.mark.parametrize("query", SCORED_ALIKE, ids=str)
def test_pages_are_parts_of_one_order(yearly: Engine, query: Node) -> None:
    whole = yearly.search(SearchRequest(query, limit=1_000))
    assert len(whole.hits) == whole.total
    keys = [(-(hit.score or 0), hit.sort_key[1]) for hit in whole.hits]
    assert keys == sorted(keys)
    for start, limit in ((0, 1), (0, 7), (5, 20), (60, 30), (whole.total, 5)):
        page = yearly.search(SearchRequest(query, offset=start, limit=limit))
        assert page.total == whole.total
        assert [(hit.id, hit.score) for hit in page.hits] == [
            (hit.id, hit.score) for hit in whole.hits[start : start + limit]
        ]
