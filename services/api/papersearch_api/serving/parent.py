"""The parent of `papersearch serve`: it holds the socket and, without a broker, a worker, and serves nothing itself."""

import signal
import socket
import sys
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager, suppress
from tempfile import TemporaryDirectory
from types import FrameType

import click

from papersearch.process.supervisor import Supervisor, spawner, stop_all, supervise_worker
from papersearch.settings import METRICS_FOLDER, Settings, metrics_folder

SERVE_COMMAND = (sys.executable, "-m", "papersearch", "serve")
BACKLOG = 1024
"""Connections that may wait to be accepted: more than this many within a moment are refused."""
SAMPLE_QUERY = '"data augmentation"'


def claim_port(host: str, port: int) -> socket.socket:
    """A listening socket. Raises ClickException if the port is taken or the address cannot be used."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
    except OSError as error:
        raise click.ClickException(f"{host} is not an address: {error}") from error
    listening = socket.socket(family, kind, protocol)
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(address)
        listening.listen(BACKLOG)
    except OSError as error:
        listening.close()
        raise click.ClickException(
            f"Cannot use port {port} on {host} ({error.strerror}). Choose another with --port."
        ) from error
    return listening


def run_server(settings: Settings, host: str, port: int, *, processes: int, threads: int, with_hint: bool) -> None:
    """Serve until SIGINT or SIGTERM, then stop all processes."""
    with suppress(KeyboardInterrupt), ExitStack() as stack:
        listening = stack.enter_context(closing(claim_port(host, port)))
        for number in (signal.SIGINT, signal.SIGTERM):  # also where a shell in the background had SIGINT ignored
            signal.signal(number, _interrupt)
        if settings.broker_url is None:
            stack.enter_context(supervise_worker(settings))
        stack.enter_context(supervise_servers(settings, listening, processes=processes, threads=threads))
        url = f"http://{f'[{host}]' if ':' in host else host}:{listening.getsockname()[1]}"
        click.echo(f"papersearch is running at {url} (press Ctrl-C to stop)")
        if with_hint:
            click.echo(f"Try it: {url}/?q=%22data+augmentation%22 or papersearch search '{SAMPLE_QUERY}'")
        while True:
            signal.pause()


@contextmanager
def supervise_servers(settings: Settings, listening: socket.socket, *, processes: int, threads: int) -> Iterator[None]:
    """Processes that share a listening socket, while the context lasts; one that ends is started again."""
    descriptor = listening.fileno()
    command = [*SERVE_COMMAND, "--socket", str(descriptor), "--threads", str(threads)]
    with _shared_metrics() as variables:
        spawn = spawner(settings, command, pass_fds=(descriptor,), variables=variables)
        supervisors = [Supervisor(spawn, name="server process") for _ in range(processes)]
        for each in supervisors:
            each.start()
        try:
            yield
        finally:
            stop_all(supervisors)


@contextmanager
def _shared_metrics() -> Iterator[Mapping[str, str]]:
    """A folder where the processes count together, unless one is named already; as variables for them."""
    if metrics_folder():
        yield {}
        return
    with TemporaryDirectory(prefix="papersearch-metrics-") as folder:
        yield {METRICS_FOLDER: folder}


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt
