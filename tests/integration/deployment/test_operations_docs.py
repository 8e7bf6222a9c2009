"""Every command of docs/operations.md is run, in its order, in one installation of its own."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from papersearch.settings import FILE_SUFFIX, SECRETS, VARIABLES, Settings
from papersearch_api.commands.serve import serve
from tests.integration.deployment.test_deployment import free_port
from tests.support.paths import ROOT
from tests.support.workers import environment

GUIDE = (ROOT / "docs" / "operations.md").read_text("utf-8")
BLOCKS = re.findall(r"^```sh\n(.*?)^```", GUIDE, re.MULTILINE | re.DOTALL)
WITHIN_S = 240


@pytest.fixture(scope="module")
def surroundings(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """An empty home, and the folders that the guide names."""
    folder = tmp_path_factory.mktemp("operations")
    backup = folder / "backup"
    backup.mkdir()
    bin_ = str(Path(sys.executable).parent)
    return {
        **environment(Settings(home=folder / "home")),
        "PATH": f"{bin_}{os.pathsep}{os.environ['PATH']}",
        "BACKUP": str(backup),
        "RESTORED": str(folder / "restored"),
        "SECRETS": str(folder / "secrets"),
        "PORT": str(free_port()),
    }


def test_the_guide_has_commands() -> None:
    assert len(BLOCKS) > 8


def test_every_command_of_the_guide_does_its_work(surroundings: dict[str, str]) -> None:
    for block in BLOCKS:
        done = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", block], cwd=ROOT, env=surroundings, timeout=WITHIN_S,
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, f"{block}\n{done.stdout}\n{done.stderr}"
    restored = Path(surroundings["RESTORED"])
    assert (restored / "papersearch.db").is_file()
    assert (restored / "index" / "CURRENT").is_file()


def test_settings_that_the_guide_names_exist() -> None:
    named = set(re.findall(r"PAPERSEARCH_[A-Z_]+", GUIDE))
    of_serve = {parameter.envvar for parameter in serve.params}
    assert named - set(VARIABLES) - {f"{name}{FILE_SUFFIX}" for name in SECRETS} - of_serve == set()
