"""docker-compose.yml without docker: its very commands run as processes on the real services.

Addresses come from files, as in the containers, and the root is read-only, where this user may make it so.
"""

import json
import os
import shlex
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import yaml
from sqlalchemy import create_engine, inspect, text
from sqlalchemy.engine import make_url

from tests.support.paths import ROOT

COMPOSE = ROOT / "docker-compose.yml"
OURS = ("api", "worker")
PLANTED = "planted-password"
"""In the addresses of the servers of the tests, which let everybody in."""
BIN = Path(sys.executable).parent


@pytest.fixture(scope="module")
def services() -> dict[str, Any]:
    return dict(yaml.safe_load(COMPOSE.read_text("utf-8"))["services"])


@pytest.fixture(scope="module")
def environment(
    elasticsearch_url: str, redis_url: str, postgres_url: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[str, str]]:
    """The containers' environment, with the addresses of the test services in place of the containers' names."""
    database = f"deployment_{os.getpid()}"
    admin = create_engine(postgres_url, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {database}"))
    store = make_url(postgres_url).set(database=database)
    engine = urlsplit(elasticsearch_url)
    addresses = {
        "PAPERSEARCH_ENGINE_URL": engine._replace(netloc=f"elastic:{PLANTED}@{engine.netloc}").geturl(),
        "PAPERSEARCH_STORE_URL": store.set(password=store.password or PLANTED).render_as_string(hide_password=False),
        "PAPERSEARCH_BROKER_URL": redis_url.rsplit("/", 1)[0] + "/9",
    }
    secrets = tmp_path_factory.mktemp("secrets")
    for variable, address in addresses.items():
        (secrets / variable).write_text(f"{address}\n", "utf-8")
    yield {
        **{name: value for name, value in os.environ.items() if name != "POSTGRES_URL"},
        **{f"{variable}_FILE": str(secrets / variable) for variable in addresses},
        "PATH": f"{BIN}:{os.environ['PATH']}",
        "PAPERSEARCH_HOME": str(tmp_path_factory.mktemp("home")),
        "TMPDIR": str(tmp_path_factory.mktemp("scratch")),
        "PAPERSEARCH_INDEX_PREFIX": database.replace("_", "-"),
        "PAPERSEARCH_WEB_HOST": "127.0.0.1",
        "PAPERSEARCH_WEB_PORT": str(free_port()),
        "PAPERSEARCH_WEB_PROCESSES": "1",
    }
    delete = urllib.request.Request(f"{elasticsearch_url}/_resolve/index/{database.replace('_', '-')}*")
    with urllib.request.urlopen(delete) as answer:
        for index in json.load(answer)["indices"]:
            urllib.request.urlopen(
                urllib.request.Request(f"{elasticsearch_url}/{index['name']}", method="DELETE")
            ).close()
    with admin.connect() as connection:
        connection.execute(text(f"DROP DATABASE {database} WITH (FORCE)"))
    admin.dispose()


CONFINE = """
set -e
for folder in "$PAPERSEARCH_HOME" "$TMPDIR"; do mount --bind "$folder" "$folder"; done
mount -t tmpfs -o size=64m tmpfs /dev/shm
mount -o remount,ro,bind /
exec setpriv --no-new-privs --bounding-set=-all --inh-caps=-all "$@"
"""


@pytest.fixture(scope="module")
def confinement(environment: dict[str, str]) -> list[str]:
    """What makes a command run as in a container: the root read-only, no capabilities, no new privileges.

    Empty where this user may not make a mount namespace.
    """
    command = ["unshare", "--mount", "bash", "-c", CONFINE, "confine"]
    if not all(map(shutil.which, ("unshare", "setpriv"))):
        return []
    tried = subprocess.run([*command, "true"], env=environment, capture_output=True, timeout=20, check=False)
    return command if tried.returncode == 0 else []


@pytest.mark.elasticsearch
@pytest.mark.redis
@pytest.mark.postgres
def test_confined_command_can_write_to_its_folders_alone(
    confinement: list[str], environment: dict[str, str], tmp_path: Path
) -> None:
    if not confinement:
        pytest.skip("this user may not make a mount namespace")
    writes = f"! touch {tmp_path}/new && touch $TMPDIR/new && rm $TMPDIR/new"
    script = f"{writes} && grep -E 'CapEff|CapBnd|NoNew' /proc/self/status"
    done = subprocess.run(
        [*confinement, "bash", "-c", script], env=environment, capture_output=True, text=True, timeout=20, check=False
    )
    assert done.returncode == 0, done.stderr
    assert dict(line.split() for line in done.stdout.splitlines()) == {
        "CapEff:": "0" * 16, "CapBnd:": "0" * 16, "NoNewPrivs:": "1",
    }  # fmt: skip


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until(is_true: Callable[[], bool], what: str, timeout_s: float = 60) -> None:
    deadline = time.monotonic() + timeout_s
    while not is_true():
        assert time.monotonic() < deadline, f"after {timeout_s} s still not: {what}"
        time.sleep(0.2)


def answers(url: str) -> bool:
    try:
        urllib.request.urlopen(url, timeout=4).close()
    except OSError:
        return False
    return True


@pytest.fixture
def running(
    services: dict[str, Any], environment: dict[str, str], confinement: list[str], tmp_path: Path
) -> Iterator[dict[str, str]]:
    """The api and the worker, each by the command of its container, and with its limits where that can be."""
    processes = []
    try:
        for name in OURS:
            with (tmp_path / f"{name}.log").open("wb") as log:
                processes.append(
                    subprocess.Popen(
                        [*confinement, *services[name]["command"]], env=environment, cwd=ROOT, stdout=log, stderr=log
                    )
                )
        base = f"http://127.0.0.1:{environment['PAPERSEARCH_WEB_PORT']}"
        wait_until(lambda: answers(f"{base}/healthz"), "the api answers")
        yield environment | {"BASE": base, "PIDS": " ".join(str(process.pid) for process in processes)}
    finally:
        for process in processes:
            process.send_signal(signal.SIGTERM)
        for process in processes:
            try:
                process.wait(30)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        for name in OURS:
            print(f"--- {name}\n" + (tmp_path / f"{name}.log").read_text("utf-8", "replace")[-4000:])


def descendants(pids: set[int]) -> set[int]:
    """The processes of these ids, and all that they started."""
    parents: dict[int, int] = {}
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):  # it has ended
            parents[int(folder.name)] = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
    while added := {pid for pid, parent in parents.items() if parent in pids} - pids:
        pids = pids | added
    return pids


