"""The order of papers by words and by meaning, fused.

Reciprocal rank fusion (Cormack, Clarke, Büttcher 2009): a paper's score is the sum of weight / (K + place) over the two
orders. docs/adr/0022-search-by-meaning.md has the figures behind the numbers.
"""

from collections.abc import Mapping, Sequence

HEAD = 200
"""Hits that are put in another order; those behind them stay as they are."""
K = 20
MEANING_WEIGHT = 0.7
"""Of the order by meaning; that by words counts 1."""


def fused_order(ties: Sequence[int], cosines: Mapping[int, float]) -> list[int]:
    """The places of the hits in their new order: `ties` in the order by words, and the cosines of those that have one.

    A paper without a vector keeps the place that it has by words in both orders. Of equals the first by words stays
    first.
    """
    having = [place for place, tie in enumerate(ties) if tie in cosines]
    by_meaning = sorted(having, key=lambda place: -cosines[ties[place]])
    meaning_places = dict(zip(by_meaning, having, strict=True))
    scores = [
        1 / (K + place + 1) + MEANING_WEIGHT / (K + meaning_places.get(place, place) + 1) for place in range(len(ties))
    ]
    return sorted(range(len(ties)), key=lambda place: -scores[place])
