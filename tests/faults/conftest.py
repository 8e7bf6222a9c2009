"""The short or the full form, our own services, and the figures at the end."""

import secrets
from collections.abc import Generator, Iterator
from pathlib import Path

import pytest
from elasticsearch import Elasticsearch
from redis import Redis
from sqlalchemy import create_engine, text

from papersearch.settings import Settings
from tests.faults.figures import DOCUMENT, Figures
from tests.faults.instances import Instances, own_instances

FULL_TIMEOUT_S = 3600
SHORT_TIMEOUT_S = 600
_figures = pytest.StashKey[Figures]()


def pytest_configure(config: pytest.Config) -> None:
    form = config.getoption("--faults")
    config.stash[_figures] = Figures(form, DOCUMENT if form == "full" else None)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    limit_s = FULL_TIMEOUT_S if config.getoption("--faults") == "full" else SHORT_TIMEOUT_S
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.timeout(limit_s))
            item.add_marker(pytest.mark.slow)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Settles the figures of each test at its end: a run that is broken off keeps those of the tests before."""
    report = yield
    if report.when == "call":
        item.config.stash[_figures].settle(is_passed=report.passed)
    return report


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    figures = config.stash[_figures]
    if figures.rows:
        terminalreporter.section(f"faults ({figures.form} form)")
        for line in figures.lines():
            terminalreporter.write_line(line)


@pytest.fixture(scope="session")
def is_full(request: pytest.FixtureRequest) -> bool:
    """Whether the full form was asked for."""
    return bool(request.config.getoption("--faults") == "full")


@pytest.fixture(scope="session")
def figures(request: pytest.FixtureRequest) -> Figures:
    return request.config.stash[_figures]


@pytest.fixture(scope="session")
def instances(request: pytest.FixtureRequest) -> Iterator[Instances]:
    """Our own Elasticsearch, Redis and PostgreSQL; the session's own services only say that this machine has them."""
    for fixture in ("elasticsearch_url", "redis_url", "postgres_url"):
        request.getfixturevalue(fixture)
    with own_instances(request.config.getoption("--fault-services")) as started:
        yield started


@pytest.fixture
def servers(instances: Instances, tmp_path: Path) -> Iterator[Settings]:
    """Elasticsearch, Redis and PostgreSQL, all alive and empty, with quick signs of life."""
    instances.start()
    name = f"f{secrets.token_hex(5)}"
    database = create_engine(instances.postgres_url, isolation_level="AUTOCOMMIT")
    with database.connect() as connection:
        connection.execute(text(f"CREATE SCHEMA {name}"))
    with Redis.from_url(instances.redis_url) as client:
        client.flushall()
    yield quick(
        tmp_path,
        engine_url=instances.elasticsearch_url,
        broker_url=instances.redis_url,
        store_url=f"{instances.postgres_url}?options=-csearch_path%3D{name}",
        index_prefix=name,
    )
    instances.start()
    with database.connect() as connection:
        connection.execute(text(f"DROP SCHEMA {name} CASCADE"))
    database.dispose()
    with Elasticsearch(instances.elasticsearch_url, request_timeout=60) as elastic:
        found = elastic.indices.get(index=f"{name}-*").body
        for index in found:
            elastic.indices.delete(index=index)


@pytest.fixture
def one_machine(tmp_path: Path) -> Settings:
    """SQLite, the embedded engine and no broker."""
    return quick(tmp_path)


@pytest.fixture(params=["one machine", "servers"])
def place(request: pytest.FixtureRequest) -> Settings:
    """Both ways to run it, one after the other."""
    found: Settings = request.getfixturevalue(request.param.replace(" ", "_"))
    return found


def quick(home: Path, **given: str) -> Settings:
    """Signs of life and sweeps several times as often as usual: the tests' waits are shorter, nothing else differs."""
    return Settings(
        home / "home",
        **given,
        heartbeat_interval_s=1.0,
        sweep_interval_s=2.0,
        silent_after_s=8.0,  # type: ignore[arg-type]
    )
