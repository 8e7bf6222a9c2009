"""A query may begin with a hyphen, an unknown option is still an error."""

import click
import pytest

from papersearch_api.commands.query_command import QueryCommand, options_first

_TAKES_VALUE = {"--limit": True, "--json": False, "-o": True}


@pytest.mark.parametrize(
    ("args", "sorted_args"),
    [
        (["-survey gan"], ["--", "-survey gan"]),
        (["--json", "-survey"], ["--json", "--", "-survey"]),
        (["-survey gan", "--limit", "5"], ["--limit", "5", "--", "-survey gan"]),
        (["--limit=5", "q"], ["--limit=5", "--", "q"]),
        (["-o", "-file", "-other"], ["-o", "-file", "--", "-other"]),
        (["--", "--json"], ["--", "--json"]),
        (["--nope", "q"], ["--nope", "--", "q"]),
        (["-"], ["--", "-"]),
        ([""], ["--", ""]),
    ],
)
def test_options_come_first(args: list[str], sorted_args: list[str]) -> None:
    assert options_first(args, _TAKES_VALUE) == sorted_args


@click.command(cls=QueryCommand)
@click.argument("query")
@click.option("--limit", type=int, default=1)
def _echo(query: str, limit: int) -> str:
    return f"{query}|{limit}"


def test_click_takes_the_query_for_what_it_is() -> None:
    assert _echo.main(["-survey gan", "--limit", "5"], standalone_mode=False) == "-survey gan|5"


def test_an_unknown_option_is_an_error() -> None:
    with pytest.raises(click.NoSuchOption):
        _echo.main(["gan", "--limt", "5"], standalone_mode=False)
