"""Feeds, OAI-PMH and CSL-JSON against their schemas: every kind of paper, hostile texts, every answer of the server."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from flask.testing import FlaskClient
from lxml import etree

from papersearch.paper import Author, Keyword, KeywordSource, Paper, PaperType, Venue, paper_to_json
from papersearch_api.formats import FORMATS, Heading
from papersearch_api.oai import provider
from papersearch_api.services import Services
from tests.support.api_app import PAPERS, make_app
from tests.support.real_papers import exported_papers
from tests.support.round_trips import with_unique_keys, written
from tests.support.schema_checks import ATOM, check_atom, check_csl, check_oai

HOSTILE = "a \x00\x1b\x85 ]]> </entry> & \ufffe <b> \u2028 x"
KINDS = tuple(
    Paper(
        f"p_k{'abcdefghijklmnop'[place] * 11}", type=kind, title=f"Of {kind}", authors=(Author("Ana Peña"),),
        editors=(Author("Bo Li", given="Bo", family="Li"),), container="Acta", volume="1", issue="2", pages="3-4",
        year=2001, month=3, day=4, isbn=("9783161484100",), issn=("1234-5679",), ids={"doi": "10.1000/x", "pmid": "7"},
        links={"pdf": "https://example.org/a.pdf"}, language="en", publisher="House", edition="2",
    )
    for place, kind in enumerate(PaperType)
)  # fmt: skip
ODD = (
    Paper("p_zzzzzzzzzzzz"),
    Paper("p_yyyyyyyyyyyy", title=" ", abstract=" "),
    Paper(
        "p_xxxxxxxxxxxx", title=HOSTILE, abstract=HOSTILE, authors=(Author(HOSTILE), Author("x", literal=HOSTILE)),
        container=HOSTILE, publisher=HOSTILE, keywords=(Keyword(HOSTILE, KeywordSource.AUTHOR),), year=-5, month=13,
        venue=Venue("v", HOSTILE), links={"html": "https://example.org/a b<c>\"'&d=é", "pdf": "x:{y}"}, pages=HOSTILE,
        ids={"doi": "10.1000/<a>&\"b\"", "arxiv": "x y"}, language=HOSTILE,
    ),
)  # fmt: skip
SITES = (Heading("All <papers> & more"), Heading("x", "https://papers.example.org", "/feeds/papers.atom?q=a&b=c"))


@pytest.mark.parametrize("heading", SITES)
@pytest.mark.parametrize("papers", [KINDS, ODD, ()], ids=["kinds", "odd", "none"])
def test_a_feed_is_valid(papers: tuple[Paper, ...], heading: Heading) -> None:
    feed = check_atom("".join(FORMATS["atom"].write(map(paper_to_json, papers), heading)))
    assert len(feed.findall(f"{ATOM}entry")) == len(papers)


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    return make_app(tmp_path_factory.mktemp("home"), [*PAPERS, *KINDS, *ODD]).test_client()


@pytest.mark.parametrize(
    "address",
    ["/feeds/papers.atom", "/feeds/papers.atom?q=networks&per_page=1&page=2", "/feeds/papers.atom?q=%22%3C%26%5C",
     "/feeds/papers.atom?q=zzzxq", "/papers.atom?venue=ICLR", "/venues/icpr.atom", "/keywords/network pruning.atom",
     "/authors/Ana Peña.atom", f"/papers/{PAPERS[0].id}.atom", f"/papers/{ODD[2].id}.atom",
     f"/list.atom?ids={PAPERS[1].id},{ODD[0].id}", "/api/v1/export?format=atom", "/list.atom?ids="],
)  # fmt: skip
def test_every_feed_of_the_server_is_valid(client: FlaskClient, address: str) -> None:
    response = client.get(address)
    assert response.status_code == 200
    check_atom(response.get_data())


@pytest.mark.parametrize("papers", [KINDS, ODD, ()], ids=["kinds", "odd", "none"])
def test_csl_json_is_valid(papers: tuple[Paper, ...]) -> None:
    items = check_csl("".join(FORMATS["csl-json"].write(map(paper_to_json, papers), SITES[0])))
    assert len(items) == len(papers)


@pytest.mark.data
def test_what_real_files_hold_is_valid_in_every_format_with_a_schema(data_dir: Path) -> None:
    papers = with_unique_keys(exported_papers(data_dir))
    check_csl(written(papers, "csl-json"))
    once = {paper.id: paper for paper in papers}
    check_atom(written(once.values(), "atom"))


@pytest.mark.parametrize(
    "query",
    ["verb=Identify", "verb=ListMetadataFormats", f"verb=ListMetadataFormats&identifier=oai:papersearch:{ODD[2].id}",
     "verb=ListSets", "verb=ListIdentifiers&metadataPrefix=oai_dc", "verb=ListRecords&metadataPrefix=oai_dc",
     "verb=ListRecords&metadataPrefix=papersearch", "verb=ListRecords&metadataPrefix=oai_dc&set=iclr",
     "verb=ListRecords&metadataPrefix=oai_dc&from=2001-01-01&until=2999-12-31T00:00:00Z",
     f"verb=GetRecord&metadataPrefix=oai_dc&identifier=oai:papersearch:{ODD[2].id}",
     f"verb=GetRecord&metadataPrefix=papersearch&identifier=oai:papersearch:{ODD[2].id}",
     "", "verb=Nonsense", "verb=Identify&x=1", "verb=ListRecords&metadataPrefix=marc",
     "verb=ListRecords&resumptionToken=x",
     "verb=GetRecord&metadataPrefix=oai_dc&identifier=%00%3C", "verb=GetRecord&metadataPrefix=oai_dc&identifier=a b",
     "verb=ListRecords&metadataPrefix=oai_dc&from=x&set=y z", "verb=ListRecords&metadataPrefix=oai_dc&from=2999-01-01",
     "verb=ListIdentifiers&metadataPrefix=oai_dc&set=nowhere", "verb=ListMetadataFormats&identifier=nothing"],
)  # fmt: skip
def test_every_answer_of_the_provider_is_valid(client: FlaskClient, query: str) -> None:
    check_oai(client.get(f"/oai?{query}").get_data())


def test_a_list_in_parts_with_deletions_is_valid(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(provider, "RECORDS_ON_A_PAGE", 3)
    app = make_app(tmp_path / "home", [*PAPERS, *KINDS])
    services = app.extensions["papersearch"]
    assert isinstance(services, Services)
    services.store.papers.delete_many([PAPERS[0].id, KINDS[3].id])
    seen, address = 0, "/oai?verb=ListRecords&metadataPrefix=oai_dc"
    while address:
        answer = check_oai(app.test_client().get(address).get_data())
        seen += len(answer.findall(".//{*}record"))
        token = answer.findtext(".//{*}resumptionToken")
        address = f"/oai?verb=ListRecords&resumptionToken={token}" if token else ""
    assert seen == len(PAPERS) + len(KINDS)


@pytest.mark.parametrize(
    ("check", "text"),
    [
        (check_atom, '<feed xmlns="http://www.w3.org/2005/Atom"><title>x</title></feed>'),
        (check_atom, '<feed xmlns="http://www.w3.org/2005/Atom"><id>urn:x</id><title>x</title><updated>today</updated></feed>'),
        (check_oai, '<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/"><responseDate>2020-01-01</responseDate></OAI-PMH>'),
    ],
)  # fmt: skip
def test_the_schemas_refuse_what_is_wrong(check: Callable[[str], Any], text: str) -> None:
    with pytest.raises(etree.DocumentInvalid):
        check(text)


@pytest.mark.parametrize("item", [{"id": "a"}, {"id": "a", "type": "paper"}, {"id": "a", "type": "book", "autor": []},
                                  {"id": "a", "type": "book", "author": [{}]}])  # fmt: skip
def test_the_schema_of_csl_refuses_what_is_wrong(item: dict[str, Any]) -> None:
    with pytest.raises(jsonschema.ValidationError):
        check_csl(json.dumps([item]))
