"""The figures that were landed last, and a table's cells that say how far the figures of now differ from them."""

import csv
from collections.abc import Sequence
from pathlib import Path
from statistics import mean

from tests.relevance.measuring import interval

LANDED = Path(__file__).with_name("landed.tsv")
"""Columns: set, engine, way, measure, value.

A set names the collection with its size, so that only the same is compared.
"""
Key = tuple[str, ...]
"""The values of `_KEY_COLUMNS`."""
_KEY_COLUMNS = ("set", "engine", "way", "measure")


class Figures:
    """The figures of a run, next to those of an earlier one."""

    def __init__(self, path: Path = LANDED) -> None:
        self._path = path
        self._landed = _read(path)
        self._found: dict[Key, float] = {}

    def cell(self, key: Key, values: Sequence[float]) -> str:
        """The mean with its 95 % interval and the difference to the landed figure: `0.702 (0.659 to 0.746) +0.004`."""
        found = mean(values)
        self._found[key] = found
        low, high = interval(values)
        return f"{found:.3f} ({low:.3f} to {high:.3f}){self._difference(key, found)}"

    def number(self, key: Key, value: float) -> str:
        """A figure that is not a mean, with the difference."""
        self._found[key] = value
        return f"{value:.3f}{self._difference(key, value)}"

    def save(self) -> None:
        """Writes the landed figures with those of this run in place of the earlier ones."""
        rows = [(*key, f"{value:.4f}") for key, value in sorted({**self._landed, **self._found}.items())]
        with self._path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, delimiter="\t", lineterminator="\n").writerows(
                [("set", "engine", "way", "measure", "value"), *rows]
            )

    def _difference(self, key: Key, value: float) -> str:
        return f" {value - self._landed[key]:+.3f}" if key in self._landed else ""


def _read(path: Path) -> dict[Key, float]:
    if not path.exists():
        return {}
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, delimiter="\t")
        return {tuple(row[name] for name in _KEY_COLUMNS): float(row["value"]) for row in rows}
