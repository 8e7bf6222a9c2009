"""Author names: the canonical whole name, and every form under which a query may ask for it."""

from functools import lru_cache
from typing import NamedTuple

from papersearch.text import words

_PARTICLES = frozenset(
    {
        "af",
        "al",
        "bin",
        "da",
        "das",
        "de",
        "del",
        "della",
        "den",
        "der",
        "di",
        "dos",
        "du",
        "el",
        "ibn",
        "la",
        "las",
        "le",
        "lo",
        "los",
        "ten",
        "ter",
        "van",
        "vander",
        "von",
        "zu",
        "zum",
        "zur",
    }
)
LONGEST_INITIALS = 3
MOST_GIVEN = 16
"""Given names whose initials are forms of a name; what has more is no name, and its forms would fill memory."""
_SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv"})


class NameParts(NamedTuple):
    """Folded words of the given names and of the surname, particles with the latter."""

    given: tuple[str, ...]
    surname: tuple[str, ...]


@lru_cache(maxsize=32_768)
def split_name(name: str) -> NameParts:
    """Given names and surname of `Yann LeCun`, `LeCun, Yann` or `van der Maaten, L.J.P.`.

    Without a comma the surname is the last word, a hyphenated or apostrophised one whole (Ben-David, O'Brien), and the
    particles before it.
    """
    before, comma, after = name.partition(",")
    if comma and (given := tuple(w for w in words(after) if w not in _SUFFIXES)):
        return NameParts(given, tuple(words(before)))
    tokens = [found for token in _tokens(before if comma else name) if (found := words(token))]
    while len(tokens) > 1 and tokens[-1][0] in _SUFFIXES:
        tokens.pop()
    start = max(len(tokens) - 1, 0)
    while start > 1 and tokens[start - 1][-1] in _PARTICLES:
        start -= 1
    given, surname = (tuple(word for token in part for word in token) for part in (tokens[:start], tokens[start:]))
    return NameParts(given, surname)


def _tokens(name: str) -> list[str]:
    """The parts of a name between spaces; in scripts that write no spaces, each word."""
    parts = name.split()
    return parts if len(parts) > 1 or name.isascii() else words(name)


def author_key(name: str) -> str:
    """The canonical whole name, `yann lecun`: the facet's value; `LeCun, Yann` has the same."""
    given, surname = split_name(name)
    return " ".join(given + surname)


def author_forms(name: str) -> frozenset[str]:
    """Every form under which `author:` finds a name: its words, surname, surname_initials, whole in both orders."""
    given, surname = split_name(name)
    if not surname:
        return frozenset()
    surnames = {" ".join(surname), surname[-1]}
    forms = {*given, *surname, *surnames}
    full_given = [w for w in given if len(w) > 1]
    for last in surnames:
        for length in range(1, min(len(given), MOST_GIVEN) + 1):
            forms.add(f"{last}_{''.join(w[0] for w in given[:length])}")
        for chosen in filter(None, (given, full_given, given[:1])):
            forms |= {" ".join([*chosen, last]), " ".join([last, *chosen])}
    return frozenset(forms)


def author_query_form(value: str) -> str:
    """The one form that a query's author value asks for: `lecun_y`, `Y. LeCun` and `LeCun, Y` are all `lecun_y`.

    Underscores as on arXiv: `van_der_maaten_l` has initials, `lecun_yann` and `del_maestro` have none.
    """
    parts = words(value)
    if "_" in value:
        given, surname = _underscored([" ".join(words(part)) for part in value.split("_") if words(part)])
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
