"""Text that would run as script stays text: in every field of a paper, in the query and in every other parameter."""

from urllib.parse import quote

import pytest
from playwright.sync_api import Page

from .awkward import XSS
from .conftest import OpenPage
from .paper_ids import PaperIds


def was_run(page: Page) -> bool:
    return bool(page.evaluate("() => 'hacked' in window"))


def hostile_links(page: Page) -> list[str]:
    return page.eval_on_selector_all(
        "[href], [src], [action]",
        "all => all.map(e => e.getAttribute('href') || e.getAttribute('src') || e.getAttribute('action'))"
        ".filter(a => /^\\s*(javascript|data|vbscript):/i.test(a))",
    )


@pytest.mark.browser
def test_nothing_runs_from_any_field_of_a_paper(site: str, paper_ids: PaperIds, open_page: OpenPage) -> None:
    hostile = [paper for title, paper in paper_ids.by_title.items() if title.startswith("Hostile")]
    assert len(hostile) == len(XSS) >= 60
    page = open_page()
    for paper in hostile:
        page.goto(f"{site}/papers/{paper}")
        assert page.locator("article.paper").count() == 1
        assert not was_run(page), page.title()
        assert hostile_links(page) == [], page.title()


@pytest.mark.browser
def test_nothing_runs_from_lists_of_papers(site: str, open_page: OpenPage) -> None:
    page = open_page()
    for address in ("/?q=hostile&per_page=100", "/?q=said&per_page=100", "/?q=key&per_page=100", "/keywords?prefix=key",
                    "/facets/venue?prefix=venue", "/facets/author?prefix=mallory", "/venues", "/authors"):  # fmt: skip
        page.goto(site + address)
        assert not was_run(page), address
        assert hostile_links(page) == [], address


@pytest.mark.browser
def test_nothing_runs_from_a_query(site: str, open_page: OpenPage) -> None:
    page = open_page()
    for text in XSS:
        page.goto(f"{site}/?q={{0}}&venue={{0}}&keyword={{0}}".format(quote(text, safe="")))
        assert not was_run(page), text
        assert hostile_links(page) == [], text


@pytest.mark.browser
@pytest.mark.parametrize("address", ["/?{}=1", "/facets/{}", "/papers/{}", "/keywords/{}", "/venues/{}", "/list?ids={}",
                                     "/?q=x&year={}", "/?q=x&sort={}", "/nowhere/{}", "/?q={}",
                                     "/keywords?prefix={}"])  # fmt: skip
def test_nothing_runs_from_any_part_of_an_address(site: str, open_page: OpenPage, address: str) -> None:
    page = open_page()
    for text in XSS[::6]:
        page.goto(site + address.replace("{}", quote(text, safe="")))
        assert not was_run(page), text


@pytest.mark.browser
def test_suggestions_show_hostile_text_as_text(site: str, open_page: OpenPage) -> None:
    page = open_page()
    page.goto(site)
    page.get_by_role("combobox").first.press_sequentially("hostile")
    page.get_by_role("option").first.wait_for()
    assert not was_run(page)
    assert page.locator("[role=listbox] img, [role=listbox] script").count() == 0
