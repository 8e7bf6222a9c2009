"""The order of the first hits by words and by meaning, fused into one.

A paper's score is a weighted sum of its score by words, as a part of the best one, and its cosine with the query
(Bruch, Gai, Ingber 2023). docs/adr/0022-search-by-meaning.md has the figures behind the numbers.
"""

from collections.abc import Mapping, Sequence

from papersearch.query.request import SortKey

HEAD = 200
"""Hits that are put in another order; those behind them stay as they are. More gain nothing."""
MEANING_WEIGHT = 0.6
"""Of the cosine; the score by words has the rest."""


def fused_order(keys: Sequence[SortKey], cosines: Mapping[int, float]) -> list[int]:
    """The places of hits in their new order: `keys` as scored by words, best first, and the cosines of their ties.

    A paper without a vector counts as one of average meaning. Of equals the first by words stays first.
    """
    if not (cosines and keys):
        return list(range(len(keys)))
    average = sum(cosines.values()) / len(cosines)
    best = float(keys[0][0] or 0) or 1.0
    scores = [
        (1 - MEANING_WEIGHT) * float(score or 0) / best + MEANING_WEIGHT * cosines.get(tie, average)
        for score, tie in keys
    ]
    return sorted(range(len(keys)), key=lambda place: -scores[place])
