"""`papersearch jobs`: long operations, how far they are, how to slow one down, and how to stop one."""

from typing import TYPE_CHECKING, Any

import click
import msgspec

from papersearch.operations.job_views import current, job_view, progress_json
from papersearch.paper import isoformat
from papersearch.process.cli import settings_of
from papersearch_ingest.commands.output import json_option, note, print_json, print_table

if TYPE_CHECKING:
    from papersearch.store.jobs import Job


@click.group(invoke_without_command=True)
@click.pass_context
def jobs(ctx: click.Context) -> None:
    """Long operations: list them, show one, slow one down, cancel one."""
    if ctx.invoked_subcommand is None:
        ctx.invoke(list_jobs, limit=50, as_json=False)


@jobs.command("list")
@click.option("--limit", type=click.IntRange(1, 1000), default=50, show_default=True)
@json_option
@click.pass_context
def list_jobs(ctx: click.Context, limit: int, as_json: bool) -> None:
    """The latest jobs, the newest first."""
    from papersearch_ingest.work.program import opened_store

    with opened_store(settings_of(ctx)) as store:
        found = [current(store, job) for job in store.jobs.page(limit=limit)]
    if as_json:
        print_json({"meta": {"count": len(found)}, "results": [job_view(job) for job in found]})
        return
    rows = [(job.id, job.kind, job.state, pace_of(job), isoformat(job.created_at), job.error) for job in found]
    print_table(("id", "type", "state", "done", "created", "error"), rows)
    if not found:
        note("There are no jobs.")


@jobs.command("show")
@click.argument("job_id", type=int)
@json_option
@click.pass_context
def show_job(ctx: click.Context, job_id: int, as_json: bool) -> None:
    """One job with its progress."""
    from papersearch_ingest.work.program import opened_store

    with opened_store(settings_of(ctx)) as store:
        job = current(store, store.jobs.get(job_id))
    if as_json:
        print_json(job_view(job))
    else:
        print_table(("field", "value"), [*msgspec.to_builtins(job_view(job)).items(), ("done", pace_of(job))])


@jobs.command("pace")
@click.argument("job_id", type=int)
@click.option("--throttle", type=click.FloatRange(0.01), help="At most so many papers a second.")
@click.option("--no-throttle", is_flag=True, help="As fast as it goes.")
@click.option("--pause/--go-on", "is_paused", default=None, help="Wait, or go on.")
@click.pass_context
def pace_job(
    ctx: click.Context, job_id: int, throttle: float | None, no_throttle: bool, is_paused: bool | None
) -> None:
    """Slow a re-index down, pause it or let it go on, while it runs."""
    from papersearch.operations.pacing import set_pace
    from papersearch_ingest.work.program import opened_store

    changes: dict[str, Any] = {}
    if throttle is not None or no_throttle:
        changes["throttle"] = throttle
    if is_paused is not None:
        changes["paused"] = is_paused
    if not changes or (throttle is not None and no_throttle):
        raise click.UsageError("Say one of --throttle and --no-throttle, or --pause or --go-on.")
    with opened_store(settings_of(ctx)) as store:
        job = set_pace(store, job_id, changes)
    note(f"Job {job.id}: {', '.join(f'{name} {value}' for name, value in changes.items())}.")


@jobs.command("cancel")
@click.argument("job_id", type=int)
@click.pass_context
def cancel(ctx: click.Context, job_id: int) -> None:
    """Ask a running job to stop. A re-index leaves nothing behind; papers that were taken in stay."""
    from papersearch.operations.job_views import cancel_job
    from papersearch_ingest.work.program import opened_store

    with opened_store(settings_of(ctx)) as store:
        job = cancel_job(store, job_id)
    note(f"Job {job.id} is {job.state}.")


def pace_of(job: "Job") -> str | None:
    """`1200/5000, 340 papers/s, 11 s left`, as far as it can be told."""
    progress = progress_json(job)
    done, total = progress.get("done"), progress.get("total")
    rate, left = progress.get("papers_per_s"), progress.get("eta_s")
    if done is None and total is None:
        return None
    parts = [f"{done or 0}/{'?' if total is None else total}"]
    if rate and job.finished_at is None:
        parts.append(f"{rate:g} papers/s")
    if left is not None and job.finished_at is None:
        parts.append(f"{left} s left")
    return ", ".join(parts)
