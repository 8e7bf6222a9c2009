"""Commands that read create nothing: neither the home folder nor anything in it."""

from pathlib import Path

import pytest

from papersearch.process import cli
from tests.unit.process.test_help import COMMANDS

READING = {
    # a line of a reading command: its exit code where there are no papers
    ("search", "graph", "neural"): 0,
    ("search", "--has", "pdf", "--facets", "--explain", "--json"): 0,
    ("show", "p_aaaaaaaaaaaa"): 1,
    ("similar", "p_aaaaaaaaaaaa"): 1,
    ("keywords",): 0,
    ("keywords", "--random", "--json"): 0,
    ("export",): 0,
    ("export", "graph", "--format", "csv"): 0,
    ("status",): 0,
    ("status", "--json"): 0,
    ("doctor",): 0,
    ("generations",): 0,
    ("report",): 0,
    ("report", "1"): 1,
    ("jobs",): 0,
    ("jobs", "list", "--json"): 0,
    ("jobs", "show", "1"): 1,
    ("rejects",): 0,
    ("rejects", "list", "--format", "ndjson"): 0,
    ("rejects", "show", "1"): 1,
    ("keys",): 0,
    ("keys", "list", "--json"): 0,
    ("backup", "none.backup"): 1,
}  # fmt: skip
WRITING = {
    ("ingest",), ("harvest",), ("fetch-fulltext",), ("merge",), ("split",), ("delete",), ("rebuild",), ("reindex",),
    ("rollback",), ("verify",), ("serve",), ("worker",), ("jobs", "pace"), ("jobs", "cancel"), ("rejects", "replay"),
    ("keys", "create"), ("keys", "revoke"), ("restore",), ("embed",), ("watch",), ("mcp",),
}  # fmt: skip


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("ENGINE_URL", "STORE_URL", "BROKER_URL"):
        monkeypatch.setenv(f"PAPERSEARCH_{name}", "")
    monkeypatch.setenv("PAPERSEARCH_HOME", str(tmp_path / "new" / "home"))
    return tmp_path / "new"


def test_every_command_either_reads_or_writes() -> None:
    reading = {words for words in COMMANDS if any(line[: len(words)] == words for line in READING)}
    assert reading | WRITING == set(COMMANDS)
    assert not reading & WRITING


@pytest.mark.parametrize("line", READING, ids=" ".join)
def test_reading_before_the_first_ingest_creates_nothing(
    home: Path, line: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.run(line) == READING[line]
    out, err = capsys.readouterr()
    assert out or err or "ndjson" in line
    assert "Traceback" not in err
    assert not home.exists()


@pytest.mark.parametrize("line", [("keywords",), ("export",)], ids=" ".join)
def test_empty_answer_says_how_to_add_papers(
    home: Path, line: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    cli.run(line)
    assert "papersearch ingest" in capsys.readouterr().err
