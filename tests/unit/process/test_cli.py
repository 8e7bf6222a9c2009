"""The command line's frame: sub-commands by entry point, sentences for errors, exit codes."""

import json
import subprocess
import sys
from pathlib import Path

import click
import pytest

from papersearch.errors import ConflictError, EngineUnavailableError, NotFoundError, ParameterError, Problem
from papersearch.process import cli
from papersearch.settings import Settings


@pytest.fixture
def command() -> click.Group:
    """The real group, with commands of the test instead of the installed services'."""
    group = cli.ServiceCommands(
        "papersearch", callback=cli.cli.callback, params=cli.cli.params, group="papersearch.none"
    )

    def fail(error: BaseException, name: str) -> None:
        def callback(as_json: bool) -> None:
            raise error

        options: list[click.Parameter] = [click.Option(["--json", "as_json"], is_flag=True)]
        group.add_command(click.Command(name, callback=callback, params=options))

    fail(NotFoundError("No paper p_none."), "missing")
    fail(ParameterError(Problem("year", "year must be a number", suggestion="2018")), "wrong")
    fail(ConflictError("A re-index is running.", blocking_id="job_1"), "busy")
    fail(EngineUnavailableError("The engine does not answer."), "away")
    fail(KeyboardInterrupt(), "stopped")
    fail(ModuleNotFoundError("No module named 'celery'", name="celery"), "uninstalled")

    @group.command()
    @click.pass_context
    def home(ctx: click.Context) -> None:
        click.echo(cli.settings_of(ctx).home)

    @group.command()
    @click.option("--year", type=int)
    def ingest(year: int | None) -> int:
        return 1 if year == 0 else 0

    return group


@pytest.mark.parametrize(
    ("args", "code"),
    [
        (["ingest"], 0),
        (["ingest", "--year", "0"], 1),
        (["ingest", "--year", "abc"], 2),
        (["ingest", "--nope"], 2),
        (["missing"], 1),
        (["busy"], 1),
        (["away"], 1),
        (["wrong"], 2),
        (["uninstalled"], 1),
        (["stopped"], 130),
        (["nonsense"], 2),
        (["--help"], 0),
        (["--version"], 0),
    ],
)
def test_exit_code(command: click.Group, args: list[str], code: int) -> None:
    assert cli.run(args, command) == code


def test_error_is_one_sentence_on_stderr_without_traceback(
    command: click.Group, capsys: pytest.CaptureFixture[str]
) -> None:
    cli.run(["missing"], command)
    out, err = capsys.readouterr()
    assert err == "papersearch: No paper p_none.\n"
    assert out == ""


@pytest.mark.parametrize(
    ("name", "extra"),
    [
        ("missing", {"code": "not_found"}),
        ("busy", {"code": "conflict", "blocking_id": "job_1"}),
        ("away", {"code": "engine_unavailable", "can_retry": True, "retry_after_s": 5}),
    ],
)
def test_with_json_an_error_is_also_one_json_document(
    command: click.Group, capsys: pytest.CaptureFixture[str], name: str, extra: dict[str, object]
) -> None:
    cli.run([name, "--json"], command)
    problem = json.loads(capsys.readouterr().out)
    assert problem.items() >= extra.items()


def test_json_of_a_wrong_parameter_names_it_and_the_nearest_valid_one() -> None:
    problem = cli.problem_json(ParameterError(Problem("year", "year must be a number", suggestion="2018")))
    assert problem["errors"][0]["parameter"] == "year"
    assert problem["errors"][0]["suggestion"] == "2018"


def test_unknown_command_is_answered_with_the_nearest(command: click.Group, capsys: pytest.CaptureFixture[str]) -> None:
    cli.run(["ingset"], command)
    assert "Did you mean 'ingest'?" in capsys.readouterr().err


def test_missing_library_is_answered_with_the_extra_to_install(
    command: click.Group, capsys: pytest.CaptureFixture[str]
) -> None:
    cli.run(["uninstalled"], command)
    assert "pip install 'papersearch[ingest]'" in capsys.readouterr().err


def test_service_that_cannot_be_imported_leaves_the_others(capsys: pytest.CaptureFixture[str]) -> None:
    class Broken:
        name = "api"

        def load(self) -> dict[str, list[click.Command]]:
            raise ModuleNotFoundError("No module named 'flask'", name="flask")

    class Working:
        name = "ingest"

        def load(self) -> dict[str, list[click.Command]]:
            return {"Run and monitor": [click.Command("status", callback=lambda: None)]}

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(cli, "entry_points", lambda group: [Broken(), Working()])
        group = cli.ServiceCommands("papersearch")
        assert cli.run(["status"], group) == 0
        assert cli.run(["serve"], group) == 2
        assert cli.run(["--help"], group) == 0
    out, err = capsys.readouterr()
    assert "papersearch[api]" in err
    assert "papersearch[api]" in out.replace("\n", " ")


def test_flag_before_the_command_overrides_the_environment(
    command: click.Group, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PAPERSEARCH_HOME", str(tmp_path / "from_environment"))
    cli.run(["home"], command)
    cli.run(["--home", str(tmp_path / "flag"), "home"], command)
    assert capsys.readouterr().out.split() == [str(tmp_path / "from_environment"), str(tmp_path / "flag")]


def test_setting_that_is_no_number_is_wrong_usage(
    command: click.Group, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PAPERSEARCH_ENGINE_TIMEOUT_S", "soon")
    assert cli.run(["home"], command) == 2
    assert "PAPERSEARCH_ENGINE_TIMEOUT_S" in capsys.readouterr().err


def test_reader_that_closes_the_pipe_early_sees_no_complaint() -> None:
    script = (
        "import click, sys\nfrom papersearch.process import cli\n"
        "group = cli.ServiceCommands('papersearch', group='papersearch.none')\n"
        "lines = lambda: [click.echo('x' * 1000) for _ in range(2000)] and None\n"
        "group.add_command(click.Command('many', callback=lines))\n"
        "sys.exit(cli.run(['many'], group))"
    )
    process = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.read(10)
    process.stdout.close()
    assert process.stderr.read() == b""
    process.stderr.close()
    assert process.wait() == 0


def test_frame_imports_no_service_and_no_engine() -> None:
    script = (
        "import sys, papersearch.process.cli\n"
        "heavy = {'celery', 'flask', 'tantivy', 'sqlalchemy', 'elasticsearch', 'lxml', 'numpy'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_settings_given_to_a_command_are_the_group_s(tmp_path: Path) -> None:
    context = click.Context(cli.cli, obj=Settings(home=tmp_path))
    assert cli.settings_of(click.Context(click.Command("x"), parent=context)).home == tmp_path
