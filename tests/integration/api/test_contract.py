"""Schemathesis asks every operation: no server error, and no answer that the OpenAPI document does not promise."""

from collections.abc import Iterator
from typing import Any, ClassVar

import pytest
import schemathesis
from flask import Flask
from hypothesis import HealthCheck, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from papersearch_api.openapi.document import openapi_document
from papersearch_api.views import OPERATIONS
from tests.support.api_app import make_app

CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]


class Served:
    """The application, made when the tests begin and not when they are collected."""

    app: Flask
    headers: ClassVar[dict[str, str]] = {}

    def __call__(self, environ: Any, start_response: Any) -> Any:
        return self.app(environ, start_response)


SERVED = Served()
SCHEMA = schemathesis.openapi.from_dict(openapi_document(OPERATIONS))
SCHEMA.app = SERVED


@pytest.fixture(scope="module", autouse=True)
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    SERVED.app = make_app(tmp_path_factory.mktemp("home"), write_wait_s=0.05)
    services = SERVED.app.extensions["papersearch"]
    key = services.store.api_keys.create("contract", ["admin"])
    # its WSGI client does not unpack what it asked to be packed
    SERVED.headers = {"Accept-Encoding": "identity", "X-API-Key": key}
    yield
    services.close()


@schemathesis.serializer("application/x-ndjson")
def ndjson(context: Any, value: Any) -> bytes:
    return value if isinstance(value, bytes) else str(value).encode("utf-8", "replace")


@SCHEMA.parametrize()
@settings(max_examples=20, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
def test_every_operation_keeps_its_promises(case: schemathesis.Case) -> None:
    case.call_and_validate(headers=SERVED.headers, checks=CHECKS)
