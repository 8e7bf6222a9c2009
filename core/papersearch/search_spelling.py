"""Spelling: the known word that is nearest to one that no paper has."""

from collections.abc import Mapping

from papersearch.query.spelling import edit_distance
from papersearch.text import fold

SHORTEST = 4
"""Letters; shorter words have too many neighbours, and short words in capitals are acronyms."""
_LONG = 8


def is_correctable(word: str) -> bool:
    """Whether a word may be corrected at all: never digits, ids or acronyms."""
    is_acronym = word.isupper() and len(word) <= _LONG
    return len(word) >= SHORTEST and word.isalpha() and not is_acronym


def edits_allowed(word: str) -> int:
    """One edit, or two in a long word."""
    return 2 if len(word) >= _LONG else 1


def nearest_word(word: str, known: Mapping[str, int]) -> str | None:
    """The known word within one edit, or two for long words; of several the nearest, then the most frequent."""
    wanted = fold(word)
    limit = edits_allowed(wanted)
    near = [
        (distance, -count, candidate)
        for candidate, count in known.items()
        if candidate != wanted and abs(len(candidate) - len(wanted)) <= limit
        if (distance := edit_distance(wanted, candidate)) <= limit
    ]
    return min(near)[2] if near else None
