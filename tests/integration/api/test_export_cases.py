"""Faults of exports that people met: each of their files is read and written again."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from papersearch.process.cli import cli

CASES = {
    "export-corporate-author/house.bib": ("@article{", "author = {{Bureau of Odd Names} and Lund, Ada}"),
    "export-entry-type/article.bib": ("@article{", "journal = {Journal of Careful Things}"),
    "export-name-suffix/names.bib": ("@article{", "author = {Farrow, Jr., Ellis P. and Gale, III, Winston H.}"),
    "export-unbalanced-brace/title.jsonl": ("@misc{", r"{Sets written {\textbraceleft}x : x {\textgreater} 0}"),
}
"""A file of the folder of cases -> the type of its entry, and what has to be in it."""


@pytest.mark.data
@pytest.mark.parametrize("name", CASES)
def test_a_case_is_exported_right(name: str, data_dir: Path, tmp_path: Path) -> None:
    home = ["--home", str(tmp_path / "home")]
    ingested = CliRunner().invoke(cli, [*home, "ingest", str(data_dir / "cases" / name)])
    assert ingested.exit_code == 0, ingested.output
    entries = CliRunner().invoke(cli, [*home, "export", "", "--format", "bibtex"]).output
    kind, part = CASES[name]
    assert entries.startswith(kind)
    assert part in entries
    assert entries.count("{") == entries.count("}")
    again = tmp_path / "again.bib"
    again.write_text(entries, encoding="utf-8")
    count = entries.count("\n}\n")
    result = CliRunner().invoke(cli, ["--home", str(tmp_path / "second"), "ingest", str(again), "--json"])
    assert f'"added":{count},' in result.output
