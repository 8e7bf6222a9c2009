"""Sentences and long texts as queries: what `auto` decides, and what is left of a text that is too long."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from papersearch.errors import QueryError
from papersearch.paper import Author, Paper, Venue
from papersearch.query.parameters import FacetChoice, SearchParams
from papersearch.query.warnings import WarningCode
from papersearch.search.sentences import WORDS_KEPT
from papersearch.search.service import SearchService
from papersearch.settings import Settings
from papersearch.store import open_store
from tests.contract.conftest import embedded_house

COMMON = "We study many models of the world"
PAPERS = (
    Paper(
        "p_a",
        title="Random erasing of graphs",
        abstract=COMMON,
        authors=(Author("Ruslan Salakhutdinov"),),
        venue=Venue("iclr", "ICLR"),
        year=2019,
    ),
    Paper("p_b", title="Erasing memory", abstract=COMMON, venue=Venue("icml", "ICML"), year=2020),
    Paper("p_c", title="Quokkas", abstract=COMMON, venue=Venue("icml", "ICML"), year=2020),
)
SENTENCE = "does random erasing of graphs help quokkas"
LONG = f"{COMMON}. " * 60 + "A quokka was seen erasing things."


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SearchService]:
    root = tmp_path_factory.mktemp("sentences")
    store = open_store(Settings(home=root))
    with embedded_house(root / "index") as house:
        house.load(PAPERS)
        yield SearchService(house.engine, store.labels, store.papers)
    store.close()


def auto(text: str, **more: object) -> SearchParams:
    return replace(SearchParams(q=text, match="auto"), **more)  # type: ignore[arg-type]


def found(service: SearchService, params: SearchParams) -> list[str]:
    return [hit.id for hit in service.search(params).hits]


def test_auto_matches_all_words_where_a_paper_has_them(service: SearchService) -> None:
    page = service.search(auto("random graphs"))
    assert (page.meta.count, page.meta.query.match_used, page.params.match) == (1, "all", "all")


def test_auto_is_best_match_where_none_has_them(service: SearchService) -> None:
    page = service.search(auto(SENTENCE))
    assert page.meta.query.match_used == page.params.match == "best"
    assert [hit.id for hit in page.hits] == ["p_a", "p_c", "p_b"]


def test_stop_words_are_not_marked_in_the_best_matches(service: SearchService) -> None:
    page = service.search(auto(SENTENCE, highlight=True))
    assert page.hits[0].highlights["title"] == ("<mark>Random</mark> <mark>erasing</mark> of <mark>graphs</mark>",)


def test_the_query_alone_decides_and_a_filter_changes_nothing(service: SearchService) -> None:
    """Otherwise a value's count would not be what a click on it gives."""
    narrow = auto("random graphs", filters={"venue": FacetChoice(("icml",))})
    page = service.search(narrow)
    assert (page.meta.count, page.meta.query.match_used) == (0, "all")


def test_facets_exports_and_counts_obey_what_was_decided(service: SearchService) -> None:
    params = auto(SENTENCE, facets=("venue",))
    page = service.search(params)
    counts = {bucket.value: bucket.count for bucket in page.facets["venue"].buckets}
    assert counts == {"icml": 2, "iclr": 1}
    assert {body["id"] for body in service.export(params)} == {hit.id for hit in page.hits}
    chosen = service.search(params.choose("venue", FacetChoice(("icml",))))
    assert (chosen.meta.count, chosen.meta.query.match_used) == (2, "best")


@pytest.mark.parametrize("text", [SENTENCE, "erasing"])
def test_a_cursor_continues_what_was_decided(service: SearchService, text: str) -> None:
    page = service.search(auto(text, cursor="*", per_page=1))
    walked = [page.hits[0].id]
    while page.meta.next_cursor:
        page = service.search(auto(text, cursor=page.meta.next_cursor, per_page=1))
        walked += [hit.id for hit in page.hits]
    assert walked == found(service, auto(text))


@pytest.mark.parametrize(
    ("query", "label"),
    [
        ("author:Salakutdinov", "author:salakhutdinov"),
        ("author:salakutdinov random erasing", "author:salakhutdinov AND random AND erasing"),
        ('author:"Ruslan Salakutdinov"', 'author:"ruslan salakhutdinov"'),
    ],
)
def test_a_misspelled_name_is_corrected(service: SearchService, query: str, label: str) -> None:
    page = service.search(auto(query))
    assert [(offer.label, offer.count) for offer in page.suggestions.did_you_mean] == [(label, 1)]


def test_a_correction_is_offered_beside_the_best_matches(service: SearchService) -> None:
    page = service.search(auto("random erasinq of graphs"))
    assert page.meta.query.match_used == "best"
    assert [(offer.label, offer.count) for offer in page.suggestions.did_you_mean] == [("random erasing of graphs", 1)]


@pytest.mark.parametrize("match", ["best", "auto"])
def test_a_long_text_is_searched_by_its_distinctive_words(service: SearchService, match: str) -> None:
    page = service.search(SearchParams(q=LONG, match=match))
    assert [warning.code for warning in page.meta.query.warnings] == [WarningCode.SHORTENED]
    assert page.meta.query.input == LONG
    assert len(page.params.q.split()) <= WORDS_KEPT
    assert {"quokka", "erasing"} <= set(page.params.q.split())
    assert not {"we", "of", "the"} & set(page.params.q.split())
    assert page.hits[0].id in {"p_b", "p_c"}


def test_a_long_query_that_asks_for_all_words_is_refused(service: SearchService) -> None:
    with pytest.raises(QueryError, match="limit is 1,000"):
        service.search(SearchParams(q=LONG))


def test_a_text_beyond_all_limits_is_refused(service: SearchService) -> None:
    with pytest.raises(QueryError, match="limit is 20,000"):
        service.search(SearchParams(q="word " * 5_000, match="best"))


def test_a_long_text_of_words_that_no_paper_has_finds_nothing(service: SearchService) -> None:
    page = service.search(SearchParams(q=" ".join(f"unknown{n}" for n in range(200)), match="best"))
    assert page.meta.count == 0
