"""The re-index on real engines: each state survives a kill, writes go on, what differs is found, roll back is whole."""

import itertools
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import msgspec
import pytest
from msgspec import structs
from sqlalchemy import column, table

from papersearch.document import build_document
from papersearch.engine import IndexedVersion, Tombstone
from papersearch.errors import ConflictError, LeaseLostError, NotFoundError
from papersearch.job_progress import Difference, ReindexProgress
from papersearch.operations.job_views import start_reindex
from papersearch.paper import Paper, paper_to_json
from papersearch.query.nodes import Everything
from papersearch.settings import Settings
from papersearch.store import Parts
from papersearch.store.database import connect, utc_now
from papersearch.store.generations import GenerationState
from papersearch.store.jobs import JobState
from papersearch_ingest.reindex.steps import (
    drop_generation,
    reindex_needed,
    rollback,
    unfinished_generation,
)
from papersearch_ingest.reindex.verification import verify, verify_and_repair
from tests.support.reindex_site import Site, filled_site
from tests.support.workers import private_prefix, wait_until


@pytest.fixture(params=["embedded", "elasticsearch", "postgresql"])
def site(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Site]:
    settings = Settings(home=tmp_path, keep_generation_s=0.0)
    if request.param == "postgresql":
        settings = replace(settings, store_url=request.getfixturevalue("postgres_schema"))
    if request.param == "elasticsearch":
        url = request.getfixturevalue("elasticsearch_url")
        settings = replace(settings, engine_url=url, index_prefix=private_prefix(), engine_timeout_s=30.0)
    with filled_site(settings) as found:
        yield found


def test_first_generation_shows_what_is_written_without_being_asked_to(site: Site) -> None:
    site.put(Paper("p_new", title="new"))
    assert site.drain(site.engine.live_generation()) == 1
    wait_until(lambda: site.engine.count([Everything()]) == [21], "the paper is found")


def test_new_generation_holds_what_the_old_one_held(site: Site) -> None:
    before = site.engine.live_generation()
    site.delete("p_004")
    job = site.finish(start_reindex(site.store))
    assert job.state == JobState.DONE
    assert job.progress.done == job.progress.total
    assert site.engine.live_generation() == job.progress.generation != before
    assert site.indexed() == site.stored()
    assert len(site.indexed()) == 19


