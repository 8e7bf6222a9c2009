"""Sorting by citations within the corpus: both engines as the oracle, in pages and walks, while papers change."""

from dataclasses import replace
from datetime import UTC, datetime
from random import Random

import pytest
from msgspec import structs

from papersearch.document import build_document
from papersearch.elastic import citations, cited_pages
from papersearch.engine import Outcome, Tombstone
from papersearch.paper import Paper, Reference
from papersearch.query.nodes import Everything, Node, Word
from papersearch.query.parameters import SearchParams
from papersearch.query.request import Order, SearchRequest, Selection, Sort
from tests.contract.conftest import House
from tests.contract.oracle import Oracle
from tests.contract.walking import service_over, walk

COUNT = 90
NOW = datetime(2024, 1, 1, tzinfo=UTC)
SHARED_TITLE = "Proceedings of a very odd meeting"


def doi(number: int) -> str:
    return f"10.1000/W{number}"


def title(number: int) -> str:
    return SHARED_TITLE if number % 30 == 7 else f"Of very odd graphs number {number}"


def reference(rng: Random, number: int) -> Reference:
    """A work as lists cite it: by its number, by its title with or without a year, by both, or not findably."""
    by = rng.choice(("doi", "title", "bare title", "both", "text"))
    ids = {"doi": doi(number).lower()} if by in {"doi", "both"} else {}
    year = 2000 + number % 5 if by in {"title", "both"} else None
    return Reference(ids=ids, title=title(number) if by != "doi" else None, year=year, text="Odd, 2001")


def paper(number: int, rng: Random, version: int = 1) -> Paper:
    """Early papers are cited by many, most of them several times in one list."""
    cited = [min(int(rng.expovariate(0.08)), COUNT - 1) for _ in range(rng.randrange(8))]
    return Paper(
        f"p_cited{number:05}", title=title(number), year=2000 + number % 5,
        ids={"doi": doi(number)} if number % 3 else {"arxiv": f"1810.{number:05}"},
        other_ids={"doi": (doi(number),)} if number % 9 == 0 else {},
        abstract=rng.choice(("a map", "a graph")), references=tuple(reference(rng, each) for each in cited),
        added_at=NOW, updated_at=NOW, version=version,
    )  # fmt: skip


def corpus(seed: int) -> dict[str, Paper]:
    rng = Random(seed)
    return {each.id: each for each in (paper(number, rng) for number in range(COUNT))}


@pytest.fixture(params=[10_000, 10], ids=["at once", "in rounds"], autouse=True)
def at_once(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """How many documents Elasticsearch is asked for at once: all of these, or few."""
    for module in (citations, cited_pages):
        monkeypatch.setattr(module, "MOST_AT_ONCE", request.param)


ORDERS = [Order(Sort.CITED, is_descending=way) for way in (True, False)]


@pytest.mark.parametrize("order", ORDERS, ids=["most", "fewest"])
@pytest.mark.parametrize("query", [Everything(), Word("map"), Word("meeting"), Word("nothing")], ids=str)
def test_pages_are_in_the_order_of_citations(house: House, query: Node, order: Order) -> None:
    papers = corpus(1)
    house.load(list(papers.values()))
    oracle = Oracle(papers.values())
    assert max(oracle.citations.values()) > 5
    assert 0 in oracle.citations.values()
    for selections in ((), (Selection("year", ("2001", "2003")),)):
        for offset in (0, 3, 40, 85, 200):
            request = SearchRequest(query, selections, order=order, offset=offset, limit=17)
            found = house.engine.search(request)
            assert [(hit.id, hit.sort_key) for hit in found.hits] == oracle.page(request)
            assert found.total == len(oracle.found(query, selections))


@pytest.mark.parametrize("order", ["cited", "cited:asc"])
def test_a_walk_meets_every_paper_in_order(house: House, order: str) -> None:
    papers = corpus(2)
    house.load(list(papers.values()))
    met = [hit.id for page in walk(house.engine, SearchParams(q="graphs", sort=order, per_page=7)) for hit in page.hits]
    request = SearchRequest(Word("graphs"), order=Order(Sort.CITED, is_descending=order == "cited"), limit=COUNT)
    assert met == [one for one, _ in Oracle(papers.values()).ordered(request)]


def test_new_changed_and_deleted_papers_count_at_once(house: House) -> None:
    papers = corpus(3)
    generation = house.load(list(papers.values()))
    rng = Random(3)
    request = SearchRequest(order=Order(Sort.CITED), limit=COUNT * 2)
    for turn in range(6):
        chosen = rng.sample(sorted(papers), 5)
        gone, *changed = chosen
        operations: list[Paper | Tombstone] = [Tombstone(gone, papers[gone].version + 1)]
        operations += [paper(int(each[-5:]), rng, papers[each].version + 1) for each in changed]
        operations.append(paper(COUNT + turn, rng))
        del papers[gone]
        papers |= {each.id: each for each in operations if isinstance(each, Paper)}
        written = [each if isinstance(each, Tombstone) else build_document(each) for each in operations]
        assert {report.outcome for report in house.engine.apply(generation, written)} == {Outcome.OK}
        house.engine.refresh(generation)
        found = house.engine.search(request)
        assert [(hit.id, hit.sort_key) for hit in found.hits] == Oracle(papers.values()).page(request)


def test_a_walk_stays_in_its_order_while_citations_change(house: House) -> None:
    papers = corpus(4)
    generation = house.load(list(papers.values()))
    request = SearchRequest(order=Order(Sort.CITED), limit=COUNT)
    expected = [one for one, _ in Oracle(papers.values()).ordered(request)]
    rng = Random(4)
    service = service_over(house.engine)
    params = SearchParams(sort="cited", per_page=9, cursor="*")
    met: list[str] = []
    while params.cursor:
        page = service.search(params)
        met += [hit.id for hit in page.hits]
        params = replace(params, cursor=page.meta.next_cursor)
        new = [paper(COUNT + len(met) + each, rng) for each in range(5)]
        changed = structs.replace(papers[expected[-1]], references=new[0].references, version=1 + len(met))
        house.engine.apply(generation, list(map(build_document, [*new, changed])))
        house.engine.refresh(generation)
        assert house.engine.search(request).hits  # the newest counts are asked for in between
    assert met == expected


def test_a_generation_without_references_is_in_the_order_of_ties(house: House) -> None:
    papers = [structs.replace(each, references=()) for each in corpus(5).values()]
    house.load(papers)
    request = SearchRequest(order=Order(Sort.CITED), limit=COUNT)
    found = house.engine.search(request)
    assert [(hit.id, hit.sort_key) for hit in found.hits] == Oracle(papers).page(request)
    assert {hit.sort_key[0] for hit in found.hits} == {None}
