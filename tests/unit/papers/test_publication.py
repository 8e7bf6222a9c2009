"""Where and when a merged paper was published: one source's word."""

from itertools import permutations

import pytest
from msgspec.structs import replace

from papersearch.paper import Paper, PaperType
from papersearch.record import Record, StoredRecord
from papersearch_ingest.papers.merging import merge_records


def merged(*records: Record, source: str = "bibtex") -> Paper:
    """The paper of these records, which does not depend on their order or the names of their files."""
    papers = []
    for names in ("abc", "cba"):
        stored = [StoredRecord(each, source, f"{name}.bib") for each, name in zip(records, names, strict=False)]
        papers += [replace(merge_records(order, known_id="p_x"), sources=(), citation_key=None, references=())
                   for order in permutations(stored)]  # fmt: skip
    assert all(replace(paper, provenance={}) == replace(papers[0], provenance={}) for paper in papers)
    return papers[0]


PREPRINT = Record(title="Feeding otters", authors=("Ann One",), year=2020, month=3, day=2, publisher="Archive",
                  ids={"arxiv": "2001.00098", "doi": "10.48550/arXiv.2001.00098"}, type=PaperType.ARTICLE)  # fmt: skip
ARTICLE = Record(title="Feeding otters", authors=("Ann One",), year=2021, venue="River Letters", volume="4",
                 container="River Letters", ids={"doi": "10.5555/r.8"}, type=PaperType.JOURNAL_ARTICLE)  # fmt: skip


def test_year_and_all_else_of_a_publication_come_with_the_venue():
    paper = merged(PREPRINT, ARTICLE)
    assert (paper.venue and paper.venue.label, paper.year, paper.volume) == ("River Letters", 2021, "4")
    assert paper.type is PaperType.JOURNAL_ARTICLE
    assert (paper.month, paper.day, paper.publisher) == (None, None, None)


def test_doi_of_the_published_version_comes_first_and_the_other_finds_the_paper_too():
    paper = merged(PREPRINT, ARTICLE)
    assert paper.ids == {"arxiv": "2001.00098", "doi": "10.5555/r.8"}
    assert paper.other_ids == {"doi": ("10.48550/arxiv.2001.00098",)}


def test_published_version_leads_before_any_preprint_server():
    server = replace(PREPRINT, ids={"doi": "10.1101/123456"}, venue="bioRxiv", container="bioRxiv", type=None)
    paper = merged(server, ARTICLE, PREPRINT)
    assert (paper.venue and paper.venue.id, paper.container, paper.year) == ("river-letters", "River Letters", 2021)


@pytest.mark.parametrize(
    "other",
    [replace(ARTICLE, year=2021, volume=None, issue="7", month=5, pages="1-9"),
     replace(ARTICLE, ids={}, volume=None, issue="7", month=5, pages="1-9"),
     replace(ARTICLE, venue=None, container=None, volume=None, issue="7", month=5, pages="1-9")],
)  # fmt: skip
def test_records_of_the_same_publication_fill_its_gaps(other):
    paper = merged(PREPRINT, ARTICLE, other)
    assert (paper.year, paper.volume, paper.issue, paper.month, paper.pages) == (2021, "4", "7", 5, "1-9")


def test_another_years_version_fills_no_gap():
    proceedings = Record(title="Feeding otters", year=2019, venue="Otter Conference", issue="7", month=5)
    article = replace(ARTICLE, ids={})
    paper = merged(article, proceedings)
    found = (paper.venue and paper.venue.label, paper.year, paper.issue, paper.month)
    assert found in (("River Letters", 2021, None, None), ("Otter Conference", 2019, "7", 5))


def test_month_of_another_year_is_not_the_articles():
    listed = replace(PREPRINT, ids={"arxiv": "2001.00098", "doi": "10.5555/r.8"})  # arXiv names the journal's DOI
    paper = merged(listed, ARTICLE)
    assert (paper.year, paper.month, paper.day) == (2021, None, None)


def test_article_without_a_year_does_not_get_that_of_its_preprint():
    paper = merged(PREPRINT, replace(ARTICLE, year=None))
    assert (paper.venue and paper.venue.label, paper.year) == ("River Letters", None)


def test_year_of_a_preprint_counts_where_nothing_was_published():
    page = Record(title="Feeding otters", authors=("Ann One",), abstract="They eat.")
    assert merged(PREPRINT, page).year == 2020


def test_year_that_a_venue_names_is_that_venues():
    paper = merged(PREPRINT, replace(ARTICLE, year=None, venue="Otter Conference 2022", container=None))
    assert (paper.venue and paper.venue.label, paper.year) == ("Otter Conference", 2022)


def test_what_the_user_gave_leads():
    given = replace(PREPRINT, venue="BMVC", year=2022, option_fields=frozenset({"venue", "year"}))
    paper = merged(ARTICLE, given)
    assert (paper.venue and paper.venue.id, paper.year, paper.volume) == ("bmvc", 2022, None)


def test_venue_of_a_profile_comes_after_a_sources_own_and_before_none():
    guessed = replace(ARTICLE, ids={}, venue="ICPR", container=None, year=2020, volume=None,
                      profile_fields=frozenset({"venue", "year"}))  # fmt: skip
    assert merged(guessed, ARTICLE).year == 2021
    assert merged(guessed, replace(PREPRINT, year=2018)).year == 2020


def test_doi_that_arxiv_gave_tells_the_arxiv_id():
    paper = merged(Record(title="Feeding otters", ids={"doi": "10.48550/arXiv.2001.00098v2"}))
    assert paper.ids["arxiv"] == "2001.00098"
