"""Read a pipe in a thread, some megabytes ahead, so that the writer can continue while the data are processed.

A pipe itself holds a megabyte at most, which is a fifth of what is stored in one transaction.
"""

import os
import time
from threading import Condition, Thread
from typing import IO

_PIECE = 1 << 20


class ReadAhead:
    """Reads a pipe to its end, then closes it; at most `most_bytes` ahead, or as many as one `read` asks for."""

    def __init__(self, pipe: IO[bytes], most_bytes: int) -> None:
        self._pipe = pipe
        self._most_bytes = most_bytes
        self._changed = Condition()
        self._buffer = bytearray()
        self._asked = 0
        self._has_ended = False
        self._is_closed = False
        Thread(target=self._run, name="read ahead", daemon=True).start()

    def read(self, count: int, silence_s: float) -> bytes:
        """Read exactly `count` bytes. Raises TimeoutError after `silence_s` without data, and EOFError at the end."""
        with self._changed:
            self._asked = count
            self._changed.notify_all()
            until = time.monotonic() + silence_s
            while (held := len(self._buffer)) < count:
                if self._has_ended:
                    raise EOFError
                if not self._changed.wait(until - time.monotonic()):
                    raise TimeoutError
                if len(self._buffer) > held:
                    until = time.monotonic() + silence_s
            with memoryview(self._buffer) as held_bytes:
                data = bytes(held_bytes[:count])
            del self._buffer[:count]
            self._asked = 0
            self._changed.notify_all()
        return data

    def close(self) -> None:
        """Stop reading ahead. The pipe is closed when its writer has ended."""
        with self._changed:
            self._is_closed = True
            self._changed.notify_all()

    def _run(self) -> None:
        with self._pipe:
            while piece := os.read(self._pipe.fileno(), _PIECE):
                with self._changed:
                    self._buffer += piece
                    self._changed.notify_all()
                    self._changed.wait_for(self._has_room)
                    if self._is_closed:
                        break
            with self._changed:
                self._has_ended = True
                self._changed.notify_all()

    def _has_room(self) -> bool:
        return self._is_closed or len(self._buffer) < max(self._most_bytes, self._asked)
