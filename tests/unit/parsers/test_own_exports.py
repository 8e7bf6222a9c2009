"""What round trips of real papers taught the parsers, one fact each."""

import json

import pytest

from papersearch.paper import Author, PaperType
from papersearch.record import Record
from papersearch_ingest.sources.reading import read_source


def only(text: str, name: str = "papers") -> Record:
    (record,) = read_source(text.encode(), name).items
    assert isinstance(record, Record)
    return record


@pytest.mark.parametrize(
    ("last", "author"),
    [
        ("Clippinger, Jr.", Author("John Clippinger Jr.", "John", "Clippinger", "Jr.")),
        ("IsoQuest, Inc", Author("John IsoQuest, Inc", "John", "IsoQuest, Inc")),
    ],
)
def test_a_suffix_in_a_family_name_of_the_anthology(last: str, author: Author) -> None:
    people = "".join(f"<author><first>{given}</first><last>{family}</last></author>"
                     for given, family in (("John", last), (".", "Chandrahas")))  # fmt: skip
    record = only(
        f'<collection id="P18"><volume id="1"><paper id="1"><title>T</title>{people}</paper></volume></collection>'
    )
    assert record.author_parts == (author, Author("Chandrahas", family="Chandrahas"))


def test_namesakes_of_one_tag_are_two_authors() -> None:
    assert only("TY  - JOUR\nTI  - T\nAU  - Li, Bo\nAU  - Li, Bo\nER  - \n").authors == ("Bo Li", "Bo Li")
    assert only("TY  - JOUR\nTI  - T\nAU  - Li, Bo\nA1  - Li, Bo\nER  - \n").authors == ("Bo Li",)


@pytest.mark.parametrize("name", ["IsoQuest, Inc.", "Odd Names Ltd", "Bureau of Odd Names,"])
def test_an_organisation_with_a_comma_is_no_person(name: str) -> None:
    (author,) = only(f"TY  - JOUR\nTI  - T\nAU  - {name}\nER  - \n").author_parts
    assert author.literal == name.rstrip(",")


@pytest.mark.parametrize(
    ("key", "kept"),
    [("DBLP:conf/er/Norrie08", True), ("doe2019", True), ("10.1000/x", False), ("doi:10.1000/x", False), ("77", False),
     ("http://zotero.org/users/1/items/X", False)],
)  # fmt: skip
def test_a_key_may_have_slashes_but_is_no_address(key: str, kept: bool) -> None:
    expected = key if kept else None
    assert only(f"TY  - JOUR\nID  - {key}\nTI  - T\nER  - \n").citation_key == expected
    assert only(f"TY  - JOUR\nID  - {key}\nTI  - T\nER  - \n").citation_key == expected
    item = {"id": key, "type": "book", "title": "T", "author": [{"family": "D"}], "container-title": "J"}
    assert only(json.dumps([item])).citation_key == expected


def test_a_note_that_says_where_it_was_published_is_that() -> None:
    record = only("@misc{k, title = {T}, note = {Published in Nature 1 (2001)}}")
    assert (record.journal_ref, record.comments) == ("Nature 1 (2001)", None)
    assert only("@misc{k, title = {T}, note = {Best paper}}").comments == "Best paper"


@pytest.mark.parametrize(
    ("entry", "subtype", "kind"),
    [("misc", "dataset", "dataset"), ("misc", "speech", "speech"), ("article", "magazine", "article-magazine"),
     ("article", "review", "review"), ("article", "odd", "article-journal"),
     ("inproceedings", "book", "paper-conference"), ("incollection", "entry-encyclopedia", "entry-encyclopedia"),
     ("unpublished", "speech", "speech")],
)  # fmt: skip
def test_a_subtype_tells_apart_what_shares_an_entry(entry: str, subtype: str, kind: str) -> None:
    assert only(f"@{entry}{{k, title = {{T}}, entrysubtype = {{{subtype}}}}}").type == kind


def test_one_page_is_one_page() -> None:
    assert only("@article{k, title = {T}, pages = {7--7}}").pages == "7"
    assert only("@article{k, title = {T}, pages = {7--17}}").pages == "7-17"


def test_a_document_of_csl_is_of_no_known_type() -> None:
    item = '[{"id": "k", "type": "document", "title": "T", "issued": {"date-parts": [[2001]]}, "container-title": "J"}]'
    assert only(item).type is None


def test_a_feed_says_when_a_paper_appeared_not_when_it_came_in() -> None:
    feed = """<feed xmlns="http://www.w3.org/2005/Atom" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:prism="http://prismstandard.org/namespaces/basic/3.0/"><entry><id>urn:x</id><title>Untitled</title>
<published>2024-01-01T00:00:00Z</published><author><name>Unknown</name></author><summary>Short.</summary>
<prism:teaser>Short.</prism:teaser><link rel="alternate" href="https://arxiv.org/abs/2001.00001"/><dc:type>article</dc:type>
<dc:identifier>arxiv:2001.00001</dc:identifier><prism:publicationDate>2001-03</prism:publicationDate></entry></feed>"""
    (item,) = read_source(feed.encode(), "x.atom").items
    assert not isinstance(item, Record)  # neither a title nor an abstract: what stands for them does not count
    record = only(feed.replace("Untitled", "T").replace("Unknown", "Ann Lee"))
    assert (record.title, record.authors, record.year, record.month, record.day) == ("T", ("Ann Lee",), 2001, 3, None)
    assert (record.type, record.ids["arxiv"], record.abstract) == (PaperType.ARTICLE, "2001.00001", None)
    assert record.tldr is not None
    assert record.tldr.text == "Short."
