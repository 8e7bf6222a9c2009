"""JSON in every container, broken in every way, and the forms of the services that give JSON."""

import json
import re

import pytest

from papersearch.paper import Material, TldrSource
from papersearch.record import Record, Reject
from papersearch_ingest.parsers.json import stream
from papersearch_ingest.parsers.registry import detect
from papersearch_ingest.parsers.source import Sample, Source
from papersearch_ingest.parsers.text_stream import BLOCK_BYTES, LONGEST_RECORD
from papersearch_ingest.sources.reading import read_source


def read(data: str | bytes, name: str = "x.json", **options) -> list[Record | Reject]:
    return list(read_source(data.encode() if isinstance(data, str) else data, name, **options).items)


def titles(items) -> list[str | None]:
    return [item.title if isinstance(item, Record) else None for item in items]


KEYS = """
title author authors authorships issued year DOI doi ids externalIds content abstract abstract_inverted_index
venue container-title primary_location keywords tldr versions authors_parsed note link resource journal
updated-by metadata pdf_parse body_text invitation invitations forum replyto cdate paperId links materials
publicationVenue openAccessPdf relation event locations comments journal-ref id
"""


def one(value: object) -> Record:
    (record,) = read(json.dumps(value))
    assert isinstance(record, Record), record
    return record


A, B, C = ({"title": name, "year": 2001} for name in ("A first", "B second", "C third"))
CONTAINERS = {
    "array": json.dumps([A, B, C]),
    "indented array": json.dumps([A, B, C], indent=2),
    "lines": "\n".join(map(json.dumps, (A, B, C))),
    "lines with blank ones and CR": "\r\r".join(map(json.dumps, (A, B, C))) + "\r",
    "line of answers": json.dumps({"results": [A, B]}) + "\n" + json.dumps({"results": [C]}),
    "answer": json.dumps({"meta": {"count": 3, "x": [{}]}, "results": [A, B, C], "next": None}),
    "indented answer": json.dumps({"meta": {"count": 3}, "results": [A, B, C], "group_by": []}, indent=1),
    "nested answer": json.dumps({"status": "ok", "message": {"total-results": 3, "items": [A, B, C]}}),
    "objects in a row": "\n".join(json.dumps(each, indent=2) for each in (A, B, C)),
    "commas and no brackets": ",\n".join(map(json.dumps, (A, B, C))),
    "byte order mark": "\ufeff" + json.dumps([A, B, C]),
}


@pytest.mark.parametrize("name", CONTAINERS)
def test_papers_are_found_in_every_container(name):
    assert titles(read(CONTAINERS[name])) == ["A first", "B second", "C third"]


def test_utf_16_is_read_after_its_mark():
    assert titles(read(json.dumps([{"title": "Über"}], ensure_ascii=False).encode("utf-16"))) == ["Über"]


@pytest.mark.parametrize(
    "broken",
    [
        '{"title": "x" "year": 1}',
        '{"title": "x", "authors": [{"name": "P"} {"name": "Q"}]}',
        '{"title": "x", "authors": [1, 2}',
        '{"title": "x", }',
        '{"title": "never closed',
        '{title: "x"}',
        '{"title": "x", "year": 007}',
        '"no object"',
        "12",
        "nul",
        '{"title": "x"}}',
        '{"title": "bad \\x escape"}',
        "[[[[1]]]]",
        '{"title": "x", "n": ' + "9" * 5000 + "}",
    ],
)
@pytest.mark.parametrize("indent", ["", "  "])
def test_broken_item_of_an_array_rejects_only_itself(broken, indent):
    lines = [json.dumps(A), broken, json.dumps(B), json.dumps(C)]
    items = read("[\n" + ",\n".join(indent + line for line in lines) + "\n]")
    assert [t for t in titles(items) if t and t != "x"] == ["A first", "B second", "C third"]
    rejects = [item for item in items if isinstance(item, Reject)]
    assert len(rejects) == 1
    assert rejects[0].line == 3
    assert rejects[0].reason


def test_item_keeps_its_line_and_text():
    first, second = read('[\n  {"title": "A"},\n\n  {"title":\n "B"}]')
    assert (first.line, first.raw) == (2, '{"title": "A"}')
    assert (second.line, second.raw) == (4, '{"title":\n "B"}')


def test_broken_first_line_does_not_hide_that_papers_stand_on_lines():
    items = read('{"title": "x\n{"title": "B"}\n{"title": "C"}\n')
    assert titles(items) == [None, "B", "C"]


def test_long_array_is_read_across_blocks():
    papers = [{"title": f"Paper {number}", "abstract": "w " * (number % 700)} for number in range(3000)]
    text = json.dumps(papers, indent=1)
    assert len(text) > 2 * BLOCK_BYTES
    items = read(text)
    assert titles(items) == [paper["title"] for paper in papers]
    assert items[1].line == 6
    assert json.loads(items[2999].raw) == papers[2999]


