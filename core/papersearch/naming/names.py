"""Author names: the canonical whole name, and every form under which a query may ask for it."""

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from papersearch.text import long_words

_PARTICLES = frozenset(
    [
        "aan",
        "abu",
        "af",
        "al",
        "auf",
        "ben",
        "bin",
        "bint",
        "da",
        "dal",
        "dalla",
        "das",
        "de",
        "degli",
        "dei",
        "del",
        "della",
        "delle",
        "dello",
        "den",
        "der",
        "des",
        "di",
        "do",
        "dos",
        "du",
        "el",
        "ibn",
        "la",
        "las",
        "le",
        "lo",
        "los",
        "op",
        "saint",
        "st",
        "te",
        "ten",
        "ter",
        "tot",
        "van",
        "vande",
        "vanden",
        "vander",
        "vom",
        "von",
        "zu",
        "zum",
        "zur",
    ]
)
_ARTICLES = frozenset({"'t", "’t", "'s", "’s"})
LONGEST_INITIALS = 3
MOST_GIVEN = 16
"""Given names whose initials are forms of a name; what has more is no name, and its forms would fill memory."""
_SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv", "2nd", "3rd", "esq", "phd"})
_INITIALS = re.compile(r"[B-DF-HJ-NP-TV-XZ]{2,3}")
"""Initials without stops, as in `DJC MacKay`; what has a vowel may be a name in capitals (`LI Wei`)."""
_INITIALS_BEFORE = re.compile(rf"\b{_INITIALS.pattern} ")
"""The same before another part of a name."""


class NameParts(NamedTuple):
    """Folded words of the given names and of the surname, particles with the latter."""

    given: tuple[str, ...]
    surname: tuple[str, ...]


@lru_cache(maxsize=32_768)
def split_name(name: str) -> NameParts:
    """Given names and surname of `Yann LeCun`, `LeCun, Yann`, `van der Maaten, L.J.P.` or `King Jr., Martin Luther`.

    Without a comma the surname is the last word, a hyphenated or apostrophised one whole (Ben-David, O'Brien), and the
    particles before it. Particles in small letters after given names belong to the surname: `Beethoven, Ludwig van`.
    """
    return _split_plain(name) or _split_any(name)


def _split_plain(name: str) -> NameParts | None:
    """What `_split_any` gives, for the many names of ASCII letters and spaces that hold no initials without stops."""
    if not (name.isascii() and name.replace(" ", "").isalpha()) or _INITIALS_BEFORE.search(name):
        return None
    parts = name.lower().split()
    while len(parts) > 1 and parts[-1] in _SUFFIXES:
        parts.pop()
    start = len(parts) - 1
    while start > 1 and parts[start - 1] in _PARTICLES:
        start -= 1
    return NameParts(tuple(parts[:start]), tuple(parts[start:]))


def _split_any(name: str) -> NameParts:
    before, comma, after = name.partition(",")
    is_loud = name.isupper()
    later = _tokens(after.replace(",", " "), with_initials=0 if is_loud else None) if comma else ()
    given = [each for each in later if not _is_suffix(each)]
    tokens = _tokens(before, with_initials=0 if is_loud else -1)
    while len(tokens) > 1 and _is_suffix(tokens[-1]):
        tokens.pop()
    if given:
        end = len(given)
        while end > 1 and given[end - 1].is_particle and given[end - 1].is_small:
            end -= 1
        return NameParts(_words_of(given[:end]), _words_of([*given[end:], *tokens]))
    start = max(len(tokens) - 1, 0)
    while start > 1 and tokens[start - 1].is_particle:
        start -= 1
    return NameParts(_words_of(tokens[:start]), _words_of(tokens[start:]))


class _Token(NamedTuple):
    """What stands between two spaces of a name, as it is written, and its folded words; there is at least one."""

    text: str
    words: tuple[str, ...]

    @property
    def is_particle(self) -> bool:
        return self.words[-1] in _PARTICLES or self.text.lower() in _ARTICLES

    @property
    def is_small(self) -> bool:
        return not self.text[0].isupper()


