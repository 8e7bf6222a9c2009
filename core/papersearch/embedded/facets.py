"""Facets by the law (docs/adr/0005-facets.md): exact counts out of columns, for any query and any selections."""

import heapq
from collections.abc import Callable, Sequence

import numpy as np

from papersearch import text
from papersearch.embedded.columns import NO_NUMBER, Columns, Found, Mask, TagColumn
from papersearch.embedded.compile import selection_key
from papersearch.fields import MISSING
from papersearch.query.request import FacetSpec, Interval, Op, Selection
from papersearch.ragged import Ints
from papersearch.results import Bucket, Facet


def selected(columns: Columns, selection: Selection) -> Mask:
    """The rows that a selection leaves."""
    mask = _not_excluded(columns, selection)
    chosen = [_having(columns, selection.field, value) for value in selection.values]
    chosen += [_within(columns, selection.field, interval) for interval in selection.intervals]
    if chosen:
        combine = np.logical_and if selection.op is Op.AND else np.logical_or
        mask = mask & combine.reduce(chosen)
    return mask


def within_selections(columns: Columns, found: Mask, selections: Sequence[Selection]) -> Mask:
    """The found rows that every selection leaves."""
    for selection in selections:
        found = found & selected(columns, selection)
    return found


def count_facet(columns: Columns, found: Found, spec: FacetSpec, selections: Sequence[Selection]) -> Facet:
    """One facet of the rows that a query found."""
    own = next((s for s in selections if s.field == spec.field), Selection(spec.field))
    counted = found
    if selections:
        mask = within_selections(columns, found.mask, [s for s in selections if s.field != spec.field])
        mask = mask & (selected(columns, own) if own.op is Op.AND else _not_excluded(columns, own))
        counted = Found.of_mask(mask)
    base_count = len(counted.rows)
    column = columns.tags[spec.field]
    counts = column.counts(counted)
    listable = _listable(column, counts, spec.prefix)
    marked = [] if spec.by_value else _marked(own, spec.prefix)
    listed = _listed(column, counts, listable, spec)
    values = {column.table.values[ordinal]: int(counts[ordinal]) for ordinal in listed}
    for value in marked:
        ordinal = column.table.find(value)
        values[value] = int(counts[ordinal]) if ordinal is not None and ordinal < len(counts) else 0
    in_order = list(values) if spec.by_value else sorted(values, key=lambda value: (-values[value], value))
    return Facet(
        buckets=tuple(Bucket(v, v, values[v], v in own.values, v in own.excluded) for v in in_order),
        base_count=base_count,
        other_count=int(counts[listable].sum()) - sum(values.values()),
        missing_count=int(np.count_nonzero(column.is_empty & counted.mask)),
        distinct=len(listable),
    )


def _not_excluded(columns: Columns, selection: Selection) -> Mask:
    mask = np.ones(len(columns), dtype=np.bool_)
    for value in selection.excluded:
        mask &= ~_having(columns, selection.field, value)
    return mask


def _having(columns: Columns, field: str, value: str) -> Mask:
    column = columns.tags[field]
    if value == MISSING:
        return column.is_empty
    key = selection_key(field, value)
    return column.having([o for o in column.table.with_key(key) if o < column.size])


def _within(columns: Columns, field: str, interval: Interval) -> Mask:
    numbers = columns.numbers[field]
    mask: Mask = numbers != NO_NUMBER
    if interval.low is not None:
        mask &= numbers >= interval.low
    if interval.high is not None:
        mask &= numbers <= interval.high
    return mask


def _listable(column: TagColumn, counts: Ints, prefix: str) -> Ints:
    """The ordinals of the values that have a paper and begin as asked."""
    if not prefix:
        return np.flatnonzero(counts)
    begun = column.table.beginning(prefix)
    begun = begun[begun < len(counts)]
    return begun[counts[begun] > 0]


def _begins(prefix: str) -> Callable[[str], bool] | None:
    """A test on folded words with a space before each; None when every value passes."""
    if not prefix:
        return None
    sought = f" {text.index_text(prefix)}"
    return lambda value: sought in value


def _marked(own: Selection, prefix: str) -> list[str]:
    begins = _begins(prefix)
    values = [value for value in (*own.values, *own.excluded) if value != MISSING]
    return values if begins is None else [v for v in values if begins(f" {text.index_text(v)}")]


def _listed(column: TagColumn, counts: Ints, listable: Ints, spec: FacetSpec) -> list[int]:
    """The ordinals of the buckets, in order."""
    if spec.by_value:
        order = _value_order(spec.field)
        values = {column.table.values[ordinal]: ordinal for ordinal in listable.tolist()}
        after = None if spec.after is None else order(spec.after)
        behind = [value for value in values if after is None or order(value) > after]
        return [values[value] for value in heapq.nsmallest(spec.size, behind, key=order)]
    if 0 < spec.size < len(listable):  # only those that can be among the first
        found = counts[listable]
        listable = listable[found >= np.partition(found, -spec.size)[-spec.size]]
    return heapq.nsmallest(spec.size, listable.tolist(), key=lambda o: (-counts[o], column.table.values[o]))


def _value_order(field: str) -> Callable[[str], tuple[int, str]]:
    def as_number(value: str) -> tuple[int, str]:
        try:
            return int(value), ""
        except ValueError:
            return NO_NUMBER, value

    return as_number if field == "year" else lambda value: (0, value)
