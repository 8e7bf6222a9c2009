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

from papersearch.text import fold, stem
from papersearch_ingest.texts.english import is_english_word

LONGEST = 5
"""Words of the longest phrase."""
PAIR, PAIR_COUNT = 2, 2
"""Parts of this many words count as phrases when they stand this often: "data set" in "large data set"."""
_TOKEN = re.compile(r"[^\W_]+(?:[-/+'’][^\W_]+)*[+#]*|[^\w\s]", re.UNICODE)
_MEANS_NOTHING = re.compile(r"[a-z]+-?(?:19|20)\d\d$|[a-z]{3,}i(?:z|f)(?:es?|y|ies)$|\d+(?:st|nd|rd|th)$")
"""Names with a year (`semeval-2020`), verbs that tell by their ending (`summarize`, `classifies`), ordinal numbers."""
_MOST_KEPT, _LONGEST_KEPT = 65_536, 24
"""How many texts between two spaces are remembered with their tokens, and of how many letters: longer ones seldom come
back."""
_MOST_FOREIGN = 0.12
"""Share of function words of other languages from which on a text is not English."""
_READ_FOR_LANGUAGE = 600
"""Characters."""
_NOT_LAST = ("ical", "ional", "ative", "itive", "uous", "ious", "able", "ible", "ful", "less", "ized", "ised", "based",
             "driven", "wise", "ic", "ive", "ous")  # fmt: skip
"""Endings of words that describe another, when at least two letters stand before them."""
_LAST_ANYWAY = frozenset({"music", "logic", "traffic", "topic", "metric", "heuristic", "semantic", "graphic",
                          "basic", "fabric",
                          "arithmetic", "characteristic", "archive", "objective", "table", "variable",
                          "perspective", "incentive",
                          "predictive", "plastic", "public", "statistic", "mechanic", "rubric", "critic", "clinic",
                          "directive"})  # fmt: skip


_Run = tuple[int, tuple[str, ...], list[str], str]
"""Words that may be a noun phrase: the place of the first among the text's tokens, and of each stem, text and role.

The roles are a letter for each: `i` can only stand before another word, `l` can be the last one, `s` can, too, but
says too little to be a phrase by itself, `g` can be any but the first. A plain tuple, since a text has many.
"""


@lru_cache(maxsize=1)
def stop_words() -> frozenset[str]:
    """Words that stand in no noun phrase."""
    return _word_list("stop_words.txt")


@lru_cache(maxsize=1)
def _stop_tags() -> frozenset[str]:
    return _word_list("stop_tags.txt")


@lru_cache(maxsize=1)
def _general_phrases() -> frozenset[tuple[str, ...]]:
    """The stems of phrases that every other paper has."""
    text = resources.files("papersearch_ingest").joinpath("data/general_phrases.txt").read_text("utf-8")
    return frozenset(tuple(map(stem, line.split())) for line in text.splitlines() if not line.startswith("#"))


@lru_cache(maxsize=1)
def _other_languages() -> frozenset[str]:
    return _word_list("other_languages.txt")


@lru_cache(maxsize=1)
def _noun_gerunds() -> frozenset[str]:
    return _word_list("noun_gerunds.txt")


@lru_cache(maxsize=1)
def _describing_words() -> frozenset[str]:
    return _word_list("describing_words.txt")


def _word_list(name: str) -> frozenset[str]:
    text = resources.files("papersearch_ingest").joinpath("data", name).read_text("utf-8")
    return frozenset(word for line in text.splitlines() if not line.startswith("#") for word in line.split())


def extract_keyphrases(title: str | None, abstract: str | None, limit: int = 8) -> list[str]:
    """The phrases that tell most of what a paper is about, the best first, as they stand in the text.

    A title or abstract in another language than English is left out: its phrases are built in other ways.
    """
    texts = [text for text in (title, abstract) if text and _is_english(text)]
    ranked = sorted(_candidates(_runs(". ".join(texts))))
    return [" ".join(texts) for _, _, _, texts in ranked[:limit]]


def _is_english(text: str) -> bool:
    found = fold(text[:_READ_FOR_LANGUAGE]).split()
    return sum(map(_other_languages().__contains__, found)) <= _MOST_FOREIGN * len(found)


def canonical_keyphrases(title: str | None, abstract: str | None) -> tuple[str, ...]:
    """The phrases of `extract_keyphrases`, each once in its canonical form."""
    return canonical_keywords(extract_keyphrases(title, abstract))


