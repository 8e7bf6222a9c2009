"""Hostile requests to `papersearch serve`, on one machine and as the image runs it: each ends within 5 s.

A server that answers, answers rightly: no status of 500, no traceback in its log, and others are served meanwhile.
"""

import json
import os
import random
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from http.client import HTTPException, HTTPResponse
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

import pytest
import yaml

from papersearch.settings import Settings
from tests.integration.serving.hostile import Hostile, hostile_requests
from tests.support.paths import ROOT
from tests.support.workers import environment, private_schema

LIMIT_S = 5.0
AT_ONCE = 8
LEAST = 60
LONG_PAPERS, LONG_WORDS = 12, 30_000
REQUESTS = hostile_requests()
PRIVATE = re.compile(rb"root:x:0:0|/site-packages/|/pytest-|psycopg|127\.0\.0\.1:(?:9200|6379|5433)|Traceback")


@dataclass(frozen=True)
class Served:
    """A server: its address and its log."""

    base: str
    log: Path

    def ask(self, path: str) -> tuple[int, float]:
        """The status of an ordinary request, and its seconds."""
        began = time.monotonic()
        with urllib.request.urlopen(self.base + path, timeout=30) as answer:
            answer.read()
            return answer.status, time.monotonic() - began


def write_long_papers(file: Path) -> None:
    """Papers with long texts of frequent words, in which near phrases are costly."""
    chance = random.Random(7)
    with file.open("w") as lines:
        for number in range(LONG_PAPERS):
            text = " ".join(chance.choices(("the", "of", "and", "in", "to", "network"), k=LONG_WORDS))
            lines.write(json.dumps({"title": f"Long paper {number}", "full_text": text}) + "\n")


