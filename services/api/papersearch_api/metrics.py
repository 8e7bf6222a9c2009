"""Figures for Prometheus at `/metrics`: of the requests of all server processes, and of the store.

The processes of `papersearch serve` write theirs to files of a folder that the parent makes, whose name they get in
`PROMETHEUS_MULTIPROC_DIR`; whichever of them is asked adds them up.
"""

import logging
from collections.abc import Iterable, Iterator
from time import perf_counter

from flask import Flask, Response, g, request
from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector

from papersearch.engine import Engine
from papersearch.errors import UnavailableError
from papersearch.job_progress import ReindexProgress, known
from papersearch.operations.figures import store_figures
from papersearch.operations.probes import live_fault, live_write_block
from papersearch.settings import metrics_folder
from papersearch.store import Store
from papersearch_api.delivery import current_request_id

MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8"
_BUCKETS_S = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0)
_OWN = CollectorRegistry()
_UNKNOWN_ROUTE = "none"

_requests = Histogram(
    "papersearch_request_seconds",
    "Time from a request to the beginning of its answer.",
    ["route", "method", "status"],
    buckets=_BUCKETS_S,
    registry=_OWN,
)
_engine = Histogram(
    "papersearch_search_seconds", "Time of a search in the search service.", buckets=_BUCKETS_S, registry=_OWN
)
_refusals = Counter(
    "papersearch_refusals_total", "Requests that were refused or not answered, by error code.", ["code"], registry=_OWN
)
_access = logging.getLogger("papersearch.access")


def observe_search(took_ms: int) -> None:
    """Count a search that was not answered from memory."""
    _engine.observe(took_ms / 1000)


def observe_problem(status: int, code: str) -> None:
    """Count an answer that says too many, unavailable, too late, or that the fault is ours."""
    if status == 429 or status >= 500:
        _refusals.labels(code).inc()


def register_metrics(app: Flask) -> None:
    """Time every request of the application, and write a line of the access log for it."""

    @app.before_request
    def begin() -> None:
        g.began_at = perf_counter()

    @app.after_request
    def end(response: Response) -> Response:
        took_s = perf_counter() - g.get("began_at", perf_counter())
        route = request.url_rule.rule if request.url_rule else _UNKNOWN_ROUTE
        method = request.method if request.url_rule else _UNKNOWN_ROUTE
        _requests.labels(route, method, response.status_code).observe(took_s)
        if _access.isEnabledFor(logging.INFO):
            _write_line(response, took_s)
        return response


def _write_line(response: Response, took_s: float) -> None:
    """Say who asked for which path, without its query: what somebody searches for is nobody else's business."""
    told = {
        "client": request.remote_addr,
        "method": request.method,
        "path": request.path,
        "status": response.status_code,
        "took_ms": round(took_s * 1000, 1),
        "request_id": current_request_id(),
    }
    line = "%(client)s %(method)s %(path)r %(status)d %(took_ms).1f ms"
    _access.info(line, told, extra=told)


def metrics_text(store: Store, engine: Engine) -> bytes:
    """All figures in Prometheus' text form. While the store is away, those of the requests alone."""
    registry = _OWN
    if metrics_folder():
        registry = CollectorRegistry()
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    return generate_latest(registry) + generate_latest(_StateRegistry(store, engine))


class _StateRegistry(CollectorRegistry):
    """The figures of store and index, read when they are asked for."""

    def __init__(self, store: Store, engine: Engine) -> None:
        super().__init__()
        self._store, self._engine = store, engine

    def collect(self) -> Iterator[Metric]:
        try:
            yield from list(_store_metrics(self._store))
        except UnavailableError:
            yield GaugeMetricFamily("papersearch_store_up", "Whether the store answers.", 0)
            return
        yield from _index_metrics(self._store, self._engine)


def _index_metrics(store: Store, engine: Engine) -> Iterable[Metric]:
    try:
        is_up = live_fault(store, engine) is None
        is_blocked = is_up and live_write_block(store, engine) is not None
    except UnavailableError:
        is_up = is_blocked = False
    yield GaugeMetricFamily("papersearch_index_up", "Whether the live index can be searched.", int(is_up))
    yield GaugeMetricFamily("papersearch_writes_blocked", "Whether the index takes no writes.", int(is_blocked))


def _store_metrics(store: Store) -> Iterable[Metric]:
    figures = store_figures(store)
    yield GaugeMetricFamily("papersearch_store_up", "Whether the store answers.", 1)
    yield GaugeMetricFamily("papersearch_papers", "Papers that live in the store.", store.papers.count())
    items = GaugeMetricFamily("papersearch_ingest_items", "Sources and writes by state.", labels=["state"])
    for state, count in store.ledger.counts().items():
        items.add_metric([state.value], count)
    yield items
    queue = GaugeMetricFamily("papersearch_index_queue", "Papers that wait for an index.", labels=["generation"])
    for generation in store.generations.taking_writes():
        queue.add_metric([generation.name], store.index_queue.pending(generation.name))
    yield queue
    yield GaugeMetricFamily("papersearch_lag_seconds", "How long the oldest waiting work has waited.", figures.lag_s)
    yield GaugeMetricFamily("papersearch_rejects", "Records and documents that could not be taken.", figures.rejects)
    if figures.drift is not None:
        name = "papersearch_drift_papers"
        yield GaugeMetricFamily(name, "Papers that differed at the last verification.", figures.drift.papers)
    yield from _worker_metrics(store)
    yield _reindex_progress(store)


def _worker_metrics(store: Store) -> Iterable[Metric]:
    ages = [(store.clock() - beat.beaten_at).total_seconds() for beat in store.heartbeats.all()]
    alive = [age for age in ages if age <= store.settings.silent_after_s]
    yield GaugeMetricFamily("papersearch_workers", "Workers that have given a sign lately.", len(alive))
    if ages:
        yield GaugeMetricFamily("papersearch_heartbeat_age_seconds", "Age of the latest heartbeat.", min(ages))


def _reindex_progress(store: Store) -> Metric:
    found = GaugeMetricFamily("papersearch_reindex_progress", "Share of papers in the new index; none without one.")
    job = store.jobs.running(ReindexProgress)
    if job is not None:
        total, done = known(job.progress.total) or 0, known(job.progress.done) or 0
        found.add_metric([], done / total if total else 0.0)
    return found
