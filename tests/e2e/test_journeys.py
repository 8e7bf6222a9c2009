"""What a reader does from beginning to end, on a phone and a desk, with scripts and without."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from .conftest import OpenPage
from .page_types import search_address
from .paper_ids import PaperIds

RESNET = "Deep Residual Learning for Image Recognition"
everywhere = pytest.mark.parametrize(
    ("width", "script"),
    [(360, True), (360, False), (1280, True), (1280, False)],
    ids=["phone", "phone without scripts", "desk", "desk without scripts"],
)
pytestmark = pytest.mark.browser


def click(what: Locator) -> None:
    """Clicks, and waits for the page that it leads to."""
    what.click()
    what.page.wait_for_load_state()


def count(page: Page) -> int:
    page.wait_for_load_state()
    found = re.search(r"([\d,]+) results?$", page.locator("#count").inner_text())
    assert found
    return int(found.group(1).replace(",", ""))


def number_of_papers(page: Page) -> int:
    """What the page of a value promises."""
    found = re.search(r"[\d,]+", page.locator(".button.strong").inner_text())
    return int(found.group().replace(",", "")) if found else 1


def open_filters(page: Page) -> None:
    """On a phone the filters are a sheet that has to be opened."""
    if page.locator(".filters-switch summary").is_visible():
        page.locator(".filters-switch summary").click()


def open_menu(page: Page) -> None:
    """On a phone the links to other pages are behind a menu."""
    if page.locator("details.menu summary").is_visible():
        page.locator("details.menu summary").click()


def facet_value(page: Page, label: str) -> tuple[str, int]:
    """The label and count of the first value of a facet that is not selected."""
    item = page.locator("details", has=page.locator("summary", has_text=label)).locator("li:not(.on):not(.off)").first
    return item.locator(".name").inner_text(), int(item.locator(".count").inner_text().replace(",", ""))


@everywhere
def test_a_search_says_how_many_it_found(site: str, open_page: OpenPage, width: int, script: bool) -> None:
    page = open_page(width=width, script=script)
    page.goto(site)
    page.get_by_label("Search papers").fill('"neural networks"')
    click(page.get_by_role("button", name="Search", exact=True))
    assert page.locator("#count").inner_text() == f'"neural networks" has {count(page)} results'
    assert page.locator(".hit").count() == min(20, count(page))
    assert "neural networks" in page.locator("mark").first.inner_text().lower()


@everywhere
def test_words_become_the_exact_phrase_with_one_click(site: str, open_page: OpenPage, width: int, script: bool) -> None:
    page = open_page(width=width, script=script)
    page.goto(site + search_address("neural networks"))
    before = count(page)
    click(page.get_by_role("link", name="exact phrase"))
    assert page.get_by_label("Search papers").input_value() == '"neural networks"'
    assert 0 < count(page) < before


@everywhere
@pytest.mark.parametrize("facet", ["Venue", "Year", "Keyword", "Author", "Source", "Available"])
def test_choosing_a_value_gives_its_count_and_can_be_taken_back(
    site: str, open_page: OpenPage, width: int, script: bool, facet: str
) -> None:
    page = open_page(width=width, script=script)
    page.goto(f"{site}/?q=learning")
    before = count(page)
    open_filters(page)
    label, expected = facet_value(page, facet)
    click(page.locator("aside.facets").get_by_role("link", name=f"{label} {expected}", exact=True).first)
    assert count(page) == expected
    click(page.locator(".chip", has_text=label))
    assert count(page) == before


@everywhere
def test_excluding_a_value_leaves_its_papers_out(site: str, open_page: OpenPage, width: int, script: bool) -> None:
    page = open_page(width=width, script=script)
    page.goto(f"{site}/?q=learning")
    before = count(page)
    open_filters(page)
    label, having = facet_value(page, "Venue")
    click(page.get_by_role("link", name=f"Exclude {label}", exact=True))
    assert count(page) == before - having
    open_filters(page)
    assert page.locator(".facets .off").inner_text().startswith(label)
    page.reload()
    click(page.locator(".chip"))
    assert count(page) == before


@everywhere
def test_selected_keywords_are_any_or_all(site: str, open_page: OpenPage, width: int, script: bool) -> None:
    page = open_page(width=width, script=script)
    page.goto(f"{site}/?keyword=convolutional%20network&keyword=data%20augmentation")
    either = count(page)
    open_filters(page)
    click(page.get_by_role("link", name="all", exact=True))
    assert count(page) <= either
    open_filters(page)
    click(page.get_by_role("link", name="any", exact=True))
    assert count(page) == either


@everywhere
def test_years_can_be_narrowed_to_a_range(site: str, open_page: OpenPage, width: int, script: bool) -> None:
    page = open_page(width=width, script=script)
    page.goto(f"{site}/?q=learning")
    open_filters(page)
    page.get_by_label("From year").fill("2014")
    page.get_by_label("To year").fill("2016")
    click(page.get_by_role("button", name="Apply"))
    assert page.locator(".chip").inner_text().startswith("Year: 2014–2016")
    years = {int(text) for text in page.locator(".hit .byline a[href*='year=']").all_inner_texts()}
    assert years
    assert years <= {2014, 2015, 2016}


@everywhere
def test_a_facet_is_searched(site: str, open_page: OpenPage, width: int, script: bool) -> None:
    page = open_page(width=width, script=script)
    page.goto(f"{site}/?q=learning")
    open_filters(page)
    page.get_by_label("Authors with a word starting with").fill("hint")
    page.get_by_label("Authors with a word starting with").press("Enter")
    click(page.locator(".index").get_by_role("link", name="Geoffrey").first)
    assert page.locator(".chip").inner_text().startswith("Author: Geoffrey")
    assert page.get_by_label("Search papers").input_value() == "learning"


@everywhere
@pytest.mark.parametrize(("form", "beginning"), [("BibTeX", r"^@\w+\{(.+),$"), ("JSON Lines", r'^\{"id":"(\w+)"')])
def test_all_hits_are_taken_away(
    site: str, open_page: OpenPage, width: int, script: bool, form: str, beginning: str
) -> None:
    page = open_page(width=width, script=script)
    page.goto(f"{site}/?q=learning&has=abstract&page=2")
    page.locator(".take summary").click()
    with page.expect_download() as download:
        click(page.locator(".take").get_by_role("link", name=form))
    names = re.findall(beginning, Path(download.value.path()).read_text("utf-8"), re.MULTILINE)
    assert len(names) == len(set(names)) == count(page) > 20


@everywhere
def test_pages_follow_each_other_and_no_paper_comes_twice(
    site: str, open_page: OpenPage, width: int, script: bool
) -> None:
    page = open_page(width=width, script=script)
    page.goto(f"{site}/?q=learning")
    seen: list[str] = []
    while True:
        seen += [str(link.get_attribute("href")) for link in page.locator(".hit h2 a").all()]
        following = page.get_by_role("link", name="Next")
        if not following.count():
            break
        click(following)
    assert len(seen) == len(set(seen)) == count(page) > 20
    click(page.get_by_role("link", name="Previous"))
    assert page.locator(".hit").count() == 20


@everywhere
def test_sorting_by_year_puts_the_newest_first(site: str, open_page: OpenPage, width: int, script: bool) -> None:
    page = open_page(width=width, script=script)
    page.goto(f"{site}/?has=abstract")
    assert page.get_by_label("Sort").input_value() == "year"
    page.goto(f"{site}/?q=learning")
    assert page.get_by_label("Sort").input_value() == "relevance"
    page.get_by_label("Sort").select_option("year")
    if not script:
        click(page.get_by_role("button", name="Go"))
    page.wait_for_url("**sort=year**")
    years = [int(text) for text in page.locator(".hit .byline a[href*='year=']").all_inner_texts()]
    assert years == sorted(years, reverse=True)


@everywhere
def test_little_found_is_explained_and_wider_searches_are_offered(
    site: str, open_page: OpenPage, width: int, script: bool
) -> None:
    page = open_page(width=width, script=script)
    page.goto(site + search_address("learning zzzxq"))
    assert count(page) > 0
    assert page.get_by_text("No paper has all of these words").count() == 1
    click(page.get_by_role("link", name="Match all words"))
    assert page.locator("#count").inner_text() == "learning zzzxq has 0 results"
    parts = page.locator("details.card tbody tr").all_inner_texts()
    assert any(re.match(r"zzzxq\s+0$", part.strip()) for part in parts)
    offer = page.locator(".offers li").first
    promised = int(offer.locator("span").inner_text().replace(",", ""))
    click(offer.get_by_role("link"))
    assert count(page) == promised > 0


@everywhere
def test_a_misspelt_word_is_corrected(site: str, open_page: OpenPage, width: int, script: bool) -> None:
    page = open_page(width=width, script=script)
    page.goto(site + search_address("adversrial"))
    click(page.locator(".meant").get_by_role("link").first)
    assert page.locator("#count").inner_text().startswith("adversarial has ")
    assert count(page) > 0


@everywhere
def test_a_paper_leads_to_similar_ones_and_they_can_be_narrowed(
    site: str, paper_ids: PaperIds, open_page: OpenPage, width: int, script: bool
) -> None:
    page = open_page(width=width, script=script)
    page.goto(f"{site}/papers/{paper_ids.starting(RESNET)}")
    similar = page.locator("#similar li[data-paper]")
    assert similar.count() == 48
    assert page.locator("#similar .tag").count() > 0
    page.locator("#similar").get_by_label("Years").fill("2014-2015")
    click(page.get_by_role("button", name="Filter"))
    page.wait_for_url("**year=2014-2015**")
    assert 0 < similar.count() < 48
    click(similar.first.get_by_role("link").first)
    page.wait_for_url(re.compile(r"/papers/p_\w+$"))
    assert page.locator("article.paper h1").inner_text()


@pytest.mark.parametrize(("width", "script"), [(360, False), (1280, True)], ids=["phone without scripts", "desk"])
def test_a_phrase_at_a_venue_in_a_year_leads_to_papers_alike_and_to_a_citation(
    site: str, open_page: OpenPage, width: int, script: bool
) -> None:
    page = open_page(width=width, script=script)
    page.goto(site)
    page.get_by_label("Search papers").fill('"neural networks"')
    click(page.get_by_role("button", name="Search", exact=True))
    for value in ("2019", "ICLR"):
        open_filters(page)
        click(page.locator("aside.facets").get_by_role("link", name=re.compile(f"^{value} \\d+$")))
    assert page.locator(".hit").count() == count(page) > 1
    assert {text.strip() for text in page.locator(".hit .byline").all_inner_texts()} == {"ICLR 2019"}
    title = page.locator(".hit h2").first.inner_text()
    click(page.get_by_role("link", name=f"Similar to {title}", exact=True))
    assert page.url.endswith("#similar")
    assert page.locator("#similar li[data-paper]").count() == 48
    page.get_by_role("link", name="Cite", exact=True).click()
    expect(page.get_by_role("heading", name="Cite")).to_be_in_viewport()
    assert title in " ".join(page.locator("#bibtex").inner_text().split())
    page.get_by_role("link", name="Similar papers", exact=True).click()
    expect(page.get_by_role("heading", name="48 similar papers")).to_be_in_viewport()


@everywhere
def test_a_paper_is_cited_as_bibtex(
    site: str, paper_ids: PaperIds, open_page: OpenPage, width: int, script: bool
) -> None:
    page = open_page(width=width, script=script)
    page.goto(f"{site}/papers/{paper_ids.starting(RESNET)}")
    shown = page.locator("#bibtex").inner_text()
    assert shown.startswith("@inproceedings{he2016deep-")
    with page.expect_download() as download:
        click(page.get_by_role("link", name="BibTeX file"))
    assert Path(download.value.path()).read_text("utf-8").strip() == shown.strip()


@everywhere
def test_inspiration_changes_and_leads_to_papers(site: str, open_page: OpenPage, width: int, script: bool) -> None:
    page = open_page(width=width, script=script)
    page.goto(f"{site}/?seed=1")
    first = page.locator(".inspiration .tag").all_inner_texts()
    assert len(first) == 6
    click(page.get_by_role("link", name="Other keywords"))
    page.wait_for_url(lambda url: "seed=1" not in url.split("&")[0].split("?")[1].split("seed=1#"))
    tag = page.locator(".inspiration .tag").first
    label = tag.inner_text()
    click(tag)
    assert page.locator(".chip").inner_text().startswith(f"Keyword: {label}")
    assert count(page) > 0


@everywhere
def test_all_tags_from_a_to_z_to_the_page_of_one(site: str, open_page: OpenPage, width: int, script: bool) -> None:
    page = open_page(width=width, script=script)
    page.goto(site)
    open_menu(page)
    click(page.get_by_role("link", name="Keywords", exact=True))
    click(page.get_by_role("link", name="N", exact=True))
    tags = page.locator(".index a").all_inner_texts()
    assert tags
    assert all(re.search(r"(^|[^\w])n", tag, re.IGNORECASE) for tag in tags)
    click(page.locator(".index").get_by_role("link", name="neural network", exact=True))
    assert page.locator("h1").inner_text() == "neural network"
    assert page.locator(".hit").count() > 0
    promised = number_of_papers(page)
    click(page.locator(".button.strong"))
    assert count(page) == promised


@everywhere
def test_the_table_of_venues_by_year_says_what_a_search_finds(
    site: str, open_page: OpenPage, width: int, script: bool
) -> None:
    page = open_page(width=width, script=script)
    page.goto(f"{site}/venues")
    cell = page.locator("td.heat-5 a").first
    promised = int(cell.inner_text())
    click(cell)
    assert count(page) == promised
    assert page.locator(".chip").count() == 2


@everywhere
def test_an_author_page_has_papers_years_and_coauthors(
    site: str, open_page: OpenPage, width: int, script: bool
) -> None:
    page = open_page(width=width, script=script)
    page.goto(f"{site}/authors")
    click(page.locator(".index a").first)
    papers = number_of_papers(page)
    if page.locator("aside table").is_hidden():
        click(page.get_by_text("As a table"))
    assert sum(int(text) for text in page.locator("aside td.number").all_inner_texts()) <= papers
    assert page.get_by_role("heading", name="Co-authors").count() == 1
    assert page.locator(".hit").count() == min(papers, 10)


@pytest.mark.parametrize("address", ["/authors/yoshua%20bengio", "/venues/iclr", "/keywords/neural%20network"])
def test_numbers_beside_a_value_are_the_papers_of_both(site: str, open_page: OpenPage, address: str) -> None:
    page = open_page(script=False)
    page.goto(site + address)
    beside = [
        (str(link.get_attribute("href")), int(link.locator(".count").inner_text()))
        for link in page.locator("aside .facet a").all()
    ]
    assert len(beside) > 2
    for href, promised in (*beside[:3], beside[-1]):
        page.goto(site + href)
        assert count(page) == promised > 0, href


def test_what_the_command_line_took_in_stands_among_the_runs(site: str, open_page: OpenPage) -> None:
    page = open_page(script=False)
    page.goto(f"{site}/admin")
    run = page.locator("#admin tr", has_text="run 1").first
    assert "done" in run.inner_text()
    assert re.search(r"\badded \d\d+, merged \d+", run.inner_text())


@everywhere
def test_help_has_examples_that_find_something_or_say_why(
    site: str, open_page: OpenPage, width: int, script: bool
) -> None:
    page = open_page(width=width, script=script)
    page.goto(site)
    open_menu(page)
    click(page.get_by_role("link", name="Help", exact=True))
    examples = [str(link.get_attribute("href")) for link in page.locator("tbody a").all()]
    assert len(examples) >= 10
    for href in examples:
        response = page.goto(site + href)
        assert response is not None
        assert response.status == 200


@everywhere
def test_what_is_not_there_is_a_page_that_leads_on(site: str, open_page: OpenPage, width: int, script: bool) -> None:
    page = open_page(width=width, script=script)
    response = page.goto(f"{site}/nowhere")
    assert response is not None
    assert response.status == 404
    click(page.get_by_role("link", name="Start again"))
    assert page.get_by_role("heading", level=1).inner_text().startswith("Search ")


@everywhere
def test_a_shared_list_shows_its_papers_and_leaves_as_a_file(
    site: str, paper_ids: PaperIds, open_page: OpenPage, width: int, script: bool
) -> None:
    page = open_page(width=width, script=script)
    wanted = [paper_ids.starting(RESNET), paper_ids.untitled]
    page.goto(f"{site}/list?ids={','.join(wanted)},p_nobodynobody")
    assert [item.get_attribute("data-paper") for item in page.locator(".hit").all()] == wanted
    assert "p_nobodynobody" in page.locator(".notice").inner_text()
    with page.expect_download() as download:
        click(page.get_by_role("link", name="JSON Lines"))
    assert len(Path(download.value.path()).read_text("utf-8").splitlines()) == 2
    with page.expect_download() as download:
        click(page.get_by_role("link", name="BibTeX"))
    assert Path(download.value.path()).read_text("utf-8").count("@") == 2


def test_formulas_are_formulas_and_prices_stay_text(site: str, paper_ids: PaperIds, open_page: OpenPage) -> None:
    page = open_page(script=False)
    page.goto(f"{site}/papers/{paper_ids.starting('Bounds of ')}")
    assert page.locator("article math").count() > 0
    assert "costs $5" in page.locator("article .abstract").inner_text()
    expect(page.locator("article math").first).to_be_visible()


@everywhere
def test_the_first_result_is_high_on_the_screen(site: str, open_page: OpenPage, width: int, script: bool) -> None:
    page = open_page(width=390 if width < 1000 else width, script=script, has_touch=width < 1000)
    for address in (
        "/?q=learning",
        "/?q=neural%20networks",
        "/?q=learning&venue=iclr",
        "/?q=deep%20neural%20networks%20of%20images",
    ):
        page.goto(site + address)
        box = page.locator(".hit").first.bounding_box()
        assert box
        assert box["y"] < 300, address


def test_four_results_fit_into_a_screen(site: str, open_page: OpenPage) -> None:
    page = open_page()
    page.goto(f"{site}/?q=learning")
    boxes = [hit.bounding_box() for hit in page.locator(".hit").all()]
    assert sum(1 for box in boxes if box and box["y"] + box["height"] <= 900) >= 4


@everywhere
def test_pdf_and_code_are_toggles(site: str, open_page: OpenPage, width: int, script: bool) -> None:
    page = open_page(width=width, script=script)
    page.goto(f"{site}/?q=learning")
    before = count(page)
    toggle = page.locator(".toggle", has_text="PDF")
    promised = int(toggle.locator(".count").text_content() or 0)
    click(toggle)
    assert count(page) == promised < before
    for hit in page.locator(".hit").all():
        assert hit.get_by_role("link", name=re.compile("^PDF")).or_(hit.get_by_text("PDF", exact=True)).count() > 0
    click(page.locator(".toggle", has_text="Code"))
    assert count(page) < promised
    click(page.locator(".toggle[aria-current]", has_text="PDF"))
    click(page.locator(".toggle[aria-current]", has_text="Code"))
    assert count(page) == before


@pytest.mark.parametrize("script", [True, False])
def test_the_filters_of_a_phone_are_a_sheet_that_closes(site: str, open_page: OpenPage, script: bool) -> None:
    page = open_page(width=390, script=script)
    page.goto(f"{site}/?q=learning")
    assert page.locator("aside.facets").is_hidden()
    page.locator(".filters-switch summary").click()
    assert page.locator("aside.facets").is_visible()
    box = page.locator("aside.facets").bounding_box()
    assert box
    assert (box["x"], box["y"], box["width"]) == (0, 0, 390)
    page.locator(".filters-switch summary").click()
    assert page.locator("aside.facets").is_hidden()


@pytest.mark.parametrize("script", [True, False])
def test_similar_papers_are_beside_the_abstract_and_say_why(
    site: str, paper_ids: PaperIds, open_page: OpenPage, script: bool
) -> None:
    page = open_page(script=script)
    page.goto(f"{site}/papers/{paper_ids.starting(RESNET)}")
    beside = page.locator("aside .beside li")
    assert beside.count() == 5
    assert all("shares " in text or "similar text" in text for text in beside.all_inner_texts())
    abstract, first = page.locator("article .abstract").bounding_box(), beside.first.bounding_box()
    assert abstract
    assert first
    assert first["x"] > abstract["x"] + abstract["width"]
    assert first["y"] < abstract["y"] + abstract["height"]
    listed = page.locator("#similar li[data-paper]")
    ids = [item.get_attribute("data-paper") for item in beside.all()]
    assert ids == [item.get_attribute("data-paper") for item in listed.all()[:5]]


@everywhere
def test_a_citation_comes_in_several_styles(
    site: str, paper_ids: PaperIds, open_page: OpenPage, width: int, script: bool
) -> None:
    page = open_page(width=width, script=script)
    page.goto(f"{site}/papers/{paper_ids.starting(RESNET)}")
    assert page.locator(".styles a").all_inner_texts() == ["BibTeX", "APA", "IEEE", "ACM", "Chicago"]
    page.locator(".styles").get_by_role("link", name="APA").click()
    shown = page.locator("#bibtex") if script else page.locator("body")
    expect(shown).to_contain_text("He, K., Zhang, X., Ren, S.")
    expect(shown).not_to_contain_text("@inproceedings")
    if script:
        page.locator(".styles").get_by_role("link", name="BibTeX").click()
        expect(shown).to_contain_text("@inproceedings{he2016deep-")


@everywhere
def test_the_examples_of_the_front_page_find_what_they_promise(
    site: str, open_page: OpenPage, width: int, script: bool
) -> None:
    page = open_page(width=width, script=script)
    page.goto(site)
    promised = {
        str(item.locator("a").get_attribute("href")): int(item.locator("span").inner_text().split(": ")[1].split()[0])
        for item in page.locator(".examples li").all()
    }
    assert len(promised) == 5
    for href, number in promised.items():
        page.goto(site + href)
        assert count(page) == number > 0, href


def test_the_front_page_lists_the_newest_papers_and_what_the_collection_holds(site: str, open_page: OpenPage) -> None:
    page = open_page(script=False)
    page.goto(site)
    years = [int(text.split()[-1]) for text in page.locator(".titles li > span").all_inner_texts()]
    assert years == sorted(years, reverse=True)
    facts = page.locator("section", has=page.get_by_role("heading", name="About this collection"))
    total = int(facts.locator("dd").first.inner_text().replace(",", ""))
    page.goto(f"{site}/?sort=year")
    assert count(page) == total
    assert years[0] == int(page.locator(".hit .byline a[href*='year=']").first.inner_text())


@pytest.mark.parametrize(("width", "script"), [(390, False), (1280, True)], ids=["phone without scripts", "desk"])
def test_a_venue_leads_to_its_trends_and_to_a_comparison(
    site: str, open_page: OpenPage, width: int, script: bool
) -> None:
    page = open_page(width=width, script=script)
    page.goto(f"{site}/venues/iclr")
    promised = number_of_papers(page)
    click(page.get_by_role("main").get_by_role("link", name="Trends", exact=True))
    assert page.get_by_role("heading", level=1).inner_text() == "Keywords by year"
    assert page.locator(".multiples svg").count() == 12
    click(page.get_by_role("link", name="Rising", exact=True))
    assert "venue=iclr" in page.url
    click(page.get_by_role("link", name="Results", exact=True))
    assert count(page) == promised
    page.goto(f"{site}/venues/iclr")
    click(page.get_by_role("link", name="Compare", exact=True))
    page.locator(".compare input").nth(1).fill("venue:CVPR")
    click(page.get_by_role("button", name="Compare"))
    page.wait_for_url("**CVPR**")
    sides = page.locator(".sides section")
    assert [side.locator("h2").inner_text() for side in sides.all()] == ['venue:"ICLR"', "venue:CVPR"]
    assert f"{promised} papers" in sides.first.inner_text()
    assert page.locator(".shared polyline").count() == 2
    with page.expect_download() as download:
        page.get_by_role("link", name="SVG", exact=True).click()
    assert "<polyline" in Path(download.value.path()).read_text("utf-8")
