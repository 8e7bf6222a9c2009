"""The server of `papersearch serve`: waitress in this process and, without a broker, one worker process."""

import signal
import socket
from contextlib import ExitStack, closing
from types import FrameType

import click
from waitress.server import create_server

from papersearch.process.supervisor import supervise_worker
from papersearch.settings import Settings
from papersearch_api.app import create_app
from papersearch_api.services import build_services
from papersearch_api.warming import warm_in_background

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
        listening.listen(128)
    except OSError as error:
        listening.close()
        raise click.ClickException(
            f"Cannot use port {port} on {host} ({error.strerror}). Choose another with --port."
        ) from error
    return listening


def run_server(settings: Settings, host: str, port: int, *, threads: int, with_hint: bool) -> None:
    """Serve until SIGINT or SIGTERM, then stop the worker."""
    with ExitStack() as stack:
        listening = stack.enter_context(closing(claim_port(host, port)))
        built = stack.enter_context(closing(build_services(settings)))
        server = create_server(create_app(settings, built), sockets=[listening], threads=threads, ident=None)
        for number in (signal.SIGINT, signal.SIGTERM):  # also where a shell in the background had SIGINT ignored
            signal.signal(number, _interrupt)
        if settings.broker_url is None:
            stack.enter_context(supervise_worker(settings))
        url = f"http://{f'[{host}]' if ':' in host else host}:{listening.getsockname()[1]}"
        click.echo(f"papersearch is running at {url} (press Ctrl-C to stop)")
        if with_hint:
            click.echo(f"Try it: {url}/?q=%22data+augmentation%22 or papersearch search '{SAMPLE_QUERY}'")
        warm_in_background(built.reader)
        server.run()


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt
