"""HTTP/1.1 connections that end when a client takes too long, whatever it does: send a head, or read an answer."""

import asyncio
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

HEAD_WITHIN_S = 15.0
"""The time from the first byte of a request, or from the connection, to the end of its headers."""
LARGEST_HEAD_BYTES = 65_536
MOST_CONNECTIONS = 2_000
"""Of a process."""
MOST_WAITING = 16
"""Requests that a client sends before it has the answer to an earlier one."""
READ_WITHIN_S = 30.0
"""The time that a client may leave an answer unread before it is cut off."""


class LimitedConnection(HttpToolsProtocol):
    """uvicorn's protocol with limits that it has not."""

    _head_timer: asyncio.TimerHandle | None = None
    _read_timer: asyncio.TimerHandle | None = None
    _head_bytes = 0

    def connection_made(self, transport: Any) -> None:
        """Begin to wait for a head, unless there are too many connections."""
        super().connection_made(transport)
        if len(self.connections) > MOST_CONNECTIONS:
            transport.abort()
            return
        self._await_head()

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop all timers."""
        self._stop_head_timer()
        self._stop_read_timer()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Read on. What belongs to no body counts as a head, also while an answer is being sent."""
        if self._is_idle:
            self._await_head()
        self._head_bytes += len(data)
        super().data_received(data)
        if self._head_bytes > LARGEST_HEAD_BYTES or len(self.pipeline) > MOST_WAITING:
            self.transport.abort()

    def on_headers_complete(self) -> None:
        """A head is complete: the rest has other limits."""
        self._stop_head_timer()
        self._head_bytes = 0
        if len(self.pipeline) <= MOST_WAITING:
            super().on_headers_complete()

    def on_body(self, body: bytes) -> None:
        """What came is part of a body."""
        self._head_bytes = 0
        super().on_body(body)

    def pause_writing(self) -> None:
        """The client reads more slowly than we answer: wait for it, but not for ever."""
        super().pause_writing()
        self._read_timer = self._read_timer or self.loop.call_later(READ_WITHIN_S, self.transport.abort)

    def resume_writing(self) -> None:
        """The client has read."""
        self._stop_read_timer()
        super().resume_writing()

    @property
    def _is_idle(self) -> bool:
        return self.cycle is None or self.cycle.response_complete

    def _await_head(self) -> None:
        if self._head_timer is None:
            self._head_timer = self.loop.call_later(HEAD_WITHIN_S, self._give_up)

    def _give_up(self) -> None:
        if self._is_idle:
            self.transport.abort()

    def _stop_head_timer(self) -> None:
        if self._head_timer is not None:
            self._head_timer.cancel()
            self._head_timer = None

    def _stop_read_timer(self) -> None:
        if self._read_timer is not None:
            self._read_timer.cancel()
            self._read_timer = None
