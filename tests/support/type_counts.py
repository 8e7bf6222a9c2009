"""The types of papers that come back from every format, counted apart by source form and type.

Right is the paper's own type for our reader, and for another program what the type is called in its format.
"""

import json
import subprocess
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence

import bibtexparser
import pypandoc
import rispy
from pybtex.database import parse_string

from papersearch.paper import Paper
from papersearch_api.formats.publication import kind_of
from tests.support.independent_readers import FORMS, TYPES
from tests.support.paths import ROOT
from tests.support.round_trips import read_back, written

Counts = dict[tuple[str, str], tuple[int, dict[str, int]]]
"""Source form and type -> the number of papers, and for each reader how many of them have the right type."""
_HEADER = "| source form | type | papers |"


def _types_by_pandoc(text: str) -> list[str]:
    command = [pypandoc.get_pandoc_path(), "--from", "csljson", "--to", "csljson"]
    made = subprocess.run(command, input=text, capture_output=True, text=True, timeout=600, check=True)
    return [item["type"] for item in json.loads(made.stdout)]


def _types_by_bibtexparser(text: str) -> list[str]:
    return [entry.entry_type for entry in bibtexparser.parse_string(text).entries]


def _types_by_pybtex(text: str) -> list[str]:
    return [entry.type for entry in parse_string(text, "bibtex").entries.values()]


OTHER_READERS: Mapping[str, tuple[str, Callable[[str], list[str]]]] = {
    "bibtexparser: bibtex": ("bibtex", _types_by_bibtexparser),
    "bibtexparser: biblatex": ("biblatex", _types_by_bibtexparser),
    "pybtex: bibtex": ("bibtex", _types_by_pybtex),
    "pybtex: biblatex": ("biblatex", _types_by_pybtex),
    "rispy": ("ris", lambda text: [record["type_of_reference"] for record in rispy.loads(text)]),
    "CSL reader": ("csl-json", lambda text: [item["type"] for item in json.loads(text)]),
    "pandoc": ("csl-json", _types_by_pandoc),
}
"""What reads a format's own word for the type: reader -> format, and the types in it in the order of the papers."""


def type_counts(papers: Sequence[Paper], forms: Sequence[str]) -> Counts:
    """What of the types comes back: our reader reads each of the formats, the others those that they know."""
    right: dict[str, list[bool]] = {}
    for form in forms:
        read = read_back(written(papers, form), form)
        right[form] = [kind_of(one) is kind_of(other) for one, other in zip(papers, read, strict=True)]
    for name, (form, read_types) in OTHER_READERS.items():
        words = [TYPES[kind_of(paper)][FORMS.index(form)] for paper in papers]
        right[name] = [word == found for word, found in zip(words, read_types(written(papers, form)), strict=True)]
    members: dict[tuple[str, str], list[int]] = defaultdict(list)
    for place, paper in enumerate(papers):
        members[paper.sources[0].name, str(kind_of(paper) or "none")].append(place)
    return {
        key: (len(places), {reader: sum(each[place] for place in places) for reader, each in right.items()})
        for key, places in sorted(members.items())
    }


def as_table(counts: Counts) -> list[str]:
    """The counts in Markdown: of our reader and of the others the least, so that one wrong type shows."""
    ours = [
        (form, kind, number, min(n for reader, n in by_reader.items() if reader not in OTHER_READERS),
         min(n for reader, n in by_reader.items() if reader in OTHER_READERS))
        for (form, kind), (number, by_reader) in counts.items()
    ]  # fmt: skip
    return [f"| `{form}` | {kind} | {number} | {own} | {others} |" for form, kind, number, own, others in ours]


def published_table() -> list[str]:
    """The rows of the table in docs/api.md."""
    lines = (ROOT / "docs/api.md").read_text("utf-8").splitlines()
    start = next(number for number, line in enumerate(lines) if line.startswith(_HEADER)) + 2
    end = next(number for number in range(start, len(lines)) if not lines[number].startswith("|"))
    return lines[start:end]
