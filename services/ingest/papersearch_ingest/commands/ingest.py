"""`papersearch ingest`."""

import sys
from time import monotonic
from typing import TYPE_CHECKING

import click

from papersearch.process.cli import FAILED, OK, settings_of
from papersearch.work_items import IngestOptions
from papersearch_ingest.commands.output import Progress, json_option, note, print_json

if TYPE_CHECKING:
    from papersearch.store.runs import Run
    from papersearch_ingest.sources.submission import FetchUrl, RunReport
    from papersearch_ingest.work.program import Program

PATIENCE_S = 120.0


@click.command()
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE...")
@click.option("--parser", metavar="NAME", help="Read the sources with this parser instead of finding one.")
@click.option("--venue", metavar="V", help="The venue, where the sources name none or another.")
@click.option("--year", type=click.IntRange(1000, 2999), metavar="Y", help="The year, likewise.")
@click.option("--replace", is_flag=True, help="Delete papers that these sources no longer hold.")
@click.option("--strict", is_flag=True, help="Exit 1 when a record is rejected.")
@click.option("--no-wait", is_flag=True, help="Return when the sources are kept; workers do the rest.")
@click.option("--timeout", "timeout_s", type=click.FloatRange(0), metavar="S",
              help="Give up after so long without anybody doing the work.")  # fmt: skip
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
    """Take in papers from files, folders (with all that is below them), `-` (stdin) and http(s) addresses.

    Returns when the papers are searchable. What is ingested again changes nothing. Files of a folder that are no
    source are skipped; a source that was named and cannot be read is an error, and the others still go in. Addresses
    are fetched from the hosts that PAPERSEARCH_ALLOWED_HOSTS lists.
    """
    from papersearch_ingest.children.parser_process import LimitedParser

    started = monotonic()
    if parser is not None:
        _check_parser(parser)
    settings, limited = settings_of(ctx), LimitedParser()
    if settings.broker_url is None and not no_wait:
        limited.warm_up()  # it gets ready while this program does

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
    if as_json:
        print_json(report.to_json())
    else:
        _tell(report, is_waiting=no_wait)
    is_bad = bool(report.failed) or (strict and report.rejected > 0)
    return FAILED if is_bad else OK


def _check_parser(name: str) -> None:
    from papersearch_ingest.parsers.registry import BY_NAME

    if name not in BY_NAME:
        raise click.BadParameter(f"there is no parser {name!r}; there are {', '.join(BY_NAME)}.", param_hint="--parser")


def _fetch_url(program: "Program", sources: tuple[str, ...]) -> "FetchUrl | None":
    """What fetches addresses, if there are any. Raises AddressRefusedError before the first is fetched."""
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
        else:
            wait_for_run(program.store, run, timeout_s=timeout_s or PATIENCE_S, on_progress=show)
            program.engine.refresh(program.engine.live_generation())  # workers leave that to the engine's own rhythm


def _tell(report: "RunReport", *, is_waiting: bool) -> None:
    for source in report.failed:
        note(f"papersearch: {source['error'] or source['source']}")
    for source in report.sources:
        if source["state"] == "done" and source["error"]:
            note(f"papersearch: {source['source']}: {source['error']}")
    if is_waiting:
        note(f"Run {report.run}: {len(report.sources)} sources are kept. A worker reads them: papersearch status")
        return
    outcomes = ("added", "updated", "merged", "unchanged", "rejected")
    parts = [f"{getattr(report, name)} {name}" for name in outcomes if getattr(report, name)]
    line = f"{report.records} records: {', '.join(parts)}" if parts else "No records."
    skipped = f"; {report.skipped} files skipped" if report.skipped else ""
    click.echo(f"{line}{skipped} ({report.seconds:.1f} s)")
    if report.rejected:
        note("See why: papersearch rejects list")
