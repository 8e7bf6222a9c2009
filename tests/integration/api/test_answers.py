"""What the HTTP API answers, over a small corpus on the embedded engine."""

import csv
import gzip
import io
import json
from collections.abc import Iterator
from typing import Any

import pytest
from flask.testing import FlaskClient
from jsonschema import Draft202012Validator

from papersearch.search.service import SearchService
from papersearch_api.openapi.document import openapi_document
from papersearch_api.views import OPERATIONS, papers, search, service, values
from tests.support.api_app import PAPERS, make_app

API = "/api/v1"
DOCUMENT = openapi_document(OPERATIONS)


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    app = make_app(tmp_path_factory.mktemp("home"))
    yield app.test_client()
    app.extensions["papersearch"].close()


def _ids(answer: Any) -> list[str]:
    return [hit["id"] for hit in answer["results"]]


def _get(client: FlaskClient, path: str) -> Any:
    response = client.get(API + path)
    assert response.status_code == 200, response.get_data(as_text=True)
    return response.get_json()


def test_a_phrase_is_exact_and_its_facets_count_what_a_click_gives(client: FlaskClient) -> None:
    page = _get(client, '/papers?q="data augmentation"&facets=venue,year')
    assert page["meta"]["count"] == 2
    assert page["meta"]["query"]["normalized"] == '"data augmentation"'
    for bucket in page["facets"]["year"]["buckets"]:
        assert isinstance(bucket["value"], int)
        clicked = _get(client, f'/papers?q="data augmentation"&year={bucket["value"]}')
        assert clicked["meta"]["count"] == bucket["count"]


def test_a_hit_leaves_out_full_text_and_says_where_it_matched(client: FlaskClient) -> None:
    hit = _get(client, "/papers?q=noise&highlight=true")["results"][0]
    assert hit["matched"] == ["abstract"]
    assert "&lt;small&gt; data &amp; <mark>noise</mark>" in hit["highlights"]["abstract"][0]
    assert not {"full_text", "provenance"} & set(hit)


def test_fields_cut_the_answer(client: FlaskClient) -> None:
    hits = _get(client, "/papers?q=augmentation&fields=title,year")["results"]
    assert [set(hit) for hit in hits] == [{"id", "title", "year"}] * 2


def test_another_spelling_of_a_keyword_selects_its_bucket(client: FlaskClient) -> None:
    facet = _get(client, "/papers?keyword=Image-Classification&facets=keyword")["facets"]["keyword"]
    selected = [bucket for bucket in facet["buckets"] if bucket["selected"]]
    assert [(bucket["value"], bucket["count"]) for bucket in selected] == [("image classification", 2)]


def test_pages_follow_their_links_to_every_paper_once(client: FlaskClient) -> None:
    seen: list[str] = []
    path: str | None = f"{API}/papers?per_page=2"
    while path:
        answer = client.get(path).get_json()
        seen += _ids(answer)
        path = answer["links"]["next"]
    assert sorted(seen) == [paper.id for paper in PAPERS]


@pytest.mark.parametrize(
    "query", ["sort=year", "sort=title:desc", "sort=added_at", "sort=cited", "q=networks OR augmentation"]
)
def test_a_cursor_walks_to_every_paper_once_and_ends(client: FlaskClient, query: str) -> None:
    expected = _get(client, f"/papers?{query}")
    seen: list[str] = []
    cursor: str | None = "*"
    while cursor:
        answer = _get(client, f"/papers?{query}&per_page=2&cursor={cursor}")
        seen += _ids(answer)
        cursor = answer["meta"]["next_cursor"]
    assert seen == _ids(expected)


def test_a_cursor_of_another_query_is_refused(client: FlaskClient) -> None:
    cursor = _get(client, "/papers?sort=year&per_page=2&cursor=*")["meta"]["next_cursor"]
    answer = client.get(f"{API}/papers?sort=title&per_page=2&cursor={cursor}")
    assert (answer.status_code, answer.get_json()["code"]) == (400, "cursor_mismatch")


def test_the_same_search_by_post(client: FlaskClient) -> None:
    by_get = _get(client, "/papers?q=augmentation&venue=ICLR&facets=year&highlight=true")
    body = {"q": "augmentation", "venue": ["ICLR"], "facets": ["year"], "highlight": True}
    by_post = client.post(f"{API}/papers/search", json=body).get_json()
    for answer in (by_get, by_post):
        answer["meta"]["took_ms"] = 0
        del answer["links"]
    assert by_post == by_get


