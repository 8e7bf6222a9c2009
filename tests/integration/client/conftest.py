"""A real server of ours on loopback, with the five papers of the API's tests and a worker beside it."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, replace

import pytest
from flask import Flask

from papersearch_api.app import create_app
from papersearch_api.services import build_services
from tests.support.api_app import load
from tests.support.served_app import served
from tests.support.workers import quick_settings, running_worker


@dataclass(frozen=True, slots=True)
class Site:
    """A server, its application and a key that may write."""

    address: str
    app: Flask
    key: str


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    settings = replace(quick_settings(tmp_path_factory.mktemp("home")), write_wait_s=60.0)
    with closing(build_services(settings)) as built:
        load(built)
        app = create_app(settings, built)
        app.testing = False
        key = built.store.api_keys.create("writer", ["write"])
        with running_worker(settings, settings.home.with_suffix(".log")), served(app) as address:
            yield Site(address, app, key)
