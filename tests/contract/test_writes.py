"""Writing to a generation: versions, tombstones, reports, and documents that an engine will never take."""

from collections.abc import Iterator
from random import Random

import pytest
from msgspec.structs import replace

from papersearch.document import Document, build_document
from papersearch.engine import Engine, ItemReport, Outcome, Tombstone
from papersearch.errors import NotFoundError
from papersearch.fields import FACETS
from papersearch.paper import Paper
from papersearch.query.nodes import Everything, Identifier, Phrase, Tag, Word
from papersearch.query.request import FacetSpec, SearchRequest
from tests.contract.conftest import House
from tests.contract.corpora import random_paper
from tests.contract.oracle import Oracle

OK, STALE, REJECTED = Outcome.OK, Outcome.STALE, Outcome.REJECTED


@pytest.fixture
def engine(house: House) -> Iterator[Engine]:
    """The engine with an empty live generation."""
    house.load([])
    return house.engine


def titled(title: str, version: int, paper_id: str = "p_one") -> Document:
    return build_document(Paper(paper_id, title=title, version=version))


def write(engine: Engine, *operations: Document | Tombstone) -> list[Outcome]:
    generation = engine.live_generation()
    reports = engine.apply(generation, operations)
    engine.refresh(generation)
    assert [(r.id, r.version) for r in reports] == [(o.id, o.version) for o in operations]
    assert all(bool(report.reason) is (report.outcome is REJECTED) for report in reports if report.outcome is not STALE)
    return [report.outcome for report in reports]


def titles(engine: Engine) -> list[str]:
    return sorted(hit.body["title"] for hit in engine.search(SearchRequest(limit=100)).hits)


def test_what_was_written_is_found(engine: Engine) -> None:
    assert write(engine, titled("alpha", 1), titled("beta", 1, "p_two")) == [OK, OK]
    assert titles(engine) == ["alpha", "beta"]


def test_an_empty_batch_is_fine(engine: Engine) -> None:
    assert write(engine) == []


def test_a_report_of_success_has_no_reason(engine: Engine) -> None:
    assert engine.apply(engine.live_generation(), [titled("alpha", 3)]) == [ItemReport("p_one", 3, OK, "")]


def test_a_newer_version_replaces_an_older_one(engine: Engine) -> None:
    assert write(engine, titled("old", 1)) == [OK]
    assert write(engine, titled("new", 2)) == [OK]
    assert titles(engine) == ["new"]
    assert engine.count([Word("old"), Word("new"), Everything()]) == [0, 1, 1]


@pytest.mark.parametrize("version", [1, 2])
def test_an_older_or_equal_version_changes_nothing(engine: Engine, version: int) -> None:
    write(engine, titled("kept", 2))
    assert write(engine, titled("late", version)) == [STALE]
    assert titles(engine) == ["kept"]


@pytest.mark.parametrize(("versions", "outcomes"), [((1, 2), [OK, OK]), ((2, 1), [OK, STALE]), ((1, 1), [OK, STALE])])
def test_one_paper_twice_in_a_batch_is_taken_in_order(
    engine: Engine, versions: tuple[int, int], outcomes: list[Outcome]
) -> None:
    assert write(engine, *(titled(f"version {v}", v) for v in versions)) == outcomes
    assert titles(engine) == [f"version {max(versions)}"]


def test_one_paper_again_and_again_in_a_large_batch_is_taken_in_order(engine: Engine) -> None:
    versions = [version for step in range(400) for version in (2 * step + 2, 2 * step + 1, 2 * step + 2)]
    outcomes = write(engine, *(titled(f"version {version}", version) for version in versions))
    assert outcomes == [OK, STALE, STALE] * 400
    assert titles(engine) == ["version 800"]


def test_a_tombstone_takes_the_paper_out(engine: Engine) -> None:
    write(engine, titled("gone", 1), titled("stays", 1, "p_two"))
    assert write(engine, Tombstone("p_one", 2)) == [OK]
    assert titles(engine) == ["stays"]
    assert engine.get(["p_one"]) == [None]
    assert engine.count([Everything(), Word("gone"), Identifier("id", "p_one")]) == [1, 0, 0]
    assert [v.id for v in engine.indexed_versions(engine.live_generation())] == ["p_two"]


def test_an_older_tombstone_changes_nothing(engine: Engine) -> None:
    write(engine, titled("kept", 5))
    assert write(engine, Tombstone("p_one", 4)) == [STALE]
    assert titles(engine) == ["kept"]


@pytest.mark.parametrize("is_known", [True, False])
def test_a_tombstone_is_remembered(engine: Engine, is_known: bool) -> None:
    if is_known:
        write(engine, titled("first", 1))
    assert write(engine, Tombstone("p_one", 3)) == [OK]
    assert write(engine, titled("late", 2)) == [STALE]
    assert write(engine, titled("late", 3)) == [STALE]
    assert titles(engine) == []
    assert write(engine, titled("again", 4)) == [OK]
    assert titles(engine) == ["again"]


def test_a_tombstone_and_a_newer_version_in_one_batch(engine: Engine) -> None:
    assert write(engine, titled("a", 1), Tombstone("p_one", 2), titled("b", 3), titled("c", 2)) == [OK, OK, OK, STALE]
    assert titles(engine) == ["b"]


