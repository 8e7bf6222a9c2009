"""Papers by OAI-PMH: read by two clients and by another instance, across changes and deletions."""

import json
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import msgspec
import pytest
from flask import Flask
from flask.testing import FlaskClient
from lxml import etree
from oaipmh_scythe import Scythe
from sickle import Sickle
from sickle.oaiexceptions import NoRecordsMatch

from papersearch.paper import (
    Author,
    Keyword,
    KeywordSource,
    Material,
    Paper,
    PaperType,
    Reference,
    Tldr,
    TldrSource,
    Venue,
)  # fmt: skip
from papersearch.process.cli import run
from papersearch.settings import Settings
from papersearch.store import Store, open_store
from papersearch_api.app import create_app
from papersearch_api.oai import provider
from papersearch_api.services import Services
from tests.support.api_app import PAPERS, make_app
from tests.support.moving_clock import Clock
from tests.support.served_app import served

WHOLE = Paper(
    "p_ffffffffffff",
    type=PaperType.JOURNAL_ARTICLE,
    title="Careful <Things> & others",
    authors=(Author("Ellis P. Farrow Jr.", "Ellis P.", "Farrow", "Jr."), Author("Odd Names", literal="Odd Names")),
    editors=(Author("Bo Li", given="Bo", family="Li"),),
    abstract="What we say of careful things.",
    tldr=Tldr("They help.", TldrSource.AUTHORS),
    venue=Venue("acta-of-things", "Acta of Things"),
    container="Acta of Things",
    volume="12", issue="3", pages="11-19", publisher="House", edition="2", issn=("1234-5679",), year=2001, month=3,
    day=4, language="en",
    keywords=(Keyword("careful naming", KeywordSource.AUTHOR),),
    ids={"doi": "10.1000/x"},
    citation_key="farrow:2001",
    references=(Reference(ids={"doi": "10.1000/y"}, title="Older", year=1999, authors=("A. Bo", "C. Do")),),
    links={"html": "https://doi.org/10.1000/x", "pdf": "https://example.org/a.pdf"},
    materials=(Material.SLIDES,),
    comments="12 pages",
    full_text="First page.\fSecond page.",
    is_retracted=True,
)  # fmt: skip
OWN = frozenset({"version", "added_at", "updated_at", "sources", "provenance", "thumbnail"})
"""What an instance says of its own copy."""


