"""How long a worker's work has stood still, that it leaves when that is too long, and who holds what."""

import io
import os
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from papersearch.errors import StoreUnavailableError
from papersearch.process.cli import run
from papersearch.settings import Settings
from papersearch.store import Store, open_store
from papersearch.store.index_queue import IndexQueue, Queued
from papersearch_ingest.sources.submission import submit
from papersearch_ingest.work.draining import work_once
from papersearch_ingest.work.presence import Presence, has_live_worker_here, new_identity
from papersearch_ingest.work.program import Program, opened_program
from papersearch_ingest.work.worker import send_heartbeat


class Watch:
    """Stands still until it is told to move."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with closing(open_store(Settings(tmp_path))) as opened:
        yield opened


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
def presence(store: Store, watch: Watch) -> Presence:
    return Presence(store, new_identity(), watch)


def test_who_works_on_nothing_does_not_stand_still(presence: Presence, watch: Watch) -> None:
    watch.now += 500
    assert presence.seconds_without_progress() == 0
    with presence.doing("item 1"):
        watch.now += 5
    watch.now += 500
    assert presence.seconds_without_progress() == 0


def test_standstill_counts_from_the_last_progress(presence: Presence, watch: Watch) -> None:
    watch.now += 500
    with presence.doing("item 1"):
        assert presence.seconds_without_progress() == 0
        watch.now += 20
        assert presence.seconds_without_progress() == 20
        presence.advance()
        watch.now += 3
        assert presence.seconds_without_progress() == 3


def test_what_was_leased_by_an_answer_that_was_lost_is_free_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Until its leases ran out they were waited for: the worker lived, and did not know that it held anything."""
    with opened_program(Settings(tmp_path)) as program:
        store = program.store
        submit(store, ["-"], stdin=io.BytesIO(b'{"title": "Found Again"}'))
        work_once(store, program.engine, program.presence)
        [generation] = store.generations.taking_writes()
        store.index_queue.enqueue({paper: version + 1 for paper, version in paper_versions(store).items()})
        lease = IndexQueue.lease

        def lose_the_answer(self: IndexQueue, *args: Any, **options: Any) -> list[Queued]:
            lease(self, *args, **options)
            raise StoreUnavailableError("the connection is gone")

        with monkeypatch.context() as broken:
            broken.setattr(IndexQueue, "lease", lose_the_answer)
            with pytest.raises(StoreUnavailableError):
                program.drain(generation.name)
        old = program.presence.identity
        submit(store, ["-"], stdin=io.BytesIO(b'{"title": "Taken Unseen"}'))
        [taken] = store.ledger.lease(old)  # of which the worker heard nothing
        with program.presence.doing("item 7"):
            program.presence.beat()
            assert program.presence.identity == old
        program.presence.beat()
        assert program.presence.identity != old
        assert [beat.worker for beat in store.heartbeats.all()] == [program.presence.identity]
        assert program.drain(generation.name) == 1
        [again] = store.ledger.lease(program.presence.identity)
        assert again.item.id == taken.item.id
        assert (again.item.attempts, again.item.losses) == (1, 0)


def paper_versions(store: Store) -> dict[str, int]:
    return {state.id: state.version for batch in store.papers.walk() for state in batch}


def test_a_worker_whose_work_stands_still_leaves(tmp_path: Path, watch: Watch) -> None:
    with opened_program(Settings(tmp_path)) as opened:
        presence = Presence(opened.store, new_identity(), watch)
        program: Program = replace(opened, presence=presence)
        bugs: list[str] = []

        def beat() -> None:
            send_heartbeat(program, os.getppid(), lambda: bugs.append("left"))

        with presence.doing("item 1"):
            watch.now += program.settings.lease_limit_s
            beat()
            assert bugs == []
            watch.now += 1
            beat()
            assert bugs == ["left"]


def test_this_host_has_a_live_worker_only_while_one_of_its_own_sends_heartbeats(store: Store) -> None:
    assert not has_live_worker_here(store, silent_after_s=20)
    store.heartbeats.beat("another-host@4026531836:17:ab12cd34")
    assert not has_live_worker_here(store, silent_after_s=20)
    store.heartbeats.beat(new_identity())
    assert has_live_worker_here(store, silent_after_s=20)
    assert not has_live_worker_here(store, silent_after_s=-1)  # as if the heartbeat were overdue


def test_worker_check_exits_by_the_worker_of_this_host(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    command = ["--home", str(tmp_path), "worker", "--check"]
    assert run(command) == 1
    assert "No worker of this host" in capsys.readouterr().err
    with closing(open_store(Settings(tmp_path))) as opened:
        opened.heartbeats.beat(new_identity())
    assert run(command) == 0
