"""Author names as sources write them, made readable: given names first, `Last, First` turned round."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from papersearch_ingest.parsers.whitespace import GAP

_SUFFIX = re.compile(r"(?:jr|sr|ii|iii|iv|2nd|3rd)\.?", re.IGNORECASE)
_AND = re.compile(rf"(?:(?<!\s)\s*,\s+|{GAP})(?:and|&)\s+", re.IGNORECASE)
_INITIALS = re.compile(r"[^\W\d_](?:[.\s-]{0,2}[^\W\d_]){0,3}\.?")
_PARTICLES_LAST = re.compile(
    r"(?P<given>\S(?:.*\S)?) (?P<particles>(?:(?:van|von|vom|de|der|den|del|della|du|da|das|dos|di|la|le|ten|ter|zu|zur"
    r"|'t)(?: |$))+)"
)
_SUFFIX_LAST = re.compile(r"(?P<family>\S(?:.*\S)?) (?P<suffix>[JS]r\.?|II|III|IV)")


class Turned(NamedTuple):
    """A name that was written family name first; without `family` its commas do not tell the parts apart."""

    name: str
    given: str | None = None
    family: str | None = None
    suffix: str | None = None


def turned_parts(name: str) -> Turned | None:
    """The parts of `Doe, Jane`, `King, Jr., M. L.`, `King, M. L., Jr.`, `Beethoven, Ludwig van`; else None."""
    if "," not in name:
        return None
    parts = [" ".join(part.split()) for part in name.split(",")]
    family, others = parts[0], [part for part in parts[1:] if part]
    suffixes = [part for part in others if is_suffix(part)]
    given = [part for part in others if not is_suffix(part)]
    if not family:
        return Turned(" ".join(others))
    shown = " ".join([*given[:1], family, *suffixes, *given[1:]])
    if len(given) > 1 or len(suffixes) > 1:
        return Turned(shown)
    first = given[0] if given else None
    if first and (found := _PARTICLES_LAST.fullmatch(first)):
        first, family = found["given"], f"{found['particles']} {family}"
    if not suffixes and (ending := _SUFFIX_LAST.fullmatch(family)):
        family, suffixes = ending["family"], [ending["suffix"]]
    return Turned(shown, first, family, suffixes[0] if suffixes else None)


def is_suffix(text: str) -> bool:
    """Whether a part of a name is `Jr.`, `III` or the like."""
    return bool(_SUFFIX.fullmatch(text))


def given_first(name: str) -> str:
    """`Hardtke, Christian S` -> `Christian S Hardtke`; `King, Jr., M. L.` and `King, M. L., Jr.` -> `M. L. King Jr.`.

    A name without a comma stays.
    """
    turned = turned_parts(name)
    return turned.name if turned else " ".join(name.split())


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
    return tuple(filter(None, map(given_first, split_name_texts(text))))


def split_name_texts(text: str) -> tuple[str, ...]:
    """The names in one text as they are written, each with its comma if it has one; see `split_names`."""
    parts = re.split(r"[;|\r\n]", text) if re.search(r"[;|\n]", text) else [text]
    if len(parts) == 1:
        return tuple(name for part in _AND.split(text) for name in _comma_names(part) if name)
    return tuple(filter(None, map(str.strip, parts)))


def _comma_names(text: str) -> list[str]:
    """The names between commas: `A. One, B. Two` are two, `One, A.` is one, `One, A., Two, B.` are two."""
    pieces = list(filter(None, (" ".join(piece.split()) for piece in text.split(","))))
    names: list[str] = []
    if len(pieces) % 2 == 0 and all(map(_is_initials, pieces[1::2])):
        return [f"{family}, {given}" for family, given in zip(pieces[::2], pieces[1::2], strict=True)]
    if len(pieces) == 2 and not all(" " in piece for piece in pieces):
        return [", ".join(pieces)]
    for piece in pieces:
        if names and _SUFFIX.fullmatch(piece):
            names[-1] = f"{names[-1]} {piece}"
        else:
            names.append(piece)
    return names


def _is_initials(text: str) -> bool:
    return text.isupper() and bool(_INITIALS.fullmatch(text))
