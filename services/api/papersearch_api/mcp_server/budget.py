"""Fitting an answer into a budget of tokens, and saying what was left out.

Models count tokens in different ways, so `tokens` errs on the safe side: 2.5 letters or spaces are a token (in English
more than four are), each digit and sign is one, and any other character two. Cheap, and without a vocabulary.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Any

import msgspec

from papersearch.paper import JsonObject

LETTERS_PER_TOKEN = 2.5
TOKENS_OF_OTHERS = 2
_LETTERS = re.compile(r"[A-Za-z ]+")
TEXT_LENGTHS = (1_200, 600, 300, 120, 0)
"""Characters of each long text, tried in this order until all entries fit."""
_RESERVED_FOR_NOTES = 160
_MARGIN = 3


def tokens(text: str) -> int:
    """Return a number of tokens that a text does not exceed."""
    letters = sum(map(len, _LETTERS.findall(text)))
    others = 0 if text.isascii() else sum(1 for character in text if not character.isascii())
    return ceil(letters / LETTERS_PER_TOKEN) + (len(text) - letters - others) + TOKENS_OF_OTHERS * others


def encoded(body: object) -> str:
    """Return a body as JSON on one line."""
    return msgspec.json.encode(body).decode()


def cost(body: object) -> int:
    """Return the tokens of a body as JSON."""
    return tokens(encoded(body))


def cut(text: str, length: int) -> str:
    """Return at most so many characters of a text, up to a space, with an ellipsis if something is missing."""
    if len(text) <= length:
        return text
    shortened = text[:length].rpartition(" ")[0] or text[:length]
    return f"{shortened}…" if shortened else ""


def cut_to_tokens(text: str, most: int) -> str:
    """Return as much of a text as costs at most so many tokens within JSON."""
    if cost(text) <= most:
        return text
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if cost(cut(text, middle)) <= most else (low, middle - 1)
    return cut(text, low)


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a list. `at(length)` writes it with its long text cut to so many characters, 0 for none."""

    at: Callable[[int], JsonObject]
    text_length: int = 0


def fitted_list(head: JsonObject, name: str, entries: Sequence[Entry], budget: int, notes: Sequence[str] = ()) -> str:
    """Return `{**head, "left_out": [...], name: [...]}` as JSON within the budget.

    Long texts are shortened together first; then entries at the end are left out. `notes` say what is missing anyway.
    """
    for length in TEXT_LENGTHS:
        is_cut = any(entry.text_length > length for entry in entries)
        said = [*notes, _of_texts(length)] if is_cut else [*notes]
        text = encoded({**head, "left_out": said, name: [entry.at(length) for entry in entries]})
        if tokens(text) <= budget:
            return text
    shown: list[JsonObject] = []
    is_cut = any(entry.text_length for entry in entries)
    said = [*notes, *([_of_texts(0)] if is_cut else []), _of_entries(len(entries), len(entries), name)]
    left = budget - cost({**head, "left_out": said, name: []}) - _MARGIN
    for entry in entries:
        body = entry.at(0)
        left -= tokens("," + encoded(body))
        if left < 0:
            break
        shown.append(body)
    said[-1] = _of_entries(len(entries) - len(shown), len(entries), name)
    return encoded({**head, "left_out": said, name: shown})


def fitted_fields(head: JsonObject, name: str, fields: Sequence[tuple[str, Any]], budget: int) -> str:
    """Return `{**head, "left_out": [...], name: {field: value}}` within the budget, fields in order of importance.

    A text or list that does not fit is cut; the rest is named.
    """
    shown: JsonObject = {}
    said: list[str] = []
    left = budget - cost({**head, "left_out": [], name: {}}) - _RESERVED_FOR_NOTES
    for field, value in fields:
        if not value and value != 0:
            continue
        available = left - tokens(f',"{field}":') - 1
        part = _part(value, available) if cost(value) > available else value
        if part:
            shown[field] = part
            left = available - cost(part)
        if part != value:
            said.append(_of_field(field, part, value))
    return encoded({**head, "left_out": _within(said, _RESERVED_FOR_NOTES), name: shown})


def _part(value: Any, most: int) -> Any:
    if most <= 0:
        return None
    if isinstance(value, str):
        return cut_to_tokens(value, most) if most > len("…") * TOKENS_OF_OTHERS else None
    if isinstance(value, dict):
        pairs = list(value.items())
        return dict(pairs[: _prefix([{key: each} for key, each in pairs], most)])
    if isinstance(value, list):
        return value[: _prefix(value, most)]
    return None


def _prefix(parts: Sequence[object], most: int) -> int:
    """Return how many of the parts cost at most so much together."""
    left = most - 1
    for number, part in enumerate(parts):
        left -= tokens("," + encoded(part))
        if left < 0:
            return number
    return len(parts)


def _within(notes: list[str], most: int) -> list[str]:
    return notes if cost(notes) <= most else [*notes[: _prefix(notes, most - 20)], "and more"]


def _of_texts(length: int) -> str:
    what = f"longer texts are cut to {length} characters" if length else "long texts"
    return f"{what}: get_paper has them"


def _of_entries(missing: int, total: int, name: str) -> str:
    return f"{missing} of these {total} {name.removeprefix('untrusted_')}: raise max_tokens or lower limit"


def _of_field(field: str, part: Any, value: Any) -> str:
    if not part:
        return field
    unit = "characters" if isinstance(value, str) else "entries"
    return f"{field}: {len(value) - len(part):,} of {len(value):,} {unit}"
