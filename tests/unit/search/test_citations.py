"""Citations inside the corpus, on the embedded engine: references that mean papers here, and who cites a paper."""

from collections.abc import Iterator

import pytest

from papersearch.paper import Paper, Reference, paper_to_json
from papersearch.query.parameters import SearchParams
from papersearch.search.service import SearchService
from papersearch.settings import Settings
from papersearch.store import open_store
from tests.contract.conftest import embedded_house

CITED = Paper(
    "p_cited",
    title="Mending a Broken Network",
    year=2010,
    ids={"doi": "10.1000/cited", "arxiv": "1001.00001"},
    other_ids={"doi": ("10.2000/preprint",)},
)
BY_TITLE = Paper("p_title", title="Counting quokkas by ear", year=2012)
CITING = Paper(
    "p_citing",
    title="A Survey",
    year=2015,
    references=(
        Reference({"doi": "10.1000/CITED"}, "Something else entirely"),
        Reference(title="Counting Quokkas, by Ear", year=2012),
        Reference(title="Counting quokkas by ear", year=1999),
        Reference(title="Preface"),
        Reference({"doi": "10.9999/unknown"}),
        Reference(text="Moor, private communication"),
    ),
)
BY_PREPRINT = Paper("p_newer", title="B", year=2020, references=(Reference({"doi": "10.2000/preprint"}),))
BY_ARXIV_DOI = Paper("p_arxiv", title="C", year=2018, references=(Reference({"doi": "10.48550/arXiv.1001.00001"}),))
UNDATED = Paper("p_undated", title="D", year=2011, references=(Reference(title="Mending a broken network"),))
PREFACE = Paper("p_preface", title="Preface", year=2012)
PAPERS = (CITED, BY_TITLE, CITING, BY_PREPRINT, BY_ARXIV_DOI, UNDATED, PREFACE)


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SearchService]:
    root = tmp_path_factory.mktemp("citations")
    store = open_store(Settings(home=root))
    with embedded_house(root / "index") as house:
        house.load(PAPERS)
        yield SearchService(house.engine, store.labels, store.papers)
    store.close()


def ids(service: SearchService, query: str) -> set[str]:
    return {hit.id for hit in service.search(SearchParams(q=query)).hits}


def test_references_mean_papers_by_identifier_and_then_by_title_and_year(service: SearchService) -> None:
    found = service.references(paper_to_json(CITING))
    assert [work.id for work in found] == ["p_cited", "p_title", None, None, None, None]
    assert [work.label for work in found[:2]] == [CITED.title, BY_TITLE.title]
    assert found[5].reference.text == "Moor, private communication"


def test_a_paper_is_cited_by_any_of_its_identifiers_and_its_title(service: SearchService) -> None:
    count, hits = service.cited_by(paper_to_json(CITED), 10)
    assert (count, [hit.id for hit in hits]) == (4, ["p_newer", "p_arxiv", "p_citing", "p_undated"])
    assert service.cited_by(paper_to_json(CITED), 1)[0] == 4
    assert service.cited_by(paper_to_json(PREFACE), 10)[0] == 0


@pytest.mark.parametrize(
    "name", ["p_cited", "10.1000/cited", "doi:10.1000/cited", "arxiv:1001.00001v2", "10.2000/preprint"]
)
def test_cites_takes_any_name_of_the_cited_paper(service: SearchService, name: str) -> None:
    assert ids(service, f"cites:{name}") == {"p_newer", "p_arxiv", "p_citing", "p_undated"}


def test_cites_finds_who_cites_a_work_that_is_not_here(service: SearchService) -> None:
    assert ids(service, "cites:10.9999/unknown") == {"p_citing"}
    assert ids(service, "cites:p_nowhere") == set()


def test_cites_combines_with_words_and_not(service: SearchService) -> None:
    assert ids(service, "survey cites:p_cited") == {"p_citing"}
    assert ids(service, "cites:p_cited -survey") == {"p_newer", "p_arxiv", "p_undated"}


def test_cites_is_echoed_as_it_was_typed_and_counted_by_clause(service: SearchService) -> None:
    page = service.search(SearchParams(q="cites:p_cited survey", explain="clauses"))
    assert page.meta.query.normalized == "cites:p_cited AND survey"
    assert [clause.count for clause in page.meta.query.clauses[0].clauses] == [4, 1]
