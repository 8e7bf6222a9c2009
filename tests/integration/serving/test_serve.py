"""`papersearch serve` as its users run it: processes that come back, and clients that cannot stop it."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.support.paths import ROOT

LIMIT_S = 5.0
IDLE, HEADS, BODIES, UNREAD = 300, 200, 60, 60


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("serving")
    command = [sys.executable, "-m", "papersearch", "--home", str(folder), "ingest", str(ROOT / "samples")]
    subprocess.run(command, check=True, capture_output=True)
    return folder


@pytest.fixture(scope="module")
def server(home: Path) -> Iterator[tuple[str, int]]:
    """The address, and the parent's process id."""
    command = [sys.executable, "-m", "papersearch", "--home", str(home), "serve", "--port", "0", "--processes", "2"]
    environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as process:
        assert process.stdout is not None
        found = re.search(r"http://127\.0\.0\.1:\d+", process.stdout.readline())
        assert found is not None
        yield found[0], process.pid
        process.send_signal(signal.SIGTERM)
        process.wait(30)


@pytest.fixture
def base(server: tuple[str, int]) -> str:
    wait_until(lambda: count_of(server[0]) > 0)
    return server[0]


def count_of(base: str) -> int:
    with urllib.request.urlopen(f"{base}/api/v1/papers?q=data&per_page=1", timeout=30) as answer:
        return int(json.load(answer)["meta"]["count"])


def wait_until(is_true: Callable[[], bool], within_s: float = 30) -> None:
    deadline = time.monotonic() + within_s
    while not is_true():
        assert time.monotonic() < deadline
        time.sleep(0.1)


def children_of(pid: int) -> list[int]:
    listed = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    others = [p for task in Path(f"/proc/{pid}/task").iterdir() for p in (task / "children").read_text().split()]
    return sorted({int(each) for each in (*listed, *others)})


def servers_of(pid: int) -> list[int]:
    return [each for each in children_of(pid) if b"--socket" in Path(f"/proc/{each}/cmdline").read_bytes()]


def opened(base: str, head: str, stack: ExitStack, *, buffer: int | None = None) -> socket.socket:
    address = urlsplit(base)
    client = stack.enter_context(socket.socket())
    if buffer is not None:
        client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, buffer)
    client.connect((address.hostname, address.port))
    client.sendall(head.encode())
    return client


def test_idle_unfinished_and_unread_connections_stop_nobody(base: str) -> None:
    stuck = {
        "idle": (IDLE, ""),
        "heads": (HEADS, "GET / HTTP/1.1\r\nHo"),
        "bodies": (BODIES, "POST /api/v1/papers/search HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n{"),
        "unread": (UNREAD, "GET /api/v1/export?format=json HTTP/1.1\r\nHost: x\r\n\r\n"),
    }
    with ExitStack() as stack:
        for number, head in stuck.values():
            for _ in range(number):
                opened(base, head, stack, buffer=2_048)
            started = time.monotonic()
            assert count_of(base) > 0
            assert time.monotonic() - started < LIMIT_S


def test_a_long_body_is_refused_before_it_is_sent(base: str) -> None:
    head = "POST /api/v1/papers/bulk HTTP/1.1\r\nHost: x\r\nContent-Length: 300000000\r\n\r\n"
    with ExitStack() as stack:
        client = opened(base, head, stack)
        client.settimeout(LIMIT_S)
        assert client.recv(100).startswith(b"HTTP/1.1 401 ")


@pytest.mark.parametrize("size", [70_000, 200_000])
def test_a_head_and_a_long_body_may_come_at_once(base: str, size: int) -> None:
    body = b'{"q": "data", "x": "' + b"y" * size + b'"}'
    address = "POST /api/v1/papers/search HTTP/1.1\r\nHost: x\r\n"
    head = f"{address}Content-Type: application/json\r\nContent-Length: {len(body)}"
    for _ in range(5):
        with ExitStack() as stack:
            client = opened(base, f"{head}\r\n\r\n{body.decode()}", stack)
            client.settimeout(LIMIT_S)
            assert client.recv(100).startswith(b"HTTP/1.1 400 ")  # x is no parameter


def test_an_endless_head_behind_a_streamed_answer_is_cut_off(base: str) -> None:
    with ExitStack() as stack:
        client = opened(base, "GET /api/v1/export?format=json HTTP/1.1\r\nHost: x\r\n\r\n", stack, buffer=2_048)
        client.settimeout(LIMIT_S)
        assert client.recv(10)
        with pytest.raises(OSError, match=r"reset|Broken pipe"):
            client.sendall(b"GET / HTTP/1.1\r\nx: " + b"y" * 20_000_000)


def test_requests_that_do_not_wait_for_answers_are_limited(base: str) -> None:
    with ExitStack() as stack:
        client = opened(base, "GET /api/v1/export?format=json HTTP/1.1\r\nHost: x\r\n\r\n", stack, buffer=2_048)
        client.settimeout(LIMIT_S)
        with pytest.raises(OSError, match=r"reset|Broken pipe"):
            client.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n" * 200_000)


def test_an_endless_head_is_cut_off(base: str) -> None:
    with ExitStack() as stack:
        client = opened(base, "GET / HTTP/1.1\r\n", stack)
        client.settimeout(LIMIT_S)
        endless = b"".join(b"x-%d: %s\r\n" % (number, b"y" * 1_000) for number in range(10_000))
        with pytest.raises(OSError, match=r"reset|Broken pipe"):
            client.sendall(endless)


def test_a_path_and_a_query_beyond_ascii_arrive(base: str) -> None:
    request = urllib.request.Request(f"{base}/api/v1/papers?q=M%C3%A9zard", headers={"X-Request-ID": "mine"})
    with urllib.request.urlopen(request) as answer:
        assert json.load(answer)["meta"]["query"]["input"] == "Mézard"
        assert answer.headers["X-Request-ID"] == "mine"


def test_a_proxy_beside_it_says_how_it_was_reached(base: str) -> None:
    request = urllib.request.Request(
        f"{base}/?format=atom", headers={"X-Forwarded-Proto": "https", "Host": "lab.example.org"}
    )
    with urllib.request.urlopen(request) as answer:
        assert b'href="https://lab.example.org/' in answer.read()


def test_figures_are_those_of_all_processes(base: str) -> None:
    def counted() -> int:
        with urllib.request.urlopen(f"{base}/metrics", timeout=30) as answer:
            text = answer.read().decode()
        found = re.search(r'request_seconds_count\{method="GET",route="/api/v1/fields",status="200"\} ([\d.]+)', text)
        return int(float(found[1])) if found else 0

    before = counted()
    for _ in range(40):  # a connection each, so that both processes get some
        with urllib.request.urlopen(f"{base}/api/v1/fields", timeout=30) as answer:
            assert answer.status == 200
    assert {counted() for _ in range(10)} == {before + 40}


def test_a_process_that_dies_is_started_again(server: tuple[str, int], base: str) -> None:
    parent = server[1]
    before = servers_of(parent)
    assert len(before) == 2
    os.kill(before[0], signal.SIGKILL)
    assert count_of(base) > 0
    wait_until(lambda: len(servers_of(parent)) == 2 and servers_of(parent) != before)


def test_all_processes_end_with_their_parent(home: Path) -> None:
    command = [sys.executable, "-m", "papersearch", "--home", str(home), "serve", "--port", "0", "--processes", "2"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        wait_until(lambda: len(servers_of(process.pid)) == 2)
        left = children_of(process.pid)
        process.kill()
        process.wait(10)
        wait_until(lambda: not any(is_alive(pid) for pid in left))


def is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False
