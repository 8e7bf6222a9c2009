"""Measures of a ranking: nDCG@10, Recall@100 and MRR@10 by ir-measures, success by hand, and how sure they are."""

from collections.abc import Callable, Mapping, Sequence
from math import inf
from statistics import mean

import ir_measures
import numpy as np
from ir_measures import RR, Measure, R, nDCG

from papersearch.query.parameters import SearchParams
from papersearch.search.service import SearchService
from tests.relevance.judged import Judged
from tests.relevance.known_items import KnownItem

MEASURES: tuple[Measure, ...] = (nDCG @ 10, R @ 100, RR @ 10)
Ranker = Callable[[str], Sequence[str]]
"""A query to the ids of the papers that it finds, best first."""
_RESAMPLED = 2_000
_SEED = 7


def ranker(service: SearchService, match: str, depth: int = 100, mode: str = "keyword") -> Ranker:
    """What the product answers to a query."""

    def ranked(query: str) -> list[str]:
        params = SearchParams(q=query, match=match, mode=mode, per_page=depth)
        return [hit.id for hit in service.search(params).hits]

    return ranked


def per_query(judged: Judged, rank: Ranker, measures: Sequence[Measure] = MEASURES) -> dict[Measure, dict[str, float]]:
    """Each measure by query id."""
    run = {
        query: {paper: float(-place) for place, paper in enumerate(rank(text))}
        for query, text in judged.queries.items()
    }
    found: dict[Measure, dict[str, float]] = {measure: dict.fromkeys(judged.queries, 0.0) for measure in measures}
    for each in ir_measures.iter_calc(measures, judged.judgements, run):
        found[each.measure][each.query_id] = each.value
    return found


def judged_success(judged: Judged, rank: Ranker) -> list[bool]:
    """For each query whether a relevant paper is among the results."""
    return [not judged.judgements[query].keys().isdisjoint(rank(text)) for query, text in judged.queries.items()]


def found_among(items: Sequence[KnownItem], rank: Ranker) -> list[float]:
    """For each known item its place among the results, from 0; infinite where it is not among them."""
    found = [(item.paper, list(rank(item.query))) for item in items]
    return [ids.index(paper) if paper in ids else inf for paper, ids in found]


def success(items: Sequence[KnownItem], rank: Ranker, depth: int = 1) -> float:
    """The share of known items that are among the first `depth` results."""
    return mean(place < depth for place in found_among(items, rank))


def interval(values: Sequence[float]) -> tuple[float, float]:
    """The 95 % confidence interval of a mean, by bootstrap (Efron and Tibshirani 1993, chapter 13)."""
    drawn = np.random.default_rng(_SEED).choice(np.asarray(values), (_RESAMPLED, len(values)))
    low, high = np.quantile(drawn.mean(axis=1), (0.025, 0.975))
    return float(low), float(high)


def chance_of_difference(first: Mapping[str, float], second: Mapping[str, float]) -> float:
    """Two-sided p of the difference of two means over the same queries, by paired randomization (Fisher 1935)."""
    differences = np.asarray([first[query] - second[query] for query in first])
    signs = np.random.default_rng(_SEED).choice((-1.0, 1.0), (_RESAMPLED, len(differences)))
    by_chance = np.abs((signs * differences).mean(axis=1))
    return float((1 + np.count_nonzero(by_chance >= abs(differences.mean()))) / (1 + _RESAMPLED))
