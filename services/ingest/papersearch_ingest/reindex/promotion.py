"""Making a generation live: the engine's alias and what the store says of it change together, and are kept so."""

import logging
from collections.abc import Callable

from papersearch.engine import Engine
from papersearch.errors import ConflictError, NotFoundError
from papersearch.store import Parts, Store
from papersearch.store.generations import GenerationState

log = logging.getLogger(__name__)

Prove = Callable[[Parts], None]
"""Raises LeaseLostError inside a transaction, unless the one who asks may still act."""


def no_lease_needed(_inside: Parts) -> None:
    """Proves nothing: for one who works alone."""


def promote(
    store: Store, engine: Engine, name: str, prove: Prove = no_lease_needed, also: Callable[[Parts], None] | None = None
) -> None:
    """Makes a generation live: the alias is moved and read back, then the store's transaction commits.

    Both happen under the lock of the generations, so that nobody who has lost the lease, and no second swap, comes in
    between. A kill in the middle leaves the alias moved and the store as it was: a re-index finds that and writes it
    down, `restore_alias` moves the alias back after a roll back. `also` writes more in the same transaction.
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
    """Moves the alias to where the store says it is; True when it was elsewhere. Not while a re-index runs.

    Whatever was live takes every write like the one that is, so nothing stale was to be seen.
    """
    if not _differ(store, engine):
        return False
    with store.transaction() as inside:
        inside.generations.lock()
        prove(inside)
        name = _differ(inside, engine)
        if name:
            engine.promote(name)
            log.warning("the index answered from another generation than %s: put right", name)
    return bool(name)


def _differ(parts: Parts, engine: Engine) -> str:
    """The live generation as the store has it, if the engine has it too and answers from another one."""
    live, answering = parts.generations.live(), engine.live()
    if live is None or answering is None or live.name == answering:
        return ""
    return live.name if any(found.name == live.name for found in engine.generations()) else ""


def check_free_space(engine: Engine, factor: float) -> None:
    """Raises ConflictError when the engine has not the space for another generation beside the live one."""
    sizes = [found.size_bytes for found in engine.generations() if found.is_live]
    needed, free = round(max(sizes, default=0) * factor), engine.free_bytes()
    if free < needed:
        raise ConflictError(
            f"The search engine has {free // 2**20} MiB free; a second generation may need {needed // 2**20} MiB."
        )


def previous_generation(store: Store) -> str:
    """The generation that was live before the live one and still takes writes. Raises NotFoundError."""
    retired = [one for one in store.generations.all() if one.state == GenerationState.RETIRED]
    if not retired:
        raise NotFoundError("There is no earlier generation to roll back to.")
    return max(retired, key=lambda one: (one.retired_at or one.created_at, one.name)).name
