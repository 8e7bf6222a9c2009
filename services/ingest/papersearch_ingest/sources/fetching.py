"""One address fetched, safely and politely: listed hosts, checked addresses, bounded size and time.

The name is resolved once, its addresses are checked, and the connection goes to a checked one: a name that points
elsewhere a moment later changes nothing. A redirect is an address like any other. Proxies of the environment are not
used, since they would resolve names again.
"""

import http.client
import socket
import ssl
import tempfile
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from importlib.metadata import version
from typing import IO, BinaryIO, cast
from urllib.parse import urljoin

from urllib3 import BaseHTTPResponse
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError

from papersearch.errors import SourceError, UnavailableError
from papersearch.settings import Settings
from papersearch_ingest.sources.allowed_hosts import AddressRefusedError, AllowedHosts, Resolve, Target, allowed_hosts

MOST_TRIES = 4
MOST_REDIRECTS = 5
REDIRECTS = frozenset({301, 302, 303, 307, 308})
PASSING = frozenset({408, 425, 429, 500, 502, 503, 504})
"""Answers after which asking again may help."""
FIRST_PAUSE_S = 1.0
IN_MEMORY = 1 << 20
_PIECE = 1 << 16
_MARGIN_S = 0.05
_LONGEST_NUMBER = 9
_FAULTS = (HTTPError, OSError, http.client.HTTPException)


class FetchError(UnavailableError):
    """A host does not answer, breaks off, is too slow, or asks to come back later than we want to wait."""

    code = "fetch_failed"

    def __init__(self, message: str, retry_after_s: float | None = None) -> None:
        super().__init__(message)
        if retry_after_s is not None:
            self.retry_after_s = round(retry_after_s)


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of one fetch. `total_s` is for one try with its redirects, `longest_wait_s` for what Retry-After asks."""

    most_bytes: int
    total_s: float
    connect_s: float = 10.0
    silence_s: float = 60.0
    longest_wait_s: float = 120.0


class _TryLaterError(Exception):
    """This try failed and the next may not; `after_s` is what the server asked for."""

    def __init__(self, reason: str, after_s: float | None = None) -> None:
        super().__init__(reason)
        self.after_s = after_s


def resolve_name(host: str, port: int) -> Iterable[str]:
    """The addresses of a name, as the system knows them. Raises OSError."""
    return [str(found[4][0]) for found in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


class Fetcher:
    """Fetches addresses of the allowed hosts; `sleep` waits between tries, `resolve` turns names into addresses."""

    def __init__(
        self,
        hosts: AllowedHosts,
        limits: Limits,
        *,
        contact: str = "",
        resolve: Resolve = resolve_name,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._hosts = hosts
        self._limits = limits
        self._user_agent = user_agent(contact)
        self._resolve = resolve
        self._sleep = sleep

    def check(self, url: str) -> None:
        """Raises AddressRefusedError for an address that its host's name forbids; nothing is asked for yet."""
        self._hosts.target(url)

    def fetch(self, url: str) -> BinaryIO:
        """What the address holds, whole and decompressed as the transfer was, in a file that is gone when closed.

        A failure that may pass is tried again, as late as the server asks. Raises AddressRefusedError, FetchError, and
        SourceError for an answer that will not change (404) or that is too large.
        """
        pause_s = FIRST_PAUSE_S
        for tries_left in reversed(range(MOST_TRIES)):
            try:
                return self._fetch_once(url)
            except _TryLaterError as error:
                wait_s = pause_s if error.after_s is None else error.after_s
                if not tries_left or wait_s > self._limits.longest_wait_s:
                    raise FetchError(str(error), error.after_s) from error.__cause__
                self._sleep(wait_s)
                pause_s *= 2
        raise AssertionError("unreachable")

    def _fetch_once(self, url: str) -> BinaryIO:
        deadline = time.monotonic() + self._limits.total_s
        target = self._hosts.target(url)
        for _ in range(MOST_REDIRECTS + 1):
            with self._answer(target, deadline) as response:
                if response.status not in REDIRECTS:
                    return self._body(response, target, deadline)
                following = self._hosts.target(urljoin(target.url, response.headers.get("Location", "")))
            if target.scheme == "https" and following.scheme == "http":
                raise AddressRefusedError(f"{target.name} redirects from https to http, which is not followed.")
            target = following
        raise SourceError(f"{url} redirects more than {MOST_REDIRECTS} times.")

    @contextmanager
    def _answer(self, target: Target, deadline: float) -> Iterator[BaseHTTPResponse]:
        """The answer with its body unread. Raises _TryLaterError for every fault of the network, in the block too."""
        guard: threading.Timer | None = None
        connection: HTTPConnection | None = None
        try:
            connection = self._connected(target)
            guard = threading.Timer(max(deadline - time.monotonic(), 0) + _MARGIN_S, _cut, (connection.sock,))
            guard.daemon = True
            guard.start()
            headers = {"Host": target.name, "User-Agent": self._user_agent, "Accept": "*/*", "Accept-Encoding": "gzip"}
            connection.request("GET", target.path, headers=headers, preload_content=False)
            with connection.getresponse() as response:
                yield response
        except ssl.SSLCertVerificationError as error:
            reason = error.verify_message.rstrip(".")
            raise FetchError(f"The certificate of {target.name} is not valid: {reason}.") from error
        except _FAULTS as error:
            if time.monotonic() >= deadline:
                raise FetchError(f"{target.name} takes longer than {self._limits.total_s:g} s.") from error
            raise _TryLaterError(f"Cannot reach {target.name}: {_reason(error)}") from error
        finally:
            if guard is not None:
                guard.cancel()
            if connection is not None:
                connection.close()

    def _connected(self, target: Target) -> HTTPConnection:
        """A connection to the first of the checked addresses that takes it."""
        failure: Exception = OSError("it has no address")
        for address in self._hosts.addresses(target, self._resolve):
            connection = self._connection(target, address)
            try:
                connection.connect()
            except ssl.SSLCertVerificationError:
                connection.close()
                raise
            except _FAULTS as error:
                connection.close()
                failure = error
                continue
            if connection.sock is not None:
                connection.sock.settimeout(self._limits.silence_s)
            return connection
        raise failure

    def _connection(self, target: Target, address: str) -> HTTPConnection:
        timeout = self._limits.connect_s
        if target.scheme == "http":
            return HTTPConnection(address, target.port, timeout=timeout)
        context = ssl.create_default_context()
        return HTTPSConnection(address, target.port, timeout=timeout, server_hostname=target.host, ssl_context=context)

    def _body(self, response: BaseHTTPResponse, target: Target, deadline: float) -> BinaryIO:
        if response.status in PASSING:
            raise _TryLaterError(f"{target.name} answers {response.status}.", _retry_after_s(response))
        if response.status != http.client.OK:
            raise SourceError(f"{target.url} cannot be fetched: the answer is {response.status} {response.reason}.")
        file: IO[bytes] = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - the caller closes it
        try:
            for piece in _pieces(response, target, self._limits.most_bytes, deadline):
                file.write(piece)
        except BaseException:
            file.close()
            raise
        file.seek(0)
        return cast("BinaryIO", file)


