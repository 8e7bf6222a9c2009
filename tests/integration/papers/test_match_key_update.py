"""Stored match keys after their rules have changed: recomputed from the records, whatever happens meanwhile."""

import hashlib
import json
import multiprocessing
import os
from collections.abc import Sequence
from contextlib import closing
from io import BytesIO
from pathlib import Path

import pytest
from sqlalchemy import select

from papersearch.errors import StoreUnavailableError
from papersearch.record import Record
from papersearch.settings import Settings
from papersearch.store import Store, open_store
from papersearch.store.database import connect, utc_now
from papersearch.store.ledger import NewItem
from papersearch.store.tables import match_keys
from papersearch.work_items import IngestRun
from papersearch_ingest.papers import match_key_update, matching
from papersearch_ingest.papers.match_key_update import FACT, StoredKeys, stored_keys, update_match_keys
from papersearch_ingest.sources.expansion import parse_source
from papersearch_ingest.work.pipeline import process_item
from papersearch_ingest.work.program import opened_program
from tests.support.old_stores import load_0_1_0

BATCH, PAPERS = 10, 35
KEYS_OF_0_1_0 = {1: ("f9581c74b01754bb", "d89b541d50174ce4"), 2: ("6b19bb0e1f23f8cc", "8a14c4e29a398172")}
"""Version of the rules -> digests of the keys that they give the records of the store of 0.1.0, and rare letters."""
RARE_LETTERS = (
    Record(
        "Ørsted’s Œuvre: ½ of a ﬁnite ŁŃ‑space, part Ⅳ", ("Łukasz Żółć", "Nguyễn Văn An", "O’Neill, Sinéad"), year=2001
    ),
    Record("İstanbul ve ışık: naïve Straßen", ("Müller, Jürgen Jr.", "Ludwig van Beethoven"), "Æther " + "Größe " * 20),
    Record(
        "深度学习 и глубокое обучение",
        ("王伟", "Александр Пушкин"),
        ids={"doi": "10.1000/ABC.Ü", "arxiv": "2001.00001v2"},
    ),
)
NEWER = matching.MATCH_KEYS_VERSION + 1
_key = matching._key


def changed_key(kind: str, value: str) -> int:
    return _key(kind, f"{value}, by other rules")


