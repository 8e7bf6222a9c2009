"""Pages by citations: Elasticsearch says which papers match, the order comes from `citations`.

Where few papers match, all of them are put in order here. Where many do, the cited ones are asked for in their order,
chunk by chunk, until the page is full; after them come those that nobody cites.
"""

from collections.abc import Iterator, Sequence
from itertools import islice

import numpy as np

from papersearch.elastic.citations import MOST_AT_ONCE, Ask, CitedOrder, Ties
from papersearch.elastic.compile import compile_query
from papersearch.elastic.filters import filtered
from papersearch.paper import JsonObject
from papersearch.query.request import SearchRequest, SortKey
from papersearch.results import Hit


def cited_hits(ask: Ask, order: CitedOrder, request: SearchRequest, total: int) -> tuple[Hit, ...]:
    """The hits of a page; `total`: how many papers the query matches."""
    keys = _page_keys(ask, order, request, total)
    wanted: JsonObject = {"bool": {"filter": [{"terms": {"tie": [tie for _, tie in keys]}}]}}
    found = ask({"size": len(keys), "track_total_hits": False, "docvalue_fields": ["tie"], "query": wanted})
    bodies = {hit["fields"]["tie"][0]: hit["_source"]["body"] for hit in found["hits"]["hits"]}
    return tuple(Hit(bodies[key[1]], None, key) for key in keys if key[1] in bodies)


def _page_keys(ask: Ask, order: CitedOrder, request: SearchRequest, total: int) -> list[SortKey]:
    query = filtered(compile_query(request.query), request.selections)
    if total <= MOST_AT_ONCE:
        keys = _in_order(_matching(ask, query), order, request)
    else:
        keys = _in_rounds(ask, query, order, request)
    start = request.offset if request.after is None else 0
    return list(islice(keys, start, start + request.limit))


def _matching(ask: Ask, query: JsonObject, *filters: JsonObject) -> Ties:
    """The ties of the papers that match, in no order; at most `MOST_AT_ONCE`."""
    narrowed = {"bool": {"filter": [query, *filters]}}
    body: JsonObject = {"size": MOST_AT_ONCE, "_source": False, "track_total_hits": False, "query": narrowed}
    hits = ask({**body, "docvalue_fields": ["tie"], "sort": ["_doc"]})["hits"]["hits"]
    return np.fromiter((hit["fields"]["tie"][0] for hit in hits), np.uint64, len(hits))


def _in_order(ties: Ties, order: CitedOrder, request: SearchRequest) -> Iterator[SortKey]:
    """The keys of these papers behind the one where the page begins."""
    counts = order.counts_of(ties)
    compared = -counts if request.order.is_descending else counts
    for place in np.lexsort((ties, compared, counts == 0)).tolist():
        key = (int(counts[place]) or None, int(ties[place]))
        if request.after is None or _is_behind(key, request.after, is_descending=request.order.is_descending):
            yield key


def _is_behind(key: SortKey, after: SortKey, *, is_descending: bool) -> bool:
    return _comparable(key, is_descending=is_descending) > _comparable(after, is_descending=is_descending)


def _comparable(key: SortKey, *, is_descending: bool) -> tuple[bool, int, int]:
    count = int(key[0] or 0)
    return key[0] is None, -count if is_descending else count, key[1]


def _in_rounds(ask: Ask, query: JsonObject, order: CitedOrder, request: SearchRequest) -> Iterator[SortKey]:
    """All keys behind the one where the page begins, read as they are asked for."""
    ties, counts = _cited(order, request)
    for start in range(0, len(ties), MOST_AT_ONCE):
        chunk = ties[start : start + MOST_AT_ONCE]
        found = _matching(ask, query, {"terms": {"tie": chunk.tolist()}})
        for place in np.flatnonzero(np.isin(chunk, found)).tolist():
            yield int(counts[start + place]), int(chunk[place])
    yield from _uncited(ask, query, order, request.after)


def _cited(order: CitedOrder, request: SearchRequest) -> tuple[Ties, Sequence[int]]:
    """The cited papers in the order of the request, those before the page's beginning left out."""
    ties, counts = order.ties, order.counts
    if not request.order.is_descending:
        upwards = np.lexsort((ties, counts))
        ties, counts = ties[upwards], counts[upwards]
    if request.after is None:
        return ties, counts.tolist()
    value, tie = request.after
    if value is None:
        return ties[:0], []
    is_beyond = counts < int(value) if request.order.is_descending else counts > int(value)
    is_behind = is_beyond | ((counts == int(value)) & (ties > np.uint64(tie)))
    return ties[is_behind], counts[is_behind].tolist()


def _uncited(ask: Ask, query: JsonObject, order: CitedOrder, after: SortKey | None) -> Iterator[SortKey]:
    """The papers that match and that nobody cites, ties ascending."""
    last = after[1] if after is not None and after[0] is None else None
    while True:
        body: JsonObject = {"size": MOST_AT_ONCE, "_source": False, "track_total_hits": False, "query": query}
        body |= {"docvalue_fields": ["tie"], "sort": [{"tie": "asc"}]}
        hits = ask(body if last is None else {**body, "search_after": [last]})["hits"]["hits"]
        ties = np.fromiter((hit["fields"]["tie"][0] for hit in hits), np.uint64, len(hits))
        yield from ((None, int(tie)) for tie in ties[order.counts_of(ties) == 0])
        if len(hits) < MOST_AT_ONCE:
            return
        last = int(ties[-1])
