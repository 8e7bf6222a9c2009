"""Rows of delimited text as they stream by, with their lines and raw text (RFC 4180, and what is written in its place).

The standard library's reader is not used: it bounds a cell by a setting of the whole process, says nothing of a row's
text, and a quote that is never closed takes the rest of the file with it.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from papersearch.record import Reject
from papersearch_ingest.parsers.source import Source
from papersearch_ingest.parsers.text_stream import LONGEST_RECORD, RAW_HEAD, TextLine, text_lines

DELIMITERS = ",;\t|"
MOST_LINES = 2000
"""Lines of one row beyond which its quote counts as never closed. After each such row half as many are looked at."""
_LEAST_LINES = 2


@dataclass(frozen=True, slots=True)
class Row:
    """A row: the line on which it begins, its text, its cells. `is_cut_off`: the last one, and no line end after it."""

    line: int
    raw: str
    cells: tuple[str, ...]
    is_cut_off: bool = False


def find_delimiter(line: str) -> str | None:
    """The delimiter that cuts a line into the most cells; None when none does."""
    counts = {sign: len(cells) for sign in DELIMITERS if (cells := split_row(line, sign))}
    best = max(counts, key=lambda sign: counts[sign], default=None)
    return best if best and counts[best] > 1 else None


def read_rows(source: Source, first_line: int = 1) -> Iterator[Row | Reject]:
    """The rows from a line on, the first of which decides on the delimiter.

    Rows that are too long or have no end are rejects.
    """
    delimiter: str | None = None
    reach = MOST_LINES
    ends_in_line_end = _ends_in_line_end(source)
    lines = _Lines(line for line in text_lines(source) if line.number >= first_line)
    while line := lines.next():
        if not line.is_whole:
            yield Reject("This row is longer than a record can be.", line.number, line.text)
            continue
        if not line.text.strip():
            continue
        if delimiter is None:
            delimiter = find_delimiter(line.text) or ","
        taken, text, cells = [line], line.text, split_row(line.text, delimiter)
        while cells is None and len(taken) < reach and len(text) < LONGEST_RECORD:
            following = lines.next()
            if following is None:
                break
            taken.append(following)
            text = f"{text}\n{following.text}"
            cells = split_row(text, delimiter) if '"' in following.text else None
        reach = max(reach // 2, _LEAST_LINES) if cells is None else min(reach * 2, MOST_LINES)
        if cells is None and delimiter == "\t":  # most tables with tabs know no quotes
            lines.give_back(taken[1:])
            yield Row(line.number, line.text, tuple(line.text.split(delimiter)))
        elif cells is None:
            lines.give_back(taken[1:])
            yield Reject("A quote in this row is never closed.", line.number, line.text[:RAW_HEAD])
        else:
            yield Row(line.number, text, tuple(cells), is_cut_off=not ends_in_line_end and lines.is_last)


class _Lines:
    """Lines with a look ahead, and a way back for those that a broken row has taken."""

    def __init__(self, lines: Iterator[TextLine]) -> None:
        self._lines = lines
        self._waiting: list[TextLine] = []

    def next(self) -> TextLine | None:
        return self._waiting.pop() if self._waiting else next(self._lines, None)

    def give_back(self, lines: list[TextLine]) -> None:
        self._waiting.extend(reversed(lines))

    @property
    def is_last(self) -> bool:
        """Whether no line follows."""
        if self._waiting:
            return False
        following = next(self._lines, None)
        if following:
            self._waiting.append(following)
        return following is None


def _ends_in_line_end(source: Source) -> bool:
    """Whether the last byte is a line end; where a stream has no end to seek to, it is taken to be."""
    with source.open() as stream:
        try:
            stream.seek(-1, 2)
        except (OSError, ValueError):
            return True
        return stream.read(1) in b"\r\n\0"


def split_row(text: str, delimiter: str) -> list[str] | None:
    """The cells of a row; None when a quoted cell goes on. A quote inside a bare cell is a sign like others."""
    cells: list[str] = []
    place = 0
    while True:
        quoted = place
        while quoted < len(text) and text[quoted] == " " != delimiter:
            quoted += 1
        if text.startswith('"', quoted):
            end = _closing_quote(text, quoted + 1)
            if end is None:
                return None
            following = text.find(delimiter, end + 1)
            rest = text[end + 1 : following if following >= 0 else len(text)]
            cells.append(text[quoted + 1 : end].replace('""', '"') + rest.rstrip())
        else:
            following = text.find(delimiter, place)
            cells.append(text[place : following if following >= 0 else len(text)])
        if following < 0:
            return cells
        place = following + 1


def _closing_quote(text: str, place: int) -> int | None:
    while (end := text.find('"', place)) >= 0:
        if not text.startswith('""', end):
            return end
        place = end + 2
    return None
