"""The two pages of similar ICPR papers among the seeds: does `similar` rank a page's papers above other ICPR papers?

The first paper of such a page is the one that the others are similar to.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from papersearch.naming.identity import paper_id
from papersearch.paper import Paper
from papersearch.query.parameters import FacetChoice, SearchParams
from papersearch.record import Record, StoredRecord
from papersearch.search.service import SearchService
from papersearch_ingest.papers.merging import merge_records
from papersearch_ingest.sources.reading import read_source

_VENUE = "icpr"


class SimilarPage(NamedTuple):
    """A paper and those that a page lists as similar to it, by id."""

    paper: str
    similar: frozenset[str]


class Pages(NamedTuple):
    """All papers of the seeds, and the pages of similar papers."""

    papers: Sequence[Paper]
    pages: Sequence[SimilarPage]


def read_pages(seeds: Path) -> Pages:
    """The papers of the five seeds; records with the same id by identity are one paper."""
    records: dict[str, list[StoredRecord]] = {}
    pages = []
    for path in sorted(seeds.glob("*.txt")):
        stored = _records(path)
        ids = [paper_id(each.record) for each in stored]
        for name, each in zip(ids, stored, strict=True):
            records.setdefault(name, []).append(each)
        if all(each.record.venue and each.record.venue.lower().startswith(_VENUE) for each in stored):
            pages.append(SimilarPage(ids[0], frozenset(ids[1:])))
    return Pages([merge_records(some, known_id=name) for name, some in records.items()], pages)


def _records(path: Path) -> list[StoredRecord]:
    reading = read_source(path, path.name)
    return [
        StoredRecord(item, reading.source_name, path.name, None, reading.parser.name, reading.parser.version)
        for item in reading.items
        if isinstance(item, Record)
    ]


def area_under_curve(service: SearchService, page: SimilarPage, papers: Sequence[Paper]) -> float:
    """How probable it is that a paper of the page ranks above another paper of the venue; ties count half.

    Papers that are not among the hits share the last place.
    """
    of_venue = {paper.id for paper in papers if paper.venue and paper.venue.id == _VENUE} - {page.paper}
    params = SearchParams().choose("venue", FacetChoice((_VENUE,)))
    hits = [hit.id for hit in service.similar(page.paper, len(of_venue), params)]
    place = {paper: hits.index(paper) if paper in hits else len(hits) for paper in of_venue}
    pairs = [(place[one], place[other]) for one in page.similar for other in of_venue - page.similar]
    return sum((one < other) + (one == other) / 2 for one, other in pairs) / len(pairs)
