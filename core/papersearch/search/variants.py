"""Wider forms of a query: what may be offered when it finds little. Each is a tree; none is applied unasked."""

from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from papersearch.query.nodes import (
    ANY,
    And,
    AuthorName,
    Node,
    Phrase,
    Prefix,
    Run,
    Tag,
    Word,
    conjunction,
    leaves,
    map_leaves,
)
from papersearch.query.render import render
from papersearch.text import words

_TEXT_LIKE_TAGS = frozenset({"keyword"})
"""Tag fields whose values also make sense as words looked for everywhere."""


class Variant(NamedTuple):
    """A wider tree; `kind` and `label` say what was given up."""

    kind: str
    label: str
    tree: Node


def variants(tree: Node) -> Iterator[Variant]:
    """The wider forms that differ from the tree itself."""
    for kind, label, change in (
        ("unquote", "Without quotes", _unquoted),
        ("any_field", "In any field", _in_any_field),
    ):
        changed = map_leaves(tree, change, is_positive=True)
        if changed != tree:
            yield Variant(kind, label, changed)
    if isinstance(tree, And):
        for child in tree.children:
            rest = tuple(other for other in tree.children if other is not child)
            yield Variant("drop_clause", f"Without {render(child)}", conjunction(*rest))


def plain_words(tree: Node) -> Iterator[Word]:
    """The unquoted words of a query that are not under a NOT, in order."""
    return (leaf for leaf in leaves(tree, is_positive=True) if isinstance(leaf, Word))


def with_word(tree: Node, wrong: Word, right: str) -> Node:
    """The tree with one word replaced."""
    return map_leaves(tree, lambda leaf: replace(wrong, text=right) if leaf == wrong else leaf, is_positive=True)


def _unquoted(leaf: Node) -> Node:
    if not isinstance(leaf, Phrase) or isinstance(leaf, Run):
        return leaf
    return conjunction(*(Word(word, leaf.field) for word in words(leaf.text)))


def _in_any_field(leaf: Node) -> Node:
    match leaf:
        case Word() | Prefix() | Phrase():
            return replace(leaf, field=ANY)
        case Tag(field, value) if field in _TEXT_LIKE_TAGS:
            return Phrase(value)
        case AuthorName(value):
            return conjunction(*(Word(word) for word in words(value.replace("_", " "))))
        case _:
            return leaf
