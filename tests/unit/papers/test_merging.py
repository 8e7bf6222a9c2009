from datetime import UTC, datetime
from itertools import permutations

import msgspec
import pytest

from papersearch.errors import UsageError
from papersearch.paper import KeywordSource, Material, Tldr, TldrSource
from papersearch.record import Record, StoredRecord
from papersearch_ingest.papers.merging import Precedence, load_precedence, merge_records

LISTING = StoredRecord(
    Record(abstract="A listed abstract.", ids={"arxiv": "1810.02340v2"}, comments="9 pages", year=2018, line=3),
    "arxiv-listing", "a.txt", datetime(2020, 1, 1, tzinfo=UTC), "arxiv-listing", 1,
)  # fmt: skip
PAGE = StoredRecord(
    Record(title="Nets", venue="NIPS", year=2019, keywords=("GANs", "gan"),
           tldr=Tldr("Ours.", TldrSource.AUTHORS), line=9),
    "result-page", "b.txt", None, "result-page", 1,
)  # fmt: skip
EXPLORER = StoredRecord(
    Record(title="NETS", authors=("Ann One",), venue="ICPR", year=2020, tldr=Tldr("Auto.", TldrSource.AUTO),
           materials=(Material.SLIDES,), profile_fields=frozenset({"venue", "year"})),
    "explorer-page", "c.txt", None, "explorer-page", 1,
)  # fmt: skip


def test_merge_does_not_depend_on_the_order():
    merged = [merge_records(order) for order in permutations((LISTING, PAGE, EXPLORER))]
    assert all(paper == merged[0] for paper in merged)


def test_fields_come_from_the_most_trusted_source_that_has_them():
    paper = merge_records([EXPLORER, LISTING, PAGE])
    assert (paper.title, paper.abstract, paper.comments) == ("Nets", "A listed abstract.", "9 pages")
    assert (paper.venue.id, paper.year) == ("neurips", 2019)
    assert paper.tldr.source is TldrSource.AUTHORS
    assert paper.ids == {"arxiv": "1810.02340"}
    assert paper.materials == (Material.SLIDES,)
    assert paper.provenance["title"] == "result-page"
    assert paper.provenance["authors"] == "explorer-page"


def test_profile_comes_last_and_option_first():
    assert merge_records([EXPLORER]).provenance["venue"] == "profile"
    given = Record(title="Nets", venue="BMVC", profile_fields=frozenset({"venue"}), option_fields=frozenset({"venue"}))
    paper = merge_records([PAGE, StoredRecord(given, "arxiv-listing", "d.txt")])
    assert (paper.venue.id, paper.provenance["venue"]) == ("bmvc", "option")


def test_authors_keywords_are_canonical_and_distinct():
    (keyword,) = merge_records([PAGE]).keywords
    assert (keyword.value, keyword.source) == ("generative adversarial network", KeywordSource.AUTHOR)


def test_keywords_are_extracted_where_the_authors_gave_none():
    paper = merge_records([EXPLORER, StoredRecord(Record(abstract="Spectral clustering of road graphs."), "x", "x")])
    assert {k.source for k in paper.keywords} == {KeywordSource.EXTRACTED}
    assert paper.provenance["keywords"] == "extracted"


def test_sources_are_distinct():
    assert [(s.name, s.url) for s in merge_records([PAGE, PAGE, LISTING]).sources] == [
        ("arxiv-listing", "a.txt"), ("result-page", "b.txt"),
    ]  # fmt: skip


def test_precedence_is_a_table():
    order = Precedence(("explorer-page", "*"), {})
    assert merge_records([PAGE, EXPLORER], order).title == "NETS"


def test_users_table_of_precedence_says_whose_word_counts(tmp_path):
    file = tmp_path / "mine.toml"
    file.write_text('[fields]\ntitle = ["explorer-page", "*"]\nyear = ["arxiv-listing"]\n')
    paper = merge_records([PAGE, EXPLORER, LISTING], load_precedence(file))
    assert (paper.title, paper.provenance["title"]) == ("NETS", "explorer-page")
    assert (paper.year, paper.provenance["year"]) == (2018, "arxiv-listing")
    assert paper.provenance["venue"] == "result-page"  # the default order is the one that ships


@pytest.mark.parametrize(
    ("text", "problem"),
    [("[fields]\ntitel = ['a']", "no field 'titel'"), ("[fields]\ntitle = 'a'", "needs a list"), ("x =", "Invalid"),
     ("default = 3", "needs a list")],
)  # fmt: skip
def test_table_of_precedence_that_is_wrong_says_so(tmp_path, text, problem):
    file = tmp_path / "mine.toml"
    file.write_text(text)
    with pytest.raises(UsageError, match=problem):
        load_precedence(file)
    with pytest.raises(UsageError, match=r"none\.toml"):
        load_precedence(tmp_path / "none.toml")


def test_no_record_is_no_paper():
    with pytest.raises(ValueError, match="at least one"):
        merge_records([])


MOMENT = datetime(2026, 1, 2, 3, 4, 5, 678901, UTC)
FULL = Record(
    "Nets é", ("Ada",), "Text.", Tldr("Short.", TldrSource.AUTO), "ICLR", 2019, ("k",), {"doi": "10.1/x"},
    {"pdf": "https://x"}, (Material.SLIDES,), "c", "j", "whole", is_retracted=True, profile_fields=frozenset("ab"),
    line=7, raw='<x "y">\n\\', extra={"n": [1, {"m": None}]}, option_fields=frozenset("c"), thumbnail="f" * 64,
)  # fmt: skip


@pytest.mark.parametrize("stored", [LISTING, PAGE, EXPLORER, StoredRecord(FULL, "x", "file", MOMENT, "bibtex", 3)])
def test_stored_record_round_trips_as_json(stored: StoredRecord):
    assert msgspec.json.decode(msgspec.json.encode(stored), type=StoredRecord) == stored


def test_an_arxiv_paper_has_its_pdf_there_unless_a_source_names_another():
    paper = merge_records([LISTING, PAGE])
    assert (paper.links["pdf"], paper.provenance["links.pdf"]) == ("https://arxiv.org/pdf/1810.02340", "arxiv-listing")
    named = StoredRecord(Record(title="Nets", links={"pdf": "https://example.org/nets.pdf"}), "bibtex", "d.bib")
    assert merge_records([LISTING, named]).links["pdf"] == "https://example.org/nets.pdf"
