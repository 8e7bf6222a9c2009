"""Stores on both databases, empty and of our own, with a clock that stands still until it is told to move."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from papersearch.settings import Settings
from papersearch.store import Store, open_store
from tests.support.moving_clock import Clock
from tests.support.workers import private_schema


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def postgres_schema(postgres_url: str) -> Iterator[str]:
    """Address of an empty schema of our own."""
    with private_schema(postgres_url) as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def store_settings(request: pytest.FixtureRequest, tmp_path: Path) -> Settings:
    url = request.getfixturevalue("postgres_schema") if request.param == "postgresql" else ""
    return Settings(tmp_path / "home", store_url=url)


@pytest.fixture
def store(store_settings: Settings, clock: Clock) -> Iterator[Store]:
    opened = open_store(store_settings, clock=clock)
    yield opened
    opened.close()
