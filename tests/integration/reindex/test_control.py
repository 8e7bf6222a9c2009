"""A re-index that a user slows down, pauses or cancels, and what it refuses, on a clock that the tests move."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from msgspec import structs

from papersearch.document import build_document
from papersearch.engine import Engine, IndexedVersion
from papersearch.job_progress import VerifyProgress
from papersearch.operations.job_views import cancel_job, start_reindex
from papersearch.operations.pacing import set_pace
from papersearch.paper import Paper
from papersearch.process.engines import open_engine
from papersearch.settings import Settings
from papersearch.store import open_store
from papersearch.store.generations import GenerationState
from papersearch.store.jobs import Job, JobState
from papersearch_ingest.indexing.first_generation import ensure_live_generation
from papersearch_ingest.reindex.steps import unfinished_generation
from papersearch_ingest.work.broker import NoHints
from papersearch_ingest.work.maintenance import run_waiting_job
from papersearch_ingest.work.presence import Presence, new_identity
from papersearch_ingest.work.program import Program
from tests.support.moving_clock import Clock
from tests.support.reindex_site import Site

PAPERS, CHUNK = 40, 5


@pytest.fixture
def site(tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    monkeypatch.setattr("papersearch_ingest.reindex.steps.CHUNK_SIZE", CHUNK)
    monkeypatch.setattr("papersearch_ingest.reindex.verification.PROGRESS_EVERY", 1)
    settings = Settings(tmp_path)
    with closing(open_store(settings, clock=clock)) as store, closing(open_engine(settings)) as engine:
        ensure_live_generation(store, engine)
        site = Site(store, engine)
        site.put(*(Paper(f"p_{number:03}", title=f"paper {number}") for number in range(PAPERS)))
        site.settle()
        yield site


def step_until_it_waits(site: Site) -> int:
    """Takes steps while there is something to do now; how many papers the new generation has then."""
    for _ in range(200):
        if not site.reindex().step():
            generation = unfinished_generation(site.store)
            assert generation is not None
            return len(site.indexed(generation.name))
    pytest.fail("the re-index does not wait")


def test_throttle_gives_each_chunk_its_time_and_may_be_changed_meanwhile(site: Site, clock: Clock) -> None:
    job = start_reindex(site.store)
    set_pace(site.store, job.id, {"throttle": 1})
    assert step_until_it_waits(site) == CHUNK
    clock.advance(CHUNK - 0.5)
    assert step_until_it_waits(site) == CHUNK
    clock.advance(0.5)
    assert step_until_it_waits(site) == 2 * CHUNK
    set_pace(site.store, job.id, {"throttle": 10})
    clock.advance(CHUNK / 10)
    assert step_until_it_waits(site) == 3 * CHUNK
    assert site.store.jobs.get(job.id).progress.done == 3 * CHUNK
    set_pace(site.store, job.id, {"throttle": None})
    assert site.finish(site.store.jobs.get(job.id)).state == JobState.DONE
    assert site.indexed() == site.stored()


def test_paused_re_index_takes_writes_and_goes_on_where_it_was(site: Site, clock: Clock) -> None:
    before = site.engine.live_generation()
    job = start_reindex(site.store)
    site.reindex().step()
    site.reindex().step()
    set_pace(site.store, job.id, {"paused": True})
    assert step_until_it_waits(site) == CHUNK
    clock.advance(86_400)
    site.put(Paper("p_new", title="written meanwhile"))
    site.delete("p_039")
    assert step_until_it_waits(site) == CHUNK + 1
    site.settle()
    assert site.indexed() == site.stored()
    assert site.engine.live_generation() == before
    set_pace(site.store, job.id, {"paused": False})
    ended = site.finish(job)
    assert (ended.state, ended.progress.done) == (JobState.DONE, ended.progress.total)
    assert site.engine.live_generation() != before
    assert site.indexed() == site.stored()


def test_re_index_that_is_paused_while_it_verifies_is_not_promoted(site: Site) -> None:
    before = site.engine.live_generation()
    job = start_reindex(site.store)
    site.step_until(GenerationState.VERIFYING)
    set_pace(site.store, job.id, {"paused": True})
    assert not site.reindex().step()
    assert site.engine.live_generation() == before
    set_pace(site.store, job.id, {"paused": False})
    assert site.finish(job).state == JobState.DONE


def test_recent_search_that_is_answered_otherwise_refuses_the_promotion(site: Site) -> None:
    before = site.engine.live_generation()
    site.store.searches.record("paper")
    site.store.searches.record('"paper 3"')
    site.store.searches.record("(")
    job = start_reindex(site.store)
    site.step_until(GenerationState.BUILDING)
    plant_silent_corruption(site, [f"p_{number:03}" for number in range(10)])
    ended = site.finish(job)
    assert ended.state == JobState.FAILED
    assert "recent searches give different numbers of results" in (ended.error or "")
    assert ended.progress.verified.equal
    wrong = {canary.query: (canary.before, canary.after) for canary in ended.progress.canaries}
    assert wrong == {"paper": (PAPERS, PAPERS - 10), '"paper 3"': (1, 0)}
    assert site.engine.live_generation() == before
    assert site.finish(start_reindex(site.store)).state == JobState.DONE


def plant_silent_corruption(site: Site, papers: list[str]) -> None:
    """Documents of another text in the new generation, whose version and hash are those of the right ones."""
    generation = unfinished_generation(site.store)
    assert generation is not None
    planted = []
    for name in papers:
        paper = site.store.papers.find(name)
        assert paper is not None
        right = build_document(paper)
        planted.append(
            structs.replace(
                build_document(structs.replace(paper, title="something else")), content_hash=right.content_hash
            )
        )
    site.engine.apply(generation.name, planted)


def test_disk_without_room_for_a_second_index_refuses_the_re_index(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    before = site.engine.live_generation()
    size = next(found.size_bytes for found in site.engine.generations())
    monkeypatch.setattr(type(site.engine), "free_bytes", lambda _self: size)
    ended = site.finish(start_reindex(site.store))
    assert ended.state == JobState.FAILED
    assert "free" in (ended.error or "")
    assert [found.name for found in site.engine.generations()] == [before]
    assert [one.name for one in site.store.generations.all()] == [before]
    monkeypatch.setattr(type(site.engine), "free_bytes", lambda _self: 2 * size)
    assert site.finish(start_reindex(site.store)).state == JobState.DONE


class CancelledMeanwhile:
    """An engine in the middle of whose list of documents a user cancels the job."""

    def __init__(self, site: Site, job: Job, after: int) -> None:
        self._site, self._job, self._after = site, job, after
        self.read = 0

    def __getattr__(self, name: str) -> Any:
        return getattr(self._site.engine, name)

    def indexed_versions(self, generation: str) -> Iterator[IndexedVersion]:
        for found in self._site.engine.indexed_versions(generation):
            self.read += 1
            if self.read == self._after:
                cancel_job(self._site.store, self._job.id)
            yield found


def test_verification_that_is_cancelled_midway_ends_there(site: Site) -> None:
    job = site.store.jobs.start(VerifyProgress(repair=True))
    engine: Any = CancelledMeanwhile(site, job, after=7)
    presence = Presence(site.store, new_identity())
    program = Program(site.store.settings, site.store, engine, NoHints(), presence)
    assert run_waiting_job(program, VerifyProgress)
    ended = site.store.jobs.get(job.id)
    assert (ended.state, ended.error) == (JobState.CANCELLED, None)
    assert 7 <= engine.read < PAPERS
    again = site.store.jobs.start(VerifyProgress(repair=True))
    assert run_waiting_job(replace(program, engine=site.engine), VerifyProgress)
    assert site.store.jobs.get(again.id).progress.equal


@pytest.mark.parametrize("after", [1, PAPERS])
def test_re_index_that_is_cancelled_while_it_verifies_is_not_promoted(site: Site, after: int) -> None:
    real, before = site.engine, site.engine.live_generation()
    job = start_reindex(site.store)
    site.step_until(GenerationState.VERIFYING)
    engine: Any = CancelledMeanwhile(Site(site.store, real), job, after)
    cancelling = Site(site.store, engine)
    assert cancelling.finish(job).state == JobState.CANCELLED
    assert engine.read == after
    assert site.engine.live_generation() == before
    assert_only(site.engine, before)
    assert [one.name for one in site.store.generations.all()] == [before]


def assert_only(engine: Engine, name: str) -> None:
    assert [found.name for found in engine.generations()] == [name]
