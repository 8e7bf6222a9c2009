"""Keyphrases out of title and abstract, and the canonical form under which keywords are counted.

Candidates are maximal runs of words that can stand in a noun phrase: a list of stop words and the forms of words do
what a tagger would. A phrase is worth more the earlier it stands, the more often, and with two or three words rather
than one. Nothing is trained; bench/keyphrases.py measures it.
"""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
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
_NOT_LAST = re.compile(
    r".{2,}(?:ical|ional|ative|itive|uous|ious|able|ible|ful|less|ized|ised|based|driven|wise|ic|ive|ous)$"
)
_LAST_ANYWAY = frozenset({"music", "logic", "traffic", "topic", "metric", "heuristic", "semantic", "graphic",
                          "basic", "fabric",
                          "arithmetic", "characteristic", "archive", "objective", "table", "variable",
                          "perspective", "incentive",
                          "predictive", "plastic", "public", "statistic", "mechanic", "rubric", "critic", "clinic",
                          "directive"})  # fmt: skip


class _Run(NamedTuple):
    """Words that may be a noun phrase, folded, and the place of the first among the text's tokens."""

    place: int
    words: Sequence[str]


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
    tokens = _TOKEN.findall(". ".join(part for part in (title, abstract) if part))
    ranked = sorted(
        (-_score(candidate), candidate.place, candidate.length)
        for candidate in _candidates(_runs(tokens)).values()
        if candidate.is_whole or (candidate.length == PAIR and candidate.count >= PAIR_COUNT and candidate.can_end)
    )
    return [" ".join(tokens[place : place + length]) for _, place, length in ranked[:limit]]


def canonical_keyphrases(title: str | None, abstract: str | None) -> tuple[str, ...]:
    """The phrases of `extract_keyphrases`, each once in its canonical form."""
    return canonical_keywords(extract_keyphrases(title, abstract))


@dataclass(slots=True)
class _Candidate:
    """A run or a part of one: where it stands first, how often, and whether it is a whole run anywhere."""

    place: int
    length: int
    can_end: bool
    is_whole: bool
    count: int = 1


def _candidates(runs: Sequence[_Run]) -> dict[tuple[str, ...], _Candidate]:
    """The runs by their stems, and their pairs; a phrase inside longer ones is counted too."""
    stemmed = [tuple(map(stem, run.words)) for run in runs]
    whole = set(stemmed)
    found: dict[tuple[str, ...], _Candidate] = {}
    for run, stems in zip(runs, stemmed, strict=True):
        size = len(stems)
        for start in range(size):
            for end in range(start + 1, size + 1):
                key = stems[start:end]
                is_whole = key in whole
                if not is_whole and end - start != PAIR:
                    continue
                candidate = found.get(key)
                if candidate is None:
                    can_end = is_whole or not _cannot_end(run.words[end - 1])
                    found[key] = _Candidate(run.place + start, end - start, can_end, is_whole)
                else:
                    candidate.count += 1
    return found


def _score(candidate: _Candidate) -> float:
    length = _LENGTH[min(candidate.length, LONGEST)]
    return length * (1 + math.log(candidate.count)) / math.log(_DELAY + candidate.place)


_LENGTH = {1: 0.55, 2: 1.0, 3: 1.05, 4: 0.95, 5: 0.8}
_DELAY = 12


def _runs(tokens: Sequence[str]) -> list[_Run]:
    runs: list[_Run] = []
    current: list[str] = []
    for place, folded in enumerate(map(_phrase_word, tokens)):
        if folded is not None:
            current.append(folded)
        elif current:
            _close(place - len(current), current, runs)
            current = []
    if current:
        _close(len(tokens) - len(current), current, runs)
    return runs


@lru_cache(maxsize=65_536)
def _phrase_word(token: str) -> str | None:
    """The folded token, or None where it ends a noun phrase."""
    folded = fold(token)
    is_outside = not token[0].isalnum() or folded in stop_words() or folded.isdigit()
    return None if is_outside or (len(folded) > 4 and folded.endswith("ly")) else folded


def _close(place: int, words: list[str], runs: list[_Run]) -> None:
    while words and _cannot_end(words[-1]):
        words.pop()
    if words and len(words) <= LONGEST and not (len(words) == 1 and _says_little(words[0])):
        runs.append(_Run(place, words))


def _says_little(word: str) -> bool:
    """Whether a word is too short or too general to be a keyphrase by itself."""
    return len(word) < 3 or word in _stop_tags()


@lru_cache(maxsize=65_536)
def _cannot_end(word: str) -> bool:
    if word.endswith("ed") and len(word) > 4:
        return True
    return word not in _LAST_ANYWAY and _NOT_LAST.match(word) is not None


_KEYWORD_WORD = re.compile(r"[^\W_]+(?:['’.&][^\W_]+)*[+#*]*")
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
    folded = fold(_BRACKETED.sub("", text) or text)
    found = list(_KEYWORD_WORD.finditer(folded))
    if not found:
        return ""
    *before, last = (each.group() for each in found)
    joined = ""
    for part, here, following in zip(before, found, found[1:], strict=False):
        gap = folded[here.end() : following.start()]
        joined += part + (gap if gap in {"-", "/"} else "-" if part in _HYPHENATING else " ")
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
