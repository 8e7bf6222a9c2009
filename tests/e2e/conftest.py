"""The application in a thread over the samples and some awkward papers, and a real Chromium to read its pages with.

Everything here lives as long as this folder's tests: Playwright keeps an event loop running, and other tests start
theirs.
"""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from papersearch.query.parameters import SearchParams
from papersearch.settings import Settings
from papersearch.store import open_store
from papersearch_api.app import create_app
from papersearch_api.services import build_services
from papersearch_api.serving.child import served
from tests.support.paths import ROOT

from .awkward import awkward_papers
from .paper_ids import PaperIds, read_paper_ids

LONGEST_WAIT_MS = 60_000
"""For whatever a page is to show: on a machine that has much to do, pages take seconds."""
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
OpenPage = Callable[..., Page]


@pytest.fixture(scope="package")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with the samples and the awkward papers in it."""
    folder = tmp_path_factory.mktemp("pages")
    awkward = folder / "awkward.jsonl"
    awkward.write_text("".join(json.dumps(paper) + "\n" for paper in awkward_papers()), "utf-8")
    command = [sys.executable, "-m", "papersearch", "ingest", "--strict", str(ROOT / "samples"), str(awkward)]
    subprocess.run(command, check=True, env={**os.environ, "PAPERSEARCH_HOME": str(folder / "home")})
    return folder / "home"


@pytest.fixture(scope="package")
def site(home: Path) -> Iterator[str]:
    """The address of the pages."""
    settings = Settings(home)
    built = build_services(settings)
    with served(create_app(settings, built)) as url:
        yield url
    built.close()


@pytest.fixture(scope="package")
def site_without_engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of pages whose search engine does not answer."""
    settings = Settings(tmp_path_factory.mktemp("away"), engine_url="http://127.0.0.1:9")
    built = build_services(settings)
    with served(create_app(settings, built)) as url:
        yield url
    built.close()


@pytest.fixture(scope="package")
def site_without_papers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of pages before anything was taken in; there is an index, as a worker makes one when it starts."""
    settings = Settings(tmp_path_factory.mktemp("empty"))
    command = [sys.executable, "-m", "papersearch", "worker", "--burst"]
    subprocess.run(command, check=True, env={**os.environ, "PAPERSEARCH_HOME": str(settings.home)})
    built = build_services(settings)
    with served(create_app(settings, built)) as url:
        yield url
    built.close()


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """The distribution's Chromium. Skips without one; with CI=true that is a failure."""
    path = next((found for name in BROWSERS if (found := shutil.which(name))), None)
    if path is None:
        reason = f"none of {', '.join(BROWSERS)} is installed"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    expect.set_options(timeout=LONGEST_WAIT_MS)
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(
            executable_path=path, args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        )
        yield launched
        launched.close()


@pytest.fixture
def open_page(browser: Browser) -> Iterator[OpenPage]:
    """Opens a page with options of a browser context; in the end no page may have complained on its console."""
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def open_with(*, width: int = 1280, script: bool = True, **options: object) -> Page:
        context = browser.new_context(viewport={"width": width, "height": 900}, java_script_enabled=script, **options)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(LONGEST_WAIT_MS)
        page.on("console", lambda message: complaints.append(message.text) if is_complaint(message.type) else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("dialog", lambda dialog: (complaints.append(f"dialog {dialog.message}"), dialog.dismiss()))
        return page

    yield open_with
    for context in contexts:
        context.close()
    expected = "the server responded with a status of"  # what Chromium says of a 404 that a test asked for
    assert [text for text in complaints if expected not in text] == []


def is_complaint(kind: str) -> bool:
    return kind in {"error", "warning"}


@pytest.fixture(scope="package")
def paper_ids(home: Path) -> PaperIds:
    """The ids of the papers that the tests open."""
    built = build_services(Settings(home))
    found = read_paper_ids(built.store, [hit["id"] for hit in built.search.export(SearchParams())])
    built.close()
    return found


@pytest.fixture(scope="package")
def admin_key(home: Path) -> Iterator[str]:
    """A key that may do everything."""
    store = open_store(Settings(home))
    yield store.api_keys.create("tests", ["admin"])
    store.close()
