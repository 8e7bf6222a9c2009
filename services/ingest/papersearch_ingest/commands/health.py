"""`papersearch status` and `papersearch doctor`."""

from collections.abc import Iterator
from typing import Any

import click

from papersearch.process.cli import FAILED, OK, settings_of
from papersearch.process.output import json_option, print_json, print_table
from papersearch.process.quantities import duration_text

_YES_OR_NO = {True: "yes", False: "no", None: None}


@click.command()
@json_option
@click.pass_context
def status(ctx: click.Context, as_json: bool) -> int:
    """Show what is running, searchable and queued.

    Exits with code 1 if something that is configured does not answer.
    """
    from papersearch_ingest.work.health import is_healthy, status_json

    found = status_json(settings_of(ctx))
    if as_json:
        print_json(found)
    else:
        print_table(("part", "state"), _rows(found))
    return OK if is_healthy(found) else FAILED


@click.command()
@json_option
@click.pass_context
def doctor(ctx: click.Context, as_json: bool) -> int:
    """Find what is wrong, and the command that fixes it."""
    from papersearch_ingest.work.health import Level, examine

    checks = list(examine(settings_of(ctx)))
    if as_json:
        print_json({"checks": [check._asdict() | {"level": str(check.level)} for check in checks]})
    for check in [] if as_json else checks:
        click.echo(f"{check.level:<8} {check.name}: {check.detail}")
        if check.mend:
            click.echo(f"{'':<8} -> {check.mend}")
    return FAILED if any(check.level == Level.BROKEN for check in checks) else OK


def _rows(status: dict[str, Any]) -> Iterator[tuple[str, object]]:
    """What `status` shows of its JSON; "-" stands for what is not known."""
    for name in ("engine", "store", "broker"):
        part = status[name]
        answer = "is OK" if part and part["ok"] else part and part["error"]
        yield name, f"{part['url']} {answer}" if part else "none: work is done in process"
    yield "index", status["generation"]
    yield "needs re-index", _YES_OR_NO[status["reindex_needed"]]
    figures = (("papers", "papers"), ("queued", "pending"), ("in progress", "leased"), ("rejects", "rejects"))
    yield from ((label, status[name] if status[name] is None else f"{status[name]:,}") for label, name in figures)
    yield "index is behind by", status["lag_s"] if status["lag_s"] is None else duration_text(status["lag_s"])
    if drift := status["drift"]:
        yield (
            "last verification",
            f"{drift.papers:,} of {drift.compared:,} papers differed, {drift.repaired:,} repaired",
        )
    for each in status["workers"]:
        yield (
            "worker",
            f"{each['id']} {'is running' if each['alive'] else 'does not answer'}: {each['doing'] or 'idle'}",
        )
