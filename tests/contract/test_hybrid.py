"""Search by meaning on both engines: it reorders hits and lists papers beside them, and changes nothing else."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import msgspec
import numpy as np
import pytest

from papersearch.document import tie_of
from papersearch.errors import ParameterError
from papersearch.paper import Paper, Venue
from papersearch.query.parameters import FacetChoice, SearchParams
from papersearch.query.warnings import WarningCode
from papersearch.search.answers import ResultPage
from papersearch.search.hybrid import Meaning
from papersearch.search.service import SearchService
from papersearch.semantic.embedding import Embedded, embed_papers
from papersearch.semantic.fusion import HEAD
from papersearch.semantic.vectors import PaperVector, VectorIndex
from tests.contract.conftest import House, HouseBuilder, vectors_beside
from tests.contract.walking import NoAliases, NoLabels
from tests.support.meanings import WordEncoder

CARS = (
    Paper(
        "p_aaaaaaaaaaaa",
        title="car engine kitchen cooking recipes soup bread cheese wine oven",
        venue=Venue("icml", "ICML"),
        version=1,
    ),
    Paper("p_bbbbbbbbbbbb", title="car motor", venue=Venue("iclr", "ICLR"), version=1),
    Paper("p_cccccccccccc", title="automobile motor", venue=Venue("icml", "ICML"), version=1),
    Paper("p_dddddddddddd", title="vehicle motor", venue=Venue("iclr", "ICLR"), version=1),
    Paper("p_eeeeeeeeeeee", title="medieval poetry", venue=Venue("icml", "ICML"), version=1),
)
QUERY = SearchParams(q="car engine", match="best", mode="hybrid", facets=("venue",))
MANY = tuple(
    Paper(f"p_{number:012}", title=f"car {'engine ' * (number % 7)}number{number % 11}", version=1)
    for number in range(HEAD + 45)
)


@dataclass
class Place:
    """An engine with vectors beside it."""

    house: House
    vectors: VectorIndex
    encoder: WordEncoder

    def load(self, papers: tuple[Paper, ...]) -> None:
        self.house.load(papers)
        self.embed()

    def embed(self) -> Embedded:
        return embed_papers(self.house.engine, self.vectors, self.encoder)

    @property
    def service(self) -> SearchService:
        meaning = Meaning(self.vectors, lambda: self.encoder)
        return SearchService(self.house.engine, NoLabels(), NoAliases(), lambda: meaning)


@pytest.fixture(scope="module")
def built(build_house: HouseBuilder) -> Iterator[Place]:
    with build_house() as house:
        yield Place(house, vectors_beside(house), WordEncoder())


@pytest.fixture
def cars(built: Place) -> Place:
    built.load(CARS)
    return built


def ids(page: ResultPage) -> list[str]:
    return [hit.id[2] for hit in page.hits]


def codes(page: ResultPage) -> list[WarningCode]:
    return [warning.code for warning in page.meta.query.warnings]


def test_hits_near_in_meaning_come_first_and_nothing_else_changes(cars: Place) -> None:
    plain = cars.service.search(replace(QUERY, mode="keyword"))
    fused = cars.service.search(QUERY)
    assert ids(plain) == ["a", "b"]
    assert ids(fused) == ["b", "a"]
    assert (fused.meta.count, fused.facets) == (plain.meta.count, plain.facets)
    assert {hit.id: hit.score for hit in fused.hits} == {hit.id: hit.score for hit in plain.hits}
    assert plain.related == ()
    assert codes(fused) == []


def test_papers_near_in_meaning_alone_are_listed_uncounted(cars: Place) -> None:
    page = cars.service.search(QUERY)
    assert sorted(hit.id[2] for hit in page.related) == ["c", "d"]
    assert page.meta.count == 2


def test_they_satisfy_the_filters(cars: Place) -> None:
    by_facet = cars.service.search(QUERY.choose("venue", FacetChoice(("icml",))))
    in_query = cars.service.search(replace(QUERY, q="car engine venue:ICML"))
    excluded = cars.service.search(replace(QUERY, q="car engine -vehicle"))
    assert [[hit.id[2] for hit in page.related] for page in (by_facet, in_query, excluded)] == [["c"], ["c"], ["c"]]


def test_only_the_first_page_lists_them(cars: Place) -> None:
    assert cars.service.search(replace(QUERY, page=2, per_page=1)).related == ()
    assert cars.service.search(replace(QUERY, cursor="*")).related == ()


def test_other_orders_and_queries_without_text_stay_as_they_are(cars: Place) -> None:
    for params in (replace(QUERY, sort="title"), replace(QUERY, q="venue:ICML"), replace(QUERY, q="-car")):
        assert ids(cars.service.search(params)) == ids(cars.service.search(replace(params, mode="keyword")))


def test_without_vectors_the_words_rank_and_a_warning_says_so(cars: Place) -> None:
    plain = ids(cars.service.search(replace(QUERY, mode="keyword")))
    cars.vectors.keep_only(())
    fresh = Place(cars.house, vectors_beside(cars.house), cars.encoder)
    page = fresh.service.search(QUERY)
    assert (ids(page), codes(page)) == (plain, [WarningCode.NOT_BY_MEANING])
    uninstalled = Meaning(fresh.vectors)
    uninstalled._load = None
    page = SearchService(cars.house.engine, NoLabels(), NoAliases(), lambda: uninstalled).search(QUERY)
    assert (ids(page), codes(page)) == (plain, [WarningCode.NOT_BY_MEANING])


def test_papers_without_a_vector_are_hits_like_others(cars: Place) -> None:
    cars.vectors.keep_only({CARS[0].id})
    page = cars.service.search(QUERY)
    assert sorted(ids(page)) == ["a", "b"]
    assert codes(page) == [WarningCode.NOT_BY_MEANING]


def test_pages_and_walks_show_every_hit_once_in_one_order(built: Place) -> None:
    built.load(MANY)
    params = replace(QUERY, per_page=60, facets=())
    paged = [hit.id for page in range(1, 6) for hit in built.service.search(replace(params, page=page)).hits]
    walked: list[str] = []
    cursor: str | None = "*"
    while cursor:
        page = built.service.search(replace(params, cursor=cursor))
        walked += [hit.id for hit in page.hits]
        cursor = page.meta.next_cursor
        assert cursor is None or len(cursor) < 2_000
        # vectors that change meanwhile change no walk that has begun
        noise = np.random.default_rng(len(walked)).standard_normal((len(MANY), 384)).astype(np.float32)
        built.vectors.write([PaperVector(paper.id, 1, row) for paper, row in zip(MANY, noise, strict=True)])
    plain = built.service.search(replace(params, mode="keyword", per_page=60, page=5)).hits
    assert walked == paged
    assert sorted(walked) == sorted(paper.id for paper in MANY)
    assert paged[-len(plain) :] == [hit.id for hit in plain]
    assert paged != [hit.id for n in range(1, 6) for hit in _keyword(built, params, n)]


def _keyword(built: Place, params: SearchParams, page: int) -> Iterator[object]:
    yield from built.service.search(replace(params, mode="keyword", page=page)).hits


def test_a_walk_by_words_does_not_continue_by_meaning(built: Place) -> None:
    built.load(MANY)
    cursor = built.service.search(replace(QUERY, mode="keyword", cursor="*")).meta.next_cursor
    with pytest.raises(ParameterError, match="another query"):
        built.service.search(replace(QUERY, cursor=cursor))


def test_embedding_resumes_and_follows_changes(built: Place) -> None:
    built.load(CARS)
    built.encoder.encoded.clear()
    assert built.embed() == Embedded(papers=5, encoded=0, without_text=0)
    changed = replace_title(CARS[4], "medieval prose")
    built.house.load((*CARS[:3], changed, Paper("p_ffffffffffff", version=1, year=2020)))
    assert built.embed() == Embedded(papers=5, encoded=1, without_text=1)
    assert built.encoder.encoded == ["medieval prose"]
    assert sorted(built.vectors.fingerprints()) == sorted(paper.id for paper in (*CARS[:3], changed))


def replace_title(paper: Paper, title: str) -> Paper:
    return msgspec.structs.replace(paper, title=title, version=2)


def test_vectors_are_found_by_paper_and_by_nearness(built: Place) -> None:
    built.load(CARS)
    (vector,) = built.encoder.encode(["vehicle engine"])
    near = built.vectors.nearest(vector, 3)
    assert {each.id[2] for each in near} == {"b", "c", "d"}
    assert near[0].cosine == pytest.approx(1, abs=0.02)
    ties = [tie_of(paper.id) for paper in CARS]
    cosines = built.vectors.cosines(vector, [*ties, 12345])
    assert sorted(cosines) == sorted(ties)
    assert cosines[ties[1]] == pytest.approx(1, abs=0.02)
    assert abs(cosines[ties[4]]) < 0.2
