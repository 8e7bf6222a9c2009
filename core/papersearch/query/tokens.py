"""From the text of a query to tokens. Nothing fails here: what cannot be read is left out, with a warning.

A token is an operator, a parenthesis, a field's name with its colon, a quoted text, or a chunk: a run of characters up
to a space, quote, parenthesis or `|`. What a chunk means depends on its field, and is the parser's business; only
ranges in brackets and identifiers, which may hold spaces or parentheses, are cut out here by their field.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import Enum, auto

from papersearch.fields import BY_NAME, Kind
from papersearch.query.escapes import QUOTES, clean
from papersearch.query.identifiers import mentioned
from papersearch.query.limits import MAX_DEPTH, limit_error
from papersearch.query.nodes import ANY
from papersearch.query.spelling import nearest
from papersearch.query.warnings import QueryWarning, WarningCode

ANY_NAMES = (ANY, "all")
FIELD_NAMES = (*ANY_NAMES, *BY_NAME)
_BREAKS = re.compile(rf"[\s()|{QUOTES}]|&&")
_FIELD = re.compile(r"([A-Za-z][A-Za-z0-9_.-]*):(?!//)")
_AFTER_PHRASE = re.compile(r"(?:~(?P<slop>\d*)(?:\.\d+)?)?(?P<boost>\^[\d.]*)?(?P<star>\*)?")
_DOI = re.compile(rf"(?:https?://)?(?:(?:dx\.|www\.)?doi\.org/)?10\.\d{{4,9}}/[^\s|{QUOTES}]*", re.IGNORECASE)
"""May hold parentheses."""
_BRACKETS = re.compile(r"[\[{]\s*[^\s\[\]{}()]+\s+TO\s+[^\s\[\]{}()]+\s*[\]}]", re.IGNORECASE)
_COMPARED = re.compile(rf"[<>]=?\s*[^\s()|{QUOTES}]+")
_SPACED_RANGE = re.compile(r"\d{4}\s+-\s+\d{4}(?!\d)")
_PREFIXES = {"-": True, "!": True, "−": True, "–": True, "+": False}
"""Signs before an atom, and whether they negate it."""


class TokenKind(Enum):
    """What a token is."""

    OPEN = auto()
    CLOSE = auto()
    AND = auto()
    OR = auto()
    NOT = auto()
    FIELD = auto()
    PHRASE = auto()
    CHUNK = auto()


OPERATORS = {"AND": TokenKind.AND, "OR": TokenKind.OR, "NOT": TokenKind.NOT, "ANDNOT": TokenKind.NOT}


@dataclass(frozen=True, slots=True)
class Token:
    """`text`: of a chunk or phrase its characters, of a field its name. `position`: in the text as it was typed.

    `slop` is a phrase's, 0 without one; `is_whole`: a chunk that is one value by its form.
    """

    kind: TokenKind
    text: str
    position: int
    slop: int = 0
    is_whole: bool = False


def scan(text: str) -> tuple[list[Token], list[QueryWarning]]:
    """The tokens of a query, and what was left out.

    Raises QueryError when parentheses stand deeper than `limits.MAX_DEPTH`.
    """
    scanner = _Scanner(text)
    tokens = _balance(list(scanner.tokens()), scanner.warnings)
    return tokens, scanner.warnings


class _Scanner:
    """One pass over a text; `fields` holds the field that each open parenthesis belongs to."""

    def __init__(self, text: str) -> None:
        self.text, self.places, ignored = clean(text)
        self.at = 0
        self.warnings: list[QueryWarning] = []
        self.fields: list[str | None] = [None]
        self.pending: str | None = None
        if ignored:
            self.warn(WarningCode.IGNORED_CHARACTERS, "Backslash ignored", place=ignored[0])

    def warn(self, code: WarningCode, message: str, *, place: int | None = None, suggestion: str | None = None) -> None:
        position = self.places[self.at] if place is None else place
        self.warnings.append(QueryWarning(code, message, position, suggestion))

    def tokens(self) -> Iterator[Token]:
        """Every token, in order."""
        while self.at < len(self.text):
            if self.text[self.at].isspace():
                self.at += 1
                continue
            token = self._next()
            if token is None:
                continue
            is_operator = token.kind in (TokenKind.NOT, TokenKind.AND, TokenKind.OR)
            if token.kind is TokenKind.OPEN:
                self.fields.append(self.pending or self.fields[-1])
            elif token.kind is TokenKind.CLOSE and len(self.fields) > 1:
                self.fields.pop()
            self.pending = token.text if token.kind is TokenKind.FIELD else self.pending if is_operator else None
            yield token

    def _next(self) -> Token | None:
        rest, position = self.text[self.at :], self.places[self.at]
        character = rest[0]
        if character in "()":
            self.at += 1
            return Token(TokenKind.OPEN if character == "(" else TokenKind.CLOSE, character, position)
        if character in QUOTES:
            return self._phrase()
        field = BY_NAME.get(self.pending or self.fields[-1] or "")
        if field and (whole := self._whole_value(field.kind)):
            self.at += len(whole)
            return Token(TokenKind.CHUNK, whole, position, is_whole=True)
        for sign, kind in (("||", TokenKind.OR), ("|", TokenKind.OR), ("&&", TokenKind.AND)):
            if rest.startswith(sign):
                self.at += len(sign)
                return Token(kind, sign, position)
        if character in _PREFIXES and self._is_before_atom():
            self.at += 1
            return Token(TokenKind.NOT, character, position) if _PREFIXES[character] else None
        return self._chunk(position)

    def _is_before_atom(self) -> bool:
        before = self.text[self.at - 1] if self.at else " "
        after = self.text[self.at + 1 : self.at + 2]
        return (before.isspace() or before in "(|" or before in _PREFIXES) and bool(after.strip(" \t\n|&)"))

    def _whole_value(self, kind: Kind) -> str | None:
        """A value that may hold characters which end a chunk elsewhere, or None."""
        if kind in (Kind.INTEGER, Kind.DATE):
            for pattern in (_BRACKETS, _COMPARED, _SPACED_RANGE):
                if match := pattern.match(self.text, self.at):
                    return match.group()
        if kind is Kind.ID and self.pending:
            run = re.compile(rf"[^\s{QUOTES}]*").match(self.text, self.at)
            return _balanced(run.group()) or None if run else None
        return None

    def _phrase(self) -> Token | None:
        start, position = self.at, self.places[self.at]
        end = next((i for i in range(start + 1, len(self.text)) if self.text[i] in QUOTES), None)
        if end is None:
            self.warn(
                WarningCode.UNCLOSED_QUOTE,
                "Unmatched quote ignored",
                suggestion=f'{self.text}"' if self.text[start + 1 :].strip() else None,
            )
            self.at += 1
            return None
        after = _AFTER_PHRASE.match(self.text, end + 1)
        slop = 0
        self.at = end + 1
        if after and after.group():
            if after["slop"]:
                slop = int(after["slop"][:9])
            ignored = after["boost"] or after["star"] or (after.group() if not after["slop"] else None)
            if ignored:
                self.warn(WarningCode.IGNORED_OPERATOR, f"{ignored} after quoted text ignored")
            self.at = after.end()
        return Token(TokenKind.PHRASE, " ".join(self.text[start + 1 : end].split()), position, slop)

    def _chunk(self, position: int) -> Token:
        match = _BREAKS.search(self.text, self.at)
        end = match.start() if match else len(self.text)
        if not (self.pending or self.fields[-1]) and (doi := _DOI.match(self.text, self.at)):
            whole = _balanced(doi.group())
            end = max(end, self.at + len(whole)) if whole.count("(") == whole.count(")") else end
        if field := self._field_name(end):
            return Token(TokenKind.FIELD, field, position)
        chunk = self.text[self.at : end]
        self.at = end
        is_value = self.pending is not None and self.text[self.at - len(chunk) - 1] == ":"
        return Token(TokenKind.CHUNK if is_value else OPERATORS.get(chunk, TokenKind.CHUNK), chunk, position)

    def _field_name(self, end: int) -> str | None:
        """The canonical name of the field that is named here, which is passed over; None for any other text."""
        match = _FIELD.match(self.text, self.at, end)
        if match is None:
            return None
        typed, name = match[1], match[1].lower()
        is_known = name in FIELD_NAMES
        if not is_known and mentioned(self.text[self.at : end]):
            return None
        following = self.text[match.end() :]
        is_apart = not following[:1].strip()
        if is_known and not following.strip():
            self.warn(WarningCode.EMPTY_FIELD, f"{typed}: has no value; searched as text")
            return None
        if not is_known or (is_apart and typed != name):
            near = nearest(name, FIELD_NAMES)
            hint = f" Did you mean {near}:?" if near else ""
            repaired = f"{self.text[: self.at]}{near}{self.text[match.end() - 1 :]}" if near else None
            self.warn(
                WarningCode.UNKNOWN_FIELD, f'Unknown field "{typed}"; searched as text{hint}', suggestion=repaired
            )
            return None
        self.at = match.end()
        return ANY if name in ANY_NAMES else BY_NAME[name].name


def _balanced(value: str) -> str:
    """The value without the closing parentheses at its end that close nothing in it."""
    while value.endswith(")") and value.count(")") > value.count("("):
        value = value[:-1]
    return value


def _balance(tokens: list[Token], warnings: list[QueryWarning]) -> list[Token]:
    """The tokens with every parenthesis in a pair: one too many is left out, one that is open closes at the end."""
    opened: list[int] = []
    stray: set[int] = set()
    for index, token in enumerate(tokens):
        if token.kind is TokenKind.OPEN:
            opened.append(index)
        elif token.kind is TokenKind.CLOSE:
            if opened:
                opened.pop()
            else:
                stray.add(index)
    for index in sorted({*stray, *opened}):
        what = "has no opening one; ignored" if index in stray else "was not closed; closed at the end"
        message = f"A parenthesis {what}."
        warnings.append(QueryWarning(WarningCode.UNBALANCED_PARENTHESIS, message, tokens[index].position))
    kept = [token for index, token in enumerate(tokens) if index not in stray]
    if _depth(kept) > MAX_DEPTH:  # (((((((((: many that close nothing are no structure
        kept = [token for index, token in enumerate(tokens) if index not in stray and index not in opened]
        opened = []
    if (depth := _depth(kept)) > MAX_DEPTH:
        raise limit_error("levels of parentheses", depth, MAX_DEPTH)
    end = replace(tokens[-1], kind=TokenKind.CLOSE, text=")") if tokens else None
    return [*kept, *([end] * len(opened) if end else [])]


def _depth(tokens: list[Token]) -> int:
    depth = deepest = 0
    for token in tokens:
        depth += {TokenKind.OPEN: 1, TokenKind.CLOSE: -1}.get(token.kind, 0)
        deepest = max(deepest, depth)
    return deepest
