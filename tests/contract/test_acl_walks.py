"""Walks by cursor over real papers: each comes once, in memory that does not grow, also while others change.

The papers are those of the ACL Anthology: 8,000 of them, or as many as `--acl-papers` says (0: all 71,244).
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from msgspec.structs import replace

from papersearch.document import build_document
from papersearch.engine import Outcome, Tombstone
from papersearch.paper import Paper
from papersearch.query.parameters import SearchParams
from tests.contract.conftest import House, HouseBuilder
from tests.contract.walking import Walk, walk, walk_apart

pytestmark = [pytest.mark.slow, pytest.mark.data, pytest.mark.timeout(1800)]

ROUNDS = 10
"""How often papers change during a walk."""
CHANGES = 60
FIRST_CHANGE = datetime(2025, 1, 1, tzinfo=UTC)
EVERYTHING_RANKED = '"language" OR NOT "language"'
"""Quoted: stems that were computed once are kept, up to a number, and would blur what is measured."""


@dataclass
class Corpus:
    """The papers of a house as they stand now, and the only hand that changes them."""

    house: House
    generation: str
    papers: dict[str, Paper]
    versions: dict[str, int] = field(default_factory=dict)
    now: datetime = FIRST_CHANGE
    born: int = 0

    def write(self, changes: dict[str, Paper | None]) -> None:
        """Makes papers what they are here, and deletes those that are None; versions and moments as of the store."""
        self.now += timedelta(seconds=1)
        operations = []
        for paper_id, paper in changes.items():
            version = self.versions[paper_id] = self.versions.get(paper_id, 1) + 1
            if paper is None:
                self.papers.pop(paper_id, None)
                operations.append(Tombstone(paper_id, version))
                continue
            added_at = self.papers[paper_id].added_at if paper_id in self.papers else self.now
            changed = replace(paper, version=version, added_at=added_at, updated_at=self.now)
            self.papers[paper_id] = changed
            operations.append(build_document(changed))
        reports = self.house.engine.apply(self.generation, operations)
        assert {report.outcome for report in reports} == {Outcome.OK}
        self.house.engine.refresh(self.generation)

    def changes(self, rng: Random) -> dict[str, Paper | None]:
        """Papers with another title or year, some gone, some new, some gone before and here again."""
        some = rng.sample(sorted(self.papers), CHANGES)
        wanted: dict[str, Paper | None] = {}
        for paper_id in some[: CHANGES // 2]:
            other = self.papers[rng.choice(some)]
            wanted[paper_id] = replace(self.papers[paper_id], title=other.title, year=rng.choice((None, 1970, 2030)))
        wanted |= dict.fromkeys(some[CHANGES // 2 :])
        for _ in range(CHANGES // 4):
            self.born += 1
            new = replace(self.papers[rng.choice(some)], id=f"p_new{self.born:06}", ids={})
            wanted[new.id] = new
        gone = sorted(self.versions.keys() - self.papers.keys() - wanted.keys())
        for paper_id in rng.sample(gone, min(len(gone), CHANGES // 4)):
            wanted[paper_id] = replace(self.papers[some[0]], id=paper_id, ids={})
        return wanted


@pytest.fixture(scope="module")
def corpus(build_house: HouseBuilder, acl_papers: list[Paper]) -> Iterator[Corpus]:
    with build_house() as house:
        generation = house.load(acl_papers)
        yield Corpus(house, generation, {paper.id: paper for paper in acl_papers})


def test_a_walk_gives_every_paper_once_in_bounded_memory(corpus: Corpus) -> None:
    """Measured in new processes. What a walk that keeps its pages needs is the measure of "grows"."""
    where = corpus.house.address, corpus.house.prefix
    keeping = walk_apart(Walk(*where, "", "added_at:asc", is_kept=True))
    for q, sort in (("", "added_at:asc"), ("", "title:desc"), (EVERYTHING_RANKED, "relevance")):
        walked = walk_apart(Walk(*where, q, sort))
        assert Counter(walked.ids) == Counter(corpus.papers.keys())
        assert walked.growth_kb < keeping.growth_kb / 2, sort


@pytest.mark.parametrize(
    ("q", "sort"),
    [("", "updated_at:asc"), ("year:1990..2018", "title:asc"), ("year:1990..2018", "year:desc"),
     (EVERYTHING_RANKED, "relevance")],
)  # fmt: skip
def test_a_paper_that_stays_as_it_is_comes_once_and_no_other_twice(corpus: Corpus, q: str, sort: str) -> None:
    rng = Random(f"{q} {sort}")
    lasting = {each.id for each in corpus.papers.values() if not q.startswith("year") or _is_in(each, 1990, 2018)}
    total, seen, rounds = len(lasting), Counter[str](), 0
    for page in walk(corpus.house.engine, SearchParams(q=q, sort=sort, per_page=100)):
        seen.update(hit.id for hit in page.hits)
        if page.meta.next_cursor and seen.total() * ROUNDS >= rounds * total:
            rounds += 1
            changes = corpus.changes(rng)
            corpus.write(changes)
            lasting -= changes.keys()
    assert rounds > ROUNDS // 2
    assert [paper_id for paper_id, times in seen.items() if times > 1] == []
    assert lasting - seen.keys() == set()


def _is_in(paper: Paper, low: int, high: int) -> bool:
    return paper.year is not None and low <= paper.year <= high
