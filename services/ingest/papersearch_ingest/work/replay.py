"""Rejects tried again: after a parser was corrected, or when an engine would take a document now."""

from collections.abc import Sequence
from typing import Any

from papersearch.operations.intake import replay_rejects
from papersearch_ingest.work.program import Program


def replay(program: Program, reject_ids: Sequence[int] = ()) -> dict[str, Any]:
    """`intake.replay_rejects`, and the work that follows, here or by workers that are told.

    `{"replayed", "rejects", "run"}`: how many were tried, how many are kept afterwards, and the run or null.
    Raises NotFoundError for a number that is none.
    """
    replayed, run, item_ids = replay_rejects(program.store, reject_ids)
    program.hints.items(item_ids)
    program.publish()
    return {"replayed": replayed, "rejects": program.store.rejects.count(), "run": run}
