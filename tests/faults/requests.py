"""Requests of every kind under a fault, one after the other, and beside them one that asks nothing of any service.

A request's limit is the program's promise; that a machine under load gives a thread no time is not its fault. How much
that was is measured by the requests that ask nothing, and told beside the figures.
"""

import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import cycle
from typing import NamedTuple

import msgspec
from flask import Flask

from tests.faults.corpus import title_of

IDLE = "/healthz"
PAUSE_S = 0.05
READS = (
    "/api/v1/papers?q=paper",
    "/?q=paper+on",
    "/api/v1/papers?q=paper&facets=venue,year,keyword,author&highlight=true",
    "/api/v1/papers?q=papre+qqqqqq",
    "/api/v1/facets/year?q=paper",
    "/api/v1/suggest?q=pap",
    "/api/v1/jobs",
    "/readyz",
)


class Answered(NamedTuple):
    """One request; `method` is empty for one that asks nothing."""

    method: str
    path: str
    status: int
    began: float
    seconds: float


@dataclass
class Asking:
    """What was answered until now; `written` and `doubtful` are the numbers of papers whose write was taken, or not."""

    app: Flask
    key: str
    first_number: int
    answers: list[Answered] = field(default_factory=list)
    idle: list[Answered] = field(default_factory=list)
    written: set[int] = field(default_factory=set)
    doubtful: set[int] = field(default_factory=set)

    def all_kinds(self, seconds: float) -> Sequence[Answered]:
        """Asks for so long; what was answered in that time."""
        begun, until = len(self.answers), time.monotonic() + seconds
        for path in cycle(("", *READS)):
            if time.monotonic() >= until:
                return self.answers[begun:]
            self.answers.append(self._read(path) if path else self._write())
        raise AssertionError

    def idle_s(self, answer: Answered) -> float:
        """The longest that a request that asks nothing took while this one was under way."""
        ended = answer.began + answer.seconds
        return max((i.seconds for i in self.idle if i.began < ended and i.began + i.seconds > answer.began), default=0)

    def _read(self, path: str) -> Answered:
        began = time.monotonic()
        with self.app.test_client().get(path, headers={"Accept": "application/json, text/html"}) as response:
            return Answered("GET", path, response.status_code, began, time.monotonic() - began)

    def _write(self) -> Answered:
        number = self.first_number + len(self.written) + len(self.doubtful)
        paper = {"title": title_of(number), "authors": [{"name": "Ada Writer"}], "year": 1990 + number % 30}
        headers = {"Authorization": f"Bearer {self.key}"}
        began = time.monotonic()
        with self.app.test_client().post("/api/v1/papers/bulk", data=msgspec.json.encode(paper), headers=headers,
                                         content_type="application/x-ndjson") as response:  # fmt: skip
            status = response.status_code
        (self.written if status == 202 else self.doubtful).add(number)
        return Answered("POST", "/api/v1/papers/bulk", status, began, time.monotonic() - began)


@contextmanager
def asking(app: Flask, key: str, first_number: int) -> Iterator[Asking]:
    """Requests that ask nothing go on for the length of the block; the others are asked by `all_kinds`."""
    found, stopping = Asking(app, key, first_number), threading.Event()

    def idle() -> None:
        client = app.test_client()
        while not stopping.wait(PAUSE_S):
            began = time.monotonic()
            with client.get(IDLE) as response:
                found.idle.append(Answered("", IDLE, response.status_code, began, time.monotonic() - began))

    thread = threading.Thread(target=idle, daemon=True)
    thread.start()
    try:
        yield found
    finally:
        stopping.set()
        thread.join(60)
