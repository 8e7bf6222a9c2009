"""`papersearch embed`."""

from contextlib import closing

import click
from msgspec import to_builtins

from papersearch.process.cli import settings_of
from papersearch.process.output import Progress, json_option, print_json
from papersearch.process.quantities import count_text


@click.command()
@click.option("--threads", type=click.IntRange(1, 64), default=1, show_default=True, help="Processor cores to use.")
@json_option
@click.pass_context
def embed(ctx: click.Context, threads: int, as_json: bool) -> int:
    """Compute the vectors that a search by meaning needs.

    Run it after ingesting. It reads the live index, skips papers whose text has a vector already, and can be
    interrupted and started again. It needs the extra `semantic`.
    """
    from papersearch.process.engines import open_engine, open_vectors
    from papersearch.semantic.embedding import embed_papers
    from papersearch.semantic.encoder import MiniLmEncoder

    settings = settings_of(ctx)
    encoder = MiniLmEncoder(threads)
    with closing(open_engine(settings)) as engine, Progress("papers") as bar:
        done = embed_papers(
            engine, open_vectors(settings), encoder, on_progress=lambda n, total: bar.show(n, total, "")
        )
    if as_json:
        print_json(to_builtins(done))
    else:
        click.echo(f"Computed {count_text(done.encoded, 'vector')} for {count_text(done.papers, 'paper')}.")
    return 0