def test_record_beyond_the_bound_is_a_reject_and_the_next_is_read():
    long = '{"title": "' + "x" * (LONGEST_RECORD + BLOCK_BYTES) + '"}'
    for text in (f'{long}\n{{"title": "B"}}\n', f'[{long}, {{"title": "B"}}]'):
        items = read(text)
        assert titles(items) == [None, "B"]
        assert "longer than" in items[0].reason
        assert len(items[0].raw) < 5000


@pytest.mark.parametrize("opening", ["[", '{"a":', '[{"a":', '{"message":'])
@pytest.mark.parametrize("is_closed", [True, False])
def test_deep_nesting_is_a_reject(opening, is_closed):
    closing = "".join({"[": "]", "{": "}"}[sign] for sign in reversed(opening) if sign in "[{")
    text = opening * 10_000 + "1" + closing * 10_000 * is_closed
    items = list(stream.read_objects(Source.from_bytes(text.encode(), "x")))
    assert items
    assert all(isinstance(item, Reject) for item in items)


def test_nesting_just_too_deep_to_store_is_a_reject():
    (item,) = read('{"title": "x", "a": ' + "[" * 150 + "]" * 150 + "}")
    assert isinstance(item, Reject)
    assert "deep" in item.reason


def test_source_of_broken_items_only_ends_early_and_says_so(monkeypatch):
    monkeypatch.setattr(stream, "MOST_BROKEN", 500)
    items = read("[" + '{"title": "b", "x": [1,\n' * 3_000)
    assert len(items) == 501
    assert "left out" in items[-1].reason


def test_values_that_no_store_holds_are_made_storable():
    record = one({"title": "x \ud800 y", "big": 10**30, "nan": 1})
    assert record.extra["big"] == str(10**30)
    (record,) = read('{"title": "half \\ud83d pair", "a": NaN, "b": {"c\\ud800": "\\udfff"}}')
    assert record.title == "half \ufffd pair"
    assert record.extra == {"b": {"c\ufffd": "\ufffd"}}


def test_of_equal_keys_the_last_counts_and_the_text_keeps_both():
    (record,) = read('{"title": "first", "title": "second"}')
    assert record.title == "second"
    assert "first" in record.raw


@pytest.mark.parametrize(
    "value", [None, 7, 1.5, True, "x", [], {}, [None], [[]], [{}], {"a": []}, ["a", 1, {"b": None}]]
)
@pytest.mark.parametrize("form", ["crossref-json", "csl-json", "openalex-json", "openreview-json", "arxiv-json",
                                  "semantic-scholar-json", "paper-json"])  # fmt: skip
def test_any_type_at_any_place_is_read_or_rejected(form, value):
    keys = re.findall(r"[\w-]+", KEYS)
    whole = dict.fromkeys(keys, value)
    rows = [whole, *({"title": "T", "submitter": "S", "authorships": [], "content": {}, key: value} for key in keys)]
    rows += [{"content": {key: value}} for key in keys] + [{"forum": "f", "content": {"title": {"value": value}}}]
    items = read("\n".join(map(json.dumps, rows)), parser_name=form)
    assert len(items) == len(rows)


@pytest.mark.parametrize(
    ("value", "form"),
    [
        ({"DOI": "10.1000/x", "title": ["T"], "reference-count": 1, "deposited": {}}, "crossref-json"),
        ({"id": "a", "type": "article-journal", "title": "T"}, "csl-json"),
        ({"id": "https://openalex.org/W1", "authorships": [], "publication_year": 2000}, "openalex-json"),
        ({"paperId": "a" * 40, "title": "T"}, "semantic-scholar-json"),
        ({"paper_id": "1", "metadata": {"title": "T"}, "body_text": []}, "semantic-scholar-json"),
        ({"notes": [{"id": "a", "forum": "a", "content": {}, "cdate": 1, "readers": []}]}, "openreview-json"),
        ({"id": "0704.0001", "submitter": "S", "categories": "cs.LG", "versions": [], "title": "T"}, "arxiv-json"),
        ({"title": "T", "authors": ["A"]}, "paper-json"),
    ],
)
def test_form_is_told_by_its_keys(value, form):
    assert detect(Sample.of(json.dumps(value).encode(), "x.txt")).name == form


