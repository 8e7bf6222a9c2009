"""`papersearch reindex`, `generations`, `rollback` and `verify`."""

from contextlib import closing
from typing import TYPE_CHECKING

import click
from msgspec.structs import astuple

from papersearch.process.cli import FAILED, OK, settings_of
from papersearch.process.output import (
    Progress,
    json_option,
    print_answer,
    print_json,
    print_listing,
    print_message,
    print_table,
)
from papersearch.process.quantities import age_text, size_text
from papersearch_ingest.commands.jobs import pace_of
from papersearch_ingest.commands.reading import opened_existing_store

if TYPE_CHECKING:
    from papersearch.store.jobs import Job


@click.command()
@click.option("--wait", is_flag=True, help="Return when the new index is live.")
@click.option("--repair/--no-repair", default=True, show_default=True, help="Repair differences before the promotion.")
@click.option("--throttle", type=click.FloatRange(0.01), metavar="N", help="Index at most N papers a second.")
@click.option("--timeout", "timeout_s", type=click.FloatRange(0), default=60, show_default=True, metavar="S",
              help="Give up if no worker makes progress for S seconds.")  # fmt: skip
@json_option
@click.pass_context
def reindex(
    ctx: click.Context, wait: bool, repair: bool, throttle: float | None, timeout_s: float, as_json: bool
) -> int:
    """Build a new index, verify it and make it live.

    Searches and writes continue meanwhile. Without a broker this process does the work, so the command always waits.
    """
    from papersearch.operations.job_views import job_view, start_reindex
    from papersearch_ingest.work.program import opened_program
    from papersearch_ingest.work.waiting import wait_for_job

    with opened_program(settings_of(ctx)) as program:
        job: Job = start_reindex(program.store, is_repairing=repair, throttle=throttle)
        if wait or program.settings.broker_url is None:
            with Progress("papers") as bar:
                job = wait_for_job(program, job, timeout_s=timeout_s, on_progress=lambda now: _show(bar, now))
            if program.works_here:
                program.drop_expired()
    print_answer(job_view(job), _sentence(job), as_json=as_json)
    return FAILED if job.error or job.state in {"failed", "cancelled"} else OK


@click.command()
@json_option
@click.pass_context
def generations(ctx: click.Context, as_json: bool) -> None:
    """List the indexes: the live one and those to roll back to."""
    from papersearch.operations.job_views import generation_views
    from papersearch.process.engines import open_engine

    with opened_existing_store(ctx) as store, closing(open_engine(settings_of(ctx))) as engine:
        found, now = generation_views(store, engine), store.clock()
    rows = (
        (
            each.name,
            each.state,
            each.documents,
            size_text(each.size_bytes),
            each.waiting,
            age_text(each.promoted_at, now),
            age_text(each.retired_at, now),
        )
        for each in found
    )
    header = ("name", "state", "papers", "size", "queued", "promoted", "retired")
    print_listing(found, header, rows, without="No index yet. Add papers: papersearch ingest SOURCE", as_json=as_json)


@click.command()
@click.argument("name", required=False)
@json_option
@click.pass_context
def rollback(ctx: click.Context, name: str | None, as_json: bool) -> None:
    """Make the previous index (or NAME) live again.

    It includes every write until now.
    """
    from papersearch_ingest.reindex.steps import rollback as roll_back
    from papersearch_ingest.work.program import opened_program

    with opened_program(settings_of(ctx)) as program:
        live = roll_back(program.store, program.engine, program.drain, name)
    print_answer({"generation": live}, f"{live} is live.", as_json=as_json)


@click.command()
@click.option("--repair", is_flag=True, help="Index the papers that differ again.")
@json_option
@click.pass_context
def verify(ctx: click.Context, repair: bool, as_json: bool) -> int:
    """Compare the live index with the store.

    Compares the id, version and content of every paper. Exits with code 1 if they still differ at the end.
    """
    from papersearch_ingest.reindex.verification import verify_and_repair
    from papersearch_ingest.work.program import opened_program

    with opened_program(settings_of(ctx)) as program:
        program.drain_all()
        live = program.engine.live_generation()
        report, repaired = verify_and_repair(program.store, program.engine, live, program.drain, is_repairing=repair)
    if as_json:
        print_json(report.to_json() | {"repaired": repaired})
    else:
        click.echo(f"{live}: {report.sentence()}" + (f"; {repaired:,} repaired" if repaired else ""))
        print_table(("paper", "difference", "stored", "indexed"), map(astuple, report.findings[:20]))
        if not report.is_equal and not repair:
            print_message("Repair it: papersearch verify --repair")
    return OK if report.is_equal else FAILED


def _show(bar: Progress, job: "Job") -> None:
    from papersearch.operations.job_views import progress_json

    progress = progress_json(job)
    done, total = progress.get("done") or 0, progress.get("total") or 0
    bar.show(done, total, f"{progress.get('state')} {(pace_of(job) or '').partition(', ')[2]}".strip())


def _sentence(job: "Job") -> str:
    from papersearch.operations.job_views import progress_json

    generation = progress_json(job).get("generation") or "the new index"
    if job.error:
        return f"Re-index {job.id} failed: {job.error}"
    if job.finished_at:
        return f"Re-index {job.id}: {generation} is {'live' if job.state == 'done' else job.state}."
    return f"Re-index {job.id} has started. See its progress: papersearch jobs show {job.id}"
