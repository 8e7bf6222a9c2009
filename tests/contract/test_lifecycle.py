"""Generations: built aside, promoted in one step, kept, dropped; and what another process sees of them."""

import pytest

from papersearch.document import build_document
from papersearch.engine import Engine, Tombstone
from papersearch.errors import ConflictError, CursorExpiredError, EngineUnavailableError, NotFoundError
from papersearch.paper import Paper
from papersearch.query.nodes import Everything, Word
from papersearch.query.request import SearchRequest
from tests.contract.conftest import House
from tests.contract.corpora import random_papers


def named(*words: str) -> list[Paper]:
    return [Paper(f"p_{word}", title=word, version=1) for word in words]


def titles(engine: Engine) -> list[str]:
    return sorted(hit.body["title"] for hit in engine.search(SearchRequest()).hits)


def names(engine: Engine) -> list[str]:
    return [generation.name for generation in engine.generations()]


def live_names(engine: Engine) -> list[str]:
    return [generation.name for generation in engine.generations() if generation.is_live]


def test_an_engine_answers_before_it_holds_anything(empty_house: House) -> None:
    empty_house.engine.ping()
    assert empty_house.engine.generations() == []
    assert empty_house.engine.live() is None


def test_no_search_before_the_first_promotion(empty_house: House) -> None:
    empty_house.build(named("alpha"))
    assert empty_house.engine.live() is None
    with pytest.raises(EngineUnavailableError):
        empty_house.engine.live_generation()
    with pytest.raises(EngineUnavailableError):
        empty_house.engine.search(SearchRequest())


def test_an_empty_generation_answers_with_nothing(empty_house: House) -> None:
    empty_house.load([])
    engine = empty_house.engine
    assert engine.search(SearchRequest()).total == 0
    assert engine.count([Everything(), Word("alpha")]) == [0, 0]
    assert list(engine.scan(Everything())) == []
    assert engine.sample(5, 1, Everything()) == []
    assert list(engine.indexed_versions(engine.live_generation())) == []


def test_generations_are_listed_by_name_with_what_they_hold(empty_house: House) -> None:
    first, second = empty_house.build(named("alpha", "beta")), empty_house.build(named("gamma"))
    empty_house.engine.promote(first)
    listed = empty_house.engine.generations()
    assert [(g.name, g.documents, g.is_live) for g in listed] == [(first, 2, True), (second, 1, False)]
    assert {g.schema_hash for g in listed} == {empty_house.engine.schema_hash()}
    assert all(g.size_bytes > 0 for g in listed)


def test_the_number_of_documents_leaves_out_deleted_ones(empty_house: House) -> None:
    name = empty_house.load(named("alpha", "beta", "gamma"))
    empty_house.engine.apply(name, [Tombstone("p_alpha", 2), Tombstone("p_never", 2)])
    empty_house.engine.refresh(name)
    assert [g.documents for g in empty_house.engine.generations()] == [2]


def test_search_follows_a_promotion_at_once_and_back(empty_house: House) -> None:
    engine = empty_house.engine
    first, second = empty_house.build(named("alpha")), empty_house.build(named("beta"))
    for name, found in ((first, ["alpha"]), (second, ["beta"]), (first, ["alpha"])):
        engine.promote(name)
        assert engine.live() == engine.live_generation() == name
        assert live_names(engine) == [name]
        assert titles(engine) == found
        assert engine.search(SearchRequest()).generation == name
        assert engine.count([Word("alpha"), Word("beta")]) == [found == ["alpha"], found == ["beta"]]


def test_promoting_the_live_one_again_is_fine(empty_house: House) -> None:
    name = empty_house.load(named("alpha"))
    empty_house.engine.promote(name)
    assert live_names(empty_house.engine) == [name]


def test_promoting_no_generation_raises_and_changes_nothing(empty_house: House) -> None:
    name = empty_house.load(named("alpha"))
    with pytest.raises(NotFoundError):
        empty_house.engine.promote(empty_house.new_name())
    assert empty_house.engine.live() == name
    assert titles(empty_house.engine) == ["alpha"]
    assert names(empty_house.engine) == [name]


def test_a_name_is_taken_once(empty_house: House) -> None:
    name = empty_house.load(named("alpha"))
    with pytest.raises(ConflictError):
        empty_house.engine.create(name)
    assert titles(empty_house.engine) == ["alpha"]


def test_the_live_generation_is_never_dropped(empty_house: House) -> None:
    name = empty_house.load(named("alpha"))
    with pytest.raises(ConflictError):
        empty_house.engine.drop(name)
    assert titles(empty_house.engine) == ["alpha"]


