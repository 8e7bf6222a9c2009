"""Make a generation live: the engine's alias and the store's row change together, and stay consistent."""

import logging
from collections.abc import Callable

from papersearch.engine import Engine
from papersearch.errors import ConflictError, NotFoundError
from papersearch.store import Parts, Store
from papersearch.store.generations import GenerationState

log = logging.getLogger(__name__)

Prove = Callable[[Parts], None]
"""Raises LeaseLostError inside a transaction if the caller's lease is lost."""


def no_lease_needed(_inside: Parts) -> None:
    """Prove nothing: for a caller that needs no lease."""


def promote(
    store: Store, engine: Engine, name: str, prove: Prove = no_lease_needed, also: Callable[[Parts], None] | None = None
) -> None:
    """Make a generation live: the alias is moved and read back, then the store's transaction commits.

    Both happen under the lock of the generations, so that no process without the lease and no second promotion can come
    in between. A kill in the middle leaves the alias moved and the store unchanged: a re-index finds that and updates
    the store, and after a roll back `restore_alias` moves the alias back. `also` writes more in the same transaction.
    """
    with store.transaction() as inside:
        inside.generations.lock()
        prove(inside)
        if inside.generations.get(name).state == GenerationState.FAILED:
            raise ConflictError(f"{name} is not complete and cannot be made live.")
        engine.promote(name)
        inside.generations.promote(name)
        if also is not None:
            also(inside)


def restore_alias(store: Store, engine: Engine, prove: Prove = no_lease_needed) -> bool:
    """Move the alias to the generation that is live in the store; True if it was elsewhere. Not during a re-index.

    The other generation takes every write, too, so no search saw stale papers.
    """
    if not _misplaced_alias(store, engine):
        return False
    with store.transaction() as inside:
        inside.generations.lock()
        prove(inside)
        name = _misplaced_alias(inside, engine)
        if name:
            engine.promote(name)
            log.warning("moved the alias back to %s, the live generation", name)
    return bool(name)


def _misplaced_alias(parts: Parts, engine: Engine) -> str:
    """Return the live generation of the store, if the engine has it too but answers from another one."""
    live, answering = parts.generations.live(), engine.live()
    if live is None or answering is None or live.name == answering:
        return ""
    return live.name if any(found.name == live.name for found in engine.generations()) else ""


def check_free_space(engine: Engine, factor: float) -> None:
    """Raise ConflictError when the engine lacks the space for another generation next to the live one."""
    sizes = [found.size_bytes for found in engine.generations() if found.is_live]
    needed, free = round(max(sizes, default=0) * factor), engine.free_bytes()
    if free < needed:
        raise ConflictError(
            f"Not enough space for a second index: {free // 2**20} MiB are free, {needed // 2**20} MiB may be needed."
        )


def previous_generation(store: Store) -> str:
    """Return the generation that was live before and still takes writes. Raises NotFoundError."""
    retired = [one for one in store.generations.all() if one.state == GenerationState.RETIRED]
    if not retired:
        raise NotFoundError("There is no earlier generation to roll back to.")
    return max(retired, key=lambda one: (one.retired_at or one.created_at, one.name)).name
