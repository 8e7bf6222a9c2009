"""The reader's commands: the same answers as over HTTP, readable in a pipe, with the exit codes of docs/api.md."""

import csv
import json
import os
import re
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from papersearch.fields import FACETS
from papersearch.process.cli import run
from papersearch.settings import Settings
from papersearch_api.app import create_app
from papersearch_api.commands.search import export, search
from tests.support.api_app import PAPERS, make_app

API = "/api/v1"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("home")
    make_app(folder).extensions["papersearch"].close()
    return folder


@pytest.fixture(scope="module")
def app(home: Path) -> Iterator[Flask]:
    app = create_app(Settings(home=home))
    yield app
    app.extensions["papersearch"].close()


class Terminal:
    """Runs commands in this process and gives exit code, stdout and stderr."""

    def __init__(self, home: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self._home = home
        self._capsys = capsys

    def __call__(self, *args: str) -> tuple[int, str, str]:
        code = run(["--home", str(self._home), *args])
        out, err = self._capsys.readouterr()
        return code, out, err


@pytest.fixture
def papersearch(home: Path, capsys: pytest.CaptureFixture[str]) -> Terminal:
    return Terminal(home, capsys)


@pytest.mark.parametrize(
    ("args", "path"),
    [
        (["search", '"data augmentation"', "--facets"],
         '/papers?q="data augmentation"&per_page=20&facets=venue,year,keyword,author'),
        (["search", "augmentaton"], "/papers?q=augmentaton&per_page=20"),
        (["search", "networks", "--venue", "ICPR", "--year", "2019..", "--sort", "year", "--limit", "1"],
         "/papers?q=networks&venue=ICPR&year=2019..&per_page=1&sort=year"),
        (["search", "pruning", "--limit", "5", "networks", "--has", "abstract", "--fields", "title,venue"],
         "/papers?q=pruning networks&has=abstract&fields=title,venue&per_page=5"),
        (["search", "--source", "explorer-page", "--has", "slides"],
         "/papers?source=explorer-page&has=slides&per_page=20"),
        (["search", "-survey augmentation", "--explain"],
         "/papers?q=-survey augmentation&per_page=20&explain=clauses"),
        (["show", "arxiv:1810.00001"], "/papers/arxiv:1810.00001?include=conflicts"),
        (["similar", "p_aaaaaaaaaaaa", "--limit", "2"], "/papers/p_aaaaaaaaaaaa/similar?limit=2"),
        (["keywords", "--random", "--seed", "3", "--limit", "2"], "/keywords/random?seed=3&size=2"),
    ],
)  # fmt: skip
def test_json_is_the_http_answer(papersearch: Terminal, app: Flask, args: list[str], path: str) -> None:
    code, out, _ = papersearch(*args, "--json")
    assert code == 0
    printed, answered = json.loads(out), app.test_client().get(API + path).get_json()
    for answer in (printed, answered):
        answer.get("meta", {}).pop("took_ms", None)
        answer.pop("links", None) if "facets" in answer else None
    assert printed == answered


def test_a_search_is_readable_in_a_pipe(papersearch: Terminal) -> None:
    code, out, _ = papersearch("search", '"data augmentation"', "--facets")
    assert code == 0
    assert out.startswith('2 results for "data augmentation"\n')
    assert "1. Mixing Rows for Data Augmentation (ICLR 2019)" in out
    assert "Ana Peña, Bo Li" in out
    assert "TL;DR (authors): Mixing rows helps." in out
    assert re.search(r"^\s+2  ICLR$", out, re.MULTILINE)
    assert "\x1b" not in out
    assert "<mark>" not in out


@pytest.mark.parametrize(
    "words", [("-survey", "augmentation"), ("-survey augmentation",), ("--", "-survey", "augmentation")]
)
def test_words_are_one_query(papersearch: Terminal, words: tuple[str, ...]) -> None:
    assert papersearch("search", *words)[1].splitlines()[0] == "1 result for -survey augmentation"
    assert [json.loads(line)["id"] for line in papersearch("export", *words)[1].splitlines()] == ["p_aaaaaaaaaaaa"]


def test_every_facet_of_the_table_is_an_option() -> None:
    for command in (search, export):
        options = {option for parameter in command.params for option in parameter.opts}
        assert {f"--{facet.name}" for facet in FACETS} <= options


def test_search_without_a_query_counts_papers(papersearch: Terminal) -> None:
    assert papersearch("search", "--venue", "ICLR")[1].startswith("2 papers\n")
    assert papersearch("search", "", "--limit", "2")[1].startswith("5 papers, page 1 of 3\n")


def test_fields_replace_what_is_shown_of_a_paper(papersearch: Terminal) -> None:
    lines = papersearch("search", "pruning", "--fields", "keywords,venue")[1].splitlines()
    assert lines[2:] == [
        "1. Pruning Networks Before Training",
        "    venue  ICPR",
        " keywords  network pruning (extracted)",
        "   p_cccccccccccc",
        "",
    ]


def test_export_writes_only_the_fields_that_were_asked_for(papersearch: Terminal) -> None:
    assert json.loads(papersearch("export", "pruning", "--fields", "year,keywords")[1]) == {
        "id": "p_cccccccccccc",
        "year": 2020,
        "keywords": [{"value": "network pruning", "source": "extracted"}],
    }
    _, out, _ = papersearch("export", "mixing", "--fields", "year", "--fields", "doi", "--format", "csv")
    assert out.splitlines() == ["id,year,doi,arxiv,pmid,pmcid", "p_aaaaaaaaaaaa,2019,10.1000/a/b(1),1810.00001,,"]
    assert "year = {2019}" in papersearch("export", "mixing", "--fields", "year", "--format", "bibtex")[1]
    assert "author" not in papersearch("export", "mixing", "--fields", "year", "--format", "bibtex")[1]


def test_a_search_without_hits_is_no_failure_and_offers_others(papersearch: Terminal) -> None:
    code, out, _ = papersearch("search", "augmentaton")
    assert code == 0
    assert "0 results for augmentaton" in out
    assert "Did you mean augmentation? 2 results" in out


def test_explain_prints_each_part_of_the_query_with_its_count(papersearch: Terminal) -> None:
    lines = papersearch("search", "-survey augmentation", "--explain")[1].splitlines()
    start = lines.index("NOT survey AND augmentation: 1")
    assert lines[start + 1 : start + 4] == ["  NOT survey: 4", "    survey: 1", "  augmentation: 2"]
    assert "NOT survey: 4" not in papersearch("search", "-survey augmentation")[1]


@pytest.mark.parametrize("filters", [[], ["--venue", "\udcff"]])
def test_bytes_of_another_encoding_in_a_query_are_no_text(papersearch: Terminal, filters: list[str]) -> None:
    code, out, _ = papersearch("search", "augmentation \udcff", *filters, "--json")
    assert code == 0
    assert json.loads(out)["meta"]["query"]["input"] == "augmentation \ufffd"
    assert papersearch("search", "augmentation \udcff", *filters)[0] == 0


def test_a_search_without_hits_offers_wider_ones_with_their_counts(papersearch: Terminal) -> None:
    lines = papersearch("search", '"rows augmentation" mixing')[1].splitlines()
    assert lines[0] == '0 results for "rows augmentation" mixing'
    assert {"Without quotes: 1 result", 'Without "rows augmentation": 1 result'} <= set(lines)


def test_a_paper_without_title_is_shown_by_its_first_words(papersearch: Terminal) -> None:
    assert "A paper without a title" in papersearch("show", "p_eeeeeeeeeeee")[1]


@pytest.mark.parametrize(
    ("args", "code"),
    [
        (["search", "x", "--year", "abc"], 2),
        (["search", "x", "--nope"], 2),
        (["search", "x", "--limit", "0"], 2),
        (["search", "x", "--sort", "yaer"], 2),
        (["search", '"', "--strict"], 2),
        (["search"], 2),
        (["search", "--fields", "title"], 2),
        (["search", "x", "--fields", "titel"], 2),
        (["export", "--fields", "titel"], 2),
        (["search", "--venue", "ICLR"], 0),
        (["search", ""], 0),
        (["search", '"'], 0),
        (["search", "-"], 0),
        (["show", "nope"], 1),
        (["similar", "nope"], 1),
        (["export", "x", "--format", "xml"], 2),
    ],
)
def test_exit_codes(papersearch: Terminal, args: list[str], code: int) -> None:
    found, _, err = papersearch(*args)
    assert found == code
    assert bool(err) == (code != 0)


def test_an_engine_that_is_away_is_a_sentence_and_exit_1(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code = run(["--home", str(tmp_path), "--engine-url", "http://127.0.0.1:1", "search", "x"])
    assert (code, capsys.readouterr().err) == (1, "papersearch: The search engine does not respond.\n")


def test_an_export_has_every_paper(papersearch: Terminal, tmp_path: Path) -> None:
    _, out, _ = papersearch("export", "")
    assert [json.loads(line)["id"] for line in out.splitlines()] == [paper.id for paper in PAPERS]
    target = tmp_path / "papers.csv"
    assert papersearch("export", "augmentation", "--format", "bibtex")[1].count("\n}\n") == 2
    assert papersearch("export", "augmentation", "--format", "csv", "-o", str(target))[:2] == (0, "")
    with target.open(encoding="utf-8", newline="") as file:
        assert len(list(csv.DictReader(file))) == 2
    assert list(tmp_path.iterdir()) == [target]


def test_keywords_are_listed_with_their_counts(papersearch: Terminal) -> None:
    assert papersearch("keywords", "--limit", "1")[1] == "2  data augmentation\n"


def test_a_taken_port_is_an_error_that_names_it(papersearch: Terminal) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        for args in (["serve", "--port", str(port)], ["serve", "--port", str(port), "--check-port"]):
            code, out, err = papersearch(*args)
            assert (code, out) == (1, "")
            assert f"port {port}" in err
    assert papersearch("serve", "--port", str(port), "--check-port")[0] == 0


def test_serve_answers_until_it_is_interrupted(home: Path) -> None:
    command = [sys.executable, "-m", "papersearch", "--home", str(home), "serve", "--port", "0", "--hint"]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONUNBUFFERED": "1"}
    ) as process:
        assert process.stdout is not None
        url = re.search(r"http://127\.0\.0\.1:\d+", process.stdout.readline())
        assert url is not None
        with urllib.request.urlopen(f"{url[0]}{API}/papers?q=augmentation", timeout=10) as response:
            assert json.load(response)["meta"]["count"] == 2
        process.send_signal(signal.SIGINT)
        assert process.wait(30) == 0
