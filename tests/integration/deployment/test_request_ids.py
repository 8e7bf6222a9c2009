"""Ids of requests are found wherever the requests left a trace (1,000 with --faults=full), and 20 secrets nowhere.

The API and the worker run by the commands of docker-compose.yml and with its environment, on the servers of the tests.
"""

import base64
import json
import os
import signal
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, suppress
from dataclasses import dataclass, replace
from http.client import HTTPConnection
from pathlib import Path
from threading import local
from urllib.parse import quote, urlsplit

import pytest
import yaml
from sqlalchemy import MetaData, create_engine, select
from sqlalchemy.engine import make_url

from papersearch.settings import Settings
from papersearch.store import open_store
from tests.integration.deployment.test_deployment import answers, descendants, free_port, wait_until
from tests.support.header_recorder import HeaderRecorder, recorded_header
from tests.support.paths import ROOT
from tests.support.workers import private_prefix, private_schema, remove_indexes

COUNTS = {"full": 1_000, "short": 150}
AT_ONCE = 4
ADDRESSES = ("engine_url", "store_url", "broker_url")
BIN = Path(sys.executable).parent
pytestmark = [pytest.mark.elasticsearch, pytest.mark.redis, pytest.mark.postgres]


@dataclass(frozen=True)
class Running:
    """The programs, their logs, what Elasticsearch was told, and how to get a key."""

    base: str
    logs: Mapping[str, Path]
    elasticsearch: HeaderRecorder
    settings: Settings
    environment: Mapping[str, str]
    pids: frozenset[int]
    secrets: Mapping[str, str]

    def ask(self, path: str, body: bytes | None = None, **headers: str) -> int:
        """The status of an answer."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        request = urllib.request.Request(self.base + path, body, named)
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                answer.read()
                return int(answer.status)
        except urllib.error.HTTPError as error:
            return error.code

    def log(self, name: str) -> str:
        return self.logs[name].read_text("utf-8", "replace")

    def lines(self, name: str, event: str) -> list[dict[str, str]]:
        """The log's JSON lines that begin with the event."""
        found = [json.loads(line) for line in self.log(name).splitlines() if line.startswith("{")]
        return [line for line in found if line["event"].startswith(event)]


def planted(name: str) -> str:
    return f"planted-{name}-{os.urandom(6).hex()}"


@pytest.fixture(scope="module")
def running(
    elasticsearch_url: str, redis_url: str, postgres_url: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Running]:
    folder = tmp_path_factory.mktemp("running")
    secrets = {name: planted(name) for name in ("engine", "store", "broker")}
    services = yaml.safe_load((ROOT / "docker-compose.yml").read_text("utf-8"))["services"]
    with ExitStack() as stack:
        recorder = stack.enter_context(recorded_header(elasticsearch_url, "x-opaque-id"))
        store = make_url(stack.enter_context(private_schema(postgres_url)))
        broker = urlsplit(redis_url)
        settings = Settings(
            folder / "home",
            engine_url=recorder.url.replace("//", f"//elastic:{secrets['engine']}@"),
            store_url=store.set(password=secrets["store"]).render_as_string(hide_password=False),
            broker_url=f"redis://default:{secrets['broker']}@{broker.hostname}:{broker.port}/7",
            index_prefix=private_prefix(),
        )
        for name in ADDRESSES:
            (folder / name).write_text(getattr(settings, name))
        environment = {
            **{name: value for name, value in os.environ.items() if not name.endswith("_URL")},
            **{f"PAPERSEARCH_{name.upper()}_FILE": str(folder / name) for name in ADDRESSES},
            "PATH": f"{BIN}:{os.environ['PATH']}",
            "PAPERSEARCH_HOME": str(settings.home),
            "PAPERSEARCH_INDEX_PREFIX": settings.index_prefix,
            "PAPERSEARCH_LOG_FORMAT": services["api"]["environment"]["PAPERSEARCH_LOG_FORMAT"],
            "PAPERSEARCH_ACCESS_LOG": services["api"]["environment"]["PAPERSEARCH_ACCESS_LOG"],
            "PAPERSEARCH_WEB_PORT": str(free_port()),
            "PAPERSEARCH_WEB_PROCESSES": "1",
        }  # fmt: skip
        remove = Settings(folder, engine_url=elasticsearch_url, index_prefix=settings.index_prefix)
        stack.callback(remove_indexes, remove)
        subprocess.run(["papersearch", "ingest", "samples", "--timeout", "60"], cwd=ROOT, check=False, timeout=90,
                       env={**environment, "PAPERSEARCH_BROKER_URL_FILE": ""}, capture_output=True)  # fmt: skip
        logs = {name: folder / f"{name}.log" for name in ("api", "worker")}
        processes = []
        for name, log in logs.items():
            with log.open("wb") as output:
                process = subprocess.Popen(services[name]["command"], env=environment, stdout=output, stderr=output)
            stack.callback(end, process)
            processes.append(process)
        base = f"http://127.0.0.1:{environment['PAPERSEARCH_WEB_PORT']}"
        wait_until(lambda: answers(f"{base}/healthz"), "the api answers")
        wait_until(lambda: "ready" in logs["worker"].read_text(), "the worker is ready")
        yield Running(
            base, logs, recorder, settings, environment, frozenset(process.pid for process in processes), secrets
        )


