"""`papersearch ingest`."""

import sys
from time import monotonic
from typing import TYPE_CHECKING

import click

from papersearch.process.cli import FAILED, OK, settings_of
from papersearch.process.output import Progress, json_option, print_json, print_message
from papersearch.process.quantities import count_text, duration_text
from papersearch_ingest.commands.run_reports import outcome_text, print_failures, print_names, short_path

if TYPE_CHECKING:
    from papersearch.store import Store
    from papersearch.store.runs import Run
    from papersearch_ingest.sources.submission import FetchUrl, RunReport
    from papersearch_ingest.work.program import Program

PATIENCE_S = 120.0
_MANY_RECORDS = 5_000


@click.command()
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE...")
@click.option("--parser", metavar="NAME", help="Parser to use instead of detecting one.")
@click.option("--venue", metavar="V", help="Venue to use if the source gives none or another.")
@click.option("--year", type=click.IntRange(1000, 2999), metavar="Y", help="Year to use if the source gives none.")
@click.option("--replace", is_flag=True, help="Delete papers that these sources no longer contain.")
@click.option("--strict", is_flag=True, help="Exit with code 1 if a record is rejected.")
@click.option("--no-wait", is_flag=True, help="Return when the sources are stored; workers do the rest.")
@click.option("--timeout", "timeout_s", type=click.FloatRange(0), metavar="S",
              help="Give up if no worker makes progress for S seconds.")  # fmt: skip
@json_option
@click.pass_context
def ingest(
    ctx: click.Context,
    sources: tuple[str, ...],
    parser: str | None,
    venue: str | None,
    year: int | None,
    replace: bool,
    strict: bool,
    no_wait: bool,
    timeout_s: float | None,
    as_json: bool,
) -> int:
    """Add papers from files, folders, URLs or stdin.

    A folder is read with all its subfolders; `-` is stdin. Returns when the papers are searchable. Ingesting a source
    again changes nothing. Files in a folder that are not sources are skipped. A source that you name and that cannot be
    read is an error, but the others are still ingested. URLs are fetched from the hosts in PAPERSEARCH_ALLOWED_HOSTS.
    """
    from papersearch_ingest.children.parser_process import LimitedParser

    started = monotonic()
    if parser is not None:
        _check_parser(parser)
    settings, limited = settings_of(ctx), LimitedParser()
    if settings.broker_url is None and not no_wait:
        limited.warm_up()  # it gets ready while this program does

    from papersearch.work_items import IngestOptions
    from papersearch_ingest.sources.submission import report_run, submit
    from papersearch_ingest.work.program import opened_program

    options = IngestOptions(parser=parser, venue=venue, year=year, replace=replace)
    with opened_program(settings, limited) as program:
        stdin = sys.stdin.buffer if "-" in sources else None
        run = submit(program.store, sources, options, stdin=stdin, fetch_url=_fetch_url(program, sources))
        program.hints.items(item.id for item in program.store.runs.get(run).items)
        if not no_wait:
            _wait(program, run, timeout_s)
        report = report_run(program.store, run, monotonic() - started)
        skipped = _skipped_files(program.store, run) if report.skipped and not as_json else []
    if as_json:
        print_json(report.to_json())
    elif no_wait:
        print_message(f"Run {report.run}: {count_text(len(report.sources), 'source')} stored; a worker will read them.")
        print_message("See how far it is: papersearch status")
    else:
        _print_report(report, skipped)
    return FAILED if report.failed or (strict and report.rejected) else OK


def _check_parser(name: str) -> None:
    from papersearch_ingest.parsers.registry import BY_NAME

    if name not in BY_NAME:
        raise click.BadParameter(
            f"Unknown parser {name!r}. Known parsers: {', '.join(BY_NAME)}.", param_hint="--parser"
        )


def _fetch_url(program: "Program", sources: tuple[str, ...]) -> "FetchUrl | None":
    """What fetches URLs, if there are any. Raises AddressRefusedError before the first is fetched."""
    urls = [source for source in sources if "://" in source]
    if not urls:
        return None
    from papersearch_ingest.sources.fetching import fetcher

    chosen = fetcher(program.settings)
    for url in urls:
        chosen.check(url)
    return chosen.fetch


def _wait(program: "Program", run: int, timeout_s: float | None) -> None:
    from papersearch_ingest.work.waiting import wait_for_run, work_on_run

    with Progress("sources") as bar:

        def show(now: "Run") -> None:
            done = sum(item.finished_at is not None for item in now.items)
            bar.show(done, len(now.items), f"{now.records} records")

        if program.works_here:
            work_on_run(program, run, timeout_s=timeout_s, on_progress=show)
            _prepare_facets(program, run)
        else:
            wait_for_run(program.store, run, timeout_s=timeout_s or PATIENCE_S, on_progress=show)
            program.engine.refresh(program.engine.live_generation())  # workers leave that to the engine's own rhythm


def _prepare_facets(program: "Program", run: int) -> None:
    """After many papers let this process, which ends soon, read what facets need, and keep it for the next server."""
    from papersearch.query.nodes import Everything
    from papersearch.query.request import FacetSpec

    if program.settings.is_embedded and program.store.runs.get(run).records >= _MANY_RECORDS:
        program.engine.facet(FacetSpec("year", size=1), Everything())


def _skipped_files(store: "Store", run: int) -> list[str]:
    from papersearch.store.ledger import ItemState

    return [item.location for item in store.runs.get(run).items if item.state == ItemState.SKIPPED]


def _print_report(report: "RunReport", skipped: list[str]) -> None:
    read = [source for source in report.sources if source["state"] == "done"]
    lines = [
        f"{short_path(each['source'])}: {count_text(each['records'], 'record')} ({each['parser']})" for each in read
    ]
    print_names("Read:", lines)
    print_names("Skipped, not a source:", list(map(short_path, skipped)))
    print_failures(report)
    for source in read:
        if source["error"]:
            print_message(f"papersearch: {source['source']}: {source['error']}")
    files = f"; {count_text(report.skipped, 'file')} skipped" if report.skipped else ""
    click.echo(f"{outcome_text(report, without='No records.')}{files} ({duration_text(report.seconds)})")
    if report.rejected:
        print_message("See why records were rejected: papersearch rejects list")
