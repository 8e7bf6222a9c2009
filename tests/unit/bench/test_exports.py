"""bench/exports.py measures what the command does."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from bench import exports
from papersearch.process.cli import cli
from tests.support.paths import SAMPLES


@pytest.mark.slow
def test_an_export_is_measured(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    home = str(tmp_path / "home")
    ingested = CliRunner().invoke(cli, ["--home", home, "ingest", str(SAMPLES / "classics.jsonl")])
    assert ingested.exit_code == 0, ingested.output
    found = exports.exported(home, "bibtex")
    assert found["seconds"] > 0
    assert found["peak_mb"] > 10  # a child's peak is never below that of the process that started it, here pytest
    assert capfd.readouterr().out == ""
