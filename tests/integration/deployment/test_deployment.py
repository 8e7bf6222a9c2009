"""docker-compose.yml without docker: its schema, and its very commands run as processes on the real services."""

import json
import os
import re
import shlex
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from compose_spec import PyCompose
from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url

from tests.support.paths import ROOT

COMPOSE = ROOT / "docker-compose.yml"
OURS = ("api", "worker")
BIN = Path(sys.executable).parent


@pytest.fixture(scope="module")
def services() -> dict[str, Any]:
    return dict(yaml.safe_load(COMPOSE.read_text("utf-8"))["services"])


def test_the_file_obeys_the_compose_specification() -> None:
    plain = yaml.safe_load(COMPOSE.read_text("utf-8"))  # merge keys resolved, as compose does
    plain.pop("x-papersearch")
    assert set(PyCompose.from_yaml(yaml.safe_dump(plain)).service_names()) == {
        "api", "worker", "elasticsearch", "redis", "postgres",
    }  # fmt: skip


def test_every_service_says_when_it_is_healthy(services: dict[str, Any]) -> None:
    assert [name for name, service in services.items() if "healthcheck" not in service] == []


def test_every_port_is_bound_to_loopback(services: dict[str, Any]) -> None:
    ports = [port for service in services.values() for port in service.get("ports", ())]
    assert ports
    assert [port for port in ports if not port.startswith("127.0.0.1:")] == []


def test_named_files_and_volumes_exist(services: dict[str, Any]) -> None:
    named = set(yaml.safe_load(COMPOSE.read_text("utf-8"))["volumes"])
    for service in services.values():
        for volume in service.get("volumes", ()):
            source = volume.split(":")[0]
            assert (ROOT / source).exists() if source.startswith(".") else source in named


def test_what_the_image_copies_is_in_its_build_context() -> None:
    ignored = (ROOT / ".dockerignore").read_text("utf-8").splitlines()
    copied = re.findall(r"^COPY (?!--from)(.+) \S+$", (ROOT / "deploy/Dockerfile").read_text("utf-8"), re.MULTILINE)
    sources = [source for line in copied for source in line.split()]
    assert sources
    assert [source for source in sources if f"!{source}" not in ignored or not (ROOT / source).exists()] == []


def test_the_image_has_every_format() -> None:
    """Each place that names the parts of papersearch to install names `citations`, too."""
    installed = re.findall(r"\[([a-z,]+)\$\{EXTRAS\}\]\"", (ROOT / "deploy/Dockerfile").read_text("utf-8"))
    assert len(installed) == 2
    assert all({"api", "ingest", "citations"} <= set(parts.split(",")) for parts in installed)


@pytest.fixture(scope="module")
def environment(
    elasticsearch_url: str, redis_url: str, postgres_url: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[str, str]]:
    """The containers' environment, with the addresses of the test services in place of the containers' names."""
    database = f"deployment_{os.getpid()}"
    admin = create_engine(postgres_url, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {database}"))
    yield {
        **os.environ,
        "PATH": f"{BIN}:{os.environ['PATH']}",
        "PAPERSEARCH_HOME": str(tmp_path_factory.mktemp("home")),
        "PAPERSEARCH_ENGINE_URL": elasticsearch_url,
        "PAPERSEARCH_STORE_URL": make_url(postgres_url).set(database=database).render_as_string(hide_password=False),
        "PAPERSEARCH_BROKER_URL": redis_url.rsplit("/", 1)[0] + "/9",
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
def running(services: dict[str, Any], environment: dict[str, str], tmp_path: Path) -> Iterator[dict[str, str]]:
    """The api and the worker, each by the command of its container."""
    processes = []
    try:
        for name in OURS:
            with (tmp_path / f"{name}.log").open("wb") as log:
                processes.append(
                    subprocess.Popen(services[name]["command"], env=environment, cwd=ROOT, stdout=log, stderr=log)
                )
        base = f"http://127.0.0.1:{environment['PAPERSEARCH_WEB_PORT']}"
        wait_until(lambda: answers(f"{base}/healthz"), "the api answers")
        yield environment | {"BASE": base}
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


@pytest.mark.elasticsearch
@pytest.mark.redis
@pytest.mark.postgres
def test_the_containers_commands_ingest_and_search(services: dict[str, Any], running: dict[str, str]) -> None:
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
    for name in OURS:
        kind, *command = services[name]["healthcheck"]["test"]
        assert kind == "CMD"
        adapted = [part.replace("http://127.0.0.1:8000", base) for part in command]
        check = subprocess.run(adapted, env=running, cwd=ROOT, capture_output=True, text=True, timeout=30, check=False)
        assert check.returncode == 0, f"{shlex.join(adapted)}: {check.stderr}"
