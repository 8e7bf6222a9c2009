"""A view: one commit of one generation, as it was, with what was computed on it."""

import threading
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import numpy.typing as npt
import tantivy
from tantivy import Order, Query

from papersearch.deadline import is_over
from papersearch.embedded.column_files import read_columns, save_columns, should_save
from papersearch.embedded.column_reading import load_columns
from papersearch.embedded.columns import Columns, Found
from papersearch.embedded.commit import Commit
from papersearch.embedded.compile import Compiler, Near
from papersearch.embedded.near_candidates import near_ties
from papersearch.embedded.tantivy_errors import column_values, engine_errors, hit_count
from papersearch.embedded.vocabulary import Vocabulary, read_vocabulary
from papersearch.errors import QueryTimeoutError
from papersearch.paper import JsonObject
from papersearch.query.nodes import Everything, Node
from papersearch.query.request import SortKey
from papersearch.recently_used import RecentlyUsed
from papersearch.results import Hit

_MATCHES_KEPT, _RANKINGS_KEPT, _NEARS_KEPT = 64, 8, 256


@dataclass(frozen=True)
class Ranking:
    """A whole result list by score, best first, ties ascending."""

    scores: npt.NDArray[np.float64]
    ties: npt.NDArray[np.uint64]
    addresses: list[tantivy.DocAddress]

    def __len__(self) -> int:
        return len(self.addresses)

    def start_after(self, key: SortKey) -> int:
        """The place of the first hit behind a sort key, whether or not that hit is there."""
        score, tie = float(key[0] or 0.0), key[1]
        is_before = (self.scores > score) | ((self.scores == score) & (self.ties <= np.uint64(tie)))
        return int(np.count_nonzero(is_before))


