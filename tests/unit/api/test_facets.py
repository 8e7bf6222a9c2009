"""Links of the search page: each choice can be taken back, and nothing else of the search is lost."""

from urllib.parse import parse_qsl, urlsplit

from papersearch.fields import MISSING
from papersearch.query.build import build_request
from papersearch.query.parameters import read_params
from papersearch.results import Bucket, Facet
from papersearch.search.answers import QueryEcho, ResultPage, SearchMeta
from papersearch_api.pages.charts import bars, heat
from papersearch_api.pages.facets import LISTED, facet_items, facet_models
from papersearch_api.pages.links import canonical_pairs, with_range
from papersearch_api.pages.results_model import chips, count_line, exact_href, figure, pager, quick_toggles


def bucket(value: str | int, label: str, count: int, *, selected: bool = False, excluded: bool = False) -> Bucket:
    return Bucket(value, label, count, selected, excluded)


def view(field: str, *buckets: Bucket, missing: int = 0) -> dict[str, Facet]:
    facet = Facet(buckets, base_count=9, other_count=0, missing_count=missing, distinct=len(buckets))
    return {field: facet}


def page_of(*facets: dict[str, Facet], count: int = 9, number: int = 1) -> ResultPage:
    meta = SearchMeta(count=count, per_page=20, query=QueryEcho("", ""), page=number)
    return ResultPage(meta, facets={name: facet for each in facets for name, facet in each.items()})


def pairs_of(href: str) -> list[tuple[str, str]]:
    return parse_qsl(urlsplit(href).query)


def test_a_value_selects_itself_and_takes_itself_back() -> None:
    given = [("q", "graphs"), ("venue", "iclr"), ("page", "3")]
    (model,) = facet_models(
        page_of(view("venue", bucket("iclr", "ICLR", 5, selected=True), bucket("icpr", "ICPR", 2))), given
    )
    chosen, other = model.items
    assert pairs_of(chosen.href) == [("q", "graphs")]
    assert pairs_of(other.href) == [("q", "graphs"), ("venue", "iclr"), ("venue", "icpr")]
    assert pairs_of(other.not_href) == [("q", "graphs"), ("venue", "iclr"), ("venue.not", "icpr")]


def test_an_excluded_value_comes_back() -> None:
    (model,) = facet_models(page_of(view("venue", bucket("iclr", "ICLR", 5, excluded=True))),
                            [("venue.not", "iclr")])  # fmt: skip
    assert model.items[0].href == "/"


def test_selected_values_beyond_the_cut_are_listed() -> None:
    values = [bucket(f"v{n}", f"V{n}", 20 - n, selected=n == 15) for n in range(20)]
    (model,) = facet_models(page_of(view("keyword", *values)), [])
    assert len(model.items) == LISTED + 1
    assert model.items[-1].label == "V15"
    assert model.more_href == "/facets/keyword"


def test_values_are_found_in_place_where_more_than_the_listed_ones_are_under_the_same_search() -> None:
    many = [bucket(1990 + n, str(1990 + n), 20) for n in range(20)]
    given = [("q", "graphs"), ("keyword", "a"), ("sort", "year"), ("per_page", "50")]
    keyword, year = facet_models(page_of(view("keyword", *many), view("year", *many)), given)[::-1]
    assert keyword.find_href == "/api/v1/facets/keyword?q=graphs&keyword=a"
    assert year.find_href is None
    (few,) = facet_models(page_of(view("keyword", *many[:3])), given)
    assert few.find_href is None


def test_what_papers_have_is_said_in_words_for_people() -> None:
    found = page_of(view("has", bucket("tldr", "tldr", 3), bucket("code", "code", 1)))
    (model,) = facet_models(found, [])
    assert [item.label for item in model.items] == ["TL;DR", "code"]
    (chip,) = chips(found.facets, [("has", "tldr")])
    assert chip.label == "Available: TL;DR"


