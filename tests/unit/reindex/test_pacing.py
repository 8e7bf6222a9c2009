"""A re-index keeps to its throttle, waits while it is paused, and says how fast it goes."""

from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from papersearch.errors import ConflictError, ParameterError
from papersearch.operations.pacing import Pace, is_held_back, measured_rate, read_pace, set_pace
from papersearch.paper import isoformat
from papersearch.settings import Settings
from papersearch.store import Store, open_store
from papersearch.store.jobs import JobState

NOW = datetime(2020, 1, 1, tzinfo=UTC)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with closing(open_store(Settings(tmp_path))) as opened:
        yield opened


def after(seconds: float) -> datetime:
    return NOW + timedelta(seconds=seconds)


@pytest.mark.parametrize(("seconds", "is_held"), [(0, True), (9.9, True), (10, False)])
def test_chunk_has_the_time_that_the_throttle_gives_it(seconds: float, is_held: bool) -> None:
    progress = {"last_chunk": {"at": isoformat(NOW), "papers": 1000}}
    assert is_held_back(Pace(throttle=100), progress, after(seconds)) is is_held


def test_without_a_throttle_nothing_is_held_back_and_a_pause_holds_everything() -> None:
    progress = {"last_chunk": {"at": isoformat(NOW), "papers": 1000}}
    assert not is_held_back(Pace(), progress, NOW)
    assert not is_held_back(Pace(throttle=1), {}, NOW)
    assert is_held_back(Pace(is_paused=True), {}, NOW)


def test_rate_and_remaining_time_follow_from_what_was_done() -> None:
    first = measured_rate({}, 0, 1000, NOW)
    assert (first["papers_per_s"], first["eta_s"]) == (None, None)
    later = measured_rate(first, 100, 1000, after(10))
    assert (later["papers_per_s"], later["eta_s"]) == (10.0, 90)
    assert measured_rate(later, 100, 1000, after(25))["eta_s"] is None


def test_pace_changes_while_the_job_runs_and_leaves_its_progress(store: Store) -> None:
    job = store.jobs.start("reindex", {"done": 3})
    set_pace(store, job.id, {"throttle": 50})
    changed = set_pace(store, job.id, {"paused": True})
    assert read_pace(changed.progress) == Pace(50, is_paused=True)
    assert changed.progress["done"] == 3
    assert read_pace(set_pace(store, job.id, {"throttle": None, "paused": False}).progress) == Pace()


@pytest.mark.parametrize("wrong", [{"throttle": 0}, {"throttle": True}, {"paused": 1}, {"speed": 3}])
def test_pace_that_is_none_is_refused(store: Store, wrong: dict[str, object]) -> None:
    job = store.jobs.start("reindex")
    with pytest.raises(ParameterError):
        set_pace(store, job.id, wrong)


def test_job_that_has_ended_has_no_pace(store: Store) -> None:
    job = store.jobs.start("reindex")
    store.jobs.end(job.id, JobState.DONE)
    with pytest.raises(ConflictError):
        set_pace(store, job.id, {"paused": True})
