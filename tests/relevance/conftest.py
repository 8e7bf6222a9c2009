"""Both engines full of a collection, with the search service on them, and figures to hold."""

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import pytest

from papersearch.search.hybrid import Meaning
from papersearch.search.service import SearchService
from papersearch.settings import Settings
from papersearch.store import Store, open_store
from tests.contract.conftest import House, HouseBuilder, acl_papers, build_house, vectors_beside
from tests.relevance.judged import CHOSEN_ON, Judged, read_judged

__all__ = ["acl_papers", "build_house"]


@pytest.fixture(scope="session")
def empty_store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A store without papers: labels and whole texts are not needed to rank."""
    store = open_store(Settings(home=tmp_path_factory.mktemp("store")))
    yield store
    store.close()


@pytest.fixture(scope="session")
def ranking_house(build_house: HouseBuilder) -> Iterator[House]:
    """The engine that the suite shares."""
    with build_house() as built:
        yield built


@pytest.fixture(scope="session", params=CHOSEN_ON)
def judged(request: pytest.FixtureRequest, data_dir: Path) -> Judged:
    """Each collection on which the formula was chosen."""
    return read_judged(data_dir / "data" / "ir" / request.param)


def service_on(house: House, store: Store) -> SearchService:
    """The search service of a program on this engine."""
    return SearchService(house.engine, store.labels, store.papers, lru_cache(lambda: Meaning(vectors_beside(house))))
