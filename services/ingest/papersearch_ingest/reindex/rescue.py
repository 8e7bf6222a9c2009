"""Replace a live index that is missing or damaged, without anybody's asking."""

import logging

from papersearch.engine import Engine
from papersearch.operations.probes import live_fault
from papersearch.store import Parts, Store
from papersearch.store.generations import Generation, GenerationState
from papersearch_ingest.indexing.first_generation import replace_live_generation
from papersearch_ingest.indexing.queue import Drain, drain_queue
from papersearch_ingest.reindex.promotion import Prove, no_lease_needed, promote
from papersearch_ingest.reindex.verification import verify

log = logging.getLogger(__name__)


def rescue_live_index(store: Store, engine: Engine, drain: Drain, prove: Prove = no_lease_needed) -> bool:
    """Put something in the place of a live index that is lost; True if it was.

    That is the newest retired generation that verification finds equal to the store, else an empty generation, for
    which every paper is queued. An index that only lost its alias gets it back. Raises EngineUnavailableError while the
    engine does not answer: what is away may come back as it was.
    """
    live, fault = store.generations.live(), live_fault(store, engine)
    if live is None or fault is None:
        return False
    if not fault.is_lost:
        return _give_back_alias(store, engine, live, prove)
    log.error("the live index %s is lost: %s", live.name, fault.detail)
    stand_in = next((one for one in _retired(store) if _is_equal(store, engine, drain, one)), None)
    if stand_in is None:
        replace_live_generation(store, engine, live.name)
        log.warning("a new index takes the place of %s; every paper is queued for it", live.name)
        return True

    def give_up(inside: Parts) -> None:
        inside.generations.set_state(live.name, GenerationState.FAILED)

    promote(store, engine, stand_in.name, prove, give_up)
    log.warning("%s, which holds the same papers, takes the place of %s", stand_in.name, live.name)
    return True


def _give_back_alias(store: Store, engine: Engine, live: Generation, prove: Prove) -> bool:
    """Let the live generation of the store answer searches again, if nothing else is wrong with it."""
    if engine.live() is not None or engine.fault(live.name) is not None:
        return False
    promote(store, engine, live.name, prove)
    log.warning("no index answered searches: %s does so again", live.name)
    return True


def _retired(store: Store) -> list[Generation]:
    """The generations that were live before and still take every write, the newest first."""
    found = [one for one in store.generations.all() if one.state == GenerationState.RETIRED]
    return sorted(found, key=lambda one: (one.retired_at or one.created_at, one.name), reverse=True)


def _is_equal(store: Store, engine: Engine, drain: Drain, generation: Generation) -> bool:
    """Whether a generation is whole, of today's schema, and holds what the store says."""
    if generation.schema_hash != engine.schema_hash() or engine.fault(generation.name, is_thorough=True) is not None:
        return False
    drain_queue(store, drain, generation.name, lambda: None)
    return verify(store, engine, generation.name).is_equal
