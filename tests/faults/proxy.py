"""A TCP proxy between a program and a service: slow, cutting connections, or a black hole; seeded."""

import random
import select
import socket
import struct
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from urllib.parse import urlsplit, urlunsplit

CHUNK = 65_536
RESET = struct.pack("ii", 1, 0)
"""SO_LINGER with no time: closing sends RST, as a host that has lost its memory would."""


class Proxy:
    """Forwards connections to `target`. The faults may be changed at any time, also for connections that are open."""

    def __init__(self, target: tuple[str, int], seed: int = 1) -> None:
        self._target, self._rng = target, random.Random(seed)
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._stopping = threading.Event()
        self.port = int(self._listener.getsockname()[1])
        self.latency_s = (0.0, 0.0)
        """Mean, and the most that it is off, for each piece of data in either direction."""
        self.resets = 0.0
        """The share of connections that are reset, each at some piece of data."""
        self.is_black_hole = False
        """Connections are accepted and open, and nothing ever arrives."""
        self.resets_done = 0
        threading.Thread(target=self._accept, daemon=True).start()

    def calm(self) -> None:
        """No faults from here on."""
        self.latency_s, self.resets, self.is_black_hole = (0.0, 0.0), 0.0, False

    def close(self) -> None:
        self._stopping.set()
        self._listener.close()

    def _accept(self) -> None:
        while not self._stopping.is_set():
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def _serve(self, client: socket.socket) -> None:
        with client, suppress(OSError), socket.create_connection(self._target, 5) as server:
            ends = {client: server, server: client}
            while not self._stopping.is_set():
                if self.is_black_hole:
                    time.sleep(0.05)
                    continue
                for end in select.select(list(ends), [], [], 0.1)[0]:
                    data = end.recv(CHUNK)
                    mean_s, spread_s = self.latency_s
                    if mean_s:
                        time.sleep(max(mean_s + self._rng.uniform(-spread_s, spread_s), 0))
                    if not data:
                        return
                    if self._rng.random() < self.resets:
                        self.resets_done += 1
                        for each in ends:
                            each.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
                        return
                    while self.is_black_hole and not self._stopping.is_set():
                        time.sleep(0.05)
                    ends[end].sendall(data)


@contextmanager
def proxied(url: str) -> Iterator[tuple[str, Proxy]]:
    """The address of a proxy in front of the service at `url`, with everything else of the address as it was."""
    parts = urlsplit(url)
    assert parts.port
    proxy = Proxy(("127.0.0.1", parts.port))
    place = parts.netloc.rpartition("@")
    try:
        yield urlunsplit(parts._replace(netloc=f"{place[0]}{place[1]}127.0.0.1:{proxy.port}")), proxy
    finally:
        proxy.close()
