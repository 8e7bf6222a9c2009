"""`papersearch ingest https://...`: what is fetched, what is refused, and with which exit code."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from papersearch.process.cli import run
from tests.support.oai_server import Entry, Fault, OaiServer, running_oai_server


@pytest.fixture
def oai(monkeypatch: pytest.MonkeyPatch) -> Iterator[OaiServer]:
    with running_oai_server(entries=[Entry(1), Entry(2)]) as server:
        monkeypatch.setenv("PAPERSEARCH_ALLOWED_PRIVATE_HOSTS", server.host)
        yield server


def list_of(oai: OaiServer, prefix: str = "arXiv") -> str:
    return f"{oai.url}?verb=ListRecords&metadataPrefix={prefix}"


def test_an_address_is_a_source_like_any_other(
    oai: OaiServer, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert run(["--home", str(tmp_path), "ingest", list_of(oai), "--json"]) == 0
    facts = json.loads(capfd.readouterr().out)
    assert (facts["added"], [source["source"] for source in facts["sources"]]) == (2, [list_of(oai)])
    assert run(["--home", str(tmp_path), "ingest", list_of(oai), "--json"]) == 0
    assert json.loads(capfd.readouterr().out)["unchanged"] == 2


@pytest.mark.parametrize("url", ["https://example.org/a.bib", "http://127.0.0.1:1/a.bib", "ftp://arxiv.org/a.bib"])
def test_a_host_that_is_not_allowed_is_wrong_usage_and_nothing_is_written(
    oai: OaiServer, tmp_path: Path, capfd: pytest.CaptureFixture[str], url: str
) -> None:
    assert run(["--home", str(tmp_path), "ingest", list_of(oai), url]) == 2
    assert not oai.lists
    assert "Traceback" not in capfd.readouterr().err


def test_the_setting_that_allows_a_host_is_named(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert run(["--home", str(tmp_path), "ingest", "https://papers.example.org/a.bib"]) == 2
    assert "PAPERSEARCH_ALLOWED_HOSTS=default,papers.example.org" in capfd.readouterr().err


def test_a_host_that_does_not_answer_is_a_failure(
    oai: OaiServer, tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("papersearch_ingest.sources.fetching.FIRST_PAUSE_S", 0.0)
    oai.faults.extend([Fault.DROPPED] * 9)
    assert run(["--home", str(tmp_path), "ingest", list_of(oai), "--json"]) == 1
    assert json.loads(capfd.readouterr().out)["code"] == "fetch_failed"


def test_an_answer_that_is_no_source_is_a_failure(oai: OaiServer, tmp_path: Path) -> None:
    oai.faults.append(Fault.HTML)
    assert run(["--home", str(tmp_path), "ingest", list_of(oai)]) == 1
