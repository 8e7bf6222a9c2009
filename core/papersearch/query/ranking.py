"""Which words of a query stand side by side, so that papers which have them as a phrase rank higher."""

from papersearch.query.nodes import ANY, And, AuthorName, Node, Not, Or, Word
from papersearch.text import words


def rank_phrases(tree: Node) -> tuple[tuple[str, ...], ...]:
    """Runs of two or more plain words, folded, in the order of the query; never from under a NOT."""
    runs: dict[tuple[str, ...], None] = {}
    _collect(tree, runs)
    return tuple(runs)


def _collect(node: Node, runs: dict[tuple[str, ...], None]) -> None:
    match node:
        case And(children):
            run: list[str] = []
            for child in (*children, None):
                if isinstance(child, Word) and child.field == ANY:
                    run.extend(words(child.text))
                    continue
                if len(run) > 1:
                    runs[tuple(run)] = None
                run = []
                if child is not None and not isinstance(child, Not | AuthorName):
                    _collect(child, runs)
        case Or(children):
            for child in children:
                _collect(child, runs)
        case _:
            return
