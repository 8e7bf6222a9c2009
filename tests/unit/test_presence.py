"""How long a worker's work has stood still, and that it leaves when that is too long."""

import os
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from papersearch.settings import Settings
from papersearch.store import Store, open_store
from papersearch_ingest.presence import Presence, new_identity
from papersearch_ingest.program import Program, opened_program
from papersearch_ingest.worker import give_sign_of_life


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
    assert presence.standstill_s() == 0
    with presence.doing("item 1"):
        watch.now += 5
    watch.now += 500
    assert presence.standstill_s() == 0


def test_standstill_counts_from_the_last_progress(presence: Presence, watch: Watch) -> None:
    watch.now += 500
    with presence.doing("item 1"):
        assert presence.standstill_s() == 0
        watch.now += 20
        assert presence.standstill_s() == 20
        presence.advance()
        watch.now += 3
        assert presence.standstill_s() == 3


def test_a_worker_whose_work_stands_still_leaves(tmp_path: Path, watch: Watch) -> None:
    with opened_program(Settings(tmp_path)) as opened:
        presence = Presence(opened.store, new_identity(), watch)
        program: Program = replace(opened, presence=presence)
        bugs: list[str] = []

        def beat() -> None:
            give_sign_of_life(program, os.getppid(), lambda: bugs.append("left"))

        with presence.doing("item 1"):
            watch.now += program.settings.lease_limit_s
            beat()
            assert bugs == []
            watch.now += 1
            beat()
            assert bugs == ["left"]
