"""Where a whole text matched: fragments as HTML, each with the number of its page. Pages are parted by form feeds.

Only phrases, and what is asked of `fulltext:` by name, are looked for: a single word of a query is in most whole texts.
A phrase that runs over the end of a page is found by the engines, but not marked here.
"""

import re
from typing import NamedTuple

from papersearch.fragments import FRAGMENT_LENGTH, FRAGMENTS, fragments, outside_tex, united
from papersearch.highlight import Wanted, places_in, positive_leaves, wanted_in
from papersearch.query.nodes import Node, Phrase, Prefix, Word
from papersearch.text import fold

_FIELD = "fulltext"
_OTHER_LETTER = re.compile(r"[^\W\d_a-z]")
_BEGINNING = 3  # letters of a stem that each of its words begins with


class PageFragment(NamedTuple):
    """HTML of a piece of a text, and its page, from 1."""

    page: int
    html: str


def wanted_in_pages(tree: Node) -> Wanted:
    """What a query asks of whole texts; false where that is nothing."""
    leaves = [
        leaf
        for leaf in positive_leaves(tree)
        if isinstance(leaf, Phrase) or (isinstance(leaf, Word | Prefix) and leaf.field == _FIELD)
    ]
    return wanted_in(_FIELD, leaves)


def page_fragments(text: str, wanted: Wanted) -> list[PageFragment]:
    """The first pieces that matched, in the text's order. A page is read as words only when it can have some."""
    found: list[PageFragment] = []
    for number, page in enumerate(text.split("\f"), 1):
        if not _may_have(page, wanted):
            continue
        marks = outside_tex(united(places_in(page, wanted)), page)
        if marks:
            pieces = fragments(page, marks, FRAGMENTS - len(found), FRAGMENT_LENGTH)
            found.extend(PageFragment(number, piece) for piece in pieces)
        if len(found) >= FRAGMENTS:
            break
    return found


def _may_have(page: str, wanted: Wanted) -> bool:
    lowered = page.lower()
    folded = fold(page) if _OTHER_LETTER.search(lowered) else lowered
    beginnings = (*wanted.prefixes, *(each[:_BEGINNING] for each in wanted.stems))
    return any(each in folded for each in beginnings) or any(_has_run(folded, *run) for run in wanted.phrases)


def _has_run(folded: str, run: tuple[str, ...], slop: int) -> bool:
    if not all(word in folded for word in run):
        return False
    return bool(slop) or re.search(r"[\W_]*".join(map(re.escape, run)), folded) is not None