def _candidates(runs: Sequence[_Run]) -> Iterator[tuple[float, int, int, list[str]]]:
    """The runs and pairs out of them by their stems, best first when sorted: score, place, length and words.

    A phrase inside longer ones is counted too. Of a longer run's pairs, frequent ones are phrases like any other, and
    the last one is what the run is about: `data set` in `large data set`.
    """
    whole = {stems for _, stems, _, _ in runs}
    counts: dict[tuple[str, ...], int] = {}
    firsts: dict[tuple[str, ...], tuple[_Run, int]] = {}
    ends = {stems[-PAIR:] for _, stems, _, _ in runs}
    for run in runs:
        stems = run[1]
        for start, end in _PARTS[len(stems)]:
            key = stems[start:end]
            if key in counts:
                counts[key] += 1
            elif end - start == PAIR or key in whole:
                counts[key], firsts[key] = 1, (run, start)
    for key, times in counts.items():
        (place, _, texts, roles), start = firsts[key]
        length = len(key)
        is_frequent = times >= PAIR_COUNT and roles[start + length - 1] != "i"
        if (key in whole or is_frequent or key in ends) and key not in _general_phrases():
            score = _LENGTH[length] * (1 + math.log(times)) / math.log(_DELAY + place + start)
            part = 1.0 if key in whole or is_frequent else _LAST_PAIR
            yield -score * part, place + start, length, texts[start : start + length]


_PARTS = [[(start, end) for start in range(size) for end in range(start + 1, size + 1)] for size in range(LONGEST + 1)]
"""Where the parts of a run of so many words begin and end."""


_LENGTH = {1: 0.55, 2: 1.0, 3: 1.05, 4: 0.95, 5: 0.8}
_DELAY = 12
_LAST_PAIR = 0.8
"""What the last two words of a longer run are worth beside the run."""


def _runs(text: str) -> list[_Run]:
    """The runs that are not too long, each up to the last word that can be its last."""
    runs: list[_Run] = []
    place = 0
    for row in "".join(map(_CODES.__getitem__, text.split())).split(_OUTSIDE):
        if row:
            parts = row.split(_INSIDE)
            roles = "".join(parts[1::3])
            if roles[0] == "g":
                left_out = len(roles) - len(roles.lstrip("g"))
                place, roles, parts = place + left_out, roles[left_out:], parts[3 * left_out :]
            length = len(roles.rstrip("i"))
            if 0 < length <= LONGEST and roles[:length] != "s":
                end = 3 * length + 1
                runs.append((place, tuple(parts[2:end:3]), parts[3:end:3], roles))
            place += len(roles)
        place += 1
    return runs


_OUTSIDE, _INSIDE = "\0", "\n"
"""The code of a token that stands in no noun phrase; the code of others is role, stem and text, with this before each.

So rows of tokens are found by cutting one text, and nothing is made for each of them. No token has such a sign.
"""


class _Codes(dict[str, str]):
    """The codes of the tokens between two spaces, joined: no token has a space in it. Those of short ones are kept."""

    def __missing__(self, chunk: str) -> str:
        codes = _token_code(chunk) if chunk.isalnum() else "".join(map(_token_code, _TOKEN.findall(chunk)))
        if len(chunk) <= _LONGEST_KEPT:
            if len(self) >= _MOST_KEPT:
                self.clear()
            self[chunk] = codes
        return codes


_CODES = _Codes()


@lru_cache(maxsize=65_536)
def _token_code(text: str) -> str:
    folded = fold(text)
    is_outside = (
        not text[0].isalnum() or folded in stop_words() or folded.isdigit() or bool(_MEANS_NOTHING.match(folded))
    )
    if is_outside or (len(folded) > 4 and folded.endswith("ly")) or not (stemmed := stem(folded)):
        return _OUTSIDE
    role = "i" if _cannot_end(folded) else "g" if _is_verb(folded) else "s" if _says_little(folded) else "l"
    return _INSIDE + _INSIDE.join((role, stemmed, text))


def _says_little(word: str) -> bool:
    """Whether a word is too short or too general to be a keyphrase by itself."""
    return len(word) < 3 or word in _stop_tags()


def _is_verb(word: str) -> bool:
    """Whether a word is a verb where it begins a phrase: `extracting opinions`."""
    return word.endswith("ing") and len(word) > 5 and word not in _noun_gerunds()


def _cannot_end(word: str) -> bool:
    if len(word) == 1 or (word.endswith("ed") and len(word) > 4) or word in _describing_words():
        return True
    return word[2:].endswith(_NOT_LAST) and word not in _LAST_ANYWAY


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


@lru_cache(maxsize=1)
def _singular_names() -> frozenset[str]:
    """Words and phrases that end in `s` and are not plurals: data/no_plurals.txt."""
    text = resources.files("papersearch_ingest").joinpath("data/no_plurals.txt").read_text("utf-8")
    return frozenset(line.strip() for line in text.splitlines() if not line.startswith("#") and line.strip())


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
    if folded.replace(" ", "").isalnum() and _HYPHENATING.isdisjoint(parts := folded.split()):
        parts[-1] = _singular_in_phrase(parts)
        joined = " ".join(parts)
        return _acronyms().get(joined, joined)
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
    joined += _singular_in_phrase([*before, last])
    return _acronyms().get(joined, joined)


def _singular_in_phrase(parts: Sequence[str]) -> str:
    """The last word in the singular, unless it ends a name: `United States`, also in `history of the United States`."""
    last = parts[-1]
    if any(" ".join(parts[-size:]) in _singular_names() for size in (2, 3)):
        return last
    return _singular(last)


@lru_cache(maxsize=16_384)
def _singular(word: str) -> str:
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if (
        len(word) < 4
        or word in _singular_names()
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
