"""From sources to papers to an index: what is counted, what survives a crash, what goes where."""

import multiprocessing
import os
from collections.abc import Iterator
from contextlib import closing
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from papersearch.engine import Outcome
from papersearch.errors import ConflictError, EngineUnavailableError, LeaseLostError, NotFoundError, ParameterError
from papersearch.paper import Paper
from papersearch.process.engines import open_engine
from papersearch.record import Record, Reject
from papersearch.settings import Settings
from papersearch.store import Store, open_store
from papersearch.store.ledger import ItemState
from papersearch.store.records import MOST_PER_KEY
from papersearch.work_items import IngestOptions, SourceItem
from papersearch_ingest.indexing.first_generation import ensure_live_generation
from papersearch_ingest.indexing.queue import drain_index_queue, index_batch
from papersearch_ingest.papers import derived, linkage
from papersearch_ingest.papers.curation import delete_papers, merge_papers, split_paper
from papersearch_ingest.parsers.source import Source
from papersearch_ingest.sources.expansion import parse_source
from papersearch_ingest.sources.parsed_source import ParsedSource
from papersearch_ingest.sources.submission import RunReport, report_run, submit
from papersearch_ingest.work import pipeline
from papersearch_ingest.work.draining import drain
from papersearch_ingest.work.pipeline import ParserLostError, process_item
from papersearch_ingest.work.presence import Presence, new_identity
from tests.support.engine_in_memory import EngineInMemory
from tests.support.moving_clock import Clock

OUTCOMES = ("added", "updated", "merged", "unchanged", "rejected")


def parse_lines(path: Path, name: str, source: SourceItem, sidecar: Path | None, version: int = 1) -> ParsedSource:
    """A source form for tests: each line is a record as JSON; `die` kills the process there, `reject` is a reject."""

    def items() -> Iterator[Record | Reject]:
        for number, line in Source.from_path(path).lines():
            if line == "die":
                os._exit(9)
            elif line == "crash":
                raise ParserLostError("the child died")
            elif line == "bug":
                raise KeyError(line)
            elif line == "reject":
                yield Reject("no title", number, line)
            else:
                fields = msgspec.json.decode(line)
                yield Record(**fields | {"authors": tuple(fields.get("authors", ())), "raw": line, "line": number})

    return ParsedSource("lines", version, "lines", items())


def line(title: str, year: int = 2019, **fields: Any) -> str:
    return msgspec.json.encode({"title": title, "authors": ["Ada Lovelace"], "year": year, **fields}).decode()


@pytest.fixture
def engine() -> EngineInMemory:
    return EngineInMemory()


@pytest.fixture
def source(tmp_path: Path) -> Path:
    return tmp_path / "papers.lines"


def ingest(store: Store, engine: EngineInMemory, *sources: Path, **options: Any) -> RunReport:
    run = submit(store, [str(each) for each in sources], IngestOptions(**options))
    assert drain(store, engine, Presence(store, new_identity()), run=run, parse=parse_lines)
    report = report_run(store, run, 0)
    assert sum(counts_of(report).values()) == report.records
    return report


def counts_of(report: RunReport) -> dict[str, int]:
    return {outcome: getattr(report, outcome) for outcome in OUTCOMES}


def some(**counts: int) -> dict[str, int]:
    return dict.fromkeys(OUTCOMES, 0) | counts


def titles(engine: EngineInMemory) -> list[str]:
    return sorted(document.body["title"] for document in engine.papers().values())


def test_seeds_give_375_records_and_357_papers_and_nothing_the_second_time(
    store: Store, engine: EngineInMemory, seeds: Path
) -> None:
    for expected in (some(added=357, merged=18), some(unchanged=375)):
        run = submit(store, [str(seeds)])
        drain(store, engine, Presence(store, new_identity()), run=run)
        assert counts_of(report_run(store, run, 0)) == expected
        assert len(engine.papers()) == store.papers.count() == 357


def test_second_time_nothing_gets_a_new_version_or_is_queued(
    store: Store, engine: EngineInMemory, source: Path
) -> None:
    source.write_text("\n".join([line("Alpha nets"), line("Beta nets"), line("Alpha nets"), "reject"]))
    assert counts_of(ingest(store, engine, source)) == some(added=2, merged=1, rejected=1)
    versions = list(store.papers.versions())
    assert counts_of(ingest(store, engine, source)) == some(unchanged=3, rejected=1)
    assert list(store.papers.versions()) == versions
    assert store.rejects.count() == 1
    assert store.rejects.page()[0].line == 4


