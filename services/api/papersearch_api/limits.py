"""How much one client may ask for: a rate, weighed by what a request costs, and a number of requests at the same time.

A client is a valid API key, else the network address. With a broker the rate is counted in Redis, over all processes;
without one, or while Redis is away, each process counts by itself.
"""

import ipaddress
import logging
import threading
from collections import Counter
from contextlib import suppress

from flask import Flask, g, request
from flask_limiter import HeaderNames, Limiter
from limits import parse_many
from werkzeug.exceptions import TooManyRequests

from papersearch.errors import UnavailableError, UsageError
from papersearch.settings import Settings
from papersearch_api.auth import key_of_request

_COSTS = {
    "api.export_papers": 20,
    "pages.search_file": 20,
    "pages.export_list": 5,
    "api.batch_papers": 5,
    "api.show_coverage": 5,
    "api.show_stats": 5,
    "api.pivot": 3,
    "api.get_similar": 3,
    "root.oai": 3,
}
"""What a request counts as; anything else is 1, and facets are 1 more."""
_FREE = frozenset({"root.healthz", "root.readyz", "root.metrics", "static"})
_HEADERS = {
    HeaderNames.LIMIT: "RateLimit-Limit",
    HeaderNames.REMAINING: "RateLimit-Remaining",
    HeaderNames.RESET: "RateLimit-Reset",
    HeaderNames.RETRY_AFTER: "Retry-After",
}
_log = logging.getLogger(__name__)


def register_limits(app: Flask, settings: Settings) -> None:
    """Refuse with 429 what is beyond the limits of the settings. Raises UsageError for a rate that is none."""
    if settings.parallel_limit > 0:
        _register_parallel_limit(app, settings.parallel_limit)
    if not settings.rate_limit:
        return
    try:
        parse_many(settings.rate_limit)
    except ValueError as error:
        raise UsageError(f"PAPERSEARCH_RATE_LIMIT must be like 600/minute, not {settings.rate_limit!r}.") from error
    is_shared = settings.broker_url is not None
    if not is_shared:
        _log.info("without a broker, each process counts requests by itself: the rate limit holds for each")
    limiter = Limiter(
        client_name,
        application_limits=[settings.rate_limit],
        application_limits_cost=cost_of_request,
        application_limits_exempt_when=lambda: request.endpoint in _FREE,
        strategy="moving-window",
        storage_uri=settings.broker_url or "memory://",
        storage_options=_redis_options(settings) if is_shared else {},
        in_memory_fallback_enabled=is_shared,
        headers_enabled=True,
        header_name_mapping=_HEADERS,
        retry_after="delta-seconds",
        key_prefix=settings.index_prefix,
    )
    limiter.init_app(app)


def client_name() -> str:
    """Who asks: a valid key, or an address; of IPv6 the network, which is one household's or one host's."""
    with suppress(UnavailableError):  # then nobody can tell whose key it is
        if (key := key_of_request()) is not None:
            return f"key:{key.id}"
    return f"address:{_network(request.remote_addr or '')}"


def cost_of_request() -> int:
    """How much of the rate the present request takes."""
    return _COSTS.get(request.endpoint or "", 1) + ("facets" in request.args)


def _network(address: str) -> str:
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address
    return address if found.version == 4 else str(ipaddress.ip_network(f"{address}/64", strict=False))


def _redis_options(settings: Settings) -> dict[str, str | int]:
    options: dict[str, str | int] = {"socket_connect_timeout": 1, "socket_timeout": 1}
    if settings.broker_ca_file:
        options["ssl_ca_certs"] = settings.broker_ca_file
    return options


def _register_parallel_limit(app: Flask, limit: int) -> None:
    """Let a client have so many requests answered at the same time by one process."""
    lock, open_requests = threading.Lock(), Counter[str]()

    @app.before_request
    def enter() -> None:
        if request.endpoint in _FREE:
            return
        client = client_name()
        with lock:
            if open_requests[client] >= limit:
                raise TooManyRequests(f"More than {limit} requests at the same time.")
            open_requests[client] += 1
        g.counted_as = client

    @app.teardown_request
    def leave(_error: BaseException | None) -> None:
        client = g.pop("counted_as", None)
        if client is not None:
            with lock:
                open_requests[client] -= 1
                if not open_requests[client]:
                    del open_requests[client]
