"""Texts out of XML elements: all that stands in them, subscripts, formulas and paragraphs as one would type them."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from papersearch_ingest.parsers.whitespace import IN_PARENTHESES

_SUPERS = dict(zip("0123456789+-−=()ni", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿⁱ", strict=True))
_SUBS = dict(zip("0123456789+-−=()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎", strict=True))
_SCRIPTS = {"sup": _SUPERS, "superscript": _SUPERS, "sub": _SUBS, "inf": _SUBS, "subscript": _SUBS}
_DROPPED = frozenset({"annotation", "annotation-xml", "xref-group", "fn", "object-id"})
_BLOCKS = frozenset({"p", "sec", "title", "list", "list-item", "disp-formula", "break", "br", "caption", "label"})
_TOLD_APART = _DROPPED | _BLOCKS | {*_SCRIPTS, "tex-math", "graphic", "inline-graphic"}
"""Elements without any of these inside say just what stands in them."""
_TEX_BODY = re.compile(r"\\begin\{document\}(.*)\\end\{document\}", re.DOTALL)


def text_of(element: Any, skipped: frozenset[str] = frozenset()) -> str:
    """All text below an element, in order, with single spaces; "" for None. Elements named in `skipped` are left out.

    `CO<sub>2</sub>` is `CO₂` and `10<sup>5</sup>` is `10⁵`; TeX comes in dollar signs, and of a formula that is given
    in TeX and in MathML the latter.
    """
    if element is None:
        return ""
    if not len(element):
        text = element.text
        return " ".join(text.split()) if text else ""
    names = {inner.tag for inner in element.iterdescendants()}
    is_plain = _TOLD_APART.isdisjoint(names) and skipped.isdisjoint(names)
    return " ".join("".join(element.itertext() if is_plain else _parts(element, _DROPPED | skipped)).split())


def texts_of(elements: Iterable[Any]) -> tuple[str, ...]:
    """The text of each element that has any."""
    return tuple(filter(None, map(text_of, elements)))


def child_text(element: Any, path: str) -> str:
    """The text of the first element at a path, or ""."""
    return text_of(element.find(path)) if element is not None else ""


class Children:
    """An element's children by their names, found in one walk: a record is asked for twenty of them."""

    __slots__ = ("_by_name",)

    def __init__(self, element: Any) -> None:
        by_name: dict[str, list[Any]] = {}
        for child in element:
            name = child.tag
            if name in by_name:
                by_name[name].append(child)
            else:
                by_name[name] = [child]
        self._by_name = by_name

    def all(self, name: str) -> Sequence[Any]:
        """Those of this name, in their order."""
        return self._by_name.get(name, ())

    def first(self, name: str) -> Any | None:
        """The first of this name, or None."""
        found = self._by_name.get(name)
        return found[0] if found else None

    def text(self, name: str) -> str:
        """The text of the first of this name, or ""."""
        found = self._by_name.get(name)
        return text_of(found[0]) if found else ""


def filled(**values: Any) -> dict[str, Any]:
    """The values that are not empty: what goes into `Record.extra`."""
    return {name: value for name, value in values.items() if value}


def _parts(element: Any, dropped: frozenset[str]) -> Iterator[str]:
    """The texts of an element's inside. Iterative, since a source may nest as deep as it likes."""
    stack: list[tuple[Any, bool]] = [(element, True)]
    line: list[str] = []
    while stack:
        node, is_start = stack.pop()
        name = node.tag
        if not is_start:
            if name in _BLOCKS:
                line.append(" ")
            line.append(node.tail or "")
            continue
        if node is not element:
            stack.append((node, False))
        if node is not element and (name in dropped or _is_second_form(node)):
            continue
        if name in _SCRIPTS and node is not element:
            if line and "\n" in line[-1][len(line[-1].rstrip()) :]:
                line[-1] = line[-1].rstrip()  # a pretty printer's line break
            line.append(_script(name, "".join(node.itertext()).strip()))
        elif name == "tex-math":
            line.append(_tex("".join(node.itertext())))
        else:
            line.append(" " + (node.text or "") if name in _BLOCKS else node.text or "")
            stack.extend((child, True) for child in reversed(node))
    yield from line


def _is_second_form(node: Any) -> bool:
    parent = node.getparent()
    return (
        node.tag in {"tex-math", "graphic", "inline-graphic"}
        and parent is not None
        and parent.tag == "alternatives"
        and any(sibling.tag in {"math", "tex-math"} and sibling is not node for sibling in parent)
    )


def _script(name: str, text: str) -> str:
    table = _SCRIPTS[name]
    return "".join(table[letter] for letter in text) if all(letter in table for letter in text) else text


def _tex(text: str) -> str:
    body = _TEX_BODY.search(text)
    inner = (body[1] if body else text).strip().strip("$").strip()
    return f"${inner}$" if inner else ""


def split_names(text: str) -> Sequence[str]:
    """`A. Smith, B. Jones (X Inst., Y) and C. Lee` -> three names; what stands in parentheses is no name."""
    bare = text
    for _ in range(4):
        bare, changed = IN_PARENTHESES.subn("", bare)
        if not changed:
            break
    parts = re.split(r"\s*[,;]\s*(?:and\s+|&\s*)?|\s+and\s+|\s+&\s+", " ".join(bare.split()))
    names: list[str] = []
    for part in parts:
        if re.fullmatch(r"(?:[JS]r\.?|I{2,3}|IV)", part) and names:
            names[-1] = f"{names[-1]} {part}"
        elif part:
            names.append(part)
    return names
