"""A connection to Elasticsearch whose time limit holds for the answer as a whole.

The limit of a socket is for each piece that arrives: an answer that comes in many pieces over a slow network could take
many times as long. Here the body is read piece by piece, and each may take only what is left.
"""

from time import monotonic
from typing import Any, NamedTuple

import urllib3
from elastic_transport import NodeConfig, Urllib3HttpNode
from urllib3.exceptions import ReadTimeoutError
from urllib3.response import BaseHTTPResponse

_PIECE = 65_536


class TimedNode(Urllib3HttpNode):  # type: ignore[misc]
    """The client's own node, with its pool of connections behind `_TimedPool`."""

    def __init__(self, config: NodeConfig) -> None:
        super().__init__(config)
        self.pool: Any = _TimedPool(self.pool)


class _Answer(NamedTuple):
    """What a node reads of an answer."""

    status: int
    headers: Any
    data: bytes


class _TimedPool:
    """`urlopen` and `close` of a pool. `timeout` is for waiting for a connection, connecting and the whole answer."""

    def __init__(self, pool: Any) -> None:
        self._pool = pool

    def urlopen(self, method: str, target: str, *, timeout: float, **options: Any) -> _Answer:
        until = monotonic() + timeout
        response = self._pool.urlopen(
            method,
            target,
            timeout=urllib3.Timeout(total=timeout),
            pool_timeout=timeout,
            preload_content=False,
            **options,
        )
        return _Answer(response.status, response.headers, self._read(response, target, until))

    def close(self) -> None:
        self._pool.close()

    def _read(self, response: BaseHTTPResponse, target: str, until: float) -> bytes:
        """The whole body. Raises ReadTimeoutError, and the connection is not used again."""
        pieces: list[bytes] = []
        while True:
            left_s = until - monotonic()
            if left_s <= 0:
                response.close()
                raise ReadTimeoutError(self._pool, target, "The answer did not arrive whole in time.")
            connection: Any = response.connection
            if connection is not None and connection.sock is not None:
                connection.sock.settimeout(left_s)
            if not (piece := response.read1(_PIECE, decode_content=True)):
                break
            pieces.append(piece)
        response.release_conn()
        return b"".join(pieces)
