"""`--help`: what it imports, how it lists the commands, and whether its lines are whole."""

import json
import subprocess
import sys
from collections.abc import Iterator

import click
import pytest

from papersearch.process import cli

HEAVY = {"numpy", "tantivy", "sqlalchemy", "alembic", "flask"}
SCRIPT = """
import json, sys
from papersearch.process import cli
imported = {}
for args in json.loads(sys.argv[1]):
    assert cli.run(args) == 0
    imported[" ".join(args)] = sorted(set(json.loads(sys.argv[2])) & set(sys.modules))
print("\\n" + json.dumps(imported))
"""


def leaves(group: click.Group, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    """Every command and sub-command with its words."""
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        yield (*path, name), command
        if isinstance(command, click.Group):
            yield from leaves(command, (*path, name))


COMMANDS = dict(leaves(cli.cli))


def test_help_and_version_import_no_heavy_library() -> None:
    lines = [["--version"], ["--help"], *([*words, "--help"] for words in COMMANDS)]
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, json.dumps(lines), json.dumps(sorted(HEAVY))],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    imported = json.loads(done.stdout.splitlines()[-1])
    assert len(imported) == len(lines) > 30
    assert {line: found for line, found in imported.items() if found} == {}


def test_each_command_is_listed_once_under_a_known_section(capsys: pytest.CaptureFixture[str]) -> None:
    assert tuple(cli.cli.sections) == cli.SECTIONS
    listed = [name for names in cli.cli.sections.values() for name in names]
    assert sorted(listed) == sorted(words[0] for words in COMMANDS if len(words) == 1)
    cli.run(["--help"])
    lines = capsys.readouterr().out.splitlines()
    assert [line[:-1] for line in lines if line[:-1] in cli.SECTIONS] == list(cli.SECTIONS)


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_what_a_command_does_fits_in_its_line(words: tuple[str, ...]) -> None:
    text = COMMANDS[words].get_short_help_str(57)
    assert text
    assert not text.endswith("...")


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_each_option_says_what_it_is_for(words: tuple[str, ...]) -> None:
    options = [each for each in COMMANDS[words].params if isinstance(each, click.Option)]
    assert [each.opts for each in options if not each.help and not each.hidden] == []