@pytest.mark.parametrize(
    "name",
    ["p_aaaaaaaaaaaa", "arxiv:1810.00001v2", "doi:10.1000/a/b(1)", "https://arxiv.org/abs/1810.00001",
     "https%3A%2F%2Fdoi.org%2F10.1000%2Fa%2Fb(1)"],
)  # fmt: skip
def test_any_name_of_a_paper_leads_to_it(client: FlaskClient, name: str) -> None:
    paper = _get(client, f"/papers/{name}")
    assert paper["id"] == "p_aaaaaaaaaaaa"
    assert paper["full_text"] == "The whole text speaks of ablation."


def test_a_merged_id_is_moved_permanently(client: FlaskClient) -> None:
    answer = client.get(f"{API}/papers/p_zzzzzzzzzzzz")
    assert (answer.status_code, answer.location) == (301, f"{API}/papers/p_aaaaaaaaaaaa")


@pytest.mark.parametrize("query", ["p_zzzzzzzzzzzz", "id:p_zzzzzzzzzzzz mixing"])
def test_a_merged_id_in_a_query_finds_the_paper_that_lives_on(client: FlaskClient, query: str) -> None:
    answer = _get(client, f"/papers?q={query}")
    assert _ids(answer) == ["p_aaaaaaaaaaaa"]
    (warning,) = answer["meta"]["query"]["warnings"]
    assert (warning["code"], warning["suggestion"]) == ("merged_paper", "id:p_aaaaaaaaaaaa")


def test_a_batch_keeps_its_order_and_says_what_is_missing(client: FlaskClient) -> None:
    answer = client.post(f"{API}/papers/batch", json={"ids": ["arxiv:1810.00001", "nope", "p_bbbbbbbbbbbb"]}).get_json()
    assert [paper and paper["id"] for paper in answer["results"]] == ["p_aaaaaaaaaaaa", None, "p_bbbbbbbbbbbb"]
    assert answer["meta"] == {"count": 2, "not_found": ["nope"]}


def test_similar_papers_say_what_they_share_and_obey_filters(client: FlaskClient) -> None:
    similar = _get(client, "/papers/p_aaaaaaaaaaaa/similar")["results"]
    assert "p_aaaaaaaaaaaa" not in {hit["id"] for hit in similar}
    shares = {hit["id"]: hit["shares"]["keywords"] for hit in similar}
    assert shares["p_bbbbbbbbbbbb"] == ["data augmentation"]
    filtered = _get(client, "/papers/p_aaaaaaaaaaaa/similar?venue=ICPR")["results"]
    assert {hit["venue"]["id"] for hit in filtered} == {"icpr"}


def test_a_title_finds_its_paper_though_not_quite_the_same(client: FlaskClient) -> None:
    assert _get(client, "/papers/match?title=MIXING ROWS for data-augmentation!")["score"] == 1
    near = _get(client, "/papers/match?title=Mixing row for the data augmentation")
    assert near["paper"]["id"] == "p_aaaaaaaaaaaa"
    assert 0.75 <= near["score"] < 1
    assert client.get(f"{API}/papers/match?title=zebra").status_code == 404


def test_random_papers_repeat_with_their_seed(client: FlaskClient) -> None:
    first, second = (_get(client, "/papers/random?size=3&seed=5") for _ in range(2))
    assert first == second
    unseeded = _get(client, "/papers/random?size=3")
    assert _ids(_get(client, f"/papers/random?size=3&seed={unseeded['meta']['seed']}")) == _ids(unseeded)


def test_a_facet_is_listed_by_value_with_a_cursor(client: FlaskClient) -> None:
    whole = [each["value"] for each in _get(client, "/facets/keyword?sort=value&size=100")["results"]]
    walked: list[str] = []
    cursor: str | None = "*"
    while cursor:
        answer = _get(client, f"/facets/keyword?sort=value&size=2&cursor={cursor}")
        walked += [each["value"] for each in answer["results"]]
        cursor = answer["meta"]["next_cursor"]
    assert walked == whole
    assert len(whole) == 5


def test_a_pivot_counts_both_facets(client: FlaskClient) -> None:
    table = _get(client, "/pivot?rows=venue&cols=year")
    years = [column["value"] for column in table["meta"]["columns"]]
    counts = {row["value"]: dict(zip(years, row["counts"], strict=True)) for row in table["results"]}
    assert counts == {"iclr": {2018: 1, 2019: 1, 2020: 0}, "icpr": {2018: 0, 2019: 0, 2020: 2}}


def test_suggestions_come_in_sections_and_lead_somewhere(client: FlaskClient) -> None:
    sections = _get(client, "/suggest?q=aug")
    assert {each["value"] for each in sections["papers"]} == {"p_aaaaaaaaaaaa", "p_bbbbbbbbbbbb"}
    assert sections["keywords"] == [{"value": "data augmentation", "label": "data augmentation", "count": 2}]
    assert [each["label"] for each in _get(client, "/suggest?q=Peña")["authors"]] == ["Ana Peña"]


