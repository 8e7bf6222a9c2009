"""Keyphrases out of title and abstract, and the canonical form under which keywords are counted.

Candidates are maximal runs of words that can stand in a noun phrase: a list of stop words and the forms of words do
what a tagger would. A phrase is worth more the earlier it stands, the more often, and with two or three words rather
than one. Nothing is trained; bench/keyphrases.py measures it.
"""

import math
import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from importlib import resources
from typing import NamedTuple

from papersearch.text import fold, stem
from papersearch_ingest.english import is_english_word

LONGEST = 5
"""Words of the longest phrase."""
PAIR, PAIR_COUNT = 2, 2
"""Parts of this many words count as phrases when they stand this often: "data set" in "large data set"."""
_TOKEN = re.compile(r"[^\W_]+(?:[-/+'’][^\W_]+)*[+#]*|[^\w\s]", re.UNICODE)
_LONGEST_KEPT = 24
"""Letters between two spaces of which the tokens are remembered; longer ones seldom come back."""
_NOT_LAST = re.compile(
    r".{2,}(?:ical|ional|ative|itive|uous|ious|able|ible|ful|less|ized|ised|based|driven|wise|ic|ive|ous)$"
)
_LAST_ANYWAY = frozenset({"music", "logic", "traffic", "topic", "metric", "heuristic", "semantic", "graphic",
                          "basic", "fabric",
                          "arithmetic", "characteristic", "archive", "objective", "table", "variable",
                          "perspective", "incentive",
                          "predictive", "plastic", "public", "statistic", "mechanic", "rubric", "critic", "clinic",
                          "directive"})  # fmt: skip


class _Token(NamedTuple):
    """A token of a text, with its stem if it can stand in a noun phrase, and what else is asked of it then."""

    text: str
    stem: str = ""
    can_end: bool = False
    says_little: bool = False


class _Run(NamedTuple):
    """The stems of words that may be a noun phrase, and the place of the first among the text's tokens."""

    place: int
    stems: tuple[str, ...]


@lru_cache(maxsize=1)
def stop_words() -> frozenset[str]:
    """Words that stand in no noun phrase."""
    return _word_list("stop_words.txt")


@lru_cache(maxsize=1)
def _stop_tags() -> frozenset[str]:
    return _word_list("stop_tags.txt")


def _word_list(name: str) -> frozenset[str]:
    text = resources.files("papersearch_ingest").joinpath("data", name).read_text("utf-8")
    return frozenset(word for line in text.splitlines() if not line.startswith("#") for word in line.split())


def extract_keyphrases(title: str | None, abstract: str | None, limit: int = 8) -> list[str]:
    """The phrases that tell most of what a paper is about, the best first, as they stand in the text."""
    tokens = _tokens(". ".join(part for part in (title, abstract) if part))
    ranked = sorted((-_score(*phrase), phrase.place, phrase.length) for phrase in _candidates(_runs(tokens), tokens))
    return [" ".join([token.text for token in tokens[place : place + length]]) for _, place, length in ranked[:limit]]


def canonical_keyphrases(title: str | None, abstract: str | None) -> tuple[str, ...]:
    """The phrases of `extract_keyphrases`, each once in its canonical form."""
    return canonical_keywords(extract_keyphrases(title, abstract))


class _Candidate(NamedTuple):
    """A run or a pair out of one: how many words, how often, and where it stands first."""

    length: int
    times: int
    place: int


def _candidates(runs: Sequence[_Run], tokens: Sequence[_Token]) -> Iterator[_Candidate]:
    """The runs by their stems, and their frequent pairs; a phrase inside longer ones is counted too."""
    whole = {run.stems for run in runs}
    counts: dict[tuple[str, ...], int] = {}
    places: dict[tuple[str, ...], int] = {}
    for run in runs:
        for start, end in _PARTS[len(run.stems)]:
            key = run.stems[start:end]
            if key in counts:
                counts[key] += 1
            elif end - start == PAIR or key in whole:
                counts[key], places[key] = 1, run.place + start
    for key, times in counts.items():
        place, length = places[key], len(key)
        if key in whole or (times >= PAIR_COUNT and tokens[place + length - 1].can_end):
            yield _Candidate(length, times, place)


_PARTS = [[(start, end) for start in range(size) for end in range(start + 1, size + 1)] for size in range(LONGEST + 1)]
"""Where the parts of a run of so many words begin and end."""


@lru_cache(maxsize=16_384)
def _score(length: int, times: int, place: int) -> float:
    return _LENGTH[length] * (1 + math.log(times)) / math.log(_DELAY + place)


_LENGTH = {1: 0.55, 2: 1.0, 3: 1.05, 4: 0.95, 5: 0.8}
_DELAY = 12


def _tokens(text: str) -> list[_Token]:
    """No token has a space in it, so that those between two spaces are the same in every text."""
    tokens: list[_Token] = []
    for chunk in text.split():
        tokens += _tokens_of(chunk) if len(chunk) <= _LONGEST_KEPT else map(_token, _TOKEN.findall(chunk))
    return tokens


@lru_cache(maxsize=65_536)
def _tokens_of(chunk: str) -> tuple[_Token, ...]:
    return tuple(map(_token, _TOKEN.findall(chunk)))


