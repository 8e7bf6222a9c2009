"""What commands write: one JSON document, lines for people, and a progress bar where somebody watches."""

import sys
from collections.abc import Iterable, Sequence
from time import monotonic
from types import TracebackType
from typing import Any, Self

import click
import msgspec

BAR_WIDTH = 30
REDRAW_AFTER_S = 0.1


def print_json(document: object) -> None:
    """One JSON document on stdout: indented on a terminal, one line in a pipe."""
    encoded = msgspec.json.encode(document)
    if sys.stdout.isatty():
        encoded = msgspec.json.format(encoded, indent=2)
    click.echo(encoded.decode())


def print_table(header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Left-aligned columns under their names; nothing without rows."""
    listed = [[_cell(value) for value in row] for row in rows]
    if not listed:
        return
    lines = [list(header), *listed]
    widths = [max(len(line[column]) for line in lines) for column in range(len(header))]
    for line in lines:
        click.echo("  ".join(value.ljust(width) for value, width in zip(line, widths, strict=True)).rstrip())


def note(sentence: str) -> None:
    """A sentence beside the result, on stderr."""
    click.echo(sentence, err=True)


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


def json_option(command: Any) -> Any:
    """The option `--json`, as `as_json`."""
    return click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")(command)
