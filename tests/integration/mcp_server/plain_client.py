"""A client of MCP that is not built on its SDK: JSON-RPC lines over stdio, and JSON-RPC posts over HTTP."""

import json
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Protocol

import httpx

from papersearch.settings import Settings
from tests.support.workers import PAPERSEARCH, environment

VERSION = "2025-06-18"
HELLO = {"protocolVersion": VERSION, "capabilities": {}, "clientInfo": {"name": "plain", "version": "1"}}


class Wire(Protocol):
    def ask(self, message: dict[str, Any]) -> dict[str, Any]: ...

    def tell(self, message: dict[str, Any]) -> None: ...


class PlainClient:
    def __init__(self, wire: Wire) -> None:
        self._wire = wire
        self._number = 0
        self.hello = self.request("initialize", HELLO)["result"]
        wire.tell({"jsonrpc": "2.0", "method": "notifications/initialized"})

    def request(self, method: str, params: Mapping[str, Any] | None = None) -> dict[str, Any]:
        self._number += 1
        answer = self._wire.ask({"jsonrpc": "2.0", "id": self._number, "method": method, "params": dict(params or {})})
        assert answer["id"] == self._number
        return answer

    def tools(self) -> list[dict[str, Any]]:
        listed: list[dict[str, Any]] = self.request("tools/list")["result"]["tools"]
        return listed

    def text(self, name: str, **arguments: Any) -> tuple[str, bool]:
        """The text of a call's answer, and whether it says that something is wrong."""
        result = self.request("tools/call", {"name": name, "arguments": arguments})["result"]
        [content] = result["content"]
        assert content["type"] == "text"
        return content["text"], result.get("isError", False)

    def call(self, name: str, **arguments: Any) -> dict[str, Any]:
        text, is_error = self.text(name, **arguments)
        assert not is_error, text
        body: dict[str, Any] = json.loads(text)
        return body


class StdioWire:
    def __init__(self, process: "subprocess.Popen[bytes]") -> None:
        assert process.stdin
        assert process.stdout
        self._in, self._out = process.stdin, process.stdout

    def tell(self, message: dict[str, Any]) -> None:
        self._in.write(json.dumps(message).encode() + b"\n")
        self._in.flush()

    def ask(self, message: dict[str, Any]) -> dict[str, Any]:
        self.tell(message)
        answer: dict[str, Any] = json.loads(self._out.readline())
        return answer


class HttpWire:
    def __init__(self, http: httpx.Client, url: str, **headers: str) -> None:
        self._http, self._url = http, url
        self._headers = {"Accept": "application/json, text/event-stream", "MCP-Protocol-Version": VERSION, **headers}

    def tell(self, message: dict[str, Any]) -> None:
        assert self._post(message).status_code == 202

    def ask(self, message: dict[str, Any]) -> dict[str, Any]:
        response = self._post(message)
        response.raise_for_status()
        if session := response.headers.get("Mcp-Session-Id"):
            self._headers["Mcp-Session-Id"] = session
        data = [line.removeprefix("data:") for line in response.text.split("\n") if line.startswith("data:")]
        answer: dict[str, Any] = json.loads(next(each for each in data if each.strip()) if data else response.text)
        return answer

    def _post(self, message: dict[str, Any]) -> httpx.Response:
        return self._http.post(self._url, json=message, headers=self._headers)


@contextmanager
def over_stdio(settings: Settings, *options: str) -> Iterator[PlainClient]:
    """A session with a process of its own, which ends by itself when its stdin is closed."""
    command = (*PAPERSEARCH, "mcp", *options)
    with subprocess.Popen(command, env=environment(settings), stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        try:
            yield PlainClient(StdioWire(process))
            assert process.stdin
            process.stdin.close()
            assert process.wait(20) == 0
        finally:
            process.kill()


@contextmanager
def http_server(settings: Settings) -> Iterator[str]:
    """The address of `papersearch mcp --http` in a process of its own."""
    command = (*PAPERSEARCH, "mcp", "--http", "--port", "0")
    with subprocess.Popen(command, env=environment(settings), stderr=subprocess.PIPE) as process:
        try:
            assert process.stderr
            line = process.stderr.readline().decode()
            assert line.startswith("MCP server at "), line
            yield line.removeprefix("MCP server at ").strip()
        finally:
            process.terminate()
            process.wait(20)
