"""How alike two titles are, on a scale from 0 to 1."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from itertools import chain, islice

from rapidfuzz.distance import Levenshtein

from papersearch.text import words

_TENS, _ONES = ("", "x", "xx", "xxx"), ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix")
_ROMAN = {tens + ones: str(10 * ten + one) for ten, tens in enumerate(_TENS) for one, ones in enumerate(_ONES)}
_SPELT = {word: str(n) for n, names in enumerate((
    "one first", "two second", "three third", "four fourth", "five fifth",
    "six sixth", "seven seventh", "eight eighth", "nine ninth", "ten tenth", "eleven eleventh", "twelve twelfth",
    "thirteen thirteenth", "fourteen fourteenth", "fifteen fifteenth", "sixteen sixteenth", "seventeen seventeenth",
    "eighteen eighteenth", "nineteen nineteenth", "twenty twentieth",
), start=1) for word in names.split()}  # fmt: skip
_SHORTEST_HEAD = 4
LONGEST_TITLE = 2_000
"""Characters of a title that are compared. Real ones have a tenth of it."""
_WITHOUT_SUBTITLE = 0.9
_WEIGHT_BEYOND = 0.25
"""Weight of words behind a whole other title: a subtitle, or a page's `: talk slides`."""
_PART = frozenset({"part", "volume", "vol", "chapter", "episode", "no", "number"})
_SERIALS = frozenset({"annual", "annals", "yearbook", "almanac", "proceedings"})
_NO_TITLES = frozenset({
    "not available", "title not available", "no title", "no title available", "no title given", "untitled",
    "unknown title", "title unknown", "without title", "n a", "na", "none", "ohne titel", "sans titre", "sin titulo",
})  # fmt: skip
"""What a source writes where it has no title."""
_POINTERS = frozenset({"on", "to", "about", "of", "for", "concerning", "regarding"})
_PRESENTED = frozenset({"a", "an", "the", "talk", "tutorial", "keynote", "lecture", "invited", "poster", "demo",
                        "demonstration", "presentation", "course", "panel", "introduction"}) | _POINTERS  # fmt: skip
"""Words in front of a title that only present it: `A tutorial on ...`."""
_YEARS = frozenset(str(year) for year in range(1950, 2100))
_ORDINAL = re.compile(r"(\d+)(?:st|nd|rd|th)")
_BRACKETED = re.compile(r"\s*[(\[]([^()\[\]]*)[)\]]")
_BREAK = re.compile(r"[:;–—]\s*|-+\s+|[,.?!]\s+|\s+(?:[:;–—]\s*|-+\s*|[,.?!]\s+|\()")
_ACRONYM = re.compile(r"\s*\([A-Z][A-Za-z]*[A-Z]\w*\)\s*$")
_TAIL = re.compile(r"\s+(?:extended abstract|supplementary material)\s*$", re.IGNORECASE)
_TAIL_ENDS = ("ract", "al")
"""Before the whole tail is looked for; these letters have no third case form."""
_ALIKE_LETTERS = 0.75
"""Share of equal letters from which on two words are spellings of one: `tunable` and `tumble`, `color` and `colour`."""
_SHORTEST_TYPO = 4


@lru_cache(maxsize=2)
def _listed(kind: str) -> frozenset[str]:
    """The words of a kind in data/title_words.txt."""
    text = resources.files("papersearch_ingest").joinpath("data/title_words.txt").read_text("utf-8")
    lines = (line.partition(":") for line in text.splitlines())
    return frozenset(word for name, _, found in lines if name == kind for word in found.split())


_KINDS, _ANSWERS = _listed("kind"), _listed("answer")
_SAY_NOTHING = _KINDS | _ANSWERS


@dataclass(frozen=True, slots=True)
class TitleForm:
    """A title as it is compared: its words, and the same joined, since spaces and hyphens are lost on the way.

    `heads` is what stands before a colon or the like, joined, where what follows may be a subtitle and numbers no part.
    `telling` counts the words that say what it is about, all of them if there is one. `is_serial`: the title of a book
    which comes out every year. `said` has all words, also those of the notes.
    """

    words: tuple[str, ...]
    joined: str
    is_generic: bool
    heads: frozenset[str] = frozenset()
    telling: int = 0
    is_serial: bool = False
    said: frozenset[str] = frozenset()


@lru_cache(maxsize=8192)
def title_form(title: str) -> TitleForm:
    """Without notes such as `(extended abstract)`, `- Book Review` or `Tutorial:`; what is all notes stays as it is.

    Of a title beyond all measure only the beginning counts: the cost grows with the square of its parts.
    """
    title = title[:LONGEST_TITLE]
    if " ".join(words(title[:40])) in _NO_TITLES:
        return TitleForm((), "", is_generic=True)
    has_brackets = "(" in title or "[" in title
    plain = _without_tail(_ACRONYM.sub("", title) if has_brackets else title)
    if has_brackets:
        plain = _BRACKETED.sub(lambda m: " " if _says_kind(words(m[1])) else m[0], plain)
    parts = [words(part) for part in _BREAK.split(_without_tail(plain))]
    if len(parts) > 1:
        first = 1 if _says_kind(parts[0]) else 0
        last = -1 if _says_kind(parts[-1]) and len(parts) - first > 1 else len(parts)
        parts = parts[first:last]
    found = [word for part in parts for word in part] or words(title)
    is_generic = all(word in _SAY_NOTHING or word.isdigit() for word in found)
    return TitleForm(tuple(found), _joined(found), is_generic, frozenset() if is_generic else _heads(parts),
                     0 if is_generic else len(found), not _SERIALS.isdisjoint(found),
                     frozenset(words(title)))  # fmt: skip


