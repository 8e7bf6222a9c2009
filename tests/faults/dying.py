"""A process that takes the steps of a re-index and kills itself, with SIGKILL, at a moment that matters: the n-th, or
the first of a name.

The moments: before and after each call that changes the engine, and before each commit of the store.
"""

import multiprocessing
import os
import signal
from collections.abc import Callable
from typing import Any

from sqlalchemy import event

from papersearch.job_progress import ReindexProgress
from papersearch.settings import Settings
from papersearch_ingest.reindex.steps import rollback
from papersearch_ingest.work.program import REINDEX_LEASE, Program, opened_program
from papersearch_ingest.work.sweeper import free_lost

CHANGES = frozenset({"create", "apply", "finish_building", "promote", "drop"})
TIMEOUT_S = 120


class Moments:
    """Counts moments, and kills this process at the n-th, or at the first of that name; 0: never."""

    def __init__(self, deadly: int | str, report: Callable[[str], None]) -> None:
        self._deadly, self._report = deadly, report
        self._met = 0
        self.do_matter = False

    def pass_by(self, name: str) -> None:
        self._met += self.do_matter
        if self.do_matter and self._deadly in {self._met, name}:
            self._report(name)
            os.kill(os.getpid(), signal.SIGKILL)


class MortalEngine:
    """The engine, with a moment before and after each change."""

    def __init__(self, engine: Any, moments: Moments) -> None:
        self._engine, self._moments = engine, moments

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._engine, name)
        if name not in CHANGES:
            return found

        def call(*given: Any, **named: Any) -> Any:
            self._moments.pass_by(f"before {name}")
            result = found(*given, **named)
            self._moments.pass_by(f"after {name}")
            return result

        return call


def reindex(settings: Settings, deadly: int | str, pipe: Any) -> None:
    """Takes the steps of the re-index that is under way, to its end or this process's."""

    def work(program: Program, moments: Moments) -> None:
        while True:
            is_running = program.store.jobs.running(ReindexProgress) is not None
            fence = program.presence.lead(REINDEX_LEASE)
            assert fence
            moments.do_matter = True
            has_moved = program.reindex(fence).step()
            moments.do_matter = False
            if not is_running:
                return
            if not has_moved:
                free_lost(program.store, settings.silent_after_s)

    _live(settings, deadly, pipe, work)


def roll_back(settings: Settings, deadly: int | str, pipe: Any) -> None:
    """Rolls back."""

    def work(program: Program, moments: Moments) -> None:
        moments.do_matter = True
        rollback(program.store, program.engine, program.drain)

    _live(settings, deadly, pipe, work)


def _live(settings: Settings, deadly: int | str, pipe: Any, work: Callable[[Program, Moments], None]) -> None:
    with opened_program(settings) as program:
        program.presence.begin()
        moments = Moments(deadly, pipe.send)
        event.listen(program.store._database.engine, "commit", lambda _connection: moments.pass_by("before commit"))
        mortal: Any = MortalEngine(program.engine, moments)
        work(Program(settings, program.store, mortal, program.hints, program.presence), moments)
        moments.do_matter = False
        pipe.send("")


def run(target: Callable[..., None], settings: Settings, deadly: int | str = 0) -> str:
    """Runs it in a process of its own: the name of the moment at which it died, "" when it came to its end."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.faults.dying", "papersearch.embedded.engine", "papersearch.elastic.engine"])
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=target, args=(settings, deadly, theirs))
    process.start()
    theirs.close()
    try:
        assert ours.poll(TIMEOUT_S), "the process neither ends nor dies"
        moment = str(ours.recv())
        process.join(TIMEOUT_S)
        assert process.exitcode == (-signal.SIGKILL if moment else 0)
        return moment
    finally:
        process.kill()
        process.join()
        ours.close()
