"""Papers in which words stand near each other, found by reading those that have the words.

Only where tantivy cannot decide: of three words or more, or of a field with several values. Reading takes a tenth of a
millisecond a paper, so one request of a process reads at a time, the others wait a moment, and none reads beyond its
deadline.
"""

import threading
from collections.abc import Sequence
from typing import Any

import msgspec
import tantivy
from tantivy import Query

from papersearch.deadline import at_most, is_over, seconds_left
from papersearch.document import texts_of
from papersearch.embedded.compile import Near
from papersearch.embedded.proximity import has_near
from papersearch.embedded.tantivy_errors import engine_errors
from papersearch.errors import QueryTimeoutError
from papersearch.paper import Tldr, TldrSource, paper_from_json
from papersearch.text import words

WAIT_S = 0.5
"""For the request that reads; longer, and such requests would hold all threads of a server."""
_LOOKED_AT_ONCE = 200
"""Papers that are read between two looks at the clock."""
_reading = threading.BoundedSemaphore(1)


class _Texts(msgspec.Struct):
    """The fields of one value, out of a paper's JSON: a small part of what reading the whole of it costs."""

    title: str | None = None
    abstract: str | None = None
    comments: str | None = None
    tldr: Tldr | None = None


_decode_texts = msgspec.json.Decoder(_Texts).decode


def near_ties(searcher: tantivy.Searcher, near: Near, candidates: Query, total: int) -> list[int]:
    """The ties of those of the `total` candidates that have the words near each other.

    Raises QueryTimeoutError when the request's time is over before all are read.
    """
    if not total:
        return []
    if not _reading.acquire(timeout=None if seconds_left() is None else at_most(WAIT_S)):
        raise QueryTimeoutError("Another query of this kind is being answered. Try again in a moment.")
    try:
        with engine_errors("searching"):
            hits: Any = searcher.search(candidates, limit=total, count=False, order_by_field="tie").hits
        hits.sort(key=lambda hit: (hit[1].segment_ord, hit[1].doc))  # as they lie on disk
        found: list[int] = []
        for start in range(0, total, _LOOKED_AT_ONCE):
            if is_over():
                raise _too_slow(near, start, total)
            with engine_errors("reading a paper"):
                some = [(tie, searcher.doc(address)) for tie, address in hits[start : start + _LOOKED_AT_ONCE]]
            found += [tie for tie, document in some if _is_near(document, near)]
        return found
    finally:
        _reading.release()


def _is_near(document: tantivy.Document, near: Near) -> bool:
    return any(has_near(value, near.words, near.slop) for value in _values(document, near.field))


def _values(document: tantivy.Document, field: str) -> Sequence[Sequence[str]]:
    """The folded words of each value of a field."""
    if field == "fulltext":
        text = document.get_first(field)
        return [] if text is None else [text.decode().split()]
    body = document["body"][0]
    if field not in _Texts.__struct_fields__:
        return [value.split() for value in texts_of(paper_from_json(msgspec.json.decode(body))).get(field, ())]
    value = getattr(_decode_texts(body), field)
    if isinstance(value, Tldr):
        value = None if value.source == TldrSource.EXTRACTED else value.text
    return [words(value)] if value else []


def _too_slow(near: Near, read: int, total: int) -> QueryTimeoutError:
    phrase = f'"{" ".join(near.words)}"~{near.slop}'
    return QueryTimeoutError(
        f"{phrase} takes too long: {total:,} papers have these words, and {read:,} could be read in time. "
        "Leave out frequent words, or add others to the query."
    )
