"""Search by meaning with the real model, on both engines: it ranks sentences better than words alone do.

A part of Cranfield, since encoding all of it takes a minute; `make relevance` measures whole collections.
"""

import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from statistics import mean

import pytest
from ir_measures import nDCG

from papersearch.paper import Paper
from papersearch.query.parameters import SearchParams
from papersearch.search.hybrid import Meaning
from papersearch.search.service import SearchService
from papersearch.semantic.embedding import embed_papers
from papersearch.semantic.extra import is_installed
from tests.contract.conftest import House, HouseBuilder, vectors_beside
from tests.contract.walking import NoAliases, NoLabels
from tests.relevance.judged import Judged, read_judged
from tests.relevance.measuring import per_query, ranker
from tests.relevance.remembered_encoder import RememberedEncoder

pytestmark = pytest.mark.skipif(not is_installed(), reason="needs the extra semantic")

_QUERIES, _OTHERS = 8, 25
_GAIN = 0.01
NDCG_FLOOR = 0.78
"""Of hybrid search on this part: few papers, and little but what is relevant to one of the queries."""
MOST_RESIDENT_KB = 160_000
_ENCODE_ONCE = """
from pathlib import Path
from papersearch.semantic.encoder import MiniLmEncoder
encoder = MiniLmEncoder()
encoder.encode(["A sentence about wings"])
print(next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmRSS")))
"""


@pytest.fixture(scope="session")
def encoder() -> RememberedEncoder:
    from papersearch.semantic.encoder import MiniLmEncoder

    return RememberedEncoder(MiniLmEncoder())


@pytest.fixture(scope="session")
def few(data_dir: Path) -> Judged:
    """The first queries of Cranfield, the papers that they want, and some that they do not."""
    whole = read_judged(data_dir / "data" / "ir" / "cranfield")
    queries = dict(list(whole.queries.items())[:_QUERIES])
    judgements = {query: whole.judgements[query] for query in queries}
    wanted = {paper for grades in judgements.values() for paper in grades}
    others = [paper for paper in whole.papers if paper.id not in wanted][:: len(whole.papers) // _OTHERS]
    papers = [*(paper for paper in whole.papers if paper.id in wanted), *others]
    return replace(whole, papers=papers, queries=queries, judgements=judgements)


@pytest.fixture(scope="module")
def service(build_house: HouseBuilder, few: Judged, encoder: RememberedEncoder) -> Iterator[SearchService]:
    with build_house() as house:
        yield _service_on(house, few.papers, encoder)


def _service_on(house: House, papers: Sequence[Paper], encoder: RememberedEncoder) -> SearchService:
    house.load(papers)
    vectors = vectors_beside(house)
    embed_papers(house.engine, vectors, encoder)
    meaning = Meaning(vectors, lambda: encoder)
    return SearchService(house.engine, NoLabels(), NoAliases(), lambda: meaning)


def test_sentences_rank_better_by_words_and_meaning(service: SearchService, few: Judged) -> None:
    found = {
        mode: mean(per_query(few, ranker(service, "best", 10, mode), [nDCG @ 10])[nDCG @ 10].values())
        for mode in ("keyword", "hybrid")
    }
    assert found["hybrid"] >= found["keyword"] + _GAIN
    assert found["hybrid"] >= NDCG_FLOOR


def test_an_abstract_finds_its_paper_and_others_like_it(service: SearchService, few: Judged) -> None:
    paper = max(few.papers, key=lambda each: len(each.abstract or ""))
    page = service.search(SearchParams(q=f"{paper.abstract} {paper.abstract}", match="auto", mode="hybrid"))
    assert page.hits[0].id == paper.id
    assert len(page.hits) > 1


def test_texts_of_one_meaning_are_nearer_than_others(encoder: RememberedEncoder) -> None:
    drag, resistance, poetry = encoder.encode(
        ["Drag of a slender wing", "Air resistance of thin aerofoils", "The poetry of Emily Dickinson"]
    )
    assert drag @ resistance > drag @ poetry + 0.3
    assert drag @ drag == pytest.approx(1, abs=1e-4)


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="needs Linux")
def test_a_process_with_the_model_keeps_nothing_of_loading_it() -> None:
    done = subprocess.run([sys.executable, "-c", _ENCODE_ONCE], capture_output=True, check=True, text=True)
    assert int(done.stdout.split()[1]) <= MOST_RESIDENT_KB
