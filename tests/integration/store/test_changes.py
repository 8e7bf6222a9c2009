"""Papers by their last change, tombstones included: what a harvester is told."""

from papersearch.paper import Paper, Venue
from papersearch.store import Store
from papersearch.store.papers import ChangeFilter
from tests.support.moving_clock import Clock

ODD = Venue('a_%"b', "Odd")
EVERYTHING = ChangeFilter()


def _put(store: Store, clock: Clock) -> None:
    store.papers.put_many([Paper("p_a", title='"venue":{"id":"iclr",', venue=ODD), Paper("p_b", title="x")])
    clock.advance(10)
    store.papers.put_many([Paper("p_c", title="y", venue=Venue("iclr", "ICLR")), Paper("p_d", title="z", venue=ODD)])
    clock.advance(10)
    store.papers.delete_many(["p_b"])


def _ids(store: Store, chosen: ChangeFilter, after: str = "", limit: int = 10) -> list[str]:
    return [change.id for change in store.papers.changes(chosen, after=after, limit=limit)]


def test_changes_come_in_id_order_in_parts_with_tombstones(store: Store, clock: Clock) -> None:
    _put(store, clock)
    first = store.papers.changes(EVERYTHING, limit=2)
    assert [(change.id, change.paper is None) for change in first] == [("p_a", False), ("p_b", True)]
    assert _ids(store, EVERYTHING, after="p_b") == ["p_c", "p_d"]
    assert store.papers.count_changes(EVERYTHING) == 4


def test_changes_of_a_span_of_time(store: Store, clock: Clock) -> None:
    _put(store, clock)
    by_id = {change.id: change.updated_at for change in store.papers.changes(EVERYTHING, limit=9)}
    assert _ids(store, ChangeFilter(since=by_id["p_c"])) == ["p_b", "p_c", "p_d"]
    assert _ids(store, ChangeFilter(before=by_id["p_c"])) == ["p_a"]
    assert _ids(store, ChangeFilter(since=by_id["p_c"], before=by_id["p_b"])) == ["p_c", "p_d"]


def test_changes_of_a_venue_are_its_papers_and_all_tombstones(store: Store, clock: Clock) -> None:
    _put(store, clock)
    assert _ids(store, ChangeFilter(venue=ODD.id)) == ["p_a", "p_b", "p_d"]
    assert _ids(store, ChangeFilter(venue="iclr")) == ["p_b", "p_c"]
    assert store.papers.count_changes(ChangeFilter(venue="icl_")) == 1


def test_the_last_change_of_one_id(store: Store, clock: Clock) -> None:
    _put(store, clock)
    changes = [store.papers.change_of(each) for each in ("p_a", "p_b", "p_x")]
    assert [change and change.paper is None for change in changes] == [False, True, None]
