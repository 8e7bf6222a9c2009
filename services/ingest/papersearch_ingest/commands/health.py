"""`papersearch status` and `papersearch doctor`."""

import click

from papersearch.process.cli import FAILED, OK, settings_of
from papersearch_ingest.commands.output import json_option, print_json, print_table


@click.command()
@json_option
@click.pass_context
def status(ctx: click.Context, as_json: bool) -> int:
    """What answers, what is searchable and what waits. Exit 1 when something configured does not answer."""
    from papersearch_ingest.work.health import is_healthy, status_json

    found = status_json(settings_of(ctx))
    if as_json:
        print_json(found)
    else:
        parts = ("engine", "store", "broker")
        rows: list[tuple[str, object]] = [
            (name, found[name] and f"{found[name]['url']} {'answers' if found[name]['ok'] else found[name]['error']}")
            for name in parts
        ]
        rows += [(name, value) for name, value in found.items() if name not in {*parts, "workers"}]
        rows += [("worker", f"{w['id']} {'alive' if w['alive'] else 'silent'} {w['doing']}") for w in found["workers"]]
        print_table(("what", "state"), rows)
    return OK if is_healthy(found) else FAILED


@click.command()
@json_option
@click.pass_context
def doctor(ctx: click.Context, as_json: bool) -> int:
    """What is configured, what answers, what is wrong, and the command that mends it."""
    from papersearch_ingest.work.health import Level, examine

    checks = list(examine(settings_of(ctx)))
    if as_json:
        print_json({"checks": [check._asdict() | {"level": str(check.level)} for check in checks]})
    for check in [] if as_json else checks:
        click.echo(f"{check.level:<8} {check.name}: {check.detail}")
        if check.mend:
            click.echo(f"{'':<8} -> {check.mend}")
    return FAILED if any(check.level == Level.BROKEN for check in checks) else OK
