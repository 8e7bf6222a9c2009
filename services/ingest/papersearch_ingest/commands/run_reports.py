"""What became of a run, in words."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from papersearch.process.output import first_names, print_message
from papersearch.process.quantities import count_text

if TYPE_CHECKING:
    from papersearch_ingest.sources.submission import RunReport

OUTCOMES = ("added", "updated", "merged", "unchanged", "rejected")


def outcome_text(report: "RunReport", *, without: str) -> str:
    """`375 records: 357 added, 18 merged`, or the words for a run without records."""
    parts = [f"{getattr(report, name):,} {name}" for name in OUTCOMES if getattr(report, name)]
    return f"{count_text(report.records, 'record')}: {', '.join(parts)}" if parts else without


def print_failures(report: "RunReport") -> None:
    """Say on stderr which sources could not be read, and why."""
    for source in report.failed:
        print_message(f"papersearch: {source['error'] or source['source']}")


def print_names(heading: str, names: Sequence[str]) -> None:
    """The first few names under a heading, on stderr; nothing if there are none."""
    if names:
        print_message(heading)
        for name in first_names(names):
            print_message(f"  {name}")


def short_path(location: str) -> str:
    """A file's path from the current folder if it is below it."""
    path, here = Path(location), Path.cwd()
    return str(path.relative_to(here)) if path.is_relative_to(here) else location
