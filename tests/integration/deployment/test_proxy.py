"""deploy/Caddyfile in a real Caddy before a real server: TLS, the read key, and who is believed."""

import os
import re
import shutil
import ssl
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from email.message import Message
from pathlib import Path
from typing import NamedTuple

import pytest

from papersearch.settings import Settings
from papersearch.store import open_store
from tests.integration.deployment.test_deployment import answers, free_port, wait_until
from tests.support.paths import ROOT
from tests.support.workers import environment

CADDYFILE = ROOT / "deploy" / "Caddyfile"
OLDEST = (2, 7)


class Site(NamedTuple):
    """A served instance that needs a read key, and its proxy."""

    url: str
    plain_url: str
    upstream_url: str
    tls: ssl.SSLContext
    key: str
    server_log: Path

    def get(self, url: str, **headers: str) -> tuple[int, Message, str]:
        """Status, headers and body of an answer; redirects are not followed."""
        opener = urllib.request.build_opener(urllib.request.HTTPSHandler(context=self.tls), NoRedirects)
        try:
            with opener.open(urllib.request.Request(url, headers=headers), timeout=10) as answer:
                return answer.status, answer.headers, answer.read().decode()
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.headers, error.read().decode()


class NoRedirects(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: object) -> None:
        return None


@pytest.fixture(scope="module")
def caddy() -> str:
    found = shutil.which("caddy")
    if found is None:
        pytest.skip("caddy is not installed")
    version = subprocess.run([found, "version"], capture_output=True, text=True, check=True, timeout=20).stdout
    numbers = re.match(r"v?(\d+)\.(\d+)", version)
    if numbers and (int(numbers[1]), int(numbers[2])) < OLDEST:
        pytest.skip(f"caddy is too old: {version.strip()}")
    return found


@contextmanager
def running(command: list[str], env: dict[str, str], log: Path) -> Iterator[None]:
    with log.open("wb") as output:
        process = subprocess.Popen(command, env=env, cwd=ROOT, stdout=output, stderr=output)
    try:
        yield
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


@pytest.fixture(scope="module")
def site(caddy: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("site")
    settings = Settings(folder / "home", needs_read_key=True, access_log=True)
    settings.home.mkdir()
    with closing(open_store(settings)) as store:
        key = store.api_keys.create("reader", ["read"])
    upstream, plain, secure, health = (free_port() for _ in range(4))
    serve = [sys.executable, "-m", "papersearch", "serve", "--port", str(upstream), "--processes", "1"]
    proxy_environment = {
        "PATH": os.environ["PATH"], "HOME": str(folder), "XDG_DATA_HOME": str(folder), "XDG_CONFIG_HOME": str(folder),
        "LISTEN": "127.0.0.1", "HTTP_PORT": str(plain), "HTTPS_PORT": str(secure), "HEALTH_PORT": str(health),
        "UPSTREAM": f"127.0.0.1:{upstream}",
    }  # fmt: skip
    proxy = [caddy, "run", "--config", str(CADDYFILE), "--adapter", "caddyfile"]
    with (
        running(serve, dict(environment(settings)), folder / "serve.log"),
        running(proxy, proxy_environment, folder / "caddy.log"),
    ):
        wait_until(lambda: answers(f"http://127.0.0.1:{upstream}/healthz"), "the server answers")
        wait_until(lambda: answers(f"http://127.0.0.1:{health}/"), "the proxy answers")
        root = folder / "caddy" / "pki" / "authorities" / "local" / "root.crt"
        wait_until(root.exists, "the proxy has a certificate")
        yield Site(
            f"https://localhost:{secure}", f"http://localhost:{plain}", f"http://127.0.0.1:{upstream}",
            ssl.create_default_context(cafile=str(root)), key, folder / "serve.log",
        )  # fmt: skip


def test_caddy_finds_nothing_wrong(caddy: str, tmp_path: Path) -> None:
    env = {"PATH": os.environ["PATH"], "HOME": str(tmp_path), "SITE": "papers.example.org"}
    done = subprocess.run(
        [caddy, "validate", "--config", str(CADDYFILE), "--adapter", "caddyfile"],
        env=env, capture_output=True, text=True, timeout=30, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    formatted = subprocess.run([caddy, "fmt", str(CADDYFILE)], capture_output=True, text=True, timeout=30, check=False)
    assert formatted.stdout == CADDYFILE.read_text("utf-8")


def test_plain_http_leads_to_tls(site: Site) -> None:
    status, headers, _ = site.get(f"{site.plain_url}/list")
    assert (status, headers["Location"]) == (308, "https://localhost/list")


def test_reading_needs_the_key_through_the_proxy(site: Site) -> None:
    address = f"{site.url}/api/v1/papers?q=graph"
    assert site.get(address)[0] == 401
    status, headers, _ = site.get(address, **{"X-API-Key": site.key})
    assert status == 200
    assert "Via" not in headers


def test_links_are_those_of_the_proxy(site: Site) -> None:
    _, _, feed = site.get(f"{site.url}/api/v1/papers?q=graph&format=atom", **{"X-API-Key": site.key})
    assert f'href="{site.url}/' in feed
    assert "http://127.0.0.1" not in feed


def test_address_that_a_client_makes_up_is_not_believed(site: Site) -> None:
    asked = {"X-API-Key": site.key, "X-Forwarded-For": "203.0.113.9", "X-Request-ID": "made-up-address"}
    site.get(f"{site.url}/api/v1/papers?q=graph", **asked)
    wait_until(lambda: "made-up-address" in site.server_log.read_text("utf-8"), "the request is in the log")
    (line,) = [line for line in site.server_log.read_text("utf-8").splitlines() if "made-up-address" in line]
    assert "203.0.113.9" not in line


def test_figures_are_not_for_strangers(site: Site) -> None:
    keyed = {"X-API-Key": site.key}
    assert site.get(f"{site.upstream_url}/metrics", **keyed)[0] == 200
    for path in ("/metrics", "//metrics", "/./metrics", "/%6detrics", "/metrics/", "/METRICS"):
        status, _, body = site.get(f"{site.url}{path}", **keyed)
        assert (status, "papersearch_" in body) == (404, False), path


def test_certificate_of_the_proxy_is_checked(site: Site) -> None:
    with pytest.raises(urllib.error.URLError, match="CERTIFICATE_VERIFY_FAILED"):
        urllib.request.urlopen(f"{site.url}/healthz", timeout=10)
