"""The identity of a worker, its heartbeat, and which workers are lost."""

import os
import secrets
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from papersearch.errors import StoreUnavailableError, UnavailableError
from papersearch.store import Store


def new_identity() -> str:
    """`host@namespace:process:random`: never used twice, and says where to look for the process."""
    return f"{_place()}:{os.getpid()}:{secrets.token_hex(4)}"


def is_known_dead(identity: str) -> bool:
    """Whether this is a process of this host that has ended; False for other hosts, where it is unknown."""
    place, _, rest = identity.rpartition(":")[0].rpartition(":")
    if place != _place() or not rest.isdigit():
        return False
    try:
        os.kill(int(rest), 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        return False
    return False


def lost_workers(store: Store, silent_after_s: float) -> list[str]:
    """Return the workers whose heartbeat is overdue, or whose process has ended.

    A worker sends its first heartbeat before it leases anything: one that holds leases without any heartbeat is lost.
    """
    holders = store.ledger.holders() | store.index_queue.holders()  # first: each has sent a heartbeat by now
    beating = {beat.worker for beat in store.heartbeats.all()}
    dead = {worker for worker in holders | beating if is_known_dead(worker)}
    return sorted(dead | (holders - beating) | set(store.heartbeats.silent(silent_after_s)))


def has_live_worker_here(store: Store, silent_after_s: float) -> bool:
    """Whether a worker of this host has sent a recent heartbeat; a container counts as a host of its own."""
    silent = set(store.heartbeats.silent(silent_after_s))
    beating = {beat.worker for beat in store.heartbeats.all()} - silent
    return any(worker.startswith(f"{_place()}:") and not is_known_dead(worker) for worker in beating)


class Presence:
    """A worker's heartbeat; any thread may count progress.

    Each heartbeat prolongs the worker's leases, which are lost after `silent_after_s` without one.
    """

    def __init__(self, store: Store, identity: str, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._store = store
        self.identity = identity
        self._monotonic = monotonic
        self._lock = threading.Lock()
        self._progress = 0
        self._moved_at = monotonic()
        self._doing: tuple[str, ...] = ()
        self._leading: frozenset[str] = frozenset()
        """The leases that it prolongs with each sign of life."""
        self._has_begun = False
        self._may_hold_unknown = False

    @contextmanager
    def doing(self, what: str) -> Iterator[None]:
        """Name the work until the block ends; the end counts as progress."""
        with self._lock:
            self._doing = (*self._doing, what)
            self._moved_at = self._monotonic()
        try:
            yield
        finally:
            with self._lock:
                left = list(self._doing)
                left.remove(what)
                self._doing = tuple(left)
                self._move()

    def advance(self) -> None:
        """Count progress during long work."""
        with self._lock:
            self._move()

    def seconds_without_progress(self) -> float:
        """For how many seconds what it works on has made no progress; 0 while it works on nothing."""
        with self._lock:
            return self._monotonic() - self._moved_at if self._doing else 0.0

    def _move(self) -> None:
        self._progress += 1
        self._moved_at = self._monotonic()

    def begin(self) -> None:
        """Send the first heartbeat, before any work is leased; further calls do nothing."""
        if not self._has_begun:
            self.beat()

    @contextmanager
    def recovering_leases(self) -> Iterator[None]:
        """Wrap a block that leases: if the store's answer is lost, this worker may hold leases without knowing it.

        At the first heartbeat without work in progress, it takes a new identity and frees the leases of the old one, so
        that they need not run out first.
        """
        try:
            yield
        except StoreUnavailableError:
            self._may_hold_unknown = True
            raise

    def beat(self) -> None:
        """Send a heartbeat. Raises StoreUnavailableError."""
        if self._may_hold_unknown and not self._doing:
            self._rename()
        with self._lock:
            progress, doing, leading = self._progress, self._doing, self._leading
        self._store.heartbeats.beat(self.identity, progress=progress, doing=", ".join(doing))
        self._has_begun = True
        for name in leading:
            self.lead(name)

    def _rename(self) -> None:
        with self._lock:
            old, self.identity = self.identity, new_identity()
            leading, self._leading = self._leading, frozenset()
        self._may_hold_unknown = False
        with suppress(UnavailableError), self._store.transaction() as inside:  # otherwise its silence tells
            for name in leading:
                inside.leadership.release(name, old)
            inside.ledger.release_unknown(old)
            inside.index_queue.release_lost([old])
            inside.heartbeats.forget([old])

    def lead(self, name: str) -> int | None:
        """Take or prolong the lease of this name: its fencing number, None while a worker that may be alive has it."""
        leadership, limit_s = self._store.leadership, self._store.settings.silent_after_s
        fence = leadership.acquire(name, self.identity, limit_s=limit_s)
        holder = leadership.owner(name) or ""
        if fence is None and is_known_dead(holder):
            leadership.release(name, holder)
            fence = leadership.acquire(name, self.identity, limit_s=limit_s)
        with self._lock:
            self._leading = self._leading | {name} if fence is not None else self._leading - {name}
        return fence

    def stop_leading(self, name: str) -> None:
        """Gives the lease up."""
        with self._lock:
            self._leading -= {name}
        self._store.leadership.release(name, self.identity)

    def leave(self) -> None:
        """Leave, so that others need not wait until its heartbeat is overdue."""
        for name in self._leading:
            self.stop_leading(name)
        self._store.heartbeats.forget([self.identity])
        self._has_begun = False


def _place() -> str:
    try:
        namespace = Path("/proc/self/ns/pid").readlink().name.strip("pid:[]")
    except OSError:  # no Linux
        namespace = ""
    return f"{socket.gethostname()}@{namespace}"
