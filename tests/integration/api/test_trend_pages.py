"""Trends, searches compared and the front page's rising keywords say what the papers say."""

import csv
import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from papersearch.paper import Author, Keyword, KeywordSource, Paper, Venue
from tests.support.api_app import make_app

ICLR, ICPR = Venue("iclr", "ICLR"), Venue("icpr", "ICPR")


def paper(number: int, year: int, venue: Venue, *keywords: str) -> Paper:
    name = "".join(chr(ord("a") + int(digit)) for digit in f"{number:012d}")
    return Paper(
        f"p_{name}",
        title=f"Paper {number} about <b>things</b>",
        authors=(Author("Ana Peña"),),
        venue=venue,
        year=year,
        keywords=tuple(Keyword(each, KeywordSource.AUTHOR) for each in keywords),
    )


def corpus() -> list[Paper]:
    """Diffusion models rise at ICLR from 2020 on; support vectors are from before and at ICPR."""
    found = []
    for year in range(2016, 2022):
        for place in range(10):
            number = (year - 2016) * 10 + place
            venue = ICLR if place < 5 else ICPR
            words = ["deep network"]
            if year >= 2019 and place < 4:
                words.append("diffusion model")
            if year < 2019 and place >= 5:
                words.append("support vector")
            found.append(paper(number, year, venue, *words))
    return found


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    return make_app(Path(tmp_path_factory.mktemp("home")), corpus()).test_client()


def table(answer: TestResponse) -> dict[str, dict[int, int]]:
    """Label -> year -> papers, of a CSV file."""
    found: dict[str, dict[int, int]] = {}
    for row in csv.DictReader(answer.get_data(as_text=True).splitlines()):
        assert float(row["share"]) == pytest.approx(int(row["papers"]) / int(row["papers_in_corpus"]), abs=1e-5)
        if row["papers"] != "0":
            found.setdefault(row["label"], {})[int(row["year"])] = int(row["papers"])
    return found


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("by=keyword", {"deep network": dict.fromkeys(range(2016, 2022), 10),
                        "support vector": dict.fromkeys(range(2016, 2019), 5),
                        "diffusion model": dict.fromkeys(range(2019, 2022), 4)}),
        ("by=venue", {"ICLR": dict.fromkeys(range(2016, 2022), 5), "ICPR": dict.fromkeys(range(2016, 2022), 5)}),
        ("by=venue&venue=icpr", {"ICPR": dict.fromkeys(range(2016, 2022), 5)}),
        ("by=keyword&q=venue:ICPR&year=..2018", {"deep network": dict.fromkeys(range(2016, 2019), 5),
                                                 "support vector": dict.fromkeys(range(2016, 2019), 5)}),
        ("by=keyword&keyword=diffusion+model", {"deep network": dict.fromkeys(range(2019, 2022), 4),
                                                "diffusion model": dict.fromkeys(range(2019, 2022), 4)}),
        ("by=keyword&order=rising&venue=iclr", {"diffusion model": dict.fromkeys(range(2019, 2022), 4)}),
        ("by=author&q=nothinghere", {}),
    ],
)  # fmt: skip
def test_a_table_of_trends_counts_the_papers_of_the_search(
    client: FlaskClient, query: str, expected: dict[str, dict[int, int]]
) -> None:
    assert table(client.get(f"/trends.csv?{query}")) == expected


def test_the_page_shows_each_line_with_its_table(client: FlaskClient) -> None:
    page = client.get("/trends?order=rising").get_data(as_text=True)
    assert page.count("<polyline") == 1
    assert '<bdi>diffusion model</bdi></a> <span class="count small">12</span>' in page
    assert '4 <span class="quiet small">40 %</span>' in page


def test_what_rises_stands_on_the_front_page_with_both_counts(client: FlaskClient) -> None:
    page = client.get("/").get_data(as_text=True)
    listed = page.partition("Rising keywords")[2].partition("</ul>")[0]
    assert re.findall(
        r'class="name">([^<]+)</bdi><span class="count">(\d+) <span class="small">from (\d+)', listed
    ) == [("diffusion model", "12", "0")]


def test_compared_venues_have_their_years_and_distinctive_keywords(client: FlaskClient) -> None:
    query = {"q": ["venue:ICLR", "venue:ICPR"]}
    page = client.get("/compare", query_string=query).get_data(as_text=True)
    sides = page.split('<section class="card">')[1:]
    found = [re.findall(r'class="name">([^<]+)</bdi><span class="count">(\d+) <span class="small">against (\d+)', side)
             for side in sides]  # fmt: skip
    assert found == [[("diffusion model", "12", "0")], [("support vector", "15", "0")]]
    assert all("30 papers" in side for side in sides)
    assert table(client.get("/compare.csv", query_string=query)) == {
        name: dict.fromkeys(range(2016, 2022), 5) for name in query["q"]
    }


def test_keywords_compared_count_among_their_own_papers(client: FlaskClient) -> None:
    query = {"q": ['keyword:"diffusion model"', 'keyword:"support vector"']}
    page = client.get("/compare", query_string=query).get_data(as_text=True)
    assert "12 papers" in page
    assert "15 papers" in page
    assert '"name">deep network' not in page


@pytest.mark.parametrize("path", ["/trends.svg", "/compare.svg?q=venue:ICLR&q=%3Cscript%3E"])
def test_a_picture_is_xml_that_loads_and_runs_nothing(client: FlaskClient, path: str) -> None:
    answer = client.get(path)
    assert answer.mimetype == "image/svg+xml"
    assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'")
    tree = ElementTree.fromstring(answer.get_data())
    names = [element.tag.rpartition("}")[2] for element in tree.iter()]
    assert "polyline" in names
    assert "script" not in names


@pytest.mark.parametrize("path", ["/trends.pdf", "/compare.png"])
def test_another_format_is_not_found(client: FlaskClient, path: str) -> None:
    assert client.get(path).status_code == 404
