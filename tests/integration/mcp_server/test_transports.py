"""Both transports, with the SDK's client and with one that is not built on it; who may connect over HTTP."""

import json
from collections.abc import Iterator
from typing import Any

import anyio
import httpx
import pytest
from mcp import Client, StdioServerParameters

from papersearch.settings import Settings
from tests.integration.mcp_server.plain_client import HELLO, HttpWire, PlainClient, http_server, over_stdio
from tests.support.workers import PAPERSEARCH, environment

PING = {"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": HELLO}
ACCEPT = {"Accept": "application/json, text/event-stream"}


@pytest.fixture(scope="module")
def url(settings: Settings) -> Iterator[str]:
    with http_server(settings) as address:
        yield address


def counts_by_sdk(server: Any, mode: str) -> tuple[list[str], int]:
    async def ask() -> tuple[list[str], int]:
        async with Client(server, mode=mode) as client:
            tools = [tool.name for tool in (await client.list_tools()).tools]
            result = await client.call_tool("search", {"query": "networks", "match": "all"})
            return tools, json.loads(result.content[0].text)["count"]  # type: ignore[union-attr]

    return anyio.run(ask)


@pytest.mark.parametrize("mode", ["auto", "legacy"])
@pytest.mark.parametrize("transport", ["stdio", "http"])
def test_the_client_of_the_sdk(settings: Settings, url: str, transport: str, mode: str) -> None:
    command = StdioServerParameters(
        command=PAPERSEARCH[0], args=[*PAPERSEARCH[1:], "mcp"], env=dict(environment(settings))
    )
    tools, count = counts_by_sdk(url if transport == "http" else command, mode)
    assert len(tools) == 6
    assert count == 6


def test_a_client_that_is_not_of_the_sdk(settings: Settings, url: str) -> None:
    with httpx.Client() as http, over_stdio(settings) as local:
        remote = PlainClient(HttpWire(http, url))
        for name, arguments in (("search", {"query": "networks"}), ("facet_values", {"field": "venue"})):
            assert remote.call(name, **arguments) == local.call(name, **arguments)
        assert remote.tools() == local.tools()


def test_it_listens_on_this_machine_alone(url: str) -> None:
    assert url.startswith("http://127.0.0.1:")


@pytest.mark.parametrize("headers", [{"Host": "evil.example"}, {"Origin": "https://evil.example"}])
def test_pages_of_other_sites_are_refused(url: str, headers: dict[str, str]) -> None:
    assert httpx.post(url, json=PING, headers=ACCEPT | headers).status_code in {403, 421}
    assert httpx.post(url, json=PING, headers=ACCEPT).status_code == 200


def test_reading_that_needs_a_key_needs_it_here(guarded: tuple[Settings, str]) -> None:
    settings, key = guarded
    with http_server(settings) as url, httpx.Client() as http:
        for headers in (
            {},
            {"Authorization": "Bearer wrong"},
            {"X-API-Key": "wrong"},
            {"Authorization": f"Basic {key}"},
        ):
            refused = http.post(url, json=PING, headers=ACCEPT | headers)
            assert refused.status_code == 401
            assert refused.headers["WWW-Authenticate"].startswith("Bearer")
        assert (
            PlainClient(HttpWire(http, url, Authorization=f"Bearer {key}")).call("search", query="networks")["count"]
            == 4
        )
        assert http.post(url, json=PING, headers=ACCEPT | {"X-API-Key": key}).status_code == 200
