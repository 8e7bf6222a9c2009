"""Check what is configured, what answers and what is queued: the data of `status` and `doctor`."""

import os
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from enum import StrEnum
from typing import Any, NamedTuple
from urllib.parse import urlsplit, urlunsplit

import msgspec

from papersearch.errors import BrokerUnavailableError, PapersearchError, UnavailableError
from papersearch.operations.figures import store_figures
from papersearch.operations.probes import live_fault, live_write_block
from papersearch.paper import isoformat
from papersearch.process.engines import open_engine
from papersearch.process.quantities import count_text, size_text
from papersearch.settings import Settings
from papersearch.store import Store, open_existing_store
from papersearch.store.workers import Heartbeat

LOW_DISK_BYTES = 1 << 30


class Level(StrEnum):
    """How a check of `doctor` came out."""

    OK = "ok"
    WARNING = "warning"
    BROKEN = "broken"


class Check(NamedTuple):
    """One line of `doctor`: what was checked, the result, and the command that repairs it."""

    name: str
    level: Level
    detail: str
    mend: str = ""


def status_json(settings: Settings) -> dict[str, Any]:
    """Return the whole state as far as it is known; `is_healthy` reads it.

    `{"engine": {"url", "ok", "error"}, "store": ..., "broker": ... or null, "generation", "reindex_needed", "papers",
    "pending", "leased", "rejects", "lag_s", "drift",
    "workers": [{"id", "alive", "doing", "beaten_at", "progressed_at", "done"}]}`;
    what is unknown is null.
    """
    engine_label = settings.engine_url if settings.is_embedded else hide_password(settings.engine_url)
    status: dict[str, Any] = {
        "engine": _part(engine_label, lambda: _ping_engine(settings)),
        "store": _part(hide_password(settings.database_url), lambda: _ping_store(settings)),
        "broker": _part(hide_password(settings.broker_url), lambda: ping_broker(settings))
        if settings.broker_url
        else None,
        "generation": None,
        "reindex_needed": None,
        "papers": None,
        "pending": None,
        "leased": None,
        "rejects": None,
        "lag_s": None,
        "drift": None,
        "workers": [],
    }
    if not status["store"]["ok"]:
        return status
    with closing(open_existing_store(settings)) as store:
        status |= _of_store(store, settings)
        if status["engine"]["ok"]:
            with suppress(UnavailableError):
                status["reindex_needed"] = _is_reindex_needed(settings, store)
    return status


def is_healthy(status: dict[str, Any]) -> bool:
    """Whether everything that is configured answers."""
    return all(status[name] is None or status[name]["ok"] for name in ("engine", "store", "broker"))


def examine(settings: Settings) -> Iterator[Check]:
    """The checks of `doctor`, in the order in which to fix things."""
    yield _check_home(settings)
    status = status_json(settings)
    mends = {
        "store": "start the database, or correct PAPERSEARCH_STORE_URL",
        "engine": "start the engine (`make services`), or correct PAPERSEARCH_ENGINE_URL",
        "broker": "start Redis (`make services`), or unset PAPERSEARCH_BROKER_URL; nothing is lost until then",
    }
    for name, mend in mends.items():
        part = status[name]
        if part is None:
            yield Check(name, Level.OK, "none: work is done in process")
        elif part["ok"]:
            yield Check(name, Level.OK, f"{part['url']} answers")
        else:
            yield Check(name, Level.BROKEN, f"{part['url']}: {part['error']}", mend)
    if status["store"]["ok"] and status["engine"]["ok"]:
        yield from _check_index(settings)
    if status["store"]["ok"]:
        yield from _check_contents(status)


def ping_broker(settings: Settings) -> None:
    """Returns when Redis answers. Raises BrokerUnavailableError."""
    from redis import Redis
    from redis.exceptions import RedisError

    timeout_s = settings.broker_timeout_s
    client = Redis.from_url(settings.broker_url or "", socket_timeout=timeout_s, socket_connect_timeout=timeout_s)
    try:
        client.ping()
    except RedisError as error:
        raise BrokerUnavailableError(f"The broker does not answer: {error}") from error
    finally:
        client.close()


def hide_password(url: str | None) -> str:
    """The address without its password."""
    parts = urlsplit(url or "")
    if not parts.password:
        return url or ""
    return urlunsplit(parts._replace(netloc=parts.netloc.replace(f":{parts.password}@", ":***@")))


def _part(url: str, ping: Callable[[], None]) -> dict[str, Any]:
    try:
        ping()
    except PapersearchError as error:
        return {"url": url, "ok": False, "error": str(error)}
    return {"url": url, "ok": True, "error": None}


