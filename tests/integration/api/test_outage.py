"""Elasticsearch goes away and comes back under a running application: told in time, and mended by itself."""

import socket
import threading
import time
import uuid
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

import pytest

from tests.support.api_app import PAPERS, make_app

pytestmark = pytest.mark.elasticsearch

API = "/api/v1"
ANSWERED_WITHIN_S = 3.5
FAR_BELOW_S = 60.0
PATHS = (f"{API}/papers?q=networks&facets=venue", f"{API}/facets/venue", f"{API}/suggest?q=net", f"{API}/export")


class Gate:
    """A TCP relay in front of a server; shut, it takes connections and says nothing."""

    def __init__(self, host: str, port: int) -> None:
        self._target = (host, port)
        self._listening = socket.create_server(("127.0.0.1", 0))
        self._is_open = True
        self._pairs: list[socket.socket] = []
        threading.Thread(target=self._accept, daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._listening.getsockname()[1]}"

    def shut(self) -> None:
        self._is_open = False
        self._hang_up()

    def open(self) -> None:
        self._is_open = True
        self._hang_up()

    def close(self) -> None:
        self._listening.close()
        self._hang_up()

    def _hang_up(self) -> None:
        while self._pairs:
            end = self._pairs.pop()
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()

    def _accept(self) -> None:
        while True:
            try:
                caller, _ = self._listening.accept()
            except OSError:
                return
            self._pairs.append(caller)
            if self._is_open:
                server = socket.create_connection(self._target)
                self._pairs.append(server)
                for source, sink in ((caller, server), (server, caller)):
                    threading.Thread(target=_relay, args=(source, sink), daemon=True).start()


def _relay(source: socket.socket, sink: socket.socket) -> None:
    try:
        while data := source.recv(65_536):
            sink.sendall(data)
        sink.shutdown(socket.SHUT_WR)
    except OSError:
        return


@pytest.fixture
def gate(elasticsearch_url: str) -> Iterator[Gate]:
    parts = urlsplit(elasticsearch_url)
    gate = Gate(parts.hostname or "127.0.0.1", parts.port or 9200)
    yield gate
    gate.close()


def test_an_outage_is_told_in_time_and_ends_by_itself(gate: Gate, elasticsearch_url: str, tmp_path: Path) -> None:
    prefix = f"t{uuid.uuid4().hex[:10]}"
    app = make_app(tmp_path, PAPERS, engine_url=gate.url, index_prefix=prefix)
    try:
        client = app.test_client()
        assert {client.get(path).status_code for path in PATHS} == {200}
        gate.shut()
        for path in PATHS:
            started = time.monotonic()
            answer = client.get(path)
            assert time.monotonic() - started < ANSWERED_WITHIN_S
            assert (answer.status_code, answer.get_json()["code"]) == (503, "engine_unavailable")
            assert int(answer.headers["Retry-After"]) > 0
        gate.open()
        assert {client.get(path).status_code for path in PATHS} == {200}
    finally:
        app.extensions["papersearch"].close()
        urlopen(Request(f"{elasticsearch_url}/{prefix}-000001", method="DELETE"), timeout=30).close()


def test_a_request_ends_by_its_own_limit_before_those_of_its_calls(
    gate: Gate, elasticsearch_url: str, tmp_path: Path
) -> None:
    """Goes red, after minutes, when a request has no time limit as a whole."""
    prefix = f"t{uuid.uuid4().hex[:10]}"
    settings = {"engine_timeout_s": 240.0, "request_limit_s": 0.5}
    app = make_app(tmp_path, PAPERS, engine_url=gate.url, index_prefix=prefix, **settings)
    try:
        client = app.test_client()
        gate.shut()
        for path in (*PATHS, "/?q=networks"):
            started = time.monotonic()
            answer = client.get(path)
            assert time.monotonic() - started < FAR_BELOW_S
            assert answer.status_code == 503
            assert int(answer.headers["Retry-After"]) > 0
    finally:
        app.extensions["papersearch"].close()
        urlopen(Request(f"{elasticsearch_url}/{prefix}-000001", method="DELETE"), timeout=30).close()
