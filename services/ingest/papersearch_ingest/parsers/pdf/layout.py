"""The order in which one reads a page, out of where its letters stand.

A page is cut into bands by the lines that run across the space between its columns (titles, wide captions, abstracts);
in each band the left column comes before the right one. Where the space is, is told by lines that stand side by side,
on this page or, for a page with few of them, on others. After Nagy and Seth, "Hierarchical representation of optically
scanned documents" (1984), whose cuts these are, with the wide lines as the horizontal ones.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from statistics import median
from typing import NamedTuple

MOST_PIECES = 3_000
"""On a page; one with more is taken as it comes."""
_WIDE = 0.2
"""Of the page's width: a line of text in a column is as wide at least; cells of tables are mostly not."""
_LEAST_GUTTER = 8.0
"""In points: narrower spaces are between words."""
_WEIGHT = 4
"""How many lines across a space outweigh a pair of lines beside it; a page may begin with a wide abstract."""
_SLACK = 1.0
_FEW_PAIRS = 2
_MANY_PAIRS = 6
_MOST_GUTTERS = 3
_SAME_PLACE = 12.0
_BLOCKS_BETWEEN = 4
_BROKEN_END = re.compile(r"[^\W\d_]-$")


class Piece(NamedTuple):
    """Text without a wide space in it: its box in points from the bottom left, the height of its letters.

    Pieces with one `row` follow each other on one line of the page's content.
    """

    left: float
    right: float
    top: float
    bottom: float
    size: float
    text: str
    row: int = 0


class Gutter(NamedTuple):
    """A space between columns: from where to where, and how many pairs of lines stand on both sides of it."""

    low: float
    high: float
    pairs: int

    @property
    def x(self) -> float:
        """Its middle."""
        return (self.low + self.high) / 2

    def parts(self, left: Piece, right: Piece) -> bool:
        """Whether two pieces of one row belong to two columns: what lies between is nearly as wide as this."""
        slack = _SLACK + (self.high - self.low) / 4
        return left.right <= self.low + slack and right.left >= self.high - slack


@dataclass(frozen=True, slots=True)
class Block:
    """Lines that are read one after the other. `is_aside`: no part of the running text, such as notes."""

    lines: tuple[Piece, ...]
    is_aside: bool = False


def read_order(pages: Sequence[Sequence[Piece]]) -> list[list[Block]]:
    """Each page's blocks as one reads them, with what is written along the margin last."""
    upright = [[piece for piece in page if not is_turned(piece)] for page in pages]
    width = max((_width(page) for page in upright if page), default=0.0)
    own = [gutters(page, width) for page in upright]
    common = _common(own)
    return [
        [
            *_page(page, _chosen(found, common), width),
            *(Block((piece,), is_aside=True) for piece in whole if is_turned(piece)),
        ]
        for whole, page, found in zip(pages, upright, own, strict=True)
    ]


def gutters(page: Sequence[Piece], width: float) -> list[Gutter]:
    """Where the spaces between columns are: the places that most pairs of neighbours leave free, the surest first.

    `width` is that of the widest page's text.
    """
    spaces = _spaces(page, width) if len(page) <= MOST_PIECES else []
    found: list[Gutter] = []
    while len(spaces) >= _FEW_PAIRS and len(found) < _MOST_GUTTERS:
        best = _freest(spaces, page)
        if best.pairs < (max(_MANY_PAIRS, found[0].pairs / 2) if found else _FEW_PAIRS):
            break
        found.append(best)
        spaces = [(low, high) for low, high in spaces if not low <= best.x <= high]
    return found


def side_by_side(page: Sequence[Piece]) -> Iterator[tuple[Piece, Piece]]:
    """Each piece with the one next to it on the right, where they stand on one height."""
    ordered = sorted(page, key=lambda piece: -piece.top)
    nearest: dict[int, int] = {}
    for at, upper in enumerate(ordered):
        for other in range(at + 1, len(ordered)):
            lower = ordered[other]
            if lower.top <= upper.bottom:
                break
            if share_height(upper, lower):
                left, right = (at, other) if upper.left <= lower.left else (other, at)
                if ordered[left].right <= ordered[right].left + _SLACK:
                    known = nearest.get(left)
                    if known is None or ordered[right].left < ordered[known].left:
                        nearest[left] = right
    yield from ((ordered[left], ordered[right]) for left, right in nearest.items())


