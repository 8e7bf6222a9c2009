"""Spelling: the known word that is nearest to one that no paper has, and a query's own text with it."""

from collections.abc import Mapping

from papersearch.errors import QueryError
from papersearch.query.nodes import Word
from papersearch.query.spelling import edit_distance
from papersearch.query.syntax import parse
from papersearch.search.variants import plain_words
from papersearch.text import fold, stem, word_spans

SHORTEST = 4
"""Letters; shorter words have too many neighbours, and short words in capitals are acronyms."""
_LONG = 8


def is_correctable(word: str) -> bool:
    """Whether a word may be corrected at all: never digits, ids or acronyms."""
    is_acronym = word.isupper() and len(word) <= _LONG
    return len(word) >= SHORTEST and word.isalpha() and not is_acronym


def max_edits(word: str) -> int:
    """One edit, or two in a long word."""
    return 2 if len(word) >= _LONG else 1


def nearest_word(word: str, known: Mapping[str, int]) -> str | None:
    """The known word within one edit, or two for long words; of several the nearest, then the most frequent."""
    wanted = fold(word)
    limit = max_edits(wanted)
    near = [
        (distance, -count, candidate)
        for candidate, count in known.items()
        if candidate != wanted and abs(len(candidate) - len(wanted)) <= limit
        if (distance := edit_distance(wanted, candidate)) <= limit
    ]
    return min(near)[2] if near else None


def other_numbers(word: str) -> list[str]:
    """What the plural or singular of an English word may be: `model` -> `models`, `studies` -> `study`."""
    if not word.isalpha() or len(word) < SHORTEST - 1:
        return []
    if word.endswith("ies"):
        found = [f"{word[:-3]}y"]
    elif word.endswith("s") and not word.endswith(("ss", "us", "is")):
        found = [word[:-1], *([word[:-2]] if word.endswith("es") else [])]
    elif word.endswith("y") and word[-2] not in "aeiou":
        found = [f"{word[:-1]}ies"]
    else:
        found = [f"{word}es" if word.endswith(("s", "x", "z", "ch", "sh")) else f"{word}s"]
    return [each for each in found if stem(each) == stem(word)]


def match_case(right: str, wrong: str) -> str:
    """The right word in capitals, or beginning with one, where the wrong one was."""
    return right.upper() if wrong.isupper() else right.capitalize() if wrong.istitle() else right


def replace_word(text: str, wrong: Word, right: str) -> str:
    """A query's text with a misspelled word exchanged wherever it is read as that word, and all else as it was typed.

    In quotes, under a NOT or in another field the same letters are something else; reading the text again tells.
    """
    for start, end, _ in reversed(list(word_spans(text))):
        if text[start:end] == wrong.text:
            tried = text[:start] + right + text[end:]
            if _times(tried, wrong, right) > _times(text, wrong, right):
                text = tried
    return text


def _times(text: str, wrong: Word, right: str) -> int:
    """How often a query asks for the right word; -1 for a text that is none."""
    try:
        tree = parse(text).tree
    except QueryError:
        return -1
    return sum(word.text == right and word.field == wrong.field for word in plain_words(tree))