def assert_no_process_shows(running: dict[str, str]) -> None:
    """No command line and no environment of a running process has the password of an address."""
    shown: dict[int, bytes] = {}
    for pid in descendants({int(pid) for pid in running["PIDS"].split()}):
        with suppress(OSError):
            shown[pid] = b" ".join(Path(f"/proc/{pid}/{file}").read_bytes() for file in ("cmdline", "environ"))
    assert len(shown) >= 5  # two parents, a server process, two of Celery
    assert [text for text in shown.values() if PLANTED.encode() in text] == []


def assert_nothing_says(running: dict[str, str], logs: Path) -> None:
    """No log and no report of the state has the password of an address."""
    reports = [
        subprocess.run(command, env=running, capture_output=True, text=True, timeout=60, check=False)
        for command in (["papersearch", "status"], ["papersearch", "status", "--json"], ["papersearch", "doctor"])
    ]
    texts = [
        *(done.stdout + done.stderr for done in reports),
        *(file.read_text("utf-8") for file in logs.glob("*.log")),
    ]
    assert len(texts) == len(reports) + len(OURS)
    assert "127.0.0.1" in texts[0]
    assert [text for text in texts if PLANTED in text] == []


@pytest.mark.elasticsearch
@pytest.mark.redis
@pytest.mark.postgres
def test_the_migration_job_makes_the_tables_of_an_empty_database(environment: dict[str, str]) -> None:
    job = yaml.safe_load((ROOT / "deploy/kubernetes/migration.yaml").read_text("utf-8"))
    (container,) = job["spec"]["template"]["spec"]["containers"]
    done = subprocess.run(
        container["command"], env=environment, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
    engine = create_engine(Path(environment["PAPERSEARCH_STORE_URL_FILE"]).read_text("utf-8").strip())
    assert {"papers", "records", "heartbeats"} <= set(inspect(engine).get_table_names())
    engine.dispose()


@pytest.mark.elasticsearch
@pytest.mark.redis
@pytest.mark.postgres
def test_the_containers_commands_ingest_and_search(
    services: dict[str, Any], running: dict[str, str], tmp_path: Path
) -> None:
    base = running["BASE"]
    ingest = subprocess.run(
        ["papersearch", "ingest", "samples", "--json", "--timeout", "90"],
        env=running, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert ingest.returncode == 0, ingest.stderr
    report = json.loads(ingest.stdout)
    assert report["rejected"] == 0
    assert report["added"] + report["merged"] == report["records"] > 100
    with urllib.request.urlopen(f"{base}/api/v1/papers?q=%22data+augmentation%22&facets=venue") as answer:
        found = json.load(answer)
    assert found["meta"]["count"] >= 5
    assert sum(bucket["count"] for bucket in found["facets"]["venue"]["buckets"]) > 0
    wait_until(lambda: answers(f"{base}/readyz"), "the api is ready")
    assert_no_process_shows(running)
    assert_nothing_says(running, tmp_path)
    for name in OURS:
        kind, *command = services[name]["healthcheck"]["test"]
        assert kind == "CMD"
        adapted = [part.replace("http://127.0.0.1:8000", base) for part in command]
        check = subprocess.run(adapted, env=running, cwd=ROOT, capture_output=True, text=True, timeout=30, check=False)
        assert check.returncode == 0, f"{shlex.join(adapted)}: {check.stderr}"