def test_changed_record_replaces_the_older_one_of_its_place(store: Store, engine: EngineInMemory, source: Path) -> None:
    source.write_text(line("Alpha nets", comments="first") + "\n" + line("Beta nets"))
    ingest(store, engine, source)
    source.write_text(line("Alpha nets", comments="second") + "\n" + line("Beta nets"))
    assert counts_of(ingest(store, engine, source)) == some(updated=1, unchanged=1)
    assert {document.body["comments"] for document in engine.papers().values()} == {"second", None}
    assert store.records.count() == 2


def test_records_of_like_titles_are_compared_with_some_of_them_only(
    store: Store, engine: EngineInMemory, source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Goes red when a batch compares all of its like titles with each other."""
    compared = []
    monkeypatch.setattr(linkage, "is_same_paper", lambda one, other: compared.append((one, other)))
    source.write_text("\n".join(line(f"Proceedings of the yearly workshop, volume {n}") for n in range(400)))
    assert counts_of(ingest(store, engine, source)) == some(added=400)
    assert len(compared) <= 400 * 2 * MOST_PER_KEY < 400 * 399 / 2


def test_new_parser_version_reads_every_record_again(store: Store, engine: EngineInMemory, source: Path) -> None:
    source.write_text(line("Alpha nets") + "\n" + line("Beta nets"))
    ingest(store, engine, source)
    run = submit(store, [str(source)])

    drain(store, engine, Presence(store, new_identity()), run=run, parse=partial(parse_lines, version=2))
    assert counts_of(report_run(store, run, 0)) == some(updated=2)
    assert store.records.count() == 2


def test_paper_that_left_its_source_stays_until_replace(store: Store, engine: EngineInMemory, source: Path) -> None:
    source.write_text(line("Alpha nets") + "\n" + line("Beta nets"))
    ingest(store, engine, source)
    source.write_text(line("Beta nets"))
    assert counts_of(ingest(store, engine, source)) == some(unchanged=1)
    assert titles(engine) == ["Alpha nets", "Beta nets"]
    ingest(store, engine, source, replace=True)
    assert titles(engine) == ["Beta nets"]
    source.write_text(line("Alpha nets"))
    assert counts_of(ingest(store, engine, source)) == some(added=1)
    assert titles(engine) == ["Alpha nets", "Beta nets"]


def test_replace_of_a_folder_deletes_papers_of_files_that_are_gone(
    store: Store, engine: EngineInMemory, tmp_path: Path
) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    for name in ("Alpha nets", "Beta nets"):
        (folder / name).write_text(line(name))
    ingest(store, engine, folder)
    (folder / "Alpha nets").unlink()
    ingest(store, engine, folder)
    assert titles(engine) == ["Alpha nets", "Beta nets"]
    ingest(store, engine, folder, replace=True)
    assert titles(engine) == ["Beta nets"]


def test_record_that_bridges_two_papers_makes_them_one_under_the_older_id(
    store: Store, engine: EngineInMemory, tmp_path: Path
) -> None:
    older, younger, bridge = tmp_path / "older", tmp_path / "younger", tmp_path / "bridge"
    older.write_text(line("Alpha nets"))
    younger.write_text(line("Something else", ids={"arxiv": "1810.02340"}))
    bridge.write_text(line("Alpha nets", ids={"arxiv": "1810.02340"}))
    for each in (older, younger):
        ingest(store, engine, each)
    kept = next(paper for paper, document in engine.papers().items() if document.body["title"] == "Alpha nets")
    (other,) = set(engine.papers()) - {kept}
    assert counts_of(ingest(store, engine, bridge)) == some(merged=1)
    assert list(engine.papers()) == [kept]
    assert store.papers.resolve(other) == kept
    assert store.papers.get([other]) == [None]
    parts = split_paper(store, other)
    assert parts[0] == kept
    assert other in parts
    drain_index_queue(store, engine, ensure_live_generation(store, engine), "w")
    assert set(engine.papers()) == set(parts)
    bridge.write_text(line("Alpha nets", ids={"arxiv": "1810.02340"}, comments="again"))
    ingest(store, engine, bridge)
    assert set(engine.papers()) == set(parts)


def test_papers_merged_by_hand_stay_one_and_can_be_split_again(
    store: Store, engine: EngineInMemory, source: Path
) -> None:
    source.write_text(line("Alpha nets") + "\n" + line("Beta nets"))
    ingest(store, engine, source)
    first, second = engine.papers()
    kept = merge_papers(store, second, first)
    with pytest.raises(ConflictError):
        merge_papers(store, second, first)
    assert counts_of(ingest(store, engine, source)) == some(unchanged=2)
    assert list(engine.papers()) == [kept]
    assert set(split_paper(store, kept)) == {first, second}
    ingest(store, engine, source)
    assert set(engine.papers()) == {first, second}
    with pytest.raises(ConflictError):
        split_paper(store, first)


def test_deleted_paper_is_a_tombstone_and_comes_back_above_it(
    store: Store, engine: EngineInMemory, source: Path
) -> None:
    source.write_text(line("Alpha nets") + "\n" + line("Beta nets"))
    ingest(store, engine, source)
    gone = next(iter(engine.papers()))
    with pytest.raises(NotFoundError):
        delete_papers(store, [gone, "p_unknown"])
    assert delete_papers(store, [gone]) == [gone]
    drain_index_queue(store, engine, ensure_live_generation(store, engine), "w")
    assert len(engine.papers()) == 1
    assert counts_of(ingest(store, engine, source)) == some(added=1, unchanged=1)
    assert engine.papers()[gone].version == 3


def test_keywords_with_one_tag_key_have_one_form_in_all_papers(
    store: Store, engine: EngineInMemory, source: Path
) -> None:
    source.write_text(
        "\n".join(
            [line("Alpha nets", keywords=["data-augmentation"]), line("Beta nets", keywords=["Data Augmentation"])]
        )
    )
    ingest(store, engine, source)
    values = {each["value"] for document in engine.papers().values() for each in document.body["keywords"]}
    assert len(values) == 1
    assert store.labels.get("author", ["ada lovelace"]) == {"ada lovelace": "Ada Lovelace"}


def test_unreadable_source_fails_alone_and_in_a_folder_is_skipped(
    store: Store, engine: EngineInMemory, tmp_path: Path
) -> None:
    (tmp_path / "a.jpg").write_bytes(b"\xff\xd8\xff\xe0 no source")
    (tmp_path / "empty.txt").write_bytes(b"")
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "b.jpg").write_bytes(b"\xff\xd8\xff\xe0 no source")
    run = submit(store, [str(tmp_path / "a.jpg"), str(tmp_path / "empty.txt"), str(folder)])
    assert drain(store, engine, Presence(store, new_identity()), run=run, parse=parse_source)
    report = report_run(store, run, 0)
    assert [Path(each["source"]).name for each in report.failed] == ["a.jpg", "empty.txt"]
    assert all(each["error"] for each in report.failed)
    assert report.skipped == 1


def test_path_that_does_not_exist_is_wrong_usage_and_writes_nothing(store: Store, tmp_path: Path) -> None:
    with pytest.raises(ParameterError, match=r"nothing\.txt"):
        submit(store, [str(tmp_path), str(tmp_path / "nothing.txt")])
    assert store.runs.recent() == []


def test_standard_input_is_a_source(store: Store, engine: EngineInMemory) -> None:
    run = submit(store, ["-"], stdin=BytesIO(line("Alpha nets").encode()))
    drain(store, engine, Presence(store, new_identity()), run=run, parse=parse_lines)
    assert [each["source"] for each in report_run(store, run, 0).sources] == ["stdin"]
    assert titles(engine) == ["Alpha nets"]


@pytest.mark.parametrize("fault", ["crash", "bug"])
def test_parser_that_dies_costs_the_item_three_attempts_and_others_none(
    store: Store, engine: EngineInMemory, tmp_path: Path, fault: str
) -> None:
    bad, good = tmp_path / "bad", tmp_path / "good"
    bad.write_text(line("Alpha nets") + f"\n{fault}")
    good.write_text(line("Beta nets"))
    report = ingest(store, engine, bad, good)
    assert [each["state"] for each in report.sources] == ["failed", "done"]
    assert store.runs.get(report.run).items[0].attempts == 3
    assert titles(engine) == ["Beta nets"]


def test_interrupted_drain_gives_its_lease_back(store: Store, engine: EngineInMemory, source: Path) -> None:
    source.write_text(line("Alpha nets"))
    run = submit(store, [str(source)])

    def interrupt(path: Path, name: str, source: SourceItem, sidecar: Path | None) -> ParsedSource:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        drain(store, engine, Presence(store, new_identity()), run=run, parse=interrupt)
    item = store.runs.get(run).items[0]
    assert (item.state, item.attempts) == (ItemState.PENDING, 0)


def test_papers_are_in_the_embedded_engine_when_drain_returns(store: Store, source: Path, tmp_path: Path) -> None:
    source.write_text(line("Alpha nets") + "\n" + line("Beta nets"))
    with closing(open_engine(store.settings)) as embedded:
        for _ in range(2):
            run = submit(store, [str(source)])
            assert drain(store, embedded, Presence(store, new_identity()), run=run, parse=parse_lines)
        indexed = {each.id: each.version for each in embedded.indexed_versions(embedded.live_generation())}
    assert indexed == {paper: version for paper, version, _ in store.papers.versions()}
    assert len(indexed) == 2


def test_two_papers_that_would_get_one_id_get_two_that_stay(
    store: Store, engine: EngineInMemory, source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(derived, "paper_id", lambda _: "p_aaaaaaaaaaaa")
    source.write_text("\n".join(line(name) for name in ("Alpha nets", "Beta nets", "Gamma nets")))
    assert counts_of(ingest(store, engine, source)) == some(added=3)
    ids = set(engine.papers())
    assert len(ids) == 3
    store.records.delete_many(range(1, 10))
    assert counts_of(ingest(store, engine, source)) == some(added=3)
    assert ids < set(engine.papers())


# Crashes


def _ingest_until_death(settings_: Settings, path: Path) -> None:
    store = open_store(settings_)
    pipeline.BATCH_SIZE = 3
    run = submit(store, [str(path)])
    drain(store, EngineInMemory(), Presence(store, "lost"), run=run, parse=parse_lines)


def test_run_after_a_kill_in_the_middle_counts_every_record_once(
    store_settings: Settings, engine: EngineInMemory, tmp_path: Path
) -> None:
    path = tmp_path / "papers"
    records = [line(f"Paper number {number}") for number in range(8)] + [line("Paper number 0")]
    path.write_text("\n".join([*records[:5], "reject", *records[5:7], "die", *records[7:]]))
    process = multiprocessing.get_context("spawn").Process(target=_ingest_until_death, args=(store_settings, path))
    process.start()
    process.join()
    assert process.exitcode == 9
    store = open_store(store_settings)
    item = store.runs.get(1).items[0]
    assert item.state == ItemState.LEASED
    assert 0 < sum(item.counts.values()) < 9
    assert item.blob is not None
    mended = "\n".join([*records[:5], "reject", *records[5:]])  # it goes well this time
    store.blobs.existing_path(item.blob).write_text(mended)
    store.ledger.release_lost(["lost"])
    assert drain(store, engine, Presence(store, new_identity()), run=1, parse=parse_lines)
    assert counts_of(report_run(store, 1, 0)) == some(added=8, merged=1, rejected=1)
    assert len(engine.papers()) == store.papers.count() == 8
    assert store.rejects.count() == 1
    store.close()


def test_worker_that_lost_its_lease_writes_nothing_more(
    store: Store, clock: Clock, source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pipeline, "BATCH_SIZE", 1)
    source.write_text("\n".join(line(f"Paper number {number}") for number in range(4)))
    submit(store, [str(source)])
    late = store.ledger.lease("late")[0]

    def take_over(*_batch: object) -> None:
        clock.advance(store.settings.lease_limit_s + 1)
        store.ledger.lease("other")

    with pytest.raises(LeaseLostError):
        process_item(store, late, parse_lines, on_batch=take_over)
    assert store.papers.count() == 1


# Indexing


@pytest.fixture
def queued(store: Store, engine: EngineInMemory) -> list[str]:
    """Three papers that wait for the live generation."""
    ensure_live_generation(store, engine)
    ids = ["p_a", "p_b", "p_c"]
    with store.transaction() as tx:
        written = tx.papers.put_many([Paper(each) for each in ids])
        tx.index_queue.enqueue({each.paper.id: each.paper.version for each in written})
    return ids


LIVE = "papers-000001"


def test_refused_document_becomes_a_reject_and_the_others_go_in(
    store: Store, engine: EngineInMemory, queued: list[str]
) -> None:
    engine.verdict = lambda operation: (Outcome.REJECTED, "too long") if operation.id == "p_b" else None
    done = drain_index_queue(store, engine, LIVE, "w")
    assert (done.applied, done.rejected, store.index_queue.pending()) == (2, 1, 0)
    assert [(each.paper, each.reason) for each in store.rejects.page()] == [("p_b", "too long")]
    engine.verdict = lambda _: None
    store.index_queue.enqueue({"p_b": 1})
    drain_index_queue(store, engine, LIVE, "w")
    assert store.rejects.count() == 0


def test_document_to_try_again_waits_longer_each_time(
    store: Store, engine: EngineInMemory, queued: list[str], clock: Clock
) -> None:
    engine.verdict = lambda operation: (Outcome.RETRY, "429") if operation.id == "p_b" else None
    assert drain_index_queue(store, engine, LIVE, "w").retried == 1
    assert store.index_queue.pending() == 1
    assert not index_batch(store, engine, LIVE, "w").leased
    clock.advance(0.6)
    assert index_batch(store, engine, LIVE, "w").retried == 1
    clock.advance(0.6)
    assert not index_batch(store, engine, LIVE, "w").leased
    engine.verdict = lambda _: None
    clock.advance(1)
    assert index_batch(store, engine, LIVE, "w").applied == 1
    assert set(engine.papers()) == set(queued)


def test_blocked_index_burns_no_attempt(store: Store, engine: EngineInMemory, queued: list[str], clock: Clock) -> None:
    engine.verdict = lambda _: (Outcome.BLOCKED, "disk full")
    for _ in range(5):
        assert drain_index_queue(store, engine, LIVE, "w").blocked == "disk full"
        clock.advance(10)
    assert {each.attempts for each in store.index_queue.lease(LIVE, "w")} == {1}


def test_engine_that_is_away_loses_nothing(
    store: Store, engine: EngineInMemory, queued: list[str], clock: Clock
) -> None:
    engine.is_away = True
    with pytest.raises(EngineUnavailableError):
        index_batch(store, engine, LIVE, "w")
    engine.is_away = False
    clock.advance(10)
    assert drain_index_queue(store, engine, LIVE, "w").applied == 3


def test_version_written_while_the_batch_was_under_way_is_sent_too(
    store: Store, engine: EngineInMemory, queued: list[str]
) -> None:
    def change_once(operation: object) -> None:
        engine.verdict = lambda _: None
        written = store.papers.put(Paper("p_a", title="newer")).paper
        store.index_queue.enqueue({"p_a": written.version})

    engine.verdict = change_once  # type: ignore[assignment]
    drain_index_queue(store, engine, LIVE, "w")
    assert (engine.papers()["p_a"].version, store.index_queue.pending()) == (2, 0)


def test_lost_index_is_filled_again_from_the_store(store: Store, engine: EngineInMemory, queued: list[str]) -> None:
    drain_index_queue(store, engine, LIVE, "w")
    empty = EngineInMemory()
    name = ensure_live_generation(store, empty)
    assert name != LIVE
    drain_index_queue(store, empty, name, "w")
    assert set(empty.papers()) == set(queued)


# Laws

names = st.sampled_from(["alpha nets", "beta nets", "gamma trees deep", "delta"])
lines = st.one_of(
    st.just("reject"), st.builds(line, names, st.sampled_from([2018, 2019]), comments=st.text("ab\u00e9\0", max_size=2))
)


@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(versions=st.lists(st.lists(lines, max_size=6), min_size=1, max_size=2), replace=st.booleans())
def test_whatever_a_source_holds_outcomes_sum_and_the_second_reading_changes_nothing(
    tmp_path_factory: pytest.TempPathFactory, versions: list[list[str]], replace: bool
) -> None:
    home = tmp_path_factory.mktemp("law")
    store, engine = open_store(Settings(home)), EngineInMemory()
    for content in versions:
        (home / "source").write_text("\n".join(content))
        report = ingest(store, engine, home / "source", replace=replace)
        assert report.records == len("\n".join(content).splitlines())
        before = list(store.papers.versions())
        again = ingest(store, engine, home / "source", replace=replace)
        assert again.added == again.updated == again.merged == 0
        assert list(store.papers.versions()) == before
        assert set(engine.papers()) == {paper for paper, _, is_deleted in before if not is_deleted}
    if replace:
        fresh, other = open_store(Settings(home / "fresh")), EngineInMemory()
        ingest(fresh, other, home / "source")
        assert titles(other) == titles(engine)
        fresh.close()
    store.close()
