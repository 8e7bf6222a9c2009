"""`papersearch rejects`: what could not be taken, why, and trying it again."""

from itertools import islice

import click
import msgspec

from papersearch.process.cli import settings_of
from papersearch_ingest.commands.output import json_option, note, print_json, print_table

_LISTED = 50


@click.group(invoke_without_command=True)
@click.pass_context
def rejects(ctx: click.Context) -> None:
    """Records and documents that could not be taken: list them, show one, try again."""
    if ctx.invoked_subcommand is None:
        ctx.invoke(list_rejects, limit=None, after=0, run=None, as_json=False, form=None)


@rejects.command("list")
@click.option("--limit", type=click.IntRange(1, 1000), help=f"How many; {_LISTED}, or all with --format ndjson.")
@click.option("--run", type=click.IntRange(1), help="Only those of this run.")
@click.option("--after", type=click.IntRange(0), default=0, help="Those with a higher number.")
@json_option
@click.option("--format", "form", type=click.Choice(["ndjson"]), help="Print one reject to a line, with the raw text.")
@click.pass_context
def list_rejects(
    ctx: click.Context, *, limit: int | None, after: int, run: int | None, as_json: bool, form: str | None
) -> None:
    """Rejects in the order of their numbers."""
    from papersearch_ingest.work.program import opened_store

    with opened_store(settings_of(ctx)) as store:
        if form == "ndjson":
            for reject in islice(store.rejects.walk(after=after, run=run), limit):
                click.echo(msgspec.json.encode(reject))
            return
        found, count = store.rejects.page(limit=limit or _LISTED, after=after, run=run), store.rejects.count(run)
    if as_json:
        print_json({"meta": {"count": count}, "results": found})
        return
    print_table(("id", "where", "line", "reason"), [(r.id, r.location, r.line or None, r.reason) for r in found])
    note(f"{len(found)} of {count} rejects." if count else "There are no rejects.")


@rejects.command("show")
@click.argument("reject_id", type=int, metavar="N")
@json_option
@click.pass_context
def show_reject(ctx: click.Context, reject_id: int, as_json: bool) -> None:
    """One reject with the source's own text."""
    from papersearch_ingest.work.program import opened_store

    with opened_store(settings_of(ctx)) as store:
        reject = store.rejects.get(reject_id)
    if as_json:
        print_json(reject)
        return
    click.echo(f"{reject.location}" + (f", line {reject.line}" if reject.line else ""))
    click.echo(reject.reason)
    if reject.raw:
        click.echo(f"\n{reject.raw}")


@rejects.command("replay")
@click.argument("reject_ids", type=int, nargs=-1, metavar="[N]...")
@click.option("--run", type=click.IntRange(1), help="Those of this run.")
@json_option
@click.pass_context
def replay_rejects(ctx: click.Context, reject_ids: tuple[int, ...], *, run: int | None, as_json: bool) -> int:
    """Try these again, or all without a number: the whole source of a record, or the paper of a document."""
    if run is not None and reject_ids:
        raise click.UsageError("Give numbers of rejects or --run, not both.")
    from papersearch_ingest.work.program import opened_program
    from papersearch_ingest.work.replay import replay

    with opened_program(settings_of(ctx)) as program:
        store = program.store.rejects
        chosen = reject_ids if run is None else tuple(reject.id for reject in store.of_run(run))
        nothing = {"replayed": 0, "rejects": store.count(), "run": None}
        result = replay(program, chosen) if chosen or run is None else nothing
    if as_json:
        print_json(result)
    else:
        note(f"{result['replayed']} replayed, {result['rejects']} rejects remain.")
    return 0
