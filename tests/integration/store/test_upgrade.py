"""A store of 0.1.0 opened by this program: everything is there, and everything goes on."""

import multiprocessing
import os
import shutil
import signal
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from papersearch.job_progress import ReindexProgress
from papersearch.process.cli import run
from papersearch.settings import Settings
from papersearch.store import Store, open_store
from papersearch.store.database import connect, utc_now
from papersearch.store.generations import GenerationState
from papersearch.store.jobs import JobState
from papersearch.store.ledger import ItemState
from papersearch.store.migrations import chain, opening
from papersearch.store.papers import ChangeFilter
from papersearch_ingest.harvest.harvester import Harvester
from papersearch_ingest.harvest.progress import HarvestRequest
from papersearch_ingest.harvest.repositories import Repository
from papersearch_ingest.work.program import Program, opened_program
from tests.support.old_stores import all_rows, load_0_1_0

PUT_PAPER, MERGED, LIVING = "p_xsdlbgrpbzix", "p_bmgupgrkacic", "p_awhdisslfrcb"
APART = frozenset({"p_bqbgiukoilqn", "p_cdbcayjjwlpk"})
WRITE, INGEST, REINDEX = "write", "ingest", "reindex"
TITLES = {"Put again", "A harvested result, number 1", "Long Short-Term Memory", "Random Forests"}
WAITING_TITLES = {"A source that was uploaded", "Accepted and not yet stored"}
NEXT_PAGE = b"""<?xml version="1.0"?><OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/">
<responseDate>2026-11-21T12:00:00Z</responseDate><ListRecords><record><header>
<identifier>oai:lab.example.org:3</identifier><datestamp>2026-11-03</datestamp></header>
<metadata><arXiv xmlns="http://arxiv.org/OAI/arXiv/"><id>2611.00003</id><created>2026-10-01</created>
<title>A harvested result, number 3</title><categories>cs.LG</categories><abstract>Words on 3.</abstract></arXiv>
</metadata></record></ListRecords></OAI-PMH>"""


@pytest.fixture
def settings(store_settings: Settings) -> Settings:
    load_0_1_0(store_settings)
    return store_settings


@pytest.fixture
def store(settings: Settings) -> Iterator[Store]:
    with closing(open_store(settings)) as opened:
        yield opened


@contextmanager
def program_with_indexes(settings: Settings) -> Iterator[Program]:
    """A program whose engine has the indexes that the store names, as it is after an upgrade in place."""
    with opened_program(settings) as program:
        for generation in program.store.generations.all():
            program.engine.create(generation.name)
            papers = {
                paper: version for paper, version, is_deleted in program.store.papers.versions() if not is_deleted
            }
            program.store.index_queue.enqueue_for(generation.name, papers)
            if generation.state == GenerationState.LIVE:
                program.engine.promote(generation.name)
        yield program


def end_reindex(program: Program) -> JobState:
    """Takes the steps of the re-index that is under way to its end."""
    job = program.store.jobs.running(ReindexProgress)
    assert job is not None
    for _ in range(200):
        if program.store.jobs.get(job.id).finished_at:
            break
        program.step_reindex()
    return program.store.jobs.get(job.id).state


def rows_of(settings: Settings) -> dict[str, list[Any]]:
    with closing(connect(settings.database_url, utc_now)) as database, database.reading() as connection:
        return all_rows(connection)


def titles_of(store: Store) -> set[str | None]:
    return {state.paper.title for batch in store.papers.walk() for state in batch if state.paper}


def venues_of(store: Store) -> dict[str, set[str]]:
    """Venue -> the papers of it."""
    found: dict[str, set[str]] = {}
    for batch in store.papers.walk():
        for state in batch:
            if state.paper and state.paper.venue:
                found.setdefault(state.paper.venue.id, set()).add(state.id)
    return found


def test_every_paper_has_its_id_its_version_and_its_content(settings: Settings) -> None:
    before = rows_of(settings)
    with closing(open_store(settings)) as store:
        assert store.papers.count() == 42
        assert titles_of(store) >= TITLES
        assert {paper: version for paper, version, _ in store.papers.versions()}[PUT_PAPER] == 3
        venues = venues_of(store)
        assert len(venues) > 1
        for venue, members in venues.items():
            changes = store.papers.changes(ChangeFilter(venue=venue), limit=100)
            assert {change.id for change in changes if change.paper} == members
    after = rows_of(settings)
    assert [row.rpartition(", ")[0] + ")" for row in after["papers"]] == before["papers"]
    assert {name: after[name] for name in ("records", "labels", "match_keys")} == {
        name: before[name] for name in ("records", "labels", "match_keys")
    }


def test_what_people_decided_still_holds(store: Store) -> None:
    assert store.papers.resolve(MERGED) == LIVING
    assert set(store.papers.kept_apart(APART)) == {APART}
    assert [reject.line for reject in store.rejects.page()] == [19, 3]


def test_key_opens_and_revoked_key_does_not(store: Store) -> None:
    key = store.api_keys.check("ps_reader-of-the-upgrade-test")
    assert key is not None
    assert (key.name, key.scopes) == ("reader", ("read", "write"))
    assert store.api_keys.check("ps_former-of-the-upgrade-test") is None
    assert [each.name for each in store.api_keys.all()] == ["reader", "former"]


