"""Facets by the law (docs/adr/0005-facets.md): what to ask, and how to read the answer.

All facets of a search go into one request without hits, which Elasticsearch can keep in its request cache while
somebody turns pages or changes the sort. Each counts under the selections of the others:
`{"<field>": {"filter": ..., "aggs": {"values", "missing", "pairs", "every", "span", "estimate", "chosen"}}}`.

    values     the values to list; of a prefix or a year: all of them
    pairs      the number of (paper, value) pairs, of which `other_count` is what is not listed
    every      all values up to MOST_VALUES, as numbers, counted by `span` and dropped from the answer by EVERY_PATH
    estimate   how many values there are when they are more than are listed or counted
    chosen     counts of the selected values, wherever they stand

`every` triples the cost of a frequent word's facets where there are many values. So a search asks for it at once only
for fields that have few in the whole index (`FewValued`); for others afterwards, where more values are there than are
listed and not too many (`worth_counting`); what is left says that its number of values is an estimate.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from time import monotonic
from typing import Any

from papersearch.document import filter_key
from papersearch.elastic.compile import compile_query, tag_clause, whole_number
from papersearch.elastic.filters import excluded_clauses, selected_clause, selected_clauses
from papersearch.elastic.mapping import SEPARATOR, counted_field, numbered_field
from papersearch.errors import ParameterError, Problem
from papersearch.fields import FACETS, MISSING
from papersearch.paper import JsonObject
from papersearch.query.nodes import Node
from papersearch.query.request import FacetSpec, Op, Selection
from papersearch.results import Bucket, Facet
from papersearch.text import index_text

MOST_VALUES = 10_000
"""Values of one facet that are counted one by one; beyond, `distinct` is an estimate and says so."""

COUNTED_AFTERWARDS = 2_000
"""Values of one facet of a search, by the estimate, that are counted one by one in a second request."""

LEARNT_EVERY_S = 600.0
MOST_COMPLETIONS = 40_000
EVERY_PATH = "aggregations.*.every.buckets"
_FACET_NAMES = frozenset(field.name for field in FACETS)


def facets_body(
    specs: Sequence[FacetSpec], query: Node, selections: Sequence[Selection], *, counted: Collection[str] = ()
) -> JsonObject:
    """A search for counts only. Raises ParameterError for a field that is no facet.

    `counted`: fields whose values are counted one by one even when they are many more than are listed.
    A selection that holds for every facet asked for narrows the query, the others become filters of aggregations.
    """
    for spec in specs:
        if spec.field not in _FACET_NAMES:
            raise ParameterError(Problem("facets", f"{spec.field} is not a facet"))
    shared = [s for s in selections if all(_counts_under(spec, s) for spec in specs)]
    own = [s for s in selections if s not in shared]
    return {
        "size": 0,
        "track_total_hits": False,
        "query": {
            "bool": {
                "filter": [compile_query(query), *selected_clauses(shared)],
                "must_not": excluded_clauses(selections),
            }
        },
        "aggs": {spec.field: _facet_aggregation(spec, selections, own, spec.field in counted) for spec in specs},
    }


def read_facets(
    specs: Sequence[FacetSpec], selections: Sequence[Selection], aggregations: Mapping[str, Any]
) -> dict[str, Facet]:
    """The facets by field."""
    return {spec.field: _read_facet(spec, selections, aggregations[spec.field]) for spec in specs}


def worth_counting(specs: Sequence[FacetSpec], facets: Mapping[str, Facet]) -> list[FacetSpec]:
    """Those whose number of values is an estimate and low enough to be counted."""
    return [
        spec
        for spec in specs
        if facets[spec.field].is_distinct_estimate and facets[spec.field].distinct <= COUNTED_AFTERWARDS
    ]


class FewValued:
    """Which fields have few values in the whole index, learnt from an answer now and then."""

    def __init__(self) -> None:
        self._fields: frozenset[str] = frozenset()
        self._learnt_at: float | None = None

    @property
    def fields(self) -> frozenset[str]:
        """Those that had at most `COUNTED_AFTERWARDS` values when they were last asked for."""
        return self._fields

    @property
    def is_due(self) -> bool:
        """Whether it is time to ask again."""
        return self._learnt_at is None or monotonic() - self._learnt_at > LEARNT_EVERY_S

    def body(self) -> JsonObject:
        """The search that asks; Elasticsearch keeps its answer while the index stays as it is."""
        counted = {name: {"cardinality": {"field": numbered_field(name)}} for name in _FACET_NAMES}
        return {"size": 0, "track_total_hits": False, "aggs": counted}

    def put_off(self) -> None:
        """Not to be asked again for a while, whatever comes of it now."""
        self._learnt_at = monotonic()

    def learn(self, aggregations: Mapping[str, Any]) -> None:
        """Take in its answer."""
        self._fields = frozenset(name for name, found in aggregations.items() if found["value"] <= COUNTED_AFTERWARDS)


def _counts_under(spec: FacetSpec, selection: Selection) -> bool:
    return selection.field != spec.field or selection.op is Op.AND


def _facet_aggregation(
    spec: FacetSpec, selections: Sequence[Selection], own: Sequence[Selection], is_counted: bool
) -> JsonObject:
    filters = [clause for s in own if _counts_under(spec, s) and (clause := selected_clause(s))]
    field = counted_field(spec.field)
    aggregations: JsonObject = {"missing": {"missing": {"field": field}}}
    if spec.field == "year":
        aggregations["values"] = {"terms": {"field": field, "size": MOST_VALUES}}
    elif prefix := index_text(spec.prefix):
        completions = {"field": f"completions.{spec.field}", "include": f"{prefix}.*", "size": MOST_COMPLETIONS}
        aggregations["values"] = {"terms": completions}
    else:
        aggregations |= _counted_apart(spec, field)
        if is_counted or spec.by_value:
            aggregations["every"] = {"terms": {"field": numbered_field(spec.field), "size": MOST_VALUES}}
            aggregations["span"] = {"stats_bucket": {"buckets_path": "every>_count"}}
    if chosen := _chosen(spec, selections):
        aggregations["chosen"] = {"filters": {"filters": [tag_clause(spec.field, value) for value in chosen]}}
    return {"filter": {"bool": {"filter": filters}} if filters else {"match_all": {}}, "aggs": aggregations}


def _counted_apart(spec: FacetSpec, field: str) -> JsonObject:
    if spec.by_value:
        listed: JsonObject = {"size": max(spec.size, 1), "sources": [{"value": {"terms": {"field": field}}}]}
        if spec.after is not None:
            listed["after"] = {"value": spec.after}
        values = {"composite": listed}
    else:
        values = {"terms": {"field": field, "size": max(spec.size, 1)}}
    return {
        "values": values,
        "pairs": {"value_count": {"field": field}},
        "estimate": {"cardinality": {"field": numbered_field(spec.field), "precision_threshold": 3_000}},
    }


def _chosen(spec: FacetSpec, selections: Sequence[Selection]) -> list[str]:
    """The selected values that are listed even beyond the cut."""
    if spec.by_value:
        return []
    values = dict.fromkeys(_own(spec, selections).values)
    return [value for value in values if value != MISSING and _begins_with(value, spec.prefix)]


def _own(spec: FacetSpec, selections: Sequence[Selection]) -> Selection:
    return next((s for s in selections if s.field == spec.field), Selection(spec.field))


def _begins_with(value: str, prefix: str) -> bool:
    return f" {index_text(prefix)}" in f" {index_text(value)}" if prefix else True


def _read_facet(spec: FacetSpec, selections: Sequence[Selection], answer: Mapping[str, Any]) -> Facet:
    counts = _counts(spec, answer)
    if spec.field == "year" or index_text(spec.prefix):
        pairs, distinct = sum(counts.values()), len(counts)
        is_exact = len(answer["values"]["buckets"]) < (MOST_VALUES if spec.field == "year" else MOST_COMPLETIONS)
    else:
        pairs = answer["pairs"]["value"]
        distinct, is_exact = _distinct(answer)
    listed, own = _listed(spec, counts), _own(spec, selections)
    if not spec.by_value:
        listed |= _beyond_the_cut(spec, own, listed, counts, answer)
        listed = dict(sorted(listed.items(), key=lambda pair: (-pair[1], pair[0])))
    selected, excluded = ({_key(spec.field, v) for v in values} for values in (own.values, own.excluded))
    buckets = [Bucket(v, v, n, (key := _key(spec.field, v)) in selected, key in excluded) for v, n in listed.items()]
    return Facet(
        buckets=tuple(buckets),
        base_count=answer["doc_count"],
        other_count=max(pairs - sum(listed.values()), 0),
        missing_count=answer["missing"]["doc_count"],
        distinct=distinct,
        is_distinct_estimate=not is_exact,
    )


def _distinct(answer: Mapping[str, Any]) -> tuple[int, bool]:
    """How many values there are, and whether that is exact."""
    if answer["values"].get("sum_other_doc_count") == 0:
        return len(answer["values"]["buckets"]), True
    counted = answer["span"]["count"] if "span" in answer else len(answer["values"]["buckets"])
    if "span" in answer and counted < MOST_VALUES:
        return counted, True
    return max(answer["estimate"]["value"], counted), False


def _counts(spec: FacetSpec, answer: Mapping[str, Any]) -> dict[str, int]:
    """Values and counts as they came, of a year or prefix all that there are."""
    buckets = answer["values"]["buckets"]
    if spec.field == "year":
        counts = {str(bucket["key"]): bucket["doc_count"] for bucket in buckets}
        return {value: n for value, n in counts.items() if _begins_with(value, spec.prefix)}
    if index_text(spec.prefix):
        return {bucket["key"].partition(SEPARATOR)[2]: bucket["doc_count"] for bucket in buckets}
    if spec.by_value:
        return {bucket["key"]["value"]: bucket["doc_count"] for bucket in buckets}
    return {bucket["key"]: bucket["doc_count"] for bucket in buckets}


def _listed(spec: FacetSpec, counts: Mapping[str, int]) -> dict[str, int]:
    if spec.by_value:
        values: Iterable[str] = sorted(counts, key=lambda value: _value_order(spec.field, value))
        if spec.after is not None:
            bound = _value_order(spec.field, spec.after)
            values = [value for value in values if _value_order(spec.field, value) > bound]
    else:
        values = sorted(counts, key=lambda value: (-counts[value], value))
    return {value: counts[value] for value in list(values)[: spec.size]}


def _value_order(field: str, value: str) -> tuple[int, str]:
    return (whole_number(value) or 0, "") if field == "year" else (0, value)


def _beyond_the_cut(
    spec: FacetSpec, own: Selection, listed: Mapping[str, int], counts: Mapping[str, int], answer: Mapping[str, Any]
) -> dict[str, int]:
    """Selected values that are not listed yet, with their counts, and excluded ones, which no counted paper has."""
    keys = {_key(spec.field, value) for value in listed}
    found: dict[str, int] = {}
    known = {_key(spec.field, value): value for value in counts}
    chosen = _chosen(spec, (own,))
    for value, bucket in zip(chosen, answer["chosen"]["buckets"] if chosen else (), strict=True):
        key = _key(spec.field, value)
        if key not in keys:
            found[known.get(key, value)] = bucket["doc_count"]
            keys.add(key)
    for value in own.excluded:
        if value != MISSING and _key(spec.field, value) not in keys and _begins_with(value, spec.prefix):
            found[value] = 0
            keys.add(_key(spec.field, value))
    return found


def _key(field: str, value: str) -> str:
    return str(whole_number(value)) if field == "year" and whole_number(value) is not None else filter_key(field, value)
