"""What commands print: one JSON document, a table or a message for people, and a progress bar on a terminal."""

import re
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from io import TextIOWrapper
from time import monotonic
from types import TracebackType
from typing import Any, Self, TypeVar

import click
import msgspec

BAR_WIDTH = 30
REDRAW_AFTER_S = 0.1
NAMES_SHOWN = 5
_Command = TypeVar("_Command", bound=Callable[..., Any])
_NUMBER = re.compile(r"-|[\d.,]+( ?(%|B|[kMGT]B))?")


def escape_what_cannot_be_shown() -> None:
    r"""From now on write a character that the terminal's encoding lacks as an escape: `\u6df1`."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def json_option(command: _Command) -> _Command:
    """The option `--json`, as `as_json`."""
    return click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")(command)


def print_json(document: object) -> None:
    """One JSON document on stdout, in UTF-8: indented on a terminal, one line in a pipe."""
    encoded = msgspec.json.encode(document)
    print_utf8((msgspec.json.format(encoded) if sys.stdout.isatty() else encoded).decode() + "\n")


def print_utf8(text: str) -> None:
    """Text on stdout in UTF-8, whatever the encoding of the terminal; for files and for programs."""
    click.echo(text.encode() if isinstance(sys.stdout, TextIOWrapper) else text, nl=False)


def print_lines(lines: Iterable[str]) -> None:
    """Lines on stdout, each as soon as it is known."""
    for line in lines:
        click.echo(line)


def print_message(message: str) -> None:
    """A sentence for people, on stderr, where it does not mix with the result."""
    click.echo(message, err=True)


def print_answer(document: object, message: str, *, as_json: bool) -> None:
    """What was done: as one JSON document, or as a sentence for people."""
    if as_json:
        print_json(document)
    else:
        print_message(message)


def print_listing(
    results: Sequence[object], header: Sequence[str], rows: Iterable[Sequence[object]], *, without: str, as_json: bool
) -> None:
    """All there is of something: as one JSON document, as a table, or `without` where there is nothing."""
    if as_json:
        print_json({"meta": {"count": len(results)}, "results": results})
    elif results:
        print_table(header, rows)
    else:
        print_message(without)


def print_table(header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """A table on stdout; nothing if it has no rows."""
    print_lines(table_lines(header, rows))


def table_lines(header: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[str]:
    """Columns under their names: aligned right if they hold only numbers, shares or sizes, otherwise left."""
    listed = [[_cell(value) for value in row] for row in rows]
    if not listed:
        return
    aligned = []
    for name, *cells in zip(header, *listed, strict=True):
        width = max(map(len, (name, *cells)))
        align = str.rjust if all(map(_NUMBER.fullmatch, cells)) else str.ljust
        aligned.append([align(cell, width) for cell in (name, *cells)])
    yield from ("  ".join(line).rstrip() for line in zip(*aligned, strict=True))


def first_names(names: Sequence[str]) -> Iterator[str]:
    """The first few of many names, and the number of the others: `a.jpg`, ..., `and 12 more`."""
    yield from names[:NAMES_SHOWN]
    if len(names) > NAMES_SHOWN:
        yield f"and {len(names) - NAMES_SHOWN:,} more"


def _cell(value: object) -> str:
    return "-" if value is None or value == "" else " ".join(str(value).split())


class Progress:
    """A bar on stderr when that is a terminal, otherwise nothing at all.

    `[=====     ] 120/357 papers`, redrawn in place and wiped when it ends.
    """

    def __init__(self, unit: str, *, is_shown: bool | None = None) -> None:
        self._unit = unit
        self._is_shown = sys.stderr.isatty() if is_shown is None else is_shown
        self._drawn_at = 0.0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> None:
        if self._is_shown and self._drawn_at:
            click.echo("\r\033[K", nl=False, err=True)

    def show(self, done: int, total: int, detail: str = "") -> None:
        """Draws the state, at most ten times a second."""
        now = monotonic()
        if not self._is_shown or (now - self._drawn_at < REDRAW_AFTER_S and done < total):
            return
        self._drawn_at = now
        filled = BAR_WIDTH * done // total if total else 0
        bar = "=" * filled + " " * (BAR_WIDTH - filled)
        click.echo(f"\r\033[K[{bar}] {done}/{total} {self._unit} {detail}".rstrip(), nl=False, err=True)
