"""PDFs of two columns for tests: lines stretched to the column's width, words broken at their ends, notes and heads."""

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reportlab.lib.pagesizes import A4
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

FONT, SIZE, PITCH = "Times-Roman", 10, 12
LEFT, WIDTH = 60, 475
CAPTION = "Figure: nothing but a wide caption under what is no picture"
LEAST_PART = 3
"""Letters of a broken word on either line."""


@dataclass(frozen=True)
class Layout:
    """How a text is set. `rows`: lines of each column in a band; `bands`: how many a page has, a caption between two.

    `by_rows`: a line of the right column is written after the one beside it, not after the whole left column.
    """

    rows: int = 40
    bands: int = 1
    gap: float = 14.0
    title: str | None = None
    head: str | None = None
    notes: bool = False
    by_rows: bool = False


def two_columns(text: str, layout: Layout) -> bytes:
    """The text in a PDF."""
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=A4, invariant=1)
    lines = lines_of(text, layout)
    number = 0
    while lines:
        number += 1
        top = _furniture(canvas, layout, number)
        for band in range(layout.bands):
            left, right = lines[: layout.rows], lines[layout.rows : 2 * layout.rows]
            lines = lines[2 * layout.rows :]
            if band and left:
                canvas.setFont(FONT, SIZE)
                _stretched(canvas, LEFT + 100, top - 24, CAPTION, stringWidth(CAPTION, FONT, SIZE))
                top -= 48
            _band(canvas, layout, top, left, right)
            top -= PITCH * layout.rows
        canvas.showPage()
    canvas.save()
    return stream.getvalue()


def lines_of(text: str, layout: Layout) -> list[str]:
    """The lines of the columns, in the order in which they are read."""
    return list(_wrapped(text.split(), (WIDTH - layout.gap) / 2))


def _furniture(canvas: Canvas, layout: Layout, number: int) -> float:
    """Head, title, notes and page number; where the text begins."""
    canvas.setFont(FONT, 8)
    canvas.drawCentredString(LEFT + WIDTH / 2, 30, str(number))
    if layout.head:
        canvas.drawString(LEFT, 812, layout.head)
        canvas.drawRightString(LEFT + WIDTH, 812, f"Page {number}")
    if layout.notes:
        for x, mark in ((LEFT, 2 * number - 1), (LEFT + (WIDTH + layout.gap) / 2, 2 * number)):
            canvas.drawString(x, 64, f"{mark} A note of page {number} that")
            canvas.drawString(x, 54, "goes on for a second line.")
    if number > 1 or not layout.title:
        return 780
    canvas.setFont("Times-Bold", 16)
    canvas.drawCentredString(LEFT + WIDTH / 2, 780, layout.title)
    return 740


def _band(canvas: Canvas, layout: Layout, top: float, left: Sequence[str], right: Sequence[str]) -> None:
    canvas.setFont(FONT, SIZE)
    column = (WIDTH - layout.gap) / 2
    places = [(LEFT, row, line) for row, line in enumerate(left)]
    places += [(LEFT + column + layout.gap, row, line) for row, line in enumerate(right)]
    if layout.by_rows:
        places.sort(key=lambda place: (place[1], place[0]))
    for x, row, line in places:
        _stretched(canvas, x, top - PITCH * row, line, column)


def _stretched(canvas: Canvas, x: float, y: float, line: str, width: float) -> None:
    spare = width - stringWidth(line, FONT, SIZE)
    spaces = line.count(" ")
    text = canvas.beginText(x, y)
    text.setWordSpace(spare / spaces if spaces and spare < width / 4 else 0)
    text.textOut(line)
    canvas.drawText(text)


def _wrapped(words: Sequence[str], width: float) -> Iterator[str]:
    """Lines that are filled as far as they go: a word that does not fit is broken where it can be."""
    line, waiting = "", list(reversed(words))
    while waiting:
        word = waiting.pop()
        longer = f"{line} {word}".strip()
        if stringWidth(longer, FONT, SIZE) <= width:
            line = longer
            continue
        cuts = range(len(word) - LEAST_PART, LEAST_PART - 1, -1) if word.isalpha() else ()
        cut = next((n for n in cuts if stringWidth(f"{line} {word[:n]}-", FONT, SIZE) <= width), None)
        yield line if cut is None else f"{line} {word[:cut]}-"
        line = word if cut is None else word[cut:]
    if line:
        yield line
