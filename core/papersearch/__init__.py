"""papersearch: a search engine for research papers. This package is the library that its services share.

What a program needs to search is named here and imported when it is first used:

    from papersearch import SearchService, load_settings, open_engine, open_store, read_params

    settings = load_settings()
    engine, store = open_engine(settings), open_store(settings)
    service = SearchService(engine, store.labels, store.papers)
    for hit in service.search(read_params([("q", "graph networks"), ("year", "2018..")])).hits:
        print(hit.id, hit.body["title"])
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from papersearch.errors import PapersearchError
    from papersearch.paper import Paper
    from papersearch.process.engines import open_engine
    from papersearch.query.parameters import SearchParams, read_params
    from papersearch.record import Record
    from papersearch.search.service import SearchService
    from papersearch.settings import Settings, load_settings
    from papersearch.store import open_store

_MODULES = {
    "Paper": "paper",
    "PapersearchError": "errors",
    "Record": "record",
    "SearchParams": "query.parameters",
    "SearchService": "search.service",
    "Settings": "settings",
    "load_settings": "settings",
    "open_engine": "process.engines",
    "open_store": "store",
    "read_params": "query.parameters",
}
"""Public name -> the module that defines it. `import papersearch` itself stays cheap (PEP 562)."""

__all__ = [
    "Paper",
    "PapersearchError",
    "Record",
    "SearchParams",
    "SearchService",
    "Settings",
    "load_settings",
    "open_engine",
    "open_store",
    "read_params",
]


if not TYPE_CHECKING:  # so that a type checker finds a name that does not exist

    def __getattr__(name: str) -> Any:
        if name not in _MODULES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        return getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
