"""Each operation of the API that the client uses, as data: nothing here does I/O.

`operation` is the method and path as the OpenAPI document has them, by which the tests compare the two.
"""

import json
import uuid
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Generic, TypeVar, cast
from urllib.parse import quote

from papersearch_client.answers import (
    FacetValues,
    Page,
    PaperList,
    TitleMatch,
    WriteReport,
    read_list,
    read_page,
    read_report,
    read_values,
)
from papersearch_client.options import Params, parameters
from papersearch_client.papers import CitedWork, Hit, Paper, SimilarPaper

T = TypeVar("T")
API_ROOT = "/api/v1"
LONGEST_ADDRESS = 2_000
"""Characters of a query that go into an address; a longer one is sent as a body."""
MOST_LINES = 1_000
"""Papers in one request of a bulk; the server's limits are 10,000 and 20 MB."""
LARGEST_BODY_BYTES = 10_000_000


@dataclass(frozen=True, slots=True)
class Call(Generic[T]):
    """One request, and how its answer is read.

    `is_repeatable`: may be sent again if the connection fails after the request was sent.
    """

    operation: str
    read: Callable[[Any], T]
    """From the answer's JSON."""
    parts: Mapping[str, str] = field(default_factory=dict)
    """The variable parts of the path."""
    params: Params = ()
    headers: Mapping[str, str] = field(default_factory=dict)
    content: bytes | None = None
    is_repeatable: bool = True

    @property
    def method(self) -> str:
        return self.operation.partition(" ")[0]

    @property
    def path(self) -> str:
        """The address below the server's, with the variable parts quoted: ids may hold slashes."""
        path = self.operation.partition(" ")[2]
        for name, value in self.parts.items():
            path = path.replace(f"{{{name}}}", quote(value, safe=""))
        return API_ROOT + path


def search(query: str, options: Mapping[str, object]) -> Call[Page]:
    """Search papers; a query that is too long for an address goes into the body."""
    if len(quote(query)) <= LONGEST_ADDRESS:
        return Call("GET /papers", read_page, params=parameters(query, options))
    body: dict[str, Any] = {}
    for name, text in parameters(query, options):
        body.setdefault(name, []).append(text)
    singles = {name: texts[0] if len(texts) == 1 else texts for name, texts in body.items()}
    return _with_json(Call("POST /papers/search", read_page), singles)


def get(paper_id: str, *, conflicts: bool) -> Call[Paper]:
    """One paper, whole."""
    params = (("include", "conflicts"),) if conflicts else ()
    return Call("GET /papers/{id}", _as_it_is, parts={"id": paper_id}, params=params)


def get_many(ids: Iterable[str]) -> Call[list[Paper | None]]:
    """Up to 500 papers in this order; None where there is none."""
    return _with_json(Call("POST /papers/batch", _results), {"ids": list(ids)})


def similar(paper_id: str, limit: int, options: Mapping[str, object]) -> Call[PaperList[SimilarPaper]]:
    """The most similar papers."""
    params = (("limit", str(limit)), *parameters("", options))
    return Call("GET /papers/{id}/similar", read_list, parts={"id": paper_id}, params=params)


def references(paper_id: str) -> Call[PaperList[CitedWork]]:
    """The works that a paper cites."""
    return Call("GET /papers/{id}/references", read_list, parts={"id": paper_id})


def cited_by(paper_id: str, limit: int) -> Call[PaperList[Hit]]:
    """The newest papers that cite a paper."""
    return Call("GET /papers/{id}/cited-by", read_list, parts={"id": paper_id}, params=(("limit", str(limit)),))


def match(title: str) -> Call[TitleMatch]:
    """The paper whose title is nearest."""
    return Call("GET /papers/match", lambda body: TitleMatch(body["paper"], body["score"]), params=(("title", title),))


def facet_values(name: str, query: str, options: Mapping[str, object]) -> Call[FacetValues]:
    """The values of one facet under any query."""
    return Call("GET /facets/{field}", read_values, parts={"field": name}, params=parameters(query, options))


def export(query: str, form: str, options: Mapping[str, object]) -> Call[None]:
    """Every result as a file; the answer is streamed."""
    params = (("format", form), *parameters(query, options))
    return Call("GET /export", lambda _: None, params=params)


def add(papers: Iterable[Mapping[str, Any]]) -> list[Call[WriteReport]]:
    """Add or update papers: requests of up to 1,000 papers and 10 MB."""
    calls: list[Call[WriteReport]] = []
    lines: list[bytes] = []
    size = 0
    for paper in papers:
        line = json.dumps(paper, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
        if lines and (len(lines) == MOST_LINES or size + len(line) > LARGEST_BODY_BYTES):
            calls.append(_bulk(lines))
            lines, size = [], 0
        lines.append(line)
        size += len(line)
    return [*calls, _bulk(lines)] if lines else calls


def put(paper_id: str, paper: Mapping[str, Any], if_match: str | None) -> Call[WriteReport]:
    """Replace what the API has said of a paper."""
    call = Call("PUT /papers/{id}", read_report, parts={"id": paper_id})
    return _write(_with_json(_on_condition(call, if_match), paper))


def delete(paper_id: str, if_match: str | None) -> Call[WriteReport]:
    """Delete a paper. Sent again, it would not be found any more."""
    call = Call("DELETE /papers/{id}", read_report, parts={"id": paper_id}, is_repeatable=False)
    return _write(_on_condition(call, if_match))


def ingest(content: bytes, options: Mapping[str, object]) -> Call[WriteReport]:
    """Read a source file."""
    call = Call("POST /ingest", read_report, params=parameters("", options), content=content)
    return _write(_with_headers(call, {"Content-Type": "application/octet-stream"}))


def job(number: int) -> Call[WriteReport]:
    """The state of a job."""
    return Call("GET /jobs/{id}", read_report, parts={"id": str(number)})


def waiting(call: Call[T]) -> Call[T]:
    """The same write, answered when it is done, if that does not take too long."""
    return replace(call, params=(*call.params, ("wait", "true")))


def _bulk(lines: list[bytes]) -> Call[WriteReport]:
    call = Call("POST /papers/bulk", read_report, content=b"".join(lines))
    return _write(_with_headers(call, {"Content-Type": "application/x-ndjson"}))


def _write(call: Call[T]) -> Call[T]:
    """With a key by which the server knows the request when it is sent again."""
    return _with_headers(call, {"Idempotency-Key": uuid.uuid4().hex})


def _on_condition(call: Call[T], if_match: str | None) -> Call[T]:
    """Refused if the paper has changed; sent again it would be refused because of itself."""
    if if_match is None:
        return call
    return replace(_with_headers(call, {"If-Match": if_match}), is_repeatable=False)


def _with_json(call: Call[T], body: Mapping[str, Any]) -> Call[T]:
    content = json.dumps(body, ensure_ascii=False).encode()
    return replace(_with_headers(call, {"Content-Type": "application/json"}), content=content)


def _with_headers(call: Call[T], headers: Mapping[str, str]) -> Call[T]:
    return replace(call, headers={**call.headers, **headers})


def _as_it_is(body: Any) -> Paper:
    return cast("Paper", body)


def _results(body: Any) -> list[Paper | None]:
    return list(body["results"])
