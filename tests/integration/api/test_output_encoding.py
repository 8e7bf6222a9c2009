"""Output on a terminal whose encoding lacks what papers say: exports are UTF-8, other text has escapes."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from papersearch.paper import Author, Paper
from papersearch.settings import Settings
from papersearch_api.services import build_services
from tests.support.api_app import load

TITLE = "深度的研究 and naïve methods 𝔊"
PAPERS = [Paper(f"p_{letter * 12}", title=TITLE, authors=(Author("Ida Moor"),), year=2020) for letter in "ab"]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("home")
    built = build_services(Settings(home=home))
    load(built, PAPERS)
    built.close()
    return home


def output(home: Path, *args: str, encoding: str) -> bytes:
    environment = os.environ | {"PAPERSEARCH_HOME": str(home), "PYTHONIOENCODING": encoding}
    command = [sys.executable, "-m", "papersearch", *args]
    return subprocess.run(command, env=environment, capture_output=True, check=True, timeout=60).stdout


@pytest.mark.parametrize("form", ["ndjson", "bibtex"])
def test_an_export_is_utf_8_and_whole(home: Path, form: str) -> None:
    written = output(home, "export", "", "--format", form, encoding="latin-1").decode("utf-8")
    assert written.count("深度的研究") == 2


@pytest.mark.data
def test_the_reported_paper_is_ingested_and_exported_whole(data_dir: Path, tmp_path: Path) -> None:
    output(tmp_path, "ingest", str(data_dir / "cases/output-encoding/one.jsonl"), encoding="latin-1")
    printed = output(tmp_path, "export", "", encoding="latin-1").decode("utf-8")
    assert json.loads(printed)["title"] == "深度的研究 and naïve methods"
    output(tmp_path, "export", "", "-o", str(tmp_path / "all"), encoding="ascii")
    assert (tmp_path / "all").read_text("utf-8") == printed


def test_other_output_has_escapes(home: Path) -> None:
    assert rf"{TITLE[5:-1]}\U0001d50a" in output(home, "search", "naïve", encoding="latin-1").decode("latin-1")
    assert json.loads(output(home, "search", "naïve", "--json", encoding="latin-1"))["results"][0]["title"] == TITLE
