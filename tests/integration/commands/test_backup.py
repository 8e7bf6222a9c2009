"""`papersearch backup` and `papersearch restore`, from either database to either."""

import hashlib
import io
import json
import re
import tarfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing
from pathlib import Path
from random import Random
from typing import Any

import msgspec
import pytest
import zstandard
from sqlalchemy import text

from papersearch.job_progress import RebuildProgress
from papersearch.paper import Paper
from papersearch.process import cli
from papersearch.query.parameters import read_params
from papersearch.settings import Settings
from papersearch.store import open_store
from papersearch.store.backups import archive, dump
from papersearch.store.backups.raw_tables import kept_tables, rows_of
from papersearch.store.backups.restore import restore_backup
from papersearch.store.database import connect, utc_now
from papersearch.store.ledger import NewItem
from papersearch.text import words
from papersearch.work_items import IngestRun
from papersearch_api.services import build_services
from tests.support.paths import SAMPLES
from tests.support.workers import private_schema

QUERIES = ("graph", '"neural network"', "author:bengio", "venue:ICLR", "year:2015..2018", "learning -deep")
QUERIES_ASKED = 300
Place = Callable[[str], Settings]


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> Iterator[Place]:
    """Makes an empty home on a database, and lets the commands work there."""
    numbers = iter(range(9))
    with ExitStack() as schemas:

        def make(database: str) -> Settings:
            url = ""
            if database == "postgresql":
                url = schemas.enter_context(private_schema(request.getfixturevalue("postgres_url")))
            settings = Settings(tmp_path / f"home{next(numbers)}", store_url=url)
            use(settings)
            return settings

        def use(settings: Settings) -> None:
            for name in ("ENGINE_URL", "BROKER_URL"):
                monkeypatch.setenv(f"PAPERSEARCH_{name}", "")
            monkeypatch.setenv("PAPERSEARCH_HOME", str(settings.home))
            monkeypatch.setenv("PAPERSEARCH_STORE_URL", settings.store_url)

        yield make


def run(*args: object, capsys: pytest.CaptureFixture[str], code: int = 0) -> Any:
    """Runs a command, and returns what it printed as JSON."""
    capsys.readouterr()
    assert cli.run([*map(str, args), "--json"]) == code
    return json.loads(capsys.readouterr().out)


def fill(capsys: pytest.CaptureFixture[str]) -> None:
    """A store with papers, a merge and a split by hand, a deleted paper and an API key."""
    run("ingest", SAMPLES / "classics.jsonl", capsys=capsys)
    found = run("search", "learning", "--limit", "6", capsys=capsys)["results"]
    first, second, third, fourth, fifth, sixth = (hit["id"] for hit in found)
    run("merge", first, second, capsys=capsys)
    run("merge", fourth, fifth, capsys=capsys)
    run("split", fourth, capsys=capsys)
    run("delete", third, sixth, capsys=capsys)
    run("keys", "create", "reader", capsys=capsys)


def contents(settings: Settings) -> dict[str, list[Sequence[Any]]]:
    """All rows that a backup keeps, as the database holds them."""
    with closing(connect(settings.database_url, utc_now)) as database, database.reading_at() as connection:
        found = {each.name: sorted(map(repr, rows_of(connection, each))) for each in kept_tables()}
    return {name: rows for name, rows in found.items() if name not in {"facts", "searches"}}


def sources(settings: Settings) -> dict[str, str]:
    files = [path for path in (settings.home / "raw").rglob("*") if path.is_file()]
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def answers(capsys: pytest.CaptureFixture[str]) -> list[list[str]]:
    return [sorted(hit["id"] for hit in run("search", query, capsys=capsys)["results"]) for query in QUERIES]


