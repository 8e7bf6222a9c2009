"""Who may do what: API keys by `Authorization: Bearer` or `X-API-Key`, each good for one or more scopes.

Reading is open unless the settings say otherwise; then a browser may send the key as the password of basic auth.
"""

from collections.abc import Callable
from enum import StrEnum
from urllib.parse import urlsplit

from flask import Flask, g, request
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import WWWAuthenticate
from werkzeug.exceptions import Forbidden, Unauthorized

from papersearch.store import Store
from papersearch.store.keys import ApiKey
from papersearch_api.services import services

View = Callable[..., ResponseReturnValue]
NOBODY = 0
"""The number of no key."""


class Scope(StrEnum):
    """What a key is good for; each includes the one before it."""

    READ = "read"
    WRITE = "write"
    ADMIN = "admin"


_RANK = {scope: rank for rank, scope in enumerate(Scope)}


def guard_pages(app: Flask) -> None:
    """Where reading needs a key, pages need one, too: a browser sends it as a password."""

    @app.before_request
    def guard() -> None:
        if services().settings.needs_read_key and request.blueprint not in {None, "api", "root"}:
            authorise(Scope.READ)


def authorise(scope: Scope) -> None:
    """Raises Unauthorized (401) without a key that opens anything, and Forbidden (403) when it does not open this."""
    g.api_key = NOBODY
    if scope == Scope.READ and not services().settings.needs_read_key:
        return
    if scope != Scope.READ:
        _refuse_ambient_credentials()
    secret = _given_secret()
    key = services().store.api_keys.check(secret) if secret else None
    if key is None:
        challenge = WWWAuthenticate("bearer" if request.blueprint == "api" else "basic", {"realm": "papersearch"})
        raise Unauthorized(_advice(scope, is_wrong=bool(secret)), www_authenticate=challenge)
    if not _opens(key, scope):
        raise Forbidden(f"The API key {key.name!r} lacks the scope {scope}.")
    g.api_key = key.id


def has_scope(scope: Scope) -> bool:
    """Whether the present request comes with a key that opens this; for what is shown in more detail to some."""
    key = key_of_request()
    return key is not None and _opens(key, scope)


def key_of_request() -> ApiKey | None:
    """The valid key that the present request comes with, whether or not it is needed. Raises StoreUnavailableError."""
    secret = _given_secret()
    return services().store.api_keys.check(secret) if secret else None


def current_key() -> int:
    """The number of the key that the present request came with, `NOBODY` without one."""
    return int(g.get("api_key", NOBODY))


def opens_reading(store: Store, secret: str) -> bool:
    """Whether a key opens reading; for programs that are not requests to the application."""
    key = store.api_keys.check(secret) if secret else None
    return key is not None and _opens(key, Scope.READ)


def _refuse_ambient_credentials() -> None:
    """A browser sends a remembered password, wherever a form comes from: it opens reading alone."""
    if request.headers.get("Sec-Fetch-Site", "none") not in {"none", "same-origin"} or _is_of_another_origin():
        raise Forbidden("Another site's page sent this request; what changes something must come from this one.")
    if request.authorization is not None and request.authorization.type == "basic":
        raise Forbidden("A password opens reading alone. Send the API key as `Authorization: Bearer` or `X-API-Key`.")


def _is_of_another_origin() -> bool:
    origin = request.headers.get("Origin")
    try:
        return origin is not None and urlsplit(origin).netloc != request.host
    except ValueError:
        return True


def _opens(key: ApiKey, scope: Scope) -> bool:
    return any(given in _RANK and _RANK[Scope(given)] >= _RANK[scope] for given in key.scopes)


def _given_secret() -> str:
    given = request.authorization
    if given is not None and given.type == "bearer" and given.token:
        return given.token
    if given is not None and given.type == "basic" and given.password:
        return given.password
    return request.headers.get("X-API-Key", "")


def _advice(scope: Scope, *, is_wrong: bool) -> str:
    if not services().store.api_keys.has_any():
        return f"No API key exists yet. Create one: papersearch keys create NAME --scope {scope}"
    if is_wrong:
        return "Invalid API key: it is misspelled or was revoked."
    return f"An API key with the scope {scope} is required. Send it as Authorization: Bearer KEY, or as X-API-Key."
