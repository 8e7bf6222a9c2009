"""The other form of an exact phrase is offered with the number of papers that it finds, on both engines."""

import pytest

from papersearch.paper import Author, Keyword, KeywordSource, Paper, Venue
from papersearch.query.parameters import FacetChoice, SearchParams, read_params
from papersearch.query.syntax import parse
from papersearch.search.answers import Offer
from papersearch.search.service import SearchService
from tests.contract.conftest import House
from tests.contract.oracle import Oracle
from tests.contract.walking import service_over

PAPERS = [
    *(Paper(f"p_one{n}", title=f"A diffusion model, {n}", version=1) for n in range(3)),
    *(Paper(f"p_many{n}", title=f"Diffusion models, {n}", venue=Venue("iclr", "ICLR"), version=1) for n in range(5)),
    Paper("p_both", title="Diffusion models", abstract="Each diffusion model is new.", version=1),
    Paper("p_apart", title="Models of diffusion, and a model", version=1),
    Paper("p_keyword", title="A", keywords=(Keyword("diffusion model", KeywordSource.AUTHOR),), version=1),
    Paper("p_extracted", title="B", keywords=(Keyword("diffusion models", KeywordSource.EXTRACTED),), version=1),
    Paper("p_values", title="C", authors=(Author("A. Diffusion"), Author("Models B.")), version=1),
    Paper("p_network", title="A network", version=1),
]


@pytest.fixture(scope="module")
def service(house: House) -> SearchService:
    house.load(PAPERS)
    return service_over(house.engine)


def forms_offered(service: SearchService, params: SearchParams) -> list[Offer]:
    offers = service.search(params).suggestions.relaxed
    return [offer for offer in offers if offer.kind in ("other_form", "both_forms")]


@pytest.mark.parametrize(
    ("phrase", "counts"),
    [
        ('"diffusion models"', {"other_form": 5, "both_forms": 10}),
        ('"diffusion model"', {"other_form": 6, "both_forms": 10}),
        ('title:"diffusion models"', {"other_form": 3, "both_forms": 9}),
        ('"networks"', {"other_form": 1, "both_forms": 1}),
    ],
)
def test_an_offer_counts_what_it_finds(service: SearchService, phrase: str, counts: dict[str, int]) -> None:
    offers = forms_offered(service, SearchParams(q=phrase))
    assert {offer.kind: offer.count for offer in offers} == counts
    for offer in offers:
        again = read_params(offer.parameters)
        assert len(Oracle(PAPERS).ids(parse(again.q).tree)) == offer.count
        assert service.search(again).meta.count == offer.count


def test_offers_count_within_the_filters(service: SearchService) -> None:
    within = SearchParams(q='"diffusion model"').choose("venue", FacetChoice(("iclr",)))
    (both, other) = sorted(forms_offered(service, within), key=lambda offer: offer.kind)
    assert (both.count, other.count) == (5, 5)
    assert service.search(read_params(other.parameters)).meta.count == 5