@pytest.fixture
def app(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Flask:
    monkeypatch.setattr(provider, "RECORDS_ON_A_PAGE", 2)
    return make_app(tmp_path / "a", [*PAPERS[:4], WHOLE])


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def store(app: Flask) -> Store:
    services = app.extensions["papersearch"]
    assert isinstance(services, Services)
    return services.store


@pytest.fixture
def url(app: Flask) -> Iterator[str]:
    with served(app) as address:
        yield f"{address}/oai"


def identifiers(url: str, **arguments: str) -> dict[str, bool]:
    """Paper id -> whether it is deleted, as sickle reads the list."""
    headers = Sickle(url).ListIdentifiers(metadataPrefix="oai_dc", **arguments)
    return {each.identifier.removeprefix("oai:papersearch:"): each.deleted for each in headers}


def test_sickle_reads_the_whole_list_in_parts(url: str, store: Store) -> None:
    store.papers.delete_many(["p_bbbbbbbbbbbb"])
    records = {each.header.identifier[-12:]: each for each in Sickle(url).ListRecords(metadataPrefix="oai_dc")}
    assert len(records) == 5
    assert records["b" * 12].deleted
    found = records["f" * 12].metadata
    assert found["title"] == [WHOLE.title]
    assert found["creator"] == ["Ellis P. Farrow Jr.", "Odd Names"]
    assert found["date"] == ["2001-03-04"]
    assert "doi:10.1000/x" in found["identifier"]


def test_scythe_reads_the_same(url: str) -> None:
    with Scythe(url) as scythe:
        assert scythe.identify().deletedRecord == "persistent"
        assert {each.metadataPrefix for each in scythe.list_metadata_formats()} == {"oai_dc", "papersearch"}
        assert {each.setSpec for each in scythe.list_sets()} == {"iclr", "icpr", "acta-of-things"}
        assert {each.header.identifier for each in scythe.list_records(metadata_prefix="papersearch")} == {
            f"oai:papersearch:{paper.id}" for paper in (*PAPERS[:4], WHOLE)
        }
        record = scythe.get_record(identifier=f"oai:papersearch:{WHOLE.id}", metadata_prefix="oai_dc")
        assert record.metadata["source"] == ["Acta of Things"]


def test_only_what_changed_since(url: str, store: Store) -> None:
    first = min(each.datestamp for each in Sickle(url).ListIdentifiers(metadataPrefix="oai_dc"))
    assert identifiers(url, **{"from": first}) == identifiers(url)
    with pytest.raises(NoRecordsMatch):
        identifiers(url, **{"from": "2999-01-01"})
    with pytest.raises(NoRecordsMatch):
        identifiers(url, until="1999-12-31")
    assert len(identifiers(url, until="9999-12-31")) == 5


Listed = dict[str, str | None]
"""Paper id -> its title; None for one that is deleted."""


def by_sickle(url: str, since: str | None) -> Listed:
    records = Sickle(url).ListRecords(metadataPrefix="oai_dc", **({"from": since} if since else {}))
    return {each.header.identifier[-14:]: None if each.header.deleted else each.metadata["title"][0]
            for each in records}  # fmt: skip


def by_scythe(url: str, since: str | None) -> Listed:
    with Scythe(url) as scythe:
        return {each.header.identifier[-14:]: None if each.header.deleted else each.metadata["title"][0]
                for each in scythe.list_records(from_=since, metadata_prefix="oai_dc")}  # fmt: skip


@pytest.mark.parametrize("harvest", [by_sickle, by_scythe])
def test_a_client_that_comes_again_gets_what_changed_and_what_is_gone(
    url: str, tmp_path: Path, harvest: Callable[[str, str | None], Listed]
) -> None:
    copy = harvest(url, None)
    assert copy == {paper.id: paper.title for paper in (*PAPERS[:4], WHOLE)}
    clock = Clock()
    clock.now = datetime(2030, 5, 1, 12, tzinfo=UTC)
    revised = [msgspec.structs.replace(each, title=f"{each.title}, revised") for each in (WHOLE, PAPERS[1])]
    with closing(open_store(Settings(tmp_path / "a"), clock=clock)) as store:
        store.papers.put_many(revised)
        store.papers.delete_many([PAPERS[0].id])
        changed = harvest(url, "2030-05-01")
        assert changed == {**{each.id: each.title for each in revised}, PAPERS[0].id: None}
        assert harvest(url, "2030-05-01T12:00:00Z") == changed
        copy |= changed
        clock.advance(3600)
        store.papers.put(PAPERS[0])
        store.papers.delete_many([PAPERS[2].id])
        copy |= (later := harvest(url, "2030-05-01T12:00:01Z"))
    assert later == {PAPERS[0].id: PAPERS[0].title, PAPERS[2].id: None}
    assert copy == harvest(url, None)


def test_a_set_is_a_venue(url: str, store: Store) -> None:
    assert identifiers(url, set="icpr") == {"p_cccccccccccc": False, "p_dddddddddddd": False}
    store.papers.put(Paper("p_g", title="Of an odd venue", venue=Venue("a ~%é", "Odd")))
    assert identifiers(url, set="a~20~7E~25~C3~A9") == {"p_g": False}


def test_a_token_is_good_for_ever_and_whatever_changes(client: FlaskClient, store: Store) -> None:
    first = root(client, verb="ListIdentifiers", metadataPrefix="oai_dc", until="2999-01-01")
    token = text(first, "resumptionToken")
    store.papers.delete_many([WHOLE.id, "p_aaaaaaaaaaaa"])
    seen = [each.text for page in (first, *rest(client, token)) for each in page.iter(tag("identifier"))]
    assert seen == [f"oai:papersearch:{paper.id}" for paper in (*PAPERS[:4], WHOLE)]
    assert len([*rest(client, token)]) == 2


def test_a_list_ends_well_if_its_rest_has_changed(client: FlaskClient, store: Store) -> None:
    newest = max(change.updated_at for change in store.papers.changes(provider.ChangeFilter(), limit=9))
    until = newest.strftime("%Y-%m-%dT%H:%M:%SZ")
    token = text(root(client, verb="ListIdentifiers", metadataPrefix="oai_dc", until=until), "resumptionToken")
    place = provider.read_token(token)
    gone = provider.write_token(msgspec.structs.replace(place, before=place.before and place.before.replace(year=2000)))
    last = root(client, verb="ListIdentifiers", resumptionToken=gone)
    assert text(last, "identifier") == f"oai:papersearch:{place.after}"
    assert text(last, "resumptionToken") == ""


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("", "badVerb"),
        ("verb=Nonsense", "badVerb"),
        ("verb=Identify&verb=Identify", "badVerb"),
        ("verb=Identify&x=1", "badArgument"),
        ("verb=ListRecords", "badArgument"),
        ("verb=ListRecords&metadataPrefix=oai_dc&from=2024", "badArgument"),
        ("verb=ListRecords&metadataPrefix=oai_dc&from=2024-13-01", "badArgument"),
        ("verb=ListRecords&metadataPrefix=oai_dc&from=2024-01-01&until=2024-01-02T00:00:00Z", "badArgument"),
        ("verb=ListRecords&metadataPrefix=oai_dc&from=2024-02-01&until=2024-01-02", "badArgument"),
        ("verb=ListRecords&metadataPrefix=oai_dc&resumptionToken=x", "badArgument"),
        ("verb=ListRecords&metadataPrefix=marc", "cannotDisseminateFormat"),
        ("verb=ListRecords&resumptionToken=x", "badResumptionToken"),
        ("verb=ListRecords&resumptionToken=WyJvYWlfZGMiLG51bGwsIjIwMjAtMDEtMDEiLG51bGwsMV0", "badResumptionToken"),
        ("verb=ListSets&resumptionToken=x", "badResumptionToken"),
        ("verb=GetRecord&identifier=oai:papersearch:p_x&metadataPrefix=oai_dc", "idDoesNotExist"),
        ("verb=GetRecord&identifier=%00&metadataPrefix=oai_dc", "idDoesNotExist"),
        ("verb=ListMetadataFormats&identifier=p_aaaaaaaaaaaa", "idDoesNotExist"),
    ],
)
def test_errors_are_those_of_the_protocol(client: FlaskClient, query: str, code: str) -> None:
    for response in (client.get(f"/oai?{query}"),
                     client.post("/oai", data=query, content_type="application/x-www-form-urlencoded")):  # fmt: skip
        assert (response.status_code, response.mimetype) == (200, "text/xml")
        (error,) = ET.fromstring(response.get_data()).iter(tag("error"))
        assert error.get("code") == code


