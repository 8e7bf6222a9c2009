"""A new facet is one row in the table of fields: engines, API, page, OpenAPI document and command line know it."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from papersearch.settings import Settings
from tests.support.paths import ROOT
from tests.support.workers import private_prefix, remove_indexes


@pytest.mark.parametrize("engine", ["embedded", pytest.param("elasticsearch", marks=pytest.mark.elasticsearch)])
def test_a_row_in_the_table_is_a_facet_everywhere(engine: str, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    url = "embedded" if engine == "embedded" else request.getfixturevalue("elasticsearch_url")
    prefix = private_prefix()
    try:
        done = subprocess.run(
            [sys.executable, "-m", "tests.support.new_facet", str(tmp_path / "home"), url, prefix],
            cwd=ROOT, capture_output=True, text=True, timeout=120, check=False,
        )  # fmt: skip
    finally:
        if engine == "elasticsearch":
            remove_indexes(Settings(tmp_path / "home", engine_url=url, index_prefix=prefix))
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    facet = found["facets"]["journal"]
    counted = [("nature 1, 2", 2), ("science 3", 1)]
    assert [(bucket["value"], bucket["count"]) for bucket in facet["buckets"]] == counted
    assert (facet["missing_count"], facet["distinct"]) == (1, 2)
    assert [(bucket["value"], bucket["count"]) for bucket in found["listed"]] == counted
    counts = {name: found[name]["count"] for name in ("selected", "excluded", "missing", "query", "command")}
    assert counts == {"selected": 2, "excluded": 2, "missing": 1, "query": 2, "command": 2}
    assert "journal" in found["fields"]
    assert {"journal", "journal.op", "journal.not"} <= set(found["parameters"])
    assert "journal=nature+1%2C+2" in found["page"] or "journal=nature+1,+2" in found["page"]
