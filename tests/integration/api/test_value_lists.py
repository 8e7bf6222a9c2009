"""Keywords, venues and authors as data under the addresses of their pages."""

import csv
import io
import json
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from papersearch.paper import Author, Paper, SourceRef
from tests.support.api_app import PAPERS, make_app

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
LISTS = ("/keywords", "/venues", "/authors")
TYPES = {"json": "application/json", "csv": "text/csv; charset=utf-8", "ndjson": "application/x-ndjson; charset=utf-8"}
FORMULA = Paper("p_ffffffffffff", title="x", authors=(Author("=HYPERLINK(1)"),), sources=(SourceRef("x"),))


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    return make_app(tmp_path_factory.mktemp("home"), [*PAPERS, FORMULA]).test_client()


@pytest.mark.parametrize("path", LISTS)
@pytest.mark.parametrize("name", TYPES)
def test_suffix_header_and_parameter_say_the_same(client: FlaskClient, path: str, name: str) -> None:
    by_suffix = client.get(f"{path}.{name}", headers={"Accept": BROWSER})
    by_header = client.get(path, headers={"Accept": TYPES[name].partition(";")[0]})
    by_parameter = client.get(f"{path}?format={name}", headers={"Accept": BROWSER})
    assert by_suffix.content_type == TYPES[name]
    assert by_suffix.get_data() == by_header.get_data() == by_parameter.get_data()


@pytest.mark.parametrize("path", LISTS)
def test_json_is_the_answer_of_the_api(client: FlaskClient, path: str) -> None:
    query = "?size=2&sort=value&q=networks"
    assert client.get(f"{path}.json{query}").get_json() == client.get(f"/api/v1{path}{query}").get_json()


@pytest.mark.parametrize("path", LISTS)
def test_table_and_lines_have_the_same_values(client: FlaskClient, path: str) -> None:
    values = client.get(f"/api/v1{path}?size=50").get_json()["results"]
    lines = client.get(f"{path}.ndjson?size=50").get_data(as_text=True).splitlines()
    assert [json.loads(line) for line in lines] == values
    rows = csv.DictReader(io.StringIO(client.get(f"{path}.csv?size=50").get_data(as_text=True), newline=""))
    assert [(row["value"], row["label"].removeprefix("'"), int(row["count"])) for row in rows] == [
        (value["value"], value["label"], value["count"]) for value in values
    ]


def test_no_cell_is_a_formula(client: FlaskClient) -> None:
    assert ",'=HYPERLINK(1),1\r\n" in client.get("/authors.csv").get_data(as_text=True)


@pytest.mark.parametrize("path", LISTS)
def test_a_browser_gets_the_page(client: FlaskClient, path: str) -> None:
    for accept in (BROWSER, "*/*", ""):
        page = client.get(path, headers={"Accept": accept})
        assert page.mimetype == "text/html"
        assert "Accept" in page.headers["Vary"]


def test_errors_name_what_there_is(client: FlaskClient) -> None:
    assert client.get("/keywords.bib").status_code == 404
    assert client.get("/keywords.exe").status_code == 404
    wrong = client.get("/keywords.json?sise=3", headers={"Accept": "application/json"})
    assert (wrong.status_code, wrong.get_json()["errors"][0]["suggestion"]) == (400, "size")
    named = client.get("/venues?format=bibtex", headers={"Accept": "application/json"})
    assert named.status_code == 400
    assert "json, csv, ndjson" in named.get_json()["errors"][0]["detail"]


def test_lists_need_a_key_where_reading_does(tmp_path: Path) -> None:
    guarded = make_app(tmp_path / "home", needs_read_key=True).test_client()
    assert {guarded.get(f"{path}.csv").status_code for path in LISTS} == {401}
