"""The tools over stdio, asked by a client that is not built on the SDK: counts, budgets, pages, hostile papers."""

import random
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from papersearch.settings import Settings
from papersearch_api.mcp_server.budget import tokens
from tests.integration.mcp_server.conftest import CORPUS, HOSTILE, ORDER, PAGED
from tests.integration.mcp_server.plain_client import PlainClient, over_stdio

API = "/api/v1"
WORDS = (
    "networks", "data", "augmentation", '"data augmentation"', "graph*", "-survey", "OR", "year:2019..2021", "的",
    "the", "title:networks", "(", '"', "forgetting", "instructions", "has:abstract", "NOT", "venue:ICLR",
    "x" * 300, "{}",
)  # fmt: skip


@pytest.fixture(scope="module")
def assistant(settings: Settings) -> Iterator[PlainClient]:
    with over_stdio(settings) as client:
        yield client


@pytest.fixture
def api(app: Flask) -> FlaskClient:
    return app.test_client()


def api_count(api: FlaskClient, query: str, **parameters: Any) -> int:
    answer = api.get(f"{API}/papers", query_string={"q": query, "match": "auto", **parameters}).get_json()
    return int(answer["meta"]["count"])


def queries(number: int) -> list[str]:
    chosen = random.Random(20)
    return [" ".join(chosen.choices(WORDS, k=chosen.randint(1, 4))) for _ in range(number)]


def test_there_are_few_tools_and_their_descriptions_are_short(assistant: PlainClient) -> None:
    tools = assistant.tools()
    assert {tool["name"] for tool in tools} == {
        "search", "get_paper", "passages", "facet_values", "similar", "citations",
    }  # fmt: skip
    assert all(len(tool["description"]) < 80 for tool in tools)
    assert tokens(str(tools)) < 4_000
    assert all(tool["annotations"]["readOnlyHint"] for tool in tools)
    assert "never as instructions" in assistant.hello["instructions"]


def test_200_queries_have_the_counts_of_the_api_and_keep_to_their_budget(
    assistant: PlainClient, api: FlaskClient
) -> None:
    for number, query in enumerate(queries(200)):
        budget = (500, 800, 2_000, 6_000)[number % 4]
        answer, is_error = assistant.text("search", query=query, limit=50, max_tokens=budget)
        assert not is_error, answer
        assert tokens(answer) <= budget
        assert assistant.call("search", query=query, limit=1)["count"] == api_count(api, query), query


@pytest.mark.parametrize("budget", [500, 1_000, 4_000])
def test_every_tool_keeps_to_its_budget(assistant: PlainClient, budget: int) -> None:
    for paper in CORPUS:
        calls: list[tuple[str, dict[str, Any]]] = [
            ("get_paper", {"id": paper.id}), ("similar", {"id": paper.id, "limit": 50}),
            ("citations", {"id": paper.id, "limit": 100}), ("citations", {"id": paper.id, "direction": "cited_by"}),
            ("passages", {"id": paper.id, "query": "forgetting OR networks", "limit": 50}),
            ("facet_values", {"field": "author", "query": f"id:{paper.id}", "limit": 200}),
        ]  # fmt: skip
        for name, arguments in calls:
            answer, is_error = assistant.text(name, max_tokens=budget, **arguments)
            assert not is_error, answer
            assert tokens(answer) <= budget, name
    assert tokens(assistant.text("search", query="a" * 1_001)[0]) <= 500


def test_filters_and_pages_are_those_of_the_api(assistant: PlainClient, api: FlaskClient) -> None:
    filters: dict[str, Any] = {"venue": ["ICLR", "icpr"], "year": ["2019..2021"]}
    shown = [assistant.call("search", limit=2, page=page, sort="year:desc", **filters) for page in (1, 2, 3)]
    listed = api.get(f"{API}/papers", query_string={**filters, "sort": "year:desc"}).get_json()
    assert [paper["id"] for body in shown for paper in body["papers"]] == [hit["id"] for hit in listed["results"]]
    assert {body["count"] for body in shown} == {listed["meta"]["count"]}
    assert shown[0]["left_out"][0] == f"{listed['meta']['count'] - 2} more papers: page=2"


def test_a_paper_that_is_too_long_names_what_is_missing(assistant: PlainClient) -> None:
    body = assistant.call("get_paper", id="doi:10.1000/forget", max_tokens=2_000)
    notes = " ".join(body["left_out"])
    assert "authors: " in notes
    assert "of 1,200 entries" in notes
    assert body["untrusted"]["title"] == PAGED.title
    whole = assistant.call("get_paper", id="doi:10.1000/forget", max_tokens=50_000)
    assert whole["left_out"] == []
    assert whole["untrusted"]["abstract"] == PAGED.abstract
    assert whole["untrusted"]["full_text_pages"] == 3


def test_passages_have_page_numbers(assistant: PlainClient, api: FlaskClient) -> None:
    of_one = assistant.call("passages", id=PAGED.id, query='"catastrophic forgetting"')
    assert [passage["page"] for passage in of_one["passages"]] == [2, 3]
    assert of_one["passages"][0]["untrusted_text"] == "Second page: catastrophic forgetting occurs."
    of_all = assistant.call("passages", query="catastrophic forgetting")
    assert {passage["id"] for passage in of_all["passages"]} == {PAGED.id}
    assert of_all["count"] == api_count(api, "fulltext:(catastrophic forgetting)") == 1
    assert assistant.call("passages", id="p_bbbbbbbbbbbb", query="graphs")["left_out"] == [
        "this paper has no full text here"
    ]


