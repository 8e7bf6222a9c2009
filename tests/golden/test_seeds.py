"""What the five real pages become. The figures are facts about the pages, counted by hand."""

from collections import Counter
from collections.abc import Iterator

import pytest

from papersearch.paper import Paper, TldrSource
from papersearch.record import Record, StoredRecord
from papersearch_ingest.papers.matching import is_same_paper, match_keys
from papersearch_ingest.papers.merging import merge_records
from papersearch_ingest.sources.reading import read_source


@pytest.fixture(scope="module")
def stored(seeds) -> list[StoredRecord]:
    return [record for path in sorted(seeds.glob("*.txt")) for record in _read(path)]


def _read(path) -> Iterator[StoredRecord]:
    reading = read_source(path, path.name)
    for item in reading.items:
        assert isinstance(item, Record), item
        yield StoredRecord(item, reading.source_name, path.name, None, reading.parser.name, reading.parser.version)


def group(stored: list[StoredRecord]) -> list[list[StoredRecord]]:
    """Records by paper: candidates by key, then the judgement; what the store does, in memory."""
    papers: list[list[StoredRecord]] = []
    index: dict[int, set[int]] = {}
    for one in stored:
        keys = match_keys([one.record])[0]
        candidates = sorted({place for key in keys for place in index.get(key, ())})
        same = [p for p in candidates if any(is_same_paper(one.record, other.record) for other in papers[p])]
        place = same[0] if same else len(papers)
        if not same:
            papers.append([])
        papers[place].append(one)
        for key in keys:
            index.setdefault(key, set()).add(place)
    return papers


@pytest.fixture(scope="module")
def papers(stored) -> list[Paper]:
    return [merge_records(records) for records in group(stored)]


def by_arxiv(papers: list[Paper], ident: str) -> Paper:
    (paper,) = [p for p in papers if p.ids.get("arxiv") == ident]
    return paper


def test_375_records_are_357_papers(stored, papers):
    assert (len(stored), len(papers), len({p.id for p in papers})) == (375, 357, 357)


def test_order_of_the_pages_changes_nothing(stored, papers):
    backwards = [merge_records(records) for records in group(stored[::-1])]
    assert sorted(backwards, key=lambda p: p.id) == sorted(papers, key=lambda p: p.id)


def test_venues_and_years(papers):
    counts = Counter((p.venue.id, p.year) for p in papers if p.venue)
    assert counts == {
        ("iclr", 2019): 254, ("iclr", 2018): 1, ("icpr", 2020): 84, ("eccv", 2018): 2, ("cvpr", 2019): 1,
        ("aaai", 2019): 1, ("isnn", 2015): 1, ("frontiers-robotics-ai", 2019): 1,
    }  # fmt: skip
    assert by_arxiv(papers, "1804.02391").venue.label == "ICLR"
    assert by_arxiv(papers, "1804.00097").venue is None
    assert all(p.year for p in papers)


def test_explorer_pages_overlap_and_state_materials(papers):
    icpr = [p for p in papers if p.venue and p.venue.id == "icpr"]
    assert sum(len(p.sources) == 2 for p in icpr) == 14
    assert Counter(m for p in icpr for m in p.materials) == {"slides": 81, "poster": 78}
    assert all(p.tldr.source is TldrSource.AUTO for p in icpr)
    assert all(p.provenance["venue"] == p.provenance["year"] == "profile" for p in icpr)


def test_no_tldr_is_invented(stored, papers):
    page = [one.record for one in stored if one.source == "result-page"]
    assert Counter(r.tldr.source if r.tldr else None for r in page) == {TldrSource.AUTHORS: 201, None: 56}
    assert sum(p.tldr is not None and p.tldr.source is TldrSource.AUTHORS for p in papers) == 201


def test_authors_keywords_of_a_listing(papers):
    keywords = by_arxiv(papers, "1804.06364").keywords
    assert [k.value for k in keywords] == [
        "semi-supervised learning", "deep generative model", "variational autoencoder", "human pose estimation",
    ]  # fmt: skip
    assert {str(k.source) for k in keywords} == {"author"}


def test_doi_and_journal_reference_of_a_listing(papers):
    paper = by_arxiv(papers, "1806.02479")
    assert paper.ids["doi"] == "10.1007/978-3-319-25393-0_25"
    assert paper.journal_ref == "International Symposium on Neural Networks. Springer, Cham, 2015"
    assert by_arxiv(papers, "1804.00097").abstract.startswith("To accelerate research")


def test_snip_is_one_paper_of_two_sources(papers):
    paper = by_arxiv(papers, "1810.02340")
    assert paper.title.startswith("SNIP")
    assert paper.tldr.source is TldrSource.AUTHORS
    assert (paper.venue.id, paper.year, paper.comments) == ("iclr", 2019, "Under review at ICLR 2019")
    assert {s.name for s in paper.sources} == {"result-page", "arxiv-listing"}
    assert paper.links["html"] == "https://arxiv.org/abs/1810.02340"


def test_like_titles_and_abstracts_are_two_papers(papers):
    titles = Counter(p.title for p in papers if p.title and p.title.startswith("How Training Data Affect"))
    assert sorted(titles.values()) == [1, 1]


def test_broken_hyphens(stored):
    text = " ".join(one.record.abstract or "" for one in stored)
    for mended in ("training driving", "believe that knowledge", "Specifically segmentation",
                   "driving-related perception", "multi-task perception knowledge", "explanation ability",
                   "Max-Min network",
                   "approaches unlikely", "deeper network architectures", "learning models", "gradient descent (SGD)",
                   "state-of-the-art method", "end-to-end manner", "self-aware agent",
                   "output weights",
                   "batch- and group-normalization", "Fashion-MNIST, STL10", "accelerate training",
                   "limited dataset",
                   "target network", "transfer learning framework", "Feature Map", "neural network, DELTA",
                   "outperforms these",
                   "cross-entropy loss)", "prior-knowledge on", "input- and space-dependent",
                   "inner- and cross-domain"):  # fmt: skip
        assert mended in text, mended
