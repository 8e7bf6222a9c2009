"""Read sources in child processes with limits, since any source may be hostile.

A child that has read a source without trouble is used for the next one, so that a thousand small files cost a thousand
requests and not a thousand starts of Python. A child that dies, hangs or exceeds a limit is killed, and only the source
that it was reading is affected.
"""

import fcntl
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

import msgspec

from papersearch.errors import SourceError
from papersearch.packed_file import size_of
from papersearch.work_items import SourceItem
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
"""About 3,000 records: the child continues while a batch is stored."""
OUT_OF_TURN = "The parser process sent an unexpected message."
_PIPE_BYTES = 1 << 20
_SET_PIPE_SIZE = getattr(fcntl, "F_SETPIPE_SZ", None)


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits of a child.

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

    def __call__(self, path: Path, name: str, source: SourceItem, sidecar: Path | None = None) -> ParsedSource:
        child = self._take()
        try:
            begun = child.begin(path, name, source, sidecar)
        except BaseException as error:
            if isinstance(error, SourceError) and not isinstance(error, ParserLostError):
                self._give_back(child)
            else:
                child.kill()
            raise
        return ParsedSource(begun.parser, begun.parser_version, begun.source_name, self._items(child))

    def warm_up(self) -> None:
        """Start a child now: it is ready when the first source has been stored."""
        self._give_back(self._take())

    def close(self) -> None:
        """End the children that wait for work."""
        with self._lock:
            idle, self._idle = self._idle, []
        for child in idle:
            child.kill()

    def peak_bytes(self) -> int:
        """Return the most memory that any child that waits for work has ever needed."""
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

    def begin(self, path: Path, name: str, source: SourceItem, sidecar: Path | None) -> Begun:
        """Ask for a source. Raises SourceError, and ParserLostError when the child must be killed."""
        limits, size = self._limits, size_of(path)
        self._sources += 1
        self._output_left = max(limits.free_output_bytes, limits.output_ratio * size)
        cpu_s = limits.cpu_s + limits.cpu_s_per_mb * size / (1 << 20)
        try:
            send(self._program.requests, Request(str(path), name, source, str(sidecar) if sidecar else None, cpu_s))
        except OSError as error:
            raise ParserLostError(f"The parser process has ended: {self._program.stderr_tail()}") from error
        message = self._receive()
        if not isinstance(message, Begun):
            raise ParserLostError(OUT_OF_TURN)
        return message

    def items(self) -> Iterator[Found]:
        """Yield what is read, to the end of the source. Raises like `begin`."""
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
                    raise ParserLostError(OUT_OF_TURN)

    def kill(self) -> None:
        """End the process, whatever it is doing."""
        self._program.kill()
        self._ahead.close()

    def _receive(self) -> Message:
        head = self._read(LENGTH.size)
        length = LENGTH.unpack(head)[0]
        if length > LONGEST_FRAME:
            raise ParserLostError(f"A record exceeds {LONGEST_FRAME >> 20} MB.")
        self._output_left -= length
        if self._output_left < 0:
            raise ParserLostError("The output exceeds the limit for a source of this size.")
        try:
            message: Message = MESSAGES.decode(self._read(length))
        except msgspec.DecodeError as error:
            raise ParserLostError(f"The parser process sent an invalid message: {error}") from error
        match message:
            case Failed(text):
                raise SourceError(text)
            case Lost(text):
                raise ParserLostError(text)
        return message

    def _read(self, count: int) -> bytes:
        """Read exactly `count` bytes. Raises ParserLostError when the child stays silent, or has ended."""
        try:
            return self._ahead.read(count, self._limits.silence_s)
        except TimeoutError as error:
            silence = f"The parser made no progress for {self._limits.silence_s:g} s and was stopped."
            raise ParserLostError(silence) from error
        except EOFError as error:
            raise ParserLostError(f"The parser process {self._program.describe_end()}.") from error
