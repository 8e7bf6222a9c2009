"""Canaries: recent searches, counted in a new generation and in the live one, before the new one is promoted."""

from collections.abc import Sequence

from papersearch.engine import Reader
from papersearch.errors import QueryError
from papersearch.job_progress import Canary
from papersearch.query.nodes import Node
from papersearch.query.syntax import parse

MOST_CANARIES = 50
ALLOWED_SHARE = 0.02
"""A count may differ by this share, and by the number of queued papers, since writes continue meanwhile."""


def check_canaries(
    reader: Reader, texts: Sequence[str], live: str, new: str, *, moving: int, is_same_schema: bool
) -> list[Canary]:
    """Return the searches that the new generation answers wrongly.

    With the same schema both must count alike. A new schema is meant to change answers, so then only a search that had
    results and has none in the new generation is wrong.
    """
    nodes = [(text, node) for text in texts[:MOST_CANARIES] if (node := _node(text)) is not None]
    before = reader.count([node for _, node in nodes], generation=live)
    after = reader.count([node for _, node in nodes], generation=new)
    found = [Canary(text, *counts) for (text, _), *counts in zip(nodes, before, after, strict=True)]
    return [one for one in found if _is_wrong(one, moving, is_same_schema=is_same_schema)]


def _is_wrong(canary: Canary, moving: int, *, is_same_schema: bool) -> bool:
    allowed = moving + canary.before * ALLOWED_SHARE
    if not is_same_schema:
        return canary.after == 0 and canary.before > moving
    return abs(canary.after - canary.before) > allowed


def _node(text: str) -> Node | None:
    try:
        return parse(text).tree
    except QueryError:
        return None
