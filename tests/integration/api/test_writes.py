"""Writing and operating over HTTP, with a real worker beside the application: keys, refusals, results, jobs.

On one machine, and once more with Celery, Redis, Elasticsearch and PostgreSQL.
"""

import json
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import msgspec
import pytest
from flask import Flask
from werkzeug.test import TestResponse

from papersearch.paper import Paper
from papersearch.settings import Settings
from papersearch_api.app import create_app
from papersearch_api.services import Services, build_services
from papersearch_ingest.reindex.steps import CHUNK_SIZE
from tests.support.workers import (
    private_prefix,
    private_redis,
    private_schema,
    quick_settings,
    remove_indexes,
    running_worker,
    wait_until,
)

API = "/api/v1"
NDJSON = "application/x-ndjson"
PAPERS_OF_TWO_CHUNKS = CHUNK_SIZE + 50


class Caller:
    """Requests with a key, which may be changed."""

    def __init__(self, app: Flask, key: str) -> None:
        self.client = app.test_client()
        self.services: Services = app.extensions["papersearch"]
        self.key = key

    def ask(self, method: str, path: str, *, headers: dict[str, str] | None = None, **options: Any) -> TestResponse:
        return self.client.open(
            API + path, method=method, headers={"Authorization": f"Bearer {self.key}", **(headers or {})}, **options
        )

    def bulk(self, *papers: Any, query: str = "?wait=true", **options: Any) -> TestResponse:
        body = b"\n".join(paper.encode() if isinstance(paper, str) else msgspec.json.encode(paper) for paper in papers)
        return self.ask("POST", f"/papers/bulk{query}", data=body, content_type=NDJSON, **options)

    def add(self, **paper: Any) -> str:
        result = self.bulk(paper).get_json()["results"][0]
        assert result["outcome"] in {"added", "updated"}, result
        return str(result["id"])

    def hits(self, query: str) -> list[str]:
        return [
            hit["title"]
            for hit in self.client.get(f"{API}/papers", query_string={"q": query}).get_json().get("results", [])
        ]


