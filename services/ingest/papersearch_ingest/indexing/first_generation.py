"""Create the first live generation, before there was any re-index, and a new one for one that is lost."""

from collections.abc import Iterable, Iterator
from contextlib import suppress

from papersearch.engine import Engine
from papersearch.errors import ConflictError
from papersearch.store import Parts, Store
from papersearch.store.generations import Generation, GenerationState


def ensure_live_generation(store: Store, engine: Engine) -> str:
    """Return the name of the live generation; create and promote the first one if there is none.

    If the engine has lost its index, a new one takes its place and every paper is queued for it. Several processes may
    call this at once: each looks again under the lock of the generations, so that only one creates it.
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


def replace_live_generation(store: Store, engine: Engine, lost: str) -> None:
    """Make an empty generation live in place of one that is lost, and queue every paper for it.

    Papers are found again as they are indexed. Nothing happens if another process has replaced it already.
    """
    with store.transaction() as inside:
        inside.generations.lock()
        live = inside.generations.live()
        if live is not None and live.name == lost:
            _make_live_generation(inside, engine, live)


def _make_live_generation(inside: Parts, engine: Engine, lost: Generation | None) -> str:
    built = {found.name for found in engine.generations()}
    orphans = built - {one.name for one in inside.generations.all()}  # of a crash between the engine and the commit
    name = max(orphans, default=None) or inside.generations.next_name(inside.settings.index_prefix, built)
    with suppress(ConflictError):
        engine.create(name)
    engine.finish_building(name)  # not loaded in bulk, so each write becomes visible without a refresh
    engine.promote(name)
    inside.generations.add(name, engine.schema_hash())
    inside.generations.promote(name)
    if lost is not None:
        inside.generations.set_state(lost.name, GenerationState.FAILED)
    for batch in _versions(inside.papers.versions()):
        inside.index_queue.enqueue_for(name, batch)
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
