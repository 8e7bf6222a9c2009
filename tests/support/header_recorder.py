"""A TCP forwarder between a program and an HTTP server that keeps what a header said in each request."""

import re
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from urllib.parse import urlsplit


class HeaderRecorder:
    """`url` takes the place of the server's; `values` has each value of the header that came by."""

    def __init__(self, target: str, header: str) -> None:
        parts = urlsplit(target)
        self._target = (parts.hostname or "", parts.port or 80)
        self._pattern = re.compile(rb"\r\n" + header.encode() + rb": *([^\r\n]*)\r\n", re.IGNORECASE)
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listening.getsockname()[1]}"
        self.values: set[str] = set()
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        self._listening.close()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                client, _ = self._listening.accept()
                threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def _serve(self, client: socket.socket) -> None:
        with client, suppress(OSError), socket.create_connection(self._target) as server:
            back = threading.Thread(target=self._forward, args=(server, client), daemon=True)
            back.start()
            self._forward(client, server, is_asking=True)
            back.join()

    def _forward(self, source: socket.socket, sink: socket.socket, is_asking: bool = False) -> None:
        tail = b""
        with suppress(OSError):
            while data := source.recv(1 << 16):
                if is_asking:
                    seen = tail + data
                    self.values |= {found.decode() for found in self._pattern.findall(seen)}
                    tail = seen[-300:]
                sink.sendall(data)
        with suppress(OSError):
            sink.shutdown(socket.SHUT_WR)


@contextmanager
def recorded_header(target: str, header: str) -> Iterator[HeaderRecorder]:
    """A recorder for the length of the block."""
    recorder = HeaderRecorder(target, header)
    try:
        yield recorder
    finally:
        recorder.close()
