"""Walks over papers in the order of their ids, in bounded memory.

tantivy can sort by id, at a cost that grows with what it sorts; so the ids are cut into short ranges first, at the ids
of some papers that are drawn by `tie`, which is evenly spread.
"""

import re
from collections.abc import Iterator
from typing import Any

import tantivy
from tantivy import FieldType, Occur, Order, Query

from papersearch.embedded.tantivy_errors import engine_errors, hit_count

RANGE_SIZE = 4_000
_PLAIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9_]*")
"""Ids that may stand in a range of tantivy's query language as they are."""
_TIES = 2**63


def addresses_by_id(
    index: tantivy.Index, searcher: tantivy.Searcher, query: Query
) -> Iterator[tuple[list[str], list[tantivy.DocAddress]]]:
    """The ids and places of the documents that a query matches, in id order, range by range."""
    with engine_errors("walking"):
        total = hit_count(searcher, query)
        bounds = _bounds(index.schema, searcher, query, total)
    for low, high in zip([None, *bounds], [*bounds, None], strict=True):
        with engine_errors("walking"):
            part = query
            if low is not None or high is not None:
                part = Query.boolean_query([(Occur.Must, query), (Occur.Must, _id_range(index, low, high))])
            count = hit_count(searcher, part)
            if not count:
                continue
            hits: Any = searcher.search(part, limit=count, count=False, order_by_field="id", order=Order.Asc).hits
        yield [found for found, _ in hits], [address for _, address in hits]


def _bounds(schema: tantivy.Schema, searcher: tantivy.Searcher, query: Query, total: int) -> list[str]:
    """Ids that cut the result into ranges of some RANGE_SIZE; none for a short one."""
    if total <= RANGE_SIZE:
        return []
    wanted = total // RANGE_SIZE + 1
    some = Query.range_query(schema, "tie", FieldType.Unsigned, 0, _TIES * wanted // total)
    drawn = Query.boolean_query([(Occur.Must, query), (Occur.Must, some)])
    hits = searcher.search(drawn, limit=4 * wanted + 100).hits
    ids = {str(searcher.doc(address).get_first("id")) for _, address in hits}
    return sorted(found for found in ids if _PLAIN.fullmatch(found))


def _id_range(index: tantivy.Index, low: str | None, high: str | None) -> Query:
    return index.parse_query(f"id:[{low or '*'} TO {high or '*'}}}")
