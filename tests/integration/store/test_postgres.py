"""The store's promises, on SQLite and on PostgreSQL alike."""

import multiprocessing
from concurrent.futures import ThreadPoolExecutor

import pytest

from papersearch.errors import ConflictError, LeaseLostError, NotFoundError
from papersearch.job_progress import ReindexProgress
from papersearch.paper import Author, Paper
from papersearch.record import Record, StoredRecord
from papersearch.settings import Settings
from papersearch.store import Store, open_store
from papersearch.store.generations import GenerationState
from papersearch.store.jobs import JobState
from papersearch.store.ledger import MOST_LOSSES, ItemState, NewItem
from papersearch.store.records import RecordKey, RecordRow
from papersearch.store.rejects import RejectedDocument, RejectedRecord
from papersearch.work_items import IngestRun
from tests.support.moving_clock import Clock

LIVE = "papers-000001"


@pytest.fixture
def live(store: Store) -> str:
    store.generations.add(LIVE, "hash", state=GenerationState.LIVE)
    return LIVE


def submit(store: Store, *locations: str) -> list[int]:
    return store.ledger.submit(IngestRun(), [NewItem(location, "0" * 64) for location in locations])[1]


# Papers


def test_paper_is_read_back_as_it_was_written_with_version_and_moments(store: Store) -> None:
    written = store.papers.put(Paper("p_a", title="Deep \0 nets", authors=(Author("Ada Lovelace"),), year=2019))
    assert written.is_new
    assert written.paper.version == 1
    assert store.papers.get(["p_b", "p_a"]) == [None, written.paper]


def test_equal_content_gets_no_new_version(store: Store) -> None:
    first = store.papers.put(Paper("p_a", title="Nets")).paper
    again = store.papers.put(Paper("p_a", title="Nets"))
    assert not again.is_changed
    assert again.paper == first


def test_version_grows_through_change_deletion_and_return(store: Store) -> None:
    store.papers.put(Paper("p_a", title="one"))
    added_at = store.papers.put(Paper("p_a", title="two")).paper.added_at
    assert store.papers.delete_many(["p_a", "p_unknown"]) == {"p_a": 3}
    assert store.papers.delete_many(["p_a"]) == {}
    back = store.papers.put(Paper("p_a", title="two"))
    assert (back.paper.version, back.is_new, store.papers.count()) == (4, True, 1)
    assert added_at is not None
    assert back.paper.added_at is not None
    assert back.paper.added_at > added_at


def test_alias_leads_to_the_last_of_a_chain_of_merges(store: Store) -> None:
    store.papers.add_alias("p_a", "p_b")
    store.papers.add_alias("p_b", "p_c")
    assert [store.papers.resolve(each) for each in ("p_a", "p_b", "p_c")] == ["p_c"] * 3
    assert store.papers.aliases_of("p_c") == ["p_a", "p_b"]


def test_walk_meets_every_paper_and_tombstone_once_in_id_order(store: Store) -> None:
    ids = [f"p_{number:03d}" for number in range(25)]
    store.papers.put_many([Paper(each) for each in reversed(ids)])
    store.papers.delete_many(ids[3:5])
    batches = list(store.papers.walk(10))
    assert [state.id for batch in batches for state in batch] == ids
    assert [len(batch) for batch in batches] == [10, 10, 5]
    assert [each[0] for each in store.papers.versions(7)] == ids
    assert [state.id for batch in store.papers.walk(2, first=ids[4], last=ids[8]) for state in batch] == ids[4:9]


def test_nothing_of_a_transaction_stays_when_it_fails(store: Store, live: str) -> None:
    def fail_half_way() -> None:
        with store.transaction(merges=True) as tx:
            tx.papers.put(Paper("p_a"))
            tx.index_queue.enqueue({"p_a": 1})
            raise NotFoundError("on purpose")

    with pytest.raises(NotFoundError, match="on purpose"):
        fail_half_way()
    assert (store.papers.count(), store.index_queue.pending()) == (0, 0)


# Ledger


def test_item_is_leased_by_one_only(store: Store) -> None:
    first, second = submit(store, "/a", "/b")
    assert [lease.item.id for lease in store.ledger.lease("one")] == [first]
    assert [lease.item.id for lease in store.ledger.lease("two", limit=5)] == [second]
    assert store.ledger.lease("three") == []


