"""Questions about values instead of papers: facet lists, pivots, completion, a keyword's or venue's profile."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product
from math import log

from papersearch.engine import Reader
from papersearch.errors import NotFoundError
from papersearch.fields import BY_NAME, MISSING, Kind
from papersearch.query.build import canonical_value
from papersearch.query.limits import MIN_PREFIX
from papersearch.query.nodes import Everything, Node, Prefix, Range, Tag, Word, conjunction
from papersearch.query.request import FacetSpec, SearchRequest, Selection
from papersearch.results import Bucket, CountedValue, Facet
from papersearch.search.answers import ValueProfile, YearCount
from papersearch.search.labels import LabelSource, canonical_keywords, label_facet, label_values
from papersearch.text import tag_key, words

LARGEST_FACET = 1000
LONGEST_SPAN = 200
"""Years of a table with those between; one wrong year in the far past must not make it endless."""
_NEIGHBOUR_CANDIDATES = 200
_SIGNIFICANT = 6.63
"""Log-likelihood ratio beyond which chance has a probability below 1 %."""
_SUGGESTED_FIELDS = (("authors", "author"), ("venues", "venue"), ("keywords", "keyword"))


@dataclass(frozen=True, slots=True)
class Pivot:
    """Two facets at once: `counts[r][c]` papers have both `rows[r]` and `columns[c]`."""

    rows: tuple[Bucket, ...]
    columns: tuple[Bucket, ...]
    counts: tuple[tuple[int, ...], ...]


class ValueSearch:
    """Answers from the reader, with labels."""

    def __init__(self, reader: Reader, labels: LabelSource) -> None:
        self._reader = reader
        self._labels = labels

    def facet(self, spec: FacetSpec, query: Node, selections: Sequence[Selection] = ()) -> Facet:
        """One facet under a query."""
        return label_facet(
            self._labels, spec.field, self._reader.facet(spec, query, selections), by_value=spec.by_value
        )

    def pivot(self, rows: FacetSpec, columns: FacetSpec, query: Node, selections: Sequence[Selection] = ()) -> Pivot:
        """The most frequent values of two facets, and how many papers have both, all selections applied."""
        row_values = self._counted_values(rows, query, selections)
        column_values = self._counted_values(columns, query, selections)
        pairs = product(row_values, column_values)
        cells = [
            conjunction(query, value_node(rows.field, str(row.value)), value_node(columns.field, str(column.value)))
            for row, column in pairs
        ]
        flat = self._reader.count(cells, selections) if cells else []
        width = len(column_values)
        counts = tuple(tuple(flat[start * width : (start + 1) * width]) for start in range(len(row_values)))
        return Pivot(row_values, column_values, counts)

    def suggest(self, text: str, size: int) -> dict[str, tuple[CountedValue, ...]]:
        """What a beginning may lead to, by section; each value leads to at least one paper."""
        sections: dict[str, tuple[CountedValue, ...]] = {"papers": ()}
        typed = words(text)
        if not typed:
            return sections | {section: () for section, _ in _SUGGESTED_FIELDS}
        sections["papers"] = self._titles(typed, size)
        for section, name in _SUGGESTED_FIELDS:
            facet = self.facet(FacetSpec(name, size=size, prefix=text), Everything())
            sections[section] = tuple(CountedValue(b.value, b.label, b.count) for b in facet.buckets if b.count)[:size]
        return sections

    def random_keywords(self, size: int, seed: int) -> tuple[Bucket, ...]:
        """Keywords at random out of the most frequent ones; the same seed gives the same."""
        listed = self._reader.facet(FacetSpec("keyword", size=LARGEST_FACET), Everything()).buckets
        return tuple(random.Random(seed).sample(listed, min(size, len(listed))))  # noqa: S311 - inspiration, no secret

    def profile(self, field: str, value: str, *, neighbours: int = 20) -> ValueProfile:
        """A value with its papers by year and its significant neighbours. Raises NotFoundError for an unknown one."""
        canonical = canonical_value(field, value)
        if field == "keyword":
            (canonical,) = canonical_keywords(self._labels, (canonical,))
        node = value_node(field, canonical)
        own = self._reader.facet(FacetSpec(field, size=1), Everything(), (Selection(field, (canonical,)),))
        found = next((bucket for bucket in own.buckets if bucket.is_selected and bucket.count), None)
        if found is None:
            raise NotFoundError(f"No papers with {field} {value!r}.")
        years = self._reader.facet(FacetSpec("year", size=LARGEST_FACET), node)
        name = str(found.value)
        label = label_values(self._labels, field, (name,))[name]
        near = self._neighbours(field, name, node, found.count)[:neighbours]
        return ValueProfile(name, label, found.count, _without_gaps(years), near)

    def _neighbours(self, field: str, value: str, node: Node, count: int) -> tuple[CountedValue, ...]:
        """Keywords by how much more often than by chance they stand with this value.

        Log-likelihood ratio of the two-by-two table (T. Dunning, Accurate methods for the statistics of surprise and
        coincidence, 1993).
        """
        together = self._reader.facet(FacetSpec("keyword", size=_NEIGHBOUR_CANDIDATES), node).buckets
        others = [bucket for bucket in together if field != "keyword" or tag_key(str(bucket.value)) != tag_key(value)]
        everything, *alone = self._reader.count(
            [Everything(), *(Tag("keyword", str(bucket.value)) for bucket in others)]
        )
        scored = [
            (log_likelihood(bucket.count, count, total, everything), bucket)
            for bucket, total in zip(others, alone, strict=True)
            if bucket.count * everything > count * total
        ]
        significant = sorted((s for s in scored if s[0] >= _SIGNIFICANT), key=lambda s: (-s[0], str(s[1].value)))
        return tuple(CountedValue(bucket.value, bucket.label, bucket.count) for _, bucket in significant)

    def _counted_values(self, spec: FacetSpec, query: Node, selections: Sequence[Selection]) -> tuple[Bucket, ...]:
        """The most frequent values; years in order, from the first of these to the last, also those without papers."""
        listed = self.facet(spec, query, selections).buckets
        if spec.field == "year":
            listed = tuple(Bucket(year, str(year), 0, is_selected=False) for year in _span(listed))
        nodes = [conjunction(query, value_node(spec.field, str(each.value))) for each in listed]
        counts = self._reader.count(nodes, selections) if nodes else []
        counted = (Bucket(v.value, v.label, count, is_selected=False) for v, count in zip(listed, counts, strict=True))
        return tuple(value for value in counted if value.count or spec.field == "year")

    def _titles(self, typed: Sequence[str], size: int) -> tuple[CountedValue, ...]:
        *whole, last = typed
        end: Node = Prefix(last, "title") if len(last) >= MIN_PREFIX else Word(last, "title")
        query = conjunction(*(Word(word, "title") for word in whole), end)
        hits = self._reader.search(SearchRequest(query=query, limit=size)).hits
        return tuple(CountedValue(hit.id, hit.body.get("title") or hit.id, 1) for hit in hits)


def value_node(field: str, value: str) -> Node:
    """Papers that have this value of a facet."""
    if BY_NAME[field].kind is Kind.INTEGER and value != MISSING:
        return Range(field, int(value), int(value)) if value.lstrip("-").isdigit() else Tag(field, value)
    return Tag(field, value)


def log_likelihood(both: int, first: int, second: int, everything: int) -> float:
    """Dunning's G² of: papers with both values, with the first, with the second, and all papers."""
    cells = (both, first - both, second - both, everything - first - second + both)
    margins = (
        first * second,
        first * (everything - second),
        (everything - first) * second,
        (everything - first) * (everything - second),
    )
    return 2 * sum(
        cell * log(cell * everything / margin)
        for cell, margin in zip(cells, margins, strict=True)
        if cell > 0 and margin > 0
    )


def _without_gaps(years: Facet) -> tuple[YearCount, ...]:
    counted = {int(bucket.value): bucket.count for bucket in years.buckets}
    if not counted:
        return ()
    span: Sequence[int] = range(min(counted), max(counted) + 1)
    if len(span) > LONGEST_SPAN:
        span = sorted(counted)
    return tuple(YearCount(year, counted.get(year, 0)) for year in span)


def _span(listed: Sequence[Bucket]) -> range:
    years = [int(bucket.value) for bucket in listed if bucket.count]
    return range(min(years), min(max(years), min(years) + LONGEST_SPAN) + 1) if years else range(0)
