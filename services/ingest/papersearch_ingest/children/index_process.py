"""Index with an embedded engine in a process of its own: in parallel with storing, outside the GIL.

The process gets papers and answers with reports. Leases and the index queue stay in the parent. When the process dies,
nothing is known about its batch, as with an engine that does not answer.
"""

import io
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import cast

import msgspec

from papersearch.engine import ItemReport, Tombstone
from papersearch.errors import EngineUnavailableError, NotFoundError
from papersearch.paper import Paper
from papersearch_ingest.children.child_program import ChildProgram
from papersearch_ingest.children.frames import read_frame, write_frame
from papersearch_ingest.children.index_messages import (
    ANSWERS,
    ENCODER,
    Add,
    Answer,
    Apply,
    Failed,
    Forget,
    Operation,
    Request,
)

PROGRAM = "papersearch_ingest.children.index_child"
_SENT_AT_ONCE = 500


class IndexProcess:
    """The process, started when there is work for it. One thread at a time may use it; to be closed."""

    def __init__(self, home: Path) -> None:
        self._home = home
        self._running: _Running | None = None

    def add(self, operations: Sequence[Paper | Tombstone]) -> None:
        """Add to the next batch, whose documents are built now. Errors are raised by `apply`."""
        if self._running is None:
            try:
                self._running = _Running(self._home)
            except OSError:
                return
        for start in range(0, len(operations), _SENT_AT_ONCE):
            self._running.tell(Add([_operation(each) for each in operations[start : start + _SENT_AT_ONCE]]))

    def apply(self, generation: str) -> Sequence[ItemReport]:
        """Write what was added, as `Writer.apply` does. A process that has died is not used again."""
        if self._running is None:
            raise EngineUnavailableError("The indexing process could not be started.")
        try:
            answer = self._running.ask(Apply(generation))
        except EngineUnavailableError:
            self.close()
            raise
        if isinstance(answer, Failed):
            raise (NotFoundError if answer.is_missing else EngineUnavailableError)(answer.message)
        return answer.reports

    def forget(self) -> None:
        """Drop what was added since the last batch."""
        if self._running is not None:
            self._running.tell(Forget())

    def close(self) -> None:
        """End the process; another is started when it is needed."""
        running, self._running = self._running, None
        if running is not None:
            running.end()


class _Running:
    """A running process; its first error is kept until an answer is awaited."""

    def __init__(self, home: Path) -> None:
        self._program = ChildProgram(PROGRAM, str(home))
        self._answers = io.BufferedReader(cast("io.RawIOBase", self._program.answers))

    def tell(self, request: Request) -> None:
        with suppress(OSError):  # it has ended, and says why when it is asked
            write_frame(self._program.requests, ENCODER.encode(request))

    def ask(self, request: Request) -> Answer:
        """Raises EngineUnavailableError when no answer comes."""
        self.tell(request)
        frame = read_frame(self._answers)
        if frame is None:
            raise EngineUnavailableError(f"The indexing process {self._program.describe_end()}.")
        try:
            answer: Answer = ANSWERS.decode(frame)
        except msgspec.DecodeError as error:
            raise EngineUnavailableError(f"The indexing process sent an invalid message: {error}") from error
        return answer

    def end(self) -> None:
        self._program.kill()
        self._answers.close()


def _operation(operation: Paper | Tombstone) -> Operation:
    return Operation(paper=operation) if isinstance(operation, Paper) else Operation(tombstone=operation)
