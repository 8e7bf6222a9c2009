"""`papersearch worker`."""

from contextlib import closing

import click

from papersearch.process.cli import FAILED, OK, settings_of
from papersearch.process.logs import configure_logging
from papersearch.settings import Settings


@click.command()
@click.option("--concurrency", type=click.IntRange(1, 64), default=2, show_default=True,
              help="Number of processes that read sources, with a broker.")  # fmt: skip
@click.option("--burst", is_flag=True, help="Exit when the queue is empty; without a broker only.")
@click.option("--check", is_flag=True, help="Check whether a worker of this host is alive, and exit.")
@click.option("--supervised", is_flag=True, hidden=True, help="Exit when stdin ends: the supervisor is gone.")
@click.option("--log-level", type=click.Choice(["debug", "info", "warning", "error"]), default="info",
              show_default=True, help="Least important messages to log.")  # fmt: skip
@click.pass_context
def worker(ctx: click.Context, concurrency: int, burst: bool, check: bool, supervised: bool, log_level: str) -> int:
    """Process queued work.

    With a broker this is a Celery worker, otherwise a loop over the queue in the store.
    """
    from papersearch_ingest.work.worker import run_worker

    settings = settings_of(ctx)
    if check:
        return _check(settings)
    if burst and settings.broker_url:
        raise click.UsageError("--burst works only without a broker.")
    configure_logging(settings, log_level)
    return run_worker(settings, concurrency=concurrency, is_burst=burst, is_supervised=supervised)


def _check(settings: Settings) -> int:
    from papersearch.store import open_existing_store
    from papersearch_ingest.work.presence import has_live_worker_here

    with closing(open_existing_store(settings)) as store:
        if has_live_worker_here(store, settings.silent_after_s):
            return OK
    click.echo(f"No worker of this host has sent a heartbeat within {settings.silent_after_s:g} s.", err=True)
    return FAILED