def end(process: "subprocess.Popen[bytes]") -> None:
    process.send_signal(signal.SIGTERM)
    try:
        process.wait(30)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def test_every_request_id_is_found_in_all_four_places(running: Running, request: pytest.FixtureRequest) -> None:
    """Of each id a write and a search: in the answers, the API's log, the worker's, and what Elasticsearch was told."""
    with closing(open_store(running.settings)) as store:
        key = store.api_keys.create("writer", ["write"])
    address, own = urlsplit(running.base), local()

    def connect() -> None:
        own.client = stack.enter_context(closing(HTTPConnection(address.hostname or "", address.port, timeout=30)))

    def ask(number: int) -> tuple[str, str]:
        identifier = f"traced-{number:04}"
        given = {"X-Request-ID": identifier, "Authorization": f"Bearer {key}"}
        line = json.dumps({"title": f"Traced paper {number}", "authors": [{"name": "Ada Writer"}], "year": 2020})
        found = []
        for method, path, body in (
            ("POST", "/api/v1/papers/bulk", line),
            ("GET", f"/api/v1/papers?q=traced+{number}", None),
        ):
            kind = {"Content-Type": "application/x-ndjson"} if body else {}
            own.client.request(method, path, body, {**given, **kind})
            answer = own.client.getresponse()
            answer.read()
            assert answer.status in {200, 202}
            found.append(answer.headers["X-Request-ID"])
        return found[0], found[1]

    count = COUNTS[request.config.getoption("--faults")]
    wanted = {f"traced-{number:04}" for number in range(count)}
    with ExitStack() as stack, ThreadPoolExecutor(AT_ONCE, initializer=connect) as pool:
        answered = list(pool.map(ask, range(count)))
    assert {first for first, _ in answered} == {second for _, second in answered} == wanted
    wait_until(lambda: worked_on(running) >= wanted, "the worker has done all writes", 240)
    assert {line["request_id"] for line in running.lines("api", "") if "/papers/bulk" in line.get("path", "")} >= wanted
    assert wanted - running.elasticsearch.values == set()
    with closing(open_store(running.settings)) as store:
        counted = store.papers.count()
    assert counted >= count


def worked_on(running: Running) -> set[str]:
    return {line.get("request_id", "") for line in running.lines("worker", "processing item")}


