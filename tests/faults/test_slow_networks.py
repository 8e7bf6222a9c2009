"""Redis, Elasticsearch and the database behind a proxy: slow, connections reset, and a black hole.

Goes red when a request has no time limit as a whole, or a connection of the engine or the store has none. In the full
form the connections of Redis and of the database never come out of the black hole: it goes red when the broker's have
no limit, and when what was leased by a lost answer waits for its lease to end. Celery needs half a minute to notice
such a connection, too long for the short form.
"""

import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import replace
from pathlib import Path

from papersearch.engine import Engine
from papersearch.process.engines import open_engine
from papersearch.query.nodes import Everything
from papersearch.settings import Settings
from papersearch.store import Store, open_store
from papersearch.store.ledger import ItemState
from papersearch_api.app import create_app
from papersearch_api.services import build_services
from papersearch_ingest.indexing.first_generation import ensure_live_generation
from papersearch_ingest.sources.submission import submit
from papersearch_ingest.work.broker import hints_for
from tests.faults.corpus import audit, title_of, write_sources
from tests.faults.figures import Figures
from tests.faults.processes import running_workers, wait_until
from tests.faults.proxy import Proxy, proxied
from tests.faults.requests import Answered, Asking, asking

PER_FILE = 20
LATENCY_S = (0.5, 0.3)
RESETS = 0.05
ANSWER_WITHIN_S = 5.0
PROGRESS_WITHIN_S = 60
SERVICES = ("Elasticsearch", "Redis", "the database")
SLOW = "slow and cut"


def finished(store: Store) -> int:
    return store.ledger.counts()[ItemState.DONE]


def is_settled(store: Store) -> bool:
    """Whether nothing waits any more, neither in the ledger nor for the index."""
    live = store.generations.live()
    return store.ledger.open_items() == 0 and live is not None and store.index_queue.pending(live.name) == 0


def longest_s(asked: Asking, answers: Sequence[Answered]) -> float:
    """Without what the machine took from requests that ask nothing at that time."""
    return max(each.seconds - asked.idle_s(each) for each in answers)


def searched(answers: Sequence[Answered]) -> list[int]:
    """The statuses of the searches for papers."""
    return [each.status for each in answers if each.path.startswith(("/api/v1/papers?", "/?"))]


def indexed_titles(engine: Engine) -> set[str]:
    engine.refresh(engine.live_generation())
    return {str(hit.body["title"]) for hit in engine.scan(Everything())}


@contextmanager
def silence(proxy: Proxy, most_s: float) -> Iterator[None]:
    """A black hole for the length of the block, or for `most_s`: what would hang for ever is an answer that is late."""
    rescue = threading.Timer(most_s, proxy.recover)
    rescue.start()
    proxy.is_black_hole = True
    try:
        yield
    finally:
        rescue.cancel()
        proxy.calm()


def test_slow_cutting_and_silent_networks_lose_nothing(
    servers: Settings, tmp_path: Path, is_full: bool, figures: Figures
) -> None:
    papers, hole_s, slow_s = (4_000, 30, 90) if is_full else (400, 8, 15)
    folder = write_sources(tmp_path / "sources", range(papers), PER_FILE)
    later = range(papers, papers + len(SERVICES))
    with ExitStack() as stack:
        behind, proxies = servers, dict[str, Proxy]()
        for name, setting in zip(SERVICES, ("engine_url", "broker_url", "store_url"), strict=True):
            url, proxies[name] = stack.enter_context(proxied(getattr(servers, setting)))
            behind = replace(behind, **{setting: url})  # type: ignore[arg-type]
        store = stack.enter_context(closing(open_store(servers)))
        engine = stack.enter_context(closing(open_engine(servers)))
        ensure_live_generation(store, engine)
        built = stack.enter_context(closing(build_services(behind)))
        asked = stack.enter_context(
            asking(create_app(behind, built), store.api_keys.create("k", ["write"]), later.stop)
        )
        stack.enter_context(running_workers(behind, tmp_path / "log"))
        for proxy in proxies.values():
            stack.callback(proxy.recover)
        run = submit(store, [str(folder)])
        hints_for(servers).items(item.id for item in store.ledger.of_run(run))
        wait_until(lambda: finished(store) > 0, "the ingest begins", 60)
        assert {each.status for each in asked.all_kinds(3)} <= {200, 202}

        for proxy in proxies.values():
            proxy.latency_s, proxy.resets = LATENCY_S, RESETS
        answers: dict[str, Sequence[Answered]] = {SLOW: asked.all_kinds(slow_s)}
        for proxy in proxies.values():
            proxy.calm()
        pauses_s: dict[str, float] = {}
        for number, (name, proxy) in zip(later, proxies.items(), strict=True):
            proxy.does_forget = is_full and name != "Elasticsearch"
            with silence(proxy, hole_s + 4 * ANSWER_WITHIN_S):
                answers[name] = asked.all_kinds(hole_s)
            done = finished(store)
            submit(store, [str(write_sources(tmp_path / name, range(number, number + 1), PER_FILE))])
            pauses_s[name] = wait_until(
                lambda done=done: finished(store) > done,
                f"progress after {name} was a black hole",
                PROGRESS_WITHIN_S,
            )
        drained_s = wait_until(lambda: is_settled(store), "the rest is drained", 900)
        titles = indexed_titles(engine)
        found = audit(servers, store, [
            *range(later.stop), *asked.written, *(number for number in asked.doubtful if title_of(number) in titles)
        ])  # fmt: skip
        assert found.is_clean, found
        assert store.rejects.count() == 0
    resets = sum(proxy.resets_done for proxy in proxies.values())
    longest = {name: longest_s(asked, some) for name, some in answers.items()}
    slowest_idle_s = max(each.seconds for each in asked.idle)
    share = searched(answers[SLOW]).count(200) / len(searched(answers[SLOW]))
    figures.add("slow, cut and silent networks", papers=later.stop + len(asked.written), lost=found.lost,
                doubled=found.doubled, stale=found.stale, resets=resets, requests=len(asked.answers),
                longest_seconds_to_an_answer=max(longest.values()),
                longest_seconds_to_an_answer_at_500_ms=longest[SLOW],
                seconds_of_the_slowest_request_that_asks_nothing=slowest_idle_s,
                searches_answered_at_500_ms=f"{share:.0%}",
                longest_seconds_to_progress=max(pauses_s.values()), seconds_to_drain=drained_s)  # fmt: skip
    assert resets > 0
    assert_answers(answers, longest)


def assert_answers(answers: Mapping[str, Sequence[Answered]], longest: Mapping[str, float]) -> None:
    """In time, an answer or a 503; and searches go on whatever else is silent."""
    assert {each.status for some in answers.values() for each in some} <= {200, 202, 503}
    assert max(longest.values()) <= ANSWER_WITHIN_S, longest
    assert set(searched(answers["Redis"])) == set(searched(answers["the database"])) == {200}
    assert searched(answers[SLOW]).count(200) * 2 > len(searched(answers[SLOW])), searched(answers[SLOW])
