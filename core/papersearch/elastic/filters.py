"""Selections in facets as filters, and the frame that every search of ours has."""

from collections.abc import Iterable, Sequence

from papersearch.elastic.compile import range_clause, tag_clause
from papersearch.paper import JsonObject
from papersearch.query.request import Op, Selection

IS_DELETED: JsonObject = {"term": {"is_deleted": True}}


def selected_clause(selection: Selection) -> JsonObject | None:
    """What a hit must have by this selection, or None when it only excludes."""
    clauses = [tag_clause(selection.field, value) for value in selection.values]
    clauses += [range_clause(selection.field, i.low, i.high) for i in selection.intervals]
    if not clauses:
        return None
    if len(clauses) == 1:
        return clauses[0]
    if selection.op is Op.AND:
        return {"bool": {"filter": clauses}}
    return {"bool": {"should": clauses, "minimum_should_match": 1}}


def selected_clauses(selections: Iterable[Selection]) -> list[JsonObject]:
    """The positive parts of all selections."""
    return [clause for clause in map(selected_clause, selections) if clause is not None]


def excluded_clauses(selections: Iterable[Selection]) -> list[JsonObject]:
    """What no hit may be: a deleted paper, or one with an excluded value."""
    return [IS_DELETED, *(tag_clause(s.field, value) for s in selections for value in s.excluded)]


def search_body(
    query: JsonObject, selections: Sequence[Selection] = (), should: Sequence[JsonObject] = ()
) -> JsonObject:
    """A scoring query under the selections: `{"bool": {"must", "filter", "must_not", "should"}}`."""
    clauses: JsonObject = {
        "must": [query],
        "filter": selected_clauses(selections),
        "must_not": excluded_clauses(selections),
        "should": list(should),
    }
    return {"bool": {name: found for name, found in clauses.items() if found}}


def filtered(query: JsonObject, selections: Sequence[Selection] = ()) -> JsonObject:
    """The same without a score."""
    return {
        "bool": {
            "filter": [query, *selected_clauses(selections)],
            "must_not": excluded_clauses(selections),
        }
    }
