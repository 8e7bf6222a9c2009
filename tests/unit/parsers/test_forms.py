import json
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from papersearch.errors import SourceError
from papersearch.paper import Material, TldrSource
from papersearch.record import Record, Reject
from papersearch_ingest.parsers.registry import PARSERS, detect, parser_named
from papersearch_ingest.parsers.source import Sample, Source, decode
from papersearch_ingest.sources.reading import read_source

LONG = "We study how a small network learns from few examples, and find that its width decides what it remembers. " * 3
OTHER = "To see why depth matters we remove one layer after another and count how many of the old answers remain. " * 3

RESULT_PAGE = f"""Search ICML 2021

"dropout" has 3 results


A First Paper\u00a0\u00a0

tl;dr It works.

{LONG}


A Second Paper

No tl;dr =[

{OTHER}


A Third Paper

tl;dr Shorter still.

{LONG}"""

EXPLORER_PAGE = f"""Own Paper Of The Page

Ann One, Bo Two, Jr. and Cy Three

Responsive image

Auto-TLDR; A sentence by a program

Slides

{LONG}

Similar papers

A Near Paper

Di Four

Responsive image

Auto-TLDR; Another sentence

Slides Poster Similar

{OTHER}
"""

LISTING = f"""{LONG}
12 pages, 3 figures, submitted to ECCV2018
Keywords: one thing, another thing.
arXiv:1801.00001{OTHER}
arXiv:1412.6980A {LONG}
arXiv:1806.02479v2 - doi: 10.1007/978-3-319-25393-0_25 Some Symposium. Springer, Cham, 2015{OTHER}
Comments: Published in Nature
arXiv:1901.00002 [cs.LG]
"""


def read(text: str | bytes, name: str = "page.txt", **options) -> list[Record | Reject]:
    return list(read_source(text.encode() if isinstance(text, str) else text, name, **options).items)


def records(text: str | bytes, **options) -> list[Record]:
    items = read(text, **options)
    assert all(isinstance(item, Record) for item in items), items
    return items


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (RESULT_PAGE, "result-page"),
        (EXPLORER_PAGE, "explorer-page"),
        (LISTING, "arxiv-listing"),
        ('[{"title": "x"}]', "paper-json"),
        ('{"title": "x"}\n{"title": "y"}', "paper-json"),
    ],
)
def test_form_is_found_by_content_whatever_the_name(text, name):
    assert detect(Sample.of(text.encode(), "holiday.jpg")).name == name


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "JPEG"),
        (b"", "empty"),
        (b"\xef\xbb\xbf \r\n", "empty"),
        (b"\x00\x01\x02\x03" * 50, "binary"),
        (b"Once upon a time there was a text about nothing.\n", "no parser"),
    ],
)
def test_unreadable_source_says_what_it_seems_to_be(data, word):
    with pytest.raises(SourceError, match=word):
        read_source(data, "thing")


def test_unknown_parser_names_the_known_ones():
    with pytest.raises(SourceError, match="explorer-page"):
        parser_named("nope")


def test_result_page_gives_title_tldr_abstract_and_heading():
    first, second, third = records(RESULT_PAGE)
    assert (first.title, first.tldr.text, first.tldr.source) == ("A First Paper", "It works.", TldrSource.AUTHORS)
    assert (second.title, second.tldr, second.abstract) == ("A Second Paper", None, OTHER.strip())
    assert {(r.venue, r.year) for r in (first, second, third)} == {("ICML", 2021)}
    assert (first.line, second.line) == (6, 13)
    assert first.raw.startswith("A First Paper")
    assert first.raw.endswith(LONG)
    assert first.profile_fields == frozenset()


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace("\n", "\r\n"),
        lambda text: text.replace("\n", "\r"),
        lambda text: text.replace("\n", "  \n"),
        lambda text: text + "\n\n\n",
        lambda text: "\ufeff" + text,
        lambda text: text.replace("\n\n\n", "\n\n"),
        lambda text: text.replace("\n\n", "\n").replace("\n\n", "\n"),
        lambda text: text.replace(" examples, and", " examples,\nand"),
    ],
    ids=["crlf", "cr", "trailing blanks", "blank lines", "bom", "single blanks", "no blanks", "wrapped"],
)
def test_pages_pasted_differently_give_the_same_papers(change):
    for page in (RESULT_PAGE, EXPLORER_PAGE):
        as_is, changed = records(page), records(change(page))
        for a, b in zip(as_is, changed, strict=True):
            assert (a.title, a.authors, a.tldr, a.abstract, a.venue, a.year, a.materials) == (
                b.title, b.authors, b.tldr, b.abstract, b.venue, b.year, b.materials)  # fmt: skip


def test_result_without_title_is_a_reject_and_the_rest_goes_in():
    page = RESULT_PAGE.replace("A Second Paper\n", "")
    kinds = [type(item) for item in read(page)]
    assert kinds == [Record, Reject, Record]
    reject = read(page)[1]
    assert reject.line == 14
    assert "title" in reject.reason
    assert "No tl;dr" in reject.raw


