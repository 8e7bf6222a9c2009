"""The path that the site lives under: a setting, or what a trusted proxy says in X-Forwarded-Prefix.

Behind `https://lab.example.org/papers/` every address of the site begins with `/papers`. A proxy may pass the prefix on
or leave it out; both work.
"""

import re
from collections.abc import Callable, Iterable, MutableMapping
from ipaddress import ip_address, ip_network
from typing import Any

from flask import Flask, has_request_context, request

_HEADER = b"x-forwarded-prefix"
_VARIABLE = "HTTP_X_FORWARDED_PREFIX"
_PREFIX = re.compile(r"(/[A-Za-z0-9._~-]+)+")
_EVERYBODY = "*"

Environ = dict[str, Any]
WsgiApp = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]
Scope = MutableMapping[str, Any]
AsgiApp = Callable[..., Any]


def root() -> str:
    """What comes before every path of this site: `/papers` where it lives under that path, "" at the root."""
    return request.script_root if has_request_context() else ""


def read_prefix(text: str) -> str:
    """A prefix as addresses begin with it: `papers/` -> `/papers`. Raises ValueError for anything but a path."""
    prefix = f"/{text.strip('/')}" if text.strip("/") else ""
    if text.startswith("//") or (prefix and not is_prefix(prefix)):
        raise ValueError(f"PAPERSEARCH_URL_PREFIX must be a path such as /papers, not {text!r}")
    return prefix


def is_prefix(text: str) -> bool:
    """Whether this is a path without a slash at its end and without `.` and `..`."""
    return bool(_PREFIX.fullmatch(text)) and not {".", ".."} & set(text.split("/"))


def register_prefix(app: Flask, url_prefix: str) -> None:
    """Serve the application under a prefix; what a proxy forwards counts instead of the setting."""
    app.wsgi_app = _under_prefix(app.wsgi_app, read_prefix(url_prefix))  # type: ignore[assignment, method-assign]


def _under_prefix(app: WsgiApp, own: str) -> WsgiApp:
    def serve(environ: Environ, start: Callable[..., Any]) -> Iterable[bytes]:
        forwarded = environ.get(_VARIABLE, "").rstrip("/")
        prefix = forwarded if is_prefix(forwarded) else own
        if prefix:
            path = environ["PATH_INFO"]
            if path == prefix or path.startswith(f"{prefix}/"):
                path = path[len(prefix) :] or "/"
            environ = {**environ, "SCRIPT_NAME": prefix, "PATH_INFO": path}
        return app(environ, start)

    return serve


def only_from_proxies(app: AsgiApp, proxies: str) -> AsgiApp:
    """The application without X-Forwarded-Prefix, unless the request comes from one of these addresses or networks."""
    trusted = [each.strip() for each in proxies.split(",") if each.strip()]

    async def serve(scope: Scope, receive: Callable[..., Any], send: Callable[..., Any]) -> None:
        if scope["type"] == "http" and not _is_trusted(scope.get("client"), trusted):
            scope = {**scope, "headers": [pair for pair in scope["headers"] if pair[0].lower() != _HEADER]}
        await app(scope, receive, send)

    return serve


def _is_trusted(client: tuple[str, int] | None, trusted: list[str]) -> bool:
    if _EVERYBODY in trusted:
        return True
    if client is None:
        return False
    try:
        address = ip_address(client[0])
        return any(address in ip_network(each, strict=False) for each in trusted if each[:1].isdigit() or ":" in each)
    except ValueError:
        return client[0] in trusted