def test_any_or_all_is_offered_where_a_paper_has_several_values() -> None:
    chosen = bucket("a", "A", 3, selected=True)
    (keyword,) = facet_models(page_of(view("keyword", chosen)), [("keyword", "a")])
    assert keyword.op_href
    assert ("keyword.op", "and") in pairs_of(keyword.op_href)
    (venue,) = facet_models(page_of(view("venue", chosen)), [("venue", "a")])
    assert venue.op_href is None
    (both,) = facet_models(page_of(view("keyword", chosen)), [("keyword", "a"), ("keyword.op", "and")])
    assert both.is_and
    assert pairs_of(str(both.op_href)) == [("keyword", "a")]


def test_papers_without_a_value_can_be_chosen() -> None:
    (model,) = facet_models(page_of(view("venue", missing=4)), [])
    assert pairs_of(model.missing_href) == [("venue", MISSING)]


def test_years_have_a_bar_each_also_where_there_is_none() -> None:
    years = [bucket(2020, "2020", 4), bucket(2017, "2017", 1)]
    (model,) = facet_models(page_of(view("year", *years)), [("year", "2020")])
    assert [(bar.year, bar.count) for bar in model.bars] == [(2017, 1), (2018, 0), (2019, 0), (2020, 4)]
    assert pairs_of(model.bars[0].href) == [("year", "2017")]
    assert (model.first_year, model.last_year) == (2017, 2020)


def test_a_range_of_years_shows_on_its_bars_and_in_its_form() -> None:
    years = [bucket(year, str(year), 1) for year in range(2012, 2019)]
    (model,) = facet_models(page_of(view("year", *years)), [("year", "2014..2016")])
    assert [bar.year for bar in model.bars if bar.is_selected] == [2014, 2015, 2016]
    assert (model.from_year, model.to_year) == (2014, 2016)
    (open_ended,) = facet_models(page_of(view("year", *years)), [("year", "2017..")])
    assert [bar.year for bar in open_ended.bars if bar.is_selected] == [2017, 2018]
    assert (open_ended.from_year, open_ended.to_year) == (2017, None)
    (two,) = facet_models(page_of(view("year", *years)), [("year", "..2013"), ("year", "2017..2018")])
    assert [bar.year for bar in two.bars if bar.is_selected] == [2012, 2013, 2017, 2018]
    assert (two.from_year, two.to_year) == (None, None)


def test_years_are_listed_from_the_newest_on() -> None:
    counted = [(2016, 9), (2019, 7), (2018, 5), (2020, 1)]
    years = [bucket(year, str(year), count) for year, count in counted]
    found = page_of(view("year", *years))
    (model,) = facet_models(found, [])
    assert [item.label for item in model.items] == ["2020", "2019", "2018", "2016"]
    assert [item.label for item in facet_items("year", found.facets["year"], [])] == ["2020", "2019", "2018", "2016"]
    many = [bucket(year, str(year), 1, selected=year == 1990) for year in range(1990, 2010)]
    (long,) = facet_models(page_of(view("year", *many)), [("year", "1990")])
    assert [item.label for item in long.items] == [str(year) for year in range(2009, 2009 - LISTED, -1)] + ["1990"]


def test_filters_of_a_query_become_parameters_of_links() -> None:
    given = [("q", "graphs venue:NIPS year:2018..2020"), ("sort", "year")]
    params = read_params(given)
    assert canonical_pairs(build_request(params), params, given) == [
        ("q", "graphs"), ("venue", "neurips"), ("year", "2018..2020"), ("sort", "year"),
    ]  # fmt: skip


def test_two_ends_of_a_form_become_one_range() -> None:
    given = [("q", "x"), ("year", "2019"), ("page", "2"), ("year_from", "2014"), ("year_to", "")]
    assert with_range(given) == [("q", "x"), ("year", "2014..")]
    assert with_range([("q", "x"), ("year_from", ""), ("year_to", "")]) == [("q", "x")]
    assert with_range([("q", "x")]) is None


