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
    r"project|society|task force|teams?\b|universit|working party|workshop)",
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
    """The parts of an author's name. A name that its source gives as one text is split as `naming.names` does."""
    if author.literal:
        return NameParts("", literal=_line(author.literal))
    if author.family or author.given:
        family, given = _line(author.family or author.given or ""), _line(author.given or "")
        return NameParts(family, given if author.family else "", _line(author.suffix or ""))
    return _split(_line(author.name))


def has_parts(author: Author) -> bool:
    """Whether the source tells the parts of the name apart."""
    return bool(author.literal or author.family or author.given)


def _line(text: str) -> str:
    return " ".join(text.split())


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


def _is_suffix(text: str) -> bool:
    return text.rstrip(".").lower() in _SUFFIXES
