"""Write a corpus for measurements: papers of the ACL Anthology with generated abstracts, as JSON Lines.

    python -m bench.corpus OUT.jsonl [--papers 71244]

The Anthology's file has titles, authors, venues and years, and no abstracts. An abstract is made of sentences in which
each word follows the one before as it does somewhere in the titles (a Markov chain of the first order), so that the
words, how often each occurs, and many pairs of them are those of a real collection. Beyond the Anthology's own papers,
titles are made in the same way, with the authors and the venue of papers drawn at random. Equal arguments give equal
papers.
"""

import argparse
import json
import os
import random
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path

from papersearch.paper import Paper
from tests.contract.acl import read_acl

ACL = Path(os.environ.get("PAPERSEARCH_TEST_DATA", "../shared")) / "data/acl-xml.tar.xz"
SENTENCES = (5, 9)
WORDS = (14, 28)
KEYWORDS = 5
_END = ""


class Chain:
    """Words of titles, each with those that follow it, as often as they do."""

    def __init__(self, titles: Sequence[str]) -> None:
        self._first: list[str] = []
        self._after: dict[str, list[str]] = {}
        for title in titles:
            words = [*title.split(), _END]
            self._first.append(words[0])
            for word, following in pairwise(words):
                self._after.setdefault(word, []).append(following)

    def words(self, draw: random.Random, count: int) -> list[str]:
        """`count` words; where a title ends, another begins."""
        words = [draw.choice(self._first)]
        while len(words) < count:
            following = draw.choice(self._after.get(words[-1], self._first))
            words.append(following or draw.choice(self._first).lower())
        return words

    def sentences(self, draw: random.Random, count: int) -> str:
        """So many sentences."""
        return " ".join(" ".join(self.words(draw, draw.randint(*WORDS))).rstrip(".:,") + "." for _ in range(count))


def generate(papers: Sequence[Paper], count: int, seed: int = 7) -> Iterator[dict[str, object]]:
    """`count` distinct papers as objects that `papersearch ingest` reads."""
    chain = Chain([paper.title for paper in papers if paper.title])
    for number in range(count):
        draw = random.Random(f"{seed}:{number}")
        paper = papers[number] if number < len(papers) else draw.choice(papers)
        title = (
            paper.title if number < len(papers) and paper.title else " ".join(chain.words(draw, draw.randint(6, 14)))
        )
        others = paper.authors if number < len(papers) else draw.choice(papers).authors + draw.choice(papers).authors
        yield {
            "id": f"bench.{number}",
            "title": title,
            "abstract": chain.sentences(draw, draw.randint(*SENTENCES)),
            "authors": [author.name for author in others],
            "venue": paper.venue.label if paper.venue else None,
            "year": paper.year,
            "keywords": sorted({" ".join(chain.words(draw, 2)).lower().strip(".:,") for _ in range(KEYWORDS)}),
        }


def main() -> None:
    """Write the file."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("out", type=Path)
    parser.add_argument("--papers", type=int, default=0, help="how many; as many as the Anthology has by default")
    given = parser.parse_args()
    papers = read_acl(ACL)
    with given.out.open("w", encoding="utf-8") as out:
        for item in generate(papers, given.papers or len(papers)):
            out.write(json.dumps(item, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
