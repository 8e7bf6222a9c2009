"""The table of docs/api.md that says which fields each format carries."""

import re
from typing import Any

import pytest

from papersearch.paper import (
    Author,
    Keyword,
    KeywordSource,
    Paper,
    PaperType,
    Reference,
    Tldr,
    TldrSource,
    paper_to_json,
)
from papersearch_api.formats import FORMATS, Heading
from tests.support.format_table import format_table

FIELDS: dict[str, tuple[dict[str, Any], str]] = {
    "type": ({"type": PaperType.BOOK}, r"@?book\b|BOOK"),
    "title": ({"title": "Needle"}, "Needle"),
    "authors": ({"authors": (Author("Ada Needle"),)}, "Needle"),
    "parts of names": (
        {"authors": (Author("x", "Ada", "van Needle", "Jr."),)},
        r'van Needle, Jr\., Ada|van Needle, Ada, Jr\.|"family":"van Needle"',
    ),
    "ORCID": ({"authors": (Author("x", orcid="Needle"),)}, "Needle"),
    "editors": ({"editors": (Author("Ada Needle"),)}, "Needle"),
    "container": ({"container": "Needle"}, "Needle"),
    "volume": ({"volume": "Needle"}, "Needle"),
    "issue": ({"issue": "Needle"}, "Needle"),
    "pages": ({"pages": "Needle"}, "Needle"),
    "publisher": ({"publisher": "Needle"}, "Needle"),
    "edition": ({"edition": "Needle"}, "Needle"),
    "issn": ({"issn": ("Needle",)}, "Needle"),
    "isbn": ({"isbn": ("Needle",)}, "Needle"),
    "year": ({"year": 1877}, "1877"),
    "month, day": ({"year": 1877, "month": 3, "day": 4}, r"03\D04|mar,\n  day = \{4\}|3,4|\"month\":3,\"day\":4"),
    "language": ({"language": "Needle"}, "Needle"),
    "keywords": ({"keywords": (Keyword("Needle", KeywordSource.AUTHOR),)}, "Needle"),
    "abstract": ({"abstract": "Needle"}, "Needle"),
    "TL;DR": ({"tldr": Tldr("Needle", TldrSource.AUTHORS)}, "Needle"),
    "DOI": ({"ids": {"doi": "Needle"}}, "Needle"),
    "arXiv id": ({"ids": {"arxiv": "Needle"}, "links": {"html": "x"}}, "Needle"),
    "PMID": ({"ids": {"pmid": "Needle"}, "links": {"html": "x"}}, "Needle"),
    "PMCID": ({"ids": {"pmcid": "Needle"}, "links": {"html": "x"}}, "Needle"),
    "page on the web": ({"links": {"html": "Needle"}}, "Needle"),
    "PDF": ({"links": {"html": "x", "pdf": "Needle"}}, "Needle"),
    "citation key": ({"citation_key": "Needle"}, "Needle"),
    "journal reference": ({"journal_ref": "Needle", "container": "x"}, "Needle"),
    "comments": ({"comments": "Needle"}, "Needle"),
    "references": ({"references": (Reference(title="Needle"),)}, "Needle"),
    "full text": ({"full_text": "Needle"}, "Needle"),
}


def carries(name: str, field: str) -> bool:
    members, needle = FIELDS[field]
    paper = Paper("p_a", **{"type": PaperType.JOURNAL_ARTICLE, "title": "T", **members})
    return bool(re.search(needle, "".join(FORMATS[name].write([paper_to_json(paper)], Heading()))))


def test_the_table_has_every_field_and_every_format() -> None:
    rows = format_table()
    assert [row["field"] for row in rows] == list(FIELDS)
    assert set(rows[0]) - {"field"} == {name for name, each in FORMATS.items() if not each.is_citation}


@pytest.mark.parametrize("row", format_table(), ids=list(FIELDS))
def test_a_format_carries_what_the_table_says(row: dict[str, str]) -> None:
    field = row["field"]
    assert {name: carries(name, field) for name in row if name != "field"} == {
        name: cell == "yes" for name, cell in row.items() if name != "field"
    }
