"""The floors of relevance, on both engines with one formula: a change that falls below one is not landed."""

from collections.abc import Sequence
from statistics import mean

import pytest
from ir_measures import nDCG

from papersearch.paper import Paper
from papersearch.search.service import SearchService
from papersearch.store import Store
from tests.contract.conftest import House
from tests.relevance.conftest import service_on
from tests.relevance.judged import Judged
from tests.relevance.known_items import KnownItem, known_items
from tests.relevance.measuring import judged_success, per_query, ranker, success

NDCG_FLOOR = {"scifact": 0.69, "cranfield": 0.375}
SENTENCE_FLOOR = 0.8
"""Share of SciFact's claims, typed as they are, with a relevant paper among the first ten."""
KNOWN_FLOOR = {"word missing": 0.98, "other order": 0.98, "typo": 0.97, "phrase": 0.93, "author word year": 0.85,
               "five words": 0.75}  # fmt: skip
"""Share of known items that come first. Of 100 items a share of 0.97 is not told apart from 0.98."""
_ITEMS = 100
_ACL_PAPERS = 8_000


@pytest.fixture(scope="module")
def on_acl(
    ranking_house: House, empty_store: Store, acl_papers: Sequence[Paper]
) -> tuple[SearchService, dict[str, list[KnownItem]]]:
    papers = acl_papers[:_ACL_PAPERS]
    ranking_house.load(papers)
    return service_on(ranking_house, empty_store), known_items(papers, _ITEMS)


def test_ndcg_of_whole_sentences(ranking_house: House, empty_store: Store, judged: Judged) -> None:
    ranking_house.load(judged.papers)
    rank = ranker(service_on(ranking_house, empty_store), "best", depth=10)
    values = per_query(judged, rank, [nDCG @ 10])[nDCG @ 10]
    assert mean(values.values()) >= NDCG_FLOOR[judged.name]
    if judged.name == "scifact":
        typed = ranker(service_on(ranking_house, empty_store), "auto", depth=10)
        assert mean(judged_success(judged, typed)) >= SENTENCE_FLOOR


@pytest.mark.parametrize("kind", KNOWN_FLOOR)
def test_a_remembered_paper_comes_first(on_acl: tuple[SearchService, dict[str, list[KnownItem]]], kind: str) -> None:
    service, items = on_acl
    assert success(items[kind], ranker(service, "auto", depth=1)) >= KNOWN_FLOOR[kind]
