"""The generation that is live before there was ever a re-index."""

from collections.abc import Iterable, Iterator
from contextlib import suppress

from papersearch.engine import Engine
from papersearch.errors import ConflictError
from papersearch.store import Parts, Store
from papersearch.store.generations import Generation, GenerationState


def ensure_live_generation(store: Store, engine: Engine) -> str:
    """The name of the live generation; the first one is made and promoted here.

    If the engine has lost its index, a new one takes its place and every paper is queued for it. May be called by
    several processes at once: who finds none looks again under the lock of the generations, so that one makes it.
    """
    live = store.generations.live()
    if live is not None and engine.live() is not None:
        return live.name
    with store.transaction() as inside:
        inside.generations.lock()
        live = inside.generations.live()
        if live is not None and engine.live() is not None:
            return live.name
        return _make_live_generation(inside, engine, live)


def _make_live_generation(inside: Parts, engine: Engine, lost: Generation | None) -> str:
    name = _next_name(inside, engine)
    with suppress(ConflictError):  # left by a crash between the engine's change and the commit
        engine.create(name)
    engine.finish_building(name)  # nothing is loaded in bulk: what is written shows by itself
    engine.promote(name)
    inside.generations.add(name, engine.schema_hash())
    inside.generations.promote(name)
    if lost is not None:
        inside.generations.set_state(lost.name, GenerationState.FAILED)
    for batch in _versions(inside.papers.versions()):
        inside.index_queue.enqueue_for(name, batch)
    return name


def _next_name(inside: Parts, engine: Engine) -> str:
    """One that the engine has built but the store does not know, else a number not used before."""
    prefix = inside.settings.index_prefix
    stored = {one.name for one in inside.generations.all()}
    built = {one.name for one in engine.generations()}
    numbers = [int(name.rpartition("-")[2]) for name in stored | built if name.startswith(f"{prefix}-")]
    return max(built - stored, default=None) or f"{prefix}-{max(numbers, default=0) + 1:06d}"


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
