r"""Names in BibTeX and BibLaTeX, told apart as these programs do.

    Rosa von Sommer    von Sommer, Rosa    King, Jr., M. L.    {Bureau of Odd Names}
    family=Sommer, given=Rosa, prefix=von, useprefix=true          (BibLaTeX's extended form)

Braces make several words one; a word that begins with a small letter begins the particles of a family name.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from papersearch.paper import Author
from papersearch_ingest.parsers.author_names import given_first, is_suffix, split_at_and
from papersearch_ingest.parsers.people import organisation, people, person

_EXTENDED = re.compile(r"\s*(?:family|given|prefix|suffix|literal|useprefix|id)(?:-i)?\s*=", re.IGNORECASE)
_FIELD = re.compile(r"\s*(?P<name>[a-z-]+)\s*=\s*(?P<value>.*)", re.IGNORECASE | re.DOTALL)
_BRACE = re.compile(r"[{}]")


class BibNames(NamedTuple):
    """The people of a field, and whether it ends in `and others`."""

    people: tuple[Author, ...]
    has_more: bool


def read_names(value: str, readable: Callable[[str], str]) -> BibNames:
    """The names of an `author` or `editor` field; `readable` makes TeX text."""
    names = [name for name in split_at_and(value) if name]
    known = [name for name in names if name.lower() != "others"]
    return BibNames(people(_name(name, readable) for name in known), len(known) < len(names))


def _name(name: str, readable: Callable[[str], str]) -> Author | None:
    if _EXTENDED.match(name):
        return _extended(name, readable)
    if _is_in_braces(name):
        return organisation(readable(name))
    parts = list(_cut(name, ","))
    if len(parts) == 1:
        return _spoken(list(_words(name)), readable)
    family, others = readable(parts[0]), [part for part in map(readable, parts[1:]) if part]
    suffixes = [part for part in others if is_suffix(part)]
    given = [part for part in others if not is_suffix(part)]
    if not family or len(given) > 1 or len(suffixes) > 1:
        shown = given_first(readable(name))
        return Author(shown) if shown else None
    if not suffixes and (words := family.split()) and len(words) > 1 and is_suffix(words[-1]):
        family, suffixes = " ".join(words[:-1]), words[-1:]
    return person(next(iter(given), None), family, next(iter(suffixes), None))


def _extended(name: str, readable: Callable[[str], str]) -> Author | None:
    """A name of BibLaTeX's extended form. Quotes or braces may surround a value."""
    found = filter(None, map(_FIELD.fullmatch, _cut(name, ",")))
    fields = {each["name"].lower(): readable(each["value"].strip().strip('"')) for each in found}
    if literal := fields.get("literal"):
        return organisation(literal)
    family = " ".join(filter(None, [fields.get("prefix"), fields.get("family")]))
    given = fields.get("given")
    return person(given, family, fields.get("suffix")) if given else organisation(family)


def _spoken(words: Sequence[str], readable: Callable[[str], str]) -> Author | None:
    """`First von Last`, of which one word alone is a family name."""
    plain = [text for text in map(readable, words) if text]
    if len(plain) != len(words):
        return person(None, " ".join(plain))
    end = len(plain)
    if end > 2 and is_suffix(plain[-1]):
        end -= 1
    start = next((place for place in range(1, end - 1) if _is_small(words[place], plain[place])), end - 1)
    if end > 1 and _is_small(words[0], plain[0]):
        start = 0
    return person(" ".join(plain[:start]), " ".join(plain[start:end]), " ".join(plain[end:]))


def _is_small(word: str, text: str) -> bool:
    """Whether a word begins with a small letter; one in braces has no case."""
    if word.startswith("{") and not word.startswith("{\\"):
        return False
    return next((letter for letter in text if letter.isalpha()), "").islower()


def _is_in_braces(name: str) -> bool:
    """Whether one pair of braces surrounds the whole name, and does not only make a letter of TeX."""
    if not name.startswith("{") or not name.endswith("}") or name.startswith("{\\"):
        return False
    depth = 0
    for found in _BRACE.finditer(name):
        depth += 1 if found.group() == "{" else -1
        if depth == 0:
            return found.end() == len(name)
    return False


def _cut(text: str, sign: str) -> Iterator[str]:
    """The parts of a text between signs that are not in braces."""
    depth, start = 0, 0
    for found in re.finditer(rf"[{{}}]|{re.escape(sign)}", text):
        if found.group() == sign:
            if depth <= 0:
                yield text[start : found.start()].strip()
                start = found.end()
        else:
            depth += 1 if found.group() == "{" else -1
    yield text[start:].strip()


def _words(name: str) -> Iterator[str]:
    """The words of a name; a tie is a space, and braces keep words together."""
    spaced = re.sub(r"(?<!\\)~", " ", " ".join(name.split()))
    spaced = re.sub(r"\\([A-Za-z]+) ", "\\\\\\1\0", spaced)  # a space that ends a command ends no word
    return (word.replace("\0", " ") for word in _cut(spaced, " ") if word)
