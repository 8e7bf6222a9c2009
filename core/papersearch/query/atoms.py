"""What one value means in its field: the leaves of the tree."""

import re
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

import regex

from papersearch.fields import BY_NAME, HAS_VALUES, IS_VALUES, MISSING, Kind
from papersearch.query.identifiers import identifier, mentioned
from papersearch.query.limits import MAX_SLOP, MIN_PREFIX
from papersearch.query.nodes import (
    ANY,
    AuthorName,
    Everything,
    Mention,
    Node,
    Not,
    Nothing,
    Phrase,
    Prefix,
    Range,
    Run,
    Tag,
    Word,
    conjunction,
)
from papersearch.query.spelling import nearest
from papersearch.query.tokens import FIELD_NAMES, OPERATORS, Token, TokenKind
from papersearch.query.values import FIRST_YEAR, LAST_YEAR, read_interval, swap_ends
from papersearch.query.warnings import WarningCode
from papersearch.text import fold, is_unspaced, tag_key, word_spans, words

Warn = Callable[[WarningCode, str, str | None], None]
"""Takes a warning about the token at hand: its code, its message, and a suggestion."""

_BOOST = re.compile(r"\^[\d.]*$")
_FUZZY = re.compile(r"(?<=.)~[\d.]*$")
_SYMBOLS = frozenset("^~?{}[]*+#<>=")
"""Characters that mean something in other query languages, or in names such as C++, and nothing here."""
_INVISIBLE = re.compile("[\u00ad\u200b\u200d]")
_PLAIN = regex.compile(r"[\p{L}\p{M}\p{N}\u00ad\u200b\u200d]+")
_AROUND_IDENTIFIERS = "[]{}<>.,;:!?"
_LOWERCASE = frozenset({"and", "or", "not"})
_CLOSED_SETS = {"has": HAS_VALUES, "is": IS_VALUES}
_PREFIX_TAGS = frozenset({"keyword", "author"})


def read_value(token: Token, field: str, warn: Warn) -> Node | None:
    """The node of a chunk or phrase in a field, or None where nothing is left of it."""
    kind = Kind.TEXT if field == ANY else BY_NAME[field].kind
    if kind is Kind.TEXT:
        return _phrase(token, field, warn) if token.kind is TokenKind.PHRASE else _text(token.text, field, warn)
    if token.slop:
        warn(WarningCode.IGNORED_OPERATOR, f"~{token.slop} ignored: {field}: compares whole values", None)
    if kind is Kind.TAG:
        return _tag(token, field, warn)
    if kind is Kind.ID:
        found = identifier(field, token.text)
        if found is None:
            warn(WarningCode.EMPTY_FIELD, f"{field}: has no value; ignored", None)
        return found
    return _range(token.text, field, warn)


def split_words(text: str, field: str) -> list[Node]:
    """Each word of a text as a node, as it was typed where that is one word by itself.

    Letters of a script without spaces are a run: 学习 asks for the word, not for a 学 and a 习 anywhere.
    """
    return [_node(run, text, field) for run in _runs(_pieces(text), text)]


class _Piece(NamedTuple):
    """A word of a text: as typed, folded, and its place."""

    typed: str
    folded: str
    start: int
    end: int


def _pieces(text: str) -> list[_Piece]:
    pieces = []
    for start, end, word in word_spans(text):
        typed = text[start:end]
        piece = typed if _PLAIN.fullmatch(typed) and words(typed) == [word] else word
        pieces.append(_Piece(piece.lower() if piece in OPERATORS else piece, word, start, end))
    return pieces


def _runs(pieces: Iterable[_Piece], text: str) -> list[list[_Piece]]:
    """The words one by one, and side by side those of scripts without spaces."""
    runs: list[list[_Piece]] = []
    for piece in pieces:
        before = runs[-1][-1] if runs else None
        is_next = before is not None and not fold(text[before.end : piece.start])
        if before and is_next and is_unspaced(before.folded) and is_unspaced(piece.folded):
            runs[-1].append(piece)
        else:
            runs.append([piece])
    return runs


def _node(run: Sequence[_Piece], text: str, field: str) -> Node:
    if len(run) == 1:
        typed = run[0].typed
        return Mention(typed) if field == ANY and mentioned(typed) else Word(typed, field)
    typed, folded = _INVISIBLE.sub("", text[run[0].start : run[-1].end]), [piece.folded for piece in run]
    is_plain = _PLAIN.fullmatch(typed) and words(typed) == folded
    return Run(typed if is_plain else "".join(folded), field)


def _phrase(token: Token, field: str, warn: Warn) -> Node | None:
    count = len(words(token.text))
    if not count:
        warn(WarningCode.NO_WORD, f'"{token.text}" contains no word; ignored', None)
        return None
    if "*" in token.text:
        warn(WarningCode.IGNORED_CHARACTERS, "Quoted text is exact; * in it is ignored", None)
    slop = token.slop if count > 1 else 0
    if slop != token.slop:
        warn(WarningCode.IGNORED_OPERATOR, f"~{token.slop} after a single word ignored", None)
    if slop > MAX_SLOP:
        warn(WarningCode.IGNORED_OPERATOR, f"~{slop} reduced to ~{MAX_SLOP}, the largest distance", None)
        slop = MAX_SLOP
    return Phrase(token.text, field, slop)


