"""`papersearch serve`."""

import os

import click

from papersearch.process.cli import settings_of
from papersearch.settings import Settings

MOST_PROCESSES = 4


def usual_processes() -> int:
    """One for each processor that this program may use; four serve what a lab asks for."""
    return min(len(os.sched_getaffinity(0)), MOST_PROCESSES)


@click.command()
@click.option(
    "--host", envvar="PAPERSEARCH_WEB_HOST", default="127.0.0.1", show_default=True, help="Address to listen on."
)
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    envvar="PAPERSEARCH_WEB_PORT",
    default=8000,
    show_default=True,
    help="Port; 0 for any free one.",
)
@click.option(
    "--processes",
    type=click.IntRange(1, 64),
    envvar="PAPERSEARCH_WEB_PROCESSES",
    default=usual_processes,
    help="Processes that serve; by default one for each processor, four at most.",
)
@click.option(
    "--threads",
    type=click.IntRange(1, 64),
    envvar="PAPERSEARCH_WEB_THREADS",
    default=8,
    show_default=True,
    help="Requests that a process handles at the same time.",
)
@click.option("--check-port", is_flag=True, help="Check whether the port is free, and exit.")
@click.option("--hint", is_flag=True, help="Also print a sample query.")
@click.option(
    "--socket", "descriptor", type=int, hidden=True, help="Serve this open socket; how the parent starts a process."
)
@click.pass_context
def serve(
    ctx: click.Context,
    host: str,
    port: int,
    processes: int,
    threads: int,
    descriptor: int | None,
    *,
    check_port: bool,
    hint: bool,
) -> None:
    """Serve the web pages and the API until Ctrl-C.

    Without a broker this also runs one `papersearch worker`, which processes what the API accepts.
    """
    if descriptor is not None:
        from papersearch_api.serving.child import run_child

        run_child(settings_of(ctx), descriptor, threads=threads)
        return
    from papersearch_api.serving.parent import claim_port, run_server

    _check_site(settings_of(ctx))
    if check_port:
        claim_port(host, port).close()
        return
    run_server(settings_of(ctx), host, port, processes=processes, threads=threads, with_hint=hint)


def _check_site(settings: Settings) -> None:
    """Refuse settings of the site that its processes could not use, before any of them starts."""
    from papersearch_api.pages.site import read_site
    from papersearch_api.url_prefix import read_prefix

    try:
        read_prefix(settings.url_prefix)
        read_site(settings)
    except ValueError as error:
        raise click.ClickException(str(error)) from None
