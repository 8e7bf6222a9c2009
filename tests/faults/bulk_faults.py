"""An HTTP proxy in front of the real Elasticsearch that spoils bulk requests and their answers; seeded."""

import http.client
import json
import random
import zlib
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import urlsplit

LARGEST_REQUEST = 150
"""Documents in one request; more are answered with 413."""
COPIED = frozenset({"content-type", "accept"})


def is_refused(paper_id: str) -> bool:
    """One paper in a hundred that this Elasticsearch never takes."""
    return zlib.crc32(paper_id.encode()) % 100 == 7


class Spoiler(ThreadingHTTPServer):
    """`done` counts the faults by name, `told` are the papers whose refusal was answered whole since it was emptied."""

    daemon_threads = True

    def __init__(self, target: str) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.target = urlsplit(target)
        self.rng = random.Random(11)
        self.done: Counter[str] = Counter()
        self.told: set[str] = set()

    def choose(self) -> str:
        """What happens to this request."""
        return self.rng.choices(["none", "429", "cut", "drop before", "drop after"], [64, 12, 8, 8, 8])[0]


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Spoiler

    def do_any(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        if self.path.partition("?")[0].endswith("/_bulk"):
            self.spoil(body)
        else:
            self.answer(*self.forward(body))

    do_GET = do_POST = do_PUT = do_DELETE = do_HEAD = do_any  # noqa: N815 - the names that the server looks for

    def spoil(self, body: bytes) -> None:
        done, lines = self.server.done, body.splitlines()
        pairs = list(zip(lines[::2], lines[1::2], strict=True))
        fault = self.server.choose()
        if len(pairs) > LARGEST_REQUEST:
            done["413"] += 1
            self.answer(413, b'{"error":{"type":"too_large"},"status":413}')
            return
        if fault in {"429", "drop before"}:
            done[fault] += 1
            if fault == "429":
                self.answer(429, b'{"error":{"type":"es_rejected_execution_exception"},"status":429}')
            else:
                self.close_connection = True
            return
        status, answer = self.forward_good(pairs)
        if fault == "drop after":
            self.close_connection = True
        else:
            if fault != "cut":
                self.server.told.update(filter(is_refused, map(_id, pairs)))
            self.answer(status, answer[: len(answer) // 2] if fault == "cut" else answer)
        done[fault] += 1

    def forward_good(self, pairs: list[tuple[bytes, bytes]]) -> tuple[int, bytes]:
        """Sends what is to pass, and puts the others' items where they belong in the answer."""
        spoilt: dict[int, dict[str, Any]] = {}
        for place, pair in enumerate(pairs):
            if is_refused(_id(pair)):
                spoilt[place] = _item(400, "document_parsing_exception")
                self.server.done["400 item"] += 1
            elif self.server.rng.random() < 0.3:
                spoilt[place] = _item(429, "es_rejected_execution_exception")
                self.server.done["429 item"] += 1
        passing = [b"\n".join(pair) for place, pair in enumerate(pairs) if place not in spoilt]
        status, items = 200, iter(())
        if passing:
            status, answer = self.forward(b"\n".join(passing) + b"\n")
            if status != 200:
                return status, answer
            items = iter(json.loads(answer)["items"])
        return status, json.dumps({"items": [spoilt.get(n) or next(items) for n in range(len(pairs))]}).encode()

    def forward(self, body: bytes) -> tuple[int, bytes]:
        target = self.server.target
        connection = http.client.HTTPConnection(str(target.hostname), target.port, timeout=60)
        try:
            headers = {name: value for name, value in self.headers.items() if name.lower() in COPIED}
            connection.request(self.command, self.path, body or None, headers)
            response = connection.getresponse()
            return response.status, response.read()
        finally:
            connection.close()

    def answer(self, status: int, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "application/vnd.elasticsearch+json;compatible-with=9")
        self.send_header("X-Elastic-Product", "Elasticsearch")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Says nothing."""


def _id(pair: tuple[bytes, bytes]) -> str:
    return str(json.loads(pair[0])["index"]["_id"])


def _item(status: int, kind: str) -> dict[str, Any]:
    return {"index": {"status": status, "error": {"type": kind, "reason": f"spoilt: {kind}"}}}


@contextmanager
def spoiled(url: str) -> Iterator[tuple[str, Spoiler]]:
    """The address of a spoiler in front of the Elasticsearch at `url`."""
    spoiler = Spoiler(url)
    Thread(target=spoiler.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{spoiler.server_address[1]}", spoiler
    finally:
        spoiler.shutdown()
        spoiler.server_close()
