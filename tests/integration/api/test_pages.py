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


def test_a_sentence_shows_its_best_matches_and_leads_to_the_search_for_all_words(client: FlaskClient) -> None:
    page = client.get("/", query_string={"q": "are robust networks pruned by quokkas"}).get_data(as_text=True)
    assert "No paper has all of these words. Showing the best matches." in page
    assert "match=all" in page
    assert 'name="match"' not in page[page.index('role="search"') : page.index("</form>", page.index('role="search"'))]
    assert "has 0 results" in client.get("/", query_string={"q": "robust quokkas", "match": "all"}).get_data(
        as_text=True
    )


def test_links_of_best_matches_keep_what_was_decided(client: FlaskClient) -> None:
    page = client.get("/", query_string={"q": "are robust networks pruned by quokkas"}).get_data(as_text=True)
    facet_links = re.findall(r'href="(/\?[^"]*venue=[^"]*)"', page)
    assert facet_links
    assert all("match=best" in link for link in facet_links)


def test_a_text_too_long_for_an_address_is_sent_in_the_body(client: FlaskClient) -> None:
    text = "We prune a network before it is trained, and say so again. " * 60
    response = client.post("/", data={"q": text})
    page = response.get_data(as_text=True)
    assert response.status_code == 200
    assert "most distinctive words" in page
    assert "Pruning Networks Before Training" in page


def test_a_phrase_offers_its_other_form(client: FlaskClient) -> None:
    page = client.get("/", query_string={"q": '"network"'}).get_data(as_text=True)
    assert "Other forms:" in page
    assert "networks" in page[page.index("Other forms:") :][:300]
