"""What the fault tests have measured: printed at the end, and in the full form written into docs/operations.md."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "operations.md"
BEGIN, END = "<!-- faults -->", "<!-- /faults -->"


@dataclass
class Figures:
    """Rows in the order in which the tests ended."""

    rows: list[tuple[str, Mapping[str, object]]] = field(default_factory=list)

    def add(self, test: str, **figures: object) -> None:
        """A test's figures: `add("kill -9 of all workers", kills=5, lost=0)`."""
        self.rows.append((test, figures))

    def lines(self) -> list[str]:
        """`kill -9 of all workers: 5 kills, 0 lost`."""
        return [f"{test}: {_sentence(figures)}" for test, figures in self.rows]

    def write(self, document: Path = DOCUMENT) -> None:
        """Replaces the table between the two marks; a document without them stays as it is."""
        text = document.read_text("utf-8") if document.is_file() else ""
        if BEGIN not in text:
            return
        before, _, rest = text.partition(BEGIN)
        after = rest.partition(END)[2] if END in rest else rest
        table = ["| test | figures |", "|---|---|", *(f"| {test} | {_sentence(found)} |" for test, found in self.rows)]
        document.write_text(f"{before}{BEGIN}\n\n" + "\n".join(table) + f"\n\n{END}{after}", "utf-8")


def _sentence(figures: Mapping[str, object]) -> str:
    return ", ".join(f"{_number(value)} {name.replace('_', ' ')}" for name, value in figures.items())


def _number(value: object) -> str:
    return f"{value:.1f}" if isinstance(value, float) else str(value)
