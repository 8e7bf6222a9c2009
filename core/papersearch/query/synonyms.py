"""Synonyms and acronyms, only when asked for: `gan` also as "generative adversarial network".

The groups are data/synonyms.txt. Quoted text is left as it is, and so is what stands under a NOT: who excludes a word
means that word.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

from papersearch.query.nodes import And, Node, Or, Phrase, Word, conjunction, disjunction
from papersearch.text import stem, words

Term = tuple[str, ...]
"""The folded words of a member of a group."""


@dataclass(frozen=True, slots=True)
class Synonyms:
    """The groups by the stems of each of their members; `longest` is the number of words of the longest member."""

    groups: Mapping[Term, tuple[Term, ...]]
    longest: int


def read_synonyms(text: str) -> Synonyms:
    """The groups out of the text of their file; of two groups with the same member, the first has it."""
    groups: dict[Term, tuple[Term, ...]] = {}
    for line in text.splitlines():
        members = tuple(tuple(found) for found in map(words, line.partition("#")[0].split("=")) if found)
        for member in members if len(members) > 1 else ():
            groups.setdefault(_stems(member), members)
    return Synonyms(groups, max(map(len, groups), default=0))


@lru_cache(maxsize=1)
def _shipped() -> Synonyms:
    return read_synonyms(resources.files("papersearch").joinpath("data/synonyms.txt").read_text("utf-8"))


def expand_synonyms(tree: Node, synonyms: Synonyms | None = None) -> Node:
    """The tree with each listed word or run of words as an Or with the other members of its group.

    To be applied before `expand_compounds`, which takes runs apart.
    """
    return _expand(tree, synonyms or _shipped())


def _expand(node: Node, synonyms: Synonyms) -> Node:
    match node:
        case Word():
            return _expand_run((node,), synonyms)[0]
        case And(children):
            return conjunction(*_expand_run(children, synonyms))
        case Or(children):
            return disjunction(*(_expand(child, synonyms) for child in children))
        case _:
            return node


def _expand_run(children: tuple[Node, ...], synonyms: Synonyms) -> list[Node]:
    """The longest member that begins at a word wins."""
    expanded: list[Node] = []
    at = 0
    while at < len(children):
        length = _longest_member(children[at:], synonyms)
        if length:
            run = [child for child in children[at : at + length] if isinstance(child, Word)]
            expanded.append(_forms(run, synonyms))
        elif isinstance(children[at], Word):
            expanded.append(children[at])
        else:
            expanded.append(_expand(children[at], synonyms))
        at += max(length, 1)
    return expanded


def _longest_member(children: tuple[Node, ...], synonyms: Synonyms) -> int:
    run: list[Word] = []
    for child in children[: synonyms.longest]:
        if not isinstance(child, Word) or (run and child.field != run[0].field):
            break
        run.append(child)
    return next((length for length in range(len(run), 0, -1) if _term(run[:length]) in synonyms.groups), 0)


def _forms(run: list[Word], synonyms: Synonyms) -> Node:
    own, field = _term(run), run[0].field
    others = [member for member in synonyms.groups[own] if _stems(member) != own]
    nodes = [Word(m[0], field) if len(m) == 1 else Phrase(" ".join(m), field) for m in others]
    return disjunction(conjunction(*run), *nodes)


def _term(run: list[Word]) -> Term:
    return tuple(stem(word) for node in run for word in words(node.text))


def _stems(term: Term) -> Term:
    return tuple(stem(word) for word in term)
