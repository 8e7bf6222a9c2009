"""What a harvest keeps, on both databases: its state, and which record stands for which item."""

from collections.abc import Iterator

import pytest

from papersearch.settings import Settings
from papersearch.store import Store
from papersearch.store.harvests import Harvest, Listing
from papersearch.store.ledger import ItemState, NewItem
from papersearch.work_items import ReplayRun
from papersearch_ingest.harvest.harvester import Harvester, PacedFetch
from papersearch_ingest.harvest.progress import HarvestRequest
from papersearch_ingest.harvest.repositories import Repository
from papersearch_ingest.sources.expansion import parse_source
from papersearch_ingest.work.pipeline import process_item
from tests.support.oai_server import Entry, OaiServer, running_oai_server


@pytest.fixture
def oai() -> Iterator[OaiServer]:
    with running_oai_server(entries=[Entry(number, f"2026-11-0{number}") for number in range(1, 8)]) as server:
        yield server


def harvest(store: Store, oai: OaiServer) -> list[int]:
    """Everything new, read and stored; the number of records of each page's list so far."""
    repository = Repository("lab", oai.url, "arXiv", interval_s=0)
    settings = Settings(store.settings.home, allowed_private_hosts=oai.host)
    harvesting = Harvester(store, repository, PacedFetch(repository, settings))
    so_far = [kept.listing.records for kept in harvesting.pages(harvesting.start(HarvestRequest()))]
    read_all(store)
    return so_far


def read_all(store: Store) -> None:
    while leases := store.ledger.lease("test"):
        for lease in leases:
            assert process_item(store, lease, parse_source) == ItemState.DONE


def test_the_state_of_a_harvest_is_read_back_unchanged(store: Store) -> None:
    listing = Listing(3, asked="2026-11-01", token="a|b", pages=2, records=6, first="2026-11-01", in_order=False)
    for state in (
        Harvest("lab", "", "https://a.example.org/oai", "arXiv"),
        Harvest("lab", "cs", "https://a.example.org/oai", "arXiv", until="2026-11-02", listing=listing),
        Harvest("lab", "", "https://b.example.org/oai", "oai_dc", until="2026-11-03"),
    ):
        store.harvests.put(state)
        found = store.harvests.get("lab", state.set_spec)
        assert found is not None
        assert found.updated_at is not None
        assert (found.url, found.prefix, found.until, found.listing) == (
            state.url, state.prefix, state.until, state.listing,
        )  # fmt: skip
    assert [(each.repository, each.set_spec) for each in store.harvests.all()] == [("lab", ""), ("lab", "cs")]
    assert store.harvests.get("other") is None


def test_new_changed_and_deleted_items_become_papers(store: Store, oai: OaiServer) -> None:
    assert harvest(store, oai) == [3, 6, 7]
    assert (store.papers.count(), store.records.count()) == (7, 7)
    oai.entries[0] = Entry(1, "2026-11-08", is_deleted=True)
    oai.entries[1] = Entry(2, "2026-11-08", title="Changed words on quite other things")
    assert harvest(store, oai) == [3]
    assert (store.papers.count(), store.records.count()) == (6, 6)
    state = store.harvests.get("lab")
    assert state is not None
    assert (state.until, state.listing) == ("2026-11-08", None)


def test_the_next_word_on_an_item_replaces_the_one_before(store: Store, oai: OaiServer) -> None:
    harvest(store, oai)
    collection = Repository("lab", oai.url, "arXiv").collection
    [before] = store.holdings.of(collection, [Entry(2).identifier])
    oai.entries[1] = Entry(2, "2026-11-08", title="Changed words on quite other things")
    harvest(store, oai)
    [now] = store.holdings.of(collection, [Entry(2).identifier])
    assert (now.paper, now.record != before.record) == (before.paper, True)
    assert store.holdings.of("another collection", [Entry(2).identifier]) == []


def test_raw_pages_are_kept(store: Store, oai: OaiServer) -> None:
    harvest(store, oai)
    [run] = store.runs.recent()
    pages = [store.blobs.read(item.blob or "") for item in store.runs.get(run).items]
    assert len(pages) == 3
    assert all(b"</OAI-PMH>" in page for page in pages)


def test_a_page_that_is_read_again_later_does_not_bring_back_what_was_changed(store: Store, oai: OaiServer) -> None:
    harvest(store, oai)
    [first] = store.runs.recent()
    old = [NewItem(item.location, item.blob, item.size, item.work) for item in store.runs.get(first).items]
    oai.entries[1] = Entry(2, "2026-11-08", title="Changed words on quite other things")
    harvest(store, oai)
    store.ledger.submit(ReplayRun(), old)
    read_all(store)
    titles = {state.paper.title for batch in store.papers.walk() for state in batch if state.paper}
    assert (len(titles), store.records.count()) == (7, 7)
    assert "Changed words on quite other things" in titles
