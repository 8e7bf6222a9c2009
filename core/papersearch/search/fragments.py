r"""Pieces of a text as HTML, escaped, with `<mark>` around given places; never cut or marked inside TeX.

TeX (`$...$`, `\cmd{...}`) is never marked inside, or the formula would no longer be one.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from html import escape

from papersearch.text import Span, fold

FRAGMENTS = 3
FRAGMENT_LENGTH = 180
_TEX = re.compile(
    r"\$\$.{1,600}?\$\$|\$[^$\n]{1,300}\$|\\\(.{1,600}?\\\)|\\\[.{1,600}?\\\]|\\[A-Za-z]+(?:\{[^{}]*\})*", re.DOTALL
)
_ELLIPSIS = "…"


def united(places: list[Span]) -> list[Span]:
    """Overlapping ranges as one; a phrase and the words in it are a single mark."""
    ranges: list[Span] = []
    for place in sorted(places):
        if ranges and place.start < ranges[-1].end:
            ranges[-1] = Span(ranges[-1].start, max(ranges[-1].end, place.end))
        else:
            ranges.append(place)
    return ranges


def outside_tex(places: list[Span], text: str) -> list[Span]:
    """The places that no formula reaches into."""
    formulas = _formulas(text)
    return [place for place in places if not _overlaps(place, formulas)]


def _formulas(text: str) -> list[Span]:
    """Where TeX stands, in order. What is longer than a formula can be is none."""
    may_have = "$" in text or "\\" in text
    return [Span(*match.span()) for match in _TEX.finditer(text)] if may_have else []


def _overlaps(place: Span, ordered: Sequence[Span]) -> bool:
    """Whether a place has something in common with one of these, which stand in order and apart."""
    number = bisect_left(ordered, place.end, key=lambda other: other.start)
    return number > 0 and ordered[number - 1].end > place.start


def marked(text: str, marks: Sequence[Span], start: int, end: int) -> str:
    """HTML of `text[start:end]`; marks that reach over an edge are cut there."""
    parts: list[str] = []
    at = start
    for mark in marks:
        low, high = max(mark.start, at), min(mark.end, end)
        if low >= high:
            continue
        parts += [escape(text[at:low]), "<mark>", escape(text[low:high]), "</mark>"]
        at = high
    parts.append(escape(text[at:end]))
    return "".join(parts)


def fragments(text: str, marks: list[Span], count: int, length: int) -> list[str]:
    """Up to `count` pieces of about `length` characters: those with the most different words, in the text's order."""
    if len(text) <= length:
        return [marked(text, marks, 0, len(text))]
    looks = [fold(text[mark.start : mark.end]) for mark in marks]
    windows: list[tuple[int, Span]] = []
    last = 0
    for number, mark in enumerate(marks):
        while last < len(marks) and marks[last].end <= mark.start + length:
            last += 1
        inside = looks[number:last]
        windows.append((len(set(inside)) * 100 + len(inside), mark))
    formulas = _formulas(text)
    chosen: list[Span] = []
    for _, mark in sorted(windows, key=lambda window: (-window[0], window[1].start)):
        window = _window(text, mark, marks, formulas, length)
        if all(window.end <= other.start or window.start >= other.end for other in chosen):
            chosen.append(window)
        if len(chosen) == count:
            break
    return [_framed(text, marks, window) for window in sorted(chosen)]


def _window(text: str, first: Span, marks: Sequence[Span], formulas: Sequence[Span], length: int) -> Span:
    """About `length` characters with the marks from `first` on in their middle, cut at spaces and not inside TeX."""
    behind = bisect_right(marks, first.start + length, key=lambda mark: mark.end)
    last = max(marks[behind - 1].end, first.end) if behind else first.end
    room = max(length - (last - first.start), 0)
    start = max(0, min(first.start - room // 2, len(text) - length))
    end = min(len(text), max(start + length, last))
    if start > 0:
        space = text.find(" ", start, first.start)
        start = space + 1 if space >= 0 else first.start
    if end < len(text):
        space = text.rfind(" ", last, end)
        end = space if space >= 0 else last
    low, high = _formula_at(start, formulas), _formula_at(end, formulas)
    return Span(low.start if low else start, high.end if high else end)


def _formula_at(place: int, formulas: Sequence[Span]) -> Span | None:
    """The formula that a cut would go through."""
    number = bisect_left(formulas, place, key=lambda formula: formula.start)
    return formulas[number - 1] if number and formulas[number - 1].end > place else None


def _framed(text: str, marks: Sequence[Span], window: Span) -> str:
    before = _ELLIPSIS + " " if window.start > 0 else ""
    after = " " + _ELLIPSIS if window.end < len(text) else ""
    return before + marked(text, marks, window.start, window.end) + after
