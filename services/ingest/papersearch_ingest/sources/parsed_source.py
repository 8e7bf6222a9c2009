"""The result of reading a source, and the errors of reading: shared by the code that reads and the code that stores."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from papersearch.errors import SourceError
from papersearch.record import Record, Reject
from papersearch.work_items import SourceItem
from papersearch_ingest.papers.derived import DerivedRecord

PARSER_FAULTS = (
    ArithmeticError,
    AttributeError,
    LookupError,
    MemoryError,
    OSError,
    RecursionError,
    TypeError,
    ValueError,
)
"""Errors that a parser may raise on a hostile source: the item has failed, and the worker continues with others."""


@dataclass(frozen=True, slots=True)
class MemberStart:
    """A member of an archive: the items that follow were read from it."""

    path: str
    parser: str
    parser_version: int
    source_name: str


Found = Record | DerivedRecord | Reject | MemberStart


@dataclass(frozen=True, slots=True)
class ParsedSource:
    """A source that is being read: its parser, the name of its form, and its records and rejects in order, lazily.

    An archive has members, each of which begins with its `MemberStart`. A child process gives each record with what
    was derived from it.
    """

    parser: str
    parser_version: int
    source_name: str
    items: Iterator[Found]


class Parse(Protocol):
    """Reads a source, in this process or in a child whose memory and time are limited.

    `sidecar` is the file with the source's metadata, if `source` names one. Raises SourceError for a source that no
    parser recognises or that is empty, and ParserLostError when the child died or had to be stopped.
    """

    def __call__(self, path: Path, name: str, source: SourceItem, sidecar: Path | None = None) -> ParsedSource: ...


class ParserLostError(SourceError):
    """The parser crashed, hung or exceeded a limit: trying again may help, `MOST_ATTEMPTS` times."""

    code = "parser_lost"
    can_retry = True
