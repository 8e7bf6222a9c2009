"""Redis, Elasticsearch and the database behind a proxy: slow, connections reset, and a black hole.

Goes red when the engine's, the broker's or the store's connections have no time limit of their own.
"""

import time
from contextlib import ExitStack, closing
from dataclasses import replace
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from faults.corpus import audit, write_sources
from faults.figures import Figures
from faults.processes import running_workers, wait_until
from faults.proxy import Proxy, proxied
from papersearch.engines import open_engine
from papersearch.settings import Settings
from papersearch.store import Store, open_store
from papersearch.store.ledger import ItemState
from papersearch_api.app import create_app
from papersearch_api.services import build_services
from papersearch_ingest.broker import hints_for
from papersearch_ingest.submission import ensure_live_generation, is_searchable, submit

PER_FILE = 20
LATENCY_S = (0.5, 0.3)
RESETS = 0.05
ANSWER_WITHIN_S = 5.0
PROGRESS_WITHIN_S = 60


def finished(store: Store) -> int:
    return store.ledger.counts()[ItemState.DONE]


def slowest_answer(client: FlaskClient, seconds: float) -> tuple[float, set[int]]:
    """Searches for so long; the longest that one took, and what the answers were."""
    until, slowest_s, met = time.monotonic() + seconds, 0.0, set()
    while time.monotonic() < until:
        started = time.monotonic()
        with client.get("/api/v1/papers?q=paper") as response:
            met.add(response.status_code)
        slowest_s = max(slowest_s, time.monotonic() - started)
    return slowest_s, met


def test_slow_cutting_and_silent_networks_lose_nothing(
    servers: Settings, tmp_path: Path, is_full: bool, figures: Figures
) -> None:
    papers, hole_s, slow_s = (4_000, 30, 60) if is_full else (400, 8, 8)
    folder = write_sources(tmp_path / "sources", range(papers), PER_FILE)
    with ExitStack() as stack:
        engine_url, engine_proxy = stack.enter_context(proxied(servers.engine_url))
        broker_url, broker_proxy = stack.enter_context(proxied(servers.broker_url or ""))
        store_url, store_proxy = stack.enter_context(proxied(servers.store_url))
        proxies: list[Proxy] = [engine_proxy, broker_proxy, store_proxy]
        behind = replace(servers, engine_url=engine_url, broker_url=broker_url, store_url=store_url)
        store = stack.enter_context(closing(open_store(servers)))
        with closing(open_engine(servers)) as engine:
            ensure_live_generation(store, engine)
        built = stack.enter_context(closing(build_services(behind)))
        client = create_app(behind, built).test_client()
        stack.enter_context(running_workers(behind, tmp_path / "log"))
        run = submit(store, [str(folder)])
        hints_for(servers).items(item.id for item in store.ledger.of_run(run))
        wait_until(lambda: finished(store) > 0, "the ingest begins", 60)

        for proxy in proxies:
            proxy.latency_s, proxy.resets = LATENCY_S, RESETS
        slowest = {"slow": slowest_answer(client, slow_s)}
        for proxy in proxies:
            proxy.calm()
        longest_pause_s = 0.0
        for name, proxy in zip(("Elasticsearch", "Redis", "the database"), proxies, strict=True):
            proxy.is_black_hole = True
            slowest[name] = slowest_answer(client, hole_s)
            proxy.calm()
            done = finished(store)
            pause_s = wait_until(
                lambda done=done: finished(store) > done or finished(store) == papers // PER_FILE,
                f"progress after {name} was a black hole",
                PROGRESS_WITHIN_S,
            )
            longest_pause_s = max(longest_pause_s, pause_s)
        drained_s = wait_until(lambda: is_searchable(store, run), "the rest is drained", 300)
        found = audit(servers, store, range(papers))
        assert found.is_clean, found
        assert store.rejects.count() == 0
        assert sum(proxy.resets_done for proxy in proxies) > 0
        assert {status for _, met in slowest.values() for status in met} <= {200, 503}
        silent_s = max(seconds for name, (seconds, _) in slowest.items() if name != "slow")
        assert silent_s <= ANSWER_WITHIN_S, slowest
    figures.add("slow, cut and silent networks", papers=papers, lost=found.lost, doubled=found.doubled,
                stale=found.stale, resets=sum(proxy.resets_done for proxy in proxies),
                longest_seconds_to_an_answer=silent_s,
                longest_seconds_to_an_answer_at_500_ms=slowest["slow"][0], longest_seconds_to_progress=longest_pause_s,
                seconds_to_drain=drained_s)  # fmt: skip
    if slowest["slow"][0] > ANSWER_WITHIN_S:  # not held yet: several round trips of one request add up
        pytest.xfail(
            f"a request took {slowest['slow'][0]:.1f} s at 500 ms a round trip: it has no time limit as a whole"
        )
