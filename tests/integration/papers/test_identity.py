"""Which records become one paper when they are ingested, and by which identifiers it is found."""

import json
from collections.abc import Sequence
from contextlib import closing
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest

from papersearch.errors import NotFoundError
from papersearch.paper import Paper
from papersearch.process.engines import open_engine
from papersearch.search.lookup import PaperLookup
from papersearch.settings import Settings
from papersearch.store import open_store
from papersearch_ingest.indexing.first_generation import ensure_live_generation
from papersearch_ingest.papers.curation import merge_papers
from papersearch_ingest.sources.submission import submit
from papersearch_ingest.work.draining import drain
from papersearch_ingest.work.presence import Presence, new_identity


class Library:
    """A home with a store and an embedded index."""

    def __init__(self, home: Path) -> None:
        self.settings = Settings(home=home)
        self.files = home / "files"
        self.files.mkdir(parents=True)

    def add(self, *sources: Path) -> None:
        """Ingests the sources, each in a run of its own."""
        with closing(open_store(self.settings)) as store, closing(open_engine(self.settings)) as engine:
            ensure_live_generation(store, engine)
            for source in sources:
                drain(store, engine, Presence(store, new_identity()), run=submit(store, [str(source)]))

    def add_records(self, *records: dict[str, Any]) -> None:
        """Ingests each record as a file of its own."""
        files = [self.files / f"{len(list(self.files.iterdir())) + place}.jsonl" for place in range(len(records))]
        for file, record in zip(files, records, strict=True):
            file.write_text(json.dumps(record), "utf-8")
        self.add(*files)

    def papers(self) -> list[Paper]:
        with closing(open_store(self.settings)) as store:
            return [state.paper for batch in store.papers.walk() for state in batch if state.paper]

    def find(self, name: str) -> str:
        """The title of the paper with this name."""
        with closing(open_store(self.settings)) as store, closing(open_engine(self.settings)) as engine:
            return PaperLookup(engine, store.papers).find(name).paper.title or ""


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return Library(tmp_path)


def case(name: str, data_dir: Path) -> Path:
    return data_dir / "cases" / name


def test_five_papers_of_two_titles(library: Library, data_dir: Path) -> None:
    folder = case("merge-different-identifiers", data_dir)
    library.add(folder / "columns.bib", folder / "letters.nbib")
    assert len(library.papers()) == 5


@pytest.mark.parametrize("name", ["second-doi-of-a-paper", "venue-with-another-year"])
def test_preprint_and_article_of_the_real_cases(name: str, library: Library, data_dir: Path) -> None:
    library.add(case(name, data_dir) / "pair.bib")
    (paper,) = library.papers()
    assert (paper.venue and paper.venue.label, paper.year) == ("Deep Letters", 2021)
    for scheme, value in paper.ids.items():
        assert library.find(f"{scheme}:{value}") == paper.title
    if name == "second-doi-of-a-paper":
        for doi in ("10.5555/dl.9", "10.48550/arXiv.2001.00099", "https://doi.org/10.48550/ARXIV.2001.00099v1"):
            assert library.find(doi if "//" in doi else f"doi:{doi}") == paper.title


OTTERS: dict[str, Any] = {"title": "Counting otters by the sound of their stones", "authors": ["Una Moor", "Ole Ek"]}
PREPRINT = OTTERS | {"year": 2020, "doi": "10.1101/123456", "pmid": "31", "venue": "bioRxiv"}
ARTICLE = OTTERS | {"year": 2021, "doi": "10.5555/r.9", "pmid": "32", "pmcid": "PMC77123", "venue": "River Letters"}


def test_every_identifier_of_every_version_finds_the_paper(library: Library) -> None:
    library.add_records(PREPRINT, ARTICLE)
    (paper,) = library.papers()
    assert paper.ids["doi"] == "10.5555/r.9"
    names = ("doi:10.1101/123456", "10.5555/r.9", "pmid:31", "PMID: 32", "PMC77123", "pmcid:77123",
             "https://pubmed.ncbi.nlm.nih.gov/31/", paper.id)  # fmt: skip
    assert {library.find(name) for name in names} == {OTTERS["title"]}
    with pytest.raises(NotFoundError):
        library.find("pmid:33")


@pytest.mark.parametrize("order", list(permutations(range(4)))[::5])
def test_records_without_identifiers_do_not_make_two_papers_one(order: Sequence[int], library: Library) -> None:
    other = OTTERS | {"year": 2021, "doi": "10.5555/r.10", "venue": "River Letters"}
    records = [ARTICLE, other, OTTERS | {"year": 2021}, PREPRINT]
    library.add_records(*(records[place] for place in order))
    dois = [{paper.ids.get("doi"), *paper.other_ids.get("doi", ())} - {"10.1101/123456"} for paper in library.papers()]
    assert sorted(map(sorted, dois)) == [["10.5555/r.10"], ["10.5555/r.9"]]  # type: ignore[type-var]


def test_all_records_of_one_file_are_judged_alike(library: Library) -> None:
    file = library.files / "all.jsonl"
    others = [OTTERS | {"year": 2021, "doi": f"10.5555/r.{number}"} for number in (10, 11)]
    file.write_text("\n".join(json.dumps(each) for each in (OTTERS, ARTICLE, *others, PREPRINT, ARTICLE)))
    library.add(file)
    assert sorted(paper.ids["doi"] for paper in library.papers()) == ["10.5555/r.10", "10.5555/r.11", "10.5555/r.9"]


def test_papers_that_a_person_merged_stay_one(library: Library) -> None:
    other = OTTERS | {"year": 2021, "doi": "10.5555/r.10", "venue": "River Letters"}
    library.add_records(ARTICLE, other)
    first, second = (paper.id for paper in library.papers())
    with closing(open_store(library.settings)) as store:
        merge_papers(store, first, second)
    library.add_records(ARTICLE | {"year": 2022}, other | {"pages": "1-2"})
    (paper,) = library.papers()
    assert {paper.ids["doi"], *paper.other_ids["doi"]} == {"10.5555/r.9", "10.5555/r.10"}


def test_keywords_that_are_names_keep_their_form(library: Library) -> None:
    library.add_records(OTTERS | {"keywords": ["United States", "Los Angeles", "Rivers", "Diabetes"]})
    assert [keyword.value for keyword in library.papers()[0].keywords] == [
        "united states", "los angeles", "river", "diabetes",
    ]  # fmt: skip