def seen_secrets(running: Running) -> dict[str, list[str]]:
    """Where each planted secret is seen: name -> places."""
    shown = {f"log of the {name}": running.log(name) for name in running.logs}
    for command in ("status", "doctor"):
        done = subprocess.run(["papersearch", command], env=running.environment, capture_output=True, text=True,
                              timeout=60, check=False)  # fmt: skip
        shown[command] = done.stdout + done.stderr
    with urllib.request.urlopen(f"{running.base}/metrics") as answer:
        shown["metrics"] = answer.read().decode()
    for pid in descendants(set(running.pids)):
        with suppress(OSError):  # it has ended
            for file in ("cmdline", "environ"):
                shown[f"{file} of {pid}"] = Path(f"/proc/{pid}/{file}").read_bytes().decode("utf-8", "replace")
    engine = create_engine(running.settings.store_url)
    with engine.connect() as connection:
        tables = MetaData()
        tables.reflect(connection)
        for table in tables.sorted_tables:
            if table.name != "searches":  # the texts of searches are kept, without who asked
                shown[f"table {table.name}"] = repr(connection.execute(select(table)).all())
    engine.dispose()
    shown["cores"] = " ".join(str(file) for file in running.settings.home.rglob("core*"))
    assert len(shown) > 20
    return {
        name: [place for place, text in shown.items() if secret in text] for name, secret in running.secrets.items()
    }


def test_no_planted_secret_is_seen_anywhere(running: Running) -> None:
    """Passwords of servers, keys in every place where a client may put one, and what clients search for."""
    secrets = running.secrets
    with closing(open_store(running.settings)) as store:
        keys = {scope: store.api_keys.create(scope, [scope]) for scope in ("read", "write", "admin", "gone")}
        store.api_keys.revoke(next(key.id for key in store.api_keys.all() if key.name == "gone"))
    invented = {
        name: planted(name)
        for name in ("bearer", "header", "basic", "digest", "proxy", "cookie", "parameter", "path", "body", "referer",
                     "query", "suggestion", "facet")
    }  # fmt: skip
    secrets = {**secrets, **keys, **invented}
    assert len(secrets) >= 20
    search, line = "/api/v1/papers?q=a", b'{"title": "A paper of secrets"}'
    for scope, status in (("read", 200), ("write", 200), ("admin", 200), ("gone", 200)):
        assert running.ask(search, Authorization=f"Bearer {keys[scope]}") == status
        assert running.ask(search, X_API_Key=keys[scope]) == status
    assert running.ask("/api/v1/papers/bulk", line, Authorization=f"Bearer {keys['write']}",
                       Content_Type="application/x-ndjson") == 202  # fmt: skip
    assert running.ask("/api/v1/papers/bulk", line, Authorization=f"Bearer {keys['gone']}") == 401
    assert running.ask("/api/v1/rollback", b"", Authorization=f"Bearer {invented['bearer']}") == 401
    assert running.ask("/api/v1/rollback", b"", X_API_Key=invented["header"]) == 401
    password = base64.b64encode(f"a:{invented['basic']}".encode()).decode()
    assert running.ask("/api/v1/rollback", b"", Authorization=f"Basic {password}") == 403
    running.ask(search, Authorization=f'Digest username="{invented["digest"]}"')
    running.ask(search, Proxy_Authorization=f"Basic {invented['proxy']}", Cookie=f"session={invented['cookie']}")
    running.ask(f"{search}&api_key={invented['parameter']}", Referer=f"http://x/?key={invented['referer']}")
    running.ask(f"/api/v1/papers?q={invented['query']}")
    running.ask(f"/api/v1/facets/keyword?q={invented['facet']}&search={invented['facet']}")
    running.ask(f"/api/v1/suggest?q={invented['suggestion']}")
    running.ask("/api/v1/papers/search", json.dumps({"q": invented["body"]}).encode(), Content_Type="application/json")
    running.ask(f"/api/v1/papers?fields={quote(invented['path'])}")
    found = seen_secrets(replace(running, secrets=secrets))
    assert {name: places for name, places in found.items() if places} == {}
