"""Pages that people copied out of a browser: papers in a row, each with one line that no other line looks like.

That line (the marker: `tl;dr ...`, `Auto-TLDR; ...`) stands between a paper's heading and its body. What lies between
two markers is the body of one paper and then the heading of the next, and only the end of it tells which is which.
Blank lines may have been lost, doubled or added, and paragraphs may be wrapped.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

from papersearch_ingest.parsers.source import Line

LONGEST_TITLE = 300
"""A longer paragraph is an abstract whose title is missing."""


class Unit(NamedTuple):
    """A paragraph, or a line where there are no blank lines: first and last line number, and its text in one line."""

    first: int
    last: int
    text: str


@dataclass(frozen=True, slots=True)
class Block:
    """One paper of a page. `start` and `end` are line numbers; `body` begins after the marker's own text."""

    heading: tuple[Unit, ...]
    marker: Line
    continuation: str
    body: tuple[Unit, ...]
    start: int
    end: int

    @property
    def abstract(self) -> str | None:
        return " ".join(unit.text for unit in self.body) or None


@dataclass(frozen=True, slots=True)
class Page:
    """A page: what stands before its first paper, and the papers."""

    preamble: tuple[Unit, ...]
    blocks: tuple[Block, ...]


def read_page(lines: Iterable[Line], is_marker: Callable[[str], object], heading_size: int) -> Page:
    """The papers of a page, whose headings have `heading_size` units (title; title and authors), the last optional."""
    markers: list[Line] = []
    gaps: list[list[Line]] = [[]]
    for line in lines:
        if is_marker(line.text):
            markers.append(line)
            gaps.append([])
        else:
            gaps[-1].append(line)
    if not markers:
        return Page(tuple(_units(gaps[0])), ())
    cuts = [_cut(_units(gap), heading_size) for gap in gaps[:-1]]
    bodies = [body for body, _ in cuts[1:]] + [tuple(_units(gaps[-1]))]
    blocks = (_block(heading, marker, body) for (_, heading), marker, body in zip(cuts, markers, bodies, strict=True))
    return Page(cuts[0][0], tuple(blocks))


def _units(lines: list[Line]) -> list[Unit]:
    paragraphs = [list(group) for has_text, group in groupby(lines, lambda line: bool(line.text)) if has_text]
    if len(paragraphs) == 1:
        return [Unit(line.number, line.number, line.text) for line in paragraphs[0]]
    return [Unit(p[0].number, p[-1].number, " ".join(line.text for line in p)) for p in paragraphs]


def _cut(units: list[Unit], heading_size: int) -> tuple[tuple[Unit, ...], tuple[Unit, ...]]:
    """Body of the paper before, heading of the paper after."""
    size = min(heading_size, len(units))
    while size and len(units[-size].text) > LONGEST_TITLE:
        size -= 1
    place = len(units) - size
    return tuple(units[:place]), tuple(units[place:])


def _block(heading: tuple[Unit, ...], marker: Line, body: tuple[Unit, ...]) -> Block:
    continuation = ""
    if len(body) > 1 and body[0].first == marker.number + 1 and body[1].first > body[0].last + 1:
        continuation, body = body[0].text, body[1:]
    start = heading[0].first if heading else marker.number
    return Block(heading, marker, continuation, body, start, max([marker.number, *(unit.last for unit in body)]))


def raw_lines(lines: list[str], block: Block) -> str:
    """The source's own text of a block."""
    return "\n".join(lines[block.start - 1 : block.end])


def without(lines: Iterable[Line], is_noise: Callable[[str], object]) -> Iterator[Line]:
    """The lines but those that a page repeats and that say nothing."""
    return (line for line in lines if not is_noise(line.text))
