"""One process of `papersearch serve`: the application on a socket that others may share."""

import logging
import resource
import signal
import socket
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from types import FrameType
from typing import Any, cast

import uvicorn
from flask import Flask
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from papersearch.process.logs import configure_logging
from papersearch.process.supervisor import end_with_supervisor
from papersearch.settings import Settings
from papersearch_api.app import create_app
from papersearch_api.services import build_services
from papersearch_api.serving.bridge import WsgiBridge
from papersearch_api.serving.connections import LimitedConnection
from papersearch_api.url_prefix import AsgiApp, only_from_proxies
from papersearch_api.warming import warm_in_background

KEEP_ALIVE_S = 15
OPEN_FILES = 8_192
FINISH_WITHIN_S = 10
"""What requests may still take when the process is to end."""


def run_child(settings: Settings, descriptor: int, *, threads: int) -> None:
    """Serve the listening socket with this number until SIGTERM, or until the parent is gone."""
    configure_logging(settings)
    signal.signal(signal.SIGTERM, _leave)  # which the server calls when it has finished
    end_with_supervisor()
    _allow_many_files()
    with closing(socket.socket(fileno=descriptor)) as listening, closing(build_services(settings)) as built:
        warm_in_background(built.reader)
        make_server(create_app(settings, built), threads=threads, proxies=settings.trusted_proxies).run(
            sockets=[listening]
        )


def _allow_many_files() -> None:
    """Each connection is an open file; the usual limit is below the connections that a process takes."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = OPEN_FILES if most == resource.RLIM_INFINITY else min(OPEN_FILES, most)
    resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, most))


def _leave(_number: int, _frame: FrameType | None) -> None:
    raise SystemExit(0)


def make_server(app: Flask, *, threads: int, proxies: str = "") -> uvicorn.Server:
    """An HTTP server of an application; `run(sockets=[...])` serves until `should_exit`.

    `proxies`: who is believed that a request came to it from elsewhere, or over TLS.
    """
    bridge = WsgiBridge(app.wsgi_app, threads=threads)
    behind: AsgiApp = ProxyHeadersMiddleware(cast("Any", bridge), proxies) if proxies else bridge
    logging.getLogger("uvicorn.error").setLevel(logging.ERROR)  # a warning for every broken request says nothing
    config = uvicorn.Config(
        only_from_proxies(behind, proxies),
        http=LimitedConnection,
        ws="none",
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,  # before them comes the check of who says the prefix
        timeout_keep_alive=KEEP_ALIVE_S,
        timeout_graceful_shutdown=FINISH_WITHIN_S,
    )
    return uvicorn.Server(config)


@contextmanager
def served(app: Flask, *, threads: int = 4) -> Iterator[str]:
    """The address of an application that a thread of this process serves meanwhile."""
    listening = socket.create_server(("127.0.0.1", 0))
    server = make_server(app, threads=threads)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(FINISH_WITHIN_S)
        listening.close()
