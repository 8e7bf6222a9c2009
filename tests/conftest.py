"""Fixtures for every test: where the real services and the data are, or why a test is skipped.

With CI=true a missing service is a failure, never a skip.
"""

import os
import socket
from pathlib import Path
from urllib.parse import urlsplit

import hypothesis
import pytest

from tests.support.paths import ROOT

NORMAL_LAWS = 40
"""Random corpora that the laws are tried on without `--laws`: the same ones each time."""
NORMAL_FUZZ = 25
"""Hostile inputs per parser without `--fuzz`: the same ones each time."""

NORMAL_TEX_PAPERS = 140
"""Papers of the ACL Anthology that BibTeX and biber read without `--tex-papers`, beside those of export files."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """Options for the long forms of some tests."""
    parser.addoption("--laws", type=int, default=NORMAL_LAWS, help="random corpora per engine for the laws of facets")
    parser.addoption("--faults", choices=("short", "full"), default="short", help="the form of the fault tests")
    parser.addoption("--fault-services", help="a folder of local-services that run on our ports and may be killed")
    parser.addoption("--fuzz", type=int, default=NORMAL_FUZZ, help="hostile inputs made up for each parser")
    parser.addoption("--round-trips", type=int, default=150, help="papers of the ACL Anthology to write and read back")
    parser.addoption("--tex-papers", type=int, default=NORMAL_TEX_PAPERS,
                     help="papers of the ACL Anthology for BibTeX and biber to read")  # fmt: skip
    parser.addoption("--biber-papers", type=int, default=5_000,
                     help="the most of them for biber, which needs 13 seconds for 1,000")  # fmt: skip
    parser.addoption("--phrase-files", type=int, default=48, metavar="N",
                     help="phrases are compared on every N-th file of the ACL Anthology")  # fmt: skip
    parser.addoption("--acl-papers", type=int, default=8_000, help="papers of the ACL Anthology to compare engines on")


def pytest_configure(config: pytest.Config) -> None:
    """The Hypothesis profiles `laws`, for tests whose every example fills an index, and `fuzz`, for parsers.

    No test has a time limit for an example: on a busy machine that would measure the others.
    """
    hypothesis.settings.register_profile("unhurried", hypothesis.settings(), deadline=None)
    hypothesis.settings.load_profile("unhurried")
    examples = config.getoption("--laws")
    hypothesis.settings.register_profile(
        "laws",
        max_examples=examples,
        derandomize=examples == NORMAL_LAWS,
        deadline=None,
        suppress_health_check=list(hypothesis.HealthCheck),
    )
    fuzz = config.getoption("--fuzz")
    hypothesis.settings.register_profile(
        "fuzz",
        max_examples=fuzz,
        derandomize=fuzz == NORMAL_FUZZ,
        deadline=None,
        suppress_health_check=list(hypothesis.HealthCheck),
    )


def _service_url(variable: str, default_port: int) -> str:
    url = os.environ.get(variable, "")
    reason = f"{variable} is not set: start the services with `make services`"
    if url:
        parts = urlsplit(url)
        try:
            socket.create_connection((parts.hostname or "127.0.0.1", parts.port or default_port), timeout=3).close()
        except OSError as error:
            reason = f"nothing answers at {variable}={url}: {error}"
        else:
            return url
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def elasticsearch_url() -> str:
    """Address of a real Elasticsearch."""
    return _service_url("ELASTICSEARCH_URL", 9200)


@pytest.fixture(scope="session")
def redis_url() -> str:
    """Address of a real Redis."""
    return _service_url("REDIS_URL", 6379)


@pytest.fixture(scope="session")
def postgres_url() -> str:
    """SQLAlchemy address of a real PostgreSQL database that tests may fill and empty."""
    return _service_url("POSTGRES_URL", 5432)


@pytest.fixture(scope="session")
def data_dir() -> Path:
    """The folder with real data (`seeds/`, `data/`), from PAPERSEARCH_TEST_DATA."""
    folder = Path(os.environ.get("PAPERSEARCH_TEST_DATA") or ROOT.parent / "shared")
    if not (folder / "seeds").is_dir():
        pytest.skip(f"no real data at {folder}: set PAPERSEARCH_TEST_DATA")
    return folder


@pytest.fixture(scope="session")
def seeds(data_dir: Path) -> Path:
    """The folder with the five real pages."""
    return data_dir / "seeds"
