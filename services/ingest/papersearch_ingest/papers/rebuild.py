"""Build every paper again from its records: after a change of the settings, the precedence or the keyword lists.

No source is read, and a paper comes out as ingest would make it today. One that did not change keeps its version and
is not indexed again.
"""

from collections.abc import Callable

from papersearch.job_progress import RebuildProgress
from papersearch.store import Store
from papersearch.store.jobs import JobState
from papersearch_ingest.papers.assembly import assemble

BATCH_SIZE = 500


def rebuild(store: Store, *, on_progress: Callable[[int, int], None] | None = None) -> dict[str, int]:
    """`{"job", "papers", "changed"}`. May be broken off and started again; a paper written meanwhile stays as written.

    Raises ConflictError while another rebuild runs.
    """
    total = store.papers.count()
    job = store.jobs.start(RebuildProgress(done=0, total=total))
    ended = JobState.FAILED
    done = changed = 0
    try:
        for batch in store.papers.walk(BATCH_SIZE):
            ids = [state.id for state in batch if state.paper is not None]
            with store.transaction(merges=True) as tx:
                made = assemble(tx, ids)
                changed += len(made.written) + len(made.deleted)
            done += len(ids)
            if on_progress:
                on_progress(done, total)
            if store.jobs.adjust(job.id, RebuildProgress(done=done, changed=changed)).state != JobState.RUNNING:
                ended = JobState.CANCELLED
                break
        else:
            ended = JobState.DONE
    finally:
        store.jobs.end(job.id, ended)
    return {"job": job.id, "papers": done, "changed": changed}
