"""What pages list: the same values as the API."""

import re
from contextlib import closing
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from papersearch.settings import Settings
from papersearch.store.store import open_store
from tests.support.api_app import make_app


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    return make_app(Path(tmp_path_factory.mktemp("home"))).test_client()


@pytest.mark.parametrize(
    ("path", "field"),
    [("/venues", "venue"), ("/keywords", "keyword"), ("/authors", "author"), ("/facets/venue", "venue")],
)
def test_a_list_of_values_has_each_value_with_its_count(client: FlaskClient, path: str, field: str) -> None:
    values = client.get(f"/api/v1/facets/{field}").get_json()["results"]
    listed = client.get(path).get_data(as_text=True).partition('<ul class="index')[2]
    found = re.findall(r"<bdi[^>]*>([^<]+)</bdi>(?:</a>)?<span class=\"count\">([\d,]+)</span>", listed)
    assert sorted(found) == sorted((value["label"], f"{value['count']:,}") for value in values) != []


def test_the_admin_page_also_answers_at_its_former_address(client: FlaskClient) -> None:
    assert [client.get(path).status_code for path in ("/admin", "/operate")] == [200, 200]


def test_the_admin_page_says_when_a_generation_was_promoted(tmp_path: Path) -> None:
    client = make_app(tmp_path).test_client()
    with closing(open_store(Settings(home=tmp_path))) as store:
        store.generations.add("papers-000001", "hash")
        store.generations.promote("papers-000001")
        (promoted,) = store.generations.all()
    assert promoted.promoted_at is not None
    page = client.get("/admin").get_data(as_text=True)
    assert f'<td class="nowrap">{promoted.promoted_at:%Y-%m-%d %H:%M}</td>' in page
