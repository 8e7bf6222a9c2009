"""`papersearch watch`."""

import signal
from pathlib import Path
from threading import Event
from types import FrameType
from typing import TYPE_CHECKING

import click

from papersearch.process.cli import OK, settings_of
from papersearch.process.output import print_message
from papersearch.process.quantities import count_text, duration_text
from papersearch_ingest.commands.run_reports import outcome_text, print_failures

if TYPE_CHECKING:
    from papersearch_ingest.watch.watcher import Followed


@click.command()
@click.argument("folders", nargs=-1, required=True, metavar="FOLDER...",
                type=click.Path(path_type=Path, exists=True, file_okay=False))  # fmt: skip
@click.option("--venue", metavar="V", help="Venue to use if the source gives none or another.")
@click.option("--year", type=click.IntRange(1000, 2999), metavar="Y", help="Year to use if the source gives none.")
@click.option("--settle", "settle_s", type=click.FloatRange(0, 3600), default=1.0, show_default=True, metavar="S",
              help="Read a file when it has not changed for S seconds.")  # fmt: skip
@click.pass_context
def watch(ctx: click.Context, folders: tuple[Path, ...], venue: str | None, year: int | None, settle_s: float) -> int:
    """Follow folders: papers change with their files.

    First reads what is there and deletes what is gone, then runs until Ctrl-C. A file that is still being written
    waits. Papers that another source holds stay. Needs the extra `watch`.
    """
    from papersearch.work_items import IngestOptions
    from papersearch_ingest.watch.folder_scan import root_of
    from papersearch_ingest.watch.open_files import allow_leases
    from papersearch_ingest.watch.watcher import Watcher
    from papersearch_ingest.work.program import opened_program

    stopping = _stopped_by_signals()
    allow_leases()
    options = IngestOptions(venue=venue, year=year, replace=True)
    with opened_program(settings_of(ctx)) as program:
        watcher = Watcher(program, list(map(root_of, folders)), options, settle_s, print_message)
        watcher.begin()
        print_message(f"Watching {', '.join(map(str, folders))}. Ctrl-C stops.")
        watcher.run(stopping, _tell)
    return OK


def _stopped_by_signals() -> Event:
    """An event that the first SIGINT or SIGTERM sets; the second one interrupts the work."""
    stopping = Event()

    def stop(_signal: int, _frame: FrameType | None) -> None:
        if stopping.is_set():
            raise KeyboardInterrupt
        stopping.set()

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, stop)
    return stopping


def _tell(followed: "Followed") -> None:
    report = followed.report
    files = [count_text(followed.read, "file")] if followed.read else []
    files += [f"{count_text(followed.gone, 'file')} gone"] if followed.gone else []
    outcome = outcome_text(report, without="no records")
    print_message(f"{', '.join(files)}: {outcome} ({duration_text(report.seconds)})")
    print_failures(report)
