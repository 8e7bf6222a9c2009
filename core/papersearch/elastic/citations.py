"""How often papers are cited, counted in this process out of two columns of the index.

Elasticsearch cannot count them: a paper is cited by any of its keys, and a paper that cites it by two counts once. So
the columns are read here, each document once: later only what has a higher sequence number. The number of papers of a
view and the sum of their sequence numbers prove that what is kept is what the view holds; where they differ, as in a
view that is older than what is kept, the documents that differ are read.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt

from papersearch.citation_counts import KeyColumn, citation_counts
from papersearch.deadline import at_most
from papersearch.document import tie_of
from papersearch.elastic.filters import IS_DELETED
from papersearch.errors import EngineUnavailableError
from papersearch.paper import JsonObject
from papersearch.ragged import Ints

Ties: TypeAlias = npt.NDArray[np.uint64]
Ask: TypeAlias = Callable[[JsonObject], Mapping[str, Any]]
"""Asks one view of the index."""

MOST_AT_ONCE = 10_000
"""Documents of one answer: Elasticsearch's `index.max_result_window`."""
_ORDERS_KEPT = 8
_COLUMNS = ("cites", "known_as")
_SEQUENCE = "_seq_no"
_BY_SEQUENCE: list[JsonObject] = [{_SEQUENCE: "asc"}]


class Stamp(NamedTuple):
    """What tells the states of an index apart: its papers, and the sum of their sequence numbers."""

    generation: str
    papers: int
    sequence_sum: int


@dataclass(frozen=True)
class CitedOrder:
    """The papers that others cite, the most cited first, ties ascending."""

    ties: Ties
    counts: Ints

    @cached_property
    def _by_tie(self) -> tuple[Ties, Ints]:
        order = np.argsort(self.ties)
        return self.ties[order], self.counts[order]

    def counts_of(self, ties: Ties) -> Ints:
        """How often each of these papers is cited, 0 for those that nobody cites."""
        known, counts = self._by_tie
        if not len(known):
            return np.zeros(len(ties), dtype=np.int64)
        places = np.minimum(np.searchsorted(known, ties), len(known) - 1)
        return np.where(known[places] == ties, counts[places], 0)


@dataclass(frozen=True)
class _Rows:
    """Papers with their sequence numbers and keys."""

    ties: Ties = field(default_factory=lambda: np.zeros(0, dtype=np.uint64))
    sequence: Ints = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    cites: KeyColumn = field(default_factory=lambda: KeyColumn.of(()))
    known_as: KeyColumn = field(default_factory=lambda: KeyColumn.of(()))

    @classmethod
    def of(cls, hits: Sequence[Mapping[str, Any]]) -> "_Rows":
        """Of hits sorted by sequence number; tombstones among them have no keys and are left out."""
        papers = [hit for hit in hits if "tie" in hit.get("fields", {})]
        columns = [KeyColumn.of([hit["fields"].get(name, ()) for hit in papers]) for name in _COLUMNS]
        return cls(
            np.fromiter((hit["fields"]["tie"][0] for hit in papers), np.uint64, len(papers)),
            np.fromiter((hit["sort"][0] for hit in papers), np.int64, len(papers)),
            *columns,
        )

    def only(self, mask: npt.NDArray[np.bool_]) -> "_Rows":
        chosen = np.flatnonzero(mask)
        return _Rows(self.ties[chosen], self.sequence[chosen], self.cites.rows(chosen), self.known_as.rows(chosen))

    def with_changes(self, changes: Sequence["_Rows"], changed: Ties) -> "_Rows":
        """These rows with others in the place of the papers that have changed."""
        kept = self.only(~np.isin(self.ties, changed))
        parts = [kept, *changes]
        cites, known_as = kept.cites, kept.known_as
        for each in changes:
            cites, known_as = cites.followed_by(each.cites), known_as.followed_by(each.known_as)
        return _Rows(
            np.concatenate([part.ties for part in parts]),
            np.concatenate([part.sequence for part in parts]),
            cites,
            known_as,
        )

    def stamp(self, generation: str) -> Stamp:
        return Stamp(generation, len(self.ties), int(self.sequence.sum()))

    def order(self) -> CitedOrder:
        counts = citation_counts(self.cites, self.known_as)
        cited = np.flatnonzero(counts)
        cited = cited[np.lexsort((self.ties[cited], -counts[cited]))]
        return CitedOrder(self.ties[cited], counts[cited])


class _Kept(NamedTuple):
    """What was read of a generation: the newest rows, and the last sequence number among all that was looked at."""

    generation: str
    rows: _Rows
    last: int