@pytest.mark.parametrize(
    ("first", "second"), [("sqlite", "postgresql"), ("postgresql", "sqlite"), ("sqlite", "sqlite")]
)
def test_restored_store_is_the_same(
    place: Place, first: str, second: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "all.backup"
    old = place(first)
    fill(capsys)
    expected = answers(capsys)
    written = run("backup", file, capsys=capsys)
    assert written["bytes"] == file.stat().st_size
    new = place(second)
    restored = run("restore", file, capsys=capsys)
    assert {name: restored[name] for name in ("papers", "records", "sources")} == {
        name: written[name] for name in ("papers", "records", "sources")
    }
    assert contents(new) == contents(old)
    assert sources(new) == sources(old) != {}
    run("reindex", "--wait", capsys=capsys)
    assert answers(capsys) == expected
    again = run("ingest", SAMPLES / "classics.jsonl", capsys=capsys)
    assert again["added"] == 2  # the deleted ones come back, all others are known
    if first != second:
        third = place(first)
        place_of = tmp_path / "again.backup"
        assert dump.write_backup(new, place_of)
        run("restore", place_of, capsys=capsys)
        assert contents(third) == contents(new)


def drawn_queries(settings: Settings) -> list[str]:
    """300 queries of every kind about what the papers say: words, phrases, fields, filters, identifiers."""
    chance = Random("queries of a backup")
    with closing(open_store(settings)) as store:
        papers = [state.paper for batch in store.papers.walk() for state in batch if state.paper]

    def words_of(paper: Paper, length: int) -> str:
        found = words(f"{paper.title} {paper.abstract}")
        start = chance.randrange(max(1, len(found) - length))
        return " ".join(found[start : start + length])

    kinds: tuple[Callable[[Paper], str], ...] = (
        lambda paper: words_of(paper, chance.randint(1, 3)),
        lambda paper: f'"{words_of(paper, chance.randint(1, 4))}"',
        lambda paper: f'title:"{words_of(paper, 1)}" OR {words_of(paper, 1)} -{words_of(paper, 1)}',
        lambda paper: f'author:"{chance.choice(paper.authors).name if paper.authors else "x"}"',
        lambda paper: f'keyword:"{chance.choice(paper.keywords).value if paper.keywords else "x"}"',
        lambda paper: f'venue:"{paper.venue.label if paper.venue else "x"}" year:{paper.year or 1999}..2020',
        lambda paper: chance.choice([paper.id, *paper.ids.values()]),
        lambda paper: f"{words_of(paper, 1)[:4]}* is:merged OR has:abstract {words_of(paper, 1)}",
    )
    return [kinds[number % len(kinds)](chance.choice(papers)) for number in range(QUERIES_ASKED)]


def counts(settings: Settings, queries: Sequence[str], capsys: pytest.CaptureFixture[str]) -> list[int]:
    """The number of results of each query, after all is indexed."""
    run("reindex", "--wait", capsys=capsys)
    with closing(build_services(settings)) as services:
        return [services.search.search(read_params([("q", query), ("per_page", "1")])).meta.count for query in queries]


def test_300_queries_count_the_same_on_postgresql_and_back_on_sqlite(
    place: Place, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first = place("sqlite")
    fill(capsys)
    queries = drawn_queries(first)
    expected = counts(first, queries, capsys)
    assert len(set(queries)) > 0.8 * QUERIES_ASKED
    assert sum(count > 0 for count in expected) > QUERIES_ASKED / 2
    run("backup", tmp_path / "first.backup", capsys=capsys)
    second = place("postgresql")
    run("restore", tmp_path / "first.backup", capsys=capsys)
    assert counts(second, queries, capsys) == expected
    run("backup", tmp_path / "second.backup", capsys=capsys)
    third = place("sqlite")
    run("restore", tmp_path / "second.backup", capsys=capsys)
    assert counts(third, queries, capsys) == expected
    kept = ("papers", "aliases", "records", "api_keys")
    assert [contents(third)[name] for name in kept] == [contents(first)[name] for name in kept]


@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_ids_go_on_counting_and_work_that_was_under_way_waits(
    place: Place, database: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    old = place("sqlite")
    run("ingest", SAMPLES / "classics.jsonl", capsys=capsys)
    with closing(open_store(old)) as store:
        store.ledger.submit(IngestRun(), [NewItem("waiting.jsonl", None)])
        assert store.ledger.lease("somebody")
        job = store.jobs.start(RebuildProgress(done=0, total=1))
        last = store.records.after(0, 1_000)[-1].id
        store.records.delete_many([last])
    dump.write_backup(old, tmp_path / "all.backup")
    new = place(database)
    run("restore", tmp_path / "all.backup", capsys=capsys)
    with closing(open_store(new)) as store:
        assert store.jobs.get(job.id).state == "failed"
        assert store.jobs.start(RebuildProgress(done=0, total=1)).id == job.id + 1
        assert [lease.item.location for lease in store.ledger.lease("another")] == ["waiting.jsonl"]
        with store.transaction() as tx:
            row = tx.records.after(0, 1)[0]
            row.id, row.key = 0, row.key._replace(location="elsewhere")
            tx.records.put_many([row])
            assert row.id == last + 1


@pytest.fixture
def backup_file(place: Place, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    file = tmp_path / "all.backup"
    place("sqlite")
    run("ingest", SAMPLES / "classics.jsonl", capsys=capsys)
    run("backup", file, capsys=capsys)
    return file


def rewritten(file: Path, change: Callable[[str, bytes], bytes | None]) -> None:
    """Packs a backup again, with other members."""
    packed = zstandard.ZstdDecompressor().stream_reader(file.read_bytes(), read_across_frames=True).read()
    out = io.BytesIO()
    with tarfile.open(fileobj=io.BytesIO(packed)) as old, tarfile.open(fileobj=out, mode="w") as new:
        for info in old:
            stream = old.extractfile(info)
            data = change(info.name, stream.read() if stream else b"")
            if data is not None:
                info.size = len(data)
                new.addfile(info, io.BytesIO(data))
    file.write_bytes(zstandard.ZstdCompressor().compress(out.getvalue()))


def refuse(file: Path, settings: Settings, capsys: pytest.CaptureFixture[str], code: int = 1) -> str:
    """What restoring says; nothing may be there afterwards."""
    found = run("restore", file, capsys=capsys, code=code)
    assert not settings.home.exists()
    return str(found["detail"])


def test_damaged_files_are_refused(place: Place, backup_file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    whole = backup_file.read_bytes()
    settings = place("sqlite")
    middle = len(whole) // 2
    for damaged in (
        whole[:middle],
        whole[:-30],
        whole[:middle] + b"\0" + whole[middle + 1 :],
        b"",
        b"PK\x03\x04 other",
    ):
        backup_file.write_bytes(damaged)
        assert "is damaged or is not a backup" in refuse(backup_file, settings, capsys)
    for change in (
        lambda name, data: None if name.startswith("raw/") else data,
        lambda name, data: data.replace(b"a", b"b") if name.startswith("tables/papers") else data,
        lambda name, data: None if name == archive.MANIFEST else data,
        lambda name, data: b"{}" if name == archive.HEADER else data,
    ):
        backup_file.write_bytes(whole)
        rewritten(backup_file, change)
        assert "Nothing was restored" in refuse(backup_file, settings, capsys)
    assert "cannot be read" in refuse(backup_file.with_name("none"), settings, capsys, code=2)


@pytest.mark.parametrize(
    ("revision", "words"), [("9999", "newer papersearch.*Update this program"), ("0001", "Restore it with papersearch")]
)
def test_backup_of_another_form_is_refused(
    place: Place, backup_file: Path, revision: str, words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    headers: list[bytes] = []

    def change(name: str, data: bytes) -> bytes:
        if name == archive.HEADER:
            headers.append(msgspec.json.encode(json.loads(data) | {"revision": revision}))
            return headers[0]
        if name == archive.MANIFEST:
            found = json.loads(data)
            found["members"][archive.HEADER] = hashlib.sha256(headers[0]).hexdigest()
            return msgspec.json.encode(found)
        return data

    rewritten(backup_file, change)
    assert re.search(words, refuse(backup_file, place("sqlite"), capsys))


@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_store_that_is_not_empty_is_left_alone(
    place: Place, backup_file: Path, database: str, capsys: pytest.CaptureFixture[str]
) -> None:
    settings = place(database)
    run("keys", "create", "mine", capsys=capsys)
    before = contents(settings)
    assert "The store is not empty: it has api keys." in run("restore", backup_file, capsys=capsys, code=1)["detail"]
    assert contents(settings) == before


def test_file_that_is_there_is_not_overwritten(
    backup_file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = backup_file.read_bytes()
    assert "exists" in run("backup", backup_file, capsys=capsys, code=2)["detail"]
    assert backup_file.read_bytes() == before
    assert "cannot be written" in run("backup", tmp_path / "no" / "file", capsys=capsys, code=2)["detail"]
    assert not list(tmp_path.glob(".*backup*"))


@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_backup_is_of_one_moment(
    place: Place, database: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A paper that is deleted while its tables are read is in the backup, in all of them."""
    old = place(database)
    run("ingest", SAMPLES / "classics.jsonl", capsys=capsys)
    before = contents(old)
    rows_of_table, read = dump.rows_of, []

    def meddling(connection: Any, table: Any) -> Any:
        read.append(table.name)
        if len(read) == 3:
            with closing(connect(old.database_url, utc_now)) as other, other.writing() as writer:
                writer.execute(text("DELETE FROM records"))
                writer.execute(text("DELETE FROM papers"))
        return rows_of_table(connection, table)

    monkeypatch.setattr(dump, "rows_of", meddling)
    dump.write_backup(old, tmp_path / "all.backup")
    monkeypatch.undo()
    assert contents(old) != before
    new = Settings(tmp_path / "new")
    restore_backup(new, tmp_path / "all.backup")
    assert contents(new) == before