def test_summaries_of_runs_are_the_newest_first_with_open_and_failed_items(store: Store) -> None:
    submit(store, "/a", "/b", "/c")
    submit(store, "/d")
    first, second = store.ledger.lease("one", limit=2)
    store.ledger.finish(first)
    store.ledger.fail(second, "unreadable", can_retry=False)
    newest, older = store.runs.summaries()
    assert (newest.location, newest.items, newest.open, newest.failed) == ("/d", 1, 1, 0)
    assert (older.location, older.items, older.open, older.failed) == ("/a", 3, 1, 1)
    assert set(older.counts.values()) == {0}
    assert [run.id for run in store.runs.summaries(limit=1)] == [newest.id]


def test_late_finish_is_refused_after_the_lease_went_to_another(store: Store, clock: Clock) -> None:
    submit(store, "/a")
    late = store.ledger.lease("stopped")[0]
    clock.advance(store.settings.lease_limit_s + 1)
    now = store.ledger.lease("other")[0]
    assert now.fence > late.fence
    for write in (store.ledger.hold, store.ledger.finish, store.ledger.release):
        with pytest.raises(LeaseLostError):
            write(late)
    store.ledger.finish(now)
    with pytest.raises(LeaseLostError):
        store.ledger.fail(now, "done already")
    assert store.ledger.get(now.item.id).state == ItemState.DONE


def test_holding_a_lease_prolongs_it(store: Store, clock: Clock) -> None:
    submit(store, "/a")
    lease = store.ledger.lease("slow")[0]
    for _ in range(3):
        clock.advance(store.settings.lease_limit_s * 0.9)
        store.ledger.hold(lease)
    assert store.ledger.lease("other") == []


def test_item_fails_after_three_attempts_and_goes_last_meanwhile(store: Store) -> None:
    bad, good = submit(store, "/bad", "/good")
    assert store.ledger.fail(store.ledger.lease("w")[0], "boom") == ItemState.PENDING
    assert store.ledger.lease("w")[0].item.id == good
    assert store.ledger.fail(store.ledger.lease("w")[0], "boom") == ItemState.PENDING
    assert store.ledger.fail(store.ledger.lease("w")[0], "boom") == ItemState.FAILED
    item = store.ledger.get(bad)
    assert (item.state, item.attempts, item.last_error) == (ItemState.FAILED, 3, "boom")
    assert store.ledger.lease("w") == []


def test_lost_worker_burns_no_attempt_until_it_is_too_many(store: Store) -> None:
    item = submit(store, "/a")[0]
    for loss in range(1, MOST_LOSSES):
        store.ledger.lease("lost")
        assert store.ledger.release_lost(["lost", "never seen"]) == [item]
        found = store.ledger.get(item)
        assert (found.state, found.attempts, found.losses) == (ItemState.PENDING, 0, loss)
    store.ledger.lease("lost")
    store.ledger.release_lost(["lost"])
    assert store.ledger.get(item).state == ItemState.FAILED


def test_item_that_lost_workers_is_leased_alone(store: Store) -> None:
    submit(store, "/a")
    for _ in range(3):
        store.ledger.lease("lost")
        store.ledger.release_lost(["lost"])
    submit(store, "/b", "/c")
    assert [lease.item.location for lease in store.ledger.lease("w", limit=10)] == ["/b", "/c"]
    assert [lease.item.location for lease in store.ledger.lease("w", limit=10)] == ["/a"]


def test_released_item_waits_for_its_delay_and_keeps_its_attempts(store: Store, clock: Clock) -> None:
    item = submit(store, "/a")[0]
    store.ledger.release(store.ledger.lease("w")[0], delay_s=30, error="engine away")
    assert store.ledger.lease("w") == []
    clock.advance(31)
    assert store.ledger.due() == [item]
    assert store.ledger.lease("w")[0].item.attempts == 1


def test_many_threads_lease_every_item_exactly_once(store: Store) -> None:
    ids = submit(store, *(f"/{number}" for number in range(40)))

    def take_all(owner: str) -> list[int]:
        taken: list[int] = []
        while leases := store.ledger.lease(owner, limit=3):
            taken += [lease.item.id for lease in leases]
        return taken

    with ThreadPoolExecutor(4) as pool:
        taken = list(pool.map(take_all, ["a", "b", "c", "d"]))
    assert sorted(item for some in taken for item in some) == ids


