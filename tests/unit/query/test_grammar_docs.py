"""docs/query.md is true: every example in its tables does what stands beside it."""

import re
from typing import NamedTuple

import pytest

from papersearch.fields import FIELDS, HAS_VALUES, IS_VALUES
from papersearch.query.syntax import parse
from tests.support.paths import DOCS

PAGE = (DOCS / "query.md").read_text("utf-8")


class Row(NamedTuple):
    query: str
    echo: str
    warning: str


def rows() -> list[Row]:
    found = []
    for line in PAGE.splitlines():
        cells = [cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]]
        quoted = [cell for cell in cells if cell.startswith("`")]
        if quoted:
            texts = [cell.strip("`").replace("\\|", "|") for cell in quoted]
            found.append(Row(texts[0], texts[1] if len(texts) > 1 else "", cells[-1]))
    return found


def test_tables_were_found() -> None:
    assert len(rows()) > 60


@pytest.mark.parametrize("row", rows(), ids=lambda row: row.query)
def test_example(row: Row) -> None:
    parsed = parse(row.query)
    assert parsed.normalized == row.echo
    codes = {warning.code.value for warning in parsed.warnings}
    assert (row.warning in codes) if row.warning else not codes


def test_every_field_and_value_is_named() -> None:
    grammar = PAGE[PAGE.index("field  =") : PAGE.index("Words side by side")]
    assert all(name in grammar.split() for field in FIELDS for name in (field.name, *field.aliases))
    assert all(value in PAGE for value in (*HAS_VALUES, *IS_VALUES))
