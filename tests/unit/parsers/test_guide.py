"""The examples of docs/forms.md are read: every form has one, and its records say what is shown under it."""

import json
import re
from typing import Any

import pytest

from papersearch.paper import Paper, paper_to_json
from papersearch.record import Record
from papersearch_ingest.parsers.registry import BY_NAME
from papersearch_ingest.sources.reading import read_source
from tests.support.paths import DOCS
from tests.support.round_trips import paper_of

_EXAMPLE = re.compile(r"^### `([\w-]+)`\n\n```\w+\n(.*?)^```\n\n```json\n(.*?)^```$", re.MULTILINE | re.DOTALL)
EXAMPLES = _EXAMPLE.findall((DOCS / "forms.md").read_text("utf-8"))
WITHOUT = {"pdf"}
"""Forms that are not text."""


def test_every_form_has_an_example() -> None:
    assert sorted(name for name, _, _ in EXAMPLES) == sorted(set(BY_NAME) - WITHOUT)


@pytest.mark.parametrize(("form", "text", "shown"), EXAMPLES, ids=[name for name, _, _ in EXAMPLES])
def test_an_example_is_recognised_and_read(form: str, text: str, shown: str) -> None:
    reading = read_source(text.encode(), "example")
    assert reading.parser.name == form
    papers = [paper_of(item) for item in reading.items if isinstance(item, Record)]
    expected = [json.loads(line) for line in shown.splitlines()]
    assert len(papers) == len(expected)
    for paper, members in zip(papers, expected, strict=True):
        assert {name: said(paper, name) for name in members if name != "abstract"} == {
            name: value for name, value in members.items() if name != "abstract"
        }
        assert (paper.abstract or "").startswith(members.get("abstract", "").rstrip("…"))


def said(paper: Paper, name: str) -> Any:
    """A member as the guide shows it: names of authors, the label of a venue."""
    value = paper_to_json(paper)[name]
    if name == "authors":
        return [author["name"] for author in value]
    return value["label"] if name == "venue" and value else value
