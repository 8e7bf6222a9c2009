"""What the HTTP API answers when something is wrong: with the request, or behind it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from papersearch.paper import Paper
from papersearch.settings import Settings
from papersearch_api.app import create_app
from tests.support.api_app import make_app

API = "/api/v1"
MEMBERS = {"type", "title", "status", "detail", "instance", "code", "request_id", "errors"}


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    app = make_app(tmp_path_factory.mktemp("home"))
    yield app.test_client()
    app.extensions["papersearch"].close()


@pytest.mark.parametrize(
    ("path", "parameter", "suggestion"),
    [
        ("/papers?year=abc", "year", "2018..2020"),
        ("/papers?year=2020..2018", "year", "2018..2020"),
        ("/papers?facets=venues", "facets", "venue"),
        ("/papers?facets=nope", "facets", None),
        ("/papers?page=0", "page", "1"),
        ("/papers?page=600&per_page=100", "page", "100"),
        ("/papers?page=x", "page", None),
        ("/papers?per_page=1000", "per_page", "100"),
        ("/papers?per_page=0", "per_page", "1"),
        ("/papers?facet_size=1001", "facet_size", "1000"),
        ("/papers?sort=yaer", "sort", "year"),
        ("/papers?sort=relevance:asc", "sort", None),
        ("/papers?match=some", "match", None),
        ("/papers?highlight=perhaps", "highlight", None),
        ("/papers?explain=all", "explain", "clauses"),
        ("/papers?fields=titel", "fields", "title"),
        ("/papers?format=xml", "format", None),
        ("/papers?cursor=nonsense", "cursor", "*"),
        ("/papers?yaer=2019", "yaer", "year"),
        ("/papers?q=a&q=b", "q", None),
        ("/papers?q=%22&strict=true", "q", None),
        ("/papers?added_from=yesterday", "added_from", None),
        ("/papers/p_aaaaaaaaaaaa?fromat=csv", "fromat", "format"),
        ("/papers/p_aaaaaaaaaaaa/similar?limit=101", "limit", "100"),
        ("/papers/match", "title", None),
        ("/papers/random?seed=-1", "seed", "0"),
        ("/facets/venue?size=1001", "size", "1000"),
        ("/facets/venue?sort=name", "sort", None),
        ("/facets/venue?cursor=abc", "cursor", "sort=value"),
        ("/facets/venue?sort=value&cursor=%00", "cursor", None),
        ("/facets/venue?yeer=2019", "yeer", "year"),
        ("/pivot?rows=venues", "rows", "venue"),
        ("/suggest", "q", None),
        ("/export?format=jsom", "format", None),
        ("/fields?x=1", "x", None),
    ],
)
def test_a_wrong_parameter_is_400_and_names_itself_and_the_nearest_valid_one(
    client: FlaskClient, path: str, parameter: str, suggestion: str | None
) -> None:
    problem = _problem(client.get(API + path), 400)
    assert parameter in [each["parameter"] for each in problem["errors"]]
    if suggestion:
        assert suggestion in [each["suggestion"] for each in problem["errors"]]


@pytest.mark.parametrize(
    "query",
    ['"', "(", "[", "AND", "*", "\\", "soft/hard", "C++", "L2:", "🙂", "", "a OR", "NOT", "\x00", "a:b:c", "~~"],
)
def test_no_query_text_is_an_error_unless_strict(client: FlaskClient, query: str) -> None:
    for path in ("/papers", "/export", "/facets/venue", "/papers/random"):
        assert client.get(API + path, query_string={"q": query}).status_code == 200


def test_a_query_over_a_limit_is_400_and_names_the_limit(client: FlaskClient) -> None:
    problem = _problem(client.get(f"{API}/papers", query_string={"q": "a" * 1001}), 400)
    assert problem["code"] == "query_too_large"
    assert "1,000" in problem["detail"]


@pytest.mark.parametrize("path", ["/papers/nope", "/papers/arxiv:9999.99999", "/facets/nope", "/keywords/nope", "/x"])
def test_what_is_not_there_is_404(client: FlaskClient, path: str) -> None:
    _problem(client.get(API + path), 404)


def test_a_wrong_method_is_405_with_those_that_are_possible(client: FlaskClient) -> None:
    response = client.delete(f"{API}/papers")
    _problem(response, 405)
    assert {"GET", "HEAD"} <= {name.strip() for name in response.headers["Allow"].split(",")}


def test_a_body_that_is_no_json_is_415_or_400(client: FlaskClient) -> None:
    _problem(client.post(f"{API}/papers/search", data="q=x"), 415)
    _problem(client.post(f"{API}/papers/search", data="{", content_type="application/json"), 400)
    _problem(client.post(f"{API}/papers/search", json=["q"]), 400)
    _problem(client.post(f"{API}/papers/search", json={"q": {"a": 1}}), 400)
    _problem(client.post(f"{API}/papers/batch", json={"ids": ["x"] * 501}), 400)
    _problem(client.post(f"{API}/papers/batch", json={"ids": [1]}), 400)


def test_a_body_that_is_too_large_is_413(client: FlaskClient) -> None:
    _problem(client.post(f"{API}/papers/search", json={"q": "x" * 2_000_000}), 413)


def test_a_form_that_is_not_offered_is_406(client: FlaskClient) -> None:
    _problem(client.get(f"{API}/papers", headers={"Accept": "application/pdf"}), 406)


def test_an_unforeseen_error_shows_nothing_of_its_cause(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    built = client.application.extensions["papersearch"]

    def fail(*_: Any) -> None:
        raise RuntimeError("secret of /srv/index")

    monkeypatch.setattr(type(built.lookup), "find", fail)
    response = client.get(f"{API}/papers/p_aaaaaaaaaaaa", headers={"X-Request-ID": "find-me"})
    assert _problem(response, 500)["request_id"] == "find-me"
    assert "secret" not in response.get_data(as_text=True)
    assert "find-me" in caplog.text


def test_an_engine_that_is_away_is_503_with_retry_after(tmp_path: Path) -> None:
    app = create_app(Settings(home=tmp_path, engine_url="http://127.0.0.1:1", engine_timeout_s=0.5))
    client = app.test_client()
    for path in (f"{API}/papers?q=x", f"{API}/facets/venue", f"{API}/papers/arxiv:1810.00001", f"{API}/export"):
        response = client.get(path)
        assert _problem(response, 503)["code"] == "engine_unavailable"
        assert int(response.headers["Retry-After"]) > 0
    ready = client.get("/readyz")
    assert (ready.status_code, ready.get_json()) == (503, {"status": "away", "engine": "away", "store": "ok"})
    assert int(ready.headers["Retry-After"]) > 0
    assert client.get("/healthz").status_code == 200
    app.extensions["papersearch"].close()


EMPTY = (
    "/papers?q=x", "/papers?sort=title&cursor=*", "/papers?q=x&facets=venue&venue=ICLR&explain=clauses&sample=3",
    "/facets/venue", "/keywords", "/keywords/random", "/pivot", "/suggest?q=aug", "/papers/random", "/export", "/stats",
)  # fmt: skip


def test_before_the_first_paper_there_is_nothing_but_no_outage(tmp_path: Path) -> None:
    app = create_app(Settings(home=tmp_path))
    client = app.test_client()
    for path in EMPTY:
        assert client.get(API + path).status_code == 200, path
    for path in ("/papers/p_aaaaaaaaaaaa", "/papers/arxiv:1810.00001", "/papers/match?title=x", "/keywords/x"):
        _problem(client.get(API + path), 404)
    answer = client.get(f"{API}/papers?q=x&venue=ICLR").get_json()
    assert answer["meta"]["count"] == 0
    (warning,) = answer["meta"]["query"]["warnings"]
    assert warning["code"] == "empty_corpus"
    assert "No papers yet" in warning["detail"]
    app.extensions["papersearch"].close()


def test_an_index_that_is_lost_is_an_outage_and_no_empty_answer(tmp_path: Path) -> None:
    app = create_app(Settings(home=tmp_path))
    app.extensions["papersearch"].store.papers.put(Paper("p_aaaaaaaaaaaa", title="Here"))
    for path in ("/papers?q=x", "/facets/venue", "/export", "/stats"):
        assert _problem(app.test_client().get(API + path), 503)["code"] == "engine_unavailable"
    app.extensions["papersearch"].close()


def _problem(response: Any, status: int) -> Any:
    assert response.status_code == status, response.get_data(as_text=True)
    assert response.mimetype == "application/problem+json"
    problem = response.get_json()
    assert set(problem) >= MEMBERS
    assert problem["status"] == status
    assert problem["request_id"] == response.headers["X-Request-ID"]
    assert problem["instance"].startswith("/api/")
    return problem
