"""`papersearch rebuild`."""

import click

from papersearch.process.cli import settings_of
from papersearch.process.output import Progress, json_option, print_json
from papersearch.process.quantities import count_text


@click.command()
@json_option
@click.pass_context
def rebuild(ctx: click.Context, as_json: bool) -> int:
    """Build every paper again from its stored records.

    No source is read again. Use it after a change of settings, and to extract keywords that suit the whole corpus.
    """
    from papersearch_ingest.papers.rebuild import rebuild as rebuild_papers
    from papersearch_ingest.work.program import opened_program

    with opened_program(settings_of(ctx)) as program:
        with Progress("papers") as bar:
            result = rebuild_papers(program.store, on_progress=lambda done, total: bar.show(done, total, ""))
        program.publish()
    if as_json:
        print_json(result)
    else:
        click.echo(f"Rebuilt {count_text(result['papers'], 'paper')} ({result['changed']:,} changed).")
    return 0
