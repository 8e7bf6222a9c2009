"""Orders as `sort` and `search_after`, and the sort keys that come back; `cited_pages` has the one by citations."""

from typing import Any

from papersearch.paper import JsonObject
from papersearch.query.request import Order, Sort, SortKey

_FIELDS = {Sort.YEAR: "year", Sort.TITLE: "title_key", Sort.ADDED_AT: "added_at", Sort.UPDATED_AT: "updated_at"}
_LAST_ASCENDING, _LAST_DESCENDING = 2**63 - 1, -(2**63)


def sort_clauses(order: Order) -> list[JsonObject]:
    """`[{"year": {"order": "desc", "missing": "_last"}}, {"tie": "asc"}]`."""
    tie = {"tie": "asc"}
    if order.sort is Sort.RELEVANCE:
        return [{"_score": "desc"}, tie]
    return [{_FIELDS[order.sort]: {"order": "desc" if order.is_descending else "asc", "missing": "_last"}}, tie]


def search_after(order: Order, after: SortKey) -> list[float | int | str | None]:
    """Where to go on. A missing number is the outermost one, a missing title null: so Elasticsearch sorts them."""
    value, tie = after
    if value is None and order.sort is not Sort.TITLE:
        value = _LAST_DESCENDING if order.is_descending else _LAST_ASCENDING
    return [value, tie]


def read_sort_key(values: list[Any]) -> SortKey:
    """The key of a hit from its `sort` values."""
    value, tie = values[0], values[1]
    return (None if value in {_LAST_ASCENDING, _LAST_DESCENDING} else value), int(tie)
