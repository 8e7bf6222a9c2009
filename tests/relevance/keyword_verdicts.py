"""What two readers say of the keywords that pages show, and how far they agree: keyword_verdicts.tsv.

The file has the keywords shown of 200 papers, drawn by a seed after the extractor was settled: 176 of the ACL
Anthology, by their ids there, and 24 of the seeds. Each reader judged without seeing what the other said. A keyword
passes if

1. it is a noun phrase: no verb form that has an object or subject in it, no describing word at its end;
2. it is whole: nothing of a longer term is cut off, and no other word sticks to it;
3. it says what this paper is about: a reader who looks for that would want the paper.

Others have the rule that they break: `no noun phrase`, `not whole`, `says nothing`.
"""

import csv
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

PATH = Path(__file__).with_name("keyword_verdicts.tsv")
PASS = "pass"
RULES = ("no noun phrase", "not whole", "says nothing")


class Verdict(NamedTuple):
    """A keyword that a page shows of a paper, empty where it shows none, and what the two readers say."""

    paper: str
    keyword: str
    first: str
    second: str


def read_verdicts(path: Path = PATH) -> list[Verdict]:
    """Every row of the file."""
    with path.open(encoding="utf-8", newline="") as file:
        _, *rows = csv.reader(file, delimiter="\t")
    return [Verdict(*row) for row in rows]


def share_passing(verdicts: Sequence[str]) -> float:
    """The share of keywords that pass."""
    return verdicts.count(PASS) / len(verdicts)


def agreement(first: Sequence[str], second: Sequence[str]) -> tuple[float, float]:
    """How often two readers agree whether a keyword passes, and how far beyond chance: Cohen's kappa (1960)."""
    same = [(one == PASS) == (other == PASS) for one, other in zip(first, second, strict=True)]
    observed = sum(same) / len(same)
    one, other = share_passing(first), share_passing(second)
    by_chance = one * other + (1 - one) * (1 - other)
    return observed, (observed - by_chance) / (1 - by_chance) if by_chance < 1 else 1.0


def keyword_lines() -> Iterator[str]:
    """A line for each reader with the share of each verdict, and one for their agreement."""
    judged = [verdict for verdict in read_verdicts() if verdict.keyword]
    readers = {"first": [each.first for each in judged], "second": [each.second for each in judged]}
    yield f"| reader of {len(judged)} keywords | " + " | ".join((PASS, *RULES)) + " |"
    yield "|---|---|" + "---|" * len(RULES)
    for name, said in readers.items():
        yield f"| {name} | {share_passing(said):.3f} | " + " | ".join(str(said.count(rule)) for rule in RULES) + " |"
    observed, kappa = agreement(*readers.values())
    yield f"\nThey agree on {observed:.3f} of the keywords; Cohen's kappa is {kappa:.2f}."
