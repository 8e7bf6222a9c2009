"""Ids of papers that were merged away, in queries: they stand for the paper that lives on."""

from collections.abc import Callable, Iterator

from papersearch.query.identifiers import mentioned
from papersearch.query.nodes import Identifier, Mention, Node, leaves, map_leaves

Resolve = Callable[[str], str]
"""An id to the one under which its paper lives on; any other id as it is."""


def paper_ids_in(tree: Node) -> Iterator[str]:
    """The ids of papers, our own scheme, that a query names."""
    named = (mentioned(leaf.text) if isinstance(leaf, Mention) else leaf for leaf in leaves(tree))
    return (each.value for each in named if isinstance(each, Identifier) and each.scheme == "id")


def with_current_ids(tree: Node, resolve: Resolve) -> Node:
    """The query with each id that was merged away replaced by the one that it became."""

    def current(leaf: Node) -> Node:
        match leaf:
            case Identifier("id", value):
                return Identifier("id", resolve(value))
            case Mention(typed) if (found := mentioned(typed)) and found.scheme == "id":
                return Mention(resolve(found.value))
            case _:
                return leaf

    return map_leaves(tree, current)
