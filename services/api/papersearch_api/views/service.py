"""About the service itself: fields, statistics, health, the OpenAPI document and its page."""

from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context

import msgspec
from flask import Response
from flask.typing import ResponseReturnValue

from papersearch.errors import UnavailableError
from papersearch.fields import FACETS
from papersearch.operations.figures import store_figures
from papersearch.operations.probes import live_fault, live_write_block
from papersearch.query.nodes import Everything
from papersearch.query.request import FacetSpec
from papersearch.search.coverage import LISTED_VENUES, MOST_VENUES, Coverage, coverage
from papersearch_api.answers import FieldList, Health, Stats, field_list
from papersearch_api.delivery import json_response, tagged_json
from papersearch_api.endpoints import Operation
from papersearch_api.metrics import MEDIA_TYPE, metrics_text
from papersearch_api.openapi.document import openapi_document
from papersearch_api.openapi.reference_page import docs_page
from papersearch_api.params import Values, integer
from papersearch_api.services import services
from papersearch_api.url_prefix import root
from papersearch_api.views.responses import site_root

_TAG = "service"
_VENUES = integer("size", "Largest number of venues.", default=LISTED_VENUES, low=1, high=MOST_VENUES)


def list_fields() -> ResponseReturnValue:
    """What can be searched, filtered and sorted, with examples."""
    return tagged_json(field_list())


def show_stats() -> ResponseReturnValue:
    """How many papers and distinct values there are, what waits, how old that is, and what the last check found."""
    reader = services().reader
    distinct = {facet.name: reader.facet(FacetSpec(facet.name, size=1), Everything()).distinct for facet in FACETS}
    return tagged_json(
        Stats(
            papers=reader.count([Everything()])[0],
            generation=reader.live_generation(),
            fields=distinct,
            **msgspec.structs.asdict(store_figures(services().store)),
        )
    )


def show_coverage(values: Values) -> ResponseReturnValue:
    """How many papers have an abstract, a TL;DR, a year, authors, keywords and more, in all and by venue."""
    return tagged_json(coverage(services().reader, services().store.labels, values["size"]))


def healthz() -> ResponseReturnValue:
    """Whether this process answers; says nothing of the services behind it."""
    return json_response(Health("ok"))


def readyz() -> ResponseReturnValue:
    """Whether engine and store answer and the live index can be searched; and whether it takes writes.

    Engine and store are asked at once, so that two outages take no longer than one. The context goes along for the
    request's deadline.
    """
    parts = {"engine": services().engine.ping, "store": services().store.ping}
    with ThreadPoolExecutor(max_workers=len(parts)) as pool:
        asked = {name: pool.submit(copy_context().run, ping) for name, ping in parts.items()}
    away = {name: future.exception() for name, future in asked.items()}
    for error in away.values():
        if error is not None and not isinstance(error, UnavailableError):
            raise error
    states = {name: "ok" if error is None else "away" for name, error in away.items()}
    index = _index_states() if away["store"] is None else {}
    if away["engine"] is None or index.get("index") == "lost":
        states |= index
    if not any(away.values()) and index["index"] == "ok":
        return json_response(Health("ok", **states))
    response = json_response(Health("away", **states), status=503)
    response.headers["Retry-After"] = str(UnavailableError.retry_after_s)
    return response


def _index_states() -> dict[str, str]:
    store, engine = services().store, services().engine
    try:
        fault = live_fault(store, engine)
        blocked = fault is None and live_write_block(store, engine) is not None
    except UnavailableError:
        return {"index": "away"}
    if fault is not None:
        return {"index": "lost" if fault.is_lost else "away"}
    return {"index": "ok", "writes": "blocked" if blocked else "ok"}


def robots() -> ResponseReturnValue:
    """What crawlers may fetch: pages of papers, not every combination of filters; or nothing, by a setting."""
    if services().settings.robots == "none":
        return Response(f"User-agent: *\nDisallow: {root()}/\n", mimetype="text/plain")
    rules = f"User-agent: *\nDisallow: {root()}/api/\nDisallow: {root()}/*?\nSitemap: {site_root()}/sitemap.xml\n"
    return Response(rules, mimetype="text/plain")


def metrics() -> ResponseReturnValue:
    """Figures for Prometheus: requests, searches and refusals of all processes, and what waits in the store."""
    return Response(metrics_text(services().store, services().engine), mimetype="text/plain", content_type=MEDIA_TYPE)


def openapi() -> ResponseReturnValue:
    """The OpenAPI 3.1 document of this API."""
    from papersearch_api.views import OPERATIONS as EVERY_OPERATION

    return tagged_json(openapi_document(EVERY_OPERATION))


def api_docs() -> ResponseReturnValue:
    """A page about the API for people, made of the OpenAPI document; it needs nothing from elsewhere."""
    from papersearch_api.views import OPERATIONS as EVERY_OPERATION

    response = Response(docs_page(openapi_document(EVERY_OPERATION)), mimetype="text/html")
    response.headers["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'"
    return response


OPERATIONS: tuple[Operation, ...] = (
    Operation("GET", "/fields", ("/fields",), list_fields, "List the fields", _TAG,
              answers={200: FieldList}),
    Operation("GET", "/stats", ("/stats",), show_stats, "Get statistics", _TAG,
              answers={200: Stats}),
    Operation("GET", "/stats/coverage", ("/stats/coverage",), show_coverage, "Get coverage by venue", _TAG,
              parameters=(_VENUES,), answers={200: Coverage}),
    Operation("GET", "/openapi.json", ("/openapi.json",), openapi, "Get this document", _TAG, answers={200: dict}),
    Operation("GET", "/api/docs", ("/api/docs",), api_docs, "Show the API reference", _TAG, answers={200: str},
              media_types=("text/html",), errors=(), is_rooted=True),
    Operation("GET", "/healthz", ("/healthz",), healthz, "Check that the process is alive", _TAG,
              answers={200: Health}, errors=(), is_rooted=True),
    Operation("GET", "/readyz", ("/readyz",), readyz, "Check that engine and store respond", _TAG,
              answers={200: Health}, errors=(), is_rooted=True),
    Operation("GET", "/metrics", ("/metrics",), metrics, "Get figures for Prometheus", _TAG, answers={200: str},
              media_types=("text/plain",), errors=(), is_rooted=True, has_papers=True),
    Operation("GET", "/robots.txt", ("/robots.txt",), robots, "Get the rules for crawlers", _TAG, answers={200: str},
              media_types=("text/plain",), errors=(), is_rooted=True),
)  # fmt: skip
