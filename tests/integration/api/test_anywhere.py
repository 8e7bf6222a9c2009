"""The same address in any format, feeds of any search, and what lets other programs find papers."""

import json
import xml.etree.ElementTree as ET
from pathlib import Path
from urllib.parse import parse_qsl

import extruct
import feedparser
import pytest
from flask.testing import FlaskClient

from papersearch.paper import Author, Keyword, KeywordSource, Paper, PaperType, Venue
from papersearch_api.formats import BY_SUFFIX, FORMATS
from papersearch_api.views import discovery
from tests.support.api_app import PAPERS, make_app

ARTICLE = Paper(
    "p_ffffffffffff",
    type=PaperType.JOURNAL_ARTICLE,
    title="Careful <Things> & others",
    authors=(Author("Ellis P. Farrow Jr.", "Ellis P.", "Farrow", "Jr.", orcid="0000-0002-1825-0097"),
             Author("Bureau of Odd Names", literal="Bureau of Odd Names")),
    venue=Venue("acta", "Acta"),
    container="Acta of Things",
    volume="12",
    issue="3",
    pages="11-19",
    issn=("1234-5679",),
    year=2001,
    month=3,
    day=4,
    keywords=(Keyword("odd names", KeywordSource.AUTHOR), Keyword("ours", KeywordSource.EXTRACTED)),
    ids={"doi": "10.1000/x", "pmid": "77"},
    links={"pdf": "https://example.org/a.pdf"},
    abstract="It ends </script> here.",
)  # fmt: skip
PAGE = f"/papers/{ARTICLE.id}"
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    return make_app(tmp_path_factory.mktemp("home"), [*PAPERS, ARTICLE]).test_client()


@pytest.mark.parametrize("path", ["/?q=networks", "/", PAGE, "/venues/icpr", "/keywords/network pruning",
                                  "/authors/Ana Peña", "/list?ids=p_aaaaaaaaaaaa"])  # fmt: skip
@pytest.mark.parametrize("name", ["bibtex", "ris", "atom", "json"])
def test_a_page_answers_programs_in_their_format(client: FlaskClient, path: str, name: str) -> None:
    response = client.get(path, headers={"Accept": FORMATS[name].media_type})
    assert (response.status_code, response.mimetype) == (200, FORMATS[name].media_type)
    for accept in (BROWSER, "*/*", ""):
        page = client.get(path, headers={"Accept": accept})
        assert page.mimetype == "text/html"
        assert "Accept" in page.headers["Vary"]


@pytest.mark.parametrize("suffix", BY_SUFFIX)
@pytest.mark.parametrize("path", [f"/api/v1{PAGE}", PAGE, "/venues/icpr", "/papers", "/api/v1/papers"])
def test_a_suffix_decides_whatever_is_accepted(client: FlaskClient, path: str, suffix: str) -> None:
    response = client.get(f"{path}.{suffix}", headers={"Accept": BROWSER})
    assert (response.status_code, response.content_type.split("; charset")[0]) == (200, BY_SUFFIX[suffix].media_type)


def test_a_page_and_the_api_say_the_same(client: FlaskClient) -> None:
    for page, api in (
        (f"{PAGE}.bib", f"/api/v1{PAGE}.bib"),
        ("/papers.ris?q=networks", "/api/v1/papers.ris?q=networks"),
    ):
        assert client.get(page).get_data() == client.get(api).get_data()


@pytest.mark.parametrize("path", [PAGE, f"{PAGE}.bib", "/?q=networks", "/feeds/papers.atom?q=networks"])
def test_what_has_not_changed_is_not_sent_again(client: FlaskClient, path: str) -> None:
    tag = client.get(path).headers["ETag"]
    assert client.get(path, headers={"If-None-Match": tag}).status_code == 304
    assert client.get("/feeds/papers.atom?q=survey", headers={"If-None-Match": tag}).status_code == 200


def test_a_file_is_named_after_its_query(client: FlaskClient) -> None:
    response = client.get("/api/v1/export?q=%22deep nets%22&venue=ICLR&format=ris&match=best")
    assert response.headers["Content-Disposition"] == "attachment; filename=papers-deep-nets-iclr.ris"
    assert "filename*=UTF-8''papers-%E6%B7%B1" in client.get("/api/v1/export?q=深").headers["Content-Disposition"]