def _without_tail(title: str) -> str:
    return _TAIL.sub("", title) if title.rstrip().lower().endswith(_TAIL_ENDS) else title


def _joined(found: Sequence[str]) -> str:
    return "".join(found) if len(found) > 2 else " ".join(found)


def _heads(parts: Sequence[Sequence[str]]) -> frozenset[str]:
    """Of a title's parts as words."""
    heads = set()
    before: list[str] = []
    for place, part in enumerate(parts[:-1]):
        before += part
        if len(before) >= _SHORTEST_HEAD:
            after = list(islice(chain.from_iterable(parts[place + 1 :]), 2))
            if not _PART.intersection(after[:1]) and not _serials(after)[0] - _YEARS:
                heads.add(_joined(before))
    return frozenset(heads)


def _says_kind(found: Sequence[str]) -> bool:
    return bool(found) and all(word in _KINDS for word in found)


def title_likeness(a: TitleForm, b: TitleForm) -> float:
    """1 for equal titles, 0 for those that number different parts; between them the share of words in common.

    Words are weighed by their length, since long ones say more; a misspelt word counts as far as its letters agree.
    A subtitle may be left out.
    """
    if a.joined == b.joined:
        return 1.0
    a, b = sorted((a, b), key=lambda form: form.words)  # words are aligned in turn: the same whichever comes first
    if not _ANSWERS.isdisjoint({*a.words} ^ {*b.words}):
        return 0.0
    if _is_about(a.words, b.words) or _is_about(b.words, a.words):
        return 0.0
    if a.joined in b.heads or b.joined in a.heads:
        return _WITHOUT_SUBTITLE
    if _number_different_parts(a.words, b.words):
        return 0.0
    common, left, right = _aligned(a.words, b.words)
    rest = left + right
    if _begins_with(a.words, b.words):
        rest = min(rest, 2 * common) * _WEIGHT_BEYOND  # 0.8 for the longest subtitle
    by_words = 2 * common / (2 * common + rest) if common else 0.0
    longest = max(len(a.joined), len(b.joined))
    by_letters = 1 - Levenshtein.distance(a.joined, b.joined) / longest
    return max(by_words, by_letters)


def _is_about(title: Sequence[str], other: Sequence[str]) -> bool:
    """Whether one title speaks of a text with the other: `Additional Results on ...`, `A Remark on ...`."""
    before = title[: len(title) - len(other)]
    is_behind = len(before) > 1 and len(other) >= _SHORTEST_HEAD and title[len(before) :] == other
    return is_behind and before[-1] in _POINTERS and not _PRESENTED.issuperset(before)


def _begins_with(a: Sequence[str], b: Sequence[str]) -> bool:
    """Whether one title is the beginning of the other; the last word that they share may be cut or abbreviated."""
    short, long = sorted((a, b), key=len)
    last = len(short) - 1
    if last + 1 < _SHORTEST_HEAD or long[:last] != short[:last]:
        return False
    return long[last].startswith(short[last]) or short[last].startswith(long[last])


def _number_different_parts(a: Sequence[str], b: Sequence[str]) -> bool:
    """`Part I` and `Part II`, 2001 and 2002."""
    (digits_a, spelt_a), (digits_b, spelt_b) = _serials(a), _serials(b)
    if digits_a - digits_b - spelt_b or digits_b - digits_a - spelt_a:
        return True
    return bool(spelt_a - spelt_b - digits_b) and bool(spelt_b - spelt_a - digits_a)


def _serials(found: Sequence[str]) -> tuple[frozenset[str], frozenset[str]]:
    """The numbers in a title: in digits or Roman letters, and spelt out."""
    digits, spelt = set(), set()
    for place, word in enumerate(found):
        if word.isdigit():
            digits.add(word.lstrip("0") or "0")
        elif ordinal := _ORDINAL.fullmatch(word):
            digits.add(ordinal[1])
        elif word in _ROMAN:
            if len(word) > 1 or place == len(found) - 1 or found[place - 1] in {"part", "volume"}:
                digits.add(_ROMAN[word])
        elif word in _SPELT:
            spelt.add(_SPELT[word])
    return frozenset(digits), frozenset(spelt)


def _aligned(a: Sequence[str], b: Sequence[str]) -> tuple[float, float, float]:
    """Letters in common, and those left over on each side; particles and articles weigh little."""
    rest_b = list(map(letter_shapes, b))
    rest_a = []
    common = 0.0
    for word in map(letter_shapes, a):
        if word in rest_b:
            rest_b.remove(word)
            common += _weight(word)
        else:
            rest_a.append(word)
    lonely = 0.0
    for word in rest_a:
        best, share = None, _ALIKE_LETTERS
        if len(word) >= _SHORTEST_TYPO:
            for other in rest_b:
                likeness = Levenshtein.normalized_similarity(word, other, score_cutoff=share)
                if likeness >= share and len(other) >= _SHORTEST_TYPO:
                    best, share = other, likeness
        if best is None:
            lonely += _weight(word)
        else:
            rest_b.remove(best)
            common += share * (_weight(word) + _weight(best)) / 2
            lonely += (1 - share) * _weight(word)
    return common, lonely, sum(map(_weight, rest_b))


def _weight(word: str) -> float:
    return 0.3 if word in _KINDS else 1.0 if len(word) <= 3 else len(word) ** 0.5


_SHAPES = str.maketrans("01l59", "oiisg")


def letter_shapes(word: str) -> str:
    """A word with one letter for those that scanned text confuses: `rn` and `m`, `cl` and `d`, `l`, `1` and `i`."""
    return word.replace("rn", "m").replace("cl", "d").replace("vv", "w").translate(_SHAPES)
