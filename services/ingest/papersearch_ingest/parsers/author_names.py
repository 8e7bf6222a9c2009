"""Author names as sources write them, made readable: given names first, `Last, First` turned round."""

import re
from collections.abc import Iterator
from typing import Any

from papersearch_ingest.parsers.values import first_value, mapping_in, text_in
from papersearch_ingest.parsers.whitespace import GAP

_SUFFIX = re.compile(r"(?:jr|sr|ii|iii|iv|2nd|3rd)\.?", re.IGNORECASE)
_AND = re.compile(rf"(?:(?<!\s)\s*,\s+|{GAP})(?:and|&)\s+", re.IGNORECASE)
_INITIALS = re.compile(r"[^\W\d_](?:[.\s-]{0,2}[^\W\d_]){0,3}\.?")
_INITIALS_LAST = re.compile(r"(?P<family>\S.*?)\s+(?P<initials>[A-Z]{1,4}(?:-[A-Z])?)(?:\s+(?P<suffix>Jr|Sr|2nd|3rd))?")


def given_first(name: str) -> str:
    """`Hardtke, Christian S` -> `Christian S Hardtke`; `King, Jr., M. L.` and `King, M. L., Jr.` -> `M. L. King Jr.`.

    A name without a comma stays.
    """
    parts = [" ".join(part.split()) for part in name.split(",")]
    family, others = parts[0], [part for part in parts[1:] if part]
    suffixes = [part for part in others if _SUFFIX.fullmatch(part)]
    given = [part for part in others if not _SUFFIX.fullmatch(part)]
    if not family:
        return " ".join(others)
    return " ".join([*given[:1], family, *suffixes, *given[1:]])


def initials_first(name: str) -> str:
    """PubMed's short form: `Brinjikji W` -> `W Brinjikji`; what is not of that form stays."""
    found = _INITIALS_LAST.fullmatch(name.strip())
    if not found:
        return name.strip()
    return " ".join(filter(None, [found["initials"], found["family"], found["suffix"]]))


def name_in(value: Any) -> str | None:
    """The name in a text or in an object: `{"given","family",...}`, `{"first","middle","last"}`, `{"name"}`.

    CSL's particles stand before the family name, a suffix after it; `literal` is the whole name of an organisation.
    """
    person = mapping_in(value)
    if not person:
        text = text_in(value)
        return given_first(text) if text and not isinstance(value, list) else _listed(value)
    family = text_in(first_value(person, ("family", "last", "last_name", "lastName", "surname", "lastname")))
    if family is None:
        whole = text_in(first_value(person, ("literal", "name", "full_name", "display_name", "text")))
        return given_first(whole) if whole else text_in(first_value(person, ("given", "first", "first_name")))
    given = first_value(person, ("given", "first", "first_name", "firstName", "forename", "firstname"))
    middle = first_value(person, ("middle", "middle_name"))
    parts = [
        text_in(given),
        " ".join(map(str, middle)) if isinstance(middle, list) else text_in(middle),
        text_in(person.get("dropping-particle")),
        text_in(person.get("non-dropping-particle")),
        family,
        text_in(person.get("suffix")),
    ]
    return " ".join(part for part in parts if part)


def _listed(value: Any) -> str | None:
    """`["Family", "Given", "Suffix"]`, as arXiv's `authors_parsed` has it; affiliations may follow."""
    if not isinstance(value, list):
        return None
    family, given, suffix = (text_in(value[i]) if i < len(value) else None for i in range(3))
    return " ".join(part for part in (given, family, suffix) if part) or None


def split_at_and(names: str) -> Iterator[str]:
    """A BibTeX list of names cut at each `and` outside of braces."""
    depth, start = 0, 0
    for found in re.finditer(rf"[{{}}]|{GAP}and(?=\s)", names, re.IGNORECASE):
        sign = found.group()
        if sign in "{}":
            depth = max(depth + (1 if sign == "{" else -1), 0)
        elif not depth:
            yield names[start : found.start()].strip()
            start = found.end()
    yield names[start:].strip()


def split_names(text: str) -> tuple[str, ...]:
    """The names in one text, given names first.

    `Smith, J.; Doe, A.`, `Smith, J. and Doe, A.`, `J. Smith, A. Doe and B. Roe`, `Smith, J., Doe, A.`.
    """
    parts = re.split(r"[;|\r\n]", text) if re.search(r"[;|\n]", text) else [text]
    if len(parts) == 1:
        return tuple(name for part in _AND.split(text) for name in _comma_names(part) if name)
    return tuple(given_first(name) for name in map(str.strip, parts) if name)


def _comma_names(text: str) -> list[str]:
    """The names between commas: `A. One, B. Two` are two, `One, A.` is one, `One, A., Two, B.` are two."""
    pieces = [" ".join(piece.split()) for piece in text.split(",")]
    pieces = [piece for piece in pieces if piece]
    names: list[str] = []
    if len(pieces) % 2 == 0 and all(map(_is_initials, pieces[1::2])):
        return [f"{given} {family}" for family, given in zip(pieces[::2], pieces[1::2], strict=True)]
    if len(pieces) == 2 and not all(" " in piece for piece in pieces):
        return [given_first(text)]
    for piece in pieces:
        if names and _SUFFIX.fullmatch(piece):
            names[-1] = f"{names[-1]} {piece}"
        else:
            names.append(piece)
    return names


def _is_initials(text: str) -> bool:
    return text.isupper() and bool(_INITIALS.fullmatch(text))
