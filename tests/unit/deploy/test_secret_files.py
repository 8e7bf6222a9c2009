"""Addresses with passwords come from files: `<VARIABLE>_FILE`."""

import os
import traceback
from pathlib import Path

import pytest

from papersearch.process.cli import run
from papersearch.settings import SECRETS, Settings, child_environment, load_settings

PASSWORD = "hunter-2-never-shown"
ADDRESSES = {
    "PAPERSEARCH_STORE_URL": f"postgresql+psycopg://papersearch:{PASSWORD}@127.0.0.1:1/papersearch",
    "PAPERSEARCH_BROKER_URL": f"redis://:{PASSWORD}@127.0.0.1:1/0",
    "PAPERSEARCH_ENGINE_URL": f"http://elastic:{PASSWORD}@127.0.0.1:1",
}


@pytest.fixture
def environ(tmp_path: Path) -> dict[str, str]:
    """Every address in a file of its own."""
    given = {"PAPERSEARCH_HOME": str(tmp_path)}
    for variable, address in ADDRESSES.items():
        (tmp_path / variable).write_text(f"{address}\n", "utf-8")
        given[f"{variable}_FILE"] = str(tmp_path / variable)
    return given


def test_every_address_can_come_from_a_file(environ: dict[str, str]) -> None:
    settings = load_settings(environ)
    assert set(SECRETS) == set(ADDRESSES)
    assert [settings.store_url, settings.broker_url, settings.engine_url] == list(ADDRESSES.values())


@pytest.mark.parametrize("ending", ["", "\n", "\r\n", " \n\n"])
def test_end_of_the_line_is_not_part_of_the_address(tmp_path: Path, ending: str) -> None:
    (tmp_path / "secret").write_bytes(f"redis://:a@b/0{ending}".encode())
    found = load_settings({"PAPERSEARCH_HOME": "/h", "PAPERSEARCH_BROKER_URL_FILE": str(tmp_path / "secret")})
    assert found.broker_url == "redis://:a@b/0"


@pytest.mark.parametrize("variable", ADDRESSES)
def test_both_given_is_an_error_that_names_both(environ: dict[str, str], variable: str) -> None:
    with pytest.raises(ValueError, match=f"{variable} and {variable}_FILE") as caught:
        load_settings(environ | {variable: ADDRESSES[variable]})
    assert PASSWORD not in str(caught.value)


@pytest.mark.parametrize("variable", ADDRESSES)
def test_empty_variable_beside_the_file_counts_as_absent(environ: dict[str, str], variable: str) -> None:
    assert load_settings(environ | {variable: ""}) == load_settings(environ)


def test_empty_name_of_a_file_counts_as_absent() -> None:
    found = load_settings({"PAPERSEARCH_HOME": "/h", "PAPERSEARCH_BROKER_URL_FILE": ""})
    assert found.broker_url is None


@pytest.mark.parametrize("variable", ADDRESSES)
def test_missing_file_is_named(tmp_path: Path, variable: str) -> None:
    with pytest.raises(ValueError, match=rf"{variable}_FILE.*{tmp_path}/none"):
        load_settings({"PAPERSEARCH_HOME": "/h", f"{variable}_FILE": str(tmp_path / "none")})


def test_folder_in_place_of_a_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=rf"PAPERSEARCH_ENGINE_URL_FILE.*{tmp_path}"):
        load_settings({"PAPERSEARCH_HOME": "/h", "PAPERSEARCH_ENGINE_URL_FILE": str(tmp_path)})


@pytest.mark.parametrize("content", [b"", b" \n", b"\xff" + PASSWORD.encode(), PASSWORD.encode() + b"\nsecond\n",
                                     PASSWORD.encode() + b"\0", PASSWORD.encode() * 10_000])  # fmt: skip
def test_file_that_is_not_one_line_of_text_is_named_without_its_content(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "secret").write_bytes(content)
    with pytest.raises(ValueError, match=rf"PAPERSEARCH_STORE_URL_FILE.*{tmp_path}/secret") as caught:
        load_settings({"PAPERSEARCH_HOME": "/h", "PAPERSEARCH_STORE_URL_FILE": str(tmp_path / "secret")})
    assert PASSWORD not in "".join(traceback.format_exception(caught.value))


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads every file")
def test_file_that_may_not_be_read_is_named(tmp_path: Path) -> None:
    (tmp_path / "secret").touch(mode=0o000)
    with pytest.raises(ValueError, match=f"{tmp_path}/secret"):
        load_settings({"PAPERSEARCH_HOME": "/h", "PAPERSEARCH_STORE_URL_FILE": str(tmp_path / "secret")})


def test_command_line_says_which_file_and_exits_as_for_wrong_usage(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setenv("PAPERSEARCH_BROKER_URL_FILE", str(tmp_path / "none"))
    assert run(["status"]) == 2
    assert f"{tmp_path}/none" in capsys.readouterr().err


def test_child_loads_the_same_settings_and_reads_the_files_itself(environ: dict[str, str]) -> None:
    settings = load_settings(environ)
    child = child_environment(settings, environ)
    assert load_settings(child) == settings
    assert PASSWORD not in str(child)


def test_child_gets_what_the_command_line_said_in_place_of_the_file(environ: dict[str, str], tmp_path: Path) -> None:
    settings = Settings(tmp_path, broker_url="redis://127.0.0.1:1/3")
    assert load_settings(child_environment(settings, environ)) == settings


def test_child_gets_the_address_when_the_file_is_gone_by_now(environ: dict[str, str]) -> None:
    settings = load_settings(environ)
    for variable in ADDRESSES:
        Path(environ[f"{variable}_FILE"]).unlink()
    assert load_settings(child_environment(settings, environ)) == settings
