"""The table of venues, data/venues.txt: every spelling that somebody may write, and the venue that it means.

acl | ACL | Annual Meeting of the Association for Computational Linguistics; Annual Meeting of the ACL
"""

import re
from functools import lru_cache
from importlib import resources
from typing import NamedTuple

from papersearch.paper import Venue
from papersearch.text import words

_GATHERING = re.compile(r"\b(?:conference|meeting|association|summit|symposium)\b", re.IGNORECASE)


class VenueAlias(NamedTuple):
    """A spelling. `needs_cue`: too common a word for free text; `is_workshop`: of a workshop, not of a conference."""

    venue: Venue
    needs_cue: bool
    is_acronym: bool
    spelling: str
    is_workshop: bool = False


@lru_cache(maxsize=1)
def venue_aliases() -> dict[str, VenueAlias]:
    """Folded spelling -> alias. The first line of the table that has a spelling wins."""
    table: dict[str, VenueAlias] = {}
    text = resources.files("papersearch").joinpath("data/venues.txt").read_text("utf-8")
    for line in text.splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        ident, label, names = (part.strip() for part in line.split("|"))
        venue, plain_id = Venue(ident, label), ident.replace("-", " ")
        is_workshop = "workshop" in names.lower() and _GATHERING.search(names) is None
        for spelling in (*(name.strip() for name in names.split(";")), label, plain_id):
            alias = _alias(venue, spelling, is_workshop=is_workshop or "workshop" in spelling.lower())
            if alias.spelling == plain_id != label and not alias.is_acronym:
                alias = alias._replace(needs_cue=True)
            if key := " ".join(words(alias.spelling)):
                table.setdefault(key, alias)
    return table


@lru_cache(maxsize=1)
def _acronyms() -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for alias in venue_aliases().values():
        if alias.is_acronym:
            found.setdefault(alias.venue.id, []).append(alias.spelling)
    return {venue: tuple(spellings) for venue, spellings in found.items()}


def venue_names(venue: Venue) -> tuple[str, ...]:
    """What an unquoted word can call a venue: its label, and its acronyms (NIPS of NeurIPS).

    Full names are left out, since they consist of the words of topics; `query.venue_names` reads them in queries.
    """
    return tuple(dict.fromkeys((venue.label, *_acronyms().get(venue.id, ()))))


@lru_cache(maxsize=1)
def longest_aliases() -> dict[str, int]:
    """For each word with which spellings begin: how many words the longest of them has."""
    longest: dict[str, int] = {}
    for first, *others in map(str.split, venue_aliases()):
        longest[first] = max(longest.get(first, 1), 1 + len(others))
    return longest


def _alias(venue: Venue, spelling: str, *, is_workshop: bool) -> VenueAlias:
    plain = spelling.removeprefix("!")
    is_acronym = " " not in plain and sum(c.isupper() for c in plain) * 2 >= len(plain)
    is_plain_word = " " not in plain and not is_acronym and not any(c.isupper() for c in plain[1:])
    return VenueAlias(venue, spelling.startswith("!") or is_plain_word, is_acronym, plain, is_workshop)
