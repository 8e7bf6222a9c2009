"""`papersearch rebuild` after an update: records of older parsers are read again from the bytes that are kept."""

import json
import tarfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from papersearch.process import cli
from papersearch.record import Record
from papersearch.settings import Settings
from papersearch.store import Store, open_store
from papersearch_ingest.papers.assembly import assemble

BIB = """@article{otters, title={Otters and their stones}, author={Una Moor}, journal={River Letters}, year=2020,
  volume={7}, abstract={They keep them.}}
@article{voles, title={Voles of the upper banks}, author={Ole Ek}, journal={River Letters}, year=2021}
"""


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    for name, value in {"ENGINE_URL": "", "STORE_URL": "", "BROKER_URL": "", "HOME": tmp_path / "home"}.items():
        monkeypatch.setenv(f"PAPERSEARCH_{name}", str(value))
    with closing(open_store(Settings(home=tmp_path / "home"))) as opened:
        yield opened


def forget(store: Store) -> None:
    """Makes the store look as an older program left it: records with a title alone, read by parsers of version 0."""
    with store.transaction(merges=True) as tx:
        rows = tx.records.after(0, 100)
        for row in rows:
            old = row.stored.record
            record = Record(title=old.title, authors=old.authors, year=old.year, raw=old.raw, line=old.line)
            row.stored = replace(row.stored, record=record, parser_version=0)
            row.fingerprint = "old"
        tx.records.put_many(rows)
        assemble(tx, {row.paper for row in rows})


def papers(store: Store) -> dict[str, Any]:
    found = [state.paper for batch in store.papers.walk() for state in batch if state.paper]
    return {paper.title or "": replace(paper, version=0, updated_at=None) for paper in found}


def rebuilt(capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    capsys.readouterr()
    assert cli.run(["rebuild", "--json"]) == 0
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


def test_fields_come_back_and_ids_stay(store: Store, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.bib").write_text(BIB)
    assert cli.run(["ingest", str(tmp_path / "a.bib"), "--venue", "BMVC"]) == 0
    rebuilt(capsys)
    before = papers(store)
    forget(store)
    assert papers(store) != before
    assert rebuilt(capsys).items() >= {"records_read": 2, "unreadable": [], "papers": 2, "changed": 2}.items()
    assert papers(store) == before
    assert rebuilt(capsys).items() >= {"records_read": 0, "changed": 0}.items()


def test_members_of_an_archive_are_read_again(store: Store, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.bib").write_text(BIB)
    with tarfile.open(tmp_path / "all.tar.gz", "w:gz") as archive:
        archive.add(tmp_path / "a.bib", "in/a.bib")
    assert cli.run(["ingest", str(tmp_path / "all.tar.gz")]) == 0
    before = papers(store)
    forget(store)
    assert rebuilt(capsys)["records_read"] == 2
    assert papers(store)["Otters and their stones"].abstract == before["Otters and their stones"].abstract


def test_what_was_deleted_or_merged_by_hand_stays_so(
    store: Store, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.bib").write_text(BIB + "@misc{x, title={A third text on banks}, author={Di Ott}, year=1999}")
    assert cli.run(["ingest", str(tmp_path / "a.bib")]) == 0
    ids = {title: paper.id for title, paper in papers(store).items()}
    assert cli.run(["merge", ids["Otters and their stones"], ids["Voles of the upper banks"]]) == 0
    assert cli.run(["delete", ids["A third text on banks"]]) == 0
    left = {paper.id for paper in papers(store).values()}
    forget(store)
    assert rebuilt(capsys)["records_read"] == 2
    assert {paper.id for paper in papers(store).values()} == left
    assert len(left) == 1


def test_a_source_that_is_gone_is_named_and_records_are_read_from_their_own_text(
    store: Store, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.bib").write_text(BIB)
    assert cli.run(["ingest", str(tmp_path / "a.bib"), "--venue", "BMVC"]) == 0
    rebuilt(capsys)
    before = papers(store)
    forget(store)
    with store.transaction() as tx:  # of a text that is not a record, nothing is read
        row = tx.records.after(0, 1)[0]
        row.stored = replace(row.stored, record=replace(row.stored.record, raw="no entry"))
        tx.records.put_many([row])
    (blob,) = (path for path in (tmp_path / "home" / "raw").rglob("*") if path.is_file())
    blob.unlink()
    found = rebuilt(capsys)
    assert (found["records_read"], found["unreadable"]) == (1, [str(tmp_path / "a.bib")])
    title = "Voles of the upper banks"
    assert (papers(store)[title].type, len(papers(store))) == (before[title].type, 2)
    assert cli.run(["rebuild"]) == 0
    assert "Cannot be read again" in capsys.readouterr().err
