"""What reading a source gives, and how reading goes wrong: between those who read and those who store."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from papersearch.errors import SourceError
from papersearch.record import Record, Reject
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
"""What a parser may raise on a hostile source: the item has failed, and the worker goes on with others."""


@dataclass(frozen=True, slots=True)
class MemberStart:
    """What follows in a source's items was read from this member of the archive that the source is."""

    path: str
    parser: str
    parser_version: int
    source_name: str


Found = Record | DerivedRecord | Reject | MemberStart


@dataclass(frozen=True, slots=True)
class ParsedSource:
    """A source as it is read: who reads it, what its form is called, and its records and rejects in order, lazily.

    An archive has members, each of which begins with its `MemberStart`. A child process gives records with what
    follows from them.
    """

    parser: str
    parser_version: int
    source_name: str
    items: Iterator[Found]


class Parse(Protocol):
    """Reads a source; in this process, or in a child whose memory and time are limited.

    Raises SourceError for a source that no parser recognises or that is empty, and ParserLostError when the child
    died or had to be stopped.
    """

    def __call__(self, path: Path, name: str, options: Mapping[str, Any]) -> ParsedSource: ...


class ParserLostError(SourceError):
    """The parser crashed, hung or ate too much: trying again may help, `MOST_ATTEMPTS` times."""

    code = "parser_lost"
    can_retry = True
