"""Operating: health, coverage, generations, jobs, runs and rejects on one page; what changes something needs a key.

The page is as open as the API that says the same. Its buttons are a script's: they send the key that the operator
typed in to the API, and the key stays in that tab.
"""

from collections.abc import Callable, Iterable
from typing import TypeVar

import msgspec
from flask import render_template
from flask.typing import ResponseReturnValue

from papersearch.errors import UnavailableError
from papersearch.job_progress import RunProgress
from papersearch.operations.job_views import current, generation_views, job_view
from papersearch.paper import JsonObject, isoformat
from papersearch.search.coverage import EXPECTED, PARTS, coverage
from papersearch.store.runs import RunSummary
from papersearch_api.links import address
from papersearch_api.pages.results_model import figure
from papersearch_api.pages.structured_data import text_page
from papersearch_api.private_details import file_name, shown_reject
from papersearch_api.services import services

_JOBS = 20
_RUNS = 10
_REJECTS = 20
_VENUES = 20
T = TypeVar("T")


def admin_page() -> ResponseReturnValue:
    """What runs, what is live, what was refused. Parts whose service is away say so, the others stay."""
    pings = {"Search engine": services().engine.ping, "Store": services().store.ping}
    store = services().store
    rejects = _or_none(lambda: store.rejects.page(limit=_REJECTS))
    return render_template(
        "admin.html",
        health=[(name, _answers(ping)) for name, ping in pings.items()],
        coverage=_or_none(lambda: coverage(services().reader, store.labels, _VENUES)),
        parts=PARTS,
        expected=EXPECTED,
        generations=_or_none(lambda: generation_views(store, services().engine)) or [],
        jobs=_or_none(_jobs_and_runs) or [],
        rejects=[shown_reject(each, is_operator=False) for each in rejects or []],
        reject_count=_or_none(store.rejects.count) or 0,
        api_href=address("/api/v1/jobs"),
        json_ld=text_page("Admin"),
    )


def _answers(ping: Callable[[], None]) -> bool:
    try:
        ping()
    except UnavailableError:
        return False
    return True


def _or_none(ask: Callable[[], T]) -> T | None:
    try:
        return ask()
    except UnavailableError:
        return None


def _jobs_and_runs() -> list[JsonObject]:
    """Jobs, and the runs that no job began, as the command line does; the newest first."""
    store = services().store
    jobs = [current(store, job) for job in store.jobs.page(limit=_JOBS)]
    of_jobs = {job.progress.run for job in jobs if isinstance(job.progress, RunProgress)}
    runs = [_run_shown(run) for run in store.runs.summaries(limit=_RUNS) if run.id not in of_jobs]
    shown = [
        {**_shown(msgspec.to_builtins(job_view(job))), "href": address(f"/api/v1/jobs/{job.id}")} for job in jobs
    ] + runs
    return sorted(shown, key=lambda each: str(each["created_at"]), reverse=True)


def _run_shown(run: RunSummary) -> JsonObject:
    """A run in the shape of a job."""
    first = file_name(run.location)
    sources = {"source": first} if run.items == 1 else {"sources": run.items, "first": first}
    return {
        "type": "run",
        "id": run.id,
        "state": "running" if run.open else "failed" if run.failed == run.items else "done",
        "share": (run.items - run.open, run.items) if run.open else None,
        "figures": [*sources.items(), *((name, count) for name, count in run.counts.items() if count)],
        "error": f"{run.failed} of {run.items} sources failed: papersearch report {run.id}" if run.failed else None,
        "created_at": isoformat(run.created_at),
        "href": None,
    }


def _shown(job: JsonObject) -> JsonObject:
    """The job with its progress as a share, where that is known, and its other figures as words."""
    progress = job["progress"]
    done, total = progress.get("done"), progress.get("total")
    has_share = isinstance(done, int) and isinstance(total, int) and total > 0
    rest = {name: value for name, value in progress.items() if not (has_share and name in {"done", "total"})}
    figures = [*([("done", f"{figure(done)} of {figure(total)}")] if has_share else []), *_figures(rest.items())]
    return {**job, "share": (done, total) if has_share else None, "figures": figures}


def _figures(items: Iterable[tuple[str, object]]) -> Iterable[tuple[str, object]]:
    return ((name.replace("_", " "), value) for name, value in items
            if isinstance(value, int | float | str) and not isinstance(value, bool) and value != "")  # fmt: skip
