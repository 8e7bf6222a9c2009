"""`papersearch rebuild`."""

import click

from papersearch.process.cli import settings_of
from papersearch.process.output import Progress, first_names, json_option, print_json, print_message
from papersearch.process.quantities import count_text


@click.command()
@json_option
@click.pass_context
def rebuild(ctx: click.Context, as_json: bool) -> int:
    """Build every paper again from its stored records.

    Records that an older version of their parser has read are read again from the bytes that the store keeps. Use it
    after an update and after a change of settings.
    """
    from papersearch_ingest.papers.rebuild import rebuild as rebuild_papers
    from papersearch_ingest.work.program import opened_program
    from papersearch_ingest.work.rereading import read_again

    with opened_program(settings_of(ctx)) as program:
        with Progress("sources") as bar:
            read = read_again(program.store, program.parse, on_progress=lambda done, total: bar.show(done, total, ""))
        with Progress("papers") as bar:
            result = rebuild_papers(program.store, on_progress=lambda done, total: bar.show(done, total, ""))
        program.publish()
    if as_json:
        print_json(result | {"records_read": read.records, "unreadable": read.unreadable})
        return 0
    if read.records:
        click.echo(f"Read {count_text(read.records, 'record')} again.")
    for name in first_names(read.unreadable):
        print_message(f"Cannot be read again: {name}")
    click.echo(f"Rebuilt {count_text(result['papers'], 'paper')} ({result['changed']:,} changed).")
    return 0
