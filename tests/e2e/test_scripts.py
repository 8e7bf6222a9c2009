"""What scripts add: suggestions, keys, the reading list, copying, drawing a range of years."""

import re

import pytest
from playwright.sync_api import Page, expect

from .conftest import OpenPage
from .paper_ids import PaperIds

RESNET = "Deep Residual Learning for Image Recognition"
pytestmark = pytest.mark.browser


def test_suggestions_come_in_sections_and_are_walked_with_arrows(site: str, open_page: OpenPage) -> None:
    page = open_page()
    page.goto(site)
    box = page.get_by_role("combobox", name="Search papers")
    box.press_sequentially("residual")
    expect(page.get_by_role("listbox")).to_be_visible()
    expect(box).to_have_attribute("aria-expanded", "true")
    assert page.locator(".section-name").first.inner_text() == "Papers"
    box.press("ArrowDown")
    chosen = page.locator("[role=option][aria-selected=true]")
    expect(chosen).to_have_count(1)
    expect(box).to_have_attribute("aria-activedescendant", str(chosen.get_attribute("id")))
    box.press("Escape")
    expect(page.get_by_role("listbox")).to_be_hidden()
    assert box.input_value() == "residual"
    box.press("ArrowDown")
    page.locator("[role=option]", has_text="Deep Residual Learning").first.click()
    page.wait_for_url("**/papers/p_*")


def test_enter_without_a_choice_searches(site: str, open_page: OpenPage) -> None:
    page = open_page()
    page.goto(site)
    box = page.get_by_role("combobox", name="Search papers")
    box.press_sequentially("residual")
    page.get_by_role("option").first.wait_for()
    box.press("Enter")
    page.wait_for_url("**/?q=residual")


def test_a_facet_is_searched_in_place(site: str, open_page: OpenPage) -> None:
    page = open_page()
    page.goto(f"{site}/?q=learning&author.not=geoffrey%20hinton")
    authors = page.locator(".facets details", has=page.locator("summary", has_text="Author"))
    names = authors.locator(".facet .name")
    before = names.all_inner_texts()
    box = page.get_by_label("Authors with a word starting with")
    box.press_sequentially("hint")
    expect(names).to_have_text(["Geoffrey E. Hinton", "Geoffrey Hinton"])
    expect(page.get_by_role("status")).to_have_text("Matching authors: 1")
    expect(authors.locator(".off .name")).to_have_text("Geoffrey Hinton")
    box.fill("zzzxq")
    expect(page.get_by_role("status")).to_have_text("Matching authors: 0")
    box.press("Escape")
    expect(names).to_have_text(before)
    box.press_sequentially("hint")
    authors.get_by_role("link", name="Geoffrey E. Hinton 1", exact=True).click()
    page.wait_for_url("**author=geoffrey**")
    assert page.locator(".chip").count() == 2
    assert page.locator("#count").inner_text() == "learning has 1 result"


def test_the_keyboard_alone_leads_from_a_search_to_an_export(site: str, open_page: OpenPage) -> None:
    page = open_page()
    page.goto(site)
    page.keyboard.press("/")
    page.keyboard.type("learning")
    page.keyboard.press("Enter")
    page.wait_for_url("**/?q=learning")
    tab_to(page, ".to-filters")
    page.keyboard.press("Enter")
    tab_to(page, "aside.facets .facet a")
    page.keyboard.press("Enter")
    page.wait_for_url("**venue=**")
    page.keyboard.press("j")
    assert page.evaluate("() => document.activeElement.matches('.hit h2 a')")
    page.keyboard.press("ArrowDown")
    assert page.evaluate("() => document.activeElement.closest('.hit').previousElementSibling !== null")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    page.wait_for_url("**/papers/p_*")
    tab_to(page, "a[href*='.bib']")
    with page.expect_download() as download:
        page.keyboard.press("Enter")
    assert download.value.suggested_filename.endswith(".bib")


