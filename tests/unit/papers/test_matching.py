import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from papersearch.record import Record
from papersearch_ingest.papers.author_likeness import AuthorLikeness, author_likeness, name_forms
from papersearch_ingest.papers.likeness import LONGEST_TITLE, title_form, title_likeness
from papersearch_ingest.papers.matching import is_same_paper, match_keys

ABSTRACT = " ".join(f"word{n} stands beside thing{n % 7} and another{n % 11}" for n in range(30))
OTHER = " ".join(f"term{n} follows item{n % 5} but never part{n % 13}" for n in range(30))
PAPER = Record(title="Spectral Pruning of Nets", authors=("Ann One", "Bo Two"), year=2019, abstract=ABSTRACT)


def same(a: Record, b: Record) -> bool:
    """The judgement, which must hold both ways, and never without a key in common."""
    verdict = is_same_paper(a, b)
    assert verdict == is_same_paper(b, a)
    assert not verdict or set(match_keys([a])[0]) & set(match_keys([b])[0])
    return verdict


def test_shared_id_whatever_the_title():
    a, b = Record(title="x", ids={"arxiv": "1810.02340v1"}), Record(title="y", ids={"arxiv": "1810.02340"})
    assert same(a, b)


def test_different_ids_of_a_scheme_are_two_papers():
    a = replace(PAPER, ids={"arxiv": "1810.02340"})
    assert not same(a, replace(PAPER, ids={"arxiv": "1810.02341"}))


def test_title_with_authors_or_year():
    assert same(PAPER, Record(title="SPECTRAL PRUNING  OF NETS", authors=("One, Ann",)))
    assert same(PAPER, Record(title="Spectral-pruning of nets", year=2019))
    assert not same(PAPER, Record(title="Spectral Pruning of Nets", authors=("Cy Three",), year=2019))
    assert not same(PAPER, Record(title="Spectral Pruning of Nets", year=2012))


def test_abstract_counts_only_where_a_title_is_missing():
    listing = Record(abstract=ABSTRACT.replace("word3 ", "ward3 "), ids={"arxiv": "1810.02340"}, year=2018)
    assert same(PAPER, listing)
    assert not same(PAPER, Record(abstract=OTHER))
    assert not same(PAPER, replace(PAPER, title="Convex Models of Speech", authors=("Cy Three", "Di Four")))


def test_retitled_paper_with_the_same_authors_and_abstract_is_one():
    assert same(PAPER, replace(PAPER, title="Spectral Pruning of Models"))
    assert not same(PAPER, replace(PAPER, title="Spectral Pruning of Models", abstract=OTHER))


def test_short_abstract_proves_nothing():
    assert not same(Record(abstract="Withdrawn by the author."), Record(abstract="Withdrawn by the author."))


PARTS = Record(title="Methods of Cluster Validation: Part I", authors=("Ann One", "Bo Two"), year=2002)


@pytest.mark.parametrize(
    "title",
    ["Methods of Cluster Validation: Part II", "Methods of Cluster Validation 2", "Methods of Cluster Validation, 2002",
     "Comments on Methods of Cluster Validation: Part I", "Erratum: Methods of Cluster Validation: Part I"],
)  # fmt: skip
def test_parts_and_answers_are_papers_of_their_own(title):
    assert not same(PARTS, replace(PARTS, title=title))


@pytest.mark.parametrize(
    "title",
    ["Methods of Cluster Validaton: Part I", "Methods of Clustering Validation, Part I",
     "Methods of Cluster Validation: Part 1", "Tutorial: Methods of Cluster Validation: Part I",
     "Methods of Cluster Validation (Extended Abstract): Part I"],
)  # fmt: skip
def test_misspelt_and_annotated_titles_are_one_paper(title):
    assert same(PARTS, replace(PARTS, title=title, authors=("B. Two", "One, A.")))


def test_preprint_proceedings_and_journal_of_different_years_are_one_paper():
    preprint = replace(PAPER, year=2018, venue="arXiv", abstract=None)
    journal = replace(PAPER, year=2020, venue="JMLR", abstract=None)
    assert same(preprint, replace(PAPER, venue="ICML"))
    assert same(PAPER, journal)
    assert same(preprint, journal)
    assert not same(preprint, replace(journal, year=2027))


def test_subtitle_may_be_left_out():
    short = Record(title="Where Trees Meet Forests", authors=("Ann One",), year=2001)
    assert same(short, replace(short, title="Where Trees Meet Forests: A Study of Index Structures in Databases"))


def test_column_of_one_editor_is_no_paper_twice():
    column = Record(title="Book Review Column", authors=("Ann One",), year=2002, venue="SIGMOD Record")
    assert not same(column, column)
    assert not same(replace(column, title="Editorial"), replace(column, title="Editorial", year=2003))
    guests = replace(column, title="Guest Editors' Introduction", authors=("Ann One", "Bo Two"))
    assert same(guests, guests)
    assert not same(guests, replace(guests, authors=("Cy Three", "Di Four")))


def test_two_papers_of_one_group_in_one_year_at_two_venues():
    a = Record(title="Learning Based Web Query Processing", authors=("Ann One", "Bo Two"), year=2000, venue="VLDB")
    assert not same(a, replace(a, title="Toward Learning Based Web Query Processing", venue="SIGMOD"))


def test_names_in_any_order_and_spelling():
    names = ("María de la Cruz", "J. Q. Public", "Öz Şahin")
    others = ("Public, John", "Sahin, Oez", "de la Cruz, M.")
    assert author_likeness(name_forms(names), name_forms(others)) == AuthorLikeness(1.0, 1.0, 3)
    assert author_likeness(name_forms(names), ()) is None


@given(st.text(max_size=60), st.text(max_size=60))
def test_likeness_of_titles_is_symmetric_and_a_share(a, b):
    one, other = title_form(a), title_form(b)
    assert title_likeness(one, other) == pytest.approx(title_likeness(other, one))
    assert 0 <= title_likeness(one, other) <= 1
    assert title_likeness(one, one) == 1


_WORD = st.sampled_from(("deep", "nets", "learn", "to", "read", "and", "write", "with", "ease", "in", "α", "深", "1"))
_WORDS = st.lists(_WORD, max_size=40)
_RECORDS = st.builds(Record, title=_WORDS.map(" ".join), abstract=_WORDS.map(lambda found: " ".join(found * 2)))


@given(st.lists(_RECORDS, max_size=6), st.sampled_from([1, 50, 1 << 15]))
def test_keys_of_a_record_are_the_same_in_any_company_and_each_is_there_once(records, at_once):
    alone = [match_keys([record])[0] for record in records]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("papersearch_ingest.papers.minhash._AT_ONCE", at_once)
        assert match_keys(records) == alone
    assert all(len(set(keys)) == len(keys) for keys in alone)


def test_keys_do_not_depend_on_case_or_accents():
    plain = replace(PAPER, title="Etude of Deep Nets", authors=("Rene Pena", "Bo Two"))
    other = replace(plain, title="Étude of DEEP nets", authors=("René PEÑA", "Bo Two"), abstract=ABSTRACT.upper())
    assert match_keys([plain]) == match_keys([other])


def test_only_the_beginning_of_an_endless_title_is_compared():
    form = title_form("a colon: and more: " * 10_000)
    assert len(form.joined) <= LONGEST_TITLE
    assert len(form.heads) < LONGEST_TITLE
