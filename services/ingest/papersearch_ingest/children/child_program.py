"""Run a module of papersearch as a child process that answers through pipes.

Children are started as programs: Celery's worker processes may not fork children of their own through
`multiprocessing`. A child inherits no environment, and gets no Ctrl-C: it ends when its standard input does. It has a
process group of its own, but its parent's session: Linux divides processor time between sessions before it considers
how nice a process is.
"""

import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from typing import IO, cast

BEHIND = 5
"""How much nicer a child is than the program that stores, since everything waits for that one."""


class ChildProgram:
    """`python -m module arguments`; requests are written to `requests`, and answers read from `answers`.

    `environment`: its environment, apart from what Python needs.
    """

    def __init__(self, module: str, *arguments: str, environment: Mapping[str, str] | None = None) -> None:
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115 - closed with the child
        self._process = subprocess.Popen(  # noqa: S603 - our own program
            [sys.executable, "-m", module, *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._errors,
            env={"PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "LC_ALL": "C.UTF-8"} | dict(environment or {}),
            process_group=0,
            bufsize=0,
        )
        os.setpriority(os.PRIO_PROCESS, self.pid, os.getpriority(os.PRIO_PROCESS, 0) + BEHIND)
        self.requests = cast("IO[bytes]", self._process.stdin)
        self.answers = cast("IO[bytes]", self._process.stdout)

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def is_alive(self) -> bool:
        return self._process.poll() is None

    def kill(self) -> None:
        """End the process, whatever it is doing. `answers` is closed by the code that reads it."""
        self._process.kill()
        self._process.wait()
        for stream in (self.requests, self._errors):
            with suppress(OSError):
                stream.close()

    def describe_end(self) -> str:
        """Wait for the process to exit and describe how it ended."""
        code = self._process.wait()
        if -code == signal.SIGXCPU:
            return "exceeded its limit of processor time"
        return f"was killed by signal {-code}" if code < 0 else f"ended with code {code}: {self.stderr_tail()}"

    def stderr_tail(self) -> str:
        """Return the last line that it wrote to its standard error."""
        self._errors.seek(0)
        lines = self._errors.read(1 << 16).decode("utf-8", "replace").strip().splitlines()
        return lines[-1] if lines else "no output on standard error"
