"""An endpoint as data: address, parameters, answers and the function that serves it.

The routes and the OpenAPI document are both made of these, so neither can say what the other does not.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from flask import Blueprint
from flask.typing import ResponseReturnValue

from papersearch.paper import JsonObject
from papersearch.query.parameters import Parameter
from papersearch_api.auth import Scope, guarded

API_ROOT = "/api/v1"


@dataclass(frozen=True, slots=True)
class Operation:
    """One method on one address.

    `path` is as OpenAPI writes it (`/papers/{id}`); `rules` are Flask's for it, below the blueprint's prefix, each able
    to carry fixed view arguments such as a suffix. `answers` maps statuses to the type of the answer, from which its
    schema comes, or to None for no body; `errors` lists the statuses answered as problems beside 500 and 503.
    """

    method: str
    path: str
    rules: tuple[str, ...]
    view: Callable[..., ResponseReturnValue]
    summary: str
    tag: str
    parameters: tuple[Parameter, ...] = ()
    answers: dict[int, Any] = field(default_factory=dict)
    media_types: tuple[str, ...] = ("application/json",)
    errors: tuple[int, ...] = (400,)
    body: JsonObject | None = None
    body_types: tuple[str, ...] = ("application/json",)
    scope: Scope = Scope.READ
    """What an API key must be good for. Beside the API's root nothing needs a key."""
    is_rooted: bool = False
    """Stands beside the API, not below its root."""

    @property
    def name(self) -> str:
        """Unique, and the operationId."""
        return self.view.__name__


def blueprint_of(name: str, operations: Iterable[Operation], *, is_rooted: bool = False) -> Blueprint:
    """A blueprint with the routes of those operations that stand below the API's root, or of the others."""
    blueprint = Blueprint(name, __name__, url_prefix=None if is_rooted else API_ROOT)
    for operation in operations:
        if operation.is_rooted == is_rooted:
            view = operation.view if is_rooted else guarded(operation.view, operation.scope)
            for rule in operation.rules:
                blueprint.add_url_rule(rule, operation.name, view, methods=[operation.method])
    return blueprint
