"""What is kept for a while only is forgotten after it, and nothing else: on both databases."""

import hashlib
import io
import os
from datetime import timedelta
from typing import Any

import msgspec
import pytest

from papersearch.errors import NotFoundError
from papersearch.job_progress import VerifyProgress, WriteProgress
from papersearch.operations.intake import API_LOCATION, Request, accept, replay_rejects
from papersearch.operations.job_views import settle_jobs
from papersearch.store import Store
from papersearch.store.jobs import Job, JobState
from papersearch.store.ledger import NewItem
from papersearch.work_items import Action, IngestRun, PaperWrite
from papersearch_ingest.sources.submission import submit
from papersearch_ingest.work.broker import NoHints
from papersearch_ingest.work.draining import drain
from papersearch_ingest.work.maintenance import delete_expired
from papersearch_ingest.work.presence import Presence, new_identity
from papersearch_ingest.work.program import Program
from tests.support.engine_in_memory import EngineInMemory
from tests.support.moving_clock import Clock

DAY_S = timedelta(days=1).total_seconds()


class Site:
    """A store with its engine, whose clock stands still until it is told to move."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self.store, self.clock = store, clock
        engine: Any = EngineInMemory()
        self.program = Program(store.settings, store, engine, NoHints(), Presence(store, new_identity()))

    def write(self, *lines: dict[str, Any], request: Request | None = None) -> Job:
        """A bulk by API, done; its job."""
        item = NewItem(API_LOCATION, self.blob_of(*lines), work=PaperWrite(Action.BULK))
        job = accept(self.store, item, lambda run: WriteProgress(run=run, total=len(lines)), request).job
        self.work()
        return job

    def blob_of(self, *lines: dict[str, Any]) -> str:
        """The bytes of a bulk, kept as those of a request are."""
        return self.store.blobs.put(io.BytesIO(b"\n".join(map(msgspec.json.encode, lines)))).sha256

    @staticmethod
    def blob_name(*lines: dict[str, Any]) -> str:
        return hashlib.sha256(b"\n".join(map(msgspec.json.encode, lines))).hexdigest()

    def make_blobs_old(self) -> None:
        """As if each had been put when the clock stood at its beginning."""
        for path in (self.store.settings.home / "raw").glob("*/*"):
            os.utime(path, (0, 0))

    def work(self) -> None:
        assert drain(self.store, self.program.engine, Presence(self.store, new_identity()))
        settle_jobs(self.store)

    def results(self, job: Job) -> int:
        return len(self.store.write_results.of_run(job.progress.run))

    def jobs(self) -> set[int]:
        return {job.id for job in self.store.jobs.page()}

    def prune_after(self, days: float) -> None:
        self.clock.advance(days * DAY_S)
        delete_expired(self.program)


@pytest.fixture
def site(store: Store, clock: Clock) -> Site:
    return Site(store, clock)


def test_write_by_api_is_forgotten_after_a_month_and_its_papers_stay(site: Site) -> None:
    old, newer = site.write({"title": "Alpha nets"}), site.write({"title": "Beta nets"})
    site.prune_after(29)
    assert (site.results(old), site.jobs()) == (1, {old.id, newer.id})
    site.clock.advance(-10 * DAY_S)
    latest = site.write({"title": "Gamma nets"})
    site.prune_after(15)
    assert [site.results(job) for job in (old, newer, latest)] == [0, 0, 1]
    assert site.jobs() == {latest.id}
    assert site.store.runs.recent() == [latest.progress.run]
    assert site.store.papers.count() == 3


def test_bytes_of_a_forgotten_write_go_where_nothing_needs_them_any_more(site: Site) -> None:
    blobs, lines = site.store.blobs, ({"title": "Alpha nets"}, {"title": "Beta nets"})
    site.write(lines[0])
    site.write(lines[1])
    kept = NewItem("papers.jsonl", site.blob_of(lines[1]))
    site.store.ledger.submit(IngestRun(), [kept])
    site.make_blobs_old()
    site.prune_after(31)
    with pytest.raises(NotFoundError):
        blobs.existing_path(site.blob_name(lines[0]))
    assert blobs.existing_path(site.blob_name(lines[1]))


def test_bytes_that_came_again_today_stay(site: Site) -> None:
    line = {"title": "Alpha nets"}
    site.write(line)
    site.make_blobs_old()
    site.blob_of(line)
    site.prune_after(31)
    assert site.store.blobs.existing_path(site.blob_name(line))


def test_source_stays_in_the_ledger_however_old_it_is(site: Site) -> None:
    source = site.store.settings.home / "papers.jsonl"
    source.parent.mkdir(exist_ok=True)
    source.write_text('{"title": "Alpha nets"}')
    run = submit(site.store, [str(source)])
    site.work()
    site.prune_after(400)
    assert site.store.runs.get(run).records == 1


def test_rejected_line_can_be_tried_again_after_a_year(site: Site) -> None:
    job = site.write({"titel": "Alpha nets"})
    site.prune_after(365)
    (reject,) = site.store.rejects.of_run(job.progress.run)
    assert replay_rejects(site.store, [reject.id])[1] is not None
    site.work()
    site.prune_after(365)
    assert site.store.rejects.get(reject.id + 1).line == 1


def test_write_that_is_not_done_stays(site: Site) -> None:
    item = NewItem(API_LOCATION, None, work=PaperWrite(Action.PUT, "p_zzzzzzzzzzzz", None, {"title": "x"}))
    job = accept(site.store, item, lambda run: WriteProgress(run=run, total=1)).job
    site.prune_after(365)
    assert site.store.jobs.get(job.id).state == JobState.RUNNING
    assert len(site.store.runs.get(job.progress.run).items) == 1


def test_key_is_answered_for_a_day_and_its_job_kept_as_long(site: Site) -> None:
    job = site.write({"title": "Alpha nets"}, request=Request(1, "k", "hash"))
    site.write({"title": "Beta nets"})
    assert site.store.history.forget_jobs(site.clock()) == 0
    site.prune_after(0.5)
    found = site.store.idempotency_keys.find(1, "k")
    assert found is not None
    assert found.job == job.id
    site.prune_after(1)
    assert site.store.idempotency_keys.find(1, "k") is None
    assert site.store.history.forget_jobs(site.clock()) == 1


def test_last_verification_is_remembered(site: Site) -> None:
    jobs, ids = site.store.jobs, []
    for state in (JobState.DONE, JobState.DONE, JobState.FAILED):
        ids.append(jobs.start(VerifyProgress()).id)
        jobs.end(ids[-1], state)
    site.prune_after(365)
    assert site.jobs() == {ids[1]}


def test_searches_of_a_month_are_kept(site: Site) -> None:
    site.store.searches.record("old")
    site.clock.advance(20 * DAY_S)
    site.store.searches.record("new")
    site.prune_after(15)
    assert site.store.searches.recent() == ["new"]


def test_more_than_fits_into_one_piece_is_forgotten(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("papersearch.store.retention.PIECE", 3)
    for number in range(10):
        site.store.searches.record(f"query {number}")
    assert site.store.history.forget_searches(site.clock()) == 10


def test_one_process_prunes_at_a_time(site: Site) -> None:
    site.store.searches.record("old")
    other = Presence(site.store, new_identity())
    site.clock.advance(365 * DAY_S)
    assert other.lead("pruning")
    delete_expired(site.program)
    assert site.store.searches.recent() == ["old"]
