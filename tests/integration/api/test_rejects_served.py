"""Rejects by HTTP: in pages, of one run, and all of them as lines."""

import json
from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient

from papersearch.process.cli import run
from papersearch.settings import Settings
from papersearch_api.app import create_app

MANY = 1_203


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    folder, home = tmp_path_factory.mktemp("sources"), tmp_path_factory.mktemp("home")
    for name, lines in (("many", MANY), ("few", 2)):
        source = folder / f"{name}.jsonl"
        source.write_text('{"title": "Good nets"}\n' + "".join(f'{{"odd": {n}}}\n' for n in range(lines)))
        assert run(["--home", str(home), "ingest", str(source)]) == 0
    app = create_app(Settings(home=home))
    client = app.test_client()
    key = app.extensions["papersearch"].store.api_keys.create("operator", ["admin"])
    client.environ_base["HTTP_X_API_KEY"] = key
    yield client
    app.extensions["papersearch"].close()


def lines_of(text: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in text.splitlines()]


def test_all_rejects_come_as_lines_that_can_be_kept(client: FlaskClient) -> None:
    answer = client.get("/api/v1/rejects?format=ndjson")
    assert answer.mimetype == "application/x-ndjson"
    found = lines_of(answer.text)
    assert len(found) == MANY + 2
    assert all(each["reason"] and each["raw"] for each in found)
    assert len(lines_of(client.get("/api/v1/rejects?format=ndjson&limit=7&after=3").text)) == 7


def test_rejects_of_a_run(client: FlaskClient) -> None:
    body = client.get("/api/v1/rejects?run=2").get_json()
    assert (body["meta"]["count"], len(body["results"])) == (2, 2)
    assert len(lines_of(client.get("/api/v1/rejects?run=1&format=ndjson").text)) == MANY
    assert client.get("/api/v1/rejects?run=99").get_json()["results"] == []


def test_a_page_has_a_hundred_and_names_the_next(client: FlaskClient) -> None:
    body = client.get("/api/v1/rejects").get_json()
    assert (len(body["results"]), body["meta"]["count"]) == (100, MANY + 2)
    after = client.get("/api/v1/rejects", query_string={"after": body["meta"]["next_after"]}).get_json()
    assert after["results"][0]["id"] > body["results"][-1]["id"]