def test_chips_say_what_holds_and_what_there_is_about_it() -> None:
    found = chips(view("venue", bucket("iclr", "ICLR", 5)),
                  [("q", "x"), ("venue", "iclr"), ("year", "2014..2016"), ("venue.not", MISSING)])  # fmt: skip
    assert [chip.label for chip in found] == ["Venue: ICLR", "Venue: not none", "Year: 2014–2016"]
    assert [chip.about_href for chip in found] == ["/venues/iclr", None, None]
    assert pairs_of(found[0].href) == [("q", "x"), ("year", "2014..2016"), ("venue.not", MISSING)]


def test_plain_words_can_be_searched_as_the_exact_phrase() -> None:
    given = [("q", "word embeddings"), ("venue", "acl"), ("page", "2")]
    assert pairs_of(str(exact_href("word embeddings", given))) == [("q", '"word embeddings"'), ("venue", "acl")]
    for text in ("", "embeddings", '"word embeddings"', "word OR embeddings", "title:word two", "a b -c", "word embed*",
                 "arxiv:1810.02340 x", "(a b)"):  # fmt: skip
        assert exact_href(text, [("q", text)]) is None, text


def test_figures_are_written_for_people() -> None:
    values = (71237, 0.5, "papers-000002", "2026-11-21T19:17:52.534694Z")
    assert [figure(value) for value in values] == ["71,237", "0.5", "papers-000002", "2026-11-21 19:17"]


def test_the_count_line_speaks_english() -> None:
    assert count_line('"data augmentation"', 257) == '"data augmentation" has 257 results'
    assert count_line("x", 1) == "x has 1 result"
    assert count_line("", 12345) == "12,345 results"


def test_the_pager_ends_where_pages_are_no_longer_served() -> None:
    last = pager(page_of(count=50_000, number=500), [("q", "x"), ("page", "500")], 10_000)
    assert last.next is None
    assert last.last == 500
    assert pairs_of(str(last.previous)) == [("q", "x"), ("page", "499")]
    assert pager(page_of(count=50, number=2), [("page", "2")], 10_000).previous == "/"


def test_bars_and_shades_show_what_is_few() -> None:
    low, none, high = bars([(2001, 1), (2002, 0), (2003, 1000)], href=str)
    assert low.height > 0
    assert none.height == 0
    assert (high.y, high.height) == (0, 60)
    assert [heat(count, 100) for count in (0, 1, 4, 50, 100)] == [0, 1, 1, 4, 5]


def test_a_facet_is_hidden_where_every_choice_gives_the_same_papers() -> None:
    alike = page_of(view("has", bucket("abstract", "abstract", 9), bucket("pdf", "pdf", 9)))
    assert facet_models(alike, []) == []
    assert len(facet_models(alike, [("has.not", "code")])) == 1
    assert facet_models(page_of(view("venue", bucket("iclr", "ICLR", 9))), []) == []
    assert facet_models(page_of(view("venue", missing=9)), []) == []
    assert len(facet_models(page_of(view("venue", bucket("iclr", "ICLR", 5), missing=4)), [])) == 1
    assert len(facet_models(page_of(view("year", bucket(2019, "2019", 9))), [("year", "2018..2020")])) == 1


def test_two_materials_that_are_toggled_must_both_be_there() -> None:
    facets = view("has", bucket("pdf", "pdf", 5), bucket("code", "code", 2))
    pdf, code = quick_toggles(facets, [("q", "x"), ("has", "pdf"), ("page", "2")])
    assert (pdf.label, pdf.is_on, code.label, code.is_on) == ("PDF", True, "code", False)
    assert pairs_of(pdf.href) == [("q", "x")]
    assert pairs_of(code.href) == [("q", "x"), ("has", "pdf"), ("has", "code"), ("has.op", "and")]
    _, code = quick_toggles(facets, pairs_of(code.href))
    assert pairs_of(code.href) == [("q", "x"), ("has", "pdf")]
    assert quick_toggles(view("has", bucket("slides", "slides", 5)), []) == []
