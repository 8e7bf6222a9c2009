"""Replay rejects, after a parser was corrected or when an engine would accept a document now."""

from collections.abc import Sequence
from typing import Any

from papersearch.operations.intake import replay_rejects
from papersearch_ingest.work.program import Program


def replay(program: Program, reject_ids: Sequence[int] = ()) -> dict[str, Any]:
    """Replay rejects (all without ids), here or by workers.

    Returns `{"replayed", "rejects", "run"}`: how many were replayed, how many remain, and the run or null. Raises
    NotFoundError for an unknown number.
    """
    replayed, run, item_ids = replay_rejects(program.store, reject_ids)
    program.hints.items(item_ids)
    program.publish()
    return {"replayed": replayed, "rejects": program.store.rejects.count(), "run": run}
