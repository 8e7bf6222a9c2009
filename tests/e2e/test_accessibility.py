"""axe-core finds nothing to say about any page, in light and in dark."""

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from .conftest import OpenPage
from .page_types import PAGES
from .paper_ids import PaperIds

RULES = {"resultTypes": ["violations"]}


def violations(page: Any) -> list[str]:
    found = Axe().run(page, options=RULES).response["violations"]
    return [f"{each['id']}: {node['html'][:160]} {node['any'] or node['all'] or node['none']}"
            for each in found for node in each["nodes"][:2]]  # fmt: skip


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_has_nothing_against_any_page(site: str, paper_ids: PaperIds, open_page: OpenPage, scheme: str) -> None:
    page = open_page(color_scheme=scheme)
    for name, address in (PAGES | paper_ids.addresses).items():
        page.goto(site + address)
        assert violations(page) == [], name


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_has_nothing_against_a_phone_with_filters_or_menu_open(site: str, open_page: OpenPage, scheme: str) -> None:
    page = open_page(width=390, color_scheme=scheme, has_touch=True)
    page.goto(f"{site}/?q=learning&venue=iclr")
    assert violations(page) == []
    page.locator("details.menu summary").click()
    assert violations(page) == []
    page.locator(".filters-switch summary").click()
    assert violations(page) == []


@pytest.mark.browser
def test_axe_has_nothing_against_an_outage(site_without_engine: str, open_page: OpenPage) -> None:
    page = open_page()
    page.goto(site_without_engine)
    assert violations(page) == []
