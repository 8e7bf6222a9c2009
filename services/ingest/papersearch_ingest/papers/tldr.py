"""The most telling sentence of an abstract, for papers that come without a TL;DR.

A sentence tells more when it says what the authors do ("we propose", "this paper presents"), when it shares rare words
with the title and with the rest of the abstract, and when it is neither a fragment nor endless. Nothing is trained;
bench/tldr.py measures it.
"""

import math
import re
from collections import Counter

from papersearch.text import stem, words
from papersearch_ingest.papers.keyphrases import stop_words

SHORTEST, LONGEST = 5, 60
"""Words of a sentence that may be chosen."""
TELLING = 22
"""Words of a sentence that says enough; a longer one has more to be skipped by the reader."""
LONGEST_TEXT = 20_000
"""Characters of an abstract that are looked at."""

_END = re.compile(r"(?<=[.!?])[\"')\]]*(?:\s+(?=[\"'(\[]*[A-Z0-9$])|(?<=[a-z)]\.)(?=[A-Z][a-z]+\s[a-z]))")
_NO_END = re.compile(
    r"(?:\b(?:e\.g|i\.e|cf|vs|resp|approx|et al|al|etc|Fig|Figs|Eq|Eqs|Sec|Ref|Dr|Prof|Mr|Mrs|St|No|Nos|w\.r\.t|a\.k\.a"
    r"|[A-Z]|U\.S|Inc|Ltd|Jr)\.)$",
    re.IGNORECASE,
)
_VERBS = (
    "address|aim|analy[sz]e|apply|argue|build|characteri[sz]e|compare|conduct|consider|construct|contribute|demonstrate|"
    "derive|describe|design|develop|devise|discuss|establish|evaluate|examine|explore|extend|find|focus|formali[sz]e|"
    "formulate|give|identify|illustrate|improve|initiate|introduce|investigate|learn|observe|offer|outline|perform|"
    "present|propose|prove|provide|quantify|report|re-?examine|reveal|review|revisit|seek|show|study|suggest|survey|"
    "tackle|train|unify|use|utili[sz]e"
)
_STRONG = "propose|present|introduce|develop|design|devise|describe|formulate|describes|presents|proposes|introduces"
_OURS = re.compile(
    rf"\b(?:we|I)\s+(?:(?:\w+ly|also|first|then|thus|here|further|instead|will|have|can)\s+){{0,2}}(?:{_VERBS})(?:e?d|s)?\b|"
    rf"\b(?:this|the (?:present|current)|our)\s+(?:\w+\s+)?(?:paper|work|article|study|approach|method|model|framework|"
    rf"thesis|report|algorithm|system)\s+(?:\w+ly\s+)?(?:{_VERBS})(?:e?d|e?s)?\b|"
    r"\b(?:is|are)\s+(?:proposed|presented|introduced|described|developed|investigated|studied|discussed)\b|"
    r"\bin this (?:paper|work|article|study|thesis)\b",
    re.IGNORECASE,
)
_PROPOSING = re.compile(rf"\b(?:{_STRONG})(?:d|ed|s|es)?\b", re.IGNORECASE)
_LINK = re.compile(
    r"^(?:(?:in|with|through|throughout)\s+(?:this|the present|the current|our)\s+(?:paper|work|article|study|thesis|"
    r"report|contribution|manuscript)|here|herein|specifically|in particular|concretely|more (?:specifically|precisely|"
    r"concretely)|therefore|thus|hence|consequently|accordingly|as a result|to this end|to that end|to do so|moreover|"
    r"furthermore|in addition|additionally|finally|also|however|instead|in contrast|first|firstly|second|secondly|"
    r"motivated by (?:this|these)[^,]{0,60}|inspired by (?:this|these)[^,]{0,60}|"
    r"to (?:address|tackle|solve|overcome|alleviate|mitigate|remedy|resolve|handle)\s+(?:this|these|the above|such|it|"
    r"those|both)[^,]{0,60})\s*(?:,\s*(?=\S)|\s(?=we\b|I\b))",
    re.IGNORECASE,
)


def extract_tldr(title: str | None, abstract: str | None) -> str | None:
    """One sentence of the abstract, without the words that only link it to the one before; None if there is none.

    The sentence stands as the authors wrote it: nothing is put into other words.
    """
    found = [s for s in sentences(abstract or "") if SHORTEST <= s.count(" ") + 1 <= LONGEST]
    if not found:
        return None
    told = [_content(sentence) for sentence in found]
    about = _content(title or "")
    counts = Counter(word for content in told for word in content)
    best = max(range(len(found)), key=lambda place: (_score(found[place], told[place], place, about, counts), -place))
    return _standing_alone(found[best])


def sentences(text: str) -> list[str]:
    """A text's sentences; abbreviations, initials and decimals end none."""
    parts: list[str] = []
    for piece in _END.split(" ".join(text[:LONGEST_TEXT].split())):
        if parts and _NO_END.search(parts[-1]):
            parts[-1] = f"{parts[-1]} {piece}"
        else:
            parts.append(piece)
    return [part for part in parts if part]


def _score(sentence: str, content: frozenset[str], place: int, about: frozenset[str], counts: Counter[str]) -> float:
    score = 0.0
    if found := _OURS.search(sentence):
        score += _W["ours"] + (_W["proposing"] if _PROPOSING.search(found.group()) else 0.0)
    if about:
        score += _W["title"] * len(content & about) / math.sqrt(len(about) * max(len(content), 1))
    shared = sum(counts[word] - 1 for word in content)
    score += _W["central"] * shared / (len(content) + 4)
    length = sentence.count(" ") + 1
    score -= _W["long"] * max(0, length - TELLING) / TELLING + _W["short"] * max(0, 10 - length) / 10
    return score - _W["late"] * place / 10


_W = {"ours": 0.5, "proposing": 0.25, "title": 1.0, "central": 0.25, "long": 0.5, "short": 0.5, "late": 0.5}
"""A sentence on what the authors do counts like one that has half of the title; the rest decides between equals."""


def _content(text: str) -> frozenset[str]:
    return frozenset(stem(word) for word in words(text) if word not in stop_words())


def _standing_alone(sentence: str) -> str:
    """Without `In this paper,` and the like, and with a capital again."""
    while (shorter := _LINK.sub("", sentence, count=1)) != sentence:
        sentence = shorter
    return sentence[:1].upper() + sentence[1:]
