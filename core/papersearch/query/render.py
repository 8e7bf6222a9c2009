"""A tree as text in the query language: what a search echoes, and what parses to the same tree again."""

import re
from dataclasses import dataclass

from papersearch.fields import BY_NAME, MISSING
from papersearch.query.limits import MAX_CHARACTERS, MAX_DEPTH
from papersearch.query.nodes import (
    ANY,
    And,
    AuthorName,
    Everything,
    Identifier,
    Node,
    Not,
    Nothing,
    Or,
    Phrase,
    Prefix,
    Range,
    Run,
    Tag,
    Word,
)
from papersearch.query.tokens import OPERATORS
from papersearch.query.values import write_interval

_BARE_TAG = re.compile(r"[^\W_][\w.+#/'-]*")
_BARE_IDENTIFIER = re.compile(r"(?!/)[^\s()\[\]\"“”„‟«»＂〝〞〟]+")
_SCHEMES_WITH_FIELD = frozenset({"id", "arxiv", "doi", "cites"})


@dataclass(frozen=True, slots=True)
class Style:
    """How a tree is written. `is_explicit`: an AND inside an OR gets parentheses that it could do without."""

    and_: str = " AND "
    or_: str = " OR "
    not_: str = "NOT "
    is_explicit: bool = True
    has_short_names: bool = False


_STYLES = (Style(), Style(is_explicit=False), Style(" ", "|", "-", is_explicit=False, has_short_names=True))


def render(tree: Node) -> str:
    """The text of a tree; `""` for `Everything`.

    The clearest style that keeps the limits of a query (length, depth): a long one is written without AND. Trees that
    no query text gives, such as Not(Not(x)) or a one-word Phrase with slop, come out as an equivalent.
    """
    if isinstance(tree, Everything):
        return ""
    texts = [_write(tree, style) for style in _STYLES]
    fitting = (text for text in texts if len(text) <= MAX_CHARACTERS and depth_of(text) <= MAX_DEPTH)
    return next(fitting, texts[-1])


def depth_of(text: str) -> int:
    """How deep parentheses stand outside quotes in a rendered text."""
    depth = deepest = 0
    is_quoted = False
    for character in text:
        is_quoted ^= character == '"'
        if not is_quoted:
            depth += {"(": 1, ")": -1}.get(character, 0)
            deepest = max(deepest, depth)
    return deepest


def _write(node: Node, style: Style) -> str:
    match node:
        case And(children):
            return style.and_.join(_child(child, style, (Or,)) for child in children)
        case Or(children):
            return style.or_.join(_child(child, style, (And,) if style.is_explicit else ()) for child in children)
        case Not(child):
            return style.not_ + _child(child, style, (And, Or, Not))
        case Everything():
            return "*"
        case Nothing():
            return f"{style.not_}*"
        case _:
            return _leaf(node, style)


def _child(child: Node, style: Style, grouped: tuple[type[Node], ...]) -> str:
    text = _write(child, style)
    return f"({text})" if isinstance(child, grouped) else text


def _leaf(node: Node, style: Style) -> str:
    match node:
        case Word(text, field) | Run(text, field):
            return _field(field, style) + text
        case Prefix(text, field):
            return f"{_field(field, style)}{text}*"
        case Phrase(text, field, slop):
            return f'{_field(field, style)}"{text}"' + (f"~{slop}" if slop else "")
        case Tag(field, value):
            return _field(field, style) + _tag_value(value)
        case AuthorName(value):
            return _field("author", style) + _tag_value(value)
        case Range(field, low, high):
            return _field(field, style) + write_interval(BY_NAME[field], low, high)
        case Identifier(scheme, value):
            named = scheme if scheme in _SCHEMES_WITH_FIELD else f"id:{scheme}"
            return f"{named}:{value}" if _BARE_IDENTIFIER.fullmatch(value) else f'{named}:"{value}"'
        case _:
            raise TypeError(f"no leaf: {node!r}")


def _field(field: str, style: Style) -> str:
    if field == ANY:
        return ""
    aliases = BY_NAME[field].aliases if style.has_short_names else ()
    return f"{min((field, *aliases), key=len)}:"


def _tag_value(value: str) -> str:
    is_bare = value == MISSING or (_BARE_TAG.fullmatch(value) and value not in OPERATORS)
    return value if is_bare else f'"{value}"'
