"""What a stranger can send, and what a stranger must not see."""

import base64
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from papersearch.process.cli import run
from papersearch.settings import Settings
from papersearch_api.app import create_app
from papersearch_api.services import Services, build_services

SECRET_TEXT = "a text of the source"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Services]:
    folder, home = tmp_path_factory.mktemp("private-folder"), tmp_path_factory.mktemp("home")
    source = folder / "papers.jsonl"
    source.write_text(json.dumps({"title": "Good nets"}) + "\n" + json.dumps({"odd": SECRET_TEXT}) + "\n")
    (folder / "broken.pdf").write_bytes(b"%PDF-1.4 broken")
    run(["--home", str(home), "ingest", str(folder)])
    services = build_services(Settings(home))
    yield services
    services.close()


@pytest.fixture
def client(built: Services) -> FlaskClient:
    return create_app(built.settings, built).test_client()


@pytest.fixture(scope="module")
def key(built: Services) -> str:
    return built.store.api_keys.create("operator", ["admin"])


@pytest.mark.parametrize("depth", [200, 90_000])
@pytest.mark.parametrize(("opening", "closing"), [("[", "]"), ('{"a":', "}")])
def test_deep_json_is_refused(client: FlaskClient, key: str, depth: int, opening: str, closing: str) -> None:
    body = opening * depth + "1" + closing * depth
    for method, path in (("POST", "/api/v1/papers/search"), ("PUT", "/api/v1/papers/p_x"), ("POST", "/api/v1/jobs")):
        headers = {"Authorization": f"Bearer {key}"}
        answer = client.open(path, method=method, data=body, content_type="application/json", headers=headers)
        assert answer.status_code in {400, 404, 422}, (path, answer.text[:200])


@pytest.mark.parametrize("path", ["/api/v1/rejects", "/api/v1/rejects?format=ndjson", "/admin"])
def test_folders_and_texts_of_sources_are_for_operators(client: FlaskClient, key: str, path: str) -> None:
    shown = client.get(path)
    assert shown.status_code == 200
    assert "private-folder" not in shown.text
    assert SECRET_TEXT not in shown.text
    if path.startswith("/api/v1/rejects"):
        assert "papers.jsonl" in shown.text
        whole = client.get(path, headers={"X-API-Key": key}).text
        assert "private-folder" in whole
        assert SECRET_TEXT in whole


def test_an_outage_names_no_host(tmp_path: Path) -> None:
    settings = Settings(tmp_path, engine_url="http://user:secret@127.0.0.1:9")
    services = build_services(settings)
    client = create_app(settings, services).test_client()
    for path in ("/api/v1/papers?q=a", "/readyz", "/?q=a", "/api/v1/keywords"):
        answer = client.get(path)
        assert answer.status_code in {503, 504}
        assert not [each for each in ("127.0.0.1", ":9", "secret", str(tmp_path)) if each in answer.text], answer.text
    services.close()


def test_a_remembered_password_opens_reading_alone(client: FlaskClient, key: str) -> None:
    basic = "Basic " + base64.b64encode(f"anybody:{key}".encode()).decode()
    assert client.get("/api/v1/papers", headers={"Authorization": basic}).status_code == 200
    refused = client.delete("/api/v1/papers/p_x", headers={"Authorization": basic})
    assert (refused.status_code, "Bearer" in refused.json["detail"]) == (403, True)


@pytest.mark.parametrize(
    "header",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
    ],
)
def test_another_sites_page_can_change_nothing(client: FlaskClient, key: str, header: dict[str, str]) -> None:
    headers = {"X-API-Key": key, **header}
    answer = client.post("/api/v1/jobs", json={"type": "verify"}, headers=headers)
    assert (answer.status_code, "site" in answer.json["detail"]) == (403, True)


def test_this_sites_own_page_can(client: FlaskClient, key: str) -> None:
    headers = {"X-API-Key": key, "Sec-Fetch-Site": "same-origin", "Origin": "http://localhost"}
    assert client.post("/api/v1/jobs", json={"type": "verify"}, headers=headers).status_code == 202