def test_jobs_have_their_states_and_their_progress(store: Store) -> None:
    found = [(job.kind, job.state) for job in reversed(store.jobs.page())]
    writes = [(WRITE, JobState.RUNNING)] * 3
    assert found == [
        *writes, (REINDEX, JobState.DONE), (REINDEX, JobState.CANCELLED), writes[0],
        (INGEST, JobState.RUNNING), writes[0], (REINDEX, JobState.RUNNING),
    ]  # fmt: skip
    running = store.jobs.running(ReindexProgress)
    assert running is not None
    assert running.progress is not None
    assert [generation.state.value for generation in store.generations.all()] == ["retired", "live", "building"]


def test_waiting_work_is_done_and_what_it_brings_is_found(settings: Settings) -> None:
    with program_with_indexes(settings) as program:
        store = program.store
        states = [item.state for run_ in store.runs.recent() for item in store.runs.get(run_).items]
        assert (states.count(ItemState.PENDING), states.count(ItemState.LEASED)) == (3, 1)
        program.finish()
        assert end_reindex(program) == JobState.DONE
        program.finish()
        titles = titles_of(store)
        assert titles >= TITLES | WAITING_TITLES
        assert store.papers.count() == 42 + 7
        assert store.ledger.open_items() == 0
        live = program.engine.live_generation()
        indexed = {version.id: version.version for version in program.engine.indexed_versions(live)}
        assert indexed == {paper: version for paper, version, is_deleted in store.papers.versions() if not is_deleted}


def test_commands_search_reindex_and_verify(settings: Settings, capfd: pytest.CaptureFixture[str]) -> None:
    place = ["--home", str(settings.home), "--store-url", settings.database_url]
    with program_with_indexes(settings) as program:
        program.finish()
        end_reindex(program)
    assert run([*place, "worker", "--burst"]) == 0
    assert run([*place, "reindex", "--wait"]) == 0
    assert run([*place, "verify"]) == 0
    capfd.readouterr()
    assert run([*place, "search", '"accepted and not yet stored"']) == 0
    assert "Accepted and not yet stored" in capfd.readouterr().out


def test_harvest_resumes_its_list(settings: Settings) -> None:
    asked = []

    def fetch(url: str) -> bytes:
        asked.append(url)
        return NEXT_PAGE

    repository = Repository("lab", "https://lab.example.org/oai", "arXiv", interval_s=0)
    with program_with_indexes(settings) as program:
        harvester = Harvester(program.store, repository, fetch)
        assert len(list(harvester.pages(harvester.start(HarvestRequest())))) == 1
        assert [url for url in asked if "resumptionToken=next" in url] == asked[-1:]
        program.finish()
        assert "A harvested result, number 3" in titles_of(program.store)
        state = program.store.harvests.get("lab")
        assert state is not None
        assert (state.until, state.listing) == ("2026-11-03", None)
        held = program.store.holdings.of(repository.collection, [f"oai:lab.example.org:{n}" for n in (1, 2, 3)])
        assert len(held) == 3


def test_store_tells_a_program_of_0_1_0_that_it_is_another(settings: Settings) -> None:
    open_store(settings).close()
    with closing(open_store(settings)) as store:
        assert (store.facts.get("schema_version") or "2") != "2"
        assert store.facts.get("oldest_program") == opening.OLDEST_PROGRAM


# Processes


def _open_together(settings: Settings, barrier: Any, found: Any) -> None:
    barrier.wait()
    with closing(open_store(settings)) as store:
        store.labels.register("author", {f"by {os.getpid()}": "x"})
        found.put(store.papers.count())


def test_two_programs_that_open_it_at_once_both_work(settings: Settings) -> None:
    context = multiprocessing.get_context("spawn")
    barrier, found = context.Barrier(2), context.Queue()
    processes = [context.Process(target=_open_together, args=(settings, barrier, found)) for _ in range(2)]
    for process in processes:
        process.start()
    assert [found.get(timeout=60) for _ in processes] == [42, 42]
    for process in processes:
        process.join()
    assert [process.exitcode for process in processes] == [0, 0]
    assert rows_of(settings)["alembic_version"] == [repr((opening.HEAD,))]


KILLED = """
import os, signal
import sqlalchemy as sa
from alembic import op
from papersearch.store.migrations.json_columns import rewrite_json

revision, down_revision, oldest_program = "9001", {head!r}, "9001"


def upgrade():
    op.add_column("papers", sa.Column("language", sa.String()))
    op.create_table("tongues", sa.Column("name", sa.String(), primary_key=True))
    rewrite_json(op.get_bind(), "records", "document", lambda document: {{}})
    op.execute("DELETE FROM aliases")
    with op.batch_alter_table("ingest_items") as batch:
        batch.drop_column("losses")
    os.kill(os.getpid(), signal.SIGKILL)
"""


def _upgrade_with(settings: Settings, versions: Path) -> None:
    chain.VERSIONS, opening.HEAD = versions, "9001"
    open_store(settings)


def test_kill_in_the_middle_of_an_upgrade_changes_nothing(settings: Settings, tmp_path: Path) -> None:
    versions = shutil.copytree(chain.VERSIONS, tmp_path / "versions")
    (versions / "r9001_killed.py").write_text(KILLED.format(head=opening.HEAD))
    before = rows_of(settings)
    process = multiprocessing.get_context("spawn").Process(target=_upgrade_with, args=(settings, versions))
    process.start()
    process.join()
    assert process.exitcode == -signal.SIGKILL
    assert rows_of(settings) == before
    with closing(open_store(settings)) as store:
        assert store.papers.count() == 42
    with closing(connect(settings.database_url, utc_now)) as database, database.reading() as connection:
        assert connection.execute(text("SELECT count(*) FROM aliases")).scalar() == 1
