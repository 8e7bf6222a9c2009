"""Known ways to extract keyphrases, to measure ours beside them: n-grams by TF-IDF, SingleRank, and YAKE if installed.

Each takes a title, an abstract and a limit, and gives phrases, the best first. None is trained; none uses a tagger, so
that candidates are runs of words without a stop word.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from importlib import import_module
from importlib.util import find_spec

from papersearch.text import words
from papersearch_ingest.papers.keyphrases import stop_words

Way = Callable[[str | None, str | None, int], list[str]]
LONGEST_NGRAM = 3
WINDOW = 10
DAMPING = 0.85
ROUNDS = 30


def _runs(text: str) -> Iterator[list[str]]:
    """The longest runs of words between stop words and signs."""
    for piece in "".join(letter if letter.isalnum() or letter in " -'" else "\n" for letter in text).split("\n"):
        run: list[str] = []
        for word in (*words(piece), ""):
            if word and word not in stop_words() and not word.isdigit():
                run.append(word)
            elif run:
                yield run
                run = []


def _ngrams(text: str) -> Iterator[str]:
    for run in _runs(text):
        for start in range(len(run)):
            for end in range(start + 1, min(start + LONGEST_NGRAM, len(run)) + 1):
                yield " ".join(run[start:end])


def tf_idf(documents: Iterable[tuple[str | None, str | None]]) -> Way:
    """N-grams of up to three words, by their count and how few of these documents have them."""
    texts = [_text(*document) for document in documents]
    frequency = Counter(ngram for text in texts for ngram in set(_ngrams(text)))

    def way(title: str | None, abstract: str | None, limit: int) -> list[str]:
        counts = Counter(_ngrams(_text(title, abstract)))
        weights = {ngram: count * math.log(len(texts) / frequency[ngram]) for ngram, count in counts.items()}
        return sorted(weights, key=lambda ngram: -weights[ngram])[:limit]

    return way


def single_rank(title: str | None, abstract: str | None, limit: int) -> list[str]:
    """Runs by the sum of their words' PageRank in the graph of words that stand near each other.

    Wan and Xiao, "Single document keyphrase extraction using neighborhood knowledge", 2008.
    """
    runs = list(_runs(_text(title, abstract)))
    rank = _page_rank([word for run in runs for word in run])
    weights = {" ".join(run): sum(rank[word] for word in run) for run in runs}
    return sorted(weights, key=lambda run: -weights[run])[:limit]


def _page_rank(sequence: Sequence[str]) -> dict[str, float]:
    edges: dict[str, Counter[str]] = defaultdict(Counter)
    for at, word in enumerate(sequence):
        for other in sequence[at + 1 : at + WINDOW]:
            if other != word:
                edges[word][other] += 1
                edges[other][word] += 1
    rank = dict.fromkeys(sequence, 1.0)
    total = {word: sum(near.values()) for word, near in edges.items()}
    for _ in range(ROUNDS):
        rank = {
            word: 1 - DAMPING + DAMPING * sum(rank[near] * count / total[near] for near, count in edges[word].items())
            for word in rank
        }
    return rank


def yake() -> Way | None:
    """YAKE with its own settings, or None where the package `yake` is not installed: the project does not need it."""
    if find_spec("yake") is None:
        return None
    extractor = import_module("yake").KeywordExtractor(lan="en", n=LONGEST_NGRAM, top=10)

    def way(title: str | None, abstract: str | None, limit: int) -> list[str]:
        return [phrase for phrase, _ in extractor.extract_keywords(_text(title, abstract))][:limit]

    return way


def _text(title: str | None, abstract: str | None) -> str:
    return ".\n".join(part for part in (title, abstract) if part)
