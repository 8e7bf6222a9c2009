"""What a reader of queries has to say about a text that it read, although something in it was odd."""

from enum import StrEnum

import msgspec


class WarningCode(StrEnum):
    """Kinds of warnings; stable, and meant for programs."""

    UNKNOWN_FIELD = "unknown_field"
    EMPTY_FIELD = "empty_field"
    UNCLOSED_QUOTE = "unclosed_quote"
    UNBALANCED_PARENTHESIS = "unbalanced_parenthesis"
    EMPTY_GROUP = "empty_group"
    DANGLING_OPERATOR = "dangling_operator"
    IGNORED_OPERATOR = "ignored_operator"
    IGNORED_CHARACTERS = "ignored_characters"
    NO_WORD = "no_word"
    SHORT_PREFIX = "short_prefix"
    INVALID_VALUE = "invalid_value"
    UNKNOWN_VALUE = "unknown_value"
    REVERSED_RANGE = "reversed_range"
    LOWERCASE_OPERATOR = "lowercase_operator"
    MATCH_ALL = "match_all"
    MERGED_PAPER = "merged_paper"
    EMPTY_CORPUS = "empty_corpus"
    LEFT_OUT = "left_out"
    SHORTENED = "shortened"
    NOT_BY_MEANING = "not_by_meaning"


HINTS = frozenset({WarningCode.LOWERCASE_OPERATOR, WarningCode.MATCH_ALL, WarningCode.MERGED_PAPER,
                   WarningCode.SHORTENED, WarningCode.NOT_BY_MEANING})  # fmt: skip
"""Warnings that say how a text was read but that nothing in it was ignored: no errors under `strict`."""


class QueryWarning(msgspec.Struct, frozen=True):
    """One odd thing. `position`: 0-based offset into the text as it was given; `suggestion`: what may be meant."""

    code: WarningCode
    detail: str
    position: int | None = None
    suggestion: str | None = None
    parameter: str = "q"
