"""Under a path prefix no link is broken, and only a trusted proxy says the prefix."""

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from urllib.parse import urljoin, urlsplit
from urllib.request import Request, urlopen

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from papersearch_api.serving.child import make_server, served
from papersearch_api.url_prefix import read_prefix
from tests.support.api_app import make_app

PREFIX = "/lab/papers"
FORWARDED = {"X-Forwarded-Prefix": PREFIX}
_LINKS = re.compile(r"""\b(?:href|src|action|data-act|data-values|data-range)="([^"]+)"|url\(([^)]+)\)""")
_ADDRESSES = re.compile(r"https?://localhost[^\s\"'<>\\]*")
_OF_HEADER = re.compile(r"<(/[^>]+)>")
_NOT_FOLLOWED = re.compile(r"YEARS|/oai\b|/papers/batch$")
"""Where a script puts years, a protocol with tests of its own, and an address for POST."""
MOST_PAGES = 400


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    return make_app(Path(tmp_path_factory.mktemp("home")), url_prefix=PREFIX)


@pytest.fixture(scope="module")
def client(app: Flask) -> FlaskClient:
    return app.test_client()


def links_of(answer: TestResponse, path: str) -> Iterator[str]:
    """Every address of this site in an answer: links, forms, scripts, absolute addresses, headers."""
    text = answer.get_data(as_text=True)
    found = [unescape(a or b) for a, b in _LINKS.findall(text)] if answer.mimetype == "text/html" else []
    found += _OF_HEADER.findall(answer.headers.get("Link", ""))
    found += [unescape(address) for address in _ADDRESSES.findall(text)]
    found += [answer.headers["Location"]] if "Location" in answer.headers else []
    if answer.mimetype == "application/json" and not path.endswith("/openapi.json"):
        found += re.findall(r'"(/[^"\s]*)"', text)
    for each in found:
        parts = urlsplit(urljoin(f"http://localhost{path}", each))
        if parts.netloc == "localhost" and "{" not in parts.path + parts.query:
            yield parts.path + (f"?{parts.query}" if parts.query else "")


def test_a_crawl_under_a_prefix_finds_no_broken_link(client: FlaskClient) -> None:
    start = ["/", "/?q=data", "/help", "/trends", "/compare?q=data&q=graph", "/list?ids=p_aaaaaaaaaaaa", "/api/docs",
             "/papers/p_aaaaaaaaaaaa", "/papers/p_bbbbbbbbbbbb", "/api/v1/papers?q=data", "/feeds/papers.atom",
             "/opensearch.xml", "/sitemap.xml", "/robots.txt", "/nowhere"]  # fmt: skip
    waiting = [f"{PREFIX}{path}" for path in start]
    seen, broken, fetched = set(waiting), [], 0
    while waiting and fetched < MOST_PAGES:
        path, fetched = waiting.pop(0), fetched + 1
        with client.get(path, headers={"Accept": "text/html,*/*;q=0.5"}) as answer:
            if answer.status_code >= 400 and not path.endswith("/nowhere"):
                broken.append((answer.status_code, path))
            for link in links_of(answer, path):
                if not link.startswith((f"{PREFIX}/", f"{PREFIX}?")) and link != PREFIX:
                    broken.append((0, f"{path} -> {link}"))
                elif link not in seen and not _NOT_FOLLOWED.search(link):
                    seen.add(link)
                    waiting.append(link)
    assert broken == []
    assert fetched > 150


@pytest.mark.parametrize("path", [PREFIX, f"{PREFIX}/", "/"])
def test_a_proxy_may_pass_the_prefix_on_or_leave_it_out(client: FlaskClient, path: str) -> None:
    page = client.get(path).get_data(as_text=True)
    assert f'<a class="brand" href="{PREFIX}/">' in page
    assert f'href="{PREFIX}/keywords"' in page


def test_programs_learn_the_prefix_from_the_openapi_document(client: FlaskClient) -> None:
    assert client.get(f"{PREFIX}/api/v1/openapi.json").get_json()["servers"] == [{"url": PREFIX}]
    problem = client.get(f"{PREFIX}/api/v1/papers?page=x").get_json()
    assert problem["type"] == f"{PREFIX}/api/docs#invalid_parameter"
    assert problem["instance"] == f"{PREFIX}/api/v1/papers?page=x"


def test_what_merely_begins_like_the_prefix_is_not_under_it(client: FlaskClient) -> None:
    assert client.get(f"{PREFIX}extra").status_code == 404


def test_what_a_proxy_forwards_counts_instead_of_the_setting(client: FlaskClient) -> None:
    page = client.get("/?q=data", headers={"X-Forwarded-Prefix": "/other/"}).get_data(as_text=True)
    assert '<a class="brand" href="/other/">' in page
    assert PREFIX not in page


@pytest.mark.parametrize(
    "hostile", ["//evil.example", "/a/../b", "/a b", 'x" onload="y', "https://evil.example", "/a\\b"]
)
def test_a_prefix_that_is_no_path_is_ignored(client: FlaskClient, hostile: str) -> None:
    page = client.get("/", headers={"X-Forwarded-Prefix": hostile}).get_data(as_text=True)
    assert f'<a class="brand" href="{PREFIX}/">' in page
    assert "evil" not in page


def test_an_equal_search_under_two_prefixes_has_the_links_of_each(client: FlaskClient) -> None:
    for prefix in ("/one", "/two"):
        links = client.get("/api/v1/papers?q=data", headers={"X-Forwarded-Prefix": prefix}).get_json()["links"]
        assert {link.split("/")[1] for link in links.values() if link} == {prefix.strip("/")}


@pytest.mark.parametrize(("proxies", "is_believed"), [("127.0.0.0/8", True), ("10.0.0.1", False), ("", False)])
def test_only_a_trusted_proxy_says_the_prefix(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, proxies: str, is_believed: bool
) -> None:
    application = make_app(tmp_path)
    monkeypatch.setattr(
        "papersearch_api.serving.child.make_server",
        lambda app, *, threads: make_server(app, threads=threads, proxies=proxies),
    )
    with served(application) as site, urlopen(Request(f"{site}/help", headers=FORWARDED)) as answer:
        assert (f'href="{PREFIX}/keywords"' in answer.read().decode()) is is_believed


@pytest.mark.parametrize(
    ("text", "prefix"), [("", ""), ("/", ""), ("papers", "/papers"), ("/papers/", "/papers"), ("/a/b", "/a/b")]
)
def test_a_setting_of_a_prefix_may_have_slashes_at_its_ends(text: str, prefix: str) -> None:
    assert read_prefix(text) == prefix


@pytest.mark.parametrize("text", ["https://x.example", "//x", "/a?b", "/a b", "/.."])
def test_a_setting_that_is_no_path_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="PAPERSEARCH_URL_PREFIX"):
        read_prefix(text)
