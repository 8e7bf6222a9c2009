"""Walks by cursor while papers come, change and go: what stays as it is comes exactly once, the rest at most once."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from msgspec import structs

from papersearch.document import build_document
from papersearch.engine import Outcome, Tombstone
from papersearch.errors import CursorExpiredError
from papersearch.paper import Paper
from papersearch.query.parameters import SearchParams
from tests.contract.conftest import House
from tests.contract.walking import service_over, walk

START = datetime(2024, 1, 1, tzinfo=UTC)
SORTS = [f"{name}:{way}" for name in ("year", "title", "added_at", "updated_at") for way in ("asc", "desc")]
COUNT = 120


def paper(number: int, rng: Random, moment: int) -> Paper:
    at = START + timedelta(seconds=moment)
    return Paper(
        f"p_walk{number:05}", title=rng.choice(("graph", "Graph nets", None, f"graph {number}")), abstract="a graph",
        year=rng.choice((None, 2018, 2019, 2020)), added_at=START + timedelta(seconds=number % 7), updated_at=at,
        version=1,
    )  # fmt: skip


@pytest.mark.parametrize("query", ["", "graph"])
@pytest.mark.parametrize("sort", [*SORTS, "relevance"])
def test_each_paper_comes_once_though_others_change(house: House, sort: str, query: str) -> None:
    if sort == "relevance" and not query:
        return
    rng = Random(f"{sort} {query}")
    papers = {each.id: each for each in (paper(number, rng, number) for number in range(COUNT))}
    generation = house.load(list(papers.values()))
    service = service_over(house.engine)
    touched: set[str] = set()
    seen: Counter[str] = Counter()
    params = SearchParams(q=query, sort=sort, per_page=7, cursor="*")
    moment = 10_000
    while params.cursor:
        page = service.search(params)
        seen.update(hit.id for hit in page.hits)
        params = replace(params, cursor=page.meta.next_cursor)
        operations: list[Paper | Tombstone] = []
        for _ in range(4):
            moment += 1
            chosen = papers[rng.choice(list(papers))]
            if chosen.id in touched:
                continue
            touched.add(chosen.id)
            if rng.random() < 0.3:
                operations.append(Tombstone(chosen.id, 2))
            else:
                operations.append(structs.replace(paper(int(chosen.id[-5:]), rng, moment), version=2))
        operations.append(paper(COUNT + moment, rng, moment))
        written = [each if isinstance(each, Tombstone) else build_document(each) for each in operations]
        assert {report.outcome for report in house.engine.apply(generation, written)} == {Outcome.OK}
        house.engine.refresh(generation)
    assert max(seen.values()) == 1
    assert set(papers) - touched <= set(seen)
    assert len(set(papers) - touched) > 20


@pytest.mark.parametrize("moment", [20, 29])
def test_a_change_that_comes_late_to_the_index_brings_no_paper_twice(house: House, moment: int) -> None:
    """It was stored before the walk began, in the same moment as the newest paper or earlier, and indexed after."""
    papers = [structs.replace(paper(number, Random(1), number), year=2000 + number) for number in range(30)]
    generation = house.load(papers)
    seen: Counter[str] = Counter()
    for page in walk(house.engine, SearchParams(sort="year:asc", per_page=7)):
        if not seen:
            late = structs.replace(papers[3], year=2050, version=2, updated_at=START + timedelta(seconds=moment))
            house.engine.apply(generation, [build_document(late)])
            house.engine.refresh(generation)
        seen.update(hit.id for hit in page.hits)
    assert seen == Counter(each.id for each in papers)


def test_a_walk_goes_on_in_another_generation(house: House) -> None:
    """There the order of writes means nothing: what has not changed comes once, what the store knows newer does not."""
    papers = [structs.replace(paper(number, Random(1), number), year=2000 + number) for number in range(30)]
    house.load(papers)
    seen: Counter[str] = Counter()
    for page in walk(house.engine, SearchParams(sort="year:asc", per_page=7)):
        if not seen:
            changed = structs.replace(papers[3], year=2050, version=2, updated_at=START + timedelta(days=1))
            house.load([*reversed(papers), changed])
        seen.update(hit.id for hit in page.hits)
    assert seen == Counter(each.id for each in papers)


def test_a_walk_by_relevance_over_a_generation_that_is_gone_has_expired(house: House) -> None:
    rng = Random(1)
    house.load([paper(number, rng, number) for number in range(30)])
    params = SearchParams(q="graph", per_page=7, cursor="*")
    cursor = service_over(house.engine).search(params).meta.next_cursor
    house.load([paper(number, rng, number) for number in range(31)])
    other = house.open()
    try:
        service = service_over(other)
        with pytest.raises(CursorExpiredError, match="sort=added_at:asc"):
            service.search(replace(params, cursor=cursor))
    finally:
        other.close()
