"""Searches that go on in a thread while other things happen, and how they fared."""

import statistics
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager


class Searching:
    """Calls `ask` over and over; `failed` has the sentences of those that raised, `seconds` how long each took."""

    def __init__(self, ask: Callable[[], object], per_s: float) -> None:
        self._ask, self._pause_s = ask, 1.0 / per_s
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self.failed: list[str] = []
        self.seconds: list[float] = []

    def p95_s(self, since: int, until: int) -> float:
        """Of the calls from the `since`-th to the `until`-th."""
        return statistics.quantiles(self.seconds[since:until], n=20)[-1]

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._stopping.set()
        self._thread.join(60)
        assert not self._thread.is_alive(), "a search hangs"

    def _run(self) -> None:
        while not self._stopping.is_set():
            started = time.monotonic()
            try:
                self._ask()
            except Exception as error:  # noqa: BLE001 - whatever it was, it is a search that failed
                self.failed.append(f"{type(error).__name__}: {error}")
            self.seconds.append(time.monotonic() - started)
            self._stopping.wait(max(self._pause_s - self.seconds[-1], 0))


@contextmanager
def searching(ask: Callable[[], object], per_s: float = 20.0) -> Iterator[Searching]:
    """Searches for the length of the block."""
    found = Searching(ask, per_s)
    found.start()
    try:
        yield found
    finally:
        found.stop()
