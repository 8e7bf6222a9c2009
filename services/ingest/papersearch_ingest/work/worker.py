"""The worker: with a broker the Celery worker, without one a loop that drains the ledger in this process."""

import logging
import os
import signal
import socket
import threading
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from functools import partial
from types import FrameType
from typing import Any

from papersearch.errors import UnavailableError
from papersearch.process.supervisor import end_with_supervisor
from papersearch.settings import Settings
from papersearch_ingest.papers.match_key_update import update_match_keys
from papersearch_ingest.work.maintenance import ONE_STEP_JOBS, delete_expired, run_waiting_job, start_due_jobs
from papersearch_ingest.work.periodic import PeriodicThread, WhenChanged, running
from papersearch_ingest.work.program import Program, opened_program, opened_store
from papersearch_ingest.work.sweeper import Sweeper

log = logging.getLogger(__name__)

IDLE_PAUSE_S = 0.2
STEP_PAUSE_S = 0.5
LONGEST_PAUSE_S = 5.0
PRUNE_INTERVAL_S = 900.0


def run_worker(settings: Settings, *, concurrency: int, is_burst: bool, is_supervised: bool) -> int:
    """Work until SIGTERM or SIGINT, or with `is_burst` until nothing is left, and return the exit code."""
    if is_supervised:
        end_with_supervisor()
    if settings.broker_url:
        return run_celery_worker(settings, concurrency)
    with opened_program(settings) as program:
        return drain_until_stopped(program, is_burst=is_burst)


def background(program: Program, on_bug: Callable[[], None]) -> Sequence[PeriodicThread]:
    """Return the background threads of a worker process: heartbeats, sweeping, re-indexing, clean-up."""
    settings = program.settings
    beat = partial(send_heartbeat, program, os.getppid(), on_bug)
    sweeper = Sweeper(program.store, program.hints, program.presence)
    return (
        PeriodicThread("heartbeat", settings.heartbeat_interval_s, beat, on_bug),
        PeriodicThread("sweeper", settings.sweep_interval_s, sweeper.sweep, on_bug),
        PeriodicThread("re-index", STEP_PAUSE_S, WhenChanged(program.store, program.step_reindex), on_bug),
        PeriodicThread("drop_expired", settings.sweep_interval_s, program.drop_expired, on_bug),
        *(
            PeriodicThread(
                kind.kind(), STEP_PAUSE_S, WhenChanged(program.store, partial(run_waiting_job, program, kind)), on_bug
            )
            for kind in ONE_STEP_JOBS
        ),
        PeriodicThread("housekeeping", settings.sweep_interval_s, partial(start_due_jobs, program), on_bug),
        PeriodicThread("pruning", PRUNE_INTERVAL_S, partial(delete_expired, program), on_bug),
    )


def send_heartbeat(program: Program, parent: int, on_bug: Callable[[], None]) -> None:
    """Send a heartbeat; give up when the parent process is gone or nothing has moved for too long."""
    limit_s = program.settings.lease_limit_s
    if os.getppid() != parent:
        log.critical("the parent process is gone: stopping")
        on_bug()
    if program.presence.seconds_without_progress() > limit_s:
        log.critical("no progress for %.0f s: stopping, so that another worker takes over", limit_s)
        on_bug()
    program.presence.beat()


def drain_until_stopped(program: Program, *, is_burst: bool) -> int:
    """Run the worker without a broker: it takes items one by one, and waits while a service does not answer."""
    stopping, failed = threading.Event(), threading.Event()

    def stop(_signal: int, _frame: FrameType | None) -> None:
        stopping.set()

    def end_with_failure() -> None:
        failed.set()
        stopping.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop)
    pause_s = IDLE_PAUSE_S
    work = WhenChanged(program.store, partial(program.work_once, stopping.is_set))
    program.presence.begin()
    with running(background(program, end_with_failure)):
        log.info("worker %s drains the ledger", program.presence.identity)
        while not stopping.is_set():
            try:
                with program.presence.recovering_leases():
                    has_worked = work()
                pause_s = IDLE_PAUSE_S
            except UnavailableError as error:
                log.warning("%s", error)
                has_worked = False
                pause_s = min(pause_s * 2, LONGEST_PAUSE_S)
            if has_worked:
                continue
            if is_burst and pause_s == IDLE_PAUSE_S:
                break
            stopping.wait(pause_s)
    return 1 if failed.is_set() else 0


class WorkerProcess:
    """The object graph of one Celery process, built after the fork: connections are never shared with the parent."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._stack: ExitStack | None = None
        self._program: Program | None = None

    def start(self, **_: Any) -> None:
        """Open the program and start its background threads."""
        stack = ExitStack()
        program = stack.enter_context(opened_program(self._settings))
        program.presence.begin()
        stack.enter_context(running(background(program, lambda: os._exit(1))))
        self._stack, self._program = stack, program

    def stop(self, **_: Any) -> None:
        """Close everything; other workers free the leases of interrupted tasks."""
        if self._stack is not None:
            self._stack.close()

    def program(self) -> Program:
        """The graph of this process. Raises RuntimeError before `start`."""
        if self._program is None:
            raise RuntimeError("the worker process has not been started")
        return self._program


def run_celery_worker(settings: Settings, concurrency: int) -> int:
    """Run the Celery worker in this process, with `concurrency` child processes, and return its exit code.

    The store is upgraded before the children start, since Celery gives a child four seconds to get ready.
    """
    from celery import signals

    from papersearch_ingest.work.broker import QUEUES, celery_app
    from papersearch_ingest.work.tasks import register_tasks

    with opened_store(settings) as store:
        update_match_keys(store)
    app = celery_app(settings)
    process = WorkerProcess(settings)
    register_tasks(app, process.program)
    signals.worker_process_init.connect(process.start, weak=False)
    signals.worker_process_shutdown.connect(process.stop, weak=False)
    worker = app.Worker(
        concurrency=concurrency,
        hostname=f"papersearch-{os.getpid()}@{socket.gethostname()}",
        loglevel=logging.getLogger().getEffectiveLevel(),
        pool="prefork",
        queues=list(QUEUES),
        without_gossip=True,
        without_mingle=True,
    )
    worker.start()
    return int(worker.exitcode or 0)
