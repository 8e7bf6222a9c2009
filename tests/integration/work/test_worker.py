"""The worker on a real Redis, and without one: hints may be lost, the ledger is not."""

import json
import os
import random
import socket
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from string import ascii_lowercase

import pytest
from redis import Redis

from papersearch.operations.job_views import is_searchable
from papersearch.settings import Settings
from papersearch.store import Store, open_store
from papersearch.store.ledger import ItemState
from papersearch_api.app import create_app
from papersearch_api.services import build_services
from papersearch_ingest.papers.match_key_update import FACT, StoredKeys, stored_keys
from papersearch_ingest.papers.matching import MATCH_KEYS_VERSION
from papersearch_ingest.sources.submission import submit
from papersearch_ingest.work.broker import CeleryHints, celery_app, hints_for
from papersearch_ingest.work.presence import Presence, is_known_dead, lost_workers, new_identity
from papersearch_ingest.work.sweeper import Sweeper, free_lost
from papersearch_ingest.work.waiting import NoWorkerError, wait_for_run
from tests.support.paths import SAMPLES
from tests.support.workers import private_redis, quick_settings, running_worker, wait_until

ONE_SECOND = (
    "from papersearch.process.cli import main\n"
    "from papersearch_ingest.work import broker\n"
    "broker.TIME_LIMIT_S = 1\n"
    "main()"
)
"""The command with another time limit for tasks."""


@pytest.fixture
def redis_settings(redis_url: str, tmp_path: Path) -> Iterator[Settings]:
    with private_redis(redis_url, 12) as url:
        yield quick_settings(tmp_path / "home", url)


@pytest.fixture
def store(redis_settings: Settings) -> Iterator[Store]:
    with closing(open_store(redis_settings)) as store:
        yield store


def submit_samples(store: Store) -> int:
    return submit(store, [str(SAMPLES)])


def items_of(store: Store, run: int) -> list[int]:
    return [item.id for item in store.runs.get(run).items]


def test_hint_brings_a_source_to_the_index(redis_settings: Settings, store: Store, tmp_path: Path) -> None:
    with running_worker(redis_settings, tmp_path / "log") as worker:
        run = submit_samples(store)
        assert hints_for(redis_settings).items(items_of(store, run))
        wait_until(lambda: is_searchable(store, run), "the run is searchable")
        assert worker.stop() == 0
    assert store.heartbeats.all() == []
    assert store.papers.count() > 50


def test_worker_finishes_an_update_of_match_keys_before_it_works(
    redis_settings: Settings, store: Store, tmp_path: Path
) -> None:
    store.facts.put(FACT, str(StoredKeys(MATCH_KEYS_VERSION, done=0)))
    run = submit_samples(store)
    with running_worker(redis_settings, tmp_path / "log"):
        wait_until(lambda: is_searchable(store, run), "the run is searchable")
    assert stored_keys(store) == StoredKeys(MATCH_KEYS_VERSION)


def test_what_a_worker_logs_of_a_write_names_the_request(
    redis_settings: Settings, store: Store, tmp_path: Path
) -> None:
    """From the API's thread through its background thread, the broker and the worker into the log.

    The first sweep may tell of a write before the API does, without the id; there is no second one for an hour.
    """
    settings = replace(redis_settings, sweep_interval_s=3600.0)
    log, key = tmp_path / "log", store.api_keys.create("writer", ["write"])
    headers = {"Authorization": f"Bearer {key}", "X-Request-ID": "find-me-everywhere"}
    with closing(build_services(settings)) as built, running_worker(settings, log):
        client = create_app(settings, built).test_client()

        def write_and_look() -> bool:
            body = b'{"title": "Traced", "authors": [{"name": "Ada Lovelace"}], "year": 2020}'
            path, kind = "/api/v1/papers/bulk?wait=true", "application/x-ndjson"
            assert client.post(path, data=body, content_type=kind, headers=headers).status_code in {200, 202}
            return "(api) [request find-me-everywhere]" in log.read_text()

        wait_until(write_and_look, "a line names the request")


def cut_subscriptions(broker_url: str) -> int:
    """Ends the connections on which workers of this database wait for commands; how many that were."""
    with closing(Redis.from_url(broker_url, decode_responses=True)) as client:
        own = str(client.connection_pool.connection_kwargs["db"])
        waiting = [
            each["id"] for each in client.client_list() if each["db"] == own and each["psub"] + each["sub"] != "00"
        ]
        return sum(client.client_kill_filter(_id=each) for each in waiting)


def test_a_worker_goes_on_when_redis_cuts_the_connection_for_commands(
    redis_settings: Settings, store: Store, tmp_path: Path
) -> None:
    """Goes red when a lower layer opens it again unseen: the worker then waits for a command that nobody sends."""
    source, broker_url = tmp_path / "paper.jsonl", redis_settings.broker_url or ""
    with running_worker(redis_settings, tmp_path / "log"):
        for title in ("Before", "After", "Long after"):
            source.write_text(json.dumps({"title": f"{title} the cut", "year": 2020}))
            run = submit(store, [str(source)])
            hints_for(redis_settings).items(items_of(store, run))
            wait_until(lambda run=run: is_searchable(store, run), f"{title} the cut")  # type: ignore[misc]
            wait_until(lambda: cut_subscriptions(broker_url) > 0, "the worker listens")


