"""Columns of a commit, read from its stored rows; those of unchanged papers are taken over from earlier columns."""

from collections.abc import Collection, Sequence
from typing import Any

import msgspec
import numpy as np
import numpy.typing as npt
import tantivy
from tantivy import Query

from papersearch.citation_counts import KeyColumn
from papersearch.embedded.columns import NO_NUMBER, Columns, TagColumn
from papersearch.embedded.packed_texts import PackedTexts
from papersearch.embedded.schema import KEYS, NUMBERS, SELECTABLE, Row
from papersearch.embedded.tantivy_errors import column_values
from papersearch.embedded.value_tables import ValueTable
from papersearch.ragged import Ints, entries_of, starts_of


def load_columns(searcher: tantivy.Searcher, papers: Query, previous: Columns | None) -> Columns:
    """The columns of all papers that a searcher sees; `papers` is the query that matches them all."""
    found = searcher.search(papers, limit=max(searcher.num_docs, 1), order_by_field="tie", order=tantivy.Order.Asc)
    hits = found.hits
    addresses = [address for _, address in hits]
    ties = np.fromiter((tie for tie, _ in hits), np.uint64, len(hits))
    versions = _numbers(searcher, "version", addresses)
    numbers = {name: _numbers(searcher, name, addresses) for name in NUMBERS}
    old_rows = _unchanged(previous, ties, versions)
    new = np.flatnonzero(old_rows < 0)
    rows = _stored_rows(searcher, [addresses[i] for i in new])
    titles = PackedTexts.of([row.title_key for row in rows])
    if previous is not None:
        titles = previous.titles.followed_by(titles).rows(_sources(previous, old_rows, new))
    tags = {}
    for name in SELECTABLE:
        old = previous.tags[name] if previous is not None else None
        table = old.table if old is not None else ValueTable(name)
        if name == "year":
            values: list[Collection[str]] = [() if y == NO_NUMBER else (str(y),) for y in numbers["year"][new].tolist()]
        else:
            values = [row.tags.get(name, ()) for row in rows]
        tags[name] = _tag_column(table, old, old_rows, new, table.ordinals(values))
    keys = {name: _key_column(previous, old_rows, new, rows, name) for name in KEYS}
    return Columns(ties, versions, titles, numbers, tags, keys, fresh=len(new))


def _numbers(searcher: tantivy.Searcher, name: str, addresses: list[tantivy.DocAddress]) -> Ints:
    values = column_values(searcher, name, addresses)
    return np.array([NO_NUMBER if value is None else value for value in values], dtype=np.int64)


def _unchanged(previous: Columns | None, ties: npt.NDArray[np.uint64], versions: Ints) -> Ints:
    """For each row the row of the same version in the previous columns, or -1."""
    if previous is None or not len(previous):
        return np.full(len(ties), -1, dtype=np.int64)
    places = np.minimum(np.searchsorted(previous.ties, ties), len(previous) - 1)
    is_same = (previous.ties[places] == ties) & (previous.versions[places] == versions)
    return np.where(is_same, places, -1)


def _stored_rows(searcher: tantivy.Searcher, addresses: list[tantivy.DocAddress]) -> list[Row]:
    """Stored rows, read in the order in which they lie on disk."""
    decode = msgspec.msgpack.Decoder(Row).decode
    rows: list[Any] = [None] * len(addresses)
    for place in sorted(range(len(addresses)), key=lambda i: (addresses[i].segment_ord, addresses[i].doc)):
        rows[place] = decode(searcher.doc(addresses[place])["row"][0])
    return rows


def _key_column(previous: Columns | None, old_rows: Ints, new: Ints, rows: Sequence[Row], name: str) -> KeyColumn:
    """The column of kept rows, by their old numbers, and new ones."""
    fresh = KeyColumn.of([row.keys.get(name, ()) for row in rows])
    if previous is None:
        return fresh
    return previous.keys[name].followed_by(fresh).rows(_sources(previous, old_rows, new))


def _sources(previous: Columns, old_rows: Ints, new: Ints) -> Ints:
    """Where each row stands in the previous rows that are followed by the new ones."""
    order = old_rows.copy()
    order[new] = len(previous) + np.arange(len(new))
    return order


def _tag_column(
    table: ValueTable, old: TagColumn | None, old_rows: Ints, new: Ints, new_values: list[list[int]]
) -> TagColumn:
    """The column of kept rows, by their old numbers, and new ones."""
    lengths = np.zeros(len(old_rows), dtype=np.int64)
    lengths[new] = [len(values) for values in new_values]
    kept = np.flatnonzero(old_rows >= 0)
    if old is not None:
        lengths[kept] = np.diff(old.starts)[old_rows[kept]]
    starts = starts_of(lengths)
    ordinals = np.empty(int(starts[-1]), dtype=np.int32)
    if old is not None:
        ordinals[entries_of(starts, kept)] = old.ordinals[entries_of(old.starts, old_rows[kept])]
    flat = [ordinal for values in new_values for ordinal in values]
    ordinals[entries_of(starts, new)] = np.array(flat, dtype=np.int32)
    return TagColumn(table, starts, ordinals)
