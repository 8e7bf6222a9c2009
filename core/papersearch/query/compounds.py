"""Compounds: `self-supervised`, `self supervised` and `selfsupervised`, unquoted, ask for the same papers.

Each becomes (self AND supervised) OR selfsupervised, whichever was typed; the list is data/compounds.txt. Quoted text
is left as it is.
"""

from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

from papersearch.query.nodes import And, Node, Not, Or, Word, conjunction, disjunction
from papersearch.text import fold, stem, words

SHORTEST_STEM = 4
"""Letters after a prefix; shorter rests (self-ish) are no words of their own."""
_FUNCTION_WORDS = frozenset(
    {"about", "also", "been", "both", "does", "each", "even", "from", "have", "into", "just", "least", "less", "many",
     "more", "most", "much", "only", "other", "such", "than", "that", "their", "them", "then", "there", "these", "they",
     "this", "those", "time", "upon", "very", "were", "what", "when", "where", "which", "while", "will", "with"}
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Compounds:
    """The list as it is looked up: pairs are (first word, stem of the second)."""

    prefixes: frozenset[str]
    exceptions: frozenset[str]
    exception_prefixes: tuple[str, ...]
    pairs: frozenset[tuple[str, str]]

    def holds(self, first: str, second: str) -> bool:
        """Whether two folded words make a listed compound."""
        if (first, stem(second)) in self.pairs:
            return True
        closed = first + second
        return (
            first in self.prefixes
            and len(second) >= SHORTEST_STEM
            and second.isalpha()
            and second not in self.prefixes
            and second not in _FUNCTION_WORDS
            and closed not in self.exceptions
            and not closed.startswith(self.exception_prefixes)
        )

    def split(self, word: str) -> tuple[str, str] | None:
        """The parts of a closed compound, or None."""
        halves = ((word[:length], word[length:]) for length in range(1, len(word)))
        return next((half for half in halves if self.holds(*half)), None)


def read_compounds(text: str) -> Compounds:
    """The list out of the text of its file."""
    entries = [entry for line in text.splitlines() for entry in line.partition("#")[0].split()]
    exceptions = [fold(entry[1:]) for entry in entries if entry.startswith("!")]
    pairs = [fold(entry).split("|") for entry in entries if "|" in entry]
    return Compounds(
        prefixes=frozenset(fold(entry[:-1]) for entry in entries if entry.endswith("-")),
        exceptions=frozenset(entry for entry in exceptions if not entry.endswith("*")),
        exception_prefixes=tuple(entry[:-1] for entry in exceptions if entry.endswith("*")),
        pairs=frozenset((first, stem(second)) for first, second in pairs),
    )


@lru_cache(maxsize=1)
def _shipped() -> Compounds:
    return read_compounds(resources.files("papersearch").joinpath("data/compounds.txt").read_text("utf-8"))


def expand_compounds(tree: Node, compounds: Compounds | None = None) -> Node:
    """The tree with each listed compound in all its forms. Meant for engines, not for the echo."""
    return _expand(tree, compounds or _shipped())


def _expand(node: Node, compounds: Compounds) -> Node:
    match node:
        case Word(text, field):
            parts = compounds.split(_folded(text))
            return _forms(*parts, field) if parts else node
        case Not(child):
            return Not(_expand(child, compounds))
        case Or(children):
            return disjunction(*(_expand(child, compounds) for child in children))
        case And(children):
            return conjunction(*_expand_run(children, compounds))
        case _:
            return node


def _expand_run(children: tuple[Node, ...], compounds: Compounds) -> list[Node]:
    """Adjacent words that make a compound are taken together; others one by one."""
    expanded: list[Node] = []
    at = 0
    while at < len(children):
        first, second = children[at], children[at + 1] if at + 1 < len(children) else None
        if (
            isinstance(first, Word)
            and isinstance(second, Word)
            and first.field == second.field
            and compounds.holds(_folded(first.text), _folded(second.text))
        ):
            expanded.append(_forms(_folded(first.text), _folded(second.text), first.field))
            at += 2
        else:
            expanded.append(_expand(first, compounds))
            at += 1
    return expanded


def _forms(first: str, second: str, field: str) -> Node:
    return Or((And((Word(first, field), Word(second, field))), Word(first + second, field)))


def _folded(text: str) -> str:
    found = words(text)
    return found[0] if len(found) == 1 else ""
