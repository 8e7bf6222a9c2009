"""What identifiers, journals and kinds of titles say of two records that are otherwise alike."""

import pytest
from msgspec.structs import replace

from papersearch.naming.preprints import doi_without_version, is_preprint_doi
from papersearch.paper import PaperType
from papersearch.record import Record
from papersearch_ingest.papers.matching import is_same_paper, match_keys
from papersearch_ingest.papers.versions import is_preprint

PAPER = Record(title="How otters choose the stones that they keep", authors=("Ann One", "Bo Two"), year=2019)
PREPRINT = replace(PAPER, year=2018, ids={"doi": "10.1101/2018.05.01.123456"})
ARTICLE = replace(PAPER, ids={"doi": "10.5555/otters.1"}, venue="River Letters", type=PaperType.JOURNAL_ARTICLE)


def same(a: Record, b: Record) -> bool:
    verdict = is_same_paper(a, b)
    assert verdict == is_same_paper(b, a)
    assert not verdict or set(match_keys([a])[0]) & set(match_keys([b])[0])
    return verdict


@pytest.mark.parametrize(
    ("scheme", "one", "other"),
    [("doi", "10.5555/a", "10.5555/b"), ("pmid", "11", "12"), ("pmcid", "PMC11", "PMC12"), ("openalex", "W11", "W12"),
     ("arxiv", "1810.02340", "1810.02341"), ("openreview", "B1VZqjAcYX", "B1VZqjAcYZ")],
)  # fmt: skip
def test_two_identifiers_of_a_scheme_are_two_papers(scheme, one, other):
    record = replace(PAPER, venue="River Letters")
    assert not same(replace(record, ids={scheme: one}), replace(record, ids={scheme: other}))
    assert same(replace(record, ids={scheme: one}), record)


@pytest.mark.parametrize(
    ("scheme", "one", "other"),
    [("pmid", "PMID: 123", "https://pubmed.ncbi.nlm.nih.gov/123/"), ("pmcid", "123", "PMC123.2"),
     ("openalex", "https://openalex.org/W12", "w12"), ("doi", "10.48550/arXiv.1810.02340",
                                                             "10.48550/ARXIV.1810.02340v2")],
)  # fmt: skip
def test_one_identifier_in_two_spellings_is_one_paper(scheme, one, other):
    assert same(Record(title="x", ids={scheme: one}), Record(title="y", ids={scheme: other}))


def test_preprint_and_its_article_are_one_paper_with_two_dois():
    assert same(PREPRINT, ARTICLE)
    assert same(replace(PAPER, ids={"doi": "10.31234/osf.io/x1"}, type=PaperType.ARTICLE), ARTICLE)
    assert same(
        replace(PREPRINT, ids={**PREPRINT.ids, "pmid": "1"}), replace(ARTICLE, ids={**ARTICLE.ids, "pmid": "2"})
    )
    assert same(replace(PAPER, ids={"openalex": "W1"}, venue="bioRxiv"), replace(ARTICLE, ids={"openalex": "W2"}))
    assert not same(PREPRINT, replace(ARTICLE, authors=("Cy Three", "Di Four")))
    assert not same(PREPRINT, replace(ARTICLE, year=2027))


def test_two_arxiv_ids_are_two_papers_even_if_one_was_published():
    assert not same(replace(PAPER, ids={"arxiv": "1810.02340"}), replace(ARTICLE, ids={"arxiv": "1810.02399"}))


def test_two_preprints_of_one_server_are_two_papers_and_two_versions_one():
    first = replace(PAPER, ids={"doi": "10.21203/rs.3.rs-17/v1"})
    assert not same(first, replace(PAPER, ids={"doi": "10.21203/rs.3.rs-18/v1"}))
    assert same(first, replace(PAPER, ids={"doi": "10.21203/rs.3.rs-17/v2"}))
    assert same(first, PREPRINT)


def test_versions_that_a_source_names_are_one_paper_whatever_else_differs():
    naming = Record(title="Stones", ids={"doi": "10.5555/b"}, versions={"doi": ("https://doi.org/10.5555/A",)})
    assert same(naming, replace(PAPER, ids={"doi": "10.5555/a"}))
    assert same(replace(naming, versions={"pmid": ("7",)}), replace(PAPER, ids={"pmid": "7", "doi": "10.5555/c"}))


def test_shared_identifier_with_another_different_one_needs_a_like_title():
    record = replace(PAPER, ids={"pmid": "7", "doi": "10.5555/a"})
    assert same(record, replace(PAPER, year=2030, ids={"pmid": "7", "doi": "10.5555/b"}))
    assert not same(record, Record(title="Mayflies and their wings", ids={"pmid": "7", "doi": "10.5555/b"}))


COLUMN = Record(title="River news", authors=("Ann One", "Bo Two"), year=2019, container="River Letters", volume="3",
                issue="4", pages="81-83")  # fmt: skip


def test_a_column_stands_in_each_issue():
    assert same(COLUMN, COLUMN)
    assert not same(COLUMN, replace(COLUMN, issue="5", pages="101-102"))
    assert not same(COLUMN, replace(COLUMN, pages="85"))
    long = replace(COLUMN, title=PAPER.title)
    assert not same(long, replace(long, volume="4", pages="11-13"))
    assert same(long, replace(long, pages="81"))
    assert same(long, replace(long, pages="18-38"))  # one figure may be a mistake
    assert same(long, replace(long, container="Journal of Rivers", volume="9", pages="1"))


