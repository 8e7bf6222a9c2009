"""Unquoted letters of scripts without spaces: side by side in texts and in names of venues, on both engines."""

import pytest

from papersearch.paper import Author, Keyword, KeywordSource, Paper, Venue
from papersearch.query.nodes import And, Node, Not, Or, Phrase, Run, Word
from papersearch.query.parameters import SearchParams
from papersearch.query.request import SearchRequest
from papersearch.search.highlight import highlight
from tests.contract.conftest import House
from tests.contract.oracle import Oracle
from tests.contract.walking import service_over

PAPERS = [
    Paper("p_text", title="关于学习的研究", version=1),
    Paper("p_apart", title="习惯与科学", abstract="学会", version=1),
    Paper("p_venue", title="A map", venue=Venue("中国学会", "中国学会"), year=2019, version=1),
    Paper("p_other", title="A map", venue=Venue("国中学会", "国中学会 中"), version=1),
    Paper("p_thai", title="แผนที่", venue=Venue("วารสารวิจัย", "วารสารวิจัย"), version=1),
    Paper("p_author", title="A graph", authors=(Author("陈学习"),), version=1),
    Paper("p_keyword", title="B", keywords=(Keyword("深度学习", KeywordSource.AUTHOR),), version=1),
    Paper("p_extracted", title="C", keywords=(Keyword("学习", KeywordSource.EXTRACTED),), version=1),
]
QUERIES: list[Node] = [
    Run("学习"), Run("中国"), Run("学会"), Run("วิจัย"), Run("ารวิจ"), Run("学习", "title"), Run("中国", "title"),
    Phrase("中国"), Phrase("学会"), Not(Run("学会")), And((Run("中国"), Word("map"))), Or((Run("中国"), Run("学习"))),
    Run("国会"), Run("学习", "author"), Run("学习", "keyword"),
]  # fmt: skip


@pytest.mark.parametrize("query", QUERIES, ids=str)
def test_runs_are_found_as_the_oracle_finds_them(house: House, query: Node) -> None:
    house.load(PAPERS)
    found = house.engine.search(SearchRequest(query, limit=20))
    assert {hit.id for hit in found.hits} == Oracle(PAPERS).ids(query)
    assert found.total == len(found.hits)


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("中国学会", {"p_venue"}),
        ('"中国学会"', set()),
        ("中国 2019", {"p_venue"}),
        ("学习", {"p_text", "p_author", "p_keyword"}),
        ("วารสารวิจัย", {"p_thai"}),
    ],
)
def test_search_by_the_name_of_a_venue(house: House, text: str, ids: set[str]) -> None:
    house.load(PAPERS)
    page = service_over(house.engine).search(SearchParams(q=text))
    assert {hit.id for hit in page.hits} == ids
    assert '"' in text or '"' not in page.meta.query.normalized


def test_a_run_says_that_it_matched_the_venue() -> None:
    body = {"title": "A", "venue": {"id": "中国学会", "label": "中国学会"}}
    assert highlight(Run("国学"), body).matched == ("venue",)
    assert highlight(Run("国会"), body).matched == ()
    assert highlight(Run("中国", "title"), body).matched == ()
    assert highlight(Phrase("中国"), body).matched == ()