def test_a_search_is_a_feed_in_pages(client: FlaskClient) -> None:
    first = feedparser.parse(client.get("/feeds/papers.atom?venue=ICLR&per_page=1").get_data())
    assert not first.bozo
    links = {link.rel: link.href for link in first.feed.links}
    assert links["alternate"] == "http://localhost/?venue=ICLR&sort=added_at"
    second = feedparser.parse(client.get(links["next"]).get_data())
    assert {first.entries[0].title, second.entries[0].title} == {paper.title for paper in PAPERS[:2]}
    assert "next" not in {link.rel for link in second.feed.links}


@pytest.mark.parametrize("path", ["/?venue=ICPR", "/venues/icpr", "/keywords/network pruning", "/authors/Ana Peña"])
def test_a_page_names_the_feed_of_its_papers(client: FlaskClient, path: str) -> None:
    head = client.get(path).get_data(as_text=True).partition("</head>")[0]
    href = (
        head.partition('type="application/atom+xml"')[2].partition('href="')[2].partition('"')[0].replace("&amp;", "&")
    )
    entries = feedparser.parse(client.get(href).get_data()).entries
    assert "Pruning Networks Before Training" in {entry.title for entry in entries}
    assert len(entries) < len(PAPERS)


def test_an_answer_links_to_its_feed(client: FlaskClient) -> None:
    links = client.get("/api/v1/papers?q=networks&page=1").get_json()["links"]
    assert links["atom"] == "/feeds/papers.atom?q=networks"
    assert {name for name in links if client.get(links[name] or "/").status_code != 200} == set()


def test_feeds_need_a_key_where_reading_does(tmp_path: Path) -> None:
    guarded = make_app(tmp_path / "home", needs_read_key=True).test_client()
    for path in ("/feeds/papers.atom", "/sitemap.xml", f"/papers/{PAPERS[0].id}.bib"):
        assert guarded.get(path).status_code == 401
    assert guarded.get("/opensearch.xml").status_code == 200


def test_a_browser_learns_how_to_search(client: FlaskClient) -> None:
    assert 'href="/opensearch.xml"' in client.get("/").get_data(as_text=True)
    root = ET.fromstring(client.get("/opensearch.xml").get_data())
    templates = {each.get("type"): each.get("template") for each in root.iter() if each.tag.endswith("}Url")}
    for template in templates.values():
        assert template is not None
        path = template.removeprefix("http://localhost").replace("{searchTerms}", "nets").replace("{startPage?}", "")
        assert client.get(path).status_code == 200


