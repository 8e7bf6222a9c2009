"""Who a worker is, its signs of life, and which workers are lost."""

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
    """Whether this is a process of this very host that is gone; of another host nobody can tell."""
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
    """The workers that have been silent for too long, or whose process is known to be gone.

    A worker gives its first sign of life before it takes anything: one that holds something and has never given one,
    or has left, is lost too.
    """
    holders = store.ledger.holders() | store.index_queue.holders()  # read first: a holder has given its sign by now
    beating = {beat.worker for beat in store.heartbeats.all()}
    dead = {worker for worker in holders | beating if is_known_dead(worker)}
    return sorted(dead | (holders - beating) | set(store.heartbeats.silent(silent_after_s)))


class Presence:
    """What a worker says of itself; the counters may be moved from any thread.

    The leases by which it leads are prolonged with each sign of life, and lost after `silent_after_s` of silence.
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
        self._is_in_doubt = False

    @contextmanager
    def doing(self, what: str) -> Iterator[None]:
        """Says what it works on until the block ends; the end counts as progress."""
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
        """Counts as progress in the middle of something long."""
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
        """The first sign of life, to be given before anything is taken; further calls do nothing."""
        if not self._has_begun:
            self.beat()

    @contextmanager
    def doubting(self) -> Iterator[None]:
        """For a block that leases: if an answer of the store is lost, this worker may hold what it does not know of.

        With the first sign of life at which nothing is under way it goes on under another identity, and what the old
        one held is free, so that it need not wait until its leases run out.
        """
        try:
            yield
        except StoreUnavailableError:
            self._is_in_doubt = True
            raise

    def beat(self) -> None:
        """Writes a sign of life. Raises StoreUnavailableError."""
        if self._is_in_doubt and not self._doing:
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
        self._is_in_doubt = False
        with suppress(UnavailableError), self._store.transaction() as inside:  # otherwise its silence tells
            for name in leading:
                inside.leadership.release(name, old)
            inside.ledger.release_unknown(old)
            inside.index_queue.release_lost([old])
            inside.heartbeats.forget([old])

    def lead(self, name: str) -> int | None:
        """Takes or prolongs the lease of this name: its fencing number, None while another that may be alive has it."""
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
        """Says that it is gone, so that nobody waits for its silence."""
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
