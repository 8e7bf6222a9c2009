"""`papersearch serve`."""

import click

from papersearch.process.cli import settings_of


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option(
    "--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="Port; 0 for any free one."
)
@click.option("--threads", type=click.IntRange(1, 64), default=8, show_default=True, help="Requests at a time.")
@click.option("--check-port", is_flag=True, help="Check whether the port is free, and exit.")
@click.option("--hint", is_flag=True, help="Also print a sample query.")
@click.pass_context
def serve(ctx: click.Context, host: str, port: int, threads: int, *, check_port: bool, hint: bool) -> None:
    """Serve the web pages and the API until Ctrl-C.

    Without a broker this also runs one `papersearch worker`, which processes what the API accepts.
    """
    from papersearch_api.commands.server import claim_port, run_server

    if check_port:
        claim_port(host, port).close()
        return
    run_server(settings_of(ctx), host, port, threads=threads, with_hint=hint)