def _tokens(name: str, *, with_initials: int | None) -> list[_Token]:
    """The parts of a name between spaces; in scripts that write no spaces, each word.

    `with_initials`: the end, as of a slice, of those parts that may be initials without stops.
    """
    parts = name.split()
    parts = parts if len(parts) > 1 or name.isascii() else long_words(name)
    end = len(parts[:with_initials])
    found = ((part, _words_in(part, may_be_initials=place < end)) for place, part in enumerate(parts))
    return [_Token(part, its_words) for part, its_words in found if its_words]


def _words_in(part: str, *, may_be_initials: bool) -> tuple[str, ...]:
    if may_be_initials and _INITIALS.fullmatch(part):
        return tuple(part.lower())
    return (part.lower(),) if part.isascii() and part.isalpha() else tuple(long_words(part))


def _is_suffix(token: _Token) -> bool:
    return (token.words[0] in _SUFFIXES and len(token.words) == 1) or token.words == ("ph", "d")


def _words_of(tokens: Iterable[_Token]) -> tuple[str, ...]:
    return tuple(word for token in tokens for word in token.words)


def author_key(name: str) -> str:
    """The canonical whole name, `yann lecun`: the facet's value; `LeCun, Yann` has the same."""
    given, surname = split_name(name)
    return " ".join(given + surname)


def author_forms(name: str) -> frozenset[str]:
    """Every form under which `author:` finds a name: its words, surname, surname_initials, whole in both orders."""
    given, surname = split_name(name)
    if not surname:
        return frozenset()
    if len(given) == len(surname) == 1:  # most names
        first, last = given[0], surname[0]
        return frozenset((first, last, f"{last}_{first[0]}", f"{first} {last}", f"{last} {first}"))
    surnames = {" ".join(surname), surname[-1]}
    forms = {*given, *surname, *surnames}
    full_given = [w for w in given if len(w) > 1]
    for last in surnames:
        firsts = {given, (*given, *surname[:-1])} if last == surname[-1] else {given}  # "Di" may be a given name, too
        for names in firsts:
            lengths = range(1, min(len(names), MOST_GIVEN) + 1)
            forms |= {f"{last}_{''.join(w[0] for w in names[:length])}" for length in lengths}
        for chosen in filter(None, (given, full_given, given[:1])):
            forms |= {" ".join([*chosen, last]), " ".join([last, *chosen])}
    return frozenset(forms)


def author_query_form(value: str) -> str:
    """The one form that a query's author value asks for: `lecun_y`, `Y. LeCun` and `LeCun, Y` are all `lecun_y`.

    Underscores as on arXiv: `van_der_maaten_l` has initials, `lecun_yann` and `del_maestro` have none.
    """
    parts = long_words(value)
    if "_" in value:
        given, surname = _underscored([" ".join(found) for part in value.split("_") if (found := long_words(part))])
    elif "," in value:
        given, surname = split_name(value)
    elif len(parts) > 1 and len(parts[-1]) == 1 and len(parts[0]) > 1:  # "lecun y"
        given, surname = tuple(w for w in parts if len(w) == 1), tuple(w for w in parts if len(w) > 1)
    else:
        given, surname = split_name(value)
    if given and all(len(w) == 1 for w in given):
        return f"{' '.join(surname)}_{''.join(given)}"
    return " ".join([*(w for w in given if len(w) > 1), *surname])


def _underscored(parts: list[str]) -> NameParts:
    """Trailing single letters are initials, and so are up to three letters after one surname that is no particle."""
    initials: list[str] = []
    while len(parts) > 1 and len(parts[-1]) == 1:
        initials.insert(0, parts.pop())
    if not initials and len(parts) > 1 and len(parts[-1]) <= LONGEST_INITIALS and parts[-2] not in _PARTICLES:
        initials = list(parts.pop())
    surname = tuple(word for part in parts for word in part.split())
    return NameParts(tuple(initials), surname)