def test_reports_come_in_the_order_of_the_batch(engine: Engine) -> None:
    write(engine, titled("kept", 9, "p_3"))
    batch = [titled(f"paper {n}", 1, f"p_{n}") for n in (5, 3, 1, 4, 2)]
    assert write(engine, *batch) == [OK, STALE, OK, OK, OK]


BAD = {
    "a title that is no Unicode": lambda document: replace(document, title_key="\ud800"),
    "a year that is no number": lambda document: replace(document, year="last"),
    "a year beyond 64 bits": lambda document: replace(document, year=2**70),
    "a tie beyond 64 bits": lambda document: replace(document, tie=2**70),
}


@pytest.mark.parametrize("spoil", BAD.values(), ids=BAD.keys())
def test_a_bad_document_is_rejected_with_a_reason_and_takes_no_other_down(engine: Engine, spoil) -> None:
    bad = spoil(build_document(Paper("p_bad", title="bad", year=2019, version=1)))
    assert write(engine, titled("before", 1), bad, titled("after", 1, "p_two")) == [OK, REJECTED, OK]
    assert titles(engine) == ["after", "before"]
    assert write(engine, titled("mended", 1, "p_bad"), titled("later", 2)) == [OK, OK]
    assert titles(engine) == ["after", "later", "mended"]


def test_an_immense_value_takes_no_other_down(engine: Engine) -> None:
    long_word, long_text = "x" * 100_000, "word " * 200_000
    outcomes = write(
        engine,
        titled("before", 1),
        build_document(Paper("p_word", title=long_word, abstract=long_word, version=1)),
        build_document(Paper("p_text", title="long", abstract=long_text, full_text=long_text, version=1)),
        titled("after", 1, "p_two"),
    )
    assert outcomes == [OK, OK, OK, OK]
    assert engine.count([Word("x" * 300), Phrase("word word"), Word("before"), Word("after")]) == [1, 1, 1, 1]


def test_a_write_to_no_generation_raises_and_creates_none(engine: Engine) -> None:
    before = engine.generations()
    name = engine.live_generation() + "0"
    with pytest.raises(NotFoundError):
        engine.apply(name, [titled("lost", 1)])
    with pytest.raises(NotFoundError):
        engine.apply(name, [Tombstone("p_one", 1)])
    assert [g.name for g in engine.generations()] == [g.name for g in before]


def test_a_write_goes_to_the_named_generation_only(house: House, engine: Engine) -> None:
    aside = house.new_name()
    engine.create(aside)
    engine.apply(aside, [titled("aside", 1)])
    engine.finish_building(aside)
    assert titles(engine) == []
    engine.drop(aside)


def test_facets_forget_what_a_paper_had_before(engine: Engine) -> None:
    papers = {paper.id: paper for paper in (random_paper(Random(n), n) for n in range(30))}
    write(engine, *(build_document(replace(paper, version=1)) for paper in papers.values()))
    for number, paper_id in enumerate(papers):
        if number % 3 == 0:
            papers[paper_id] = replace(random_paper(Random(number + 1_000), number), id=paper_id)
    gone = [paper_id for number, paper_id in enumerate(papers) if number % 5 == 0]
    write(engine, *(build_document(replace(paper, version=2)) for paper in papers.values()))
    write(engine, *(Tombstone(paper_id, 3) for paper_id in gone))
    oracle = Oracle(paper for paper_id, paper in papers.items() if paper_id not in gone)
    for field in FACETS:
        for spec in (
            FacetSpec(field.name, 4),
            FacetSpec(field.name, 100, by_value=True),
            FacetSpec(field.name, 9, "a"),
        ):
            for query in (Everything(), Word("graph"), Tag("has", "abstract")):
                assert engine.facet(spec, query) == oracle.facet(spec, query)


@pytest.mark.parametrize("seed", range(6))
def test_any_history_of_writes_ends_with_the_newest_versions(engine: Engine, seed: int) -> None:
    """A model of versions judges every report, whatever the order and the batches in which writes arrive."""
    rng = Random(f"history {seed}")
    newest: dict[str, Document | Tombstone] = {}
    for _ in range(12):
        batch: list[Document | Tombstone] = []
        expected = []
        for _ in range(rng.randint(1, 8)):
            paper_id, version = f"p_{rng.randrange(6)}", rng.randint(1, 15)
            is_deletion = rng.random() < 0.3
            operation = (
                Tombstone(paper_id, version) if is_deletion else titled(f"{paper_id} {version}", version, paper_id)
            )
            is_newer = paper_id not in newest or version > newest[paper_id].version
            expected.append(OK if is_newer else STALE)
            if is_newer:
                newest[paper_id] = operation
            batch.append(operation)
        assert write(engine, *batch) == expected
        present = sorted((o for o in newest.values() if isinstance(o, Document)), key=lambda o: o.id)
        assert titles(engine) == [document.body["title"] for document in present]
    indexed = list(engine.indexed_versions(engine.live_generation()))
    assert indexed == [(document.id, document.version, document.content_hash) for document in present]
