"""`papersearch fetch-fulltext`: PDFs of known papers, from allowed hosts only, each joined with its own paper."""

import json
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from papersearch.paper import Paper
from papersearch.process.cli import run
from papersearch.settings import Settings
from papersearch.store import open_store
from tests.support.oai_server import OaiServer, running_oai_server

SENTENCE = "Peculiar xylophones resonate under moonlight."


def pdf_saying(text: str) -> bytes:
    """A PDF of one page with one line of text."""
    content = f"BT /F1 12 Tf 72 700 Td ({text}) Tj ET".encode()
    fonts = b"<< /Font << /F1 5 0 R >> >>"
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources %s >>" % fonts,
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    body = b"%PDF-1.4\n"
    places = []
    for number, each in enumerate(objects, 1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return (
        body
        + b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(objects) + 1, table)
        + b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, len(body))
    )


@pytest.fixture
def oai(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[OaiServer]:
    monkeypatch.setattr("papersearch_ingest.sources.fulltext_download.INTERVAL_S", 0.0)
    with running_oai_server() as server:
        monkeypatch.setenv("PAPERSEARCH_ALLOWED_PRIVATE_HOSTS", server.host)
        server.files["/one.pdf"] = pdf_saying(SENTENCE)
        papers = [
            {"title": "On the sounds of wood", "authors": [{"name": "Ada Lovelace"}], "year": 2019,
             "ids": {"arxiv": "1901.00001"}, "links": {"pdf": f"http://{server.host}/one.pdf"}},
            {"title": "On stones elsewhere", "authors": [{"name": "Emmy Noether"}], "year": 2019,
             "links": {"pdf": "https://elsewhere.example.org/two.pdf"}},
            {"title": "Without any address", "authors": [{"name": "Mary Cartwright"}], "year": 2019},
        ]  # fmt: skip
        source = tmp_path / "papers.jsonl"
        source.write_text("".join(json.dumps(paper) + "\n" for paper in papers))
        assert run(["--home", str(tmp_path / "home"), "ingest", str(source)]) == 0
        yield server


def fetched(home: Path, capfd: pytest.CaptureFixture[str], *args: str, code: int = 0) -> dict[str, Any]:
    capfd.readouterr()
    assert run(["--home", str(home), "fetch-fulltext", "--json", *args]) == code
    facts: dict[str, Any] = json.loads(capfd.readouterr().out)
    return facts


def papers_of(home: Path) -> dict[str, Paper]:
    with closing(open_store(Settings(home))) as store:
        found = [state.paper for batch in store.papers.walk() for state in batch if state.paper]
    return {paper.title or "": paper for paper in found}


def test_a_pdf_becomes_the_whole_text_of_its_paper(
    oai: OaiServer, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    facts = fetched(tmp_path / "home", capfd)
    assert (facts["wanted"], facts["fetched"], facts["merged"], facts["failed"]) == (1, 1, 1, [])
    papers = papers_of(tmp_path / "home")
    assert len(papers) == 3
    assert SENTENCE in (papers["On the sounds of wood"].full_text or "")
    run(["--home", str(tmp_path / "home"), "search", '"peculiar xylophones"', "--json"])
    assert json.loads(capfd.readouterr().out)["meta"]["count"] == 1


def test_what_has_its_text_is_not_fetched_again(
    oai: OaiServer, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    fetched(tmp_path / "home", capfd)
    assert fetched(tmp_path / "home", capfd)["wanted"] == 0


def test_a_pdf_without_text_is_fetched_once(oai: OaiServer, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    oai.files["/one.pdf"] = pdf_saying("")
    assert fetched(tmp_path / "home", capfd)["rejected"] == 1
    oai.files["/one.pdf"] = pdf_saying(SENTENCE)
    assert fetched(tmp_path / "home", capfd)["wanted"] == 0
    assert fetched(tmp_path / "home", capfd, "--again")["merged"] == 1
    assert SENTENCE in (papers_of(tmp_path / "home")["On the sounds of wood"].full_text or "")


def test_a_pdf_that_is_gone_is_told(oai: OaiServer, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    oai.files["/one.pdf"] = b"no PDF at all"
    facts = fetched(tmp_path / "home", capfd, code=1)
    assert facts["sources"][0]["error"]
    assert papers_of(tmp_path / "home")["On the sounds of wood"].full_text is None


def test_an_id_that_is_not_there_is_a_failure(
    oai: OaiServer, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert fetched(tmp_path / "home", capfd, "p_none", code=1)["code"] == "not_found"