def tab_to(page: Page, selector: str) -> None:
    for _ in range(200):
        page.keyboard.press("Tab")
        if page.evaluate("wanted => document.activeElement.matches(wanted)", selector):
            return
    pytest.fail(f"Tab does not lead to {selector}")


def test_a_question_mark_shows_the_keys(site: str, open_page: OpenPage) -> None:
    page = open_page()
    page.goto(f"{site}/?q=learning")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keyboard shortcuts")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog", name="Keyboard shortcuts")).to_be_hidden()
    page.keyboard.press("/")
    page.keyboard.type("?")
    assert page.get_by_role("combobox", name="Search papers").input_value() == "?"


def test_saved_papers_make_a_list_that_another_browser_opens(site: str, open_page: OpenPage) -> None:
    page = open_page()
    page.goto(f"{site}/?q=learning")
    titles = []
    for place in (0, 2):
        hit = page.locator(".hit").nth(place)
        titles.append(hit.locator("h2").inner_text())
        hit.get_by_role("button", name=re.compile("^Save")).click()
        expect(hit.locator("[data-save]")).to_have_attribute("aria-pressed", "true")
    expect(page.locator("#list-count")).to_have_text("2")
    page.reload()
    expect(page.locator("#list-count")).to_have_text("2")
    page.locator("#list-link").click()
    page.wait_for_url("**/list?ids=*")
    assert page.locator(".hit h2").all_inner_texts() == titles
    page.goto(f"{site}/list")
    page.wait_for_url("**/list?ids=*")
    assert page.locator(".hit h2").all_inner_texts() == titles
    other = open_page()
    other.goto(page.url)
    assert other.locator(".hit h2").all_inner_texts() == titles
    expect(page.get_by_role("button", name="Add all to my list")).to_be_hidden()
    other.get_by_role("button", name="Add all to my list").click()
    expect(other.locator("#list-count")).to_have_text("2")
    expect(other.get_by_role("button", name="Add all to my list")).to_be_hidden()
    page.locator(".hit").first.locator("[data-save]").click()
    expect(page.locator("#list-count")).to_have_text("1")


def test_a_search_is_kept_and_forgotten(site: str, open_page: OpenPage) -> None:
    page = open_page()
    page.goto(f"{site}/?q=learning&venue=iclr")
    page.get_by_role("button", name="Save search").click()
    page.goto(f"{site}/list")
    kept = page.locator("#kept-searches")
    expect(kept.get_by_role("link")).to_have_attribute("href", "/?q=learning&venue=iclr")
    kept.get_by_role("button", name="Delete").click()
    expect(kept).to_be_hidden()


def test_visited_papers_are_marked(site: str, open_page: OpenPage) -> None:
    page = open_page()
    page.goto(f"{site}/?q=learning")
    page.locator(".hit h2 a").first.click()
    page.wait_for_url("**/papers/p_*")
    page.go_back()
    expect(page.locator(".hit").first).to_have_class(re.compile("visited"))
    expect(page.locator(".hit").nth(1)).not_to_have_class(re.compile("visited"))


def test_a_citation_is_copied(site: str, paper_ids: PaperIds, open_page: OpenPage) -> None:
    page = open_page(permissions=["clipboard-read", "clipboard-write"])
    page.goto(f"{site}/papers/{paper_ids.starting(RESNET)}")
    page.get_by_role("button", name="Copy").click()
    expect(page.get_by_role("status")).to_have_text("Copied")
    assert page.evaluate("() => navigator.clipboard.readText()") == page.locator("#bibtex").text_content()


