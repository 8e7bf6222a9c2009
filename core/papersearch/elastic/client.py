"""The connection to Elasticsearch, and its errors turned into ours.

Nothing of the client library leaves the package: calls run inside `translated_errors()`, and what a reader of
`papersearch.errors` gets never holds the server's words (they go to the log).
"""

import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from time import monotonic
from typing import Any
from urllib.parse import urlsplit

import msgspec
from elastic_transport import ConnectionError as NoConnection
from elastic_transport import (
    ConnectionTimeout,
    HttpHeaders,
    JsonSerializer,
    NdjsonSerializer,
    Transport,
    TransportApiResponse,
)
from elasticsearch import ApiError, Elasticsearch, TransportError

from papersearch.deadline import at_most
from papersearch.elastic.timed_node import TimedNode
from papersearch.errors import (
    CursorExpiredError,
    EngineUnavailableError,
    NotFoundError,
    NothingIndexedError,
    PapersearchError,
    UsageError,
)
from papersearch.request_id import carried_request_id

logger = logging.getLogger(__name__)

DEFAULT_PORT = 9200
SLOW_CALL_TIMEOUT_S = 45.0
"""For what may rightly take long: bulk, creating an index, refresh. A silent host holds no worker for a minute."""

_READS = ("/_msearch", "/_search", "/_mget")
_SNAPSHOT_GONE = frozenset({"search_context_missing_exception", "no_search_context_exception"})
_AWAY = frozenset({401, 403, 408, 429, 500, 502, 503, 504})


class _FastJson(JsonSerializer):  # type: ignore[misc]
    """JSON by msgspec, which reads large answers several times faster than the standard library."""

    mimetype = "application/vnd.elasticsearch+json"

    def json_dumps(self, data: Any) -> bytes:
        return msgspec.json.encode(data)

    def json_loads(self, data: bytes) -> Any:
        return msgspec.json.decode(data)


class _FastPlainJson(_FastJson):
    mimetype = "application/json"


class _FastLines(NdjsonSerializer):  # type: ignore[misc]
    """Lines of JSON; those that are bytes already go out as they are."""

    mimetype = "application/vnd.elasticsearch+x-ndjson"

    def json_dumps(self, data: Any) -> bytes:
        return msgspec.json.encode(data)


class _RequestTransport(Transport):  # type: ignore[misc]
    """Calls for the request that is answered: within the time that it has left, and with its id.

    The id goes out as `X-Opaque-Id`, which stands in Elasticsearch's logs and tasks. What only reads is asked once more
    when the connection was cut, within the same limit; a server that is silent is not.
    """

    def perform_request(
        self, method: str, target: str, *, request_timeout: float, **options: Any
    ) -> TransportApiResponse:
        if request_id := carried_request_id():
            options["headers"] = HttpHeaders({**(options.get("headers") or {}), "x-opaque-id": request_id})
        is_read = method == "GET" or target.partition("?")[0].endswith(_READS)
        until = monotonic() + at_most(request_timeout)
        for is_last in (False, True) if is_read else (True,):
            left_s = until - monotonic()
            if left_s <= 0:
                break
            try:
                return super().perform_request(method, target, request_timeout=left_s, **options)
            except NoConnection:
                if is_last:
                    raise
        raise ConnectionTimeout("no time is left for this call")


_SERIALIZERS = (_FastJson(), _FastPlainJson(), _FastLines())


def connect(url: str, timeout_s: float) -> Elasticsearch:
    """A client with a pool of connections for several threads. A caller waits for `timeout_s` at most.

    Less where the request that is answered has less left (`papersearch.deadline`), and it holds for a whole answer.
    A name and password may stand in the address, a missing port is 9200. Raises UsageError for an address that is none.
    """
    try:
        parts = urlsplit(url)
        has_port = parts.port is not None
    except ValueError:
        raise UsageError("The search engine's address is not a URL.") from None
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise UsageError("The search engine's address must begin with http:// or https:// and name a host.")
    if not has_port:
        parts = parts._replace(netloc=f"{parts.netloc}:{DEFAULT_PORT}")
    return Elasticsearch(
        parts.geturl(),
        request_timeout=timeout_s,
        transport_class=_RequestTransport,
        node_class=TimedNode,
        max_retries=0,
        retry_on_timeout=False,
        connections_per_node=16,
        http_compress=parts.hostname not in {"127.0.0.1", "::1", "localhost"},
        serializers={serializer.mimetype: serializer for serializer in _SERIALIZERS},
    )


@contextmanager
def translated_errors() -> Iterator[None]:
    """Raises an error of `papersearch.errors` for each one that the client raises."""
    try:
        yield
    except ApiError as error:
        raise error_of(error.meta.status, error.body) from error
    except TransportError as error:
        logger.warning("Elasticsearch does not answer: %s", error)
        raise EngineUnavailableError("The search engine does not respond.") from error


@contextmanager
def reading_errors() -> Iterator[None]:
    """The same for what reads the live generation: that its alias is not there means that nothing is live."""
    try:
        with translated_errors():
            yield
    except NotFoundError as error:
        raise NothingIndexedError("No generation is live.") from error


def error_of(status: int, body: Any) -> PapersearchError:
    """The error that an answer of Elasticsearch means: `{"error": {"type", "reason", "root_cause": [...]}}`."""
    types = error_types(body)
    logger.warning("Elasticsearch answers %s: %s", status, str(body)[:2000])
    if types & _SNAPSHOT_GONE:
        return CursorExpiredError()
    if "index_not_found_exception" in types:
        return NotFoundError("Generation not found.")
    if status in _AWAY:
        return EngineUnavailableError("The search engine is temporarily unavailable.")
    return UsageError("The search engine cannot run this request.")


def error_types(body: Any) -> frozenset[str]:
    """The types of an error, of its root causes and of the failures on shards."""
    error = body.get("error") if isinstance(body, Mapping) else None
    if not isinstance(error, Mapping):
        return frozenset()
    causes = [error, *error.get("root_cause", ())]
    causes += [shard.get("reason") or {} for shard in error.get("failed_shards", ())]
    return frozenset(str(cause.get("type")) for cause in causes if isinstance(cause, Mapping))
