"""Columns of keys read from an index piece by piece, against an index that behaves as Elasticsearch does."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pytest

from papersearch.document import tie_of
from papersearch.elastic import citations as module
from papersearch.elastic.citations import Citations
from papersearch.errors import EngineUnavailableError
from papersearch.paper import JsonObject

WITHIN_S = 1.0
Documents = dict[str, tuple[int, list[int] | None]]


@dataclass
class View:
    """One state of an index: by id, the sequence number with the works that a paper cites, None for a tombstone."""

    documents: Documents
    generation: str = "papers-000001"
    pages: list[int] = field(default_factory=list)
    most_pages: int = 1_000

    def ask(self, body: JsonObject) -> Mapping[str, Any]:
        if "aggs" in body:
            numbers = [number for number, cites in self.documents.values() if cites is not None]
            hits = [{"_index": self.generation}] if self.documents else []
            last = max((number for number, _ in self.documents.values()), default=None)
            counted = {"count": len(numbers), "sum": float(sum(numbers))}
            return {"hits": {"hits": hits}, "aggregations": {"last": {"value": last}, "papers": {"sequence": counted}}}
        if len(self.pages) >= self.most_pages:
            raise EngineUnavailableError("out of time")
        found = sorted(self._hits(body["query"], body["docvalue_fields"]), key=lambda hit: hit["sort"])[: body["size"]]
        self.pages.append(len(found))
        return {"hits": {"hits": found}}

    def _hits(self, query: JsonObject, columns: list[str]) -> list[JsonObject]:
        hits = []
        needs_paper = "bool" in query
        query = query["bool"]["filter"][0] if needs_paper else query
        for name, (number, cites) in self.documents.items():
            is_wanted = (
                number > query["range"]["_seq_no"]["gt"]
                if "range" in query
                else tie_of(name) in query["terms"]["tie"] and cites is not None
            )
            if not is_wanted or (needs_paper and cites is None):
                continue
            values = {"tie": [tie_of(name)], "cites": cites, "known_as": [int(name[2:])]}
            fields = {} if cites is None else {column: values[column] for column in columns if values[column]}
            hits.append({"_id": name, "sort": [number, 0], "fields": fields})
        return hits

    @property
    def expected(self) -> dict[int, int]:
        """By tie, how many papers cite each that is cited."""
        papers = {name: cites for name, (_, cites) in self.documents.items() if cites is not None}
        counts = {name: sum(int(name[2:]) in cites for cites in papers.values()) for name in papers}
        return {tie_of(name): count for name, count in counts.items() if count}


def counted(citations: Citations, view: View) -> dict[int, int]:
    order = citations.order(view.ask, WITHIN_S)
    return dict(zip(order.ties.tolist(), order.counts.tolist(), strict=True))


@pytest.fixture(autouse=True)
def few_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_AT_ONCE", 3)


FIRST: Documents = {
    "p_1": (0, [2, 3]),
    "p_2": (1, [3]),
    "p_3": (2, []),
    "p_4": (3, [1, 3, 9]),
    "p_5": (4, [5]),
    "p_6": (6, [3]),
}


def test_only_later_documents_are_read_again() -> None:
    citations, first = Citations(), View(dict(FIRST))
    assert counted(citations, first) == first.expected
    later = View({**FIRST, "p_1": (7, [4]), "p_2": (8, None), "p_7": (9, [1])})
    assert counted(citations, later) == later.expected
    assert sum(later.pages) == 3
    assert counted(citations, later) == later.expected
    assert sum(later.pages) == 3


def test_an_older_view_has_its_own_counts() -> None:
    citations, first = Citations(), View(dict(FIRST))
    later = View({**FIRST, "p_1": (7, [4]), "p_2": (8, None), "p_7": (9, [1])})
    assert counted(citations, later) == later.expected
    assert counted(citations, first) == first.expected
    assert counted(citations, later) == later.expected


def test_a_document_that_shows_after_one_with_a_higher_number_is_not_missed() -> None:
    citations, first = Citations(), View(dict(FIRST))
    assert counted(citations, first) == first.expected
    later = View({**FIRST, "p_8": (5, [3, 4])})
    assert counted(citations, later) == later.expected


def test_what_was_read_before_the_time_was_over_is_kept() -> None:
    citations, short = Citations(), View(dict(FIRST), most_pages=1)
    with pytest.raises(EngineUnavailableError, match="out of time"):
        counted(citations, short)
    again = View(dict(FIRST))
    assert counted(citations, again) == again.expected
    assert sum(again.pages) == len(FIRST) - 3


def test_another_generation_is_read_from_the_start() -> None:
    citations, first = Citations(), View(dict(FIRST))
    assert counted(citations, first) == first.expected
    other = View({"p_2": (0, [3]), "p_3": (1, [2])}, "papers-000002")
    assert counted(citations, other) == other.expected
    assert counted(citations, View({}, "papers-000003")) == {}