# Index queue


def test_paper_is_queued_for_every_generation_that_takes_writes(store: Store, live: str) -> None:
    store.generations.add("papers-000002", "hash")
    store.generations.add("papers-000003", "hash", state=GenerationState.FAILED)
    store.generations.add("papers-000004", "hash", state=GenerationState.RETIRED)
    store.index_queue.enqueue({"p_a": 1})
    pending = {one.name: store.index_queue.pending(one.name) for one in store.generations.all()}
    assert pending == {live: 1, "papers-000002": 1, "papers-000003": 0, "papers-000004": 1}


def test_row_stays_when_a_newer_version_was_queued_meanwhile(store: Store, live: str) -> None:
    store.index_queue.enqueue({"p_a": 1})
    assert [each.version for each in store.index_queue.lease(live, "w")] == [1]
    store.index_queue.enqueue({"p_a": 2})
    store.index_queue.acknowledge(live, {"p_a": 1})
    assert [each.version for each in store.index_queue.lease(live, "w")] == [2]
    store.index_queue.acknowledge(live, {"p_a": 2})
    assert store.index_queue.pending() == 0


def test_older_version_never_replaces_a_newer_one_in_the_queue(store: Store, live: str) -> None:
    store.index_queue.enqueue({"p_a": 5})
    store.index_queue.enqueue({"p_a": 4})
    assert [each.version for each in store.index_queue.lease(live, "w")] == [5]


def test_what_a_lost_worker_held_is_free_at_once(store: Store, live: str) -> None:
    store.index_queue.enqueue({"p_a": 1, "p_b": 1})
    store.index_queue.lease(live, "lost")
    assert store.index_queue.lease(live, "other") == []
    assert store.index_queue.release_lost(["lost"]) == 2
    assert {(each.paper, each.attempts) for each in store.index_queue.lease(live, "other")} == {("p_a", 1), ("p_b", 1)}


def test_dropping_a_generation_forgets_its_queue_but_never_the_live_one(store: Store, live: str) -> None:
    store.generations.add("papers-000002", "hash")
    store.index_queue.enqueue({"p_a": 1})
    store.generations.promote("papers-000002")
    with pytest.raises(ConflictError):
        store.generations.drop("papers-000002")
    store.generations.drop(live)
    assert [one.name for one in store.generations.taking_writes()] == ["papers-000002"]
    assert store.index_queue.pending() == 1


# Labels, rejects, jobs, presence


def test_first_label_stands_for_ever(store: Store) -> None:
    long_key = "x" * 9000
    assert store.labels.register("author", {"yann lecun": "Yann LeCun", long_key: "X"})[long_key] == "X"
    assert store.labels.register("author", {"yann lecun": "LeCun, Yann"}) == {"yann lecun": "Yann LeCun"}
    assert store.labels.get("author", ["yann lecun", "nobody"]) == {"yann lecun": "Yann LeCun"}
    assert store.labels.get("venue", ["yann lecun"]) == {}


def test_reject_met_again_is_one_reject(store: Store) -> None:
    item = submit(store, "/a")[0]
    for _ in range(2):
        store.rejects.add_records(item, "/a", [RejectedRecord(7, 12, "no title", "raw \0 text \ud800")])
        store.rejects.add_documents(LIVE, [RejectedDocument("p_a", "too long")])
    assert store.rejects.count() == 2
    assert store.ledger.get(item).counts["rejected"] in {0, 1}
    assert store.rejects.page()[0].raw == "raw � text �"


def test_one_job_of_a_kind_runs_at_a_time_and_the_other_is_told_which(store: Store) -> None:
    job = store.jobs.start(ReindexProgress())
    with pytest.raises(ConflictError) as refused:
        store.jobs.start(ReindexProgress())
    assert refused.value.blocking_id == str(job.id)
    assert store.jobs.cancel(job.id).state == JobState.CANCELLING
    store.jobs.end(job.id, JobState.CANCELLED)
    assert store.jobs.running(ReindexProgress) is None
    assert store.jobs.start(ReindexProgress()).id > job.id


