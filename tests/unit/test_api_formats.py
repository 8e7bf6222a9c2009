"""Papers in their written forms."""

import csv
import io
import json

from papersearch.paper import Author, Paper, Tldr, TldrSource, paper_to_json
from papersearch_api.formats import FORMATS

_PAPER = paper_to_json(
    Paper(
        id="p_aaaaaaaaaaaa",
        title='A "quoted", title\nin two lines',
        authors=(Author("Ana Peña"), Author("Bo Li")),
        tldr=Tldr("=SUM(A1)", TldrSource.AUTO),
        year=2019,
        ids={"arxiv": "1801.00001"},
    )
)


def _written(name: str) -> str:
    write = FORMATS[name].write
    assert write is not None
    return "".join(write([_PAPER, _PAPER]))


def test_ndjson_has_one_paper_a_line() -> None:
    assert [json.loads(line) for line in _written("ndjson").splitlines()] == [_PAPER, _PAPER]


def test_csv_reads_back_with_quotes_commas_and_newlines() -> None:
    rows = list(csv.DictReader(io.StringIO(_written("csv"), newline="")))
    assert len(rows) == 2
    assert rows[0]["title"] == _PAPER["title"]
    assert rows[0]["authors"] == "Ana Peña; Bo Li"
    assert rows[0]["year"] == "2019"
    assert rows[0]["venue"] == ""


def test_csv_cells_are_no_formulas() -> None:
    assert next(csv.DictReader(io.StringIO(_written("csv"))))["tldr"] == "'=SUM(A1)"
