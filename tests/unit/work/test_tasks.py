"""What a Celery task does with an item when its store goes away in the middle."""

from pathlib import Path
from typing import NoReturn

import pytest

from papersearch.errors import StoreUnavailableError
from papersearch.settings import Settings
from papersearch.store.ledger import ItemState
from papersearch_ingest.sources.submission import submit
from papersearch_ingest.work import tasks
from papersearch_ingest.work.program import Program, opened_program


def leased_item(program: Program, folder: Path) -> tasks.Lease:
    source = folder / "paper.jsonl"
    source.write_text('{"title": "A paper", "year": 2020}')
    submit(program.store, [str(source)])
    (lease,) = program.store.ledger.lease(program.presence.identity)
    return lease


def test_item_is_given_back_when_the_store_was_away(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def go_away(*_: object, **__: object) -> NoReturn:
        raise StoreUnavailableError("The store does not answer.")

    monkeypatch.setattr(tasks, "process_item", go_away)
    with opened_program(Settings(tmp_path)) as program:
        lease = leased_item(program, tmp_path)
        tasks.work_on(program, lease)
        item = program.store.ledger.get(lease.item.id)
    assert (item.state, item.attempts) == (ItemState.PENDING, 0)


def test_item_that_another_has_taken_meanwhile_is_left_to_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A worker that was stopped within a transaction finds its connection closed, and its lease gone."""
    with opened_program(Settings(tmp_path)) as program:
        lease = leased_item(program, tmp_path)
        ledger = program.store.ledger

        def lose_the_lease(*_: object, **__: object) -> NoReturn:
            ledger.release_lost([program.presence.identity])
            ledger.lease("another")
            raise StoreUnavailableError("The store has closed the connection.")

        monkeypatch.setattr(tasks, "process_item", lose_the_lease)
        tasks.work_on(program, lease)
        assert ledger.holders() == {"another"}
