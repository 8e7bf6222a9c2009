"""What docker-compose.yml, the image and deploy/make-secrets say, without docker."""

import json
import os
import re
import subprocess
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import yaml
from compose_spec import PyCompose
from sqlalchemy.engine import make_url

from papersearch.settings import load_settings
from tests.support.paths import ROOT

COMPOSE = ROOT / "docker-compose.yml"
OURS = ("api", "worker")


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
