"""A TCP proxy between a program and a service: slow, cutting connections, or a black hole; seeded."""

import random
import select
import socket
import struct
import threading
import time
from collections import Counter, deque
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
        self._stopping, self._lock = threading.Event(), threading.Lock()
        self.port = int(self._listener.getsockname()[1])
        self.latency_s = (0.0, 0.0)
        """Mean, and the most that it is off, for each way that data takes: there and back take twice as long.

        As on a long line: pieces that follow each other are under way at the same time, and keep their order.
        """
        self.resets = 0.0
        """The share of connections that are reset, each at some piece of data."""
        self.is_black_hole = False
        """Connections are accepted and open, and nothing ever arrives."""
        self.does_forget = False
        """Connections that were in a black hole stay there for ever; the service learns that they are gone.

        As with a router that has lost its memory, or a firewall that was loaded anew.
        """
        self.resets_done = 0
        self._era = 0
        self._open = Counter[int]()
        threading.Thread(target=self._accept, daemon=True).start()

    def calm(self) -> None:
        """No faults from here on."""
        self.latency_s, self.resets, self.is_black_hole = (0.0, 0.0), 0.0, False

    def cut(self) -> None:
        """Resets all connections that are open; returns when they are. Later ones are served."""
        self._era += 1
        while any(self._open[era] for era in range(self._era)):
            time.sleep(0.01)

    def recover(self) -> None:
        """No faults from here on, and whoever waits on a connection learns that it is gone."""
        self.calm()
        self.cut()

    def close(self) -> None:
        self._stopping.set()
        self._listener.close()

    def _accept(self) -> None:
        while not self._stopping.is_set():
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            with self._lock:
                era = self._era
                self._open[era] += 1
            threading.Thread(target=self._serve_one, args=(client, era), daemon=True).start()

    def _serve_one(self, client: socket.socket, era: int) -> None:
        with client, suppress(OSError), socket.create_connection(self._target, 5) as server:
            self._serve(client, server, era)
        with self._lock:
            self._open[era] -= 1

    def _serve(self, client: socket.socket, server: socket.socket, era: int) -> None:
        ways = [_Way(client, server), _Way(server, client)]
        is_forgotten = False
        while not self._stopping.is_set():
            if era != self._era:
                _reset(client, server)
                return
            if self.is_black_hole or is_forgotten:
                if self.does_forget and not is_forgotten:
                    is_forgotten = True
                    _reset(server)
                    server.close()
                time.sleep(0.05)
                continue
            for way in ways:
                if not way.deliver():
                    return
            pause_s = min(0.1, *(way.pause_s() for way in ways))
            for end in select.select([way.source for way in ways if way.is_open], [], [], pause_s)[0]:
                way = ways[0] if end is client else ways[1]
                way.take(self._delay_s())
                if way.is_open and self._rng.random() < self.resets:
                    self.resets_done += 1
                    _reset(client, server)
                    return

    def _delay_s(self) -> float:
        mean_s, spread_s = self.latency_s
        return max(mean_s + self._rng.uniform(-spread_s, spread_s), 0) if mean_s else 0.0


def _reset(*ends: socket.socket) -> None:
    """Has them closed without a farewell."""
    for end in ends:
        end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)


class _Way:
    """One direction of a connection, with what is under way; an empty piece is its end."""

    def __init__(self, source: socket.socket, sink: socket.socket) -> None:
        self.source, self._sink = source, sink
        self.is_open = True
        self._under_way: deque[tuple[float, bytes]] = deque()

    def take(self, delay_s: float) -> None:
        data = self.source.recv(CHUNK)
        self.is_open = bool(data)
        earliest = self._under_way[-1][0] if self._under_way else 0.0
        self._under_way.append((max(time.monotonic() + delay_s, earliest), data))

    def pause_s(self) -> float:
        """Until the next piece arrives."""
        return max(self._under_way[0][0] - time.monotonic(), 0.0) if self._under_way else 1.0

    def deliver(self) -> bool:
        """Hands over what has arrived; False at the end of this direction."""
        while self._under_way and self._under_way[0][0] <= time.monotonic():
            data = self._under_way.popleft()[1]
            if not data:
                return False
            self._sink.sendall(data)
        return True


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
