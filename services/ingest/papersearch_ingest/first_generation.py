"""The generation that is live before there was ever a re-index."""

from collections.abc import Iterable, Iterator
from contextlib import suppress

from papersearch.engine import Engine
from papersearch.errors import ConflictError
from papersearch.store import Store
from papersearch.store.generations import GenerationState


def ensure_live_generation(store: Store, engine: Engine) -> str:
    """The name of the live generation; the first one is made and promoted here.

    If the engine has lost its index, a new one takes its place and every paper is queued for it. May be called by
    several processes at once.
    """
    live = store.generations.live()
    if live is not None and engine.live() is not None:
        return live.name
    stored = {one.name for one in store.generations.all()}
    built = {one.name for one in engine.generations()}
    prefix = store.settings.index_prefix
    numbers = [int(name.rpartition("-")[2]) for name in stored | built if name.startswith(f"{prefix}-")]
    name = max(built - stored, default=None) or f"{prefix}-{max(numbers, default=0) + 1:06d}"
    with suppress(ConflictError):  # left by a crash between the two steps, or another process is as far
        engine.create(name)
    engine.promote(name)
    with suppress(ConflictError), store.transaction() as tx:  # a conflict: another process has written it down
        tx.generations.add(name, engine.schema_hash())
        tx.generations.promote(name)
        if live is not None:
            tx.generations.set_state(live.name, GenerationState.FAILED)
        for batch in _versions(tx.papers.versions()):
            tx.index_queue.enqueue_for(name, batch)
    return name


def _versions(everything: Iterable[tuple[str, int, bool]], size: int = 5000) -> Iterator[dict[str, int]]:
    batch: dict[str, int] = {}
    for paper, version, is_deleted in everything:
        if not is_deleted:
            batch[paper] = version
        if len(batch) >= size:
            yield batch
            batch = {}
    if batch:
        yield batch