class Snapshot:
    """A point in time. Later commits do not change what it answers; safe for threads.

    `revision` names the commit, in every process alike; `opstamp` as in `Commit`.
    """

    def __init__(self, folder: Path, commit: Commit, index: tantivy.Index, previous: Columns | None) -> None:
        self.generation = folder.name
        self._folder = folder
        self.revision = commit.revision
        self.opstamp = commit.opstamp
        self.index = index
        self.searcher = index.searcher()
        self.compiler = Compiler(index.schema, self._look_up)
        self._previous = previous
        self._columns: Columns | None = None
        self._columns_lock = threading.Lock()
        self._matches: RecentlyUsed[Found] = RecentlyUsed(_MATCHES_KEPT)
        self._rankings: RecentlyUsed[Ranking] = RecentlyUsed(_RANKINGS_KEPT)
        self._nears: RecentlyUsed[list[int]] = RecentlyUsed(_NEARS_KEPT)

    @property
    def token(self) -> str:
        """What a cursor calls this view."""
        return f"{self.generation}:{self.revision}"

    @property
    def nearest_columns(self) -> Columns | None:
        """Columns of this commit or an earlier one, if something has asked for them: the next ones start from there."""
        return self._previous if self._columns is None else self._columns

    @property
    def columns(self) -> Columns:
        """The columns of this commit, read when they are first asked for."""
        if self._columns is None:
            with self._columns_lock:
                if self._columns is None:
                    self._columns = self._load_columns(self._previous or read_columns(self._folder))
                    self._previous = None
        return self._columns

    def _load_columns(self, previous: Columns | None) -> Columns:
        with engine_errors("reading columns"):
            columns = load_columns(self.searcher, self.compiler.query(Everything()), previous)
        if should_save(columns):
            save_columns(self._folder, columns)
        return columns

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """The words of this commit, read when a misspelled one is first asked for."""
        with engine_errors("reading words"):
            return read_vocabulary(self.searcher)

    def count(self, query: Query) -> int:
        """How many papers a query matches."""
        with engine_errors("counting"):
            return hit_count(self.searcher, query)

    def compiled(self, node: Node) -> Query:
        """The tantivy query of a node. Raises QueryTimeoutError when the request's time is over."""
        if is_over():
            raise QueryTimeoutError("The query takes longer than a request may.")
        with engine_errors("reading the query"):
            return self.compiler.query(node)

    def matches(self, node: Node, total: int | None = None) -> Found:
        """The rows that a query matches; `total` of them, where their number is known."""
        return self._matches.get(node, lambda: self._match(node, total))

    def ties(self, query: Query, total: int | None = None) -> list[int]:
        """The ties of all papers that a query matches, ascending; `total` of them, where their number is known."""
        total = self.count(query) if total is None else total
        if not total:
            return []
        with engine_errors("searching"):
            hits = self.searcher.search(query, limit=total, count=False, order_by_field="tie", order=Order.Asc).hits
        return [tie for tie, _ in hits]

    def ranking(self, key: Hashable, query: Query) -> Ranking:
        """All hits of a query, kept under a key."""
        return self._rankings.get(key, lambda: self._rank(query, self.count(query)))

    def best(self, query: Query, needed: int) -> tuple[Ranking, int]:
        """At least the first `needed` hits and the number of all.

        tantivy breaks ties by place, we by `tie`: more hits are asked for until the last needed score is passed.
        """
        limit = needed + 50
        while True:
            with engine_errors("searching"):
                found: Any = self.searcher.search(query, limit=limit)
                hits, total = found.hits, int(found.count)
            if total <= limit or needed == 0 or hits[needed - 1][0] > hits[-1][0]:
                return self._ranking_of(hits), total
            limit = min(limit * 8, total)

    def first_by_tie(self, query: Query, needed: int) -> tuple[Ranking, int]:
        """`best` for a query that gives all hits the same score: none need be read only to see which come first."""
        with engine_errors("searching"):
            best: Any = self.searcher.search(query, limit=1)
            if not best.count:
                return self._ranking_of([]), 0
            first = self.searcher.search(
                query, limit=max(needed, 1), count=False, order_by_field="tie", order=Order.Asc
            ).hits
        ((score, _),) = best.hits
        ties = np.array([tie for tie, _ in first], dtype=np.uint64)
        return Ranking(np.full(len(first), score), ties, [address for _, address in first]), int(best.count)

    def hits(self, addresses: Sequence[tantivy.DocAddress], keys: Sequence[SortKey], *, is_scored: bool) -> list[Hit]:
        """The papers at these addresses."""
        return [
            Hit(body, float(key[0]) if is_scored and key[0] is not None else None, key)
            for body, key in zip(self.bodies(addresses), keys, strict=True)
        ]

    def bodies(self, addresses: Sequence[tantivy.DocAddress]) -> list[JsonObject]:
        """The JSON of the papers at these addresses."""
        with engine_errors("reading papers"):
            documents = [self.searcher.doc(address) for address in addresses]
        return [msgspec.json.decode(document["body"][0]) for document in documents]

    def hits_of_rows(self, rows: Sequence[int], values: Sequence[float | int | str | None]) -> list[Hit]:
        """The papers of these rows in this order."""
        ties = [int(self.columns.ties[row]) for row in rows]
        addresses = self.addresses(ties)
        keys: list[SortKey] = list(zip(values, ties, strict=True))
        return self.hits([addresses[tie] for tie in ties], keys, is_scored=False)

    def addresses(self, ties: Sequence[int]) -> dict[int, tantivy.DocAddress]:
        """Where the documents with these ties are; those that are not there are left out."""
        if not ties:
            return {}
        with engine_errors("searching"):
            query = Query.term_set_query(self.compiler.schema, "tie", list(ties))
            query = self.compiler.papers_among(query)
            hits = self.searcher.search(query, limit=len(ties), count=False, order_by_field="tie").hits
        return dict(hits)

    def newest_body(self) -> JsonObject | None:
        """The paper that was changed last; None without any."""
        with engine_errors("reading the newest paper"):
            query = self.compiler.query(Everything())
            hits: Any = self.searcher.search(query, limit=1, count=False, order_by_field="updated").hits
        return self.body(hits[0][1]) if hits else None

    def body(self, address: tantivy.DocAddress) -> JsonObject:
        """A paper's JSON."""
        with engine_errors("reading a paper"):
            found: JsonObject = msgspec.json.decode(self.searcher.doc(address)["body"][0])
        return found

    def _match(self, node: Node, total: int | None) -> Found:
        columns = self.columns
        if isinstance(node, Everything):
            return Found.of_mask(np.ones(len(columns), dtype=np.bool_))
        ties = self.ties(self.compiled(node), total)
        return Found.of_rows(columns.rows_of(np.array(ties, dtype=np.uint64)), len(columns))

    def _rank(self, query: Query, total: int) -> Ranking:
        if not total:
            return self._ranking_of([])
        with engine_errors("searching"):
            hits = self.searcher.search(query, limit=total, count=False).hits
        return self._ranking_of(hits)

    def _ranking_of(self, hits: list[tuple[float, tantivy.DocAddress]]) -> Ranking:
        addresses = [address for _, address in hits]
        with engine_errors("reading ties"):
            found = column_values(self.searcher, "tie", addresses)
        ties = np.array(found, dtype=np.uint64)
        scores = np.fromiter((score for score, _ in hits), np.float64, len(hits))
        order = np.lexsort((ties, -scores))
        return Ranking(scores[order], ties[order], [addresses[i] for i in order.tolist()])

    def _look_up(self, near: Near, candidates: Query) -> list[int]:
        return self._nears.get(near, lambda: near_ties(self.searcher, near, candidates, self.count(candidates)))
