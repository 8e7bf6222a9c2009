"""Papers in their written forms."""

import csv
import io
import json
import re

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


def test_bibtex_has_an_entry_for_each_paper_and_no_key_twice() -> None:
    taken = paper_to_json(Paper("p_b", title="Quoted", authors=(Author("Ana Peñab"),)))
    write = FORMATS["bibtex"].write
    assert write is not None
    entries = "".join(write([_PAPER, _PAPER, _PAPER, taken, {"id": "p_c"}]))
    keys = re.findall(r"^@\w+\{(.+),$", entries, re.MULTILINE)
    assert keys == ["pena2019quoted", "pena2019quotedb", "pena2019quotedc", "penabquoted", "p_c"]


def test_bibtex_keys_go_on_behind_z_and_past_the_keys_of_others() -> None:
    write = FORMATS["bibtex"].write
    assert write is not None
    other = paper_to_json(Paper("p_b", title="Quotedb", authors=(Author("Ana Peña"),), year=2019))
    keys = re.findall(r"^@\w+\{(.+),$", "".join(write([other, *[_PAPER] * 28])), re.MULTILINE)
    assert keys[:3] == ["pena2019quotedb", "pena2019quoted", "pena2019quotedc"]
    assert keys[-3:] == ["pena2019quotedba", "pena2019quotedbb", "pena2019quotedbc"]
    assert len(set(keys)) == 29