def test_writes_without_a_pause_do_not_keep_a_re_index_from_its_end(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Goes red when a step waits until nothing is queued: on a busy machine there is always one more."""
    drain, numbers = site.drain, itertools.count()

    def drain_behind_a_writer(generation: str) -> int:
        site.put(Paper(f"p_busy_{next(numbers)}", title="busy"))
        return drain(generation)

    monkeypatch.setattr(site, "drain", drain_behind_a_writer)
    assert site.finish(start_reindex(site.store)).state == JobState.DONE
    monkeypatch.undo()
    site.settle()
    assert site.indexed() == site.stored()


@pytest.mark.parametrize("state", [GenerationState.BUILDING, GenerationState.CATCHING_UP, GenerationState.VERIFYING])
def test_writes_in_every_state_reach_both_generations(site: Site, state: GenerationState) -> None:
    before = site.engine.live_generation()
    job = start_reindex(site.store)
    site.step_until(state)
    site.put(Paper("p_new", title="new"), Paper("p_003", title="changed"))
    site.delete("p_005")
    assert site.engine.live_generation() == before
    site.finish(job)
    site.settle()
    assert site.indexed() == site.stored()
    assert site.indexed(before) == site.stored()
    assert "p_005" not in site.indexed()


def test_killed_between_the_swap_and_writing_it_down_it_goes_on(site: Site) -> None:
    job = start_reindex(site.store)
    site.step_until(GenerationState.VERIFYING)
    new = unfinished_generation(site.store)
    assert new is not None
    site.settle()
    site.engine.promote(new.name)  # and here the process dies
    assert site.finish(job).state == JobState.DONE
    live = site.store.generations.live()
    assert live is not None
    assert live.name == site.engine.live_generation() == new.name


def test_who_has_lost_the_lease_moves_no_alias(site: Site) -> None:
    """Goes red when the alias is moved before the lease is proved: nothing would be lost, but two would be swapping."""
    start_reindex(site.store)
    site.step_until(GenerationState.VERIFYING)
    before = site.engine.live_generation()

    def refuse(_inside: Parts) -> None:
        raise LeaseLostError("another has it")

    with pytest.raises(LeaseLostError):
        replace(site.reindex(), prove=refuse).step()
    assert site.engine.live_generation() == before


def test_killed_after_creating_the_index_no_orphan_stays(site: Site) -> None:
    orphan = f"{site.store.settings.index_prefix}-000002"
    site.engine.create(orphan)  # and here the process died
    site.finish(start_reindex(site.store))
    site.reindex().drop_expired()
    names = [found.name for found in site.engine.generations()]
    assert orphan not in names
    assert names == [one.name for one in site.store.generations.all()]


def test_second_request_is_told_of_the_running_one(site: Site) -> None:
    job = start_reindex(site.store)
    with pytest.raises(ConflictError) as caught:
        start_reindex(site.store)
    assert caught.value.blocking_id == str(job.id)


@pytest.mark.parametrize("state", [None, GenerationState.BUILDING, GenerationState.VERIFYING])
def test_cancelled_re_index_leaves_nothing_behind(site: Site, state: GenerationState | None) -> None:
    before = site.engine.live_generation()
    job = start_reindex(site.store)
    if state:
        site.step_until(state)
    site.store.jobs.cancel(job.id)
    assert site.finish(job).state == JobState.CANCELLED
    assert [found.name for found in site.engine.generations()] == [before]
    assert [one.name for one in site.store.generations.all()] == [before]
    start_reindex(site.store)


def plant_differences(site: Site, generation: str) -> None:
    """One paper each: missing, extra, stale, corrupt, and ahead; no write of the store's would undo them by itself."""
    old = {name: site.store.papers.find(name) for name in ("p_002", "p_003")}
    site.store.papers.put_many([structs.replace(paper, title="newer in the store") for paper in old.values() if paper])
    stale, corrupt = old["p_002"], site.store.papers.find("p_003")
    assert stale is not None
    assert corrupt is not None
    operations = [
        Tombstone("p_001", 2),
        build_document(Paper("p_extra", title="extra", version=3)),
        build_document(stale),
        build_document(structs.replace(corrupt, title="not what the store says")),
        build_document(Paper("p_006", title="ahead", version=9)),
    ]
    site.engine.apply(generation, operations)
    site.engine.refresh(generation)


PLANTED = {
    "p_001": Difference.MISSING,
    "p_002": Difference.STALE,
    "p_003": Difference.CORRUPT,
    "p_006": Difference.AHEAD,
    "p_extra": Difference.EXTRA,
}


def test_planted_differences_are_found_and_refused_without_repair(site: Site) -> None:
    before = site.engine.live_generation()
    job = start_reindex(site.store, is_repairing=False)
    site.step_until(GenerationState.VERIFYING)
    new = unfinished_generation(site.store)
    assert new is not None
    plant_differences(site, new.name)
    ended = site.finish(job)
    assert ended.state == JobState.FAILED
    assert site.engine.live_generation() == before
    found = {each.id: each.difference for each in ended.progress.verified.examples}
    assert found == PLANTED


def test_planted_differences_are_repaired_before_the_promotion(site: Site) -> None:
    job = start_reindex(site.store)
    site.step_until(GenerationState.VERIFYING)
    new = unfinished_generation(site.store)
    assert new is not None
    plant_differences(site, new.name)
    assert site.finish(job).state == JobState.DONE
    site.settle()
    assert verify(site.store, site.engine, new.name).is_equal
    assert site.indexed() == site.stored()


def test_verify_names_what_differs_in_the_live_index_and_repair_mends_it(site: Site) -> None:
    live = site.engine.live_generation()
    plant_differences(site, live)
    report = verify(site.store, site.engine, live)
    assert {finding.id: finding.difference for finding in report.findings} == PLANTED
    again, repaired = verify_and_repair(site.store, site.engine, live, site.drain, is_repairing=True)
    assert again.is_equal
    assert repaired >= len(PLANTED)
    assert site.indexed() == site.stored()


def test_text_that_an_older_program_wrote_is_no_difference(site: Site) -> None:
    """It lacks members that papers have today, and is compared by what it says."""
    paper = site.store.papers.find("p_003")
    assert paper is not None
    older = {name: value for name, value in paper_to_json(paper).items() if value not in (None, [], {})}
    rows = table("papers", column("id"), column("document"))
    database = connect(site.store.settings.database_url, utc_now)
    with closing(database), database.writing() as connection:
        text = msgspec.json.encode(older).decode()
        connection.execute(rows.update().where(rows.c.id == "p_003").values(document=text))
    assert site.store.papers.find("p_003") == paper
    report = verify(site.store, site.engine, site.engine.live_generation())
    assert (report.compared, report.is_equal) == (20, True)


def test_paper_that_waits_in_the_queue_is_no_difference(site: Site) -> None:
    site.put(Paper("p_waiting", title="on its way"))
    assert verify(site.store, site.engine, site.engine.live_generation()).is_equal


def test_paper_that_is_written_during_both_looks_is_no_difference(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """Goes red when only the paper and the kind of difference are compared: what the store has, has changed."""
    indexed_versions, numbers = site.engine.indexed_versions, itertools.count()

    def list_then_write(generation: str) -> Iterator[IndexedVersion]:
        found = list(indexed_versions(generation))
        site.put(Paper("p_005", title=f"written meanwhile {next(numbers)}"))
        site.settle()
        return iter(found)

    monkeypatch.setattr(site.engine, "indexed_versions", list_then_write)
    report = verify(site.store, site.engine, site.engine.live_generation())
    assert next(numbers) == 2, "it was looked at twice"
    assert report.is_equal, report


def test_roll_back_loses_no_write_and_may_be_undone(site: Site) -> None:
    first = site.engine.live_generation()
    site.finish(start_reindex(site.store))
    second = site.engine.live_generation()
    site.put(Paper("p_after", title="after the promotion"))
    site.delete("p_007")
    assert rollback(site.store, site.engine, site.drain) == first
    assert site.engine.live_generation() == first
    assert site.indexed() == site.stored()
    site.put(Paper("p_later", title="after the roll back"))
    site.settle()
    assert rollback(site.store, site.engine, site.drain) == second
    assert site.indexed() == site.stored()


def test_roll_back_without_an_earlier_generation_says_so(site: Site) -> None:
    with pytest.raises(NotFoundError):
        rollback(site.store, site.engine, site.drain)


def test_retired_generation_is_dropped_in_time_and_the_live_one_never(site: Site) -> None:
    first = site.engine.live_generation()
    site.finish(start_reindex(site.store))
    site.reindex().drop_expired()
    assert first not in [found.name for found in site.engine.generations()]
    with pytest.raises(ConflictError):
        drop_generation(site.store, site.engine, site.engine.live_generation())
    assert [one.state for one in site.store.generations.all()] == [GenerationState.LIVE]


def test_schema_of_another_program_wants_a_re_index(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    assert not reindex_needed(site.store, site.engine)
    monkeypatch.setattr(type(site.engine), "schema_hash", lambda self: "another")
    assert reindex_needed(site.store, site.engine)
    assert site.store.jobs.running(ReindexProgress) is None
