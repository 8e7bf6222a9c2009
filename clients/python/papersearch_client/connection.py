"""What both clients tell httpx."""

from importlib.metadata import version
from typing import Any

import httpx

from papersearch_client.calls import Call
from papersearch_client.errors import UnavailableError

BATCH = 500
"""The most ids that the API takes at a time."""
WALK = {"sort": "added_at:asc", "per_page": 100}
"""What a walk over all results does unless it is told otherwise: this order needs no snapshot on the server."""
VALUE_WALK = {"size": 1_000, "sort": "value"}


def connection_options(timeout_s: float) -> dict[str, Any]:
    """Return the arguments of httpx's client. A merged id is redirected, so redirects are followed."""
    return {"timeout": httpx.Timeout(timeout_s, connect=min(timeout_s, 10.0)), "follow_redirects": True}


def http_request(
    http: httpx.Client | httpx.AsyncClient, address: str, key: str | None, call: Call[Any]
) -> httpx.Request:
    """Build the request of a call; httpx drops the key where a redirect leaves the server."""
    headers = {"User-Agent": f"papersearch-client/{version('papersearch-client')}", **call.headers}
    if "GET /export" not in call.operation:
        headers["Accept"] = "application/json"
    if key is not None:
        headers["Authorization"] = f"Bearer {key}"
    params = httpx.QueryParams(call.params) if call.params else None
    return http.build_request(call.method, address + call.path, params=params, headers=headers, content=call.content)


def failed_stream(error: httpx.RequestError) -> UnavailableError:
    """Return the error of an export whose connection failed on the way."""
    return UnavailableError(f"The export was cut off: {error or type(error).__name__}. Run it again.")
