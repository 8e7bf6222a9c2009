"""The client and the OpenAPI document of the server agree: operations, parameters, and members of answers."""

from collections.abc import Iterable
from typing import Any, get_type_hints

import httpx
import pytest

from papersearch_client import Filters, Hit, Paper, SearchOptions, SimilarPaper, calls
from papersearch_client.options import ValueOptions, parameter_name
from papersearch_client.papers import Author, CitedWork, Keyword, Reference, SourceRef, Tldr, Venue
from tests.integration.client.conftest import Site

ALL_CALLS: tuple[calls.Call[Any], ...] = (
    calls.search("x", {}), calls.search("x " * 2_000, {}), calls.get("x", conflicts=True), calls.get_many(["x"]),
    calls.similar("x", 1, {}), calls.references("x"), calls.cited_by("x", 1), calls.match("x"),
    calls.facet_values("venue", "x", {}), calls.export("x", "csv", {}), calls.job(1),
    *map(calls.waiting, calls.add([{"title": "x"}])),
    calls.waiting(calls.put("x", {}, 'W/"1"')), calls.waiting(calls.delete("x", 'W/"1"')),
    calls.waiting(calls.ingest(b"x", {"name": "x", "parser": "x", "venue": "x", "year": 2019, "replace": True})),
)  # fmt: skip
"""Every operation that the client uses, with all parameters that it sends itself."""
OUR_HEADERS = {"Content-Type", "Accept"}


@pytest.fixture(scope="module")
def document(site: Site) -> dict[str, Any]:
    found: dict[str, Any] = httpx.get(f"{site.address}/api/v1/openapi.json").json()
    return found


def operation(document: dict[str, Any], call_operation: str) -> dict[str, Any]:
    method, _, path = call_operation.partition(" ")
    paths = {name.removeprefix("/api/v1"): methods for name, methods in document["paths"].items()}
    found: dict[str, Any] = paths[path][method.lower()]
    return found


def names(document: dict[str, Any], call_operation: str, *places: str) -> set[str]:
    listed = operation(document, call_operation).get("parameters", ())
    return {each["name"] for each in listed if each["in"] in places}


def options(kind: type) -> set[str]:
    return set(map(parameter_name, get_type_hints(kind)))


def members(document: dict[str, Any], schema: str) -> set[str]:
    return set(document["components"]["schemas"][schema]["properties"])


def keys(kinds: Iterable[type]) -> set[str]:
    return {name for kind in kinds for name in get_type_hints(kind)}


@pytest.mark.parametrize("call", ALL_CALLS, ids=lambda call: call.operation)
def test_every_operation_exists_with_its_parameters(document: dict[str, Any], call: calls.Call[Any]) -> None:
    assert {name for name, _ in call.params} <= names(document, call.operation, "query")
    assert set(call.parts) == names(document, call.operation, "path")
    assert set(call.headers) - OUR_HEADERS <= names(document, call.operation, "header")
    body = operation(document, call.operation).get("requestBody")
    assert (call.content is not None) == (body is not None)
    if body is not None:
        assert call.headers["Content-Type"] in body["content"]


def test_the_list_of_operations_is_complete() -> None:
    made = {name for name, value in vars(calls).items() if getattr(value, "__module__", "") == calls.__name__}
    builders = {name for name in made if not name.startswith("_")} - {"Call", "T", "waiting"}
    assert len(builders) == len({call.operation for call in ALL_CALLS} - {"POST /papers/search"})


def test_every_parameter_of_a_search_is_an_option(document: dict[str, Any]) -> None:
    assert options(SearchOptions) == names(document, "GET /papers", "query") - {"q", "format"}
    body = operation(document, "POST /papers/search")["requestBody"]["content"]["application/json"]["schema"]
    assert options(SearchOptions) == set(body["properties"]) - {"q", "format"}


def test_every_parameter_of_a_facet_is_an_option(document: dict[str, Any]) -> None:
    assert options(ValueOptions) == names(document, "GET /facets/{field}", "query") - {"q"}
    assert options(Filters) == names(document, "GET /export", "query") - {"q", "format"}
    assert options(Filters) - names(document, "GET /papers/{id}/similar", "query") == set()


def test_a_paper_has_the_members_of_the_schema(document: dict[str, Any]) -> None:
    assert keys([Paper]) == members(document, "PaperAlone")
    assert keys([Hit]) == members(document, "Hit") | members(document, "Paper") | {"conflicts"}
    assert keys([SimilarPaper]) - keys([Hit]) == members(document, "SimilarHit") - members(document, "Hit")


@pytest.mark.parametrize("kind", [Author, CitedWork, Keyword, Reference, SourceRef, Tldr, Venue])
def test_the_parts_of_a_paper_have_the_members_of_their_schemas(document: dict[str, Any], kind: type) -> None:
    assert keys([kind]) == members(document, kind.__name__)
