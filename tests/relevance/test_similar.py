"""Similar papers: two pages that an explorer of ICPR papers made, in an index with a part of the ACL Anthology."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from papersearch.paper import Paper
from papersearch.store import Store
from tests.contract.conftest import House
from tests.relevance.conftest import service_on
from tests.relevance.similar_pages import area_under_curve, read_pages

pytestmark = pytest.mark.data

AREA_FLOOR = 0.78
_ACL_PAPERS = 3_000


def test_papers_of_a_page_rank_above_others_of_its_venue(
    ranking_house: House, empty_store: Store, acl_papers: Sequence[Paper], seeds: Path
) -> None:
    papers, pages = read_pages(seeds)
    step = max(1, len(acl_papers) // _ACL_PAPERS)
    ranking_house.load([*papers, *acl_papers[::step][:_ACL_PAPERS]])
    service = service_on(ranking_house, empty_store)
    areas = [area_under_curve(service, page, papers) for page in pages]
    assert len(areas) == 2
    assert min(areas) >= AREA_FLOOR, areas
