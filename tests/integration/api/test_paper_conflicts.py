"""Where the sources of a paper disagree, as the API and the command line say it."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from papersearch.process.cli import run
from papersearch.settings import Settings
from papersearch_api.app import create_app

TITLE = "Learning from Few Examples by Turning Them Round"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sources")
    for name, said in (
        ("first.jsonl", {"title": TITLE, "year": 2019, "authors": ["Ada Quill"], "abstract": "We turn them."}),
        ("second.jsonl", {"title": TITLE.upper(), "year": 2018, "authors": ["Quill, Ada"]}),
    ):
        (folder / name).write_text(json.dumps({**said, "doi": "10.1000/turn"}), "utf-8")
    home = tmp_path_factory.mktemp("home")
    assert run(["--home", str(home), "ingest", str(folder)]) == 0
    return home


@pytest.fixture(scope="module")
def client(home: Path) -> Iterator[FlaskClient]:
    app = create_app(Settings(home=home))
    yield app.test_client()
    app.extensions["papersearch"].close()


def test_conflicts_are_in_the_answer_when_asked_for(client: FlaskClient) -> None:
    bare = client.get("/api/v1/papers/doi:10.1000/turn")
    assert "conflicts" not in bare.get_json()
    asked = client.get("/api/v1/papers/doi:10.1000/turn?include=conflicts")
    (conflict,) = asked.get_json()["conflicts"]
    assert conflict["field"] == "year"
    assert {(each["text"], each["shown"]) for each in conflict["statements"]} == {("2019", True), ("2018", False)}
    assert {each["source"] for each in conflict["statements"]} == {"paper-json"}
    assert asked.get_json() == {**bare.get_json(), "conflicts": [conflict]}
    assert asked.headers["ETag"] != bare.headers["ETag"]


def test_another_member_to_include_is_refused_with_the_one_there_is(client: FlaskClient) -> None:
    answer = client.get("/api/v1/papers/doi:10.1000/turn?include=conflict")
    assert answer.status_code == 400
    assert answer.get_json()["errors"][0]["suggestion"] == "conflicts"


def test_show_has_them_in_its_json(home: Path, client: FlaskClient, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--home", str(home), "show", "doi:10.1000/turn", "--json"]) == 0
    printed = json.loads(capsys.readouterr().out)
    assert printed == client.get("/api/v1/papers/doi:10.1000/turn?include=conflicts").get_json()
