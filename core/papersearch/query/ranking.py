"""The ranking formula, as data: one for both engines. docs/adr/0020-ranking.md says why, with its figures.

A paper's score is the sum, over the words of a query, of BM25 (k1 1.2, b 0.75; Robertson, Zaragoza 2009) in the field
of all words, and of a part of BM25 in each field of `FIELD_WEIGHTS`; words side by side in the query add BM25 of the
phrase. Extracted keywords and TL;DRs are no evidence. Words of `stop_words` must match, but are not scored.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from importlib import resources
from itertools import islice, pairwise
from typing import NamedTuple

from papersearch.fields import SEARCHED
from papersearch.query.nodes import ANY, And, AuthorName, Mention, Node, Not, Or, Word
from papersearch.text import stem, words

FIELD_WEIGHTS = {field.name: round(field.boost - 1, 3) for field in SEARCHED if field.boost and field.boost > 1}
"""What a word or phrase in one of these fields adds to its score among all words."""
PAIR_WEIGHT = 0.2
"""Of two neighbouring words of the query that stand side by side in a paper, stemmed."""
RUN_WEIGHT = 0.5
"""Of a whole run of words, once stemmed and once more as typed."""
IDENTIFIER_SCORE = 100.0
"""Of the paper whose identifier is among the words of a query: more than words give."""
LONGEST_RUN = 12
"""Words of a run that count as one phrase."""
MOST_PAIRS = 32


class RankedPhrase(NamedTuple):
    """Words or stems that lift a paper in which they stand side by side, and by which part of their score."""

    terms: tuple[str, ...]
    weight: float
    is_exact: bool = False


@lru_cache(maxsize=1)
def stop_words() -> frozenset[str]:
    """Folded words that say nothing of what a text is about; data/stop_words.txt."""
    text = resources.files("papersearch").joinpath("data/stop_words.txt").read_text("utf-8")
    return frozenset(word for line in text.splitlines() for word in line.partition("#")[0].split())


def is_scored(word: str) -> bool:
    """Whether a folded word counts in the score."""
    return word not in stop_words()


def ranked_phrases(runs: Iterable[Sequence[str]]) -> list[RankedPhrase]:
    """What lifts papers that have the words of these runs side by side: whole runs, and each pair of neighbours."""
    pairs: dict[tuple[str, ...], RankedPhrase] = {}
    whole: dict[tuple[str, ...], RankedPhrase] = {}
    for run in runs:
        typed = tuple(word for text in run for word in words(text))
        stems = tuple(map(stem, typed))
        is_pair = len(typed) == 2 and any(map(is_scored, typed))
        if 1 < len(typed) <= LONGEST_RUN:
            whole |= {
                stems: RankedPhrase(stems, RUN_WEIGHT + PAIR_WEIGHT * is_pair),
                ("", *typed): RankedPhrase(typed, RUN_WEIGHT, is_exact=True),
            }
        if is_pair:
            continue
        for neighbours, pair in zip(pairwise(typed), pairwise(stems), strict=True):
            if any(map(is_scored, neighbours)):
                pairs[pair] = RankedPhrase(pair, PAIR_WEIGHT)
    return [*whole.values(), *islice(pairs.values(), MOST_PAIRS)]


def rank_phrases(tree: Node) -> tuple[tuple[str, ...], ...]:
    """Runs of two or more plain words, folded, in the order of the query; never from under a NOT."""
    return tuple(dict.fromkeys(_runs(tree)))


def _runs(node: Node) -> Iterator[tuple[str, ...]]:
    match node:
        case And(children):
            run: list[str] = []
            for child in (*children, None):
                if isinstance(child, Word | Mention) and child.field == ANY:
                    run.extend(words(child.text))
                    continue
                if len(run) > 1:
                    yield tuple(run)
                run = []
                if child is not None and not isinstance(child, Not | AuthorName):
                    yield from _runs(child)
        case Or(children):
            for child in children:
                yield from _runs(child)