def joined(pieces: Iterable[Piece], spaces: Sequence[Gutter] = ()) -> list[Piece]:
    """Pieces of one row as one, unless one of these spaces parts them."""
    lines: list[Piece] = []
    for piece in pieces:
        last = lines[-1] if lines else None
        if last and last.row == piece.row and not any(space.parts(last, piece) for space in spaces):
            lines[-1] = _together(last, piece)
        else:
            lines.append(piece)
    return lines


def _spaces(page: Sequence[Piece], width: float) -> list[tuple[float, float]]:
    """The spaces between neighbours, where what is written on either side is as wide as a line of a column."""
    wide = _WIDE * width
    starts: dict[int, float] = {}
    ends: dict[int, float] = {}
    for piece in page:
        starts[piece.row] = min(starts.get(piece.row, piece.left), piece.left)
        ends[piece.row] = max(ends.get(piece.row, piece.right), piece.right)
    return [
        (left.right, right.left)
        for left, right in side_by_side(page)
        if right.left - left.right >= _LEAST_GUTTER
        and min(left.right - starts[left.row], ends[right.row] - right.left) >= wide
    ]


def _freest(spaces: Sequence[tuple[float, float]], page: Sequence[Piece]) -> Gutter:
    """What most of the spaces have in common, where not too many lines run across it."""
    changes = [(low, _WEIGHT) for low, _ in spaces] + [(high, -_WEIGHT) for _, high in spaces]
    changes += [(line.left + _SLACK, -1) for line in page] + [(line.right - _SLACK, 1) for line in page]
    weight, pairs, best, place = 0, 0, -len(page) - 1, 0.0
    for x, change in sorted(changes, key=lambda each: (each[0], -each[1])):
        weight += change
        pairs += change // _WEIGHT if abs(change) == _WEIGHT else 0
        if pairs and weight > best:
            best, place = weight, x
    around = [(low, high) for low, high in spaces if low <= place <= high]
    return Gutter(max(low for low, _ in around), min(high for _, high in around), len(around))


def _common(pages: Sequence[Sequence[Gutter]]) -> list[Gutter]:
    """The space that is the same on many pages of a document, if there is one, all its pairs counted."""
    places: dict[int, list[Gutter]] = defaultdict(list)
    for gutter in chain.from_iterable(pages):
        places[round(gutter.x / _SAME_PLACE)].append(gutter)
    sums = [
        Gutter(median(each.low for each in some), median(each.high for each in some), sum(each.pairs for each in some))
        for some in places.values()
    ]
    enough = max(_MANY_PAIRS, len(pages))
    return sorted((each for each in sums if each.pairs >= enough), key=lambda each: -each.pairs)[:1]


def _chosen(own: Sequence[Gutter], common: Sequence[Gutter]) -> list[Gutter]:
    """The document's space, then those of a page that are as sure; without one, the page's."""
    if not common:
        return list(own)
    sure = [each for each in own if each.pairs >= _MANY_PAIRS and abs(each.x - common[0].x) > _SAME_PLACE]
    return [*common, *sure]


def _page(page: Sequence[Piece], spaces: Sequence[Gutter], width: float) -> list[Block]:
    if not spaces or len(page) > MOST_PIECES:
        return [Block(tuple(joined(page)))] if page else []
    return _blocks(joined(page, spaces), spaces, _WIDE * width)