def test_a_dropped_generation_is_gone_and_may_be_dropped_again(empty_house: House) -> None:
    first = empty_house.build(named("alpha"))
    second = empty_house.load(named("beta"))
    for _ in range(2):
        empty_house.engine.drop(first)
        assert names(empty_house.engine) == [second]
    with pytest.raises(NotFoundError):
        empty_house.engine.apply(first, [build_document(paper) for paper in named("alpha")])


def test_an_old_generation_goes_on_receiving_writes(empty_house: House) -> None:
    engine = empty_house.engine
    old, new = empty_house.build(named("alpha")), empty_house.build(named("alpha"))
    engine.promote(old)
    engine.promote(new)
    for name in (old, new):
        engine.apply(name, [build_document(paper) for paper in named("beta")])
        engine.refresh(name)
    engine.promote(old)
    assert titles(engine) == ["alpha", "beta"]


def test_indexed_versions_are_what_was_applied_in_id_order(empty_house: House) -> None:
    documents = [build_document(paper) for paper in random_papers(7, 150)]
    name = empty_house.build(random_papers(7, 150))
    expected = sorted((d.id, d.version, d.content_hash) for d in documents)
    assert list(empty_house.engine.indexed_versions(name)) == expected


def test_another_process_sees_promotions_and_writes_at_once(empty_house: House) -> None:
    writer, reader = empty_house.engine, empty_house.open()
    try:
        first = empty_house.load(named("alpha"))
        assert titles(reader) == ["alpha"]
        writer.apply(first, [build_document(paper) for paper in named("beta")])
        writer.refresh(first)
        assert titles(reader) == ["alpha", "beta"]
        assert reader.get(["p_beta", "p_gamma"])[1] is None
        second = empty_house.load(named("gamma"))
        assert reader.live() == second
        assert titles(reader) == ["gamma"]
        assert names(reader) == [second]
    finally:
        reader.close()


def test_another_process_may_write_in_between(empty_house: House) -> None:
    name = empty_house.load(named("alpha"))
    other = empty_house.open()
    try:
        for number, engine in enumerate((other, empty_house.engine, other, empty_house.engine)):
            engine.apply(name, [build_document(Paper("p_alpha", title=f"version {number}", version=number + 2))])
            engine.refresh(name)
            assert titles(empty_house.engine) == titles(other) == [f"version {number}"]
    finally:
        other.close()


def test_a_snapshot_keeps_its_view_while_papers_change(empty_house: House) -> None:
    engine = empty_house.engine
    name = empty_house.load([Paper(f"p_{n}", title="graph", version=1) for n in range(6)])
    request = SearchRequest(Word("graph"), limit=2)
    first = engine.search(SearchRequest(Word("graph"), limit=2, keep_snapshot=True))
    engine.apply(name, [build_document(Paper(f"p_new{n}", title="graph graph", version=1)) for n in range(4)])
    engine.refresh(name)
    seen = [hit.id for hit in first.hits]
    after, snapshot = first.hits[-1].sort_key, first.snapshot
    for _ in range(2):
        page = engine.search(SearchRequest(Word("graph"), limit=2, after=after, snapshot=snapshot))
        seen += [hit.id for hit in page.hits]
        after, snapshot = page.hits[-1].sort_key, page.snapshot or snapshot
    assert sorted(seen) == [f"p_{n}" for n in range(6)]
    assert engine.search(request).total == 10


@pytest.mark.parametrize("snapshot", ["nowhere", "AAAA", "1:2:3", "é"])
def test_a_snapshot_that_is_gone(empty_house: House, snapshot: str) -> None:
    empty_house.load(named("alpha"))
    with pytest.raises(CursorExpiredError):
        empty_house.engine.search(SearchRequest(Word("alpha"), snapshot=snapshot))


def test_a_batch_survives_the_process_that_wrote_it(empty_house: House) -> None:
    name = empty_house.load(named("alpha"))
    other = empty_house.open()
    reports = other.apply(name, [build_document(paper) for paper in named("beta")])
    other.close()
    assert len(reports) == 1
    empty_house.engine.refresh(name)
    assert titles(empty_house.engine) == ["alpha", "beta"]


def test_counts_come_from_a_generation_that_is_not_live_when_it_is_named(empty_house: House) -> None:
    house = empty_house
    live = house.load(named("old", "shared"))
    aside = house.build(named("new", "newer", "shared"))
    asked = [Word("old"), Word("new"), Everything()]
    assert house.engine.count(asked) == [1, 0, 2]
    assert house.engine.count(asked, generation=live) == [1, 0, 2]
    assert house.engine.count(asked, generation=aside) == [0, 1, 3]


def test_counts_of_a_generation_that_is_not_there_are_refused(empty_house: House) -> None:
    empty_house.load(named("word"))
    with pytest.raises(NotFoundError):
        empty_house.engine.count([Everything()], generation=empty_house.new_name())


def test_engine_says_what_room_is_left(empty_house: House) -> None:
    assert empty_house.engine.free_bytes() > 0
