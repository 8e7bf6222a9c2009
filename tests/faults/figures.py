"""What the fault tests have measured: printed at the end, and in the full form written into docs/operations.md."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from tests.support.paths import DOCS

DOCUMENT = DOCS / "operations.md"
BEGIN, END = "<!-- faults -->", "<!-- /faults -->"
HEAD = ("| test | form | figures | passes with | passed |", "|---|---|---|---|---|")

CRITERIA = {
    "kill -9 of all workers": "0 lost, 0 doubled, 0 stale, no reject, drained within 90 s",
    "kill -9 Redis": "0 lost, no failed search, every worker makes progress within 60 s",
    "kill -9 Elasticsearch": "0 lost, 0 stale, 503 within 3.5 s, recovered within 30 s",
    "kill -9 of a re-index": "resumed from every moment, one live generation, no failed search",
    "kill -9 of a roll back": "done or undone from every moment, one live generation",
    "re-index under writes": "no failed search, 0 missing, extra or stale, p95 at most 2 x before or 100 ms",
    "roll back under writes": "at most 5 s, 0 stale",
    "10 re-index requests": "1 started, 9 told of it, no orphan",
    "planted differences": "each found, promotion refused",
    "bad sources": "the others searchable within 1.5 x the clean time, the bad ones rejects within 3 attempts",
    "bulk answers": "exactly what is refused is rejected",
    "worker stopped": "another does it within 240 s, the late write is refused",
    "random histories": "model and index agree",
    "slow, cut and silent networks": "0 lost, no request above 5 s, no hang above 60 s",
}
"""What a row whose name begins so has to show; also the order of the rows."""


class Row(NamedTuple):
    """One line of the table."""

    test: str
    form: str
    figures: str
    passes_with: str
    passed: str

    @property
    def place(self) -> tuple[int, str]:
        """Rows are sorted by it."""
        return (list(CRITERIA).index(_criterion(self.test)) if _criterion(self.test) else len(CRITERIA), self.test)


@dataclass
class Figures:
    """Figures wait until it is known how their test came out; with a `document` they are then written there."""

    form: str = "short"
    document: Path | None = None
    rows: list[Row] = field(default_factory=list)
    _waiting: list[tuple[str, Mapping[str, object]]] = field(default_factory=list)

    def add(self, test: str, **figures: object) -> None:
        """A test's figures: `add("kill -9 of all workers", kills=5, lost=0)`."""
        self._waiting.append((test, figures))

    def settle(self, *, is_passed: bool) -> None:
        """The test that added figures has ended."""
        passed = "yes" if is_passed else "no"
        rows = [
            Row(test, self.form, _sentence(figures), CRITERIA.get(_criterion(test), ""), passed)
            for test, figures in self._waiting
        ]
        self._waiting.clear()
        self.rows += rows
        if rows and self.document:
            write_rows(self.document, rows)

    def lines(self) -> list[str]:
        """`kill -9 of all workers: 5 kills, 0 lost`."""
        return [f"{row.test}: {row.figures}" + ("" if row.passed == "yes" else " (failed)") for row in self.rows]


def write_rows(document: Path, rows: Iterable[Row]) -> None:
    """Puts these rows into the table between the two marks, in place of those of the same tests.

    A document without the marks stays as it is.
    """
    text = document.read_text("utf-8")
    before, begin, rest = text.partition(BEGIN)
    table, end, after = rest.partition(END)
    if not (begin and end):
        return
    known = {row.test: row for row in _rows_of(table)} | {row.test: row for row in rows}
    lines = [*HEAD, *(f"| {' | '.join(row)} |" for row in sorted(known.values(), key=lambda row: row.place))]
    new = document.with_name(f"{document.name}.new")
    new.write_text(f"{before}{BEGIN}\n\n" + "\n".join(lines) + f"\n\n{END}{after}", "utf-8")
    new.replace(document)


def _rows_of(table: str) -> Iterable[Row]:
    lines = [line for line in table.splitlines() if line.startswith("|") and line not in HEAD]
    for line in lines:
        yield Row(*(cell.strip() for cell in line.strip("|").split("|")))


def _criterion(test: str) -> str:
    return next((name for name in CRITERIA if test.startswith(name)), "")


def _sentence(figures: Mapping[str, object]) -> str:
    return ", ".join(f"{_number(value)} {name.replace('_', ' ')}" for name, value in figures.items())


def _number(value: object) -> str:
    return f"{value:.1f}" if isinstance(value, float) else f"{value:,}" if isinstance(value, int) else str(value)