def test_the_sitemap_has_every_paper(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "Sitemap: http://localhost/sitemap.xml" in client.get("/robots.txt").get_data(as_text=True)
    everything = _addresses(client, "/sitemap.xml")
    assert everything == [f"http://localhost/papers/{paper.id}" for paper in (*PAPERS, ARTICLE)]
    monkeypatch.setattr(discovery, "MOST_ADDRESSES", 4)
    parts = _addresses(client, "/sitemap.xml")
    assert [each for part in parts for each in _addresses(client, part.removeprefix("http://localhost"))] == everything
    assert client.get("/sitemap/3.xml").status_code == 404


def _addresses(client: FlaskClient, path: str) -> list[str]:
    return [each.text or "" for each in ET.fromstring(client.get(path).get_data()).iter() if each.tag.endswith("}loc")]


def test_a_paper_has_the_metas_of_highwire(client: FlaskClient) -> None:
    head = client.get(PAGE).get_data(as_text=True).partition("</head>")[0]
    for line in (
        'name="citation_title" content="Careful &lt;Things&gt; &amp; others"',
        'name="citation_author" content="Farrow, Ellis P., Jr."',
        'name="citation_author" content="Bureau of Odd Names"',
        'name="citation_publication_date" content="2001/03/04"',
        'name="citation_journal_title" content="Acta of Things"',
        'name="citation_firstpage" content="11"',
        'name="citation_lastpage" content="19"',
        'name="citation_doi" content="10.1000/x"',
        'name="citation_pdf_url" content="https://example.org/a.pdf"',
    ):
        assert line in head
    assert "ours" not in head


def test_a_paper_is_a_scholarly_article(client: FlaskClient) -> None:
    html = client.get(PAGE).get_data(as_text=True)
    (found,) = extruct.extract(html, base_url="http://localhost", syntaxes=["json-ld"])["json-ld"]
    assert (found["@type"], found["name"], found["datePublished"]) == ("ScholarlyArticle", ARTICLE.title, "2001-03-04")
    assert found["abstract"] == ARTICLE.abstract
    assert found["author"][0] == {
        "@type": "Person", "@id": "https://orcid.org/0000-0002-1825-0097", "name": "Ellis P. Farrow Jr.",
        "givenName": "Ellis P.", "familyName": "Farrow", "honorificSuffix": "Jr.",
    }  # fmt: skip
    assert found["author"][1] == {"@type": "Organization", "name": "Bureau of Odd Names"}
    issue = found["isPartOf"]
    assert (issue["issueNumber"], issue["isPartOf"]["volumeNumber"]) == ("3", "12")
    assert issue["isPartOf"]["isPartOf"]["name"] == "Acta of Things"


def test_a_page_has_signposts(client: FlaskClient) -> None:
    links = client.get(PAGE).headers["Link"]
    assert f'</papers/{ARTICLE.id}.bib>; rel="describedby"; type="application/x-bibtex"' in links
    assert '<https://doi.org/10.1000/x>; rel="cite-as"' in links
    assert '<https://example.org/a.pdf>; rel="item"; type="application/pdf"' in links


def test_a_list_of_ids_comes_in_any_format(client: FlaskClient) -> None:
    ids = {"ids": [ARTICLE.id, "p_unknown", PAPERS[0].id]}
    by_name = client.post("/api/v1/papers/batch", json={**ids, "format": "ris"})
    by_header = client.post("/api/v1/papers/batch", json=ids, headers={"Accept": "application/x-research-info-systems"})
    assert by_name.get_data() == by_header.get_data()
    assert by_name.get_data(as_text=True).count("\nER  - ") == 2
    assert client.post("/api/v1/papers/batch", json={**ids, "format": ["x"]}).status_code == 400


def test_hits_have_coins(client: FlaskClient) -> None:
    html = client.get("/?q=careful").get_data(as_text=True)
    title = html.partition('class="Z3988" title="')[2].partition('"')[0].replace("&amp;", "&")
    pairs = parse_qsl(title, strict_parsing=True)
    found = dict(pairs)
    assert found["rft_val_fmt"] == "info:ofi/fmt:kev:mtx:journal"
    assert (found["rft.genre"], found["rft.atitle"], found["rft.jtitle"]) == (
        "article",
        ARTICLE.title,
        "Acta of Things",
    )
    assert (found["rft.aulast"], found["rft.aufirst"]) == ("Farrow", "Ellis P.")
    assert (found["rft.volume"], found["rft.issue"], found["rft.spage"], found["rft.date"]) == (
        "12", "3", "11", "2001-03-04",
    )  # fmt: skip
    assert ("rft_id", "info:doi/10.1000/x") in pairs
    assert html.count('class="Z3988"') == html.count('<li class="hit"')


def test_json_of_a_page_is_that_of_the_api(client: FlaskClient) -> None:
    page = client.get(PAGE, headers={"Accept": "application/json"}).get_json()
    assert page == json.loads(client.get(f"/api/v1{PAGE}").get_data())


@pytest.mark.parametrize("path", [f"{PAGE}.exe", "/papers.exe?q=x", "/list.exe?ids=x"])
def test_an_unknown_suffix_is_not_found(client: FlaskClient, path: str) -> None:
    assert client.get(path).status_code == 404


def test_an_unknown_format_is_an_error_that_names_the_formats(client: FlaskClient) -> None:
    response = client.get("/?q=x&format=bibtx", headers={"Accept": "application/json"})
    assert response.status_code == 400
    assert response.get_json()["errors"][0]["suggestion"] == "bibtex"
