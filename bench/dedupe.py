"""Pairwise F1 of the merge on two lists of which the true matches are known, and its rate.

    python bench/dedupe.py [FOLDER] [--errors]     # FOLDER holds DBLP2.csv, ACM.csv and DBLP-ACM_perfectMapping.csv

All records of both lists are merged as an ingest would: by title, authors, venue and year, with their ids hidden and
without assuming that a list has no duplicates. A pair of one record from each list counts as found when both have
become one paper. `--errors` prints the wrong and the missed pairs.
"""

import csv
import sys
import time
from collections import defaultdict
from pathlib import Path
from typing import NamedTuple

from papersearch.record import Record
from papersearch_ingest.papers.matching import is_same_paper, match_keys
from papersearch_ingest.texts.cleaning import clean_record

DEFAULT = Path(__file__).resolve().parent.parent.parent / "shared" / "data" / "dedupe" / "dblp-acm"
MOST_PER_KEY = 50
"""As in the store."""


class Score(NamedTuple):
    """Shares from 0 to 1, and the rate."""

    precision: float
    recall: float
    f1: float
    records_per_s: float


def read_list(path: Path, encoding: str) -> dict[str, Record]:
    """The records of a list by their ids, which the records themselves do not have."""
    with path.open(encoding=encoding, newline="") as lines:
        return {
            row["id"]: clean_record(
                Record(
                    title=row["title"] or None,
                    authors=tuple(name.strip() for name in row["authors"].split(",") if name.strip()),
                    venue=row["venue"] or None,
                    year=int(row["year"]) if row["year"] else None,
                ),
                (),
            )
            for row in csv.DictReader(lines)
        }


def merge(records: list[Record]) -> list[int]:
    """The number of the paper of each record: candidates by key, the judgement, and papers joined by a record."""
    paper_of = list(range(len(records)))

    def root(place: int) -> int:
        while paper_of[place] != place:
            paper_of[place] = paper_of[paper_of[place]]
            place = paper_of[place]
        return place

    index: dict[int, list[int]] = defaultdict(list)
    for place, (record, keys) in enumerate(zip(records, match_keys(records), strict=True)):
        judged = set()
        for key in keys:
            for other in index[key][:MOST_PER_KEY]:
                if other not in judged and root(other) != root(place) and is_same_paper(record, records[other]):
                    paper_of[root(place)] = root(other)
                judged.add(other)
            index[key].append(place)
    return [root(place) for place in range(len(records))]


def measure(folder: Path) -> tuple[Score, list[str]]:
    """The score, and a line for each error."""
    left = read_list(folder / "DBLP2.csv", "latin-1")
    right = read_list(folder / "ACM.csv", "utf-8")
    with (folder / "DBLP-ACM_perfectMapping.csv").open(encoding="latin-1", newline="") as lines:
        truth = {(row["idDBLP"], row["idACM"]) for row in csv.DictReader(lines)}
    records = [*left.values(), *right.values()]
    start = time.perf_counter()
    papers = merge(records)
    seconds = time.perf_counter() - start
    members: dict[int, tuple[list[str], list[str]]] = defaultdict(lambda: ([], []))
    for place, name in enumerate([*left, *right]):
        members[papers[place]][place >= len(left)].append(name)
    found = {(a, b) for some, others in members.values() for a in some for b in others}
    correct = len(found & truth)
    precision, recall = correct / len(found), correct / len(truth)
    errors = [f"{kind}\n   {_line(left[a])}\n   {_line(right[b])}"
              for kind, pairs in (("wrong", found - truth), ("missed", truth - found))
              for a, b in sorted(pairs)]  # fmt: skip
    f1 = 2 * precision * recall / (precision + recall)
    return Score(precision, recall, f1, len(records) / seconds), errors


def _line(record: Record) -> str:
    return f"{record.title} | {', '.join(record.authors)} | {record.venue} | {record.year}"


def main() -> None:
    """Print the figures."""
    arguments = [argument for argument in sys.argv[1:] if argument != "--errors"]
    score, errors = measure(Path(arguments[0]) if arguments else DEFAULT)
    if "--errors" in sys.argv:
        print("\n".join(errors))
    wrong = sum(error.startswith("wrong") for error in errors)
    print(
        f"wrong {wrong}  missed {len(errors) - wrong}  precision {score.precision:.4f}  recall {score.recall:.4f}"
        f"  F1 {score.f1:.4f}  {score.records_per_s:.0f} records/s"
    )


if __name__ == "__main__":
    main()
