"""Each type of page as extruct reads it: what it says that it is about, in the words of schema.org."""

from typing import Any

import extruct
import pytest
from flask.testing import FlaskClient

from papersearch.paper import Paper, SourceRef
from tests.support.api_app import PAPERS, make_app

HOSTILE = Paper(
    "p_hhhhhhhhhhhh", title="Ends </script><script>alert(1)</script> & <!-- here", sources=(SourceRef("x"),)
)
PAGES = {
    "home": ("/", "WebSite"),
    "results": ("/?q=networks", "SearchResultsPage"),
    "no results": ("/?q=zzzxq", "SearchResultsPage"),
    "paper": (f"/papers/{PAPERS[0].id}", "ScholarlyArticle"),
    "paper without a title": (f"/papers/{PAPERS[4].id}", "ScholarlyArticle"),
    "keyword": ("/keywords/data augmentation", "CollectionPage"),
    "venue": ("/venues/iclr", "CollectionPage"),
    "author": ("/authors/ana peña", "ProfilePage"),
    "keywords": ("/keywords", "CollectionPage"),
    "venues": ("/venues", "CollectionPage"),
    "authors": ("/authors?sort=value", "CollectionPage"),
    "facet": ("/facets/year", "WebPage"),
    "reading list": (f"/list?ids={PAPERS[0].id},{PAPERS[1].id}", "CollectionPage"),
    "empty reading list": ("/list", "CollectionPage"),
    "reading list of unknown papers": ("/list?ids=p_unknown", "CollectionPage"),
    "admin": ("/admin", "WebPage"),
    "help": ("/help", "WebPage"),
    "API reference": ("/api/docs", "APIReference"),
}
"""Type of page -> an address, and what it is."""
EMPTY = ("no results", "empty reading list", "reading list of unknown papers")
ERRORS = {
    "/papers/p_unknown": 404,
    "/papers/</script><script>alert(1)</script>": 404,
    "/facets/unknown": 404,
    "/nowhere": 404,
    "/?page=0": 400,
    "/?year=soon": 400,
}
"""An address that is an error -> its status."""


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    return make_app(tmp_path_factory.mktemp("home"), [*PAPERS, HOSTILE]).test_client()


@pytest.fixture(scope="module")
def empty_client(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    return make_app(tmp_path_factory.mktemp("home"), []).test_client()


def extracted(client: FlaskClient, path: str, status: int = 200) -> dict[str, list[dict[str, Any]]]:
    response = client.get(path, headers={"Accept": "text/html"})
    assert (response.status_code, response.mimetype) == (status, "text/html")
    found: dict[str, list[dict[str, Any]]] = extruct.extract(
        response.get_data(as_text=True), base_url="http://localhost", errors="strict"
    )
    return found


def data_of(client: FlaskClient, name: str) -> dict[str, Any]:
    (found,) = extracted(client, PAGES[name][0])["json-ld"]
    return found


@pytest.mark.parametrize("name", PAGES)
def test_a_page_says_what_it_is_once_and_nothing_that_cannot_be_read(client: FlaskClient, name: str) -> None:
    path, kind = PAGES[name]
    found = extracted(client, path)
    (data,) = found["json-ld"]
    assert (data["@context"], data["@type"]) == ("https://schema.org", kind)
    assert data.get("name") or name == "paper without a title"
    assert [found[other] for other in ("microdata", "microformat", "opengraph")] == [[], [], []]


def test_home_says_how_to_search(client: FlaskClient) -> None:
    action = data_of(client, "home")["potentialAction"]
    assert (action["@type"], action["query-input"]) == ("SearchAction", "required name=search_term_string")
    address = action["target"]["urlTemplate"].removeprefix("http://localhost")
    assert "Pruning" in client.get(address.replace("{search_term_string}", "pruning")).get_data(as_text=True)


@pytest.mark.parametrize("name", ["results", "keyword", "venue", "reading list", "keywords", "venues", "authors"])
def test_lists_have_their_items_in_order_and_each_leads_somewhere(client: FlaskClient, name: str) -> None:
    listed = data_of(client, name)["mainEntity"]
    items = listed["itemListElement"]
    assert [item["position"] for item in items] == list(range(1, len(items) + 1))
    assert listed["numberOfItems"] >= len(items) > 0
    for item in items:
        page = client.get(item["url"].removeprefix("http://localhost"))
        assert page.status_code == 200
        assert item["name"] in page.get_data(as_text=True)


@pytest.mark.parametrize("name", EMPTY)
def test_an_empty_list_says_that_it_is_empty(client: FlaskClient, name: str) -> None:
    listed = data_of(client, name)["mainEntity"]
    assert (listed["@type"], listed["numberOfItems"], listed["itemListElement"]) == ("ItemList", 0, [])


@pytest.mark.parametrize("path", ["/", "/?q=networks", "/keywords", "/venues", "/authors", "/list", "/admin"])
def test_pages_of_a_corpus_without_papers_can_be_read(empty_client: FlaskClient, path: str) -> None:
    (data,) = extracted(empty_client, path)["json-ld"]
    assert data["name"]
    assert data.get("mainEntity", {}).get("numberOfItems", 0) == 0


@pytest.mark.parametrize("path", ERRORS)
def test_an_error_is_a_page_about_nothing(client: FlaskClient, path: str) -> None:
    """Programs that read an error must not take it for a paper or a list."""
    found = extracted(client, path, ERRORS[path])
    assert [found[form] for form in ("json-ld", "microdata", "microformat", "opengraph")] == [[], [], [], []]


def test_places_go_on_from_page_to_page(client: FlaskClient) -> None:
    (data,) = extracted(client, "/?q=networks&per_page=1&page=2")["json-ld"]
    assert [item["position"] for item in data["mainEntity"]["itemListElement"]] == [2]
    count = client.get("/api/v1/papers?q=networks").get_json()["meta"]["count"]
    assert data["mainEntity"]["numberOfItems"] == count > 2


def test_an_author_is_a_person_with_papers(client: FlaskClient) -> None:
    data = data_of(client, "author")
    assert (data["mainEntity"]["@type"], data["mainEntity"]["name"]) == ("Person", "Ana Peña")
    assert {item["name"] for item in data["hasPart"]["itemListElement"]} == {PAPERS[0].title, PAPERS[2].title}


def test_no_title_ends_the_data(client: FlaskClient) -> None:
    for path in ("/?q=ends", f"/papers/{HOSTILE.id}", f"/list?ids={HOSTILE.id}"):
        (data,) = extracted(client, path)["json-ld"]
        assert HOSTILE.title in str(data)
        assert "alert(1)</script>" not in client.get(path).get_data(as_text=True).partition("</head>")[0]
