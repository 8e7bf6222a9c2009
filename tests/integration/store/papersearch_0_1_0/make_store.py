"""Makes the store of 0.1.0 that the upgrade tests load: one dump for each database, and the sources that it names.

Run it in a checkout of papersearch 0.1.0, with that checkout's Python, next to a PostgreSQL with an empty schema:

    cd papersearch-0.1.0
    .venv/bin/python …/make_store.py postgresql+psycopg://user@127.0.0.1/database

It writes `sqlite.sql`, `postgresql.sql` (by `pg_dump`) and `raw/` into its own folder. Each store has something in
every table. The papers are those of the samples of 0.1.0. The folders of the machine are replaced. The imports are
the names of 0.1.0: they do not follow later renames.
"""

import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from contextlib import closing
from io import BytesIO
from pathlib import Path

from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url

from papersearch.cli import run
from papersearch.intake import API_LOCATION, Action, PaperWrite, Request, accept, request_hash
from papersearch.job_views import INGEST_JOB, WRITE_JOB
from papersearch.settings import Settings
from papersearch.store import Store, open_store
from papersearch.store.ledger import NewItem
from papersearch_ingest.curation import merge_papers, split_paper
from papersearch_ingest.draining import parse_here
from papersearch_ingest.harvest.harvesting import Harvesting
from papersearch_ingest.harvest.listing import Wish
from papersearch_ingest.harvest.repositories import Repository
from papersearch_ingest.pipeline import process_item
from papersearch_ingest.program import REINDEX_LEASE, Program, opened_program
from papersearch_ingest.reindex import start_reindex
from papersearch_ingest.submission import IngestOptions, submit

HERE = Path(__file__).resolve().parent
SCHEMA = "papersearch"
SECRETS = {"reader": "ps_reader-of-the-upgrade-test", "former": "ps_former-of-the-upgrade-test"}
GONE = "host@1:1:0badcafe"
REPOSITORY = Repository("lab", "https://lab.example.org/oai", "arXiv", interval_s=0)
PAGE = """<?xml version="1.0"?><OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/">
<responseDate>2026-11-21T12:00:00Z</responseDate>{}</OAI-PMH>"""
ITEM = """<record><header><identifier>oai:lab.example.org:{n}</identifier><datestamp>2026-11-0{n}</datestamp></header>
<metadata><arXiv xmlns="http://arxiv.org/OAI/arXiv/"><id>2611.0000{n}</id><created>2026-10-01</created><authors><author>
<keyname>Writer{n}</keyname><forenames>Ada</forenames></author></authors><title>A harvested result, number {n}</title>
<categories>cs.LG</categories><abstract>Words on {n}.</abstract></arXiv></metadata></record>"""


def main(postgres_url: str) -> None:
    """Both stores; both leave the same sources behind."""
    shutil.rmtree(HERE / "raw", ignore_errors=True)
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "sqlite"
        fill(Settings(home), Path(folder) / "papers")
        with closing(sqlite3.connect(home / "papersearch.db")) as connection:
            write("sqlite.sql", "\n".join(connection.iterdump()), folder)
        shutil.copytree(home / "raw", HERE / "raw")
    with tempfile.TemporaryDirectory() as folder:
        with create_engine(postgres_url, isolation_level="AUTOCOMMIT").connect() as connection:
            connection.execute(text(f"DROP SCHEMA IF EXISTS {SCHEMA} CASCADE"))
            connection.execute(text(f"CREATE SCHEMA {SCHEMA}"))
        home = Path(folder) / "postgres"
        fill(Settings(home, store_url=f"{postgres_url}?options=-csearch_path%3D{SCHEMA}"), Path(folder) / "papers")
        write("postgresql.sql", pg_dump(postgres_url), folder)


def fill(settings: Settings, papers: Path) -> None:
    """Does with a store what its users do, and stops in the middle of some of it."""
    os.environ["PAPERSEARCH_HOME"] = str(settings.home)
    os.environ["PAPERSEARCH_STORE_URL"] = settings.store_url or ""
    papers.mkdir()
    lines = Path("samples/classics.jsonl").read_text().splitlines()
    (papers / "classics.jsonl").write_text("\n".join([*lines[:18], "{no json", ""]))
    (papers / "waiting.jsonl").write_text("\n".join(lines[20:23]))
    (papers / "leased.jsonl").write_text("\n".join(lines[24:26]))
    assert run(["ingest", str(papers / "classics.jsonl"), "samples/arxiv-listing.txt"]) == 0
    with opened_program(settings) as program:
        curate(program.store)
        write_by_api(program)
        harvest(program)
        program.finish()
        rebuild_indexes(program)
        leave_waiting(program.store, papers)
        rebuild_index_in_part(program)
    with closing(open_store(settings)) as store:  # a worker that was killed: it never said that it leaves
        store.heartbeats.beat(GONE, progress=7, doing="item 9")
        store.leadership.acquire(REINDEX_LEASE, GONE, limit_s=20)


def curate(store: Store) -> None:
    """A merge, papers told apart, an API key in use and a revoked one, a search."""
    ids = sorted(state.id for batch in store.papers.walk() for state in batch)
    merge_papers(store, ids[0], ids[1])
    kept = merge_papers(store, ids[2], ids[3])
    split_paper(store, kept)
    for name, secret in SECRETS.items():
        set_secret(store, name, secret)
    store.api_keys.revoke(2)
    store.searches.record("neural networks")