def _pieces(response: BaseHTTPResponse, target: Target, most_bytes: int, deadline: float) -> Iterator[bytes]:
    """The body as it comes in, decompressed piece by piece. Raises SourceError beyond `most_bytes` of that."""
    size = 0
    while piece := response.read1(_PIECE, decode_content=True):
        size += len(piece)
        if size > most_bytes:
            raise SourceError(f"{target.url} exceeds {most_bytes / 1e6:g} MB.")
        if time.monotonic() >= deadline:
            break
        yield piece
    if time.monotonic() >= deadline:  # an answer that was cut short may look like one that has ended
        raise TimeoutError


def fetcher(settings: Settings, hosts: AllowedHosts | None = None) -> Fetcher:
    """A fetcher with the limits and hosts of the settings."""
    limits = Limits(most_bytes=int(settings.fetch_limit_mb * 1_000_000), total_s=settings.fetch_timeout_s)
    return Fetcher(hosts or allowed_hosts(settings), limits, contact=settings.contact)


def user_agent(contact: str = "") -> str:
    """`papersearch/0.1.0 (+mailto:a@b.org)`: the program and the contact."""
    shown = "".join(sign for sign in contact if " " <= sign <= "~" and sign not in "()")
    return f"papersearch/{version('papersearch')}" + (f" (+{shown})" if shown else "")


def _retry_after_s(response: BaseHTTPResponse) -> float | None:
    """Seconds or a date, as the header may have either; None for neither."""
    value = (response.headers.get("Retry-After") or "").strip()
    if value.isascii() and value.isdigit():
        return float(value[:_LONGEST_NUMBER])
    with suppress(ValueError, OverflowError):
        return max(parsedate_to_datetime(value).timestamp() - time.time(), 0.0)
    return None


def _reason(error: Exception) -> str:
    text = " ".join(str(error).split())
    return f"{text[:200]}." if text else f"{type(error).__name__}."


def _cut(connected: socket.socket | None) -> None:
    """Ends a read that waits in another thread. Of a TLS socket the plain one below is shut."""
    if connected is not None:
        with suppress(OSError):
            socket.socket.shutdown(connected, socket.SHUT_RDWR)
