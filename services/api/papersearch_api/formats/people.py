"""The parts of a person's name, as the sources give them or as the name is usually read."""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from papersearch.naming.names import split_name
from papersearch.paper import Author
from papersearch.text import words

_SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv", "2nd", "3rd"})
_ORGANISATION = re.compile(
    r"\b(?:associat|bureau|cent(?:er|re)s?\b|collaborat|college\b|committee|community|company\b|consort|council|"
    r"department|federation|foundation|groups?\b|institut|initiative|laborator|ministry|network|organi[sz]ation|"
    r"project|society|task force|teams?\b|universit|working party|workshop)|,?\s(?:inc|ltd|llc|gmbh|corp)\b\.?\s*$",
    re.IGNORECASE,
)
_MOST_COMMAS = 2


class NameParts(NamedTuple):
    """A name in parts: `family` with its particles, `given`, `suffix` (`Jr.`); or only `literal`, an organisation's."""

    family: str
    given: str = ""
    suffix: str = ""
    literal: str = ""

    @property
    def inverted(self) -> str:
        """The name as indexes list it: `Farrow, Ellis P., Jr.`."""
        return self.literal or ", ".join(filter(None, (self.family, self.given, self.suffix)))


@lru_cache(maxsize=16_384)
def name_parts(author: Author) -> NameParts:
    """The parts of an author's name. A name that its source gives as one text is split as `naming.names` does.

    One part of several words alone is a whole name, whose parts are not known.
    """
    if author.literal:
        return NameParts("", literal=_line(author.literal))
    family, given, suffix = (_line(part or "") for part in (author.family, author.given, author.suffix))
    if not (family or given):
        return _split(_line(author.name))
    if given and family:
        return _told_apart(family, given, suffix)
    whole = family or given
    return NameParts("", literal=whole) if " " in whole and not suffix else NameParts(whole, "", suffix)


def has_parts(author: Author) -> bool:
    """Whether the source tells the parts of the name apart."""
    return bool(author.literal or author.family or author.given)


def _line(text: str) -> str:
    return " ".join(text.split())


def _told_apart(family: str, given: str, suffix: str) -> NameParts:
    """Parts as a source gives them, with what it put into the wrong one: `Daumé III`, `Grand` and `Juline le`."""
    words_of_family, words_of_given = family.split(), given.split()
    if not suffix and len(words_of_family) > 1 and _is_suffix(words_of_family[-1]):
        suffix = words_of_family.pop()
    start = len(words_of_given)
    while start > 1 and _is_small_particle(words_of_given[start - 1]):
        start -= 1
    return NameParts(" ".join([*words_of_given[start:], *words_of_family]), " ".join(words_of_given[:start]), suffix)


def _split(name: str) -> NameParts:
    if _ORGANISATION.search(name) or name.count(",") > _MOST_COMMAS:
        return NameParts("", literal=name)
    first, *others = [part.strip() for part in name.split(",")]
    suffix = next((part for part in others if _is_suffix(part)), "")
    given = " ".join(part for part in others if part != suffix)
    if given:
        return NameParts(first, given, suffix)
    tokens = first.split()
    if not suffix and len(tokens) > 2 and _is_suffix(tokens[-1]):
        suffix = tokens.pop()
    start = _surname_start(tokens)
    return NameParts(" ".join(tokens[start:]), " ".join(tokens[:start]), suffix)


def _surname_start(tokens: Sequence[str]) -> int:
    """Where the surname begins: `van der Berg` in `Dan van der Berg`."""
    surname = list(split_name(" ".join(tokens)).surname)
    fitting = (start for start in range(len(tokens) - 1, -1, -1) if words(" ".join(tokens[start:])) == surname)
    return next(fitting, max(len(tokens) - 1, 0))


def _is_small_particle(word: str) -> bool:
    return word.islower() and len(split_name(f"x {word} y").surname) > 1


def _is_suffix(text: str) -> bool:
    return text.rstrip(".").lower() in _SUFFIXES