def test_crossref_takes_the_first_date_with_a_year_and_text_without_tags():
    record = one({
        "DOI": "10.1000/ABC", "title": ["A <i>T</i>itle with H<sub>2</sub>O &amp; more"], "reference-count": 0,
        "author": [{"given": "Ana", "family": "Ñandú", "suffix": "Jr."}, {"name": "The Group"}],
        "issued": {"date-parts": [[None]]}, "published-print": {"date-parts": [["2019", 5]]}, "deposited": {},
        "abstract": "<jats:title>Abstract</jats:title><jats:p>One. If a &lt; b then</jats:p><jats:p>two.</jats:p>",
        "container-title": ["J. of <b>X</b>", "Other"], "updated-by": [{"type": "retraction", "DOI": "10.1000/r"}],
        "link": [{"URL": "https://p.example/a.xml", "content-type": "text/xml"},
                 {"URL": "https://p.example/a.pdf", "content-type": "application/pdf"}],
    })  # fmt: skip
    assert record.title == "A Title with H2O & more"
    assert record.authors == ("Ana Ñandú Jr.", "The Group")
    assert record.abstract == "One. If a < b then two."
    assert (record.venue, record.year, record.ids) == ("J. of X", 2019, {"doi": "10.1000/abc"})
    assert record.is_retracted
    assert record.links["pdf"] == "https://p.example/a.pdf"
    assert record.extra["other-container-title"] == ["Other"]


def test_crossref_notice_of_a_retraction_is_not_retracted_itself():
    notice = {"DOI": "10.1000/n", "title": ["Retraction of a paper"], "reference-count": 0, "deposited": {},
              "update-to": [{"type": "retraction", "DOI": "10.1000/x"}]}  # fmt: skip
    assert not one(notice).is_retracted


def test_csl_names_dates_and_noted_identifiers():
    record = one({
        "id": "k", "type": "article-journal", "title": "T", "issued": {"literal": "Spring 1998"}, "keyword": "a, b",
        "author": [{"given": "Laurens", "non-dropping-particle": "van der", "family": "Maaten"},
                   {"literal": "A B"}],
        "note": "arXiv: 1501.04916\nPMID: 123", "PMCID": "PMC77", "volume": "3",
    })  # fmt: skip
    assert record.authors[0] == "Laurens van der Maaten"
    assert (record.year, record.keywords) == (1998, ("a", "b"))
    assert record.ids == {"pmcid": "PMC77", "pmid": "123", "arxiv": "1501.04916"}
    assert (record.volume, record.citation_key, record.author_parts[0].family) == ("3", "k", "van der Maaten")


def test_openalex_abstract_is_put_in_order_whatever_its_positions_are():
    record = one({
        "id": "https://openalex.org/W7", "display_name": "T", "publication_year": 2020, "is_retracted": True,
        "abstract_inverted_index": {"world": [10**12], "Hello": [0, 5], "bad": ["x", None]},
        "authorships": [{"author": {"display_name": "Ida B"}, "raw_author_name": "I. B."}, {"raw_author_name": "C, D"}],
        "ids": {"pmid": "https://pubmed.ncbi.nlm.nih.gov/42", "pmcid": "https://www.ncbi.nlm.nih.gov/pmc/articles/43"},
        "primary_location": {"landing_page_url": "http://arxiv.org/abs/1801.00001", "source": {"display_name": "V"}},
        "keywords": [{"display_name": "by a program"}],
    })  # fmt: skip
    assert record.abstract == "Hello Hello world"
    assert record.authors == ("Ida B", "D C")
    assert record.is_retracted
    assert record.ids == {"arxiv": "1801.00001", "pmid": "42", "pmcid": "PMC43", "openalex": "W7"}
    assert record.keywords == ()
    assert record.extra["keywords"] == [{"display_name": "by a program"}]


def test_semantic_scholar_citation_is_the_citing_paper():
    record = one({"citingPaper": {"paperId": "ab", "title": "T", "authors": [{"name": "A B"}]}, "contexts": ["as [4]"]})
    assert (record.title, record.authors, record.ids) == ("T", ("A B",), {"s2": "ab"})
    assert record.extra["citation"] == {"role": "citingPaper", "contexts": ["as [4]"]}


def test_semantic_scholar_tldr_is_a_programs():
    record = one({"paperId": "ab", "title": "T", "tldr": {"model": "m", "text": "Short."}})
    assert (record.tldr.text, record.tldr.source) == ("Short.", TldrSource.AUTO)


