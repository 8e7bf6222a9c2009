"""The supervisor keeps one child alive and ends it by its id."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

from papersearch.process.supervisor import ProgressWatch, Supervisor, supervise_worker
from papersearch.settings import Settings, child_environment, load_settings
from papersearch.store import open_store

SLEEPER = (sys.executable, "-c", "import sys; sys.stdin.read()")


def wait_for(condition: Callable[[], bool], within_s: float = 20.0) -> None:
    deadline = time.monotonic() + within_s
    while not condition():
        assert time.monotonic() < deadline, "the condition did not come true"
        time.sleep(0.01)


def is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_child_ends_with_the_context(tmp_path: Path) -> None:
    with supervise_worker(Settings(home=tmp_path), SLEEPER) as supervisor:
        pid = supervisor.pid
        assert pid is not None
    assert supervisor.pid is None
    assert not is_running(pid)


def test_child_that_is_killed_is_started_again() -> None:
    supervisor = Supervisor(lambda: subprocess.Popen(SLEEPER, stdin=subprocess.PIPE), first_pause_s=0.01)
    supervisor.start()
    first = supervisor.pid
    assert first is not None
    os.kill(first, 9)
    wait_for(lambda: supervisor.pid not in {None, first})
    assert supervisor.starts == 2
    supervisor.stop()


def test_child_that_ignores_terminate_is_killed() -> None:
    script = "import signal, sys; signal.signal(15, signal.SIG_IGN); print('ready', flush=True); sys.stdin.read()"
    child = subprocess.Popen((sys.executable, "-c", script), stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert child.stdout is not None
    child.stdout.readline()
    child.stdout.close()
    supervisor = Supervisor(lambda: child)
    supervisor.start()
    supervisor.stop(within_s=0.05)
    assert child.returncode == -9


def test_child_loads_the_same_settings(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path, engine_url="http://127.0.0.1:9", broker_url=None, silent_after_s=3.5)
    inherited = {"PAPERSEARCH_BROKER_URL": "redis://127.0.0.1:1/0", "PAPERSEARCH_ENGINE_URL": "embedded"}
    assert load_settings(child_environment(settings, inherited)) == settings


def test_child_that_is_stuck_is_killed_and_started_again() -> None:
    stuck: set[int] = set()
    supervisor = Supervisor(
        lambda: subprocess.Popen(SLEEPER, stdin=subprocess.PIPE),
        first_pause_s=0.01,
        is_stuck=stuck.__contains__,
        look_every_s=0.01,
    )
    supervisor.start()
    try:
        first = supervisor.pid
        assert first is not None
        stuck.add(first)
        wait_for(lambda: supervisor.starts == 2 and supervisor.pid not in {None, first})
    finally:
        supervisor.stop()


def test_worker_is_stuck_when_it_beats_without_progress_or_no_more(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path, lease_limit_s=180.0)
    clock = [datetime(2020, 1, 1, tzinfo=UTC)]
    host = socket.gethostname()
    with closing(open_store(settings, clock=lambda: clock[0])) as store:
        for pid in (1, 2, 3):
            store.heartbeats.beat(f"{host}@1:{pid}:a", progress=0, doing="item 1")
        clock[0] += timedelta(seconds=100)
        store.heartbeats.beat(f"{host}@1:1:a", progress=0, doing="item 1")
        store.heartbeats.beat(f"{host}@1:2:a", progress=1, doing="item 2")
        clock[0] += timedelta(seconds=100)
        store.heartbeats.beat(f"{host}@1:1:a", progress=0, doing="item 1")
        watch = ProgressWatch(settings)
        watch._store = store
        assert {pid: watch.is_stuck(pid) for pid in (1, 2, 3, 4)} == {1: True, 2: False, 3: True, 4: False}


def test_store_that_is_away_says_nothing_about_the_worker(tmp_path: Path) -> None:
    url = "postgresql+psycopg://nobody@127.0.0.1:1/none"
    assert not ProgressWatch(Settings(home=tmp_path, store_url=url)).is_stuck(1)
