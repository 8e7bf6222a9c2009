"""What workers do over and over: left out while there is nothing new to look at."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from papersearch.settings import Settings
from papersearch.store import Store, open_store
from papersearch.work_items import IngestRun
from papersearch_ingest.work import periodic
from papersearch_ingest.work.periodic import WhenChanged


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with closing(open_store(Settings(tmp_path))) as opened:
        yield opened


class Work:
    """So many pieces of work, and how often it was looked for."""

    def __init__(self, pieces: int = 0) -> None:
        self.pieces, self.looks = pieces, 0

    def __call__(self) -> bool:
        self.looks += 1
        self.pieces -= 1
        return self.pieces >= 0


def test_store_that_stays_as_it_is_is_looked_through_once(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(periodic, "LONGEST_IDLE_S", 1e6)
    work = Work()
    action = WhenChanged(store, work)
    assert [action() for _ in range(5)] == [False] * 5
    assert work.looks == 1
    store.ledger.submit(IngestRun(), [])
    action()
    assert work.looks == 2


def test_work_goes_on_until_none_is_left(store: Store) -> None:
    work = Work(pieces=3)
    action = WhenChanged(store, work)
    assert [action() for _ in range(4)] == [True, True, True, False]


def test_change_while_it_is_looked_through_is_not_missed(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(periodic, "LONGEST_IDLE_S", 1e6)
    looks: list[int] = []

    def look() -> bool:
        if not looks:
            store.ledger.submit(IngestRun(), [])
        looks.append(1)
        return False

    action = WhenChanged(store, look)
    assert [action(), action(), action()] == [False] * 3
    assert len(looks) == 2


def test_what_is_due_at_a_time_is_looked_for_in_the_end(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(periodic, "LONGEST_IDLE_S", 0.0)
    work = Work()
    action = WhenChanged(store, work)
    action()
    action()
    assert work.looks == 2


def test_store_that_does_not_tell_is_always_looked_through(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(periodic, "LONGEST_IDLE_S", 1e6)
    monkeypatch.setattr(Store, "change_mark", lambda _self: None)
    work = Work()
    action = WhenChanged(store, work)
    action()
    action()
    assert work.looks == 2