def _ping_engine(settings: Settings) -> None:
    with closing(open_engine(settings)) as engine:
        if settings.is_embedded:
            engine.generations()  # an index folder that is empty answers too
        else:
            engine.ping()


def _ping_store(settings: Settings) -> None:
    with closing(open_existing_store(settings)) as store:
        store.ping()


def _of_store(store: Store, settings: Settings) -> dict[str, Any]:
    live = store.generations.live()
    return {
        "generation": live.name if live else None,
        "papers": store.papers.count(),
        **msgspec.structs.asdict(store_figures(store)),
        "workers": [_worker_json(beat, store, settings) for beat in store.heartbeats.all()],
    }


def _worker_json(beat: Heartbeat, store: Store, settings: Settings) -> dict[str, Any]:
    silent_s = (store.clock() - beat.beaten_at).total_seconds()
    return {
        "id": beat.worker,
        "alive": silent_s <= settings.silent_after_s,
        "doing": beat.doing,
        "done": beat.progress,
        "started_at": isoformat(beat.started_at),
        "beaten_at": isoformat(beat.beaten_at),
        "progressed_at": isoformat(beat.progressed_at),
    }


def _is_reindex_needed(settings: Settings, store: Store) -> bool:
    from papersearch_ingest.reindex.steps import reindex_needed

    with closing(open_engine(settings)) as engine:
        return reindex_needed(store, engine)


def _check_home(settings: Settings) -> Check:
    home = settings.home
    existing = next(folder for folder in (home, *home.parents) if folder.exists())
    if not existing.is_dir() or not os.access(existing, os.W_OK):
        return Check(
            "home", Level.BROKEN, f"{home} cannot be written", "set PAPERSEARCH_HOME to a folder that you can write"
        )
    return Check("home", Level.OK, str(home))


def _check_index(settings: Settings) -> Iterator[Check]:
    """Whether the live index can be searched and written, and has room; every byte of it is looked at."""
    with closing(open_existing_store(settings)) as store, closing(open_engine(settings)) as engine:
        live = store.generations.live()
        if live is None:
            return
        try:
            fault = live_fault(store, engine, is_thorough=True)
            blocked = None if fault else live_write_block(store, engine)
            free = engine.free_bytes()
        except UnavailableError as error:
            yield Check("search", Level.BROKEN, f"{live.name}: {error}", "recover the search engine")
            return
    if fault is not None:
        mend = "papersearch worker, which replaces it within seconds" if fault.is_lost else "recover the search engine"
        yield Check("search", Level.BROKEN, f"{live.name}: {fault.detail}", mend)
        return
    yield Check("search", Level.OK, f"{live.name} answers")
    if blocked is None:
        yield Check("writes", Level.OK, f"{live.name} takes writes")
    else:
        yield Check("writes", Level.BROKEN, f"{live.name}: {blocked}", _mend_of_block(blocked))
    if free < LOW_DISK_BYTES:
        level = Level.BROKEN if free < LOW_DISK_BYTES / 8 else Level.WARNING
        yield Check("disk", level, f"{size_text(free)} free", "make room on the disk of the index")
    else:
        yield Check("disk", Level.OK, f"{size_text(free)} free")


def _mend_of_block(blocked: str) -> str:
    if not blocked.startswith("index.blocks."):
        return "make room on the disk, or run as the user who owns the index"
    name = blocked.partition(" ")[0]
    return f"make room on the disks of the search engine, then set {name} of the index to null"


def _check_contents(status: dict[str, Any]) -> Iterator[Check]:
    papers = f"{count_text(status['papers'], 'paper')} in {status['generation']}"
    if status["generation"] is None:
        yield Check("index", Level.WARNING, "no index yet", "papersearch ingest SOURCE")
    elif status["reindex_needed"]:
        yield Check("index", Level.WARNING, f"{papers}, which has an older schema", "papersearch reindex --wait")
    else:
        yield Check("index", Level.OK, papers)
    alive = [worker for worker in status["workers"] if worker["alive"]]
    waiting = status["pending"] + status["leased"]
    if waiting and not alive:
        yield Check("work", Level.BROKEN, f"{waiting} queued, but no worker is running", "papersearch worker")
    elif status["broker"] and not alive:
        yield Check("work", Level.WARNING, "a broker is configured, but no worker is running", "papersearch worker")
    else:
        yield Check("work", Level.OK, f"{waiting} queued, {count_text(len(alive), 'worker')} running")
    if status["rejects"]:
        yield Check("rejects", Level.WARNING, count_text(status["rejects"], "reject"), "papersearch rejects list")
    else:
        yield Check("rejects", Level.OK, "none")
