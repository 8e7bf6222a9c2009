"""How much one client may ask for: what is beyond it is refused, and nobody else notices."""

import os
import re
import signal
import subprocess
import sys
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from papersearch.errors import UsageError
from papersearch.process.cli import run
from papersearch.settings import Settings
from papersearch_api.app import create_app
from papersearch_api.services import Services
from tests.support.api_app import make_app
from tests.support.paths import ROOT


def asked(client: FlaskClient, count: int, path: str = "/api/v1/fields", **more: object) -> list[int]:
    return [client.get(path, **more).status_code for _ in range(count)]


def from_address(address: str) -> dict[str, object]:
    return {"environ_base": {"REMOTE_ADDR": address}}


@pytest.fixture
def app(tmp_path: Path) -> Flask:
    return make_app(tmp_path, rate_limit="10/minute")


def services_of(app: Flask) -> Services:
    return next(found for found in app.extensions.values() if isinstance(found, Services))


def test_more_than_the_rate_is_refused_with_when_to_come_again(app: Flask) -> None:
    client = app.test_client()
    assert asked(client, 12) == [200] * 10 + [429] * 2
    answer = client.get("/api/v1/fields")
    assert answer.json["code"] == "too_many_requests"
    assert answer.headers["RateLimit-Limit"] == "10"
    assert answer.headers["RateLimit-Remaining"] == "0"
    assert 0 < int(answer.headers["Retry-After"]) <= 60
    assert int(answer.headers["RateLimit-Reset"]) > 0


def test_answers_say_what_is_left(app: Flask) -> None:
    client = app.test_client()
    left = [client.get("/api/v1/fields").headers["RateLimit-Remaining"] for _ in range(3)]
    assert left == ["9", "8", "7"]


@pytest.mark.parametrize(
    ("path", "cost"),
    [
        ("/api/v1/papers?q=a", 1),
        ("/api/v1/papers?q=a&facets=venue,year", 2),
        ("/api/v1/stats", 5),
        ("/api/v1/pivot?rows=venue&columns=year", 3),
        ("/?q=a", 1),
    ],
)
def test_request_counts_as_what_it_costs(app: Flask, path: str, cost: int) -> None:
    client = app.test_client()
    client.get(path)
    assert client.get("/api/v1/fields").headers["RateLimit-Remaining"] == str(10 - cost - 1)


def test_request_that_costs_more_than_is_left_is_refused_and_takes_nothing(app: Flask) -> None:
    client = app.test_client()
    asked(client, 6)
    assert client.get("/api/v1/stats").status_code == 429
    assert asked(client, 4) == [200] * 4


def test_clients_are_told_apart_by_address(app: Flask) -> None:
    client = app.test_client()
    assert asked(client, 11, **from_address("192.0.2.1"))[-1] == 429
    assert asked(client, 1, **from_address("192.0.2.2")) == [200]


def test_addresses_of_one_network_of_ipv6_are_one_client(app: Flask) -> None:
    client = app.test_client()
    found = [client.get("/api/v1/fields", **from_address(f"2001:db8:1:2::{n}")).status_code for n in range(1, 12)]
    assert found == [200] * 10 + [429]
    assert asked(client, 1, **from_address("2001:db8:1:3::1")) == [200]


def test_valid_key_is_a_client_and_an_invented_one_is_not(app: Flask) -> None:
    secret = services_of(app).store.api_keys.create("reader", ["read"])
    client = app.test_client()
    assert asked(client, 11)[-1] == 429
    invented = [client.get("/api/v1/fields", headers={"X-API-Key": f"ps_{n}"}).status_code for n in range(5)]
    assert invented == [429] * 5
    assert asked(client, 11, headers={"X-API-Key": secret}) == [200] * 10 + [429]


@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/metrics"])
def test_probes_are_never_refused(app: Flask, path: str) -> None:
    client = app.test_client()
    asked(client, 11)
    assert set(asked(client, 20, path)) <= {200, 503}


def test_page_says_it_as_a_page(app: Flask) -> None:
    client = app.test_client()
    asked(client, 10)
    answer = client.get("/", headers={"Accept": "text/html"})
    assert answer.status_code == 429
    assert answer.mimetype == "text/html"


def test_no_limit_unless_it_is_set(tmp_path: Path) -> None:
    client = make_app(tmp_path).test_client()
    assert set(asked(client, 100)) == {200}
    assert "RateLimit-Limit" not in client.get("/api/v1/fields").headers


def test_rate_that_is_none_is_said_at_the_start(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="600/minute"):
        create_app(Settings(tmp_path, rate_limit="often"))


def test_requests_at_the_same_time_are_bounded_for_each_client(tmp_path: Path) -> None:
    app = make_app(tmp_path, parallel_limit=3)
    inside, go_on = threading.Semaphore(0), threading.Event()

    @app.route("/wait")
    def wait() -> str:
        inside.release()
        go_on.wait(10)
        return "done"

    def ask(address: str) -> int:
        return app.test_client().get("/wait", **from_address(address)).status_code

    with ThreadPoolExecutor(8) as pool:
        waiting = [pool.submit(ask, "192.0.2.1") for _ in range(3)]
        for _ in range(3):
            assert inside.acquire(timeout=10)
        assert ask("192.0.2.1") == 429
        other = pool.submit(ask, "192.0.2.2")
        assert inside.acquire(timeout=10)
        go_on.set()
        assert [each.result(10) for each in (*waiting, other)] == [200] * 4
    assert ask("192.0.2.1") == 200


def test_without_redis_the_limit_holds_in_the_process(tmp_path: Path) -> None:
    client = make_app(tmp_path, rate_limit="10/minute", broker_url="redis://127.0.0.1:1/0").test_client()
    assert asked(client, 12) == [200] * 10 + [429] * 2


@pytest.fixture
def served(tmp_path: Path, redis_url: str) -> Iterator[str]:
    """The address of four processes that count in Redis."""
    assert run(["--home", str(tmp_path), "ingest", str(ROOT / "samples")]) == 0
    command = [sys.executable, "-m", "papersearch", "--home", str(tmp_path), "serve", "--port", "0", "--processes", "4"]
    variables = {
        "PYTHONUNBUFFERED": "1",
        "PAPERSEARCH_BROKER_URL": redis_url,
        "PAPERSEARCH_RATE_LIMIT": "200/hour",
        "PAPERSEARCH_INDEX_PREFIX": f"limits-{os.getpid()}",
    }
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env={**os.environ, **variables}) as process:
        assert process.stdout is not None
        found = re.search(r"http://127\.0\.0\.1:\d+", process.stdout.readline())
        assert found is not None
        yield found[0]
        process.send_signal(signal.SIGTERM)
        process.wait(30)


def test_four_processes_admit_what_one_would(served: str) -> None:
    def ask(_number: int) -> int:
        try:
            with urllib.request.urlopen(f"{served}/api/v1/fields", timeout=30) as answer:
                return int(answer.status)
        except urllib.error.HTTPError as error:
            return error.code

    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(ask, range(400)))
    assert set(found) == {200, 429}
    assert abs(found.count(200) - 200) <= 4  # 2 %