def test_a_keyword_has_its_trend_with_the_years_between(client: FlaskClient) -> None:
    profile = _get(client, "/keywords/image-classification")
    assert profile["value"] == "image classification"
    assert profile["by_year"] == [{"year": 2019, "count": 1}, {"year": 2020, "count": 1}]
    assert _get(client, "/venues/ICLR")["count"] == 2


def test_little_found_brings_searches_that_find_more(client: FlaskClient) -> None:
    misspelled = _get(client, "/papers?q=augmentaton")["suggestions"]["did_you_mean"]
    assert [(each["q"], each["count"]) for each in misspelled] == [("augmentation", 2)]
    for query in ('q="networks adversarial"', "q=pruned&venue=ICLR", "q=title:noise", "q=noise pruned"):
        for offer in _get(client, f"/papers?{query}")["suggestions"]["relaxed"]:
            assert client.get(offer["link"]).get_json()["meta"]["count"] == offer["count"] > 0
    kinds = {each["kind"] for each in _get(client, "/papers?q=title:noise")["suggestions"]["relaxed"]}
    assert "any_field" in kinds


def test_clauses_show_which_one_finds_nothing(client: FlaskClient) -> None:
    (root,) = _get(client, "/papers?q=augmentation zebra&explain=clauses")["meta"]["query"]["clauses"]
    assert root["count"] == 0
    assert {each["query"]: each["count"] for each in root["clauses"]} == {"augmentation": 2, "zebra": 0}


def test_an_unknown_value_finds_nothing_and_warns(client: FlaskClient) -> None:
    answer = _get(client, "/papers?venue=ICLX")
    assert answer["meta"]["count"] == 0
    (warning,) = answer["meta"]["query"]["warnings"]
    assert (warning["parameter"], warning["suggestion"]) == ("venue", "iclr")


@pytest.mark.parametrize("path", ["/papers.csv?q=augmentation", "/papers?q=augmentation&format=csv"])
def test_results_as_csv(client: FlaskClient, path: str) -> None:
    response = client.get(API + path)
    assert response.mimetype == "text/csv"
    assert len(list(csv.DictReader(io.StringIO(response.get_data(as_text=True))))) == 2


@pytest.mark.parametrize(
    "path",
    ["/papers.bib?q=augmentation", "/papers?q=augmentation&format=bibtex", "/export?q=augmentation&format=bibtex"],
)
def test_results_as_bibtex(client: FlaskClient, path: str) -> None:
    response = client.get(API + path)
    assert response.mimetype == "application/x-bibtex"
    assert response.get_data(as_text=True).count("\n}\n") == 2


def test_a_paper_and_the_links_of_a_search_name_bibtex(client: FlaskClient) -> None:
    entry = client.get(f"{API}/papers/p_aaaaaaaaaaaa.bib")
    assert entry.mimetype == "application/x-bibtex"
    assert entry.get_data(as_text=True).startswith("@")
    link = _get(client, "/papers?q=augmentation&page=1")["links"]["bibtex"]
    file = client.get(link)
    assert file.headers["Content-Disposition"] == "attachment; filename=papers-augmentation.bib"
    assert file.get_data(as_text=True).count("\n}\n") == 2


def test_accept_decides_where_nothing_else_does(client: FlaskClient) -> None:
    response = client.get(f"{API}/papers?q=augmentation", headers={"Accept": "application/x-ndjson"})
    assert len([json.loads(line) for line in response.get_data(as_text=True).splitlines()]) == 2
    assert client.get(f"{API}/papers", headers={"Accept": "text/html,*/*;q=0.8"}).mimetype == "application/json"
    assert client.get(f"{API}/papers", headers={"Accept": "image/png"}).status_code == 406


def test_an_export_has_every_paper_in_id_order(client: FlaskClient) -> None:
    response = client.get(f"{API}/export", headers={"Accept-Encoding": "gzip"})
    assert response.headers["Content-Encoding"] == "gzip"
    lines = gzip.decompress(response.get_data()).decode().splitlines()
    assert [json.loads(line)["id"] for line in lines] == [paper.id for paper in PAPERS]
    filtered = client.get(f"{API}/export?q=augmentation&format=csv").get_data(as_text=True)
    assert len(list(csv.DictReader(io.StringIO(filtered)))) == 2


def test_an_unchanged_answer_is_304(client: FlaskClient) -> None:
    for path in ("/papers?q=augmentation", "/papers/p_aaaaaaaaaaaa", "/fields"):
        tag = client.get(API + path).headers["ETag"]
        again = client.get(API + path, headers={"If-None-Match": tag})
        assert (again.status_code, again.get_data()) == (304, b"")


