"""Quoted text finds only papers whose sources say it, whatever keywords were extracted from them."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from papersearch.process.cli import cli

COUNTS = {
    '"quokka networks"': 1,
    '"Quokka Networks"': 1,
    "quokka network": 1,
    '"deep quokka networks"': 1,
    '"quokka network"': 0,
    '"network"': 0,
    '"quokka networks are nice"': 1,
    '"nice deep"': 0,
}
"""Query -> number of papers of the case that say so."""


def invoke(home: Path, *arguments: str) -> str:
    result = CliRunner().invoke(cli, ["--home", str(home), *arguments])
    assert result.exit_code == 0, result.output
    return result.stdout


@pytest.mark.data
def test_extracted_keywords_are_not_what_a_paper_says(data_dir: Path, tmp_path: Path) -> None:
    invoke(tmp_path, "ingest", str(data_dir / "cases/exact-phrase-and-tags/one.jsonl"))
    keywords = json.loads(invoke(tmp_path, "search", "", "--facets", "--json"))["facets"]["keyword"]["buckets"]
    assert "quokka network" in {bucket["label"] for bucket in keywords}
    found = {query: json.loads(invoke(tmp_path, "search", query, "--json"))["meta"]["count"] for query in COUNTS}
    assert found == COUNTS
