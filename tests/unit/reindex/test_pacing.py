"""A re-index keeps to its throttle, waits while it is paused, and says how fast it goes."""

from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from papersearch.errors import ConflictError, ParameterError
from papersearch.job_progress import QueuedChunk, ReindexProgress, VerifyProgress
from papersearch.operations.pacing import is_held_back, measured_progress, set_pace
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


LAST_CHUNK = QueuedChunk(NOW, 1000)


@pytest.mark.parametrize(("seconds", "is_held"), [(0, True), (9.9, True), (10, False)])
def test_chunk_has_the_time_that_the_throttle_gives_it(seconds: float, is_held: bool) -> None:
    assert is_held_back(ReindexProgress(throttle=100, last_chunk=LAST_CHUNK), after(seconds)) is is_held


def test_without_a_throttle_nothing_is_held_back_and_a_pause_holds_everything() -> None:
    assert not is_held_back(ReindexProgress(last_chunk=LAST_CHUNK), NOW)
    assert not is_held_back(ReindexProgress(throttle=None, last_chunk=LAST_CHUNK), NOW)
    assert not is_held_back(ReindexProgress(throttle=1), NOW)
    assert is_held_back(ReindexProgress(paused=True), NOW)


def test_rate_and_remaining_time_follow_from_what_was_done() -> None:
    first = measured_progress(ReindexProgress(), 0, 1000, NOW)
    assert (first.papers_per_s, first.eta_s) == (None, None)
    later = measured_progress(first, 100, 1000, after(10))
    assert (later.papers_per_s, later.eta_s) == (10.0, 90)
    assert measured_progress(later, 100, 1000, after(25)).eta_s is None


def test_pace_changes_while_the_job_runs_and_leaves_its_progress(store: Store) -> None:
    job = store.jobs.start(ReindexProgress(done=3))
    set_pace(store, job.id, {"throttle": 50})
    changed = set_pace(store, job.id, {"paused": True}).progress
    assert (changed.throttle, changed.paused, changed.done) == (50, True, 3)
    back = set_pace(store, job.id, {"throttle": None, "paused": False}).progress
    assert (back.throttle, back.paused, back.done) == (None, False, 3)


def test_report_leaves_the_pace_that_a_user_set_meanwhile(store: Store) -> None:
    job = store.jobs.start(ReindexProgress(throttle=50))
    report = measured_progress(job.progress, 100, 1000, NOW)
    set_pace(store, job.id, {"throttle": None, "paused": True})
    reported = store.jobs.adjust(job.id, report).progress
    assert (reported.throttle, reported.paused, reported.done) == (None, True, 100)


@pytest.mark.parametrize("wrong", [{"throttle": 0}, {"throttle": True}, {"paused": 1}, {"speed": 3}])
def test_pace_that_is_none_is_refused(store: Store, wrong: dict[str, object]) -> None:
    job = store.jobs.start(ReindexProgress())
    with pytest.raises(ParameterError):
        set_pace(store, job.id, wrong)


def test_job_that_has_ended_has_no_pace(store: Store) -> None:
    job = store.jobs.start(ReindexProgress())
    store.jobs.end(job.id, JobState.DONE)
    with pytest.raises(ConflictError):
        set_pace(store, job.id, {"paused": True})


def test_only_a_re_index_has_a_pace(store: Store) -> None:
    job = store.jobs.start(VerifyProgress())
    with pytest.raises(ConflictError, match="only a re-index"):
        set_pace(store, job.id, {"paused": True})