def set_secret(store: Store, name: str, secret: str) -> None:
    """A key whose secret the tests know."""
    store.api_keys.create(name, ["read", "write"])
    with store._database.writing() as connection:
        hashed = hashlib.sha256(secret.encode()).hexdigest()
        connection.execute(
            text("UPDATE api_keys SET key_hash = :hash WHERE name = :name"), {"hash": hashed, "name": name}
        )


def bulk(store: Store, *papers: dict[str, object]) -> NewItem:
    blob = store.blobs.put(BytesIO("\n".join(map(json.dumps, papers)).encode()))
    return NewItem(API_LOCATION, blob.sha256, blob.size, PaperWrite(Action.BULK).to_options())


def paper_titled(store: Store, given: dict[str, object]) -> str:
    papers = (state for batch in store.papers.walk() for state in batch if state.paper)
    return next(state.id for state in papers if state.paper.title == given["title"])


def put(paper: str, **body: object) -> NewItem:
    return NewItem(API_LOCATION, None, 0, PaperWrite(Action.PUT, paper, body=body).to_options())


def write_by_api(program: Program) -> None:
    """Writes that are done: two papers and a line that is refused; then one paper is put, one deleted."""
    store = program.store
    good = [{"title": f"Written by a program, part {n}", "year": 2000 + n, "authors": ["Ada Writer"]} for n in (1, 2)]
    request = Request(1, "first", request_hash(b"first"))
    accept(store, bulk(store, *good, {"title": 5}), WRITE_JOB, {"total": 3}, request)
    program.finish()
    gone = NewItem(API_LOCATION, None, 0, PaperWrite(Action.DELETE, paper_titled(store, good[1])).to_options())
    accept(store, put(paper_titled(store, good[0]), title="Put once"), WRITE_JOB, {"total": 1})
    accept(store, gone, WRITE_JOB, {"total": 1})
    program.finish()


def harvest(program: Program) -> None:
    """One page of a list of two is kept; the list is to be resumed."""

    def fetch(url: str) -> bytes:
        if "Identify" in url:
            return PAGE.format("<Identify><granularity>YYYY-MM-DD</granularity></Identify>").encode()
        items = "".join(ITEM.format(n=n) for n in (1, 2))
        return PAGE.format(f"<ListRecords>{items}<resumptionToken>next</resumptionToken></ListRecords>").encode()

    harvesting = Harvesting(program.store, REPOSITORY, fetch)
    next(harvesting.pages(harvesting.start(Wish())))


def rebuild_indexes(program: Program) -> None:
    """A re-index that is done, and one that is cancelled."""
    for is_cancelled in (False, True):
        job = start_reindex(program.store)
        if is_cancelled:
            program.store.jobs.cancel(job.id)
        while not program.store.jobs.get(job.id).finished_at:
            program.step_reindex()
    program.finish()


def leave_waiting(store: Store, papers: Path) -> None:
    """Sources and writes that nobody has processed, one that a lost worker holds, a paper that is to be indexed."""
    submit(store, [str(papers / "leased.jsonl")], IngestOptions(venue="ICLR"))
    assert store.ledger.lease(GONE)
    accept(store, put(paper_titled(store, {"title": "Put once"}), title="Put again"), WRITE_JOB, {"total": 1})
    [lease] = store.ledger.lease("here")
    process_item(store, lease, parse_here)
    assert store.index_queue.pending(store.generations.live().name)
    submit(store, [str(papers / "waiting.jsonl")], IngestOptions(year=1999))
    source = store.blobs.put(BytesIO(b'{"title": "A source that was uploaded", "authors": ["Una Loader"]}'))
    accept(
        store, NewItem("upload/one.jsonl", source.sha256, source.size, {}), INGEST_JOB, {"source": "upload/one.jsonl"}
    )
    later = bulk(store, {"title": "Accepted and not yet stored", "authors": ["Pat Ient"]})
    accept(store, later, WRITE_JOB, {"total": 1}, Request(1, "second", request_hash(b"second")))


def rebuild_index_in_part(program: Program) -> None:
    """A re-index that has begun: its generation is there, its chunks are planned and the first is queued."""
    start_reindex(program.store, throttle=5000)
    for _ in range(2):
        program.step_reindex()


def pg_dump(postgres_url: str) -> str:
    address = make_url(postgres_url)
    command = ["pg_dump", "--inserts", "--no-owner", "--no-privileges", f"--schema={SCHEMA}", "-h", address.host or "",
               "-p", str(address.port or 5432), "-U", address.username or "", address.database or ""]  # fmt: skip
    dump = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return dump.replace(f"CREATE SCHEMA {SCHEMA};", "").replace(f"{SCHEMA}.", "")  # any schema will do


def write(name: str, dump: str, folder: str) -> None:
    """Keeps what a database is made of, without the folders of this machine and without psql's own commands."""
    neutral = dump.replace(f"{folder}/papers", "/papers").replace(str(Path("samples").resolve()), "/papers")
    lines = [line for line in neutral.splitlines() if not line.startswith(("--", "\\", "SELECT pg_catalog.set_config"))]
    kept = "\n".join(line for line in lines if line) + "\n"
    assert folder not in kept
    assert str(Path.cwd()) not in kept
    assert os.uname().nodename not in kept
    (HERE / name).write_text(kept)


if __name__ == "__main__":
    main(sys.argv[1])