def test_explorer_page_gives_own_and_similar_papers():
    own, near = records(EXPLORER_PAGE)
    assert own.authors == ("Ann One", "Bo Two Jr.", "Cy Three")
    assert own.materials == (Material.SLIDES,)
    assert near.materials == (Material.SLIDES, Material.POSTER)
    assert near.tldr.source is TldrSource.AUTO
    assert (own.extra["role"], near.extra["role"]) == ("page", "similar")
    assert near.profile_fields == {"venue", "year"}
    assert near.links == {}


def test_option_wins_over_profile_and_page():
    for page in (EXPLORER_PAGE, RESULT_PAGE):
        record = records(page, venue="BMVC", year=2001)[0]
        assert (record.venue, record.year, record.option_fields) == ("BMVC", 2001, {"venue", "year"})


def test_listing_id_belongs_to_the_abstract_before_it():
    items = records(LISTING)
    first, second = items[:2]
    assert [r.ids["arxiv"] for r in items] == ["1801.00001", "1412.6980", "1806.02479", "1901.00002"]
    assert first.ids == {"arxiv": "1801.00001"}
    assert first.abstract == LONG.strip()
    assert first.keywords == ("one thing", "another thing")
    assert (first.venue, first.year) == ("ECCV", 2018)
    assert second.abstract == OTHER.strip()


def test_listing_glue_is_split_from_id_and_journal_reference():
    items = records(LISTING)
    by_id = {r.ids["arxiv"]: r for r in items}
    assert by_id["1412.6980"].year == 2014
    assert by_id["1806.02479"].abstract == "A " + LONG.strip()
    assert by_id["1806.02479"].ids["doi"] == "10.1007/978-3-319-25393-0_25"
    assert by_id["1806.02479"].journal_ref == "Some Symposium. Springer, Cham, 2015"
    assert by_id["1806.02479"].year == 2015
    assert by_id["1901.00002"].abstract == OTHER.strip()
    assert by_id["1901.00002"].venue == "Nature"
    assert by_id["1901.00002"].links["html"] == "https://arxiv.org/abs/1901.00002"


def test_venue_in_an_abstract_does_not_count():
    text = LONG + "We won the NIPS 2017 competition.\n36 pages\narXiv:1804.00097\n"
    assert (records(text)[0].venue, records(text)[0].year) == (None, 2018)


def test_abstract_without_id_line_is_a_reject():
    *_, last = read(LISTING + LONG)
    assert isinstance(last, Reject)
    assert "id line" in last.reason


def test_json_names_are_mapped():
    (record,) = records(json.dumps({
        "title": "T", "authors": [{"name": "A B"}, {"given": "C", "family": "D"}, "E F"], "arxiv_id": "1810.02340v3",
        "doi": "https://doi.org/10.1000/ABC", "url": "https://x.example/p",
        "venue": {"id": "iclr", "label": "ICLR"}, "year": "2019", "keywords": "a; b", "stars": 7,
    }))  # fmt: skip
    assert record.authors == ("A B", "C D", "E F")
    assert record.ids == {"arxiv": "1810.02340", "doi": "10.1000/abc"}
    assert record.links["html"] == "https://x.example/p"
    assert (record.venue, record.year, record.keywords) == ("ICLR", 2019, ("a", "b"))
    assert record.extra == {"stars": 7}


def test_broken_json_lines_are_rejects_with_their_line():
    items = read('{"title": "a"}\n{"title": \n\n{"title": "b"}\n[1]\n{"x": 1}\n')
    assert [type(item) for item in items] == [Record, Reject, Record, Reject, Reject]
    assert [item.line for item in items] == [1, 2, 4, 5, 6]


def test_cut_off_array_keeps_what_was_whole():
    items = read('[{"title": "a"},\n {"title": "b"},\n {"tit')
    assert [type(item) for item in items] == [Record, Record, Reject]
    assert items[-1].line == 3


def test_latin_1_line_does_not_spoil_utf_8_lines():
    assert decode("Mézard\n".encode() + "Müller\n".encode("latin-1")) == "Mézard\nMüller\n"


@given(st.text(max_size=400) | st.lists(st.sampled_from(
    ["tl;dr x", "No tl;dr =[", "Auto-TLDR; y", "arXiv:1801.00001", "- doi: 10.1/x", "Slides Poster", "", LONG, "Title"]
), max_size=12).map("\n".join))  # fmt: skip
def test_any_text_gives_records_or_rejects(text):
    source = Source.from_bytes(text.encode("utf-8", "surrogatepass"), "x")
    for parser in PARSERS:
        assert 0 <= parser.score(source.sample()) <= 1
        with suppress(SourceError):  # "as a whole not of this form"
            for item in parser.parse(source):
                assert isinstance(item, Record | Reject)
                assert 0 <= item.line <= text.count("\n") + text.count("\r") + 1