@pytest.mark.parametrize(
    "title", ["[Not Available].", "[Not available]", "Untitled", "No title", "[No title available]."]
)
def test_a_note_that_there_is_no_title_is_no_title(title):
    record = replace(PAPER, title=title)
    assert not same(record, record)
    assert not same(record, PAPER)
    assert same(replace(record, ids={"pmid": "7"}), replace(PAPER, ids={"pmid": "7"}))


@pytest.mark.parametrize(
    "front",
    ["Erratum to: ", "Correction: ", "Corrigendum: ", "Remark on ", "A Remark on ", "Remarks on ", "Comment on: ",
     "Additional Results on ", "Further Results on ", "New Results on ", "A Note on ", "Retracted: ", "Reply to ",
     "Some Thoughts about ", "Addendum to "],
)  # fmt: skip
def test_text_about_a_text_is_another_paper(front):
    assert not same(PAPER, replace(PAPER, title=front + PAPER.title))


def test_an_algorithm_and_a_remark_on_it_are_two_papers():
    algorithm = Record(title="Algorithm 456: Routing otters along a river [H]", authors=("Ann One",), year=1973)
    assert not same(algorithm, replace(algorithm, title="Remark on Algorithm 456: Routing otters along a river"))
    assert not same(algorithm, replace(algorithm, title="Certification of Algorithm 456: Routing otters along a river"))
    assert not same(algorithm, replace(algorithm, title="Algorithm 457: Routing otters along a river [H]"))


@pytest.mark.parametrize(
    ("one", "other"),
    [("Annual Review of River Science, Volume 35", "Annual Review of River Science, Volume 36"),
     ("Annual Review of River Science, Vol. XXIV", "Annual Review of River Science, Vol. XXV"),
     ("Fourteenth Annual Review of River Science", "Fifteenth Annual Review of River Science")],
)  # fmt: skip
def test_volumes_of_a_review_are_books_of_their_own(one, other):
    book = Record(title=one, authors=("Ann One",), year=2003)
    assert not same(book, replace(book, title=other, year=2004))
    assert same(book, book)


def test_a_book_of_every_year_without_a_number_is_told_by_its_year():
    book = Record(title="Annual Review of River Science", authors=("Ann One",), year=2003)
    assert not same(book, replace(book, year=2004))
    assert same(book, book)


def test_errata_of_one_issue_have_one_title_and_are_not_one():
    erratum = Record(title="Erratum", authors=("Ann One",), year=2019, venue="River Letters")
    assert not same(erratum, erratum)


@pytest.mark.parametrize(
    "record",
    [replace(PAPER, title="How otters choose thc stoncs that they kcep"),
     replace(PAPER, title="How 0tters ch00se the st0nes that they keep"),
     replace(PAPER, title="How otters choose the stones that thev keep", authors=("Bo Two", "Ann One")),
     replace(PAPER, title="otters choose the stones that they keep"),
     replace(PAPER, title="How otters choose the stones they keep", authors=("Two Bo", "One Ann")),
     replace(PAPER, title="How otters choose the stones that th"),
     replace(PAPER, title="Howotterschoose the stones that they keep")],
)  # fmt: skip
def test_damaged_titles_and_authors_in_another_order_are_still_found(record):
    assert same(PAPER, record)


def test_a_scanned_surname_still_leads_to_the_paper():
    scanned = replace(PAPER, title="Morning barns and clams of river farms", authors=("Ann Barnwell", "Bo Clark"))
    assert same(
        scanned, replace(scanned, title="Moming bams and dams of river farms", authors=("Ann Bamwell", "Bo Dark"))
    )


def test_short_forms_of_given_names():
    record = replace(PAPER, authors=("Robert Moor",))
    assert same(record, replace(record, authors=("Bob Moor",)))
    assert not same(record, replace(record, authors=("Ann Moor",)))


@pytest.mark.parametrize(
    ("doi", "known"),
    [("10.48550/arxiv.2001.00099", True), ("10.1101/123456", True), ("10.1101/gr.123456.111", False),
     ("10.2139/ssrn.12", True), ("10.26434/chemrxiv-2021-x", True), ("10.31219/osf.io/abc", True),
     ("10.5555/12", False), ("10.20944/preprints202001.0001.v1", True), ("10.7287/peerj.preprints.12v1", True)],
)  # fmt: skip
def test_which_dois_are_of_preprint_servers(doi, known):
    assert is_preprint_doi(doi) == known


def test_version_of_a_preprint_is_no_part_of_its_doi():
    assert doi_without_version("10.20944/preprints202001.0001.v2") == "10.20944/preprints202001.0001"
    assert doi_without_version("10.7287/peerj.preprints.12v1") == "10.7287/peerj.preprints.12"
    assert doi_without_version("10.5555/a.v2") == "10.5555/a.v2"


def test_a_published_paper_with_an_arxiv_id_is_no_preprint():
    assert is_preprint(Record(ids={"arxiv": "1810.02340"}))
    assert is_preprint(Record(ids={"arxiv": "1810.02340"}, venue="CoRR"))
    assert not is_preprint(Record(ids={"arxiv": "1810.02340"}, venue="ICLR"))
    assert not is_preprint(Record(ids={"arxiv": "1810.02340", "doi": "10.5555/a"}))
    assert not is_preprint(Record(venue="River Letters"))