def test_s2orc_lines_of_all_releases():
    rows = [
        {"paper_id": "1", "title": "T", "authors": [{"first": "A", "middle": ["M."], "last": "B", "suffix": "Jr."}],
         "abstract": "Abs.", "pmc_id": "PMC9", "pubmed_id": "8", "doi": "10.1000/x", "has_pdf_parse": True},
        {"paper_id": "c0", "metadata": {"title": "T2", "authors": [{"first": "C", "middle": [], "last": "D"}]},
         "abstract": [{"text": "One."}, {"text": "Two."}], "body_text": [{"text": "Body."}, {"text": "End."}]},
        {"corpusid": 5, "externalids": {"arxiv": None, "doi": "10.1000/z"}, "content": {"text": "Title here. Abs here.",
         "annotations": {"title": '[{"start": 0, "end": "10"}]', "abstract": '[{"start": 12, "end": 21}]'}}},
        {"id": "e", "title": "T4", "paperAbstract": "Old.", "inCitations": [], "outCitations": [], "doi": "",
         "authors": [{"name": "E F", "ids": []}], "journalName": "J", "year": 1999},
    ]  # fmt: skip
    first, second, third, fourth = read("\n".join(map(json.dumps, rows)))
    assert first.authors == ("A M. B Jr.",)
    assert first.ids == {"doi": "10.1000/x", "pmcid": "PMC9", "pmid": "8"}
    assert (second.title, second.abstract, second.full_text) == ("T2", "One. Two.", "Body. End.")
    assert (third.title, third.abstract) == ("Title here", "Abs here.")
    assert (fourth.abstract, fourth.venue, fourth.ids) == ("Old.", "J", {"s2": "e"})


def test_openreview_of_both_versions():
    content = {"title": "T", "authors": ["A B"], "abstract": "Abs.", "TL;DR": "Short.", "keywords": ["k"],
               "pdf": "/pdf/ab.pdf", "code": "https://github.com/a/b"}  # fmt: skip
    old = {"id": "B1VZqjAcYX", "forum": "B1VZqjAcYX", "replyto": None, "cdate": 1538087999000, "content": content,
           "invitation": "ICLR.cc/2019/Conference/-/Blind_Submission", "readers": ["everyone"]}  # fmt: skip
    wrapped = {name: {"value": value} for name, value in (content | {"venue": "ICLR 2024 poster"}).items()}
    new = {"id": "abcdefgh12", "forum": "abcdefgh12", "invitations": ["ICLR.cc/2024/Conference/-/Submission"],
           "cdate": 1, "content": wrapped}  # fmt: skip
    review = {"id": "zzzzzzzz1", "forum": "B1VZqjAcYX", "replyto": "B1VZqjAcYX", "cdate": 1,
              "content": {"title": "Good", "review": "Yes."}}  # fmt: skip
    first, second, third = read(json.dumps({"notes": [old, new, review], "count": 3}))
    assert (first.venue, first.year, first.ids) == ("ICLR", 2019, {"openreview": "B1VZqjAcYX"})
    assert (second.venue, second.year) == ("ICLR 2024 poster", 2024)
    for record in (first, second):
        assert (record.title, record.authors, record.keywords) == ("T", ("A B",), ("k",))
        assert record.tldr.source is TldrSource.AUTHORS
        assert record.links["pdf"] == "https://openreview.net/pdf/ab.pdf"
        assert Material.PDF in record.materials
    assert isinstance(third, Reject)
    assert "reply" in third.reason


def test_openreview_year_is_the_notes_when_its_group_names_none():
    note = {"id": "B1VZqjAcYX", "forum": "B1VZqjAcYX", "cdate": 1538087999000, "readers": [], "content": {"title": "T"}}
    assert one(note).year == 2018


def test_arxiv_metadata_takes_the_first_versions_year_and_names_in_order():
    row = {"id": "0704.0001", "submitter": "S", "authors": "P. Müller (Bonn), Q. Roe and R. Low Jr.", "title": "A\n  T",
           "comments": "9 pages, withdrawn", "journal-ref": None, "doi": "10.1103/x", "categories": "hep-ph x.YZ",
           "abstract": "Abs.", "update_date": "2020-01-01", "license": None, "versions": [
               {"version": "v1", "created": "Mon, 2 Apr 2007 19:18:42 GMT"}]}  # fmt: skip
    record = one(row)
    assert (record.title, record.year, record.is_retracted) == ("A T", 2007, True)
    assert record.authors == ("P. Müller", "Q. Roe", "R. Low Jr.")
    assert record.ids == {"arxiv": "0704.0001", "doi": "10.1103/x"}
    assert record.extra["categories"] == [
        {"id": "hep-ph", "name": "High Energy Physics - Phenomenology"},
        {"id": "x.YZ", "name": "x.YZ"},
    ]
    parsed = one(row | {"authors_parsed": [["Müller", "P.", "", "Bonn"], ["Low", "R.", "Jr."]]})
    assert parsed.authors == ("P. Müller", "R. Low Jr.")
    assert one(row | {"comments": "Accepted at ICLR 2019"}).year == 2019


def test_source_without_papers_still_says_so():
    (item,) = read('{"paperId": "ab", "title": null}')
    assert isinstance(item, Reject)
    assert item.reason == "Only s2:ab was understood of this record. A paper needs a title or an abstract."
