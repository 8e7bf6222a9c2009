"""A view: one commit of one generation, as it was, with what was computed on it."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Generic, TypeVar

import msgspec
import numpy as np
import numpy.typing as npt
import tantivy
from tantivy import Order, Query

from papersearch.document import texts_of
from papersearch.embedded.column_files import read_columns, save_columns, should_save
from papersearch.embedded.column_reading import load_columns
from papersearch.embedded.columns import Columns, Mask
from papersearch.embedded.commit import Commit
from papersearch.embedded.compile import Compiler, Near
from papersearch.embedded.proximity import has_near
from papersearch.embedded.tantivy_errors import column_values, engine_errors, hit_count
from papersearch.embedded.vocabulary import Vocabulary, read_vocabulary
from papersearch.paper import JsonObject, paper_from_json
from papersearch.query.nodes import Everything, Node
from papersearch.query.request import SortKey
from papersearch.results import Hit

Value = TypeVar("Value")

_MATCHES_KEPT, _RANKINGS_KEPT, _NEARS_KEPT = 64, 8, 256
_CHUNK = 2_000
"""Candidates of a near phrase that are read at once."""


class RecentlyUsed(Generic[Value]):
    """A small cache that forgets what was not used for longest; safe for threads."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._values: OrderedDict[Hashable, Value] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: Hashable, compute: Callable[[], Value]) -> Value:
        """The value of a key; two threads may compute it twice, which is harmless."""
        with self._lock:
            if key in self._values:
                self._values.move_to_end(key)
                return self._values[key]
        value = compute()
        with self._lock:
            self._values[key] = value
            while len(self._values) > self._size:
                self._values.popitem(last=False)
        return value


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
        self._matches: RecentlyUsed[Mask] = RecentlyUsed(_MATCHES_KEPT)
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
        """The tantivy query of a node."""
        with engine_errors("reading the query"):
            return self.compiler.query(node)

    def matches(self, node: Node) -> Mask:
        """The rows that a query matches."""
        return self._matches.get(node, lambda: self._match(node))

    def ties(self, query: Query) -> list[int]:
        """The ties of all papers that a query matches, ascending."""
        total = self.count(query)
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

    def hits(self, addresses: Sequence[tantivy.DocAddress], keys: Sequence[SortKey], *, is_scored: bool) -> list[Hit]:
        """The papers at these addresses."""
        with engine_errors("reading papers"):
            documents = [self.searcher.doc(address) for address in addresses]
        return [
            Hit(
                body=msgspec.json.decode(document["body"][0]),
                score=float(key[0]) if is_scored and key[0] is not None else None,
                sort_key=key,
            )
            for document, key in zip(documents, keys, strict=True)
        ]

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

    def body(self, address: tantivy.DocAddress) -> JsonObject:
        """A paper's JSON."""
        with engine_errors("reading a paper"):
            found: JsonObject = msgspec.json.decode(self.searcher.doc(address)["body"][0])
        return found

    def texts(self, address: tantivy.DocAddress) -> dict[str, tuple[str, ...]]:
        """The folded text of a paper by field, as it was indexed; the full text's values as one."""
        with engine_errors("reading a paper"):
            document = self.searcher.doc(address)
        body = msgspec.json.decode(document["body"][0])
        texts = texts_of(paper_from_json(body))
        full_text = document.get_first("fulltext")
        return texts if full_text is None else {**texts, "fulltext": (full_text.decode(),)}

    def _match(self, node: Node) -> Mask:
        columns = self.columns
        if isinstance(node, Everything):
            return np.ones(len(columns), dtype=np.bool_)
        mask = np.zeros(len(columns), dtype=np.bool_)
        ties = self.ties(self.compiled(node))
        mask[columns.rows_of(np.array(ties, dtype=np.uint64))] = True
        return mask

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
        return self._nears.get(near, lambda: self._read_candidates(near, candidates))

    def _read_candidates(self, near: Near, candidates: Query) -> list[int]:
        ties = self.ties(candidates)
        found: list[int] = []
        for start in range(0, len(ties), _CHUNK):
            for tie, address in self.addresses(ties[start : start + _CHUNK]).items():
                values = self.texts(address).get(near.field, ())
                if any(has_near(value.split(), near.words, near.slop) for value in values):
                    found.append(tie)
        return found
