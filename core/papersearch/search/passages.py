"""Where a whole text matched: fragments as HTML, each with the number of its page. Pages are parted by form feeds.

Only phrases, and what is asked of `fulltext:` by name, are looked for: a single word of a query is in most whole texts.
A phrase that runs over the end of a page is found by the engines, but not marked here.

Reading is limited: a text costs its characters once for each phrase, and once more, where it is read as words, and a
small part of that where a page is only looked over. What is over the limit is not read, and not shown.
"""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from papersearch.query.nodes import Node, Phrase, Prefix, Word, leaves
from papersearch.search.fragments import FRAGMENT_LENGTH, FRAGMENTS, fragments, outside_tex, united
from papersearch.search.marking import Wanted, places_in, wanted_in
from papersearch.text import fold

READ_LIMIT = 2_000_000
"""Characters for all texts of one answer: what one text leaves the later ones share."""
_LOOKED_OVER = 20
"""So many characters that are only looked over cost as much as one that is read."""
_FIELD = "fulltext"
_OTHER_LETTER = re.compile(r"[^\W\d_a-z]")
_BEGINNING = 3  # letters of a stem that each of its words begins with


class PageFragment(NamedTuple):
    """HTML of a piece of a text, and its page, from 1."""

    page: int
    html: str


def wanted_in_pages(tree: Node) -> Wanted:
    """What a query asks of whole texts; false where that is nothing."""
    parts = [
        leaf
        for leaf in leaves(tree, is_positive=True)
        if isinstance(leaf, Phrase) or (isinstance(leaf, Word | Prefix) and leaf.field == _FIELD)
    ]
    return wanted_in(_FIELD, parts)


def fragments_of_texts(texts: Iterable[str], wanted: Wanted, limit: int = READ_LIMIT) -> Iterator[list[PageFragment]]:
    """For each text its first pieces that matched; none of a text has more than an even part of the limit."""
    waiting = list(texts)
    for number, text in enumerate(waiting):
        pieces, cost = page_fragments(text, wanted, limit // (len(waiting) - number))
        limit -= cost
        yield pieces


def page_fragments(text: str, wanted: Wanted, limit: int = READ_LIMIT) -> tuple[list[PageFragment], int]:
    """The first pieces that matched, in the text's order, and what it cost to find them.

    A page is read as words only when it can have some, and only as far as the limit allows.
    """
    found: list[PageFragment] = []
    times = 1 + len(wanted.phrases)
    left = limit
    for number, whole in enumerate(text.split("\f"), 1):
        page = whole if len(whole) <= left // times else whole[: left // times].rpartition(" ")[0]
        left -= len(page) // _LOOKED_OVER
        if not page or not _may_have(page, wanted):
            continue
        left = max(left - len(page) * times, 0)
        marks = outside_tex(united(list(places_in(page, wanted))), page)
        if marks:
            pieces = fragments(page, marks, FRAGMENTS - len(found), FRAGMENT_LENGTH)
            found.extend(PageFragment(number, piece) for piece in pieces)
        if len(found) >= FRAGMENTS:
            break
    return found, limit - left


def _may_have(page: str, wanted: Wanted) -> bool:
    lowered = page.lower()
    folded = fold(page) if _OTHER_LETTER.search(lowered) else lowered
    beginnings = (*wanted.prefixes, *(each[:_BEGINNING] for each in wanted.stems))
    return any(each in folded for each in beginnings) or any(_has_run(folded, *run) for run in wanted.phrases)


def _has_run(folded: str, run: tuple[str, ...], slop: int) -> bool:
    if not all(word in folded for word in run):
        return False
    return bool(slop) or re.search(r"[\W_]*".join(map(re.escape, run)), folded) is not None
