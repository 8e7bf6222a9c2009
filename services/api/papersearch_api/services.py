"""The object graph of the API: what its views work with, made once per application."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from threading import BoundedSemaphore, Lock
from typing import TypeVar, cast

from flask import current_app

from papersearch.engine import Engine, Reader
from papersearch.operations.hints import load_hints
from papersearch.process.engines import open_engine, open_meaning
from papersearch.recently_used import RecentlyUsed
from papersearch.search.empty_corpus import EmptyCorpusReader
from papersearch.search.labels import RememberedLabels
from papersearch.search.lookup import PaperLookup
from papersearch.search.service import SearchService
from papersearch.search.values import ValueSearch
from papersearch.settings import Settings
from papersearch.store import Store, open_store
from papersearch_api.background import Background

T = TypeVar("T")
MOST_WAITING = 4
"""Requests that may wait for their work at a time; half of the threads of a server stay for searches."""
MOST_EXPORTS = 8
"""Exports that a process makes at the same time."""
ANSWERS_KEPT = 128
"""Encoded answers of searches, of some 50 KB each, while the index stays as it is."""
_KEY = "papersearch"


@dataclass(frozen=True, slots=True)
class Services:
    """Everything that a view may ask. `reader`: the engine, but an empty corpus before the first ingest.

    `answers`: by the index's state and the request's parameters.
    """

    settings: Settings
    engine: Engine
    store: Store
    reader: Reader
    search: SearchService
    values: ValueSearch
    lookup: PaperLookup
    background: Background
    waiting_room: BoundedSemaphore
    answers: RecentlyUsed[bytes]
    exports: BoundedSemaphore

    def close(self) -> None:
        """Releases connections and files."""
        self.background.close()
        self.engine.close()
        self.store.close()


def build_services(settings: Settings, store: Store | None = None) -> Services:
    """Open engine and store, unless a store is given, and put the services on them. Neither has to answer yet."""
    engine, store = open_engine(settings), store or open_store(settings)
    reader = EmptyCorpusReader(engine, store.papers)
    labels = RememberedLabels(store.labels)
    return Services(
        settings=settings,
        engine=engine,
        store=store,
        reader=reader,
        search=SearchService(reader, labels, store.papers, _once(partial(open_meaning, settings))),
        values=ValueSearch(reader, labels),
        lookup=PaperLookup(reader, store.papers),
        background=Background(store, load_hints(settings)),
        waiting_room=BoundedSemaphore(MOST_WAITING),
        answers=RecentlyUsed(ANSWERS_KEPT),
        exports=BoundedSemaphore(MOST_EXPORTS),
    )


def _once(make: Callable[[], T]) -> Callable[[], T]:
    """The same thing for every call, made by the first one."""
    lock, kept = Lock(), list[T]()

    def get() -> T:
        with lock:
            if not kept:
                kept.append(make())
        return kept[0]

    return get


def services() -> Services:
    """Those of the application that serves the present request."""
    return cast("Services", current_app.extensions[_KEY])


def attach(extensions: dict[str, object], built: Services) -> None:
    """Puts the services where `services` finds them."""
    extensions[_KEY] = built
