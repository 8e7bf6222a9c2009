"""A worker finds that the live index is gone, and builds it again without a write."""

import json
import subprocess
import sys
from pathlib import Path
from shutil import rmtree

from papersearch.process.cli import run
from papersearch.query.nodes import Word
from papersearch.settings import Settings
from papersearch_ingest.work.program import opened_program
from tests.support.workers import wait_until


def test_running_worker_replaces_an_index_that_somebody_deleted(tmp_path: Path) -> None:
    source, home = tmp_path / "papers.jsonl", tmp_path / "home"
    source.write_text(json.dumps({"title": "Odd nets"}))
    assert run(["--home", str(home), "ingest", str(source)]) == 0
    command = [sys.executable, "-m", "papersearch", "--home", str(home), "worker"]
    with (
        opened_program(Settings(home, sweep_interval_s=0.5)) as program,
        subprocess.Popen(command, stderr=subprocess.DEVNULL, env={"PAPERSEARCH_SWEEP_INTERVAL_S": "0.5"}) as worker,
    ):
        wait_until(program.store.heartbeats.all, "the worker has begun")
        rmtree(home / "index" / program.engine.live_generation())
        wait_until(lambda: program.engine.live() == "papers-000002", "another index is live")
        wait_until(lambda: program.engine.count([Word("nets")]) == [1], "the paper is found again")
        worker.terminate()
