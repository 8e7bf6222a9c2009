"""`papersearch delete`, `merge` and `split`: decisions of a person about papers."""

import click

from papersearch.process.cli import settings_of
from papersearch.process.output import json_option, print_answer
from papersearch.process.quantities import count_text


@click.command()
@click.argument("ids", nargs=-1, required=True, metavar="ID...")
@json_option
@click.pass_context
def delete(ctx: click.Context, ids: tuple[str, ...], as_json: bool) -> None:
    """Delete papers. Ingesting their source again brings them back."""
    from papersearch_ingest.papers.curation import delete_papers
    from papersearch_ingest.work.program import opened_program

    with opened_program(settings_of(ctx)) as program:
        deleted = delete_papers(program.store, ids)
        program.publish()
    print_answer({"deleted": deleted}, f"Deleted {count_text(len(deleted), 'paper')}.", as_json=as_json)


@click.command()
@click.argument("first", metavar="ID")
@click.argument("second", metavar="ID")
@json_option
@click.pass_context
def merge(ctx: click.Context, first: str, second: str, as_json: bool) -> None:
    """Merge two papers into one.

    The older id stays, and the other one becomes its alias.
    """
    from papersearch_ingest.papers.curation import merge_papers
    from papersearch_ingest.work.program import opened_program

    with opened_program(settings_of(ctx)) as program:
        kept = merge_papers(program.store, first, second)
        program.publish()
    print_answer({"id": kept}, f"Merged into {kept}. Undo: papersearch split {kept}", as_json=as_json)


@click.command()
@click.argument("paper_id", metavar="ID")
@json_option
@click.pass_context
def split(ctx: click.Context, paper_id: str, as_json: bool) -> None:
    """Undo the merges of a paper.

    The program does not merge its parts again.
    """
    from papersearch_ingest.papers.curation import split_paper
    from papersearch_ingest.work.program import opened_program

    with opened_program(settings_of(ctx)) as program:
        ids = split_paper(program.store, paper_id)
        program.publish()
    print_answer({"ids": ids}, f"Split into {len(ids)} papers: {', '.join(ids)}", as_json=as_json)
