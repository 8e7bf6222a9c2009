"""How alike two titles and two lists of authors are, each on a scale from 0 to 1."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from itertools import chain, islice

from rapidfuzz.distance import OSA, Levenshtein

from papersearch.naming.names import split_name
from papersearch.text import fold, words

_ROMAN = {
    "i": "1",
    "ii": "2",
    "iii": "3",
    "iv": "4",
    "v": "5",
    "vi": "6",
    "vii": "7",
    "viii": "8",
    "ix": "9",
    "x": "10",
}
_SPELT = {word: str(n) for n, names in enumerate((
    "one first", "two second", "three third", "four fourth", "five fifth",
    "six sixth", "seven seventh", "eight eighth", "nine ninth", "ten tenth",
), start=1) for word in names.split()}  # fmt: skip
_SHORTEST_HEAD = 4
LONGEST_TITLE = 2_000
"""Characters of a title that are compared. Real ones have a tenth of it."""
_WITHOUT_SUBTITLE = 0.9
_WEIGHT_BEYOND = 0.25
"""Weight of words behind a whole other title: a subtitle, or a page's `: talk slides`."""
_PART = frozenset({"part", "volume", "vol", "chapter", "episode", "no", "number"})
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
_MOST_AUTHORS = 60
"""Of a longer list only the beginning is compared."""


@lru_cache(maxsize=2)
def _listed(kind: str) -> frozenset[str]:
    """The words of a kind in data/title_words.txt."""
    text = resources.files("papersearch_ingest").joinpath("data/title_words.txt").read_text("utf-8")
    lines = (line.partition(":") for line in text.splitlines())
    return frozenset(word for name, _, found in lines if name == kind for word in found.split())


_KINDS, _ANSWERS = _listed("kind"), _listed("answer")


@dataclass(frozen=True, slots=True)
class TitleForm:
    """A title as it is compared: its words, and the same joined, since spaces and hyphens are lost on the way.

    `heads` is what stands before a colon or the like, joined, where what follows may be a subtitle and numbers no part.
    `telling` counts the words that say what it is about, all of them if there is one.
    """

    words: tuple[str, ...]
    joined: str
    is_generic: bool
    heads: frozenset[str] = frozenset()
    telling: int = 0


@lru_cache(maxsize=8192)
def title_form(title: str) -> TitleForm:
    """Without notes such as `(extended abstract)`, `- Book Review` or `Tutorial:`; what is all notes stays as it is.

    Of a title beyond all measure only the beginning counts: the cost grows with the square of its parts.
    """
    title = title[:LONGEST_TITLE]
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
    is_generic = all(word in _KINDS or word.isdigit() for word in found)
    return TitleForm(tuple(found), _joined(found), is_generic, frozenset() if is_generic else _heads(parts),
                     0 if is_generic else len(found))  # fmt: skip


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
    if a.joined in b.heads or b.joined in a.heads:
        return _WITHOUT_SUBTITLE
    if _number_different_parts(a.words, b.words):
        return 0.0
    common, left, right = _aligned(a.words, b.words)
    rest = left + right
    if _begins_with(a.words, b.words):
        rest *= _WEIGHT_BEYOND
    by_words = 2 * common / (2 * common + rest) if common else 0.0
    longest = max(len(a.joined), len(b.joined))
    by_letters = 1 - Levenshtein.distance(a.joined, b.joined) / longest
    return max(by_words, by_letters)


def _begins_with(a: Sequence[str], b: Sequence[str]) -> bool:
    short, long = sorted((a, b), key=len)
    return len(short) >= _SHORTEST_HEAD and long[: len(short)] == short


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
    rest_b = list(b)
    rest_a = []
    common = 0.0
    for word in a:
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


@dataclass(frozen=True, slots=True)
class NameForm:
    """An author's name as it is compared."""

    surname: str
    given: tuple[str, ...]


@lru_cache(maxsize=32_768)
def name_form(name: str) -> NameForm:
    """The surname's last word and the given names."""
    given, surname = split_name(name)
    return NameForm(surname[-1] if surname else "", (*given, *surname[:-1]))


def name_forms(names: Sequence[str]) -> tuple[NameForm, ...]:
    """Those of the authors, without names that have no letters."""
    return tuple(form for name in names[:_MOST_AUTHORS] if (form := name_form(name)).surname)


@dataclass(frozen=True, slots=True)
class AuthorLikeness:
    """Common authors as a share of the shorter and of the longer list."""

    of_shorter: float
    of_longer: float
    common: int


def author_likeness(a: Sequence[NameForm], b: Sequence[NameForm]) -> AuthorLikeness | None:
    """How many authors two lists share, in whatever order; None where a list is empty: that says nothing."""
    if not a or not b:
        return None
    short, long = sorted((a, b), key=len)
    rest = list(long)
    common = 0
    for name in short:
        found = next((other for other in rest if _is_one_person(name, other)), None)
        if found is not None:
            rest.remove(found)
            common += 1
    return AuthorLikeness(common / len(short), common / len(long), common)


def _is_one_person(a: NameForm, b: NameForm) -> bool:
    """Surname and an initial; a letter may be wrong in a long surname, and the parts of a name swapped."""
    if a.surname == b.surname or (
        min(len(a.surname), len(b.surname)) >= _SHORTEST_TYPO + 1
        and OSA.distance(a.surname, b.surname, score_cutoff=1) <= 1
    ):
        return _given_agree(a.given, b.given)
    if a.surname not in b.given and b.surname not in a.given:
        return False
    all_a, all_b = {a.surname, *a.given}, {b.surname, *b.given}  # swapped, or a second surname left out
    return len(all_a & all_b) > 1 and (all_a <= all_b or all_b <= all_a)


def _given_agree(a: Collection[str], b: Collection[str]) -> bool:
    if not a or not b:
        return True
    return not {word[0] for word in a}.isdisjoint(word[0] for word in b)


def author_list_key(names: Sequence[NameForm]) -> str | None:
    """The surnames in alphabetical order; None for fewer than two authors, of whom there are too many papers."""
    surnames = sorted({fold(name.surname) for name in names})
    return " ".join(surnames) if len(surnames) > 1 else None
