"""Workers and other programs as processes of their own: killed without warning, always ended with the test."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from papersearch.settings import Settings, child_environment
from tests.support.paths import ROOT


def wait_until(condition: Callable[[], bool], what: str, within_s: float = 120.0, pause_s: float = 0.05) -> float:
    """How long it took. Fails with `what` when the condition does not come true in time."""
    started = time.monotonic()
    while not condition():
        assert time.monotonic() - started < within_s, f"{what}: not within {within_s:g} s"
        time.sleep(pause_s)
    return time.monotonic() - started


class Process:
    """`python -m PROGRAM WORDS` in a process group of its own, its output in a file: `kill` takes the children, too."""

    def __init__(self, settings: Settings, log: Path, words: tuple[str, ...], program: str = "papersearch") -> None:
        given = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "default"}
        with log.open("ab") as output:
            self.process = subprocess.Popen(
                (sys.executable, "-m", program, *words),
                env=child_environment(settings, given),
                stdout=output,
                stderr=output,
                start_new_session=True,
            )

    @property
    def is_running(self) -> bool:
        return self.process.poll() is None

    def signal(self, number: signal.Signals) -> None:
        """To every process of the group."""
        os.killpg(self.process.pid, number)

    def kill(self) -> None:
        """kill -9, no farewell."""
        if self.is_running:
            self.signal(signal.SIGKILL)
            self.process.wait()

    def stop(self) -> None:
        """Asks politely, then insists."""
        if self.is_running:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(30)
            except subprocess.TimeoutExpired:
                self.kill()


@contextmanager
def running(settings: Settings, log: Path, *words: str, program: str = "papersearch") -> Iterator[Process]:
    """`papersearch WORDS`, or another program, for the length of the block."""
    process = Process(settings, log, words, program)
    try:
        yield process
    finally:
        process.kill()


class Workers:
    """So many `papersearch worker`s, killed and started again all at once."""

    def __init__(self, settings: Settings, log: Path, count: int = 1) -> None:
        self._settings, self._log, self._count = settings, log, count
        self.processes: list[Process] = []

    def start(self) -> None:
        self.processes = [Process(self._settings, self._log, ("worker",)) for _ in range(self._count)]

    def kill(self) -> None:
        """kill -9 to all of them before any is waited for."""
        for process in self.processes:
            if process.is_running:
                process.signal(signal.SIGKILL)
        for process in self.processes:
            process.kill()


@contextmanager
def running_workers(settings: Settings, log: Path, count: int = 1) -> Iterator[Workers]:
    """Workers for the length of the block."""
    workers = Workers(settings, log, count)
    workers.start()
    try:
        yield workers
    finally:
        workers.kill()
