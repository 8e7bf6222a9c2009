"""Real papers out in every format and back, field by field of the table in docs/api.md.

`make roundtrip` does it with 5,000 papers of the Anthology (`--round-trips`), `make test` with fewer; the records of
all real export files are always among them.
"""

from itertools import islice
from pathlib import Path

import pytest

from papersearch.paper import Paper, PaperType
from papersearch_api.formats.publication import kind_of
from tests.support.format_table import format_table
from tests.support.independent_readers import READERS, Reader, differences_of
from tests.support.real_papers import anthology_papers, exported_papers
from tests.support.round_trips import ADDRESS, EDITOR_NAMES, differences, read_back, with_unique_keys, written
from tests.support.type_counts import as_table, published_table, type_counts

pytestmark = [pytest.mark.data, pytest.mark.slow]

FORMS = ("bibtex", "biblatex", "ris", "csl-json", "csv", "json", "ndjson", "atom")
SLOW_READERS = frozenset({"bibtexparser", "pybtex"})
FEW = 120
"""Papers that slow readers get in `make test`: every n-th, so that all kinds of files are there."""
SHOWN = 5


@pytest.fixture(scope="module")
def wanted(request: pytest.FixtureRequest) -> int:
    return int(request.config.getoption("--round-trips"))


@pytest.fixture(scope="module")
def exported(data_dir: Path) -> list[Paper]:
    papers = exported_papers(data_dir)
    assert len(papers) > 350
    return papers


@pytest.fixture(scope="module")
def papers(data_dir: Path, exported: list[Paper], wanted: int) -> list[Paper]:
    found = anthology_papers(data_dir / "data/acl-xml.tar.xz", wanted)
    assert len(found) == wanted
    return with_unique_keys([*exported, *found])


def rows_of(form: str) -> list[str]:
    """The fields that the published table says a format carries. A feed links to a page, whoever named it."""
    rows = [row["field"] for row in format_table() if row[form] == "yes"]
    others = {"page on the web": ADDRESS} if form == "atom" else {}
    if "parts of names" not in rows:
        others["editors"] = EDITOR_NAMES
    return [others.get(row, row) for row in rows]


@pytest.mark.parametrize("form", FORMS)
def test_every_field_of_the_table_comes_back_equal(papers: list[Paper], form: str) -> None:
    rows = rows_of(form)
    assert "title" in rows
    read = read_back(written(papers, form), form)
    assert len(read) == len(papers)
    assert list(islice(differences(papers, read, rows), SHOWN)) == []


def test_the_type_is_right_for_every_form_and_type_of_the_sources(
    exported: list[Paper], papers: list[Paper], wanted: int, capsys: pytest.CaptureFixture[str]
) -> None:
    """Counted apart, for our reader and each of the others. The table in docs/api.md is of all real export files."""
    of_files, of_anthology = (type_counts(each, FORMS) for each in (papers[: len(exported)], papers[len(exported) :]))
    kinds = {kind for counts in (of_files, of_anthology) for _, kind in counts}
    assert kinds > {PaperType.JOURNAL_ARTICLE, PaperType.CONFERENCE_PAPER, PaperType.ARTICLE, PaperType.BOOK}
    if wanted > len(exported):
        with capsys.disabled():
            print("", *as_table(of_files), *as_table(of_anthology), sep="\n")
    for counts in (of_files, of_anthology):
        assert {key: found for key, (number, found) in counts.items() if {*found.values()} != {number}} == {}
    assert as_table(of_files) == published_table()


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("kind", PaperType)
def test_every_type_comes_back(form: str, kind: PaperType) -> None:
    """RIS has no type for the review of a work: it goes out as an article of the journal that it is in."""
    sent = with_unique_keys([Paper("p_aaaaaaaaaaaa", type=kind, title="A title", year=2001)])
    (read,) = read_back(written(sent, form), form)
    is_unknown_to_ris = form == "ris" and kind is PaperType.REVIEW
    assert kind_of(read) is (PaperType.JOURNAL_ARTICLE if is_unknown_to_ris else kind)


@pytest.mark.parametrize("reader", READERS, ids=lambda reader: f"{reader.name} {reader.form}")
def test_an_independent_reader_reads_the_same(papers: list[Paper], reader: Reader, wanted: int) -> None:
    """Every field that the reader knows; the types among them."""
    is_short = reader.name in SLOW_READERS and wanted < len(papers) / 2
    chosen = papers[:: len(papers) // FEW] if is_short else papers
    assert list(islice(differences_of(reader, chosen), SHOWN)) == []
