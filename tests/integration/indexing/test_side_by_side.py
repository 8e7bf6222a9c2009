"""`serve` and `ingest` as two processes on the embedded engine: what ingest has said is done, the next search finds."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.support.paths import SAMPLES

COMMAND = [sys.executable, "-m", "papersearch"]
START_LIMIT_S = 60


def environment(home: Path) -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith("PAPERSEARCH_")} | {
        "PAPERSEARCH_HOME": str(home)
    }


def run(home: Path, *arguments: str) -> Any:
    done = subprocess.run(
        [*COMMAND, *arguments, "--json"],
        env=environment(home),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def get(url: str) -> Any:
    with urllib.request.urlopen(url, timeout=10) as answer:
        return json.load(answer)


@pytest.fixture
def served(tmp_path: Path) -> Iterator[tuple[Path, str]]:
    """A home, and the address at which `papersearch serve` answers for it."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    home = tmp_path / "home"
    with (tmp_path / "serve.log").open("wb") as log:
        process = subprocess.Popen(
            [*COMMAND, "serve", "--port", str(port)], env=environment(home), stdout=log, stderr=log
        )
    base = f"http://127.0.0.1:{port}"
    deadline = time.monotonic() + START_LIMIT_S
    try:
        while True:
            try:
                get(f"{base}/healthz")
                break
            except OSError:
                assert process.poll() is None, (tmp_path / "serve.log").read_text("utf-8")
                assert time.monotonic() < deadline
                time.sleep(0.1)
        yield home, base
    finally:
        process.send_signal(signal.SIGINT)
        assert process.wait(30) is not None


def test_papers_are_found_by_a_running_server_as_soon_as_ingest_returns(served: tuple[Path, str]) -> None:
    home, base = served
    for name, query in (("classics.jsonl", "%22random+forests%22"), ("iclr-2019-search.txt", "lottery+ticket")):
        report = run(home, "ingest", str(SAMPLES / name))
        assert report["added"] > 0
        assert get(f"{base}/api/v1/papers?q={query}")["meta"]["count"] >= 1
    assert get(f"{base}/api/v1/papers")["meta"]["count"] == run(home, "status")["papers"]


def test_the_command_line_answers_what_the_server_answers(served: tuple[Path, str]) -> None:
    home, base = served
    run(home, "ingest", str(SAMPLES))
    by_command = run(home, "search", '"data augmentation" -survey', "--facets")
    by_http = get(f"{base}/api/v1/papers?q=%22data+augmentation%22+-survey&facets=venue,year,keyword,author")
    assert by_command["meta"]["count"] == by_http["meta"]["count"] > 0
    assert [hit["id"] for hit in by_command["results"]] == [hit["id"] for hit in by_http["results"]]
    assert by_command["facets"] == by_http["facets"]
