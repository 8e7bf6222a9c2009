"""What `import papersearch` offers to a program."""

import subprocess
import sys
from pathlib import Path
from textwrap import dedent

import pytest

import papersearch
from tests.support.api_app import make_app


def test_example_of_the_docstring_finds_papers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    make_app(tmp_path).extensions["papersearch"].close()
    monkeypatch.setenv("PAPERSEARCH_HOME", str(tmp_path))
    _, _, example = str(papersearch.__doc__).partition(":\n\n")
    names: dict[str, object] = {}
    exec(dedent(example).replace("graph networks", "survey graphs"), names)
    for opened in ("engine", "store"):
        names[opened].close()
    assert capsys.readouterr().out == "p_bbbbbbbbbbbb A Survey of Augmented Graphs\n"


def test_every_public_name_exists_and_is_listed() -> None:
    assert sorted(papersearch.__all__) == sorted(papersearch._MODULES)
    assert set(papersearch.__all__) <= set(dir(papersearch))
    for name in papersearch.__all__:
        assert getattr(papersearch, name).__name__ == name


def test_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'Papers'"):
        papersearch.Papers  # noqa: B018


def test_importing_the_package_imports_none_of_its_modules() -> None:
    script = "import sys, papersearch\nprint([name for name in sys.modules if name.startswith('papersearch.')])"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
