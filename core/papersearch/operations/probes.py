"""Whether searches and writes would work now: what `readyz`, `doctor` and the sweep of the workers look at."""

from papersearch.engine import Engine, Fault
from papersearch.store import Parts


def live_fault(store: Parts, engine: Engine, *, is_thorough: bool = False) -> Fault | None:
    """What keeps the live generation from being searched; None for nothing, also before the first one.

    Raises EngineUnavailableError and StoreUnavailableError.
    """
    live = store.generations.live()
    if live is None:
        return None
    found = engine.fault(live.name, is_thorough=is_thorough)
    if found is None and engine.live() is None:
        return Fault(is_lost=False, detail="no index answers searches")
    return found


def live_write_block(store: Parts, engine: Engine) -> str | None:
    """Why the live generation takes no writes; None when it takes them, or when there is none that could."""
    live = store.generations.live()
    if live is None or engine.live() is None:
        return None
    return engine.write_block(live.name)
