"""Threads that repeat one action: heartbeats, sweeps, steps of a re-index."""

import logging
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from time import monotonic

from papersearch.errors import PapersearchError
from papersearch.store import Store

log = logging.getLogger(__name__)

STOP_WITHIN_S = 10.0
LONGEST_IDLE_S = 2.0


class PeriodicThread:
    """Calls `action` at once and then every `interval_s`, until it is stopped; True from `action` means: again at once.

    An error of papersearch (the store does not answer) is logged, and the next round tries again. Any other error is a
    bug: `on_bug` is called, so that the program ends and is restarted instead of running with a part missing.
    """

    def __init__(
        self, name: str, interval_s: float, action: Callable[[], bool | None], on_bug: Callable[[], None]
    ) -> None:
        self._action = action
        self._interval_s = interval_s
        self._on_bug = on_bug
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)

    def start(self) -> None:
        """Starts the thread."""
        self._thread.start()

    def stop(self) -> None:
        """Stop after the call that is running, and wait for it."""
        self._stopping.set()
        if self._thread.ident is not None and self._thread is not threading.current_thread():
            self._thread.join(STOP_WITHIN_S)

    def _run(self) -> None:
        is_sound = False
        try:
            while not self._stopping.is_set():
                if not self._round():
                    self._stopping.wait(self._interval_s)
            is_sound = True
        finally:
            if not is_sound:
                log.critical("%s ended by a bug", self._thread.name)
                self._on_bug()

    def _round(self) -> bool:
        try:
            return bool(self._action())
        except PapersearchError as error:
            log.warning("%s: %s", self._thread.name, error)
            return False


class WhenChanged:
    """An action that is skipped while the store has not changed since the action last had nothing to do.

    It is skipped for `LONGEST_IDLE_S` at most, since some work is due at a time, and never if the store does not report
    changes.
    """

    def __init__(self, store: Store, action: Callable[[], bool | None]) -> None:
        self._store = store
        self._action = action
        self._idle_at: int | None = None
        self._until = 0.0

    def __call__(self) -> bool:
        mark = self._store.change_mark()
        if mark is not None and mark == self._idle_at and monotonic() < self._until:
            return False
        has_worked = bool(self._action())
        self._idle_at, self._until = None if has_worked else mark, monotonic() + LONGEST_IDLE_S
        return has_worked


@contextmanager
def running(threads: Sequence[PeriodicThread]) -> Iterator[None]:
    """All of them from here to the end of the block."""
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        for thread in reversed(threads):
            thread.stop()