@lru_cache(maxsize=65_536)
def _token(text: str) -> _Token:
    folded = fold(text)
    is_outside = not text[0].isalnum() or folded in stop_words() or folded.isdigit()
    if is_outside or (len(folded) > 4 and folded.endswith("ly")):
        return _Token(text)
    return _Token(text, stem(folded), not _cannot_end(folded), _says_little(folded))


def _runs(tokens: Sequence[_Token]) -> list[_Run]:
    runs: list[_Run] = []
    start = 0
    for place, token in enumerate(tokens):
        if not token.stem:
            if start < place:
                _close(start, place, tokens, runs)
            start = place + 1
    _close(start, len(tokens), tokens, runs)
    return runs


def _close(start: int, end: int, tokens: Sequence[_Token], runs: list[_Run]) -> None:
    while end > start and not tokens[end - 1].can_end:
        end -= 1
    if start < end <= start + LONGEST and not (end == start + 1 and tokens[start].says_little):
        runs.append(_Run(start, tuple([token.stem for token in tokens[start:end]])))


def _says_little(word: str) -> bool:
    """Whether a word is too short or too general to be a keyphrase by itself."""
    return len(word) < 3 or word in _stop_tags()


def _cannot_end(word: str) -> bool:
    if word.endswith("ed") and len(word) > 4:
        return True
    return word not in _LAST_ANYWAY and _NOT_LAST.match(word) is not None


_KEYWORD_WORD = re.compile(r"([^\W_]+(?:['’.&][^\W_]+)*[+#*]*)")
_BRACKETED = re.compile(r"\s*[(\[]\s*[^()\[\]]{1,12}\s*[)\]]\s*$")
_HYPHENATING = frozenset(
    ["self", "semi", "multi", "non", "cross", "few", "zero", "co", "pre", "post", "quasi", "pseudo"]
)
_IRREGULAR = {"analyses": "analysis", "hypotheses": "hypothesis", "matrices": "matrix", "vertices": "vertex",
              "indices": "index",
              "bases": "basis", "axes": "axis", "theses": "thesis", "syntheses": "synthesis", "criteria": "criterion",
              "phenomena": "phenomenon", "automata": "automaton", "children": "child", "people": "person",
              "neighbours": "neighbor", "neighbour": "neighbor", "databases": "database",
              "indexes": "index"}  # fmt: skip
_NO_PLURAL = frozenset({"series", "species", "news", "lens", "bias", "gas", "canvas", "atlas", "chaos",
                        "kubernetes", "aids", "paris",
                        "bayes", "naive bayes", "means", "k-means", "rss", "os", "dns", "gps", "sms", "ios",
                        "business", "hypothesis", "has", "was", "is", "us", "plus", "yes", "ros", "css",
                        "mems"})  # fmt: skip


def canonical_keyword(text: str) -> str:
    """The form under which a keyword is counted: `Generative Adversarial Networks (GANs)`, `GAN` and `gans` are one.

    Folded, without punctuation around it, the last word in the singular, acronyms of the table spelled out. Empty for a
    text without a word. `canonical_keyword(canonical_keyword(x)) == canonical_keyword(x)`.
    """
    for _ in range(4):
        previous, text = text, _canonical_once(text)
        if text == previous:
            break
    return text


def canonical_keywords(keywords: Sequence[str]) -> tuple[str, ...]:
    """Each keyword once in its canonical form, without those that have no word."""
    return tuple(dict.fromkeys(filter(None, map(canonical_keyword, keywords))))


@lru_cache(maxsize=65_536)
def _canonical_once(text: str) -> str:
    folded = fold((_BRACKETED.sub("", text) or text) if text.rstrip().endswith((")", "]")) else text)
    pieces = _KEYWORD_WORD.split(folded)  # what stands between the words, and the words
    if len(pieces) == 1:
        return ""
    *before, last = pieces[1::2]
    joined = "".join(
        [
            part + (gap if gap in {"-", "/"} else "-" if part in _HYPHENATING else " ")
            for part, gap in zip(before, pieces[2::2], strict=False)
        ]
    )
    joined += _singular(last)
    return _acronyms().get(joined, joined)


def _singular(word: str) -> str:
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if (
        len(word) < 4
        or word in _NO_PLURAL
        or not word.endswith("s")
        or word.endswith(("ss", "us", "is", "ics", "'s", "ous"))
    ):
        return word
    if word.endswith("bias"):
        return word
    candidates = [word[:-1]]
    if word.endswith("ies") and len(word) > 4:
        candidates.insert(0, word[:-3] + "y")
    elif word.endswith(("ses", "xes", "ches", "shes", "zes", "oes")):
        candidates.append(word[:-2])
    known = next(filter(is_english_word, candidates), None)
    return known or (candidates[-1] if word.endswith(("sses", "xes", "ches", "shes")) else candidates[0])


@lru_cache(maxsize=1)
def _acronyms() -> dict[str, str]:
    text = resources.files("papersearch_ingest").joinpath("data/acronyms.txt").read_text("utf-8")
    pairs = (line.partition("=") for line in text.splitlines() if not line.startswith("#"))
    return {acronym.strip(): phrase.strip() for acronym, sign, phrase in pairs if sign}