def papersearch(env: dict[str, str], *words: str) -> None:
    command = [sys.executable, "-m", "papersearch", *words]
    done = subprocess.run(command, env=env, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr


@contextmanager
def started(env: dict[str, str], log: Path) -> Iterator[Served]:
    with log.open("wb") as output:
        command = [sys.executable, "-m", "papersearch", "serve"]
        process = subprocess.Popen(command, env=env, stdout=output, stderr=output)
    base = f"http://127.0.0.1:{env['PAPERSEARCH_WEB_PORT']}"
    try:
        deadline = time.monotonic() + 60
        while not is_alive(base):
            assert process.poll() is None, log.read_text()
            assert time.monotonic() < deadline, log.read_text()
            time.sleep(0.1)
        yield Served(base, log)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(30)


def is_alive(base: str) -> bool:
    try:
        urllib.request.urlopen(f"{base}/api/v1/papers?q=network", timeout=5).close()
    except OSError:
        return False
    return True


def with_papers(settings: Settings, folder: Path, more: dict[str, str]) -> dict[str, str]:
    """The environment of a server whose store and index have the samples and long papers."""
    write_long_papers(folder / "long.jsonl")
    env = dict(environment(replace(settings, broker_url=None)))
    papersearch(env, "ingest", str(ROOT / "samples"), str(folder / "long.jsonl"))
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
    return {**env, **more, "PAPERSEARCH_WEB_HOST": "127.0.0.1", "PAPERSEARCH_WEB_PORT": port,
            "PAPERSEARCH_WEB_PROCESSES": "2"}  # fmt: skip


@pytest.fixture(scope="module")
def one_machine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("hostile")
    with started(with_papers(Settings(folder / "home"), folder, {}), folder / "log") as server:
        yield server


@pytest.fixture(scope="module")
def image(
    elasticsearch_url: str, redis_url: str, postgres_url: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Served]:
    """The image's command with the environment of docker-compose.yml, on the servers of the tests."""
    folder = tmp_path_factory.mktemp("hostile")
    service = yaml.safe_load((ROOT / "docker-compose.yml").read_text("utf-8"))["services"]["api"]
    assert service["command"] == ["papersearch", "serve"]
    given = {
        name: value
        for name, value in service["environment"].items()
        if isinstance(value, str) and not name.endswith(("_FILE", "HOME", "HOST", "READ_KEY", "DIR"))
    } | {"PAPERSEARCH_RATE_LIMIT": "1000000/minute"}  # all of these requests are one client's
    with private_schema(postgres_url) as store_url:
        prefix = f"hostile-{os.getpid()}"
        settings = Settings(
            folder / "home", engine_url=elasticsearch_url, store_url=store_url, index_prefix=prefix, broker_url=None
        )
        more = {**given, "PAPERSEARCH_BROKER_URL": redis_url.rsplit("/", 1)[0] + "/8"}
        with started(with_papers(settings, folder, more), folder / "log") as server:
            yield server
        drop_indices(elasticsearch_url, prefix)


def drop_indices(elasticsearch_url: str, prefix: str) -> None:
    with urllib.request.urlopen(f"{elasticsearch_url}/_resolve/index/{prefix}*") as answer:
        names = [index["name"] for index in json.load(answer)["indices"]]
    for name in names:
        urllib.request.urlopen(urllib.request.Request(f"{elasticsearch_url}/{name}", method="DELETE")).close()


@pytest.fixture(
    params=[
        "one_machine",
        pytest.param("image", marks=[pytest.mark.elasticsearch, pytest.mark.redis, pytest.mark.postgres]),
    ]
)
def served(request: pytest.FixtureRequest) -> Served:
    return request.getfixturevalue(request.param)  # type: ignore[no-any-return]


class Outcome(NamedTuple):
    """A request, the status of its answer (0: closed without one, -1: none in time), its seconds, and its body."""

    hostile: Hostile
    status: int
    seconds: float
    body: bytes

    @property
    def is_wrong(self) -> bool:
        return self.status not in self.hostile.statuses or self.seconds > LIMIT_S

    def __str__(self) -> str:
        return f"{self.hostile.name}: {self.status} after {self.seconds:.1f} s"


def outcome_of(served: Served, hostile: Hostile) -> Outcome:
    address = urlsplit(served.base)
    began = time.monotonic()
    status, body = 0, b""
    with socket.create_connection((address.hostname or "", address.port or 0), timeout=LIMIT_S) as client:
        answer = HTTPResponse(client)
        try:
            client.sendall(hostile.sent)
            answer.begin()
            status = answer.status
            body = str(answer.headers).encode() + answer.read()
        except TimeoutError:
            status = -1
        except (OSError, HTTPException):
            pass  # cut off
    return Outcome(hostile, status, time.monotonic() - began, body)


def test_there_are_many_of_them() -> None:
    assert len(REQUESTS) >= LEAST


def test_each_ends_within_the_limit_and_is_answered_rightly(served: Served) -> None:
    """No answer names a folder, a server or a user of this machine."""
    outcomes = [outcome_of(served, hostile) for hostile in REQUESTS]
    assert [str(outcome) for outcome in outcomes if outcome.is_wrong] == []
    assert [str(outcome) for outcome in outcomes if PRIVATE.search(outcome.body)] == []
    assert "Traceback" not in served.log.read_text("utf-8", "replace")


def test_others_are_served_while_many_come_at_once(served: Served) -> None:
    sent = [hostile._replace(statuses=hostile.statuses | {503, 504}) for hostile in REQUESTS]
    random.Random(5).shuffle(sent)
    ordinary = []
    with ThreadPoolExecutor(AT_ONCE) as pool:
        coming = [pool.submit(outcome_of, served, hostile) for hostile in sent]
        while not all(each.done() for each in coming):
            ordinary.append(served.ask("/api/v1/papers?q=network&facets=venue"))
            time.sleep(0.02)
        outcomes = [each.result() for each in coming]
    assert [str(outcome) for outcome in outcomes if outcome.is_wrong] == []
    assert len(ordinary) >= 3
    assert [each for each in ordinary if each[0] != 200 or each[1] > LIMIT_S] == []
    assert "Traceback" not in served.log.read_text("utf-8", "replace")