def _blocks(lines: Sequence[Piece], spaces: Sequence[Gutter], wide: float) -> list[Block]:
    """Bands between lines across the first of the spaces; in each the left side before the right."""
    if not spaces:
        return [Block(tuple(joined(lines)))] if lines else []
    first, *others = spaces
    x = first.x
    blocks: list[Block] = []
    across: list[Piece] = []
    band: list[Piece] = []

    def end_band() -> None:
        blocks.extend(_columns(band, first, others, wide))
        band.clear()

    def end_across() -> None:
        if across:
            blocks.append(Block(tuple(joined(across))))
            across.clear()

    for line in chain.from_iterable(rows_of(lines)):
        if line.left < x - _SLACK and line.right > x + _SLACK:
            end_band()
            across.append(line)
        else:
            end_across()
            band.append(line)
    end_band()
    end_across()
    return blocks


def _columns(band: Sequence[Piece], space: Gutter, others: Sequence[Gutter], wide: float) -> list[Block]:
    x = space.x
    left = [line for line in band if line.right <= x + _SLACK]
    right = [line for line in band if line.right > x + _SLACK]
    if left and right and space.pairs < _MANY_PAIRS:
        beside = sum(
            a.right <= x + _SLACK and b.left >= x - _SLACK and min(a.right - a.left, b.right - b.left) >= wide
            for a, b in side_by_side(band)
        )
        if beside < _FEW_PAIRS:
            return [Block(tuple(joined(sorted(band, key=lambda each: (each.row, each.left)))))]
    further = [each for each in others if each.x < x], [each for each in others if each.x > x]
    return [block for side, spaces in zip((left, right), further, strict=True)
            for block in _blocks(side, spaces, wide)]  # fmt: skip


def carry_broken_words(pages: Sequence[Sequence[Block]]) -> list[list[Block]]:
    """The pages with the rest of a word that is broken at a block's end moved there, over columns and pages.

    The rest is the first word of one of the next blocks, if that begins with a small letter. The hyphen stays, and a
    space after it, for `cleaning.mend_hyphens` to judge.
    """
    kept = [list(page) for page in pages]
    flow = [(number, at) for number, page in enumerate(kept) for at, block in enumerate(page) if not block.is_aside]
    for place, (number, at) in enumerate(flow):
        lines = kept[number][at].lines
        if not lines or not _BROKEN_END.search(lines[-1].text):
            continue
        for next_number, next_at in flow[place + 1 : place + 1 + _BLOCKS_BETWEEN]:
            following = kept[next_number][next_at].lines
            if following and following[0].text[0].islower():
                word, _, rest = following[0].text.partition(" ")
                kept[number][at] = Block((*lines[:-1], lines[-1]._replace(text=f"{lines[-1].text} {word}")))
                begun = (following[0]._replace(text=rest),) if rest else ()
                kept[next_number][next_at] = Block((*begun, *following[1:]))
                break
    return kept


def rows_of(page: Iterable[Piece]) -> list[list[Piece]]:
    """What stands on one height, from top to bottom; each from left to right."""
    rows: list[list[Piece]] = []
    for piece in sorted(page, key=lambda each: -each.top):
        if rows and share_height(rows[-1][0], piece):
            rows[-1].append(piece)
        else:
            rows.append([piece])
    return [sorted(row, key=lambda each: each.left) for row in rows]


def share_height(one: Piece, other: Piece) -> bool:
    """Whether two pieces stand on one height: half of the lower one is beside the other."""
    least = min(one.top - one.bottom, other.top - other.bottom)
    return min(one.top, other.top) - max(one.bottom, other.bottom) >= least / 2


def is_turned(piece: Piece) -> bool:
    """Written upwards, as arXiv's stamp is."""
    height = piece.top - piece.bottom
    return height > 4 * piece.size and height > 2 * (piece.right - piece.left)


def _together(first: Piece, then: Piece) -> Piece:
    return Piece(
        min(first.left, then.left), max(first.right, then.right), max(first.top, then.top),
        min(first.bottom, then.bottom), max(first.size, then.size), f"{first.text} {then.text}", first.row,
    )  # fmt: skip


def _width(page: Sequence[Piece]) -> float:
    return max(piece.right for piece in page) - min(piece.left for piece in page)
