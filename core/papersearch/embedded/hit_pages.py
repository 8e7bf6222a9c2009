"""Pages of hits, by relevance from tantivy or by a field from columns."""

from collections.abc import Sequence

import numpy as np
import tantivy
from tantivy import Query

from papersearch.document import tie_of
from papersearch.embedded.columns import NO_NUMBER
from papersearch.embedded.facets import within_selections
from papersearch.embedded.snapshot import Ranking, Snapshot
from papersearch.embedded.tantivy_errors import engine_errors
from papersearch.engine import Head
from papersearch.query.nodes import And, AuthorName, Everything, Identifier, Node, Not, Prefix, Range, Tag
from papersearch.query.request import SearchRequest, Sort, SortKey
from papersearch.ragged import Ints
from papersearch.results import Hit
from papersearch.text import words

_COLUMNS = {
    Sort.YEAR: "year",
    Sort.ADDED_AT: "added",
    Sort.UPDATED_AT: "updated",
    Sort.TITLE: "title",
    Sort.CITED: "cited",
}
_DEEP = 1_000
"""From this place on a whole ranking is made and kept, since more pages of it will be asked for."""


def page(view: Snapshot, request: SearchRequest, head: Head | None = None) -> tuple[int, list[Hit]]:
    """The exact number of hits, and those of the page."""
    if request.limit > 0:
        if request.order.sort is Sort.RELEVANCE:
            return _page_by_score(view, request, head)
        return _page_by_field(view, request)
    return view.count(_query(view, request, is_ranked=False)), []


def hits_of_ranking(view: Snapshot, ranking: Ranking, start: int, limit: int) -> list[Hit]:
    """A part of a ranking."""
    end = min(start + limit, len(ranking))
    keys: list[SortKey] = [(float(ranking.scores[i]), int(ranking.ties[i])) for i in range(start, end)]
    return view.hits(ranking.addresses[start:end], keys, is_scored=True)


def hits_by_id(view: Snapshot, addresses: Sequence[tantivy.DocAddress]) -> list[Hit]:
    """The papers at these addresses with their ids as sort keys."""
    return [Hit(body, None, (body["id"], tie_of(body["id"]))) for body in view.bodies(addresses)]


def _query(view: Snapshot, request: SearchRequest, *, is_ranked: bool) -> Query:
    compiled = view.compiled(request.query)
    with engine_errors("reading the query"):
        filtered = view.compiler.filtered(compiled, request.selections)
        return view.compiler.ranked(filtered, request.rank_phrases) if is_ranked else filtered


def _page_by_score(view: Snapshot, request: SearchRequest, head: Head | None) -> tuple[int, list[Hit]]:
    """The first pages ask tantivy for as much as they need; walks and deep pages share one whole ranking."""
    query = _query(view, request, is_ranked=True)
    needed = max(request.offset + request.limit, head.size if head else 0)
    is_walk = request.after is not None or request.keep_snapshot or request.snapshot is not None
    if is_walk or needed > _DEEP:
        key = (request.query, request.selections, request.rank_phrases)
        ranking = view.ranking(key, query)
        total = len(ranking)
    elif not request.rank_phrases and _scores_alike(request.query):
        ranking, total = view.first_by_tie(query, needed)
    else:
        ranking, total = view.best(query, needed)
    start = request.offset if request.after is None else ranking.start_after(request.after)
    if head is not None:
        ranking = _arranged(ranking, head)
    return total, hits_of_ranking(view, ranking, start, request.limit)


def _scores_alike(node: Node) -> bool:
    """Whether all papers that a query matches have the same score, as far as can be seen from its form."""
    if isinstance(node, And):
        return all(isinstance(child, Not) or _scores_alike(child) for child in node.children)
    if isinstance(node, Prefix):
        return len(words(node.text)) == 1
    return isinstance(node, Everything | Tag | AuthorName | Identifier | Range | Not)


def _arranged(ranking: Ranking, head: Head) -> Ranking:
    size = min(head.size, len(ranking))
    keys: list[SortKey] = [(float(ranking.scores[i]), int(ranking.ties[i])) for i in range(size)]
    order = [*head.arrange(keys), *range(size, len(ranking))]
    return Ranking(ranking.scores[order], ranking.ties[order], [ranking.addresses[place] for place in order])


def _page_by_field(view: Snapshot, request: SearchRequest) -> tuple[int, list[Hit]]:
    columns = view.columns
    found = within_selections(columns, view.matches(request.query).mask, request.selections)
    name = _COLUMNS[request.order.sort]
    order = columns.order(name, is_descending=request.order.is_descending)
    rows = order[found[order]]
    start = request.offset if request.after is None else _start_after(view, rows, request)
    cut = rows[start : start + request.limit]
    if name == "title":
        values: list[float | int | str | None] = [columns.titles[row] or None for row in cut]
    else:
        values = [None if v == NO_NUMBER else v for v in columns.sort_numbers(name)[cut].tolist()]
    return len(rows), view.hits_of_rows(cut.tolist(), values)


def _start_after(view: Snapshot, rows: Ints, request: SearchRequest) -> int:
    """The place of the first row behind a sort key, whether or not that paper is still there."""
    if request.after is None:
        return 0
    value, tie = request.after
    columns = view.columns
    name = _COLUMNS[request.order.sort]
    numbers = columns.sort_numbers(name)[rows]
    is_missing = numbers == NO_NUMBER
    is_tie_before = columns.ties[rows] <= np.uint64(tie)
    if value is None:
        is_before = ~is_missing | is_tie_before
    else:
        number = columns.title_number(str(value)) if name == "title" else int(value)
        is_beyond = numbers > number if request.order.is_descending else numbers < number
        is_before = ~is_missing & (is_beyond | ((numbers == number) & is_tie_before))
    return int(np.count_nonzero(is_before))
