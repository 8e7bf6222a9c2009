"""From text to tree: recursive descent over the tokens, by the grammar of docs/query.md.

    query = or ; or = and {("OR"|"|") and} ; and = not {["AND"] not} ; not = {"NOT"|"-"|"ANDNOT"} atom
    atom  = "(" query ")" | field ":" (value | "(" query ")") | value

Text of users never fails: what cannot be read is left out or read as plain words, with a warning. Only a query over a
limit is refused, and, with `strict`, one with a warning that is more than a hint.
"""

from dataclasses import dataclass

from papersearch.errors import Problem, QueryError
from papersearch.query.atoms import read_value
from papersearch.query.identifiers import recognise
from papersearch.query.limits import MAX_CHARACTERS, MAX_CLAUSES, MAX_DEPTH, limit_error
from papersearch.query.nodes import (
    ANY,
    Everything,
    Mention,
    Node,
    Not,
    Nothing,
    Phrase,
    Prefix,
    Word,
    conjunction,
    disjunction,
    leaves,
    map_leaves,
)
from papersearch.query.ranking import rank_phrases
from papersearch.query.render import depth_of, render
from papersearch.query.tokens import Token, TokenKind, scan
from papersearch.query.warnings import HINTS, QueryWarning, WarningCode


@dataclass(frozen=True, slots=True)
class ParsedQuery:
    """A query as it was understood.

    `normalized` parses to the same tree; `rank_phrases` as in `SearchRequest`; `warnings` in the order of their places.
    """

    text: str
    tree: Node
    normalized: str
    warnings: tuple[QueryWarning, ...] = ()
    rank_phrases: tuple[tuple[str, ...], ...] = ()


def parse(text: str, *, strict: bool = False) -> ParsedQuery:
    """The tree of a query text; `Everything` for a text that asks for nothing.

    Raises QueryError for a text over a limit of `papersearch.query.limits` (code `query_too_large`), and with `strict`
    for one that is not well formed, with the place and a repaired text.
    """
    if len(text) > MAX_CHARACTERS:
        raise limit_error("characters", len(text), MAX_CHARACTERS)
    tree, warnings = _read(text)
    if (clauses := sum(1 for _ in leaves(tree))) > MAX_CLAUSES:
        raise limit_error("clauses", clauses, MAX_CLAUSES)
    normalized = render(tree)
    if (depth := depth_of(normalized)) > MAX_DEPTH:
        raise limit_error("levels of parentheses", depth, MAX_DEPTH)
    if strict and (wrong := [warning for warning in warnings if warning.code not in HINTS]):
        raise QueryError(*(Problem("q", w.detail, w.position, w.suggestion or normalized) for w in wrong))
    return ParsedQuery(text, tree, normalized, warnings, rank_phrases(tree))


def negation(node: Node) -> Node:
    """Not, simplified: of Not(x) it is x, of Everything it is Nothing."""
    match node:
        case Not(child):
            return child
        case Everything():
            return Nothing()
        case Nothing():
            return Everything()
        case _:
            return Not(node)


def _read(text: str) -> tuple[Node, tuple[QueryWarning, ...]]:
    if found := recognise(text):
        return found, ()
    tokens, warnings = scan(text)
    parser = _Parser(tokens, warnings)
    tree = _with_lone_identifier(parser.disjunction(ANY) or Everything())
    unique = {(w.code, w.detail): w for w in reversed(parser.warnings)}
    return tree, tuple(sorted(unique.values(), key=lambda w: (w.position or 0, w.code)))


def _with_lone_identifier(tree: Node) -> Node:
    """The tree with an identifier that is its only text as that identifier: with filters, too, it means one paper."""
    texts = [leaf for leaf in leaves(tree) if isinstance(leaf, Word | Prefix | Phrase)]
    found = recognise(texts[0].text) if len(texts) == 1 and isinstance(texts[0], Mention) else None
    return map_leaves(tree, lambda leaf: found if leaf is texts[0] else leaf) if found else tree


class _Parser:
    """Reads the tokens once; each method takes the field that its part stands in, and gives None for nothing."""

    def __init__(self, tokens: list[Token], warnings: list[QueryWarning]) -> None:
        self.tokens = tokens
        self.at = 0
        self.warnings = warnings

    def peek(self) -> TokenKind | None:
        return self.tokens[self.at].kind if self.at < len(self.tokens) else None

    def take(self) -> Token:
        self.at += 1
        return self.tokens[self.at - 1]

    def warn(self, token: Token, code: WarningCode, message: str, suggestion: str | None = None) -> None:
        self.warnings.append(QueryWarning(code, message, token.position, suggestion))

    def dangling(self, token: Token) -> None:
        self.warn(token, WarningCode.DANGLING_OPERATOR, f"{token.text} has nothing to join; ignored")

    def disjunction(self, field: str) -> Node | None:
        operator: Token | None = None
        branches: list[Node] = []
        while True:
            start = self.at
            if (branch := self.conjunction(field)) is not None:
                branches.append(branch)
            is_empty = self.at == start
            if self.peek() is not TokenKind.OR:
                if operator and is_empty:
                    self.dangling(operator)
                return disjunction(*branches) if branches else None
            operator = self.take()
            if is_empty:
                self.dangling(operator)
                operator = None

    def conjunction(self, field: str) -> Node | None:
        parts: list[Node] = []
        operator: Token | None = None
        is_first = True
        while (kind := self.peek()) not in (None, TokenKind.OR, TokenKind.CLOSE):
            if kind is TokenKind.AND:
                if is_first or operator:
                    self.dangling(self.take())
                else:
                    operator = self.take()
                continue
            if (part := self.negation(field)) is not None:
                parts.append(part)
            operator, is_first = None, False
        if operator:
            self.dangling(operator)
        return conjunction(*parts) if parts else None

    def negation(self, field: str) -> Node | None:
        signs: list[Token] = []
        while self.peek() is TokenKind.NOT:
            signs.append(self.take())
        if signs and self.peek() in (None, TokenKind.OR, TokenKind.AND, TokenKind.CLOSE):
            self.dangling(signs[-1])
            return None
        node = self.atom(field)
        return negation(node) if node is not None and len(signs) % 2 else node

    def atom(self, field: str) -> Node | None:
        token = self.take()
        match token.kind:
            case TokenKind.OPEN:
                return self.group(token, field)
            case TokenKind.FIELD:
                if self.peek() in (None, TokenKind.OR, TokenKind.AND, TokenKind.CLOSE):
                    self.warn(token, WarningCode.EMPTY_FIELD, f"{token.text}: has no value; searched as text")
                    return Word(token.text, ANY)
                return self.negation(token.text)
            case _:
                return read_value(token, field, lambda code, message, near: self.warn(token, code, message, near))

    def group(self, opening: Token, field: str) -> Node | None:
        start = self.at
        node = self.disjunction(field)
        if self.at == start:
            self.warn(opening, WarningCode.EMPTY_GROUP, "Empty parentheses ignored")
        if self.peek() is TokenKind.CLOSE:
            self.take()
        return node
