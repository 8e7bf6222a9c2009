"""Ids of papers that were merged away, in queries: they stand for the paper that lives on."""

from collections.abc import Callable, Iterator

from papersearch.query.nodes import And, Identifier, Node, Not, Or

Resolve = Callable[[str], str]
"""An id to the one under which its paper lives on; any other id as it is."""


def paper_ids_in(node: Node) -> Iterator[str]:
    """The ids of ours that a query names."""
    match node:
        case Identifier("id", value):
            yield value
        case And(children) | Or(children):
            for child in children:
                yield from paper_ids_in(child)
        case Not(child):
            yield from paper_ids_in(child)
        case _:
            return


def with_current_ids(node: Node, resolve: Resolve) -> Node:
    """The query with each id that was merged away replaced by the one that it became."""
    match node:
        case Identifier("id", value):
            return Identifier("id", resolve(value))
        case And(children):
            return And(tuple(with_current_ids(child, resolve) for child in children))
        case Or(children):
            return Or(tuple(with_current_ids(child, resolve) for child in children))
        case Not(child):
            return Not(with_current_ids(child, resolve))
        case _:
            return node
