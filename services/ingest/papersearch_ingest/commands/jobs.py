"""`papersearch jobs`: list long operations, show one, change its pace, cancel it."""

from typing import TYPE_CHECKING, Any

import click
import msgspec

from papersearch.process.cli import settings_of
from papersearch.process.output import json_option, print_json, print_listing, print_message, print_table
from papersearch.process.quantities import age_text, duration_text
from papersearch_ingest.commands.reading import opened_existing_store

if TYPE_CHECKING:
    from papersearch.store.jobs import Job


@click.group(invoke_without_command=True)
@click.pass_context
def jobs(ctx: click.Context) -> None:
    """List, show, pace or cancel long operations."""
    if ctx.invoked_subcommand is None:
        ctx.invoke(list_jobs, limit=50, as_json=False)


@jobs.command("list")
@click.option("--limit", type=click.IntRange(1, 1000), default=50, show_default=True, help="Number of jobs.")
@json_option
@click.pass_context
def list_jobs(ctx: click.Context, limit: int, as_json: bool) -> None:
    """List the latest jobs, newest first."""
    from papersearch.operations.job_views import current, job_view

    with opened_existing_store(ctx) as store:
        found, now = [current(store, job) for job in store.jobs.page(limit=limit)], store.clock()
    rows = ((job.id, job.kind, job.state, pace_of(job), age_text(job.created_at, now), job.error) for job in found)
    header = ("id", "type", "state", "progress", "created", "error")
    print_listing([job_view(job) for job in found], header, rows, without="No jobs yet.", as_json=as_json)


@jobs.command("show")
@click.argument("job_id", type=int)
@json_option
@click.pass_context
def show_job(ctx: click.Context, job_id: int, as_json: bool) -> None:
    """Show one job and its progress."""
    from papersearch.operations.job_views import current, job_view

    with opened_existing_store(ctx) as store:
        job, now = current(store, store.jobs.get(job_id)), store.clock()
    if as_json:
        print_json(job_view(job))
        return
    shown = msgspec.to_builtins(job_view(job))
    details = shown.pop("progress")
    shown |= {name: age_text(getattr(job, name), now) for name in ("created_at", "updated_at", "finished_at")}
    shown |= {"progress": pace_of(job)} | {f"progress: {name}": value for name, value in details.items()}
    print_table(("field", "value"), shown.items())


@jobs.command("pace")
@click.argument("job_id", type=int)
@click.option("--throttle", type=click.FloatRange(0.01), metavar="N", help="Index at most N papers a second.")
@click.option("--no-throttle", is_flag=True, help="Index as fast as possible.")
@click.option("--pause/--resume", "is_paused", default=None, help="Pause the job, or resume it.")
@click.option("--go-on", "is_resumed", is_flag=True, hidden=True, help="The former name of --resume.")
@click.pass_context
def pace_job(
    ctx: click.Context, job_id: int, throttle: float | None, no_throttle: bool, is_paused: bool | None, is_resumed: bool
) -> None:
    """Slow down, pause or resume a re-index while it runs."""
    from papersearch.operations.pacing import set_pace
    from papersearch_ingest.work.program import opened_store

    changes: dict[str, Any] = {}
    if throttle is not None or no_throttle:
        changes["throttle"] = throttle
    if is_paused is not None or is_resumed:
        changes["paused"] = bool(is_paused)
    if not changes or (throttle is not None and no_throttle) or (is_paused and is_resumed):
        raise click.UsageError("Give --throttle or --no-throttle, or --pause or --resume.")
    with opened_store(settings_of(ctx)) as store:
        job = set_pace(store, job_id, changes)
    print_message(f"Job {job.id}: {', '.join(f'{name} {value}' for name, value in changes.items())}.")


@jobs.command("cancel")
@click.argument("job_id", type=int)
@click.pass_context
def cancel(ctx: click.Context, job_id: int) -> None:
    """Ask a job to stop.

    A re-index leaves nothing behind. Papers that an ingest has added so far stay.
    """
    from papersearch.operations.job_views import cancel_job
    from papersearch_ingest.work.program import opened_store

    with opened_store(settings_of(ctx)) as store:
        job = cancel_job(store, job_id)
    print_message(f"Job {job.id} is {job.state}.")


def pace_of(job: "Job") -> str | None:
    """`1200/5000, 340 papers/s, 11 s left`, as far as it is known."""
    from papersearch.operations.job_views import progress_json

    progress = progress_json(job)
    done, total = progress.get("done"), progress.get("total")
    rate, left = progress.get("papers_per_s"), progress.get("eta_s")
    if done is None and total is None:
        return None
    parts = [f"{done or 0}/{'?' if total is None else total}"]
    if rate and job.finished_at is None:
        parts.append(f"{rate:g} papers/s")
    if left is not None and job.finished_at is None:
        parts.append(f"{duration_text(left)} left")
    return ", ".join(parts)
