"""`papersearch reindex`, `generations`, `rollback` and `verify`."""

from typing import TYPE_CHECKING

import click
from msgspec.structs import astuple

from papersearch.operations.job_views import generation_views, job_view, progress_json, start_reindex
from papersearch.process.cli import FAILED, OK, settings_of
from papersearch_ingest.commands.jobs import pace_of
from papersearch_ingest.commands.output import Progress, json_option, note, print_json, print_table

if TYPE_CHECKING:
    from papersearch.store.jobs import Job


@click.command()
@click.option("--wait", is_flag=True, help="Return when the new generation is live.")
@click.option("--repair/--no-repair", default=True, show_default=True, help="Mend differences before the promotion.")
@click.option("--throttle", type=click.FloatRange(0.01), help="At most so many papers a second.")
@click.option("--timeout", "timeout_s", type=click.FloatRange(0), default=60, show_default=True,
              help="Seconds to wait for a worker that begins.")  # fmt: skip
@json_option
@click.pass_context
def reindex(
    ctx: click.Context, wait: bool, repair: bool, throttle: float | None, timeout_s: float, as_json: bool
) -> int:
    """Build a new index from the store, check it, and swap it in; searches and writes go on meanwhile.

    Without a broker the work is done here, so the command always waits.
    """
    from papersearch_ingest.work.program import opened_program
    from papersearch_ingest.work.waiting import wait_for_job

    with opened_program(settings_of(ctx)) as program:
        job: Job = start_reindex(program.store, is_repairing=repair, throttle=throttle)
        if wait or program.settings.broker_url is None:
            with Progress("papers") as bar:
                job = wait_for_job(program, job, timeout_s=timeout_s, on_progress=lambda now: _show(bar, now))
            if program.works_here:
                program.drop_expired()
    if as_json:
        print_json(job_view(job))
    else:
        note(_sentence(job))
    return FAILED if job.error or job.state in {"failed", "cancelled"} else OK


@click.command()
@json_option
@click.pass_context
def generations(ctx: click.Context, as_json: bool) -> None:
    """The physical indexes: which is live, which can be rolled back to."""
    from papersearch_ingest.work.program import opened_program

    with opened_program(settings_of(ctx)) as program:
        rows = generation_views(program.store, program.engine)
    if as_json:
        print_json({"meta": {"count": len(rows)}, "results": rows})
        return
    columns = ("name", "state", "documents", "size_bytes", "waiting", "promoted_at", "retired_at")
    print_table(columns, [[getattr(row, column) for column in columns] for row in rows])
    if not rows:
        note("There is no index yet: papersearch ingest SOURCE")


@click.command()
@click.argument("name", required=False)
@json_option
@click.pass_context
def rollback(ctx: click.Context, name: str | None, as_json: bool) -> None:
    """Make the generation before the live one (or NAME) live again, with every write until now."""
    from papersearch_ingest.reindex.steps import rollback as roll_back
    from papersearch_ingest.work.program import opened_program

    with opened_program(settings_of(ctx)) as program:
        live = roll_back(program.store, program.engine, program.drain, name)
    if as_json:
        print_json({"generation": live})
    else:
        note(f"{live} is live.")


@click.command()
@click.option("--repair", is_flag=True, help="Write again what differs.")
@json_option
@click.pass_context
def verify(ctx: click.Context, repair: bool, as_json: bool) -> int:
    """Compare the live index with the store: every id, version and content. Exit 1 when they differ in the end."""
    from papersearch_ingest.reindex.verification import verify_and_repair
    from papersearch_ingest.work.program import opened_program

    with opened_program(settings_of(ctx)) as program:
        program.drain_all()
        live = program.engine.live_generation()
        report, repaired = verify_and_repair(program.store, program.engine, live, program.drain, is_repairing=repair)
    if as_json:
        print_json(report.to_json() | {"repaired": repaired})
    else:
        click.echo(f"{live}: {report.sentence()}" + (f"; {repaired} were repaired" if repaired else ""))
        print_table(("paper", "difference", "stored", "indexed"), map(astuple, report.findings[:20]))
        if not report.is_equal and not repair:
            note("Mend it with: papersearch verify --repair")
    return OK if report.is_equal else FAILED


def _show(bar: Progress, job: "Job") -> None:
    progress = progress_json(job)
    done, total = progress.get("done") or 0, progress.get("total") or 0
    pace = (pace_of(job) or "").partition(", ")[2]
    bar.show(done, total, f"{progress.get('state')} {pace}".strip())


def _sentence(job: "Job") -> str:
    generation = progress_json(job).get("generation") or "the new generation"
    if job.error:
        return f"Re-index {job.id} failed: {job.error}"
    if job.finished_at:
        return f"Re-index {job.id}: {generation} is {'live' if job.state == 'done' else job.state}."
    return f"Re-index {job.id} has started; follow it with: papersearch jobs show {job.id}"