def change_rules(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(matching, "MATCH_KEYS_VERSION", NEWER)
    patch.setattr(matching, "_key", changed_key)
    patch.setattr(match_key_update, "BATCH_SIZE", BATCH)


def ingest(store: Store, name: str, papers: Sequence[dict[str, object]]) -> None:
    blob = store.blobs.put(BytesIO("\n".join(map(json.dumps, papers)).encode()))
    store.ledger.submit(IngestRun(), [NewItem(name, blob.sha256, blob.size)])
    [lease] = store.ledger.lease("test")
    try:
        process_item(store, lease, parse_source)
    except StoreUnavailableError:
        store.ledger.release(lease)
        raise


def some_papers() -> list[dict[str, object]]:
    return [
        {"title": f"Lattices of kind {number * 7919}", "year": 2000, "authors": [f"Ada Writer{number}"]}
        for number in range(PAPERS)
    ]


def keys_in(settings: Settings) -> set[tuple[int, int]]:
    with closing(connect(settings.database_url, utc_now)) as database, database.reading() as connection:
        return {(row.key, row.record) for row in connection.execute(select(match_keys))}


def papers_in(store: Store) -> dict[str, int]:
    return {paper: version for paper, version, _ in store.papers.versions()}


@pytest.fixture
def fresh_keys(tmp_path: Path) -> set[tuple[int, int]]:
    """The keys of a store that was filled by the changed rules from the start."""
    settings = Settings(tmp_path / "fresh")
    with pytest.MonkeyPatch.context() as patch, closing(open_store(settings)) as store:
        change_rules(patch)
        update_match_keys(store)
        ingest(store, "papers.jsonl", some_papers())
    return keys_in(settings)


def test_keys_are_those_of_a_fresh_ingest_and_papers_stay(
    store_settings: Settings, store: Store, fresh_keys: set[tuple[int, int]], monkeypatch: pytest.MonkeyPatch
) -> None:
    ingest(store, "papers.jsonl", some_papers())
    before, papers = keys_in(store_settings), papers_in(store)
    change_rules(monkeypatch)
    assert update_match_keys(store) == PAPERS
    assert keys_in(store_settings) == fresh_keys != before
    assert papers_in(store) == papers
    assert store.facts.get(FACT) == str(NEWER)
    assert update_match_keys(store) == 0


def test_program_that_writes_brings_the_keys_up_to_date_first(
    store_settings: Settings, store: Store, fresh_keys: set[tuple[int, int]], monkeypatch: pytest.MonkeyPatch
) -> None:
    ingest(store, "papers.jsonl", some_papers())
    change_rules(monkeypatch)
    with opened_program(store_settings) as program:
        assert keys_in(store_settings) == fresh_keys
        papers = papers_in(store)
        ingest(program.store, "again.jsonl", some_papers()[:3])
        assert set(papers_in(program.store)) == set(papers)


def _die_in_third_batch(settings: Settings) -> None:
    change_rules(pytest.MonkeyPatch())
    match_keys_of, batches = matching.match_keys, []

    def dying(records: Sequence[Record]) -> list[tuple[int, ...]]:
        batches.append(len(records))
        return os._exit(9) if len(batches) == 3 else match_keys_of(records)

    matching.match_keys = dying
    with closing(open_store(settings)) as store:
        update_match_keys(store)


def test_killed_update_is_resumed_and_nothing_is_matched_meanwhile(
    store_settings: Settings, store: Store, fresh_keys: set[tuple[int, int]], monkeypatch: pytest.MonkeyPatch
) -> None:
    ingest(store, "papers.jsonl", some_papers())
    papers = papers_in(store)
    process = multiprocessing.get_context("spawn").Process(target=_die_in_third_batch, args=(store_settings,))
    process.start()
    process.join()
    assert process.exitcode == 9
    assert stored_keys(store) == StoredKeys(NEWER, 2 * BATCH)
    with pytest.raises(StoreUnavailableError, match="Update this program"):
        ingest(store, "older.jsonl", some_papers())
    change_rules(monkeypatch)
    with pytest.raises(StoreUnavailableError, match="being recomputed"):
        ingest(store, "newer.jsonl", some_papers())
    assert update_match_keys(store) == PAPERS - 2 * BATCH
    assert keys_in(store_settings) == fresh_keys
    assert papers_in(store) == papers
    assert store.ledger.open_items() == 2
    for lease in store.ledger.lease("test", limit=9):
        process_item(store, lease, parse_source)
    assert set(papers_in(store)) == set(papers)


def test_older_program_leaves_newer_keys_alone(store_settings: Settings, store: Store) -> None:
    ingest(store, "papers.jsonl", some_papers())
    before = keys_in(store_settings)
    store.facts.put(FACT, str(NEWER + 5))
    assert update_match_keys(store) == 0
    assert keys_in(store_settings) == before
    assert store.facts.get(FACT) == str(NEWER + 5)


def test_store_without_records_follows_the_rules_of_the_program(store: Store) -> None:
    ingest(store, "papers.jsonl", some_papers()[:1])
    assert stored_keys(store) == StoredKeys(matching.MATCH_KEYS_VERSION)


def test_unfinished_update_of_another_version_begins_again(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    ingest(store, "papers.jsonl", some_papers())
    store.facts.put(FACT, f"{NEWER} up to record 20")
    change_rules(monkeypatch)
    monkeypatch.setattr(matching, "MATCH_KEYS_VERSION", NEWER + 1)
    assert update_match_keys(store) == PAPERS
    assert store.facts.get(FACT) == str(NEWER + 1)


def digest(keys: set[tuple[int, int]]) -> str:
    return hashlib.sha256(repr(sorted(keys)).encode()).hexdigest()[:16]


def test_other_keys_have_another_version(tmp_path: Path) -> None:
    """If this fails, the rules for keys have changed: raise MATCH_KEYS_VERSION and add the new digest above."""
    settings = Settings(tmp_path)
    load_0_1_0(settings)
    assert digest(keys_in(settings)) == KEYS_OF_0_1_0[1][0]
    with closing(open_store(settings)) as store:
        rows = store.records.after(0, 1_000)
    now = matching.match_keys([row.stored.record for row in rows])
    computed = {(key, row.id) for row, keys in zip(rows, now, strict=True) for key in keys}
    rare = {(key, place) for place, keys in enumerate(matching.match_keys(RARE_LETTERS)) for key in keys}
    assert (digest(computed), digest(rare)) == KEYS_OF_0_1_0[matching.MATCH_KEYS_VERSION]
