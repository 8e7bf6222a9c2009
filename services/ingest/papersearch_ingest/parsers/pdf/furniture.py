"""What stands on pages beside their text: running heads, page numbers, and notes at the feet of columns."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from papersearch_ingest.parsers.pdf.layout import Block, Piece, is_turned, joined, rows_of, share_height

_DIGITS = re.compile(r"\d+")
_PAGE_NUMBER = re.compile(
    r"(?:page\s+)?[-–—]?\s*(?:\d{1,4}|[ivxl]{1,6})\s*[-–—]?(?:\s*(?:/|of)\s*\d{1,4})?", re.IGNORECASE
)
_NOTE = re.compile(r"(?:\d{1,2}(?![\d.)\]])|[*†‡§¶∗⋆♯])\s*[^\W\d_]")
_HEADING = re.compile(r"^\s*(?:[\dIVX]{1,4}\.?\s+)?(?:references|bibliography)\s*$", re.IGNORECASE)
_EDGE_ROWS = 2
_APART = 1.25
_LARGE = 1.15
_SMALL = 0.93


class _Edge(NamedTuple):
    """A line in the outermost row of a page (`depth` 0) or the next. `is_apart`: farther off than a line of text."""

    line: Piece
    depth: int
    is_apart: bool


def body_size(pages: Sequence[Sequence[Piece]]) -> float:
    """The height of most letters of a document, 0 without any."""
    weighed = [piece.size for page in pages for piece in page for _ in range(len(piece.text) // 10 + 1)]
    return median(weighed) if weighed else 0.0


def without_heads(pages: Sequence[Sequence[Piece]]) -> list[list[Piece]]:
    """The pages without running heads and page numbers.

    A running head is in one of the two highest or lowest rows, looks the same on three pages (of many, on a third of
    them) but for its digits, and is not in larger letters than the text, as a title is. Two pages are enough for a
    row at the very edge that is farther from the text than lines of text are, and the second row has to be that.
    """
    edges = [list(_edge_lines(joined(page))) for page in pages]
    looks = Counter(look for found in edges for look in {_look(edge.line) for edge in found})
    often = len(pages) // 3
    large = _LARGE * body_size(pages)

    def is_head(edge: _Edge) -> bool:
        enough = max(2 if edge.is_apart and edge.depth == 0 else 3, often)
        return looks[_look(edge.line)] >= enough and edge.line.size < large

    kept: list[list[Piece]] = []
    for page, found in zip(pages, edges, strict=True):
        heads = {edge.line.row for edge in found if is_head(edge)}
        dropped = set(_page_numbers(page, [edge for edge in found if edge.line.row not in heads]))
        kept.append([piece for piece in page if piece.row not in heads and piece not in dropped])
    return kept


def notes_last(blocks: Sequence[Block], usual_size: float) -> list[Block]:
    """The blocks without the notes at their feet, and these after all of them."""
    kept: list[Block] = []
    notes: list[Block] = []
    for place, block in enumerate(blocks):
        follows_text = any(each.size >= _SMALL * usual_size for before in blocks[:place] for each in before.lines)
        at = len(block.lines) if block.is_aside else _first_note(block.lines, usual_size, follows_text=follows_text)
        kept += [replace(block, lines=block.lines[:at])] if at else []
        notes += [Block(block.lines[at:], is_aside=True)] if at < len(block.lines) else []
    return [*kept, *notes]


def _first_note(lines: Sequence[Piece], usual_size: float, *, follows_text: bool) -> int:
    """Where the small lines at the end of a column begin with a mark, or how many lines there are."""
    start = len(lines)
    while start and lines[start - 1].size < _SMALL * usual_size and not _HEADING.match(lines[start - 1].text):
        start -= 1
    if start and _HEADING.match(lines[start - 1].text):
        return len(lines)
    if not start:  # nothing but small lines: a table or a caption, or a column that has no more text
        return 0 if follows_text and lines and _NOTE.match(lines[0].text) else len(lines)
    return next((at for at in range(start, len(lines)) if _NOTE.match(lines[at].text)), len(lines))


def _edge_lines(page: Sequence[Piece]) -> Iterator[_Edge]:
    """What stands in the outermost rows above and below; the second ones only where they are apart from the text."""
    rows = rows_of(piece for piece in page if not is_turned(piece))
    feet = [row[0].bottom for row in rows]
    pitch = median([upper - lower for upper, lower in pairwise(feet)]) if len(rows) > 1 else 0.0
    for step in (1, -1):
        inward, places = rows[::step], feet[::step]
        for depth, row in enumerate(inward[:_EDGE_ROWS]):
            is_apart = depth + 1 >= len(rows) or abs(places[depth] - places[depth + 1]) > _APART * pitch
            if depth == 0 or is_apart:
                yield from (_Edge(line, depth, is_apart) for line in row)


def _page_numbers(page: Sequence[Piece], edges: Sequence[_Edge]) -> Iterator[Piece]:
    """Numbers that stand alone in their row, or at an end of one that is apart from the text."""
    for edge in edges:
        row = [piece for piece in page if piece.row == edge.line.row]
        is_alone = len(row) == 1 and not any(
            other is not edge and share_height(edge.line, other.line) for other in edges
        )
        asked = {row[0], row[-1]} if edge.is_apart else row if is_alone else ()
        yield from (piece for piece in asked if _PAGE_NUMBER.fullmatch(piece.text.strip()))


def _look(line: Piece) -> str:
    return _DIGITS.sub("#", " ".join(line.text.split()).lower())