def test_drawing_over_the_histogram_selects_years(site: str, open_page: OpenPage) -> None:
    page = open_page()
    page.goto(f"{site}/?q=learning")
    bars = page.locator(".facets [data-year]")
    first, last = bars.nth(bars.count() - 6), bars.nth(bars.count() - 2)
    expected = f"{first.get_attribute('data-year')}–{last.get_attribute('data-year')}"
    start, end = first.locator(".hitbox").bounding_box(), last.locator(".hitbox").bounding_box()
    assert start
    assert end
    page.mouse.move(start["x"] + start["width"] / 2, start["y"] + 20)
    page.mouse.down()
    page.mouse.move(end["x"] + end["width"] / 2, end["y"] + 25, steps=4)
    page.mouse.up()
    page.wait_for_url("**year=**")
    assert page.locator(".chip").inner_text().startswith(f"Year: {expected}")


@pytest.mark.parametrize("stored", ["not json", "{}", '[{"href": "javascript:alert(1)", "label": "<b>"}]'])
def test_spoilt_storage_breaks_nothing(site: str, open_page: OpenPage, stored: str) -> None:
    page = open_page()
    page.goto(site)
    page.evaluate(
        "stored => ['list', 'searches', 'visited'].forEach(n => localStorage.setItem(`papersearch.${n}`, stored))",
        stored,
    )
    page.goto(f"{site}/list")
    expect(page.locator("#kept-searches")).to_be_hidden()
    page.goto(f"{site}/?q=learning")
    page.locator("[data-save]").first.click()
    expect(page.locator("[data-save]").first).to_have_attribute("aria-pressed", "true")


def test_the_admin_page_asks_for_a_key_before_it_changes_anything(site: str, open_page: OpenPage) -> None:
    page = open_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.method))
    page.goto(f"{site}/admin")
    page.get_by_role("button", name="Re-index").click()
    expect(page.locator("#key-state")).to_have_text("Enter an admin key first.")
    assert "POST" not in asked


def test_a_job_is_begun_followed_and_stopped_with_a_key(site: str, admin_key: str, open_page: OpenPage) -> None:
    page = open_page()
    page.goto(f"{site}/admin")
    page.get_by_label("Admin key").fill("wrong")
    page.get_by_role("button", name="Use this key").click()
    page.get_by_role("button", name="Verify").click()
    expect(page.locator("#key-state")).to_contain_text("Invalid API key")
    page.get_by_label("Admin key").fill(admin_key)
    page.get_by_role("button", name="Use this key").click()
    page.get_by_role("button", name="Verify").click()
    row = page.locator("#admin tr", has_text="verify")
    expect(row).to_contain_text("running")
    row.get_by_role("button", name="Stop").click()
    expect(row).to_contain_text("cancel")
    assert admin_key not in page.content()


def test_sorting_applies_at_once_but_not_while_keys_walk_through_the_orders(site: str, open_page: OpenPage) -> None:
    page = open_page()
    page.goto(f"{site}/?q=learning")
    assert page.get_by_role("button", name="Go", exact=True).count() == 0
    select = page.get_by_label("Sort")
    select.focus()
    page.keyboard.press("ArrowDown")
    expect(select).to_have_value("year")
    assert "sort=" not in page.url
    page.keyboard.press("Tab")
    page.wait_for_url("**sort=year**")
    page.get_by_label("Sort").select_option("title")
    page.wait_for_url("**sort=title**")


def test_a_range_of_years_applies_when_its_fields_are_left(site: str, open_page: OpenPage) -> None:
    page = open_page()
    page.goto(f"{site}/?q=learning")
    page.get_by_label("From year").fill("2014")
    page.get_by_label("To year").fill("2016")
    assert "year=" not in page.url
    page.get_by_label("Search papers").click()
    page.wait_for_url("**year=2014..2016**")


def test_a_bar_of_the_histogram_says_its_year_and_count(site: str, open_page: OpenPage) -> None:
    page = open_page()
    page.goto(f"{site}/?q=learning")
    bar = page.locator(".facets [data-year='2019']")
    bar.locator(".hitbox").hover()
    expect(page.locator(".facets .tip")).to_have_text(str(bar.get_attribute("aria-label")))
    assert re.fullmatch(r"2019: \d+", str(bar.get_attribute("aria-label")))