def test_a_long_answer_is_compressed_for_those_who_take_it(client: FlaskClient) -> None:
    plain = client.get(f"{API}/fields")
    packed = client.get(f"{API}/fields", headers={"Accept-Encoding": "gzip"})
    assert "Content-Encoding" not in plain.headers
    assert gzip.decompress(packed.get_data()) == plain.get_data()
    assert int(packed.headers["Content-Length"]) == len(packed.get_data())
    assert "Accept-Encoding" in packed.headers["Vary"]


def test_head_has_the_headers_of_get(client: FlaskClient) -> None:
    path = f"{API}/papers/p_aaaaaaaaaaaa"
    head, get = client.head(path), client.get(path)
    assert head.status_code == 200
    assert head.get_data() == b""
    assert head.headers["ETag"] == get.headers["ETag"]


def test_the_request_id_is_echoed_unless_it_could_harm(client: FlaskClient) -> None:
    assert client.get("/healthz", headers={"X-Request-ID": "abc-1"}).headers["X-Request-ID"] == "abc-1"
    assert client.get("/healthz", headers={"X-Request-ID": "a b<script>"}).headers["X-Request-ID"] != "a b<script>"


_EXAMPLES: tuple[tuple[str, str, Any], ...] = (
    ("GET", "/papers?q=augmentation&facets=venue,year,keyword,author,source,has&highlight=true", None),
    ("GET", "/papers?q=augmentaton&explain=clauses&venue=ICLR", None),
    ("POST", "/papers/search", {"q": "networks"}),
    ("GET", "/papers/p_aaaaaaaaaaaa", None),
    ("GET", "/papers/p_eeeeeeeeeeee", None),
    ("GET", "/papers/p_aaaaaaaaaaaa/similar", None),
    ("POST", "/papers/batch", {"ids": ["p_aaaaaaaaaaaa", "x"]}),
    ("GET", "/papers/match?title=Mixing Rows for Data Augmentation", None),
    ("GET", "/papers/random", None),
    ("GET", "/export?format=json", None),
    ("GET", "/facets/year", None),
    ("GET", "/pivot", None),
    ("GET", "/suggest?q=aug", None),
    ("GET", "/keywords", None),
    ("GET", "/keywords/random", None),
    ("GET", "/keywords/data augmentation", None),
    ("GET", "/venues", None),
    ("GET", "/venues/iclr", None),
    ("GET", "/authors", None),
    ("GET", "/fields", None),
    ("GET", "/stats", None),
    ("GET", "/stats/coverage", None),
)


@pytest.mark.parametrize(("method", "path", "body"), _EXAMPLES)
def test_answers_have_the_shape_that_the_openapi_document_promises(
    client: FlaskClient, method: str, path: str, body: Any
) -> None:
    response = client.open(API + path, method=method, json=body)
    schema = _schema_of(client, method, API + path)
    Draft202012Validator({**schema, "components": DOCUMENT["components"]}).validate(response.get_json())


def test_every_json_operation_has_an_example_here(client: FlaskClient) -> None:
    shown = {
        client.application.url_map.bind("").match(f"{API}{p.partition('?')[0]}", method=m)[0] for m, p, _ in _EXAMPLES
    }
    reading = (*search.OPERATIONS, *papers.OPERATIONS, *values.OPERATIONS, *service.OPERATIONS)
    below_root = {
        f"api.{each.name}" for each in reading if not each.is_rooted and each.answers[200] not in {str, bytes}
    }
    assert below_root - shown <= {"api.openapi", "api.coverage", "api.show_coverage"}


def test_the_openapi_document_is_what_serves(client: FlaskClient) -> None:
    document = _get(client, "/openapi.json")
    assert document["openapi"] == "3.1.0"
    operations = [each for path in document["paths"].values() for each in path.values()]
    names = [each["operationId"] for each in operations]
    assert len(names) == len(set(names)) == len(OPERATIONS)
    page = client.get("/api/docs").get_data(as_text=True)
    assert all(f'id="{name}"' in page for name in names)
    assert "http://" not in page
    assert "https://" not in page


def _schema_of(client: FlaskClient, method: str, path: str) -> Any:
    endpoint, _ = client.application.url_map.bind("").match(path.partition("?")[0], method=method)
    operation = next(each for each in OPERATIONS if endpoint == f"api.{each.name}")
    answers = DOCUMENT["paths"][f"{API}{operation.path}"][method.lower()]["responses"]
    return answers["200"]["content"]["application/json"]["schema"]


def test_an_equal_request_to_the_same_index_gets_an_equal_answer_without_a_search(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = f"{API}/papers?q=data&facets=venue&per_page=3"
    first = client.get(path)
    monkeypatch.delattr(SearchService, "search")
    again = client.get(path)
    assert again.get_etag() == first.get_etag()
    assert without_time(again.json) == without_time(first.json)


def without_time(answer: dict[str, Any]) -> dict[str, Any]:
    return {**answer, "meta": {**answer["meta"], "took_ms": 0}}