def test_values_have_the_counts_of_the_api(assistant: PlainClient, api: FlaskClient) -> None:
    for field in ("venue", "year", "keyword", "author", "source", "has"):
        body = assistant.call("facet_values", field=field, limit=200, query="networks", max_tokens=50_000)
        listed = api.get(f"{API}/facets/{field}", query_string={"size": 200, "q": "networks"}).get_json()
        counts = [(bucket["value"], bucket["count"]) for bucket in listed["results"]]
        assert [(value["value"], value["count"]) for value in body["untrusted_values"]] == counts
        assert (body["distinct"], body["papers"]) == (listed["meta"]["distinct"], listed["meta"]["base_count"])


def test_similar_papers_and_citations_are_those_of_the_api(assistant: PlainClient, api: FlaskClient) -> None:
    similar = api.get(f"{API}/papers/p_aaaaaaaaaaaa/similar").get_json()["results"]
    answered = assistant.call("similar", id="arxiv:1810.00001")["papers"]
    assert [paper["id"] for paper in answered] == [hit["id"] for hit in similar]
    works = assistant.call("citations", id=HOSTILE.id, limit=3)
    assert works["count"] == 150
    assert [work["id"] for work in works["works"]] == [PAGED.id] * 3
    assert works["left_out"] == ["147 more works: raise limit"]
    citing = assistant.call("citations", id=PAGED.id, direction="cited_by")
    assert [paper["id"] for paper in citing["papers"]] == [HOSTILE.id]


def keys_around(body: Any, text: str, path: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    """The paths of keys to each text that contains this one."""
    if isinstance(body, dict):
        return [found for key, value in body.items() for found in keys_around(value, text, (*path, key))]
    if isinstance(body, list):
        return [found for value in body for found in keys_around(value, text, path)]
    return [path] if isinstance(body, str) and text.lower() in body.lower() else []


@pytest.mark.parametrize(
    ("tool", "arguments"),
    [("search", {"query": "instructions"}), ("get_paper", {"id": HOSTILE.id}), ("similar", {"id": "p_cccccccccccc"}),
     ("citations", {"id": HOSTILE.id}), ("citations", {"id": PAGED.id, "direction": "cited_by"}),
     ("facet_values", {"field": "keyword", "query": f"id:{HOSTILE.id}"}),
     ("facet_values", {"field": "author", "prefix": "ignore"})],
)  # fmt: skip
def test_what_papers_say_is_marked(assistant: PlainClient, tool: str, arguments: dict[str, Any]) -> None:
    body = assistant.call(tool, max_tokens=50_000, **arguments)
    found = keys_around(body, ORDER)
    assert found
    assert all(any(key.startswith("untrusted") for key in path) for path in found)
    assert "untrusted" in body["notice"]
    assert not keys_around(body, "\u202e")
    assert not keys_around(body, "\x1b")


@pytest.mark.parametrize(
    ("tool", "arguments", "said"),
    [("search", {"query": "x", "yaer": 2019}, "Did you mean year?"), ("search", {"limit": 51}, "limit must be 1 to 50"),
     ("search", {"max_tokens": 10}, "max_tokens must be 500 to 50000"),
     ("search", {"query": ["a", "b"]}, "takes one value"),
     ("search", {"query": {"a": 1}}, "must be a value"), ("search", {"query": "x", "sort": "best"}, "sort"),
     ("get_paper", {}, "id is required"), ("get_paper", {"id": "p_unknown"}, "not found"),
     ("passages", {"query": "()"}, "words or a phrase"),
     ("citations", {"id": HOSTILE.id, "direction": "up"}, "direction"),
     ("facet_values", {"field": "abstract"}, "field must be"), ("search", {"page": 100_000}, "10,000")],
)  # fmt: skip
def test_a_wrong_call_is_told_what_is_wrong(
    assistant: PlainClient, tool: str, arguments: dict[str, Any], said: str
) -> None:
    text, is_error = assistant.text(tool, **arguments)
    assert is_error
    assert said in text


@pytest.mark.parametrize("arguments", [{"year": 2019}, {"year": [2019]}, {"year": "2019"}, {"year": 2019.0}])
def test_arguments_may_be_numbers_texts_or_lists(assistant: PlainClient, arguments: dict[str, Any]) -> None:
    assert assistant.call("search", query=None, **arguments)["count"] == 1


def test_an_unknown_tool_is_an_error_of_the_protocol(assistant: PlainClient) -> None:
    answer = assistant.request("tools/call", {"name": "delete_everything", "arguments": {}})
    assert "Unknown tool" in answer["error"]["message"]


def test_the_size_of_an_answer_is_an_option(settings: Settings) -> None:
    with over_stdio(settings, "--max-tokens", "500") as small:
        assert tokens(small.text("search", query="", limit=50)[0]) <= 500
        assert small.tools()[0]["inputSchema"]["properties"]["max_tokens"]["default"] == 500


def test_papers_that_are_added_later_are_found(tmp_path_factory: pytest.TempPathFactory) -> None:
    from papersearch_api.services import build_services
    from tests.support.api_app import load

    settings = Settings(home=tmp_path_factory.mktemp("late"))
    with over_stdio(settings) as early:
        assert early.call("search", query="networks")["count"] == 0
        built = build_services(settings)
        load(built, CORPUS)
        built.close()
        assert early.call("search", query="networks", match="all")["count"] > 0
