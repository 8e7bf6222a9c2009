"""Collections of papers, queries and judgements, in the form of BEIR: corpus.jsonl, queries.jsonl, qrels.tsv."""

import csv
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from papersearch.paper import Paper

CHOSEN_ON = ("scifact", "cranfield")
"""The collections on which the weights of the formula were chosen."""


@dataclass(frozen=True, slots=True)
class Judged:
    """`queries`: id -> text. `judgements`: query id -> paper id -> grade, 0 left out."""

    name: str
    papers: Sequence[Paper]
    queries: Mapping[str, str]
    judgements: Mapping[str, Mapping[str, int]]


def read_judged(folder: Path) -> Judged:
    """The collection in a folder; queries without a relevant paper are left out."""
    papers = [
        Paper(paper_id(row["_id"]), title=row["title"] or None, abstract=row["text"] or None, version=1)
        for row in _rows(folder / "corpus.jsonl")
    ]
    judgements: dict[str, dict[str, int]] = {}
    with (folder / "qrels.tsv").open() as lines:
        for row in csv.DictReader(lines, delimiter="\t"):
            if int(row["score"]) > 0:
                judgements.setdefault(row["query-id"], {})[paper_id(row["corpus-id"])] = int(row["score"])
    queries = {row["_id"]: row["text"] for row in _rows(folder / "queries.jsonl") if row["_id"] in judgements}
    return Judged(folder.name, papers, queries, judgements)


def paper_id(name: str) -> str:
    """An id of our form for a paper of a collection."""
    return f"p_{name:0>12}"


def _rows(path: Path) -> list[dict[str, str]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]
