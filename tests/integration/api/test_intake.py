"""Writes of papers by API, from the ledger to the index, without HTTP: order, identity, what is refused."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec
import pytest

from papersearch.errors import ConflictError, NotFoundError, QueueFullError
from papersearch.job_progress import WriteProgress
from papersearch.operations.intake import (
    API_LOCATION,
    Request,
    accept,
    replay_rejects,
    request_hash,
)
from papersearch.operations.job_views import cancel_job, current, is_searchable, settle_jobs
from papersearch.settings import Settings
from papersearch.store import Store, open_store
from papersearch.store.jobs import Job, JobState
from papersearch.store.ledger import NewItem
from papersearch.store.write_results import WriteResult
from papersearch.work_items import Action, PaperWrite
from papersearch_ingest.sources.submission import submit
from papersearch_ingest.work import draining
from papersearch_ingest.work.draining import drain, work_once
from papersearch_ingest.work.presence import Presence, new_identity
from tests.support.engine_in_memory import EngineInMemory
from tests.support.moving_clock import Clock


def one_write(run: int) -> WriteProgress:
    return WriteProgress(run=run, total=1)


class Site:
    """A store and an engine in memory, and writes as the API makes them."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.engine = EngineInMemory()

    def accept(self, write: PaperWrite, blob: str | None = None, request: Request | None = None) -> Job:
        item = NewItem(API_LOCATION, blob, work=write)
        return accept(self.store, item, lambda run: WriteProgress(run=run, action=write.action, total=1), request).job

    def put(self, paper: str, if_version: int | None = None, **body: Any) -> Job:
        return self.accept(PaperWrite(Action.PUT, paper, if_version, body))

    def delete(self, paper: str, if_version: int | None = None) -> Job:
        return self.accept(PaperWrite(Action.DELETE, paper, if_version))

    def bulk(self, *lines: Mapping[str, Any] | str) -> Job:
        import io

        text = b"\n".join(line.encode() if isinstance(line, str) else msgspec.json.encode(line) for line in lines)
        return self.accept(PaperWrite(Action.BULK), self.store.blobs.put(io.BytesIO(text)).sha256)

    def work(self) -> None:
        assert drain(self.store, self.engine, Presence(self.store, new_identity()))

    def results(self, job: Job) -> list[WriteResult]:
        self.work()
        return self.store.write_results.of_run(job.progress.run)

    def titles(self) -> dict[str, str]:
        return {name: document.body["title"] for name, document in self.engine.papers().items()}


@pytest.fixture
def site(store: Store) -> Site:
    return Site(store)


@pytest.fixture
def paper(site: Site) -> str:
    found = site.results(site.bulk({"title": "Alpha nets", "authors": ["Ada Lovelace"], "year": 2019}))[0].paper
    assert found
    return found


def test_each_line_of_a_bulk_has_its_result(site: Site) -> None:
    job = site.bulk({"title": "Alpha nets"}, {"titel": "Beta"}, "", {"title": "Gamma trees"}, "no json")
    outcomes = [(each.line, each.outcome, each.paper is None) for each in site.results(job)]
    assert outcomes == [(1, "added", False), (2, "rejected", True), (4, "added", False), (5, "rejected", True)]
    assert [each.line for each in site.store.rejects.of_run(job.progress.run)] == [2, 5]
    ended = current(site.store, site.store.jobs.get(job.id))
    assert (ended.state, ended.progress.figures.added, ended.progress.figures.rejected) == (JobState.DONE, 2, 2)


def test_second_line_about_one_paper_is_refused(site: Site, paper: str) -> None:
    job = site.bulk({"id": paper, "title": "One"}, {"id": paper, "title": "Two"})
    assert [each.outcome for each in site.results(job)] == ["updated", "rejected"]
    assert site.titles() == {paper: "One"}


def test_put_replaces_what_the_api_said_before_under_the_same_id(site: Site, paper: str) -> None:
    job = site.put(paper, title="Beta nets", year=2020)
    assert site.results(job) == [WriteResult(1, paper, "updated")]
    assert site.titles() == {paper: "Beta nets"}
    assert site.store.papers.get([paper])[0].authors == ()  # type: ignore[union-attr]
    assert site.store.records.count() == 1
    assert site.results(site.put(paper, title="Beta nets", year=2020))[0].outcome == "unchanged"


def test_the_same_bulk_again_changes_nothing_and_a_changed_line_is_an_update(site: Site, paper: str) -> None:
    line = {"title": "Alpha nets", "authors": ["Ada Lovelace"], "year": 2019}
    assert site.results(site.bulk(line))[0].outcome == "unchanged"
    assert site.results(site.bulk(line | {"abstract": "New."})) == [WriteResult(1, paper, "updated")]


def test_writes_of_one_paper_are_done_in_their_order_and_never_side_by_side(site: Site, paper: str) -> None:
    site.put(paper, title="First")
    site.put(paper, title="Second")
    held = site.store.ledger.lease("one", limit=10)
    assert [lease.item.work.body["title"] for lease in held] == ["First"]
    assert site.store.ledger.lease("two") == []
    assert site.store.ledger.due() == []
    site.store.ledger.release(held[0])
    site.work()
    assert site.titles() == {paper: "Second"}


