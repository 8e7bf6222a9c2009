"""What a collection says about keyphrases: how many papers have a phrase, and which the authors chose themselves.

A tag is of use when it leads to other papers and not to all of them. So a phrase that authors use as a keyword is
preferred, one that stands in no other paper is put behind, and one word that stands in every tenth paper is no tag.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from papersearch.paper import KeywordSource, Paper
from papersearch_ingest.papers.keyphrases import canonical_keyword, extract_keyphrases

CANDIDATES, CHOSEN = 20, 8
TOO_COMMON = 0.1
"""Share of papers from which on a single word says nothing."""
LEAST_PAPERS = 20
"""Of fewer papers nothing is too common."""


@dataclass(frozen=True, slots=True)
class Corpus:
    """`papers` counts all; `frequency` the papers whose text offers a phrase, `own` those whose authors chose it.

    `fragments` stand less often by themselves than with a word more: `deep neural`, of `deep neural network`.
    """

    papers: int
    frequency: Mapping[str, int]
    own: Mapping[str, int]
    fragments: frozenset[str] = frozenset()


def count_phrases(papers: Iterable[Paper]) -> Corpus:
    """The corpus of a collection; it holds every phrase that two papers share or an author chose."""
    frequency: Counter[str] = Counter()
    own: Counter[str] = Counter()
    count = 0
    for paper in papers:
        count += 1
        own.update({keyword.value for keyword in paper.keywords if keyword.source == KeywordSource.AUTHOR})
        frequency.update(set(_offered(paper.title, paper.abstract)))
    fragments = {head for phrase, n in frequency.items() if n >= frequency[head := phrase.rpartition(" ")[0]] > 0}
    return Corpus(
        count, {phrase: n for phrase, n in frequency.items() if n > 1}, dict(own), frozenset(fragments - {*own})
    )


def choose_keywords(title: str | None, abstract: str | None, corpus: Corpus) -> tuple[str, ...]:
    """The best phrases of a text in a collection, canonical, the best first."""
    offered = _offered(title, abstract)
    weight = {phrase: _weight(phrase, place, corpus) for place, phrase in enumerate(offered)}
    chosen = sorted((phrase for phrase in offered if weight[phrase]), key=lambda phrase: -weight[phrase])
    return tuple(chosen[:CHOSEN])


def _offered(title: str | None, abstract: str | None) -> list[str]:
    found = map(canonical_keyword, extract_keyphrases(title, abstract, limit=CANDIDATES))
    return list(dict.fromkeys(filter(None, found)))


def _weight(phrase: str, place: int, corpus: Corpus) -> float:
    shared = corpus.frequency.get(phrase, 1)
    if phrase in corpus.fragments:
        return 0.0
    is_single = " " not in phrase and "-" not in phrase
    if is_single and corpus.papers >= LEAST_PAPERS and shared > TOO_COMMON * corpus.papers:
        return 0.0
    weight = 1 / (place + 4)
    if phrase in corpus.own:
        return weight * 2
    return weight if shared > 1 else weight * (0.25 if is_single else 0.5)