class Citations:
    """The orders by citations of the views that were asked for last. Safe for threads."""

    def __init__(self) -> None:
        self._kept = _Kept("", _Rows(), -1)
        self._orders: OrderedDict[Stamp, CitedOrder] = OrderedDict()
        self._lock = threading.Lock()

    def order(self, ask: Ask, within_s: float) -> CitedOrder:
        """The order of a view. Raises EngineUnavailableError where it cannot be had in time.

        What was read until then is kept: the next question goes on from there.
        """
        if not self._lock.acquire(timeout=at_most(within_s)):
            raise EngineUnavailableError("citations are still being counted")
        try:
            stamp, last = _state(ask)
            if stamp not in self._orders:
                self._orders[stamp] = self._rows(ask, stamp, last).order()
                while len(self._orders) > _ORDERS_KEPT:
                    self._orders.popitem(last=False)
            self._orders.move_to_end(stamp)
            return self._orders[stamp]
        finally:
            self._lock.release()

    def _rows(self, ask: Ask, stamp: Stamp, last: int) -> _Rows:
        if self._kept.generation != stamp.generation:
            self._kept = _Kept(stamp.generation, _Rows(), -1)
        if self._kept.last < last:
            self._read_changes(ask)
        rows = self._kept.rows
        if rows.stamp(stamp.generation) != stamp:
            rows = _reconciled(ask, rows)
            if last >= self._kept.last:
                self._kept = self._kept._replace(rows=rows)
        return rows

    def _read_changes(self, ask: Ask) -> None:
        generation, rows, last = self._kept
        changes: list[_Rows] = []
        changed: list[int] = []
        try:
            while True:
                hits = _page(ask, {"range": {_SEQUENCE: {"gt": last}}})
                changes.append(_Rows.of(hits))
                changed += [tie_of(hit["_id"]) for hit in hits]
                last = hits[-1]["sort"][0] if hits else last
                if len(hits) < MOST_AT_ONCE:
                    return
        finally:
            self._kept = _Kept(generation, rows.with_changes(changes, np.array(changed, dtype=np.uint64)), last)


def _state(ask: Ask) -> tuple[Stamp, int]:
    """The stamp of a view, and its last sequence number, be it a deletion's."""
    answer = ask({
        "size": 1,
        "_source": False,
        "track_total_hits": False,
        "aggs": {
            "last": {"max": {"field": _SEQUENCE}},
            "papers": {"filter": _NOT_DELETED, "aggs": {"sequence": {"stats": {"field": _SEQUENCE}}}},
        },
    })  # fmt: skip
    hits, found = answer["hits"]["hits"], answer["aggregations"]
    counted = found["papers"]["sequence"]
    generation = hits[0]["_index"] if hits else ""
    return Stamp(generation, counted["count"], int(counted["sum"])), int(found["last"]["value"] or 0)


_NOT_DELETED: JsonObject = {"bool": {"must_not": [IS_DELETED]}}


def _page(ask: Ask, query: JsonObject, columns: Sequence[str] = ("tie", *_COLUMNS)) -> Sequence[Mapping[str, Any]]:
    """Documents with their sequence numbers and columns, the oldest first."""
    answer = ask({
        "size": MOST_AT_ONCE,
        "_source": False,
        "track_total_hits": False,
        "query": query,
        "docvalue_fields": list(columns),
        "sort": _BY_SEQUENCE,
    })  # fmt: skip
    hits: Sequence[Mapping[str, Any]] = answer["hits"]["hits"]
    return hits


def _reconciled(ask: Ask, rows: _Rows) -> _Rows:
    """The rows of a view, those that are the same in it taken over."""
    held = _held(ask)
    order = np.argsort(rows.ties)
    places = np.minimum(np.searchsorted(rows.ties[order], held.ties), max(len(order) - 1, 0))
    here = order[places] if len(order) else places
    is_same = np.zeros(len(held.ties), dtype=np.bool_)
    if len(order):
        is_same = (rows.ties[here] == held.ties) & (rows.sequence[here] == held.sequence)
    wanted = held.ties[~is_same]
    missing = [
        _Rows.of(_page(ask, {"terms": {"tie": wanted[start : start + MOST_AT_ONCE].tolist()}}))
        for start in range(0, len(wanted), MOST_AT_ONCE)
    ]
    same = np.zeros(len(rows.ties), dtype=np.bool_)
    same[here[is_same]] = True
    return rows.only(same).with_changes(missing, wanted)


def _held(ask: Ask) -> _Rows:
    """Every paper of a view with its sequence number alone."""
    found, last = [_Rows()], -1
    while True:
        later = {"range": {_SEQUENCE: {"gt": last}}}
        hits = _page(ask, {"bool": {"filter": [later], "must_not": [IS_DELETED]}}, ("tie",))
        found.append(_Rows.of(hits))
        if len(hits) < MOST_AT_ONCE:
            return _Rows().with_changes(found, np.zeros(0, dtype=np.uint64))
        last = hits[-1]["sort"][0]