@pytest.fixture(scope="module", params=["one machine", "servers"])
def settings(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    settings = replace(quick_settings(tmp_path_factory.mktemp("home")), write_wait_s=60.0, upload_limit_mb=1)
    if request.param == "one machine":
        yield settings
        return
    redis, postgres = (request.getfixturevalue(name) for name in ("redis_url", "postgres_url"))
    with private_redis(redis, 10) as broker_url, private_schema(postgres) as store_url:
        engine_url = request.getfixturevalue("elasticsearch_url")
        settings = replace(settings, broker_url=broker_url, store_url=store_url, engine_url=engine_url,
                           index_prefix=private_prefix())  # fmt: skip
        try:
            yield settings
        finally:
            remove_indexes(settings)


@pytest.fixture(scope="module")
def app(settings: Settings) -> Iterator[Flask]:
    with closing(build_services(settings)) as built, running_worker(settings, settings.home.with_suffix(".log")):
        yield create_app(settings, built)


@pytest.fixture
def caller(app: Flask) -> Caller:
    store = app.extensions["papersearch"].store
    return Caller(app, store.api_keys.create("test", ["admin"]))


def assert_problem(response: TestResponse, status: int, code: str) -> dict[str, Any]:
    body: dict[str, Any] = response.get_json()
    assert (response.status_code, body["code"]) == (status, code), body
    return body


def test_writing_without_a_key_names_the_command_that_makes_one(tmp_path: Path) -> None:
    settings = quick_settings(tmp_path)
    built = build_services(settings)
    response = create_app(settings, built).test_client().post(f"{API}/papers/bulk", data="{}", content_type=NDJSON)
    body = assert_problem(response, 401, "unauthorized")
    assert "papersearch keys create" in body["detail"]
    assert response.headers["WWW-Authenticate"].startswith("Bearer")
    built.close()


def test_key_is_good_for_its_scope_and_no_more(caller: Caller) -> None:
    keys = caller.services.store.api_keys
    caller.key = keys.create("writer", ["write"])
    assert caller.bulk({"title": "Scoped nets"}).status_code == 200
    assert_problem(caller.ask("POST", "/rollback"), 403, "forbidden")
    caller.key = keys.create("reader", ["read"])
    assert_problem(caller.bulk({"title": "x"}), 403, "forbidden")
    caller.key = "wrong"
    assert_problem(caller.bulk({"title": "x"}), 401, "unauthorized")
    assert caller.client.get(f"{API}/papers").status_code == 200


def test_reading_can_be_closed_too_for_pages_as_well(tmp_path: Path) -> None:
    settings = replace(quick_settings(tmp_path), needs_read_key=True)
    built = build_services(settings)
    client = create_app(settings, built).test_client()
    key = built.store.api_keys.create("reader", ["read"])
    assert client.get(f"{API}/papers").status_code == client.get("/").status_code == 401
    assert client.get(f"{API}/papers", headers={"X-API-Key": key}).status_code == 200
    assert client.get("/", auth=("anybody", key)).status_code == 200
    assert client.get("/healthz").status_code == 200
    built.close()


def test_papers_are_searchable_when_a_waited_for_write_is_answered(caller: Caller) -> None:
    response = caller.bulk({"title": "Zymurgic networks", "venue": "ICLR", "year": 2019}, {"titel": "x"}, "no json")
    body = response.get_json()
    assert [(each["line"], each["outcome"]) for each in body["results"]] == [
        (1, "added"), (2, "rejected"), (3, "rejected"),
    ]  # fmt: skip
    assert "title" in body["results"][1]["error"]
    assert caller.hits("zymurgic") == ["Zymurgic networks"]
    errors = caller.ask("GET", f"/jobs/{body['meta']['job']}/errors").get_data(as_text=True)
    assert [json.loads(line)["line"] for line in errors.splitlines()] == [2, 3]


def test_write_that_is_not_waited_for_is_a_job(caller: Caller) -> None:
    response = caller.bulk({"title": "Quokka transformers"}, query="")
    assert response.status_code == 202
    path = response.headers["Location"].removeprefix(API)
    wait_until(lambda: caller.ask("GET", path).get_json()["state"] == "done", "the job has ended")
    progress = caller.ask("GET", path).get_json()["progress"]
    assert (progress["done"], progress["total"], progress["added"]) == (1, 1, 1)
    wait_until(lambda: caller.hits("quokka") == ["Quokka transformers"], "it is found, though nobody waited for it")
    assert caller.ask("GET", "/jobs").get_json()["results"][0]["type"] == "write"


def test_put_needs_the_paper_and_a_body_without_faults(caller: Caller) -> None:
    paper = caller.add(title="Numbat nets", authors=["Ana Peña"], year=2019)
    assert_problem(caller.ask("PUT", "/papers/p_zzzzzzzzzzzz", json={"title": "x"}), 404, "not_found")
    body = assert_problem(
        caller.ask("PUT", f"/papers/{paper}", json={"title": 5, "yaer": 2020, "authors": ["", {"name": 1}]}),
        422, "invalid_document",
    )  # fmt: skip
    assert {each["parameter"] for each in body["errors"]} == {"title", "yaer", "authors[0]", "authors[1].name"}
    assert next(each for each in body["errors"] if each["parameter"] == "yaer")["suggestion"] == "year"
    assert_problem(caller.ask("PUT", f"/papers/{paper}", data="x", content_type="text/plain"), 415,
                   "unsupported_media_type")  # fmt: skip


def test_answer_can_be_changed_and_sent_back(caller: Caller) -> None:
    paper = caller.add(title="Bilby nets", authors=["Ana Peña"], year=2019, ids={"arxiv": "1901.00001"})
    found = caller.ask("GET", "/papers/arxiv:1901.00001").get_json()
    response = caller.ask("PUT", f"/papers/{paper}?wait=true", json=found | {"title": "Bilby networks"})
    assert response.get_json()["results"] == [{"line": 1, "id": paper, "outcome": "updated", "error": None}]
    changed = caller.ask("GET", f"/papers/{paper}").get_json()
    assert (changed["title"], changed["authors"], changed["version"]) == ("Bilby networks", [{"name": "Ana Peña"}], 2)


def test_write_of_a_paper_that_has_changed_since_is_refused(caller: Caller) -> None:
    paper = caller.add(title="Dunnart nets")
    tag = caller.ask("GET", f"/papers/{paper}").headers["ETag"]
    assert caller.ask("PUT", f"/papers/{paper}?wait=true", json={"title": "Dunnart 2"}, headers={"If-Match": tag}
                      ).status_code == 200  # fmt: skip
    refused = caller.ask("PUT", f"/papers/{paper}?wait=true", json={"title": "Dunnart 3"}, headers={"If-Match": tag})
    assert_problem(refused, 412, "precondition_failed")
    assert_problem(caller.ask("DELETE", f"/papers/{paper}", headers={"If-Match": tag}), 412, "precondition_failed")
    assert caller.ask("DELETE", f"/papers/{paper}?wait=true", headers={"If-Match": "*"}).status_code == 200
    assert_problem(caller.ask("GET", f"/papers/{paper}"), 404, "not_found")
    assert caller.hits("dunnart") == []


def test_same_request_with_the_same_key_is_done_once(caller: Caller) -> None:
    headers = {"Idempotency-Key": "k-1"}
    first, again = (caller.bulk({"title": "Potoroo nets"}, query="", headers=headers) for _ in range(2))
    assert first.status_code == again.status_code == 202
    assert first.get_json() == again.get_json()
    body = assert_problem(caller.bulk({"title": "Other"}, query="", headers=headers), 409, "conflict")
    assert body["blocking_id"] == str(first.get_json()["id"])
    assert_problem(caller.bulk({"title": "x"}, headers={"Idempotency-Key": "a b"}), 400, "invalid_parameter")


def test_source_file_is_read_by_its_content_and_again_under_its_name(caller: Caller) -> None:
    source = b'{"title": "Wambenger nets", "authors": ["Bo Li"]}'
    first = caller.ask("POST", "/ingest?wait=true&name=../papers.jsonl&year=2020", data=source)
    assert first.status_code == 200
    assert first.get_json()["progress"]["added"] == 1
    again = caller.ask("POST", "/ingest?wait=true&name=papers.jsonl&year=2020", data=source).get_json()
    assert (again["progress"]["source"], again["progress"]["unchanged"]) == ("upload/papers.jsonl", 1)
    assert caller.hits("wambenger") == ["Wambenger nets"]


def test_source_that_nobody_can_read_or_that_is_too_large_is_refused(caller: Caller) -> None:
    assert_problem(caller.ask("POST", "/ingest", data=b""), 422, "invalid_document")
    assert_problem(caller.ask("POST", "/ingest?wait=true", data=b"\xff\xd8\xff\xe0 a picture"), 422, "invalid_document")
    assert_problem(caller.ask("POST", "/ingest", data=b"x" * 1_000_001), 413, "request_entity_too_large")


def test_full_queue_refuses_writes_and_answers_searches(tmp_path: Path) -> None:
    settings = replace(quick_settings(tmp_path), queue_limit=1)
    built = build_services(settings)
    caller = Caller(create_app(settings, built), built.store.api_keys.create("test", ["write"]))
    assert caller.bulk({"title": "One"}, query="").status_code == 202
    refused = caller.bulk({"title": "Two"}, query="")
    assert_problem(refused, 503, "queue_full")
    assert int(refused.headers["Retry-After"]) > 0
    assert caller.client.get(f"{API}/papers").status_code == 200
    built.close()


def test_reindex_rollback_and_verification_by_api(caller: Caller) -> None:
    caller.add(title="Kowari nets")
    before = caller.client.get(f"{API}/stats").get_json()["generation"]
    done = caller.ask("POST", "/jobs?wait=true", json={"type": "reindex"}).get_json()
    assert done["state"] == "done"
    assert caller.client.get(f"{API}/stats").get_json()["generation"] != before
    back = caller.ask("POST", "/rollback?wait=true").get_json()
    assert (back["state"], back["progress"]["generation"]) == ("done", before)
    states = {each["name"]: each["state"] for each in caller.ask("GET", "/generations").get_json()["results"]}
    assert states == {before: "live", done["progress"]["generation"]: "retired"}
    name = done["progress"]["generation"]
    assert caller.ask("POST", f"/generations/{name}/promote?wait=true").get_json()["progress"]["generation"] == name
    assert_problem(caller.ask("POST", "/generations/papers-999999/promote"), 404, "not_found")
    verified = caller.ask("POST", "/jobs?wait=true", json={"type": "verify"}).get_json()
    assert verified["progress"]["equal"] is True
    stats = caller.client.get(f"{API}/stats").get_json()
    assert (stats["drift"]["papers"], stats["pending"], stats["lag_s"]) == (0, 0, 0)
    assert caller.hits("kowari") == ["Kowari nets"]


def test_reindex_is_slowed_down_paused_let_go_and_cancelled_while_it_runs(caller: Caller) -> None:
    store = caller.services.store
    with store.transaction() as tx:
        papers = [Paper(f"p_{number:012}", title=f"Pademelon {number}") for number in range(PAPERS_OF_TWO_CHUNKS)]
        tx.index_queue.enqueue({each.paper.id: each.paper.version for each in tx.papers.put_many(papers)})
    before = caller.client.get(f"{API}/stats").get_json()["generation"]
    path = f"/jobs/{start_slow_reindex(caller)}"
    assert caller.ask("PATCH", path, json={"paused": True, "throttle": None}).get_json()["state"] == "running"
    written = caller.bulk({"title": "Potoroo written meanwhile"}, query="").headers["Location"].removeprefix(API)
    wait_until(lambda: caller.ask("GET", written).get_json()["state"] == "done", "a write meanwhile")
    assert caller.ask("GET", path).get_json()["state"] == "running"
    caller.ask("PATCH", path, json={"paused": False})
    wait_until(lambda: caller.ask("GET", path).get_json()["state"] == "done", "the re-index goes on to its end", 240)
    live = caller.client.get(f"{API}/stats").get_json()["generation"]
    assert live != before
    wait_until(lambda: caller.hits("written meanwhile") == ["Potoroo written meanwhile"], "it is in the new index")

    path = f"/jobs/{start_slow_reindex(caller)}"
    assert caller.ask("POST", f"{path}/cancel").get_json()["state"] == "cancelling"
    wait_until(lambda: caller.ask("GET", path).get_json()["state"] == "cancelled", "the re-index is cancelled")
    states = {each["state"] for each in caller.ask("GET", "/generations").get_json()["results"]}
    assert states <= {"live", "retired"}
    assert caller.client.get(f"{API}/stats").get_json()["generation"] == live


def start_slow_reindex(caller: Caller) -> int:
    """A re-index that has its first thousand papers, and waits a day for the next; its job."""
    job = int(caller.ask("POST", "/jobs", json={"type": "reindex", "throttle": 0.01}).get_json()["id"])

    def has_begun() -> bool:
        return bool(caller.ask("GET", f"/jobs/{job}").get_json()["progress"].get("done", 0) >= CHUNK_SIZE)

    wait_until(has_begun, "the first papers are in the new index", 240)
    return job


def test_second_reindex_is_told_of_the_first_which_can_be_paused_and_cancelled(tmp_path: Path) -> None:
    settings = quick_settings(tmp_path)
    built = build_services(settings)
    caller = Caller(create_app(settings, built), built.store.api_keys.create("test", ["admin"]))
    job = caller.ask("POST", "/jobs", json={"type": "reindex"}).get_json()
    assert assert_problem(caller.ask("POST", "/jobs", json={"type": "reindex"}), 409, "conflict")["blocking_id"] == str(
        job["id"]
    )
    paced = caller.ask("PATCH", f"/jobs/{job['id']}", json={"throttle": 200, "paused": True}).get_json()["progress"]
    assert (paced["throttle"], paced["paused"]) == (200, True)
    assert_problem(caller.ask("PATCH", f"/jobs/{job['id']}", json={"throttle": -1}), 400, "invalid_parameter")
    assert caller.ask("POST", f"/jobs/{job['id']}/cancel").get_json()["state"] == "cancelling"
    assert_problem(caller.ask("GET", "/jobs/9999"), 404, "not_found")
    assert_problem(caller.ask("POST", "/rollback"), 409, "conflict")
    built.close()


def test_reject_is_listed_and_tried_again(caller: Caller) -> None:
    job = caller.bulk({"titel": "Mulgara"}).get_json()["meta"]["job"]
    rejects = caller.ask("GET", "/rejects").get_json()
    newest = rejects["results"][-1]
    assert "titel" in newest["raw"]
    again = caller.ask("POST", f"/rejects/{newest['id']}/replay")
    assert (again.status_code, again.get_json()["id"] > job) == (202, True)
    assert_problem(caller.ask("POST", "/rejects/999999/replay"), 404, "not_found")
