"""Chunks, retries and reports of bulk writes, against a stand-in for the server that keeps documents in a dict."""

import json
from collections.abc import Sequence
from types import SimpleNamespace

import pytest
from elasticsearch import ApiError

from papersearch.document import Document, build_document
from papersearch.elastic import bulk
from papersearch.elastic.bulk import Backoff, outcome_of, write_batch
from papersearch.engine import Outcome, Tombstone
from papersearch.errors import NotFoundError
from papersearch.paper import Paper

ALIAS = "papers-000001-write"


class Server:
    """Takes bulk requests as Elasticsearch does: external versions, a limit of size, and failures to order.

    `failures` are statuses of whole requests, used up one by one; `item_failures` maps an id to statuses of its item.
    """

    def __init__(self, longest_request: int = 10**9) -> None:
        self.versions: dict[str, int] = {}
        self.requests: list[list[str]] = []
        self.failures: list[int] = []
        self.item_failures: dict[str, list[int]] = {}
        self.longest_request = longest_request
        self.has_index = True

    def options(self, **_: object) -> "Server":
        return self

    def bulk(self, *, index: str, require_alias: bool, operations: Sequence[bytes], **_: object) -> SimpleNamespace:
        assert (index, require_alias) == (ALIAS, True)
        if self.failures:
            fail(self.failures.pop(0))
        if sum(map(len, operations)) > self.longest_request:
            fail(413)
        actions = [json.loads(operation.split(b"\n")[0])["index"] for operation in operations]
        self.requests.append([action["_id"] for action in actions])
        return SimpleNamespace(body={"items": [{"index": self._take(**action)} for action in actions]})

    def _take(self, _id: str, version: int, version_type: str) -> dict:
        assert version_type == "external"
        if not self.has_index:
            return {"status": 404, "error": {"type": "index_not_found_exception", "reason": "no such index"}}
        if self.item_failures.get(_id):
            status = self.item_failures[_id].pop(0)
            return {"status": status, "error": {"type": "some_exception", "reason": "to order"}}
        if version <= self.versions.get(_id, -1):
            return {"status": 409, "error": {"type": "version_conflict_engine_exception", "reason": "newer"}}
        self.versions[_id] = version
        return {"status": 201}


def fail(status: int) -> None:
    raise ApiError("no", SimpleNamespace(status=status), {"status": status})


def papers(number: int) -> list[Document]:
    return [build_document(Paper(f"p_{n}", title="x" * 50, version=1)) for n in range(number)]


def outcomes(server: Server, operations: Sequence[Document | Tombstone]) -> list[Outcome]:
    reports = write_batch(server, ALIAS, operations, Backoff(sleep=lambda _: None))
    assert [report.id for report in reports] == [operation.id for operation in operations]
    return [report.outcome for report in reports]


@pytest.mark.parametrize(
    ("status", "kind", "outcome"),
    [
        (201, "", Outcome.OK),
        (200, "", Outcome.OK),
        (409, "version_conflict_engine_exception", Outcome.STALE),
        (400, "document_parsing_exception", Outcome.REJECTED),
        (400, "strict_dynamic_mapping_exception", Outcome.REJECTED),
        (413, "", Outcome.REJECTED),
        (403, "cluster_block_exception", Outcome.BLOCKED),
        (429, "cluster_block_exception", Outcome.BLOCKED),
        (429, "es_rejected_execution_exception", Outcome.RETRY),
        (503, "cluster_block_exception", Outcome.RETRY),
        (500, "circuit_breaking_exception", Outcome.RETRY),
    ],
)
def test_what_an_items_status_means(status: int, kind: str, outcome: Outcome) -> None:
    assert outcome_of(status, {"type": kind} if kind else None) is outcome


def test_a_batch_goes_out_in_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    server = Server()
    monkeypatch.setattr(bulk, "CHUNK_OPERATIONS", 4)
    assert outcomes(server, papers(10)) == [Outcome.OK] * 10
    assert list(map(len, server.requests)) == [4, 4, 2]


def test_a_chunk_has_a_limit_of_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    server = Server()
    monkeypatch.setattr(bulk, "CHUNK_BYTES", 1)
    assert outcomes(server, papers(3)) == [Outcome.OK] * 3
    assert list(map(len, server.requests)) == [1, 1, 1]


def test_an_older_version_is_stale_and_a_deletion_is_kept() -> None:
    server = Server()
    operations = [Tombstone("p_0", 2), *papers(1)]
    assert outcomes(server, operations) == [Outcome.OK, Outcome.STALE]
    assert server.versions == {"p_0": 2}


def test_only_what_was_refused_for_now_is_sent_again() -> None:
    server = Server()
    server.item_failures = {"p_1": [429, 503]}
    assert outcomes(server, papers(3)) == [Outcome.OK] * 3
    assert server.requests == [["p_0", "p_1", "p_2"], ["p_1"], ["p_1"]]


def test_what_is_refused_every_time_is_reported_for_later() -> None:
    server = Server()
    server.item_failures = {"p_1": [429] * 100}
    assert outcomes(server, papers(3)) == [Outcome.OK, Outcome.RETRY, Outcome.OK]


@pytest.mark.parametrize("status", [429, 502, 503, 504])
def test_an_overloaded_server_is_asked_again(status: int) -> None:
    server = Server()
    server.failures = [status, status]
    assert outcomes(server, papers(2)) == [Outcome.OK] * 2


def test_a_server_that_stays_away_is_an_error() -> None:
    server = Server()
    server.failures = [503] * 100
    with pytest.raises(ApiError):
        outcomes(server, papers(2))


def test_waits_grow() -> None:
    waits: list[float] = []
    server = Server()
    server.failures = [503, 503, 503]
    write_batch(server, ALIAS, papers(1), Backoff(first_s=1.0, sleep=waits.append))
    assert waits == [1.0, 2.0, 4.0]


def test_a_chunk_that_is_too_large_is_halved_until_the_culprit_stands_alone() -> None:
    large = build_document(Paper("p_large", title="word " * 5_000, version=1))
    server = Server(longest_request=20_000)
    documents = papers(5)
    assert outcomes(server, [*documents[:2], large, *documents[2:]]) == [
        *[Outcome.OK] * 2,
        Outcome.REJECTED,
        *[Outcome.OK] * 3,
    ]
    assert sorted(server.versions) == [document.id for document in documents]


def test_no_such_index_is_an_error_and_no_report() -> None:
    server = Server()
    server.has_index = False
    with pytest.raises(NotFoundError):
        outcomes(server, papers(1))


@pytest.mark.parametrize("paper_id", ["", "x" * 513, "\ud800"])
def test_an_id_that_no_index_takes_is_rejected_alone(paper_id: str) -> None:
    server = Server()
    assert outcomes(server, [Tombstone(paper_id, 1), *papers(1)]) == [Outcome.REJECTED, Outcome.OK]


def test_a_negative_version_is_rejected_alone() -> None:
    assert outcomes(Server(), [Tombstone("p_1", -1), *papers(1)]) == [Outcome.REJECTED, Outcome.OK]
