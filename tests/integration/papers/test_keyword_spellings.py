"""A keyword is found by the spelling in which a source has it, though it is counted in its canonical form."""

import json
from contextlib import closing
from pathlib import Path

import pytest

from papersearch.process.cli import run
from papersearch.process.engines import open_engine
from papersearch.query.parameters import read_params
from papersearch.search.service import SearchService
from papersearch.settings import Settings
from papersearch.store import open_store

SPELLINGS = ("deep generative models", "Deep Generative Model", "deep-generative models")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    source = tmp_path / "papers.jsonl"
    paper = {"title": "Bodies from noise", "authors": ["Ann Example"], "year": 2018, "keywords": [SPELLINGS[0], "GANs"]}
    source.write_text(json.dumps(paper) + "\n", "utf-8")
    home = tmp_path / "home"
    assert run(["--home", str(home), "ingest", str(source)]) == 0
    return home


@pytest.mark.parametrize("spelling", [*SPELLINGS, "GANs"])
@pytest.mark.parametrize("by_query", [False, True])
def test_keyword_is_found_as_its_source_spells_it(home: Path, spelling: str, by_query: bool) -> None:
    settings = Settings(home=home)
    with closing(open_engine(settings)) as engine, closing(open_store(settings)) as store:
        service = SearchService(engine, store.labels, store.papers)
        params = read_params([("q", f'keyword:"{spelling}"') if by_query else ("keyword", spelling)])
        assert service.search(params).meta.count == 1
