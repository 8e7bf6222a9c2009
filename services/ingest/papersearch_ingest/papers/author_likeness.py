"""How alike two lists of authors are: names in any order, with initials, short forms and a misspelt letter."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import OSA

from papersearch.naming.names import split_name
from papersearch.text import fold
from papersearch_ingest.papers.likeness import letter_shapes

_SHORTEST_TYPO = 5
"""Letters of a surname in which one may be wrong."""
_SHORT_FORMS = {
    "bob": "r", "bobby": "r", "bill": "w", "billy": "w", "dick": "r", "ted": "e", "ned": "e", "tony":
    "a", "peggy": "m", "betty": "e", "beth": "e", "liz": "e", "lisa": "e", "gene": "e", "becky": "r",
    "sasha": "a", "sandy": "a", "toni": "a", "polly": "m", "nancy": "a", "kate": "c", "kathy": "c",
    "katie": "c", "xander": "a", "tina": "c", "trudy": "g", "drew": "a", "nell": "e", "bert": "a",
}  # fmt: skip
"""Short forms of given names -> the initial of the whole name, where it is another."""
_MOST_AUTHORS = 60
"""Of a longer list only the beginning is compared."""


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
    if letter_shapes(a.surname) == letter_shapes(b.surname) or (
        min(len(a.surname), len(b.surname)) >= _SHORTEST_TYPO
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
    return not {initial for word in a for initial in _initials(word)}.isdisjoint(
        initial for word in b for initial in _initials(word)
    )


def _initials(given: str) -> str:
    """The initial of a name, and that of the name which it is short for: Bob is Robert."""
    return given[0] + _SHORT_FORMS.get(given, "")


def author_list_key(names: Sequence[NameForm]) -> str | None:
    """The surnames in alphabetical order; None for fewer than two authors, of whom there are too many papers."""
    surnames = sorted({letter_shapes(fold(name.surname)) for name in names})
    return " ".join(surnames) if len(surnames) > 1 else None


def name_words_key(names: Sequence[NameForm]) -> str | None:
    """All long words of the names in alphabetical order, whatever part of a name each is; None without any."""
    found = {letter_shapes(word) for name in names for word in (name.surname, *name.given) if len(word) > 2}
    return " ".join(sorted(found)) or None
