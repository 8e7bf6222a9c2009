"""An endpoint as data: address, parameters, answers and the function that serves it.

The routes and the OpenAPI document are both made of these, so neither can say what the other does not.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import wraps
from typing import Any

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from papersearch.paper import JsonObject
from papersearch.query.parameters import Parameter
from papersearch.settings import Settings
from papersearch_api.auth import Scope, View, authorise
from papersearch_api.params import Given, Values, read

API_ROOT = "/api/v1"
LARGEST_BODY_BYTES = 1_000_000
"""Where an operation says nothing else."""
Reads = Callable[[tuple[Parameter, ...], Given], tuple[Any, ...]]
"""From the parameters of an operation and what the query string gives: the first arguments of its view.

Raises ParameterError.
"""


def read_values(parameters: tuple[Parameter, ...], given: Given) -> tuple[()] | tuple[Values]:
    """The values of the parameters by name; no argument where an operation has none."""
    values = read(parameters, given)
    return (values,) if values else ()


def read_nothing(*_: object) -> tuple[()]:
    """No arguments, whatever the query string holds: the view looks at the body, or at nothing."""
    return ()


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
    view: View
    summary: str
    tag: str
    parameters: tuple[Parameter, ...] = ()
    answers: dict[int, Any] = field(default_factory=dict)
    media_types: tuple[str, ...] = ("application/json",)
    errors: tuple[int, ...] = (400,)
    body: JsonObject | None = None
    body_types: tuple[str, ...] = ("application/json",)
    reads: Reads = read_values
    """What the view gets before the variable parts of the address. An open operation reads nothing."""
    scope: Scope = Scope.READ
    """What an API key must be good for. An open operation needs no key."""
    largest_body: Callable[[Settings], int] = lambda _settings: LARGEST_BODY_BYTES
    """Bytes of body that are taken."""
    is_rooted: bool = False
    """Is next to the API, not below its root."""
    has_papers: bool = False
    """Of a rooted operation: it tells of the papers, so it is not open where reading needs a key."""

    @property
    def is_open(self) -> bool:
        """Whether the view is called without parameters and for everybody."""
        return self.is_rooted and not self.has_papers

    @property
    def name(self) -> str:
        """Unique, and the operationId."""
        return self.view.__name__


def blueprint_of(name: str, operations: Iterable[Operation], *, is_rooted: bool = False) -> Blueprint:
    """A blueprint with the routes of those operations that stand below the API's root, or of the others."""
    blueprint = Blueprint(name, __name__, url_prefix=None if is_rooted else API_ROOT)
    for operation in operations:
        if operation.is_rooted == is_rooted:
            view = operation.view if operation.is_open else _served(operation)
            for rule in operation.rules:
                blueprint.add_url_rule(rule, operation.name, view, methods=[operation.method])
    return blueprint


def _served(operation: Operation) -> View:
    """The view, called for those only who may, with the values of its parameters."""

    @wraps(operation.view)
    def serve(**parts: Any) -> ResponseReturnValue:
        authorise(operation.scope)
        return operation.view(*operation.reads(operation.parameters, dict(request.args.lists())), **parts)

    return serve
