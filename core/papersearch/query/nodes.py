"""The neutral query tree that the parser makes and that each engine compiles.

    Everything, Nothing          all papers; none
    And, Or (>= 2 children), Not (one child)
    Word, Prefix, Phrase, Run, Mention  running text, in one field or in all (`ANY`)
    Tag, AuthorName, Identifier  whole values
    Range                        numbers and days

Text stays as it was typed, so that it can be echoed; engines fold it with `papersearch.text`.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

ANY = "any"
"""The field name that stands for every searched field (`fields.SEARCHED`)."""


@dataclass(frozen=True, slots=True)
class Everything:
    """Matches every paper."""


@dataclass(frozen=True, slots=True)
class Nothing:
    """Matches no paper."""


@dataclass(frozen=True, slots=True)
class Word:
    """One unquoted word (`len(text.words(word.text)) == 1`), folded and stemmed before comparison."""

    text: str
    field: str = ANY


@dataclass(frozen=True, slots=True)
class Prefix:
    """The beginning of a word, folded, not stemmed; `text` holds no asterisk and one word of 3 or more characters."""

    text: str
    field: str = ANY


@dataclass(frozen=True, slots=True)
class Phrase:
    """Quoted text: its folded, unstemmed words, adjacent within one value of one field.

    With `slop` n > 0 the words stand within n positions of each other in any order, each at a place of its own: the
    span of their positions is at most (number of words - 1) + n. A phrase without any word matches nothing.
    """

    text: str
    field: str = ANY
    slop: int = 0


@dataclass(frozen=True, slots=True)
class Run(Phrase):
    """Unquoted letters of a script without spaces, side by side: each is a word, and together they are one.

    As a phrase, but it finds what unquoted words find: names of venues as well.
    """


@dataclass(frozen=True, slots=True)
class Mention(Run):
    """Unquoted text that has the form of an identifier: `1512.03385`, `10.18653/v1/N19-1423`, `N19-1423`.

    It finds the paper with this identifier (`identifiers.mentioned`) and those that have its words
    (`identifiers.mentioned_words`).
    """


@dataclass(frozen=True, slots=True)
class Tag:
    """A whole value of a tag field (venue, keyword, author, source, has, is), compared by `document.filter_key`.

    `fields.MISSING` matches papers without any value of the field.
    """

    field: str
    value: str


@dataclass(frozen=True, slots=True)
class AuthorName:
    """An author by `names.author_query_form`: whole name, surname, or surname and initials."""

    value: str


@dataclass(frozen=True, slots=True)
class Identifier:
    """An identifier: `scheme` is id, arxiv, doi, openreview, acl, ...; the value stays as typed.

    Compared with `Document.identifiers` after the engine has folded it and cut an arXiv version (`v2` at the end).
    """

    scheme: str
    value: str


@dataclass(frozen=True, slots=True)
class Range:
    """`low <= field <= high`, None where open. `year`: years; `added`, `updated`: microseconds since 1970, UTC.

    `written`, which no query text names: an engine's own numbers for its writes, see `request.AsOf`.
    """

    field: str
    low: int | None = None
    high: int | None = None


@dataclass(frozen=True, slots=True)
class Not:
    """Papers that the child does not match."""

    child: "Node"


@dataclass(frozen=True, slots=True)
class And:
    """Papers that every child matches."""

    children: "tuple[Node, ...]"


@dataclass(frozen=True, slots=True)
class Or:
    """Papers that at least one child matches."""

    children: "tuple[Node, ...]"


Leaf: TypeAlias = Word | Prefix | Phrase | Tag | AuthorName | Identifier | Range
Node: TypeAlias = Everything | Nothing | Leaf | Not | And | Or


def conjunction(*nodes: Node) -> Node:
    """And over the nodes, flattened; `Everything` falls away, none left is `Everything`, one left is itself."""
    return _flattened(And, nodes, neutral=Everything(), decisive=Nothing())


def disjunction(*nodes: Node) -> Node:
    """Or over the nodes, flattened; `Nothing` falls away, none left is `Nothing`, one left is itself."""
    return _flattened(Or, nodes, neutral=Nothing(), decisive=Everything())


def _flattened(kind: type[And] | type[Or], nodes: Iterable[Node], *, neutral: Node, decisive: Node) -> Node:
    """One node over these. A neutral one falls away; a decisive one is all that there is to say."""
    flat: list[Node] = []
    for node in nodes:
        flat.extend(node.children if isinstance(node, kind) else () if node == neutral else (node,))
    if decisive in flat:
        return decisive
    if not flat:
        return neutral
    return flat[0] if len(flat) == 1 else kind(tuple(flat))


def children_of(node: Node) -> tuple[Node, ...]:
    """The nodes directly below one; a leaf has none."""
    match node:
        case And(children) | Or(children):
            return children
        case Not(child):
            return (child,)
        case _:
            return ()


def walk(node: Node) -> Iterator[Node]:
    """A tree's nodes, each before its children."""
    yield node
    for child in children_of(node):
        yield from walk(child)


def leaves(node: Node, *, is_positive: bool = False) -> Iterator[Node]:
    """A tree's nodes without children, in order; `is_positive`: only those that are not under a Not."""
    if is_positive and isinstance(node, Not):
        return
    if isinstance(node, And | Or | Not):
        for child in children_of(node):
            yield from leaves(child, is_positive=is_positive)
    else:
        yield node


def map_leaves(node: Node, change: Callable[[Node], Node], *, is_positive: bool = False) -> Node:
    """The tree with every leaf changed; `is_positive`: those under a Not stay as they are."""
    match node:
        case And(children):
            return conjunction(*[map_leaves(child, change, is_positive=is_positive) for child in children])
        case Or(children):
            return disjunction(*[map_leaves(child, change, is_positive=is_positive) for child in children])
        case Not(child):
            return node if is_positive else Not(map_leaves(child, change))
        case _:
            return change(node)


def has_text(node: Node) -> bool:
    """Whether running text, which a paper can match better or worse, is in a tree and not under a Not."""
    return any(isinstance(leaf, Word | Prefix | Phrase) for leaf in leaves(node, is_positive=True))
