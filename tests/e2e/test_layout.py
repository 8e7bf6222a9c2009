"""Nothing sticks out and nothing lies on something else, from 320 px to 1920 px, with scripts and without."""

import pytest
from playwright.sync_api import Page

from .conftest import OpenPage
from .page_types import PAGES, STATUS
from .paper_ids import PaperIds

WIDTHS = (320, 360, 1280, 1920)
_STICKING_OUT = """() => {
  const wide = document.scrollingElement.scrollWidth - document.documentElement.clientWidth;
  return wide <= 0 ? [] : [...document.querySelectorAll('body *')]
    .filter(e => e.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
    .map(e => e.tagName + '.' + e.className + ' ' + e.textContent.trim().slice(0, 40)).slice(0, 5).concat(wide + ' px');
}"""
_OVERLAPPING = """() => {
  const shown = e => e.checkVisibility({visibilityProperty: true}) && !e.closest('.visually-hidden, .skip, math, svg');
  const isField = e => /^(INPUT|SELECT|BUTTON)$/.test(e.tagName);
  const own = e => isField(e) || [...e.childNodes].some(n => n.nodeType === 3 && n.data.trim());
  const name = e => e.tagName + ' ' + (e.textContent || e.name).trim().slice(0, 40);
  // what an element around it cuts off is not seen
  const seen = (e, r) => {
    const box = {left: r.left, right: r.right, top: r.top, bottom: r.bottom};
    for (let p = e; p && p !== document.body; p = p.parentElement) {
      if (getComputedStyle(p).overflowX === 'visible' || (p === e && isField(e))) continue;
      const c = p.getBoundingClientRect();
      Object.assign(box, {left: Math.max(box.left, c.left), right: Math.min(box.right, c.right),
                          top: Math.max(box.top, c.top), bottom: Math.min(box.bottom, c.bottom)});
    }
    return box;
  };
  const boxes = [...document.querySelectorAll('body *')].filter(e => shown(e) && own(e)).flatMap(e => {
    let rects = [e.getBoundingClientRect()];
    if (getComputedStyle(e).display === 'inline') {
      const range = document.createRange();
      range.selectNodeContents(e);
      rects = [...range.getClientRects()];
    }
    return rects.map(r => ({e, r: seen(e, r)}));
  });
  const found = [];
  for (let i = 0; i < boxes.length; i++) for (let j = i + 1; j < boxes.length; j++) {
    const a = boxes[i], b = boxes[j];
    if (a.e.contains(b.e) || b.e.contains(a.e)) continue;
    const w = Math.min(a.r.right, b.r.right) - Math.max(a.r.left, b.r.left);
    const h = Math.min(a.r.bottom, b.r.bottom) - Math.max(a.r.top, b.r.top);
    if (w > 2 && h > 6) found.push(name(a.e) + ' / ' + name(b.e));
  }
  return found.slice(0, 5);
}"""


def assert_lies_well(page: Page, where: str) -> None:
    assert page.evaluate(_STICKING_OUT) == [], where
    assert page.evaluate(_OVERLAPPING) == [], where


@pytest.mark.browser
@pytest.mark.parametrize(
    ("width", "script"), [*((width, True) for width in WIDTHS), *((width, False) for width in (360, 1280))]
)
def test_every_page_fits(site: str, paper_ids: PaperIds, open_page: OpenPage, width: int, script: bool) -> None:
    page = open_page(width=width, script=script)
    for name, address in (PAGES | paper_ids.addresses).items():
        response = page.goto(site + address)
        assert response is not None
        assert response.status == STATUS.get(name, 200), name
        assert_lies_well(page, f"{name} at {width} px")


@pytest.mark.browser
@pytest.mark.parametrize("address", ["/", "/?q=graphs", "/keywords", "/venues", "/authors", "/facets/keyword"])
def test_without_papers_every_page_says_how_to_get_some(
    site_without_papers: str, open_page: OpenPage, address: str
) -> None:
    page = open_page(width=360, script=False)
    page.goto(site_without_papers + address)
    assert page.get_by_text("papersearch ingest samples").is_visible()
    assert not page.get_by_text("No results").count()
    assert_lies_well(page, address)


@pytest.mark.browser
def test_the_engine_away_is_said_in_words(site_without_engine: str, open_page: OpenPage) -> None:
    page = open_page(width=360, script=False)
    response = page.goto(f"{site_without_engine}/?q=graphs")
    assert response is not None
    assert response.status == 503
    assert "Retry-After" in {name.title() for name in response.headers}
    assert page.get_by_role("heading", level=1).inner_text() == "Search is unavailable"
    assert page.get_by_role("link", name="Try again").get_attribute("href") == "/?q=graphs"
    assert_lies_well(page, "engine away")
