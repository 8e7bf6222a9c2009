"""Writing a batch: chunks, retries, and one report for every operation.

Elasticsearch answers a bulk request with 200 even when all of its items failed, so each item is looked at. A document
that makes a whole request fail (413, 400) is found by halving the chunk until it stands alone.
"""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import msgspec
from elasticsearch import ApiError, Elasticsearch

from papersearch.document import Document
from papersearch.elastic.client import SLOW_CALL_TIMEOUT_S, error_of
from papersearch.elastic.mapping import document_source, tombstone_source
from papersearch.engine import ItemReport, Outcome, Tombstone
from papersearch.errors import NotFoundError

CHUNK_OPERATIONS = 500
CHUNK_BYTES = 5_000_000
LONGEST_ID_BYTES = 512
_OVERLOADED = frozenset({429, 502, 503, 504})
_REFUSED_AS_A_WHOLE = frozenset({400, 413})
_OK = frozenset({200, 201})
_LONGEST_REASON = 300


@dataclass(frozen=True, slots=True)
class Backoff:
    """Waits between tries: `first_s`, then twice as long each time, `tries` in all."""

    tries: int = 4
    first_s: float = 0.2
    sleep: Callable[[float], None] = time.sleep

    def pause(self, tried: int) -> bool:
        """Sleeps before another try; False when there is none left."""
        if tried >= self.tries:
            return False
        self.sleep(self.first_s * 2 ** (tried - 1))
        return True


class _Line(NamedTuple):
    """An operation as it goes out: its place in the batch, and action and source as JSON lines."""

    place: int
    id: str
    version: int
    encoded: bytes


def write_batch(
    client: Elasticsearch, alias: str, operations: Sequence[Document | Tombstone], backoff: Backoff | None = None
) -> list[ItemReport]:
    """Writes operations through a write alias. Raises the client's errors, and NotFoundError when there is no alias."""
    encoded = [_encode(index, operation) for index, operation in enumerate(operations)]
    reports = {index: each for index, each in enumerate(encoded) if isinstance(each, ItemReport)}
    for chunk in _chunks([each for each in encoded if isinstance(each, _Line)]):
        reports |= _write_chunk(client, alias, chunk, backoff or Backoff())
    return [reports[index] for index in range(len(operations))]


def outcome_of(status: int, error: Mapping[str, Any] | None) -> Outcome:
    """What an item's status means: `{"index": {"status": 409, "error": {"type": ..., "reason": ...}}}`.

    A disk above its flood stage answers 429, though waiting does not help by itself: the type tells.
    """
    if status in _OK:
        return Outcome.OK
    kind = str((error or {}).get("type", ""))
    if status == 409:
        return Outcome.STALE
    if status == 403 or (status == 429 and kind == "cluster_block_exception"):
        return Outcome.BLOCKED
    return Outcome.RETRY if status == 429 or status >= 500 else Outcome.REJECTED


def _encode(index: int, operation: Document | Tombstone) -> _Line | ItemReport:
    """The lines of an operation, or a report for one that no index could ever take."""
    action = {"index": {"_id": operation.id, "version": operation.version, "version_type": "external"}}
    try:
        id_bytes = len(operation.id.encode())
        source = document_source(operation) if isinstance(operation, Document) else tombstone_source(operation)
        encoded = msgspec.json.encode(action) + b"\n" + msgspec.json.encode(source) + b"\n"
    except UnicodeEncodeError:
        return ItemReport(operation.id, operation.version, Outcome.REJECTED, "the text is not valid Unicode")
    if not 0 < id_bytes <= LONGEST_ID_BYTES:
        reason = f"an id has 1 to {LONGEST_ID_BYTES} bytes"
        return ItemReport(operation.id, operation.version, Outcome.REJECTED, reason)
    if operation.version < 0:
        return ItemReport(operation.id, operation.version, Outcome.REJECTED, "a version is not negative")
    return _Line(index, operation.id, operation.version, encoded)


def _chunks(lines: Sequence[_Line]) -> Iterator[list[_Line]]:
    chunk: list[_Line] = []
    size = 0
    for line in lines:
        if chunk and (len(chunk) >= CHUNK_OPERATIONS or size + len(line.encoded) > CHUNK_BYTES):
            yield chunk
            chunk, size = [], 0
        chunk.append(line)
        size += len(line.encoded)
    if chunk:
        yield chunk


def _write_chunk(client: Elasticsearch, alias: str, chunk: list[_Line], backoff: Backoff) -> dict[int, ItemReport]:
    reports: dict[int, ItemReport] = {}
    pending, tried = chunk, 0
    while pending:
        tried += 1
        try:
            items = _send(client, alias, pending)
        except ApiError as error:
            if error.meta.status in _OVERLOADED and backoff.pause(tried):
                continue
            if error.meta.status in _REFUSED_AS_A_WHOLE:
                return reports | _write_halves(client, alias, pending, error, backoff)
            raise
        answered = {line.place: _report(line, item) for line, item in zip(pending, items, strict=True)}
        reports |= answered
        pending = [line for line in pending if answered[line.place].outcome is Outcome.RETRY]
        if pending and not backoff.pause(tried):
            break
    return reports


def _send(client: Elasticsearch, alias: str, lines: Sequence[_Line]) -> list[dict[str, Any]]:
    patient = client.options(request_timeout=SLOW_CALL_TIMEOUT_S)
    answer = patient.bulk(
        index=alias,
        require_alias=True,
        operations=[line.encoded for line in lines],
        filter_path="items.*.status,items.*.error.type,items.*.error.reason,items.*.error.caused_by.reason",
    )
    return [item["index"] for item in answer.body["items"]]


def _write_halves(
    client: Elasticsearch, alias: str, lines: list[_Line], error: ApiError, backoff: Backoff
) -> dict[int, ItemReport]:
    if len(lines) == 1:
        line = lines[0]
        too_large = error.meta.status == 413
        reason = "the document is larger than the search engine takes" if too_large else "the request is malformed"
        return {line.place: ItemReport(line.id, line.version, Outcome.REJECTED, reason)}
    middle = len(lines) // 2
    first = _write_chunk(client, alias, lines[:middle], backoff)
    return first | _write_chunk(client, alias, lines[middle:], backoff)


def _report(line: _Line, item: Mapping[str, Any]) -> ItemReport:
    status, error = item["status"], item.get("error")
    if status == 404:
        raise NotFoundError("Generation not found.")
    if status == 401:
        raise error_of(status, item)
    outcome = outcome_of(status, error)
    return ItemReport(line.id, line.version, outcome, "" if outcome is Outcome.OK else _reason(error))


def _reason(error: Mapping[str, Any] | None) -> str:
    """The engine's reason and its cause, for `rejects`, which only operators read."""
    reasons = [(error or {}).get("reason"), ((error or {}).get("caused_by") or {}).get("reason")]
    return ": ".join(str(reason) for reason in reasons if reason)[:_LONGEST_REASON] or "unknown reason"