def test_work_that_nobody_was_told_of_is_found_by_the_sweeper(
    redis_settings: Settings, store: Store, tmp_path: Path
) -> None:
    run = submit_samples(store)
    with running_worker(redis_settings, tmp_path / "log"):
        wait_until(lambda: is_searchable(store, run), "the run is searchable")


def test_redis_that_is_emptied_in_the_middle_costs_only_time(
    redis_settings: Settings, store: Store, tmp_path: Path
) -> None:
    with running_worker(redis_settings, tmp_path / "log"):
        run = submit_samples(store)
        hints_for(redis_settings).items(items_of(store, run))
        assert redis_settings.broker_url
        with closing(Redis.from_url(redis_settings.broker_url)) as client:
            client.flushdb()
        wait_until(lambda: is_searchable(store, run), "the run is searchable")
    assert store.runs.get(run).counts["rejected"] == 0


def test_a_long_source_is_read_to_its_end_beyond_the_time_limit_of_tasks(
    redis_settings: Settings, store: Store, tmp_path: Path
) -> None:
    """A worker whose tasks may take 1 s, and a source that takes several. Nothing is swept, so nothing is indexed yet.

    Goes red when the limit holds for reading, too: a source of 100,000 papers would then fail after three attempts.
    """
    source = tmp_path / "papers.jsonl"
    rng = random.Random(1)
    titles = (" ".join("".join(rng.choices(ascii_lowercase, k=6)) for _ in range(5)) for _ in range(6_000))
    source.write_text("".join(json.dumps({"title": title, "year": 2020}) + "\n" for title in titles))
    run = submit(store, [str(source)])
    hints_for(redis_settings).items(items_of(store, run))
    settings = replace(redis_settings, sweep_interval_s=3600.0)
    with running_worker(settings, tmp_path / "log", (sys.executable, "-c", ONE_SECOND)):
        wait_until(lambda: store.ledger.settled_at(run) is not None, "the source is read")
    (item,) = store.runs.get(run).items
    assert (item.state, item.attempts, item.losses) == (ItemState.DONE, 1, 0)
    assert store.papers.count() == 6_000


def test_hints_to_a_broker_that_is_away_are_given_up_on_quickly(tmp_path: Path) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
    settings = replace(quick_settings(tmp_path), broker_url=f"redis://127.0.0.1:{port}/0", broker_timeout_s=0.2)
    hints = CeleryHints(celery_app(settings))
    assert not hints.items([1, 2, 3])
    assert not hints.generation("papers-000001")
    assert hints.waiting() > 1_000_000


def test_sweeper_sends_what_is_due_once_the_queue_is_short(redis_settings: Settings, store: Store) -> None:
    run = submit_samples(store)
    hints = hints_for(redis_settings)
    sweeper = Sweeper(store, hints, Presence(store, new_identity()))
    sweeper.sweep()
    assert hints.waiting() == len(items_of(store, run))


def test_one_worker_sweeps_at_a_time(redis_settings: Settings, store: Store) -> None:
    submit_samples(store)
    hints = hints_for(redis_settings)
    first, second = (Presence(store, new_identity()) for _ in range(2))
    assert first.lead("sweeper")
    Sweeper(store, hints, second).sweep()
    assert hints.waiting() == 0
    first.leave()
    Sweeper(store, hints, second).sweep()
    assert hints.waiting() > 0


def test_lease_of_a_process_that_is_gone_is_free_at_once(redis_settings: Settings, store: Store) -> None:
    place = new_identity().rsplit(":", 2)[0]
    gone = f"{place}:{dead_process()}:00000000"
    run = submit_samples(store)
    Presence(store, gone).beat()
    store.ledger.lease(gone)
    assert is_known_dead(gone)
    assert free_lost(store, silent_after_s=1000) == 1
    assert {item.state for item in store.runs.get(run).items} == {ItemState.PENDING}
    assert lost_workers(store, 1000) == []


def test_lease_of_a_worker_that_never_gave_a_sign_of_life_is_free_at_once(store: Store) -> None:
    submit_samples(store)
    store.ledger.lease("elsewhere@1:1:00000000")
    alive = Presence(store, "elsewhere@1:2:00000000")
    alive.begin()
    store.ledger.lease(alive.identity)
    assert lost_workers(store, 1000) == ["elsewhere@1:1:00000000"]
    assert free_lost(store, silent_after_s=1000) == 1
    assert store.ledger.holders() == {alive.identity}


def dead_process() -> int:
    """The id of a process that has ended."""
    pid = os.spawnlp(os.P_NOWAIT, "true", "true")
    os.waitpid(pid, 0)
    return pid


def test_worker_of_another_host_is_lost_only_by_its_silence() -> None:
    assert not is_known_dead("elsewhere@1:999999:00000000")
    assert not is_known_dead(new_identity())
    assert not is_known_dead("a name of another form")


def test_waiting_for_nobody_ends_with_a_sentence(redis_settings: Settings, store: Store) -> None:
    run = submit_samples(store)
    with pytest.raises(NoWorkerError, match="No worker has made progress"):
        wait_for_run(store, run, timeout_s=0.05, on_progress=lambda _: None)
    assert {item.state for item in store.runs.get(run).items} == {ItemState.PENDING}


def test_worker_without_a_broker_drains_what_others_submit(tmp_path: Path) -> None:
    settings = quick_settings(tmp_path / "home")
    with closing(open_store(settings)) as store, running_worker(settings, tmp_path / "log") as worker:
        run = submit_samples(store)
        wait_until(lambda: is_searchable(store, run), "the run is searchable")
        assert worker.stop() == 0
