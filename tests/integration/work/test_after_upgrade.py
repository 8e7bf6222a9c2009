"""After an upgrade: a worker finds that the live index is of another release, and builds a new one by itself."""

import json
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from papersearch.embedded import schema
from papersearch.errors import OutdatedIndexError
from papersearch.job_progress import ReindexProgress, RollbackProgress
from papersearch.process.cli import run
from papersearch.query.nodes import Word
from papersearch.settings import Settings
from papersearch.store.jobs import ENDED, JobState
from papersearch_ingest.work.maintenance import REINDEX_AGAIN, is_reindex_due, start_due_jobs
from papersearch_ingest.work.program import Program, opened_program
from tests.support.workers import wait_until


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Program]:
    """A program over a home with one paper, whose index was built with another schema."""
    source, home = tmp_path / "papers.jsonl", tmp_path / "home"
    source.write_text(json.dumps({"title": "Odd nets"}))
    with monkeypatch.context() as before:
        before.setattr(schema, "DOCUMENT_VERSION", 0)
        assert run(["--home", str(home), "ingest", str(source)]) == 0
    with opened_program(Settings(home)) as opened:
        yield opened


def test_a_reindex_begins_once_and_makes_the_index_new(program: Program) -> None:
    for _ in range(2):
        start_due_jobs(program)
    job = program.store.jobs.running(ReindexProgress)
    assert job is not None
    assert len(program.store.jobs.page()) == 1
    command = [sys.executable, "-m", "papersearch", "--home", str(program.settings.home), "worker"]
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as worker:
        wait_until(lambda: program.store.jobs.get(job.id).state == JobState.DONE, "the re-index is done")
        worker.terminate()
    assert program.engine.count([Word("nets")]) == [1]
    assert not is_reindex_due(program)


@pytest.mark.parametrize("ended", ENDED)
@pytest.mark.parametrize("progress", [ReindexProgress(repair=True), RollbackProgress(to=None)])
def test_after_another_reindex_or_a_roll_back_none_begins_at_once(
    program: Program, ended: JobState, progress: ReindexProgress | RollbackProgress
) -> None:
    job = program.store.jobs.start(progress)
    program.store.jobs.end(job.id, ended)
    assert not is_reindex_due(program)
    now = program.store.clock()
    program.store.clock = lambda: now + REINDEX_AGAIN + timedelta(seconds=1)  # type: ignore[misc, method-assign]
    assert is_reindex_due(program)


def test_an_index_without_todays_fields_says_what_to_do(
    program: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    smaller = schema.tantivy.SchemaBuilder()
    smaller.add_text_field("kind", tokenizer_name="raw")
    smaller.add_unsigned_field("tie", indexed=True, fast=True)
    with monkeypatch.context() as before:
        before.setattr(schema, "build_schema", smaller.build)
        program.engine.create("papers-000009")
    program.engine.promote("papers-000009")
    with pytest.raises(OutdatedIndexError, match="papersearch reindex"):
        program.engine.count([Word("nets")])
