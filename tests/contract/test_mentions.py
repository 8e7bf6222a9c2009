"""Identifiers among plain words: each finds the paper that has it and those that have its words, on both engines."""

import pytest

from papersearch.paper import Paper
from papersearch.query.nodes import And, Mention, Node, Not, Or, Word
from papersearch.query.parameters import SearchParams
from papersearch.query.request import SearchRequest
from tests.contract.conftest import House
from tests.contract.oracle import Oracle
from tests.contract.walking import service_over

PAPERS = [
    Paper("p_residual", title="Deep residual learning", ids={"arxiv": "1512.03385"}, version=1),
    Paper("p_bert", title="Deep bidirectional transformers", ids={"doi": "10.18653/v1/N19-1423", "acl": "N19-1423"},
          version=1),
    Paper("p_lottery", title="The lottery ticket", ids={"openreview": "rJl-b3RcF7"}, version=1),
    Paper("p_mobile", title="MobileNetV2 with residuals", ids={"openreview": "B1VZqjAcYX"}, version=1),
    Paper("p_says", title="A residual remark on 1512.03385 and N19-1423", version=1),
    Paper("p_apart", title="A residual of 03385 and 1512, of 1423 and N19, of b3RcF7 and rJl", version=1),
    Paper("p_round", title="Brackets", ids={"doi": "10.1000/a(1)b", "pmcid": "PMC1234567"}, version=1),
    Paper("p_new", title="An anthology", ids={"acl": "2020.acl-main.463"}, version=1),
    *(Paper(f"p_other{n}", title=f"Residual attention {n}", version=1) for n in range(4)),
]  # fmt: skip
NODES: list[Node] = [
    Mention("1512.03385"), Mention("arXiv:1512.03385v2"), Mention("https://arxiv.org/abs/1512.03385"),
    Mention("10.18653/v1/N19-1423"), Mention("N19-1423"), Mention("n19-1423"), Mention("2020.acl-main.463"),
    Mention("rJl-b3RcF7"), Mention("MobileNetV2"), Mention("B1VZqjAcYX"), Mention("PMC1234567"),
    Not(Mention("1512.03385")), And((Word("residual"), Mention("1512.03385"))),
    Or((Word("brackets"), Mention("N19-1423"))),
]  # fmt: skip


@pytest.fixture(scope="module", autouse=True)
def full(house: House) -> None:
    house.load(PAPERS)


@pytest.mark.parametrize("query", NODES, ids=str)
def test_mentions_are_found_as_the_oracle_finds_them(house: House, query: Node) -> None:
    found = house.engine.search(SearchRequest(query, limit=20))
    assert {hit.id for hit in found.hits} == Oracle(PAPERS).ids(query)


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("residual 1512.03385", {"p_residual", "p_says"}),
        ("1512.03385, residual", {"p_residual", "p_says"}),
        ("residual (1512.03385v3)", {"p_residual"}),
        ("residual https://arxiv.org/pdf/1512.03385", {"p_residual"}),
        ('residual "1512.03385"', {"p_says"}),
        ("title:1512.03385 residual", {"p_says", "p_apart"}),
        ("transformers 10.18653/v1/N19-1423", {"p_bert"}),
        ("transformers https://doi.org/10.18653/v1/N19-1423", {"p_bert"}),
        ("transformers N19-1423", {"p_bert"}),
        ("N19-1423", {"p_bert", "p_says"}),
        ("lottery rJl-b3RcF7", {"p_lottery"}),
        ("residual rJl-b3RcF7", {"p_apart"}),
        ("brackets 10.1000/A(1)b", {"p_round"}),
        ("brackets (10.1000/a(1)b OR remark)", {"p_round"}),
        ("brackets PMC1234567", {"p_round"}),
        ("transformers acl:N19-1423", {"p_bert"}),
        ("lottery OpenReview:rJl-b3RcF7", {"p_lottery"}),
        ("anthology 2020.acl-main.463", {"p_new"}),
        ("residual -1512.03385", {"p_apart", "p_mobile", *(f"p_other{n}" for n in range(4))}),
    ],
)
def test_search_by_an_identifier_among_words(house: House, text: str, ids: set[str]) -> None:
    page = service_over(house.engine).search(SearchParams(q=text, per_page=20))
    assert {hit.id for hit in page.hits} == ids


@pytest.mark.parametrize("match", ["best", "auto"])
def test_the_paper_that_is_named_comes_first(house: House, match: str) -> None:
    page = service_over(house.engine).search(SearchParams(q="attention residual 10.18653/v1/N19-1423", match=match))
    assert page.hits[0].id == "p_bert"
    assert page.meta.query.normalized == "attention AND residual AND 10.18653/v1/N19-1423"
    assert len(page.hits) > 1