def test_leader_is_one_until_its_lease_ends(store: Store, clock: Clock) -> None:
    first = store.leadership.acquire("sweeper", "a", limit_s=10)
    assert first is not None
    assert store.leadership.acquire("sweeper", "b", limit_s=10) is None
    assert store.leadership.acquire("sweeper", "a", limit_s=10) == first
    clock.advance(11)
    second = store.leadership.acquire("sweeper", "b", limit_s=10)
    assert second is not None
    assert second > first
    store.leadership.release("sweeper", "a")
    assert store.leadership.owner("sweeper") == "b"


def test_worker_is_silent_after_its_last_beat_only(store: Store, clock: Clock) -> None:
    store.heartbeats.beat("a", progress=1, doing="x")
    clock.advance(15)
    store.heartbeats.beat("b")
    store.heartbeats.beat("a", progress=1, doing="x")
    stuck = store.heartbeats.all()[0]
    assert (stuck.beaten_at - stuck.progressed_at).total_seconds() > 14
    clock.advance(15)
    store.heartbeats.beat("b")
    assert store.heartbeats.silent(10) == ["a"]


def test_revoked_key_opens_nothing(store: Store) -> None:
    secret = store.api_keys.create("laptop", ["write"])
    key = store.api_keys.check(secret)
    assert key is not None
    assert key.scopes == ("write",)
    store.api_keys.revoke(key.id)
    assert store.api_keys.check(secret) is None


# Processes


def _change_papers(settings: Settings, name: str, rounds: int) -> None:
    store = open_store(settings)
    for number in range(rounds):
        with store.transaction() as tx:
            written = tx.papers.put_many([Paper("p_a", title=f"{name} {number}"), Paper(f"p_{name}", year=number)])
            tx.index_queue.enqueue({each.paper.id: each.paper.version for each in written})
    store.close()


def test_processes_that_write_at_once_lose_no_version(store_settings: Settings) -> None:
    rounds = 30
    processes = [
        multiprocessing.get_context("spawn").Process(target=_change_papers, args=(store_settings, name, rounds))
        for name in ("x", "y")
    ]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    assert [process.exitcode for process in processes] == [0, 0]
    store = open_store(store_settings)
    versions = {paper: version for paper, version, _ in store.papers.versions()}
    store.close()
    assert versions == {"p_a": 2 * rounds, "p_x": rounds, "p_y": rounds}


# Records


def put_records(store: Store, *locations: str) -> dict[str, str]:
    """A record of each place, of a paper of its own: place -> paper."""
    rows = [
        RecordRow(RecordKey(location, "hash", 0), "f", StoredRecord(Record(title=location), "x"), f"p_{n}", f"p_{n}")
        for n, location in enumerate(locations)
    ]
    store.records.put_many(rows)
    return {row.key.location: row.paper for row in rows}


PLACES = ("/x/a.zip", "/x/a.zip!m", "/x/a.zip!É/n", "/x/a.zip0", "/x/A.zip", "/x/A.zip!m", "/x/a_zip!m", "/X/a.zip!m",
          "/x%/b", "/xy/b")  # fmt: skip


@pytest.mark.parametrize("count", [1, 9, 10, 21])
def test_each_record_is_found_by_each_of_its_keys(store: Store, count: int) -> None:
    """Up to more keys than go into one statement, and just as many."""
    papers = put_records(store, *(f"/x/{number}" for number in range(count))).values()
    ids = [row.id for rows in store.records.of_papers(papers).values() for row in rows]
    keys = {record: [record * 100 + key for key in range(19)] + [-7] for record in ids}
    store.matches.put_many(keys)
    found = store.matches.candidates({key for listed in keys.values() for key in listed})
    assert {key: [each.id for each in candidates] for key, candidates in found.items()} == {
        key: [record for record in ids if key in keys[record]] for listed in keys.values() for key in listed
    }
    store.matches.put_many({ids[0]: [3]}, known=ids[:1])
    assert [each.id for each in store.matches.candidates([-7]).get(-7, [])] == ids[1:]


def test_what_is_inside_a_place_begins_with_its_very_letters(store: Store) -> None:
    papers = put_records(store, *PLACES)
    inside = PLACES[:3]
    assert [row.key.location for row in store.records.unseen(1, "/x/a.zip")] == list(inside)
    assert store.records.papers_at(["/x/a.zip"]) == [papers[place] for place in inside]
    assert store.records.locations_under("/x") == sorted(place for place in PLACES if place.startswith("/x/"))
    assert store.records.locations_under("/x%/") == ["/x%/b"]
