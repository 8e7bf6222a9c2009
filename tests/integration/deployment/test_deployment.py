"""docker-compose.yml without docker: its schema, and its very commands run as processes on the real services.

Addresses come from files, as in the containers, and the root is read-only, where this user may make it so.
"""

import json
import os
import re
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
from compose_spec import PyCompose
from sqlalchemy import create_engine, inspect, text
from sqlalchemy.engine import make_url

from papersearch.settings import load_settings
from tests.support.paths import ROOT

COMPOSE = ROOT / "docker-compose.yml"
OURS = ("api", "worker")
PLANTED = "planted-password"
"""In the addresses of the servers of the tests, which let everybody in."""
BIN = Path(sys.executable).parent


@pytest.fixture(scope="module")
def services() -> dict[str, Any]:
    return dict(yaml.safe_load(COMPOSE.read_text("utf-8"))["services"])


def interpolated(text: str) -> str:
    """The text with `${NAME:-default}` and `$$` replaced as compose does; variables of this file all have defaults."""
    filled = re.sub(r"\$\{[A-Z_]+:-([^}]*)\}", r"\1", text)
    assert "${" not in filled
    return filled.replace("$$", "$")


def test_the_file_obeys_the_compose_specification() -> None:
    text = interpolated(COMPOSE.read_text("utf-8"))
    plain = yaml.safe_load(text)  # merge keys resolved, as compose does
    plain = {name: part for name, part in plain.items() if not name.startswith("x-")}
    assert set(PyCompose.from_yaml(yaml.safe_dump(plain)).service_names()) == {
        "proxy", "api", "worker", "elasticsearch", "redis", "postgres",
    }  # fmt: skip


def test_every_service_says_when_it_is_healthy(services: dict[str, Any]) -> None:
    assert [name for name, service in services.items() if "healthcheck" not in service] == []


def test_only_the_proxy_can_be_reached_and_on_loopback_unless_told_otherwise(services: dict[str, Any]) -> None:
    ports = {name: service["ports"] for name, service in services.items() if "ports" in service}
    assert list(ports) == ["proxy"]
    assert [port for port in ports["proxy"] if not port.startswith("${BIND_ADDRESS:-127.0.0.1}:")] == []
    assert [name for name, service in services.items() if "network_mode" in service or "privileged" in service] == []


def test_the_servers_reach_nothing_outside(services: dict[str, Any], networks: dict[str, Any]) -> None:
    is_open = {name for name, network in networks.items() if not network.get("internal")}
    assert {name for name, service in services.items() if is_open & set(service["networks"])} == {"proxy", "worker"}
    assert "front" not in is_open
    assert not {"elasticsearch", "redis", "postgres"} & {
        name for name, service in services.items() if "front" in service["networks"]
    }


def test_the_api_believes_the_network_of_the_proxy_alone(services: dict[str, Any], networks: dict[str, Any]) -> None:
    trusted = services["api"]["environment"]["PAPERSEARCH_TRUSTED_PROXIES"]
    assert trusted == networks["front"]["ipam"]["config"][0]["subnet"]
    assert {name for name, service in services.items() if "front" in service["networks"]} == {"proxy", "api"}
    assert re.search(r"reverse_proxy \{\$UPSTREAM:api:8000\}", (ROOT / "deploy/Caddyfile").read_text("utf-8"))


def test_every_service_is_hardened(services: dict[str, Any]) -> None:
    for name, service in services.items():
        assert service["cap_drop"] == ["ALL"], name
        assert service["security_opt"] == ["no-new-privileges:true"], name
        assert service["mem_limit"], name
        assert service["pids_limit"], name
        assert service["restart"] == "unless-stopped", name
    assert {name for name, service in services.items() if "cap_add" in service} == {"proxy"}
    assert {name for name, service in services.items() if not service.get("read_only")} == {"elasticsearch"}


def test_ours_run_as_the_user_of_the_image_with_a_small_tmp(services: dict[str, Any]) -> None:
    image = (ROOT / "deploy/Dockerfile").read_text("utf-8")
    uid = re.search(r"useradd .*--uid (\d+)", image)
    assert uid
    for name in OURS:
        assert services[name]["user"].split(":")[0] == uid[1]
        assert services[name]["tmpfs"] == ["/tmp:size=64m"]


def test_images_of_others_have_a_tag_and_a_slot_for_the_digest(services: dict[str, Any]) -> None:
    images = {name: service["image"] for name, service in services.items() if name not in OURS}
    assert [image for image in images.values() if not re.search(r":[\d.]+\$\{[A-Z]+_DIGEST:-\}$", image)] == []
    assert {slot for image in images.values() for slot in re.findall(r"[A-Z]+_DIGEST", image)} == set(
        re.findall(r"^([A-Z]+_DIGEST)=", (ROOT / "deploy/env.example").read_text("utf-8"), re.MULTILINE)
    )


def test_variables_of_the_example_are_those_of_the_file() -> None:
    example = re.findall(r"^([A-Z_]+)=", (ROOT / "deploy/env.example").read_text("utf-8"), re.MULTILINE)
    used = set(re.findall(r"\$\{([A-Z_]+)", COMPOSE.read_text("utf-8")))
    assert set(example) <= used