def test_a_harvested_paper_is_valid_by_the_schema_that_is_named(client: FlaskClient) -> None:
    listed = root(client, verb="ListMetadataFormats")
    schema = text(listed, "schema", 1).removeprefix("http://localhost")
    validator = etree.XMLSchema(etree.fromstring(client.get(schema).get_data()))
    for paper in (WHOLE, *PAPERS[:4]):
        record = client.get(f"/oai?verb=GetRecord&metadataPrefix=papersearch&identifier=oai:papersearch:{paper.id}")
        (metadata,) = etree.fromstring(record.get_data()).iter("{urn:papersearch:paper:1}paper")
        validator.assertValid(metadata)


def test_another_instance_becomes_equal_and_stays_equal(
    url: str, store: Store, tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    home = home_that_harvests(url, tmp_path / "b", monkeypatch)

    def harvest_and_compare() -> None:
        assert run(["--home", str(home), "harvest", "a", "--json"]) == 0, capfd.readouterr().err
        with closing(open_store(Settings(home))) as other:
            for one, original in zip(contents(other), contents(store), strict=True):
                links, known = one.pop("links"), original.pop("links")
                assert known.items() <= links.items()  # what follows from identifiers comes in at ingest
                assert {name: value for name, value in one.items() if original[name] != value} == {}

    harvest_and_compare()
    assert len(contents(store)) == 5
    store.papers.put(msgspec.structs.replace(WHOLE, title="Careful Things, revised", volume="13"))
    store.papers.delete_many(["p_aaaaaaaaaaaa"])
    harvest_and_compare()
    assert len(contents(store)) == 4
    store.papers.put(PAPERS[0])
    harvest_and_compare()


FIRST = [
    {"title": "Of quolls", "authors": ["Una Moor"], "year": 2020, "doi": "10.1000/quolls", "venue": "Odd Letters"},
    {"title": "Of bilbies", "authors": ["Ole Ek"], "year": 2019, "arxiv": "1901.00001", "abstract": "They dig."},
    {"title": "Of numbats", "authors": ["Ida Lund"], "year": 2018},
    {"title": "Of wombats", "authors": ["Bo Dyer"], "year": 2017},
    {"title": "Of potoroos", "authors": ["Jan Roe"], "year": 2016, "pmid": "99000001"},
]


def test_an_instance_has_the_ids_of_the_one_that_it_harvests(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An id follows from what the first record says: an identifier, or else title, first author and year.

    It stays if a DOI comes later or the year is mended. An instance that harvested before keeps it, too; one that
    harvests for the first time has never seen the older record, so there such a paper has another id.
    """
    source, home = tmp_path / "papers.jsonl", tmp_path / "a"

    def ingest(records: list[dict[str, Any]]) -> None:
        source.write_text("".join(f"{json.dumps(record)}\n" for record in records), "utf-8")
        assert run(["--home", str(home), "ingest", str(source)]) == 0

    ingest(FIRST)
    app = create_app(Settings(home))
    with served(app) as address:
        url = f"{address}/oai"
        early = home_that_harvests(url, tmp_path / "early", monkeypatch)
        assert harvested(early) == stored(home)
        gone = next(name for name, title in stored(home).items() if title == "Of wombats")
        assert run(["--home", str(home), "delete", gone]) == 0
        ingest(
            [FIRST[0] | {"volume": "7"}, FIRST[1] | {"abstract": "They dig holes."}, FIRST[2] | {"doi": "10.1000/n"}]
        )
        assert harvested(early) == stored(home)
        assert len(stored(home)) == 4
        late = harvested(home_that_harvests(url, tmp_path / "late", monkeypatch))
    app.extensions["papersearch"].close()
    assert {title for name, title in late.items() if name not in stored(home)} == {"Of numbats"}
    assert sorted(map(str, late.values())) == sorted(map(str, stored(home).values()))


def home_that_harvests(url: str, home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A new home with the repository `a` at the address."""
    monkeypatch.setenv("PAPERSEARCH_ALLOWED_PRIVATE_HOSTS", urlsplit(url).netloc)
    home.mkdir()
    (home / "repositories.toml").write_text(
        f'[[repository]]\nname = "a"\nurl = "{url}"\nprefix = "papersearch"\ninterval_s = 0\n'
    )
    return home


def harvested(home: Path) -> Listed:
    assert run(["--home", str(home), "harvest", "a"]) == 0
    return stored(home)


def stored(home: Path) -> Listed:
    with closing(open_store(Settings(home))) as store:
        return {state.paper.id: state.paper.title for batch in store.papers.walk() for state in batch if state.paper}


def contents(store: Store) -> list[dict[str, Any]]:
    """The papers by what is said of them, without what was extracted.

    Ids are left out: those of these papers were chosen, not derived from what they say.
    """
    papers = [state.paper for batch in store.papers.walk() for state in batch if state.paper]
    said = [{name: value for name, value in msgspec.structs.asdict(paper).items() if name not in OWN and name != "id"}
            for paper in papers]  # fmt: skip
    for each in said:
        each["keywords"] = [keyword for keyword in each["keywords"] if keyword.source is KeywordSource.AUTHOR]
        each["tldr"] = None if each["tldr"] and each["tldr"].source is TldrSource.EXTRACTED else each["tldr"]
    return sorted(said, key=lambda each: str(each["title"]))


def root(client: FlaskClient, **arguments: str) -> ET.Element:
    return ET.fromstring(client.get("/oai", query_string=arguments).get_data())


def rest(client: FlaskClient, token: str) -> Iterator[ET.Element]:
    while token:
        page = root(client, verb="ListIdentifiers", resumptionToken=token)
        yield page
        token = text(page, "resumptionToken")


def text(element: ET.Element, name: str, place: int = 0) -> str:
    return [each.text or "" for each in element.iter(tag(name))][place]


def tag(name: str) -> str:
    return f"{{http://www.openarchives.org/OAI/2.0/}}{name}"
