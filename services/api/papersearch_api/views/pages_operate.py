"""Operating: health, coverage, generations, jobs and rejects on one page; what changes something needs a key.

The page is as open as the API that says the same. Its buttons are a script's: they send the key that the operator
typed in to the API, and the key stays in that tab.
"""

from collections.abc import Callable, Iterable
from typing import TypeVar

from flask import render_template
from flask.typing import ResponseReturnValue

from papersearch.coverage import EXPECTED, PARTS, Coverage, coverage
from papersearch.errors import UnavailableError
from papersearch.job_views import current, generations_json, job_json, reject_json
from papersearch.paper import JsonObject
from papersearch_api.services import services

_JOBS = 20
_REJECTS = 20
_VENUES = 20
T = TypeVar("T")


def operate_page() -> ResponseReturnValue:
    """What runs, what is live, what was refused. Parts whose service is away say so, the others stay."""
    pings = {"Search engine": services().engine.ping, "Store": services().store.ping}
    store = services().store
    rejects = _or_none(lambda: [reject_json(reject) for reject in store.rejects.page(limit=_REJECTS)])
    return render_template(
        "operate.html",
        health=[(name, _answers(ping)) for name, ping in pings.items()],
        coverage=_or_none(_coverage),
        parts=PARTS,
        expected=EXPECTED,
        generations=_or_none(lambda: generations_json(store, services().engine)) or [],
        jobs=_or_none(lambda: [_shown(job_json(current(store, job))) for job in store.jobs.page(limit=_JOBS)]) or [],
        rejects=rejects or [],
        reject_count=_or_none(store.rejects.count) or 0,
        api_href="/api/v1/jobs",
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


def _coverage() -> Coverage:
    return coverage(services().reader, services().store.labels, _VENUES)


def _shown(job: JsonObject) -> JsonObject:
    """The job with its progress as a share, where that is known, and its other figures as words."""
    progress = job["progress"]
    done, total = progress.get("done"), progress.get("total")
    has_share = isinstance(done, int) and isinstance(total, int) and total > 0
    return {**job, "share": (done, total) if has_share else None, "figures": list(_figures(progress.items()))}


def _figures(items: Iterable[tuple[str, object]]) -> Iterable[tuple[str, object]]:
    return ((name.replace("_", " "), value) for name, value in items
            if isinstance(value, int | float | str) and not isinstance(value, bool) and value != "")  # fmt: skip
