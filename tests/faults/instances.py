"""Elasticsearch, Redis and PostgreSQL of our own, so that killing them harms nobody."""

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from tests.support.paths import ROOT

SCRIPT = ROOT / "deploy" / "local-services"
PORTS = {"--es-port": 29200, "--redis-port": 26379, "--pg-port": 25433}


class Instances:
    """What `deploy/local-services` has started in a folder. `kill` is kill -9, `start` starts again what is gone."""

    def __init__(self, folder: Path, ports: dict[str, int]) -> None:
        self.folder = folder
        self._ports = ports
        self.elasticsearch_url = f"http://127.0.0.1:{ports['--es-port']}"
        self.redis_url = f"redis://127.0.0.1:{ports['--redis-port']}/0"
        self.postgres_url = f"postgresql+psycopg://papersearch@127.0.0.1:{ports['--pg-port']}/papersearch"

    def start(self) -> None:
        """Starts what does not run; returns when all answer."""
        self._run("start", *[str(word) for pair in self._ports.items() for word in pair])

    def stop(self) -> None:
        """Ends these instances, and no others."""
        self._run("stop")

    def pid(self, service: str) -> int:
        """The process of `elasticsearch`, `redis` or `postgres`."""
        return int((self.folder / "run" / f"{service}.pid").read_text().split()[0])

    def kill(self, service: str) -> None:
        """kill -9; returns when the process is gone."""
        pid = self.pid(service)
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
        deadline = time.monotonic() + 20
        while _is_running(pid):
            assert time.monotonic() < deadline, f"{service} does not die"
            time.sleep(0.01)

    def _run(self, *words: str) -> None:
        environment = os.environ | {
            "ES_DIST": _program_folder(),
            "ES_HEAP": "512m",
            "ES_JAVA_OPTS": "-XX:TieredStopAtLevel=1",
            "ES_IGNORE_DISK": "1",
        }
        command = [str(SCRIPT), *words, "--dir", str(self.folder)]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=240, check=False)
        assert done.returncode == 0, done.stderr


@contextmanager
def own_instances(running_in: str | None) -> Iterator[Instances]:
    """Instances for the length of the block; those in the folder `running_in` run already and go on running."""
    if running_in:
        instances = Instances(Path(running_in), PORTS)
        instances.start()
        yield instances
        return
    folder = Path(tempfile.mkdtemp(prefix="papersearch-faults-"))
    folder.chmod(0o755)  # the services run as a user of their own
    instances = Instances(folder, {option: _free_port() for option in PORTS})
    try:
        instances.start()
        yield instances
    finally:
        instances.stop()
        shutil.rmtree(folder, ignore_errors=True)


def _program_folder() -> str:
    """Where the unpacked Elasticsearch is that all instances share."""
    return subprocess.run([str(SCRIPT), "dist"], capture_output=True, text=True, check=True).stdout.strip()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _is_running(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state not in "ZX"
