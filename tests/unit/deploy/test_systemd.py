"""The systemd units: what systemd itself finds in them, and what they say about papersearch."""

import configparser
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from papersearch.settings import FILE_SUFFIX, SECRETS, VARIABLES
from tests.support.paths import ROOT

UNITS = ROOT / "deploy" / "systemd"
NAMES = ("papersearch-serve.service", "papersearch-worker.service")
MOST_EXPOSURE = 20
"""In tenths, of 100 for a unit without any limits."""


@pytest.fixture
def systemd_analyze() -> str:
    found = shutil.which("systemd-analyze")
    if found is None:
        pytest.skip("systemd is not installed")
    return found


@pytest.fixture
def installed(tmp_path: Path) -> Path:
    """The units with a program that exists here, and the drop-in for servers."""
    for name in NAMES:
        text = (UNITS / name).read_text("utf-8")
        (tmp_path / name).write_text(text.replace("/opt/papersearch/bin", str(Path(sys.executable).parent)), "utf-8")
        (tmp_path / f"{name}.d").mkdir()
        shutil.copy(UNITS / "servers.conf", tmp_path / f"{name}.d" / "servers.conf")
    return tmp_path


@pytest.mark.parametrize("name", NAMES)
def test_systemd_finds_nothing_wrong(systemd_analyze: str, installed: Path, name: str) -> None:
    done = subprocess.run(
        [systemd_analyze, "verify", "--man=no", str(installed / name)],
        capture_output=True, text=True, timeout=30, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("name", NAMES)
def test_units_are_as_closed_as_systemd_can_say(systemd_analyze: str, installed: Path, name: str) -> None:
    done = subprocess.run(
        [systemd_analyze, "security", "--offline=yes", f"--threshold={MOST_EXPOSURE}", "--no-pager",
         str(installed / name)],
        capture_output=True, text=True, timeout=30, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("name", NAMES)
def test_units_run_commands_that_exist_as_a_user_of_their_own(name: str) -> None:
    service = section(name)
    command = service["ExecStart"].split()
    assert command[0].endswith("/bin/papersearch")
    known = subprocess.run(
        [sys.executable, "-m", "papersearch", *command[1:], "--help"], capture_output=True, check=False
    )
    assert known.returncode == 0
    assert (service["DynamicUser"], service["StateDirectory"]) == ("yes", "papersearch")
    assert (service["ProtectSystem"], service["NoNewPrivileges"]) == ("strict", "yes")
    assert set(re.findall(r"(PAPERSEARCH_\w+)=", service["Environment"])) <= set(VARIABLES)


def test_every_secret_comes_as_a_credential() -> None:
    text = (UNITS / "servers.conf").read_text("utf-8")
    credentials = re.findall(r"^LoadCredential=(\w+):/etc/papersearch/\1$", text, re.MULTILINE)
    variables = dict(re.findall(r"^Environment=(\w+)=%d/(\w+)$", text, re.MULTILINE))
    assert set(variables) == {f"{name}{FILE_SUFFIX}" for name in SECRETS}
    assert sorted(variables.values()) == sorted(credentials)


def section(name: str) -> configparser.SectionProxy:
    parser = configparser.ConfigParser(interpolation=None, strict=False)
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    parser.read_string((UNITS / name).read_text("utf-8"))
    return parser["Service"]