def test_named_files_and_volumes_exist(services: dict[str, Any]) -> None:
    named = set(yaml.safe_load(COMPOSE.read_text("utf-8"))["volumes"])
    for service in services.values():
        for volume in service.get("volumes", ()):
            source = volume.split(":")[0]
            assert (ROOT / source).exists() if source.startswith(".") else source in named


@pytest.fixture
def secrets(tmp_path: Path) -> Path:
    """The folder that deploy/make-secrets writes."""
    folder = tmp_path / "secrets"
    subprocess.run([ROOT / "deploy/make-secrets", folder], check=True, env={"PATH": os.environ["PATH"]}, timeout=20)
    return folder


def test_secrets_that_are_named_are_those_that_are_made(services: dict[str, Any], secrets: Path) -> None:
    declared = yaml.safe_load(COMPOSE.read_text("utf-8"))["secrets"]
    assert {file.name for file in secrets.iterdir()} == set(declared)
    assert all(each["file"] == f"./deploy/secrets/{name}" for name, each in declared.items())
    for name, service in services.items():
        mentioned = set(re.findall(r"/run/secrets/(\w+)", json.dumps(service)))
        assert mentioned == set(service.get("secrets", ())), name


def test_addresses_that_are_made_carry_the_passwords_of_the_servers(services: dict[str, Any], secrets: Path) -> None:
    files = {file.name: file.read_text("utf-8").strip() for file in secrets.iterdir()}
    environ = {
        name: str(secrets / Path(value).name)
        for name, value in services["api"]["environment"].items()
        if name.endswith("_FILE")
    }
    settings = load_settings(environ | {"PAPERSEARCH_HOME": "/home"})
    store, broker, engine = (
        make_url(settings.store_url),
        urlsplit(settings.broker_url or ""),
        urlsplit(settings.engine_url),
    )
    assert (store.password, store.host) == (files["postgres_password"], "postgres")
    assert (f"requirepass {broker.password}", broker.hostname) == (files["redis_auth"], "redis")
    assert (engine.password, engine.hostname) == (files["elastic_password"], "elasticsearch")
    passwords = {files["postgres_password"], broker.password, files["elastic_password"]}
    assert len(passwords) == 3
    assert all(password and len(password) == 48 for password in passwords)


def test_secrets_are_closed_to_other_users_and_never_made_twice(secrets: Path) -> None:
    assert secrets.stat().st_mode & 0o077 == 0
    before = (secrets / "store_url").read_text("utf-8")
    again = subprocess.run([ROOT / "deploy/make-secrets", secrets], capture_output=True, check=False, timeout=20)
    assert again.returncode == 1
    assert (secrets / "store_url").read_text("utf-8") == before


@pytest.mark.parametrize("password", ["old-One.2", "a@b", "with space"])
def test_password_of_a_database_that_exists_is_kept_or_refused(tmp_path: Path, password: str) -> None:
    env = {"PATH": os.environ["PATH"], "POSTGRES_PASSWORD": password}
    done = subprocess.run(
        [ROOT / "deploy/make-secrets", tmp_path / "s"], env=env, capture_output=True, timeout=20, check=False
    )
    if done.returncode == 0:
        assert make_url((tmp_path / "s" / "store_url").read_text("utf-8").strip()).password == password
    else:
        assert not (tmp_path / "s").exists()
    assert (done.returncode == 0) == (password == "old-One.2")


def test_passwords_are_on_no_command_line_of_a_container(services: dict[str, Any]) -> None:
    """A password that a shell reads from its file reaches its program by stdin or environment."""
    for name, service in services.items():
        text = json.dumps([service.get("command"), service["healthcheck"]["test"]])
        assert "requirepass" not in text
        assert not re.search(r"(-u|--user|-a|--pass)\b", text), name


def test_what_the_image_copies_is_in_its_build_context() -> None:
    ignored = (ROOT / ".dockerignore").read_text("utf-8").splitlines()
    copied = re.findall(r"^COPY (?!--from)(.+) \S+$", (ROOT / "deploy/Dockerfile").read_text("utf-8"), re.MULTILINE)
    sources = [source for line in copied for source in line.split()]
    assert sources
    assert [source for source in sources if f"!{source}" not in ignored or not (ROOT / source).exists()] == []


def test_the_image_keeps_no_layer_of_wheels_and_says_when_it_is_healthy() -> None:
    image = (ROOT / "deploy/Dockerfile").read_text("utf-8")
    assert "COPY --from" not in image
    assert re.search(r"^HEALTHCHECK .*\n? *CMD .*127\.0\.0\.1:8000/healthz", image, re.MULTILINE)
    assert set(re.findall(r"^FROM (\S+)", image, re.MULTILINE)) == {"${PYTHON}"}  # one slot for a digest


def test_the_image_has_every_format() -> None:
    """Each place that names the parts of papersearch to install names `citations`, too."""
    installed = re.findall(r"\[([a-z,]+)\$\{EXTRAS\}\]\"", (ROOT / "deploy/Dockerfile").read_text("utf-8"))
    assert len(installed) == 2
    assert all({"api", "ingest", "citations"} <= set(parts.split(",")) for parts in installed)


@pytest.fixture(scope="module")
def networks() -> dict[str, Any]:
    return dict(yaml.safe_load(COMPOSE.read_text("utf-8"))["networks"])


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
