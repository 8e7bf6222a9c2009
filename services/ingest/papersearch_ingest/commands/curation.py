"""`papersearch delete`, `merge` and `split`: what a person decides about papers."""

import click

from papersearch.process.cli import settings_of
from papersearch_ingest.commands.output import json_option, note, print_json


@click.command()
@click.argument("ids", nargs=-1, required=True, metavar="ID...")
@json_option
@click.pass_context
def delete(ctx: click.Context, ids: tuple[str, ...], as_json: bool) -> None:
    """Delete papers. A source that is ingested again brings them back."""
    from papersearch_ingest.papers.curation import delete_papers
    from papersearch_ingest.work.program import opened_program

    with opened_program(settings_of(ctx)) as program:
        deleted = delete_papers(program.store, ids)
        program.publish()
    if as_json:
        print_json({"deleted": deleted})
    else:
        note(f"{len(deleted)} deleted.")


@click.command()
@click.argument("first", metavar="ID")
@click.argument("second", metavar="ID")
@json_option
@click.pass_context
def merge(ctx: click.Context, first: str, second: str, as_json: bool) -> None:
    """Make two papers one: the older id lives on, the other becomes its alias."""
    from papersearch_ingest.papers.curation import merge_papers
    from papersearch_ingest.work.program import opened_program

    with opened_program(settings_of(ctx)) as program:
        kept = merge_papers(program.store, first, second)
        program.publish()
    if as_json:
        print_json({"id": kept})
    else:
        note(f"{kept} holds both now. Undo it with: papersearch split {kept}")


@click.command()
@click.argument("paper_id", metavar="ID")
@json_option
@click.pass_context
def split(ctx: click.Context, paper_id: str, as_json: bool) -> None:
    """Undo the merges of a paper; its parts are never merged by the program again."""
    from papersearch_ingest.papers.curation import split_paper
    from papersearch_ingest.work.program import opened_program

    with opened_program(settings_of(ctx)) as program:
        ids = split_paper(program.store, paper_id)
        program.publish()
    if as_json:
        print_json({"ids": ids})
    else:
        note(f"{len(ids)} papers now: {', '.join(ids)}")
