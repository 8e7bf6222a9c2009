"""The Kubernetes manifests: they obey Kubernetes' own schemas, fit together, and are as closed as the compose file."""

import re
from collections.abc import Iterator
from typing import Any

import kubernetes_validate
import pytest
import yaml

from papersearch.settings import FILE_SUFFIX, SECRETS, VARIABLES
from tests.support.paths import ROOT

FOLDER = ROOT / "deploy" / "kubernetes"
VERSIONS = ("1.29", "1.33")
"""The oldest and the newest that the manifests are checked against."""


def resources() -> Iterator[dict[str, Any]]:
    for file in sorted(FOLDER.glob("*.yaml")):
        yield from yaml.safe_load_all(file.read_text("utf-8"))


RESOURCES = {f"{each['kind']}/{each['metadata']['name']}": each for each in resources()}
PODS = {
    name: each["spec"]["template"]["spec"] for name, each in RESOURCES.items() if "template" in each.get("spec", {})
}
COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text("utf-8"))["services"]


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("name", RESOURCES)
def test_manifest_obeys_the_schema_of_kubernetes(name: str, version: str) -> None:
    kubernetes_validate.validate(RESOURCES[name], version, strict=True)


def test_an_unknown_key_would_be_found() -> None:
    broken = RESOURCES["ConfigMap/papersearch"] | {"dota": {}}
    with pytest.raises(kubernetes_validate.ValidationError):
        kubernetes_validate.validate(broken, VERSIONS[0], strict=True)


@pytest.mark.parametrize("name", PODS)
def test_pods_are_as_closed_as_the_containers_of_compose(name: str) -> None:
    pod = PODS[name]
    service = COMPOSE["api"]
    assert pod["securityContext"]["runAsNonRoot"] is True
    assert pod["automountServiceAccountToken"] is False
    assert f"{pod['securityContext']['runAsUser']}:{pod['securityContext']['runAsGroup']}" == service["user"]
    assert pod["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}
    for container in pod["containers"]:
        assert container["securityContext"] == {
            "allowPrivilegeEscalation": False,
            "readOnlyRootFilesystem": service["read_only"],
            "capabilities": {"drop": service["cap_drop"]},
        }
        assert container["resources"]["limits"]["memory"]
        assert service["image"] == f"${{PAPERSEARCH_IMAGE:-{container['image']}}}"


def test_commands_are_those_of_compose() -> None:
    commands = {name: pod["containers"][0]["command"] for name, pod in PODS.items()}
    assert commands["Deployment/papersearch-api"] == COMPOSE["api"]["command"]
    assert commands["Deployment/papersearch-worker"] == COMPOSE["worker"]["command"]
    probe = PODS["Deployment/papersearch-worker"]["containers"][0]["livenessProbe"]["exec"]["command"]
    assert ["CMD", *probe] == COMPOSE["worker"]["healthcheck"]["test"]


def test_the_api_is_probed_where_it_says_that_it_is_alive_and_ready() -> None:
    (container,) = PODS["Deployment/papersearch-api"]["containers"]
    paths = {kind: container[f"{kind}Probe"]["httpGet"]["path"] for kind in ("startup", "liveness", "readiness")}
    assert paths == {"startup": "/healthz", "liveness": "/healthz", "readiness": "/readyz"}


@pytest.mark.parametrize("component", ["api", "worker"])
def test_several_replicas_of_which_some_always_stay(component: str) -> None:
    deployment = RESOURCES[f"Deployment/papersearch-{component}"]["spec"]
    budget = RESOURCES[f"PodDisruptionBudget/papersearch-{component}"]["spec"]
    assert deployment["replicas"] >= 2
    assert budget.get("minAvailable", 1) < deployment["replicas"]
    labels = deployment["template"]["metadata"]["labels"]
    assert labels == deployment["selector"]["matchLabels"] == budget["selector"]["matchLabels"]
    assert RESOURCES[f"NetworkPolicy/papersearch-{component}"]["spec"]["podSelector"]["matchLabels"] == labels


def test_what_pods_refer_to_exists() -> None:
    named = re.findall(r"(configMapRef|secretName|claimName)'?: (?:\{'name': )?'([\w-]+)'", str(PODS))
    kinds = {"configMapRef": "ConfigMap", "secretName": "Secret", "claimName": "PersistentVolumeClaim"}
    assert {kind for kind, _ in named} == set(kinds)
    assert [name for kind, name in named if f"{kinds[kind]}/{name}" not in RESOURCES] == []
    service = RESOURCES["Service/papersearch"]["spec"]
    assert service["selector"] == RESOURCES["Deployment/papersearch-api"]["spec"]["selector"]["matchLabels"]
    (rule,) = RESOURCES["Ingress/papersearch"]["spec"]["rules"]
    assert rule["http"]["paths"][0]["backend"]["service"]["name"] == "papersearch"


def test_settings_exist_and_addresses_are_files_of_the_secret() -> None:
    settings = RESOURCES["ConfigMap/papersearch"]["data"]
    files = {f"{name}{FILE_SUFFIX}" for name in SECRETS}
    assert set(settings) - set(VARIABLES) - files == set()
    mounts = {
        each["name"]: each["mountPath"] for each in PODS["Job/papersearch-migration"]["containers"][0]["volumeMounts"]
    }
    assert {settings[name] for name in files} == {
        f"{mounts['secrets']}/{key}" for key in RESOURCES["Secret/papersearch"]["stringData"]
    }
