"""The terms that tell a text from the others of a corpus, by TF-IDF (Spärck Jones 1972)."""

import math
from collections import Counter
from collections.abc import Callable

from papersearch.engine import Reader
from papersearch.query.nodes import Everything, Node

CANDIDATES = 200
"""Terms of a text whose frequency in the corpus is looked up, those that the text has most often."""


def damped(number: int) -> float:
    """The weight of a term that a text has `number` times: 1 + ln(number)."""
    return 1 + math.log(number)


def distinctive_terms(
    numbers: Counter[str], query_of: Callable[[str], Node], reader: Reader, *, least_papers: int = 1
) -> list[str]:
    """The terms of a text that at least `least_papers` papers have, the most distinctive first.

    `numbers`: how often the text has each term. `query_of`: the query for the papers that have one.
    """
    candidates = [term for term, _ in numbers.most_common(CANDIDATES)]
    papers, *having = reader.count([Everything(), *map(query_of, candidates)])
    weights = {
        term: damped(numbers[term]) * math.log(1 + papers / count)
        for term, count in zip(candidates, having, strict=True)
        if count >= least_papers
    }
    return sorted(weights, key=lambda term: (-weights[term], term))
