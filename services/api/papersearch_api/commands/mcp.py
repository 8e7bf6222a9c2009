"""`papersearch mcp`."""

from contextlib import closing

import click

from papersearch.process.cli import settings_of

_SMALLEST, _LARGEST, _USUAL = 500, 50_000, 4_000
"""As in `mcp_server.tools`, here so that `--help` does not import it."""


@click.command()
@click.option("--http", "over_http", is_flag=True, help="Serve HTTP on 127.0.0.1 instead of stdin and stdout.")
@click.option("--port", type=click.IntRange(0, 65535), default=8001, show_default=True, help="With --http: the port.")
@click.option(
    "--max-tokens",
    type=click.IntRange(_SMALLEST, _LARGEST),
    default=_USUAL,
    show_default=True,
    help="Size of an answer unless the call says otherwise.",
)
@click.pass_context
def mcp(ctx: click.Context, port: int, max_tokens: int, *, over_http: bool) -> None:
    """Serve the papers to assistant programs (MCP).

    Speaks the Model Context Protocol; needs the extra `mcp`. An assistant can search and read papers, not change them.
    """
    from papersearch_api.mcp_server.server import run_http, run_stdio
    from papersearch_api.services import build_services

    with closing(build_services(settings_of(ctx))) as services:
        if over_http:
            run_http(services, max_tokens, port)
        else:
            run_stdio(services, max_tokens)
