"""`papersearch harvest`."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from time import monotonic
from typing import TYPE_CHECKING, Any

import click

from papersearch.errors import ConflictError
from papersearch.process.cli import FAILED, OK, settings_of
from papersearch.process.output import Progress, json_option, print_json, print_message
from papersearch.process.quantities import count_text, duration_text
from papersearch_ingest.commands.run_reports import outcome_text, print_failures

if TYPE_CHECKING:
    from papersearch.paper import JsonObject
    from papersearch.store.harvests import Harvest
    from papersearch_ingest.harvest.harvester import Harvester
    from papersearch_ingest.sources.submission import RunReport
    from papersearch_ingest.work.program import Program

PATIENCE_S = 120.0
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


def read_since(_ctx: click.Context, _parameter: click.Parameter, value: str | None) -> str | None:
    """Read a day or a time and write it as OAI-PMH does: `2026-11-21` or `2026-11-21T10:00:00Z`."""
    if value is None:
        return None
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        raise click.BadParameter(f"{value!r} is not a date such as 2026-11-21.") from None
    if _DAY.fullmatch(value):
        return value
    return (moment.astimezone(UTC) if moment.tzinfo else moment).strftime("%Y-%m-%dT%H:%M:%SZ")


@click.command()
@click.argument("name", metavar="REPOSITORY")
@click.option(
    "--since", metavar="DATE", callback=read_since, help="Papers that are new or changed since this day or time."
)
@click.option("--set", "set_spec", metavar="S", default=None, help="Only this set of the repository, such as cs.")
@click.option("--limit", type=click.IntRange(1), metavar="N", help="Stop after the page with record N.")
@json_option
@click.pass_context
def harvest(
    ctx: click.Context, name: str, since: str | None, set_spec: str | None, limit: int | None, as_json: bool
) -> int:
    """Add papers from a repository by OAI-PMH, such as arxiv.

    The first harvest fetches everything, a later one what has changed since. A harvest that was interrupted is resumed.
    You can name more repositories in repositories.toml in PAPERSEARCH_HOME.
    """
    from papersearch_ingest.harvest.harvester import Harvester, PacedFetch
    from papersearch_ingest.harvest.progress import HarvestRequest
    from papersearch_ingest.harvest.repositories import repository_named
    from papersearch_ingest.sources.submission import report_run
    from papersearch_ingest.work.program import opened_program

    started = monotonic()
    settings = settings_of(ctx)
    repository = repository_named(name, settings.home)
    wanted = HarvestRequest(repository.set if set_spec is None else set_spec, since)
    with opened_program(settings) as program, _exclusive(program, repository.name) as hold:
        store = program.store
        before = store.harvests.get(repository.name, wanted.set_spec)
        fetch = PacedFetch(repository, settings, last_at=before.updated_at if before else None, now=store.clock())
        harvester = Harvester(store, repository, fetch, hold)
        begun = harvester.start(wanted)
        run = begun.listing.run if begun.listing else 0
        _store_pages(program, harvester, begun, limit)
        report = report_run(store, run, monotonic() - started)
        now = store.harvests.get(repository.name, wanted.set_spec) or begun
    summary = _summary(begun, now, report)
    if as_json:
        print_json(summary)
    else:
        _print_summary(summary, report)
    return FAILED if report.failed else OK


def _store_pages(program: "Program", harvester: "Harvester", begun: "Harvest", limit: int | None) -> None:
    """Store the pages; without a broker each is searchable before the next one is fetched."""
    from papersearch_ingest.work.waiting import wait_for_run, work_on_run

    def show(_run: object) -> None:
        """Nothing: the bar shows the pages."""

    if begun.listing is None:
        return
    run, had = begun.listing.run, begun.listing.records
    if program.works_here and begun.listing.pages:
        work_on_run(program, run, timeout_s=None, on_progress=show)  # what an interrupted harvest left
    with Progress("records") as bar:
        for kept in harvester.pages(begun):
            records = kept.listing.records
            bar.show(records, max(kept.total or 0, records))
            if program.works_here:
                work_on_run(program, run, timeout_s=None, on_progress=show)
            else:
                program.hints.items([kept.item])
            if limit is not None and records - had >= limit:
                break
    if not program.works_here:
        wait_for_run(program.store, run, timeout_s=PATIENCE_S, on_progress=show)
        program.engine.refresh(program.engine.live_generation())


@contextmanager
def _exclusive(program: "Program", name: str) -> Iterator[Any]:
    """Let one process at a time harvest a repository; yields a check that it still may. Raises ConflictError."""
    from papersearch_ingest.work.periodic import PeriodicThread, running
    from papersearch_ingest.work.presence import Presence, new_identity

    presence = Presence(program.store, new_identity())
    lease = f"harvest {name}"

    def hold() -> None:
        if not presence.lead(lease):
            raise ConflictError(f"Another process harvests {name}.", blocking_id=program.store.leadership.owner(lease))

    presence.begin()
    try:
        hold()
        beat = PeriodicThread("harvest", program.settings.heartbeat_interval_s, presence.beat, lambda: None)
        with running([beat]), presence.doing(lease):
            yield hold
    finally:
        presence.leave()


def _summary(begun: "Harvest", now: "Harvest", report: "RunReport") -> "JsonObject":
    """What `harvest --json` prints: the state of the harvest, and the figures of `ingest --json`."""
    listing = now.listing
    return {
        "repository": now.repository,
        "set": now.set_spec or None,
        "since": begun.listing.since if begun.listing else None,
        "until": now.until,
        "complete": listing is None,
        "pages": len(report.sources),
        **report.to_json(),
    }


def _print_summary(summary: "JsonObject", report: "RunReport") -> None:
    print_failures(report)
    line = outcome_text(report, without="Nothing new.")
    click.echo(f"{line} ({count_text(summary['pages'], 'page')}, {duration_text(report.seconds)})")
    if summary["complete"]:
        print_message(f"Complete up to {summary['until'] or 'now'}. The next harvest fetches what is newer.")
    else:
        print_message("There is more. Run the same command again to resume.")
