"""An address that is none is refused by the variable's name: its text may hold a password."""

import pytest
from click.testing import CliRunner

from papersearch.process.cli import cli
from papersearch.settings import load_settings

SECRET = "planted-password"
WRONG = {
    "STORE_URL": [
        "nonsense://u:{}@h/x", "u:{}@h", "{}", "postgresql+psycopg://u:{}@h:abc/x", "postgresql+psycopg://u:{}@h:99999/x",
        "postgresql+psycopg://u:{}@[::1/x", "postgresql+psycopg:///{}", "mysql://u:{}@h/x",
    ],
    "ENGINE_URL": ["u:{}@h", "{}", "ftp://u:{}@h", "http://u:{}@h:abc", "https://u:{}@[h", "http://:{}@"],
    "BROKER_URL": [
        "redis://:{}@h:abc/0", "nonsense://:{}@h/0", ":{}@h", "{}", "redis://:{}@h/name", "redis://:{}@h:0/0",
        "amqp://u:{}@h/0",
    ],
}  # fmt: skip
CASES = [(f"PAPERSEARCH_{name}", form.format(SECRET)) for name, forms in WRONG.items() for form in forms]


@pytest.mark.parametrize(("variable", "text"), CASES)
def test_wrong_address_is_named_and_not_shown(variable: str, text: str) -> None:
    with pytest.raises(ValueError, match=variable) as raised:
        load_settings({variable: text, "PAPERSEARCH_HOME": "/home"})
    assert SECRET not in str(raised.value)


@pytest.mark.parametrize(
    "text",
    [
        "postgresql+psycopg://u:p%40@h:5432/x?options=-csearch_path%3Dy",
        "postgresql://h/x?sslmode=verify-full",
        "postgresql+psycopg:///x?host=/run/postgresql",
        "sqlite:////var/lib/papers.db",
        "sqlite:///papers.db",
    ],
)
def test_addresses_of_stores_are_taken(text: str) -> None:
    assert load_settings({"PAPERSEARCH_STORE_URL": text, "PAPERSEARCH_HOME": "/home"}).store_url == text


@pytest.mark.parametrize("text", ["redis://h", "redis://h:6379/3", "rediss://u:p@h/0?ssl_cert_reqs=required"])
def test_addresses_of_brokers_are_taken(text: str) -> None:
    assert load_settings({"PAPERSEARCH_BROKER_URL": text, "PAPERSEARCH_HOME": "/home"}).broker_url == text


def test_command_says_it_in_a_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PAPERSEARCH_STORE_URL", f"nonsense://u:{SECRET}@h/x")
    done = CliRunner().invoke(cli, ["status"])
    assert done.exit_code != 0
    assert SECRET not in done.output
    assert "Traceback" not in done.output


@pytest.mark.parametrize("option", ["--store-url", "--engine-url", "--broker-url"])
def test_option_of_the_command_is_checked_too(option: str) -> None:
    done = CliRunner().invoke(cli, [option, f"u:{SECRET}@h", "status"])
    assert (done.exit_code, SECRET in done.output) == (2, False)
