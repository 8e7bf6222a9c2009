"""Sources are read in child processes with limits, since a source is hostile until it is proven dull.

A child that has read a source well is used for the next one, so that a thousand small files cost a thousand requests
and not a thousand starts of Python. One that dies, hangs, or eats too much is gone, and only the source that it was
reading is the worse for it.
"""

import fcntl
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Any

import msgspec

from papersearch.errors import SourceError
from papersearch_ingest.children.child_program import ChildProgram
from papersearch_ingest.children.frames import LENGTH, LONGEST_FRAME
from papersearch_ingest.children.parser_messages import (
    MESSAGES,
    Batch,
    Begun,
    Ended,
    Failed,
    Lost,
    Message,
    Request,
    send,
)
from papersearch_ingest.children.read_ahead import ReadAhead
from papersearch_ingest.sources.parsed_source import Found, ParsedSource, ParserLostError

PROGRAM = "papersearch_ingest.children.parser_child"
READ_AHEAD_BYTES = 16 << 20
"""Some 3,000 records: the child goes on while a batch is stored."""
_PIPE_BYTES = 1 << 20
_SET_PIPE_SIZE = getattr(fcntl, "F_SETPIPE_SZ", None)


@dataclass(frozen=True, slots=True)
class Limits:
    """What a child may use.

    `silence_s`: the longest wait for the next records. `cpu_s` and `cpu_s_per_mb`: processor time for a source.
    `output_ratio`: how many times the source's size may come back, once it is more than `free_output_bytes`; archives
    unpack to `archives.Bounds.ratio` times their size. `reuse_bytes`: a child that ever needed more memory is not
    used again, nor one that has read `reuse_sources`.
    """

    memory_bytes: int = 768 << 20
    silence_s: float = 30.0
    cpu_s: float = 60.0
    cpu_s_per_mb: float = 30.0
    free_output_bytes: int = 256 << 20
    output_ratio: int = 1000
    reuse_bytes: int = 256 << 20
    reuse_sources: int = 2000


class LimitedParser:
    """A `parsed_source.Parse` that reads in child processes. Safe for threads; to be closed."""

    def __init__(self, limits: Limits | None = None) -> None:
        self._limits = limits or Limits()
        self._idle: list[_Child] = []
        self._lock = Lock()

    def __call__(self, path: Path, name: str, options: Mapping[str, Any]) -> ParsedSource:
        child = self._take()
        try:
            begun = child.begin(path, name, options)
        except BaseException as error:
            if isinstance(error, SourceError) and not isinstance(error, ParserLostError):
                self._give_back(child)
            else:
                child.kill()
            raise
        return ParsedSource(begun.parser, begun.parser_version, begun.source_name, self._items(child))

    def warm_up(self) -> None:
        """Starts a child now: it is ready when the first source has been kept."""
        self._give_back(self._take())

    def close(self) -> None:
        """Ends the children that wait for work."""
        with self._lock:
            idle, self._idle = self._idle, []
        for child in idle:
            child.kill()

    def peak_bytes(self) -> int:
        """The most memory that any of the children that wait for work has ever needed."""
        with self._lock:
            return max((child.peak_bytes for child in self._idle), default=0)

    def _items(self, child: "_Child") -> Iterator[Found]:
        is_whole = False
        try:
            yield from child.items()
            is_whole = True
        except SourceError as error:
            is_whole = not isinstance(error, ParserLostError)
            raise
        finally:
            if is_whole:
                self._give_back(child)
            else:
                child.kill()

    def _take(self) -> "_Child":
        with self._lock:
            while self._idle:
                child = self._idle.pop()
                if child.is_alive:
                    return child
                child.kill()
        return _Child(self._limits)

    def _give_back(self, child: "_Child") -> None:
        if child.is_worn:
            child.kill()
            return
        with self._lock:
            self._idle.append(child)


class _Child:
    """One child process."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        one_arena = {"MALLOC_ARENA_MAX": "1"}  # each takes addresses, which are limited
        self._program = ChildProgram(PROGRAM, str(limits.memory_bytes), environment=one_arena)
        answers = self._program.answers
        if _SET_PIPE_SIZE is not None:
            with suppress(OSError):  # an unprivileged user may have used up what the system allows
                fcntl.fcntl(answers, _SET_PIPE_SIZE, _PIPE_BYTES)
        self._ahead = ReadAhead(answers, READ_AHEAD_BYTES)
        self._output_left = 0
        self._peak_bytes = 0
        self._sources = 0

    @property
    def is_alive(self) -> bool:
        return self._program.is_alive

    @property
    def peak_bytes(self) -> int:
        return self._peak_bytes

    @property
    def is_worn(self) -> bool:
        """Whether it has grown or aged too much to be used again."""
        return self._peak_bytes > self._limits.reuse_bytes or self._sources >= self._limits.reuse_sources

    def begin(self, path: Path, name: str, options: Mapping[str, Any]) -> Begun:
        """Asks for a source. Raises SourceError, and ParserLostError when the child is to be killed."""
        limits, size = self._limits, path.stat().st_size
        self._sources += 1
        self._output_left = max(limits.free_output_bytes, limits.output_ratio * size)
        cpu_s = limits.cpu_s + limits.cpu_s_per_mb * size / (1 << 20)
        try:
            send(self._program.requests, Request(str(path), name, dict(options), cpu_s))
        except OSError as error:
            raise ParserLostError(f"The reading process has ended: {self._program.stderr_tail()}") from error
        message = self._receive()
        if not isinstance(message, Begun):
            raise ParserLostError("The reading process spoke out of turn.")
        return message

    def items(self) -> Iterator[Found]:
        """What is read, to the end of the source. Raises like `begin`."""
        while True:
            match self._receive():
                case Batch(items):
                    for item in items:
                        found = item.record or item.reject or item.member
                        if found is not None:
                            yield found
                case Ended(peak_bytes):
                    self._peak_bytes = peak_bytes
                    return
                case _:
                    raise ParserLostError("The reading process spoke out of turn.")

    def kill(self) -> None:
        """Ends the process, whatever it does."""
        self._program.kill()
        self._ahead.close()

    def _receive(self) -> Message:
        head = self._read(LENGTH.size)
        length = LENGTH.unpack(head)[0]
        if length > LONGEST_FRAME:
            raise ParserLostError(f"A record of it takes more than {LONGEST_FRAME >> 20} MB.")
        self._output_left -= length
        if self._output_left < 0:
            raise ParserLostError("More comes out of it than a source of its size may hold.")
        try:
            message: Message = MESSAGES.decode(self._read(length))
        except msgspec.DecodeError as error:
            raise ParserLostError(f"The reading process sent what cannot be understood: {error}") from error
        match message:
            case Failed(text):
                raise SourceError(text)
            case Lost(text):
                raise ParserLostError(text)
        return message

    def _read(self, count: int) -> bytes:
        """So many bytes. Raises ParserLostError when the child stays silent, or has ended."""
        try:
            return self._ahead.read(count, self._limits.silence_s)
        except TimeoutError as error:
            silence = f"Nothing was read for {self._limits.silence_s:g} s: reading was stopped."
            raise ParserLostError(silence) from error
        except EOFError as error:
            raise ParserLostError(f"The reading process {self._program.end()}.") from error
