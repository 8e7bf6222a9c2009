"""What the real files of all forms become, field by field.

The facts are in formats_text.json and formats_xml.json: of each file the first three records and the last. Abstracts
are facts by their length and a hash only; so are lists of authors behind the third.
"""

import hashlib
import json
import re
from pathlib import Path
from typing import Any

import pytest

from papersearch.record import Record, Reject
from papersearch_ingest.sources.reading import SourceReading, read_source

FACTS: dict[str, dict[str, Any]] = {
    name: facts
    for file in ("formats_text.json", "formats_xml.json")
    for name, facts in json.loads(Path(__file__).with_name(file).read_text("utf-8")).items()
}
SHOWN_AUTHORS = 3
PUBLICATION = ("type", "container", "volume", "issue", "pages", "publisher", "edition", "month", "day", "language",
               "citation_key")  # fmt: skip
TAG = re.compile(r"</?(?:jats:)?[a-z]+>")


def reading_of(data_dir: Path, name: str) -> SourceReading:
    path = data_dir / "data" / "formats" / name
    if not path.is_file():
        pytest.skip(f"{path} is not there")
    return read_source(path, path.name)


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def shown(record: Record) -> dict[str, Any]:
    """The record as the facts have it: without what is empty."""
    abstract = record.abstract or ""
    facts = {
        "line": record.line,
        "title": record.title,
        "authors": list(record.authors[:SHOWN_AUTHORS]),
        "author_count": len(record.authors),
        "authors_sha256": digest("\n".join(record.authors)) if len(record.authors) > SHOWN_AUTHORS else None,
        "venue": record.venue,
        "year": record.year,
        "ids": dict(record.ids),
        "links": dict(record.links),
        "keywords": list(record.keywords[:4]),
        "keyword_count": len(record.keywords),
        "abstract_length": len(abstract),
        "abstract_sha256": digest(abstract) if abstract else None,
        "is_retracted": record.is_retracted,
        **{name: getattr(record, name) for name in PUBLICATION},
        "issn": list(record.issn),
        "isbn": list(record.isbn),
        "editors": [editor.name for editor in record.editors[:SHOWN_AUTHORS]],
        "families": [author.family or author.literal for author in record.author_parts[:SHOWN_AUTHORS]],
        "reference_count": len(record.references),
        "versions": {scheme: list(ids) for scheme, ids in record.versions.items()},
    }
    return {name: value for name, value in facts.items() if value not in (None, [], {}, 0, False)}


@pytest.mark.data
@pytest.mark.parametrize("name", FACTS)
def test_file_becomes_what_it_says(data_dir, name):
    expected, reading = FACTS[name], reading_of(data_dir, name)
    items = list(reading.items)
    records = [item for item in items if isinstance(item, Record)]
    rejects = [item for item in items if isinstance(item, Reject)]
    assert reading.parser.name == expected["parser"]
    assert (len(records), len(rejects)) == (expected["records"], expected["rejects"]), rejects[:3]
    assert [shown(record) for record in records[:3]] == expected["first"]
    if expected["last"]:
        assert shown(records[-1]) == expected["last"]


@pytest.mark.data
@pytest.mark.parametrize("name", FACTS)
def test_every_record_is_clean_and_says_where_it_stands(data_dir, name):
    path = data_dir / "data" / "formats" / name
    text = path.read_text("utf-8") if path.is_file() else ""
    lines = text.split("\n")
    for item in reading_of(data_dir, name).items:
        assert item.raw.strip()
        assert item.raw.split("\n")[0].strip() in lines[item.line - 1]
        if isinstance(item, Record):
            assert item.title
            assert not re.search("[ÃÂâ][\u0080-\u00bf€]", f"{item.title} {item.abstract} {item.authors}")
            assert not any(TAG.search(value) for value in (item.title, item.abstract or "", item.venue or ""))
            assert not any("," in author for author in item.authors), item.authors
            assert item.extra or item.type


def test_fields_beyond_the_table_are_kept(data_dir):

    (turing,) = reading_of(data_dir, "semantic-scholar/Paper.json").items
    assert turing.tldr.source == "auto"
    assert turing.raw.startswith('{"paperId"')
    assert "embedding" not in turing.extra
    (single,) = reading_of(data_dir, "crossref/crossref-works.single.json").items
    assert single.extra["original-title"] == ["Renormalized perturbation theory auf deutsch"]
    (citing,) = reading_of(data_dir, "semantic-scholar/Citation.json").items
    assert citing.extra["citation"]["isInfluential"] is True
