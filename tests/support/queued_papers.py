"""Papers that are stored and wait for the index."""

from papersearch.engine import Engine
from papersearch.paper import Paper
from papersearch.store import Store
from papersearch_ingest.indexing.first_generation import ensure_live_generation


def put(store: Store, engine: Engine, *names: str) -> int:
    """A new paper `p_NAME` for each name, queued for the live generation; how many they are."""
    ensure_live_generation(store, engine)
    with store.transaction() as tx:
        written = tx.papers.put_many([Paper(id=f"p_{name}", title=name) for name in names])
        tx.index_queue.enqueue({each.paper.id: each.paper.version for each in written})
    return len(names)
