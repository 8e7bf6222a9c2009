"""`papersearch rejects`: records that could not be ingested, why, and how to retry them."""

from itertools import islice

import click
import msgspec

from papersearch.process.cli import settings_of
from papersearch.process.output import json_option, print_answer, print_json, print_message, print_table
from papersearch_ingest.commands.reading import opened_existing_store
from papersearch_ingest.commands.run_reports import short_path

_LISTED = 50


@click.group(invoke_without_command=True)
@click.pass_context
def rejects(ctx: click.Context) -> None:
    """List, show or retry records that were rejected."""
    if ctx.invoked_subcommand is None:
        ctx.invoke(list_rejects, limit=None, after=0, run=None, as_json=False, form=None)


@rejects.command("list")
@click.option("--limit", type=click.IntRange(1, 1000), help=f"Number of rejects ({_LISTED}; all with --format ndjson).")
@click.option("--run", type=click.IntRange(1), help="Only rejects of this run.")
@click.option("--after", type=click.IntRange(0), default=0, help="Only rejects with a higher number.")
@json_option
@click.option("--format", "form", type=click.Choice(["ndjson"]), help="Print one reject per line, with its raw text.")
@click.pass_context
def list_rejects(
    ctx: click.Context, *, limit: int | None, after: int, run: int | None, as_json: bool, form: str | None
) -> None:
    """List rejects by number."""
    with opened_existing_store(ctx) as store:
        if form == "ndjson":
            for reject in islice(store.rejects.walk(after=after, run=run), limit):
                click.echo(msgspec.json.encode(reject))
            return
        found, count = store.rejects.page(limit=limit or _LISTED, after=after, run=run), store.rejects.count(run)
    if as_json:
        print_json({"meta": {"count": count}, "results": found})
        return
    rows = [(each.id, short_path(each.location), each.line or None, each.reason) for each in found]
    print_table(("id", "source", "line", "reason"), rows)
    print_message(f"{len(found):,} of {count:,} rejects." if count else "No rejects.")


@rejects.command("show")
@click.argument("reject_id", type=int, metavar="N")
@json_option
@click.pass_context
def show_reject(ctx: click.Context, reject_id: int, as_json: bool) -> None:
    """Show one reject and its raw text."""
    with opened_existing_store(ctx) as store:
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
@click.option("--run", type=click.IntRange(1), help="Retry all rejects of this run.")
@json_option
@click.pass_context
def replay_rejects(ctx: click.Context, reject_ids: tuple[int, ...], *, run: int | None, as_json: bool) -> int:
    """Retry these rejects, or all of them without a number.

    The whole source of a rejected record is read again; the paper of a rejected document is indexed again.
    """
    if run is not None and reject_ids:
        raise click.UsageError("Give numbers of rejects or --run, not both.")
    from papersearch_ingest.work.program import opened_program
    from papersearch_ingest.work.replay import replay

    with opened_program(settings_of(ctx)) as program:
        store = program.store.rejects
        chosen = reject_ids if run is None else tuple(reject.id for reject in store.of_run(run))
        nothing = {"replayed": 0, "rejects": store.count(), "run": None}
        result = replay(program, chosen) if chosen or run is None else nothing
    print_answer(result, f"Retried {result['replayed']:,}; {result['rejects']:,} rejects remain.", as_json=as_json)
    return 0
