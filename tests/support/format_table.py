"""The table of docs/api.md that says which fields each format carries."""

from tests.support.paths import ROOT

FIRST_COLUMN = "field"


def format_table() -> list[dict[str, str]]:
    """The rows by column: `yes` or nothing for each format, and the name of the field."""
    lines = (ROOT / "docs/api.md").read_text("utf-8").splitlines()
    start = next(number for number, line in enumerate(lines) if line.startswith(f"| {FIRST_COLUMN} | `bibtex`"))
    end = next(number for number in range(start, len(lines)) if not lines[number].startswith("|"))
    header, _, *rows = [[cell.strip(" `") for cell in line.strip("|").split("|")] for line in lines[start:end]]
    return [dict(zip(header, row, strict=True)) for row in rows]