def _text(text: str, field: str, warn: Warn) -> Node | None:
    if text in ("*", "*:*"):
        if field == ANY:
            warn(WarningCode.MATCH_ALL, f"{text} matches every paper", None)
            return Everything()
        warn(WarningCode.SHORT_PREFIX, f"{text} needs {MIN_PREFIX} or more letters before it; ignored", None)
        return None
    stripped = _without_suffixes(text, warn)
    if stripped in _LOWERCASE:
        operator = stripped.upper()
        warn(
            WarningCode.LOWERCASE_OPERATOR, f"“{stripped}” is searched as a word; the operator is {operator}", operator
        )
    if field == ANY and (found := _mention(stripped, warn)):
        return found
    has_star, body = stripped.endswith("*"), stripped.removesuffix("*")
    pieces = _pieces(body)
    if not pieces:
        warn(WarningCode.NO_WORD, f"“{text}” contains no word; ignored", None)
        return None
    if ignored := "".join(dict.fromkeys(character for character in body if character in _SYMBOLS)):
        warn(WarningCode.IGNORED_CHARACTERS, f"“{text}”: {ignored} is not searched", None)
    nodes = [_node(run, body, field) for run in _runs(pieces, body)]
    last = pieces[-1]
    if has_star and not is_unspaced(last.folded):  # a letter without spaces around is found in longer texts anyway
        if last.end == len(body) and len(last.folded) >= MIN_PREFIX:
            nodes[-1] = Prefix(last.typed, field)
        else:
            warn(WarningCode.SHORT_PREFIX, f"“{text}”: * needs {MIN_PREFIX} or more letters before it", None)
    return conjunction(*nodes)


def _mention(text: str, warn: Warn) -> Node | None:
    """The identifier that a text is, without the signs around it; as typed, so that its echo means the same."""
    bare, before = _trimmed(text), ""
    while bare != before and mentioned(bare):
        bare, before = _trimmed(_without_suffixes(bare, warn)), bare
    if not (found := mentioned(bare)):
        return None
    return found if bare.partition(":")[0].lower() in FIELD_NAMES else Mention(bare)


def _trimmed(text: str) -> str:
    return text.strip(_AROUND_IDENTIFIERS).lstrip(f"-{_AROUND_IDENTIFIERS}")


def _without_suffixes(text: str, warn: Warn) -> str:
    while match := _BOOST.search(text) or _FUZZY.search(text):
        warn(WarningCode.IGNORED_OPERATOR, f"{match.group()} after a word ignored", None)
        text = text[: match.start()]
    return text


def _tag(token: Token, field: str, warn: Warn) -> Node | None:
    value = token.text
    if token.kind is TokenKind.CHUNK and value != MISSING:
        value = _without_suffixes(value, warn)
        base = value.rstrip("*")
        if base != value:
            pieces = _pieces(base)
            is_prefix = len(pieces) == 1 and len(pieces[0].folded) >= MIN_PREFIX and pieces[0].end == len(base)
            if is_prefix and field in _PREFIX_TAGS:
                return Prefix(pieces[0].typed, field)
            warn(WarningCode.SHORT_PREFIX, f"{field}:{value}: * ignored", None)
            value = base
    is_empty = not words(value) if field == "author" else not tag_key(value)
    if is_empty and value != MISSING:
        warn(WarningCode.NO_WORD, f"{field}:{token.text} contains no word; ignored", None)
        return None
    if field == "author" and value != MISSING:
        return AuthorName(value)
    _check_closed_set(value, field, warn)
    return Tag(field, value)


def _check_closed_set(value: str, field: str, warn: Warn) -> None:
    known: Iterable[str] = _CLOSED_SETS.get(field, ())
    if known and value != MISSING and tag_key(value) not in {tag_key(name) for name in known}:
        near = nearest(value, known)
        hint = f"did you mean {field}:{near}?" if near else f"valid values are {', '.join(known)}"
        warn(WarningCode.UNKNOWN_VALUE, f"{field}:{value} matches nothing; {hint}", near and f"{field}:{near}")


def _range(text: str, field: str, warn: Warn) -> Node | None:
    if text in ("*", MISSING):
        every = Range(field, FIRST_YEAR, LAST_YEAR) if field == "year" else Everything()
        return every if text == "*" else Not(every) if field == "year" else Nothing()
    definition = BY_NAME[field]
    if _BOOST.search(text):
        text = _without_suffixes(text, warn)
    interval = read_interval(definition, text)
    if interval is None:
        example = definition.example or f"{field}:2024-01-01"
        warn(WarningCode.INVALID_VALUE, f"{field}:{text} is not a range; searched as text", example)
        return conjunction(*split_words(f"{field} {text}", ANY))
    if interval.low is not None and interval.high is not None and interval.low > interval.high:
        swapped = swap_ends(text)
        warn(WarningCode.REVERSED_RANGE, f"{field}:{text} read as {field}:{swapped}", f"{field}:{swapped}")
        interval = read_interval(definition, swapped) or interval
    return Range(field, interval.low, interval.high)
