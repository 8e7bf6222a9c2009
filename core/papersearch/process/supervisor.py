"""Run child processes: restart one that dies or is stuck, and stop it with its parent."""

import logging
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import timedelta
from time import monotonic

from papersearch.errors import UnavailableError
from papersearch.settings import Settings, child_environment
from papersearch.store import Store, open_store

log = logging.getLogger(__name__)

FIRST_PAUSE_S = 0.5
LONGEST_PAUSE_S = 30.0
HEALTHY_AFTER_S = 60.0
"""After a child that lived this long the next pause is the first, short one again."""
STOP_WITHIN_S = 15.0
LOOK_EVERY_S = 15.0

_LITTLE_MEMORY = {"MALLOC_ARENA_MAX": "1", "MALLOC_TRIM_THRESHOLD_": "131072"}
"""glibc keeps memory apart for each thread by default, though Python's threads hardly ever allocate at the same time;
and it keeps what was freed, the more, the larger the pieces were."""
WORKER_COMMAND = (sys.executable, "-m", "papersearch", "worker", "--supervised")
"""`--supervised`: exit when stdin ends, which it does even if this process is killed."""


class Supervisor:
    """Keep one child alive from `start` to `stop`; both may be called from any thread, each once.

    `is_stuck` is called with the child's process id every `look_every_s`. If it says so twice in a row, the child is
    killed.
    """

    def __init__(
        self,
        spawn: Callable[[], "subprocess.Popen[bytes]"],
        first_pause_s: float = FIRST_PAUSE_S,
        *,
        is_stuck: Callable[[int], bool] = lambda _pid: False,
        look_every_s: float = LOOK_EVERY_S,
        name: str = "worker",
    ) -> None:
        self._name = name
        self._spawn = spawn
        self._is_stuck = is_stuck
        self._look_every_s = look_every_s
        self._first_pause_s = first_pause_s
        self._stopping = threading.Event()
        self._lock = threading.Lock()
        self._child: subprocess.Popen[bytes] | None = None
        self._thread = threading.Thread(target=self._watch, name="supervisor", daemon=True)
        self.starts = 0

    @property
    def pid(self) -> int | None:
        """Process id of the running child."""
        child = self._child
        return child.pid if child is not None and child.poll() is None else None

    def start(self) -> None:
        """Start the child and the thread that watches it."""
        self._start_child()
        self._thread.start()

    def stop(self, within_s: float = STOP_WITHIN_S) -> None:
        """Ask the child to finish, and kill it if it does not in time."""
        self._stopping.set()
        with self._lock:
            child = self._child
        if child is not None:
            _end(child, within_s, self._name)
        self._thread.join()

    def _start_child(self) -> "subprocess.Popen[bytes] | None":
        with self._lock:
            if self._stopping.is_set():
                return None
            self._child = self._spawn()
            self.starts += 1
            return self._child

    def _watch(self) -> None:
        pause_s = self._first_pause_s
        child = self._child
        while child is not None:
            started = monotonic()
            code = self._wait(child)
            _close_stdin(child)
            if self._stopping.is_set():
                return
            pause_s = self._first_pause_s if monotonic() - started > HEALTHY_AFTER_S else pause_s
            log.warning("%s %d ended with code %d, next start in %.1f s", self._name, child.pid, code, pause_s)
            if self._stopping.wait(pause_s):
                return
            pause_s = min(pause_s * 2, LONGEST_PAUSE_S)
            child = self._start_child()

    def _wait(self, child: "subprocess.Popen[bytes]") -> int:
        """Wait for the child to end, or kill it if it is stuck, and return its exit code."""
        was_stuck = False
        while True:
            try:
                return child.wait(self._look_every_s)
            except subprocess.TimeoutExpired:
                is_stuck = not self._stopping.is_set() and self._is_stuck(child.pid)
            if is_stuck and was_stuck:
                log.error("%s %d makes no progress and is killed", self._name, child.pid)
                child.kill()
            was_stuck = is_stuck


class ProgressWatch:
    """Find workers on this host that are stuck: without a heartbeat or without progress for too long.

    While the store does not answer, no worker counts as stuck.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._store: Store | None = None

    def is_stuck(self, pid: int) -> bool:
        """Whether the worker is stuck. One that never wrote a heartbeat is not."""
        try:
            self._store = self._store or open_store(self._settings)
            beats = [beat for beat in self._store.heartbeats.all() if f":{pid}:" in beat.worker]
        except UnavailableError as error:
            log.warning("cannot read the worker's progress: %s", error)
            return False
        oldest = self._store.clock() - timedelta(seconds=self._settings.lease_limit_s)
        mine = [beat for beat in beats if beat.worker.startswith(f"{socket.gethostname()}@")]
        return any(beat.progressed_at < oldest or beat.beaten_at < oldest for beat in mine)

    def close(self) -> None:
        """Closes the store."""
        if self._store is not None:
            self._store.close()


def spawner(
    settings: Settings,
    command: Sequence[str],
    pass_fds: Sequence[int] = (),
    variables: Mapping[str, str] | None = None,
) -> Callable[[], "subprocess.Popen[bytes]"]:
    """What starts a child with these settings; its stdin ends when this process does, however that ends.

    `variables`: further ones of its environment.
    """
    environment = {**child_environment(settings), **_LITTLE_MEMORY, **(variables or {})}

    def spawn() -> "subprocess.Popen[bytes]":
        # Ctrl-C at a terminal reaches the whole group: a session of its own leaves the end of the child to `stop`.
        return subprocess.Popen(  # noqa: S603
            list(command), env=environment, stdin=subprocess.PIPE, start_new_session=True, pass_fds=pass_fds
        )

    return spawn


def stop_all(supervisors: Sequence[Supervisor]) -> None:
    """Ask all children to finish at once, and wait for them."""
    stopping = [threading.Thread(target=each.stop) for each in supervisors]
    for thread in stopping:
        thread.start()
    for thread in stopping:
        thread.join()


def end_with_supervisor() -> None:
    """In a child: send this process SIGTERM when its stdin ends, that is, when its supervisor is gone."""
    threading.Thread(target=_end_with_stdin, name="supervised", daemon=True).start()


def _end_with_stdin() -> None:
    while os.read(sys.stdin.fileno(), 4096):
        pass
    log.warning("the supervisor is gone: stopping")
    os.kill(os.getpid(), signal.SIGTERM)


@contextmanager
def supervise_worker(settings: Settings, command: Sequence[str] = WORKER_COMMAND) -> Iterator[Supervisor]:
    """Run a worker process while the context lasts.

    If this process is killed, the worker's stdin ends and the worker exits.
    """
    watch = ProgressWatch(settings)
    supervisor = Supervisor(spawner(settings, command), is_stuck=watch.is_stuck)
    supervisor.start()
    try:
        yield supervisor
    finally:
        supervisor.stop()
        watch.close()


def _close_stdin(child: "subprocess.Popen[bytes]") -> None:
    if child.stdin is not None:
        child.stdin.close()


def _end(child: "subprocess.Popen[bytes]", within_s: float, name: str) -> None:
    child.send_signal(signal.SIGTERM)
    try:
        child.wait(within_s)
    except subprocess.TimeoutExpired:
        log.warning("%s %d did not stop within %.0f s and is killed", name, child.pid, within_s)
        child.kill()
        child.wait()
    _close_stdin(child)
