"""A broker over TLS: the certificate and the name are checked before a password is sent."""

import shutil
import socket
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import trustme

from papersearch.settings import Settings
from papersearch_ingest.work.broker import hints_for
from tests.support.workers import wait_until

PASSWORD = "broker-password"


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def served(authority: trustme.CA, tmp_path: Path, name: str) -> Iterator[Settings]:
    """Settings for a Redis of our own that speaks TLS, with a certificate for this name."""
    program = shutil.which("redis-server")
    if program is None:
        pytest.skip("redis-server is not installed")
    certificate = authority.issue_cert(name)
    paths = {part: tmp_path / f"{part}.pem" for part in ("cert", "key", "ca")}
    certificate.cert_chain_pems[0].write_to_path(str(paths["cert"]))
    certificate.private_key_pem.write_to_path(str(paths["key"]))
    authority.cert_pem.write_to_path(str(paths["ca"]))
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    options = {
        "bind": "127.0.0.1", "port": "0", "tls-port": str(port), "tls-auth-clients": "no", "requirepass": PASSWORD,
        "tls-cert-file": paths["cert"], "tls-key-file": paths["key"], "tls-ca-cert-file": paths["ca"], "save": "",
    }  # fmt: skip
    command = [program, *(str(part) for name, value in options.items() for part in (f"--{name}", value))]
    with subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.DEVNULL) as process:
        wait_until(lambda: is_open(port), "the broker listens")
        yield Settings(tmp_path, broker_url=f"rediss://:{PASSWORD}@127.0.0.1:{port}/0", broker_ca_file=str(paths["ca"]))
        process.terminate()


def is_open(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


@pytest.mark.parametrize("name", ["127.0.0.1"])
def test_a_broker_with_a_certificate_that_fits_is_told(served: Settings) -> None:
    assert hints_for(served).items([1])


@pytest.mark.parametrize("name", ["127.0.0.1"])
def test_a_broker_whose_certificate_nobody_vouches_for_is_not(served: Settings) -> None:
    assert not hints_for(replace(served, broker_ca_file="")).items([1])


@pytest.mark.parametrize("name", ["other.example.org"])
def test_a_broker_with_another_hosts_certificate_is_not(served: Settings) -> None:
    assert not hints_for(served).items([1])
