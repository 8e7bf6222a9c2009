"""Papers written as the API writes them: into the store and the queue of every generation, then acknowledged."""

from collections.abc import Iterable

from papersearch.engine import Engine
from papersearch.store import Store
from papersearch_ingest.indexing.queue import index_batch
from tests.faults.corpus import paper


def put(store: Store, numbers: Iterable[int], edition: int = 1) -> None:
    with store.transaction() as inside:
        written = inside.papers.put_many([paper(number, edition) for number in numbers])
        inside.index_queue.enqueue({each.paper.id: each.paper.version for each in written if each.is_changed})


def delete(store: Store, numbers: Iterable[int]) -> None:
    with store.transaction() as inside:
        inside.index_queue.enqueue(inside.papers.delete_many([paper(number).id for number in numbers]))


def settle(store: Store, engine: Engine) -> None:
    """Sends all that waits, here."""
    for generation in store.generations.taking_writes():
        while index_batch(store, engine, generation.name, "settling").leased:
            pass
        engine.refresh(generation.name)


def stored(store: Store) -> dict[str, int]:
    """Id -> version of the papers that live."""
    return {name: version for name, version, is_deleted in store.papers.versions() if not is_deleted}


def indexed(engine: Engine, generation: str | None = None) -> dict[str, int]:
    """Id -> version in a generation, the live one by default."""
    name = generation or engine.live_generation()
    return {found.id: found.version for found in engine.indexed_versions(name)}
