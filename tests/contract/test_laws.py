"""Hits and facets on random corpora: equal to the oracle's, and lawful by the engine's own word.

40 corpora with 25 searches each; `pytest --laws=1000 tests/contract` tries other ones, and more.
"""

from dataclasses import replace

import pytest
from hypothesis import given, settings

from papersearch.engine import Engine
from papersearch.fields import FACETS, MISSING
from papersearch.paper import Paper
from papersearch.query.request import FacetSpec, Op, Order, SearchRequest, Selection, Sort
from papersearch.results import Bucket, Facet, SearchResult
from tests.contract.conftest import House
from tests.contract.corpora import Case, cases_of_a_corpus, corpora, with_value
from tests.contract.oracle import Oracle

pytestmark = pytest.mark.timeout(4 * 3600)

SINGLE_VALUED = tuple(field.name for field in FACETS if not field.is_multi)
ALL_VALUES = 10_000


def answers_equal_the_oracle(engine: Engine, oracle: Oracle, case: Case, result: SearchResult) -> None:
    """Total, ids in order, sort keys and facets are what a scan finds."""
    request = case.request
    assert result.total == len(oracle.found(request.query, request.selections))
    assert [(hit.id, hit.sort_key) for hit in result.hits] == oracle.page(request)
    assert dict(result.facets) == {s.field: oracle.facet(s, request.query, request.selections) for s in request.facets}


def choosing_a_value_gives_its_count(engine: Engine, oracle: Oracle, case: Case, result: SearchResult) -> None:
    """(a) In a facet without a selection; under op=and this holds for one more value, too."""
    for field, facet in _one_facet(case, result):
        own = _own(case.request, field)
        if own.op is Op.OR and (own.values or own.intervals):
            continue
        for bucket in _one_bucket(case, facet, own):
            chosen = with_value(case.request.selections, field, str(bucket.value))
            assert _total(engine, case.request, chosen) == bucket.count, (field, bucket)


def adding_a_value_adds_its_count(engine: Engine, oracle: Oracle, case: Case, result: SearchResult) -> None:
    """(b) In a single-valued facet where something is selected; values inside a chosen interval add nothing."""
    for field, facet in result.facets.items():
        own = _own(case.request, field)
        if field not in SINGLE_VALUED or own.intervals or not own.values:
            continue
        for bucket in _one_bucket(case, facet, own):
            chosen = with_value(case.request.selections, field, str(bucket.value))
            assert _total(engine, case.request, chosen) == result.total + bucket.count, (field, bucket)


def selected_values_are_listed(engine: Engine, oracle: Oracle, case: Case, result: SearchResult) -> None:
    """(c) Also at 0 and beyond the cut; so are excluded ones, and no others are marked."""
    for selection in case.request.selections:
        buckets = result.facets[selection.field].buckets
        assert {b.value for b in buckets if b.is_selected} == set(selection.values) - {MISSING}
        assert {b.value for b in buckets if b.is_excluded} == set(selection.excluded) - {MISSING}


def counts_do_not_depend_on_the_page(engine: Engine, oracle: Oracle, case: Case, result: SearchResult) -> None:
    """(d) Nor on the sort and the number of hits."""
    other = replace(case.request, offset=3, limit=2, order=Order(Sort.RELEVANCE))
    assert engine.search(other).facets == result.facets


def counts_add_up(engine: Engine, oracle: Oracle, case: Case, result: SearchResult) -> None:
    """(e) Listed and other ones are all (paper, value) pairs."""
    for field, facet in result.facets.items():
        pairs = sum(bucket.count for bucket in facet.buckets) + facet.other_count
        if field in SINGLE_VALUED:
            assert pairs + facet.missing_count == facet.base_count
        else:
            assert pairs + facet.missing_count >= facet.base_count


def buckets_are_ordered(engine: Engine, oracle: Oracle, case: Case, result: SearchResult) -> None:
    """(f) By count, then value."""
    for facet in result.facets.values():
        assert list(facet.buckets) == sorted(facet.buckets, key=lambda bucket: (-bucket.count, bucket.value))


def distinct_is_the_number_of_values(engine: Engine, oracle: Oracle, case: Case, result: SearchResult) -> None:
    """(g) As seen when nothing is cut."""
    for field, facet in _one_facet(case, result):
        whole = engine.facet(FacetSpec(field, ALL_VALUES), case.request.query, case.request.selections)
        assert whole.other_count == 0
        assert whole.distinct == facet.distinct == sum(bucket.count > 0 for bucket in whole.buckets)
        assert (whole.base_count, whole.missing_count) == (facet.base_count, facet.missing_count)


def counts_are_exact(engine: Engine, oracle: Oracle, case: Case, result: SearchResult) -> None:
    """(h) And say so."""
    assert not any(facet.is_distinct_estimate for facet in result.facets.values())


LAWS = (
    answers_equal_the_oracle,
    choosing_a_value_gives_its_count,
    adding_a_value_adds_its_count,
    selected_values_are_listed,
    counts_do_not_depend_on_the_page,
    counts_add_up,
    buckets_are_ordered,
    distinct_is_the_number_of_values,
    counts_are_exact,
)


@settings(settings.get_profile("laws"))
@given(papers=corpora, cases=cases_of_a_corpus)
def test_laws_of_hits_and_facets(house: House, papers: list[Paper], cases: list[Case]) -> None:
    house.load(papers)
    oracle = Oracle(papers)
    for case in cases:
        result = house.engine.search(case.request)
        for law in LAWS:
            law(house.engine, oracle, case, result)


def _own(request: SearchRequest, field: str) -> Selection:
    return next((s for s in request.selections if s.field == field), Selection(field))


def _one_facet(case: Case, result: SearchResult) -> list[tuple[str, Facet]]:
    return [case.rng.choice(list(result.facets.items()))]


def _one_bucket(case: Case, facet: Facet, own: Selection) -> list[Bucket]:
    free = [b for b in facet.buckets if not b.is_selected and not b.is_excluded]
    return [case.rng.choice(free)] if free else []


def _total(engine: Engine, request: SearchRequest, selections: tuple[Selection, ...]) -> int:
    return engine.search(SearchRequest(query=request.query, selections=selections, limit=0)).total
