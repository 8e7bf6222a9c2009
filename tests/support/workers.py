"""Real workers for tests: started as processes of their own, killed without warning, always ended with the test."""

import os
import secrets
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from redis import Redis
from sqlalchemy import create_engine, text

from papersearch.process.engines import open_engine
from papersearch.settings import Settings, child_environment

PAPERSEARCH = (sys.executable, "-m", "papersearch")
WITHIN_S = 90.0


def wait_until(condition: Callable[[], bool], what: str, within_s: float = WITHIN_S) -> None:
    deadline = time.monotonic() + within_s
    while not condition():
        assert time.monotonic() < deadline, f"{what}: not within {within_s:g} s"
        time.sleep(0.002)


def quick_settings(home: Path, broker_url: str | None = None) -> Settings:
    """Sweeps and signs of life every fraction of a second, so that a test need not wait for them."""
    return Settings(
        home=home, broker_url=broker_url, heartbeat_interval_s=0.5, sweep_interval_s=0.5, silent_after_s=8.0
    )


def environment(settings: Settings) -> Mapping[str, str]:
    return child_environment(settings, {"PATH": os.environ["PATH"], "PYTHONWARNINGS": "default"})


class Worker:
    """A process group of its own: `kill` takes the Celery children too."""

    def __init__(self, settings: Settings, log: Path, command: Sequence[str] = PAPERSEARCH) -> None:
        self._log = log.open("ab")
        self.process = subprocess.Popen(
            (*command, "worker"),
            env=environment(settings),
            stdout=self._log,
            stderr=self._log,
            start_new_session=True,
        )

    def kill(self) -> None:
        """kill -9, no farewell."""
        self._end(signal.SIGKILL)

    def stop(self) -> int:
        """Asks politely; the exit code."""
        return self._end(signal.SIGTERM)

    def _end(self, number: signal.Signals) -> int:
        if self.process.poll() is None:
            if number == signal.SIGKILL:
                os.killpg(self.process.pid, number)
            else:
                self.process.send_signal(number)
        try:
            code = self.process.wait(20)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            code = self.process.wait()
        self._log.close()
        return code


@contextmanager
def running_worker(settings: Settings, log: Path, command: Sequence[str] = PAPERSEARCH) -> Iterator[Worker]:
    worker = Worker(settings, log, command)
    try:
        yield worker
    finally:
        worker.kill()


@contextmanager
def private_redis(redis_url: str, number: int) -> Iterator[str]:
    """An emptied database of its own on the shared Redis."""
    url = urlunsplit(urlsplit(redis_url)._replace(path=f"/{number}"))
    client = Redis.from_url(url)
    client.flushdb()
    try:
        yield url
    finally:
        client.flushdb()
        client.close()


@contextmanager
def private_schema(postgres_url: str) -> Iterator[str]:
    """An empty schema of its own on the shared PostgreSQL."""
    name = f"test_{secrets.token_hex(6)}"
    engine = create_engine(postgres_url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"CREATE SCHEMA {name}"))
    separator = "&" if "?" in postgres_url else "?"
    try:
        yield f"{postgres_url}{separator}options=-csearch_path%3D{name}"
    finally:
        with engine.connect() as connection:
            connection.execute(text(f"DROP SCHEMA {name} CASCADE"))
        engine.dispose()


def private_prefix() -> str:
    """Names of indexes that nobody else has on the shared Elasticsearch."""
    return f"test-{os.getpid()}-{secrets.token_hex(3)}"


def remove_indexes(settings: Settings) -> None:
    """Elasticsearch is shared: no index of a test may stay."""
    from elasticsearch import Elasticsearch

    with closing(open_engine(settings)) as engine, Elasticsearch(settings.engine_url) as client:
        for generation in engine.generations():
            client.indices.delete(index=generation.name, ignore_unavailable=True)