def test_deleted_paper_comes_back_by_a_later_write_only(site: Site, paper: str) -> None:
    site.put(paper, title="Alpha nets", year=2019)
    deleted = site.delete(paper)
    late = site.put(paper, title="Too late")
    again = site.bulk({"title": "Alpha nets", "authors": ["Ada Lovelace"], "year": 2019})
    site.work()
    store = site.store
    assert store.write_results.of_run(deleted.progress.run) == [WriteResult(1, paper, "deleted")]
    assert store.write_results.of_run(late.progress.run)[0].outcome == NotFoundError.code
    assert store.write_results.of_run(again.progress.run) == [WriteResult(1, paper, "added")]
    failed = current(store, store.jobs.get(late.id))
    assert (failed.state, failed.error) == (JobState.FAILED, f"There is no paper {paper}.")


def test_write_of_a_version_that_has_gone_is_refused_when_it_is_applied(site: Site, paper: str) -> None:
    site.put(paper, if_version=1, title="Mine")
    other = site.put(paper, if_version=1, title="Also mine")
    assert site.results(other)[0].outcome == "precondition_failed"
    assert site.titles() == {paper: "Mine"}


def test_other_sources_words_stay_beside_the_apis(site: Site, paper: str) -> None:
    from papersearch_ingest.sources.submission import submit

    source = site.store.settings.home / "papers.jsonl"
    source.write_text('{"title": "Alpha nets", "authors": ["Ada Lovelace"], "year": 2019, "abstract": "From a file."}')
    submit(site.store, [str(source)])
    site.results(site.put(paper, title="Alpha networks"))
    found = site.store.papers.get([paper])[0]
    assert found
    assert (found.title, found.abstract, found.provenance["title"]) == ("Alpha networks", "From a file.", "api")


def test_one_idempotency_key_makes_one_job(site: Site, paper: str) -> None:
    first = Request(1, "k", request_hash(b"PUT", b"a"))
    item = NewItem(API_LOCATION, None, work=PaperWrite(Action.PUT, paper, None, {"title": "x"}))
    done = [accept(site.store, item, one_write, first) for _ in range(2)]
    assert done[0].answer == done[1].answer
    assert [each.is_repeated for each in done] == [False, True]
    with pytest.raises(ConflictError):
        accept(site.store, item, one_write, first._replace(request_hash="other"))
    assert accept(site.store, item, one_write, first._replace(owner=2)).job.id != done[0].job.id


def test_full_queue_takes_no_more_and_forgets_nothing(store_settings: Settings, clock: Clock) -> None:
    from dataclasses import replace

    store = open_store(replace(store_settings, queue_limit=2), clock=clock)
    site = Site(store)
    site.bulk({"title": "One"})
    site.bulk({"title": "Two"})
    with pytest.raises(QueueFullError):
        site.bulk({"title": "Three"})
    site.work()
    site.bulk({"title": "Three"})
    site.work()
    assert sorted(site.titles().values()) == ["One", "Three", "Two"]
    store.close()


def test_cancelled_write_is_not_done(site: Site, paper: str) -> None:
    job = cancel_job(site.store, site.put(paper, title="Never").id)
    assert job.state == JobState.CANCELLED
    site.work()
    assert site.titles() == {paper: "Alpha nets"}
    with pytest.raises(ConflictError):
        cancel_job(site.store, job.id)


def test_replay_of_a_rejected_line_leaves_newer_writes_alone(site: Site, paper: str) -> None:
    job = site.bulk({"id": paper, "title": "Old"}, {"titel": "bad"})
    site.work()
    site.put(paper, title="New")
    site.work()
    reject = site.store.rejects.of_run(job.progress.run)[0]
    count, run, _ = replay_rejects(site.store, [reject.id])
    assert (count, run is not None) == (1, True)
    site.work()
    assert site.titles() == {paper: "New"}
    assert site.store.rejects.count() == 1


def test_job_that_ends_while_it_is_looked_at_tells_all_that_was_done(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    def is_searchable_by_now(store: Store, run: int | None = None) -> bool:
        site.work()
        return is_searchable(store, run)

    job = site.bulk({"title": "Alpha nets"})
    monkeypatch.setattr("papersearch.operations.job_views.is_searchable", is_searchable_by_now)
    ended = current(site.store, job)
    assert (ended.state, ended.progress.figures.added, ended.progress.figures.done) == (JobState.DONE, 1, 1)


def test_jobs_end_although_nobody_asks(site: Site, paper: str) -> None:
    job = site.put(paper, title="x")
    site.work()
    settle_jobs(site.store)
    assert site.store.jobs.get(job.id).state == JobState.DONE


def submit_three_sources(site: Site, folder: Path) -> None:
    """Each of one paper, `Read 0` to `Read 2`."""
    for number in range(3):
        path = folder / f"{number}.bib"
        path.write_text(f"@article{{x{number}, title={{Read {number}}}}}")
        submit(site.store, [str(path)])


def test_write_does_not_wait_for_the_sources_that_come_after_it(
    site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(draining, "TOGETHER_S", 0.0)
    site.bulk({"title": "Written"})
    submit_three_sources(site, tmp_path)
    presence = Presence(site.store, new_identity())
    assert work_once(site.store, site.engine, presence)
    assert set(site.titles().values()) == {"Written"}
    assert work_once(site.store, site.engine, presence)
    assert set(site.titles().values()) == {"Written", "Read 0", "Read 1", "Read 2"}


def test_worker_that_is_to_stop_takes_no_further_source(site: Site, tmp_path: Path) -> None:
    submit_three_sources(site, tmp_path)
    assert work_once(site.store, site.engine, Presence(site.store, new_identity()), should_stop=lambda: True)
    assert set(site.titles().values()) == {"Read 0"}
