"""One formula on both engines: the same papers in the same order, with the same scores."""

from pathlib import Path

import pytest

from papersearch.query.build import build_request
from papersearch.query.parameters import SearchParams
from tests.contract.conftest import elastic_house, embedded_house
from tests.relevance.judged import read_judged

_SHOWN, _ASKED, _QUERIES = 20, 60, 60
_TOLERANCE = 5e-3
"""Relative; the engines differ in whether a paper without a title counts among the titles."""


@pytest.mark.elasticsearch
@pytest.mark.parametrize("match", ["all", "best"])
def test_both_engines_rank_alike(data_dir: Path, tmp_path: Path, elasticsearch_url: str, match: str) -> None:
    judged = read_judged(data_dir / "data" / "ir" / "cranfield")
    texts = list(judged.queries.values())[:_QUERIES]
    queries = [" ".join(text.split()[2:5]) if match == "all" else text for text in texts]
    with embedded_house(tmp_path / "index") as embedded, elastic_house(elasticsearch_url) as elastic:
        for house in (embedded, elastic):
            house.load(judged.papers)
        for query in queries:
            request = build_request(SearchParams(q=query, match=match, per_page=_ASKED)).request
            ours = {hit.id: (hit.score or 0) for hit in embedded.engine.search(request).hits}
            theirs = {hit.id: hit.score or 0 for hit in elastic.engine.search(request).hits}
            for first, second in zip(list(ours)[:_SHOWN], list(theirs)[:_SHOWN], strict=True):
                # where the order differs, the two have the same score
                assert theirs[second] == pytest.approx(ours[first], rel=_TOLERANCE), query
                assert ours.get(second, ours[first]) == pytest.approx(ours[first], rel=_TOLERANCE), query
