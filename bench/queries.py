"""What a reader waits for on the embedded engine with the whole ACL Anthology; prints a table of milliseconds.

    python -m bench.queries [ARCHIVE] [--papers N]

ARCHIVE is `acl-xml.tar.xz`. The first lines are the first questions after opening; the others the median and the
slowest of ten beginnings or queries, after one that warms.
"""

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from bench.corpus import ACL
from papersearch.document import build_document
from papersearch.embedded.engine import EmbeddedEngine
from papersearch.query.parameters import SearchParams
from papersearch.search.service import SearchService
from papersearch.search.values import ValueSearch
from papersearch.settings import Settings
from papersearch.store import open_store
from tests.contract.acl import read_acl

BEGINNINGS = ("neu", "machine tr", "a", "dat", "graph", "sem", "chris", "transl", "em", "lee")
QUERIES = ("neural networks", '"machine translation"', "parsing", "a", "author:manning", "graph OR tree", "semantic",
           "summarization of dialogue", "year:2019 bert", "the")  # fmt: skip
_FACETS = ("venue", "year", "keyword", "author")


def milliseconds(ask: Callable[[], object]) -> float:
    """How long one question takes."""
    started = time.perf_counter()
    ask()
    return (time.perf_counter() - started) * 1000


def main() -> None:
    """Fills an index, asks, prints."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("archive", type=Path, nargs="?", default=ACL)
    parser.add_argument("--papers", type=int, default=0)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        papers = read_acl(given.archive, given.papers or None)
        filling = EmbeddedEngine(home / "index")
        filling.create("papers-000001")
        for start in range(0, len(papers), 10_000):
            filling.apply("papers-000001", [build_document(paper) for paper in papers[start : start + 10_000]])
        filling.promote("papers-000001")
        filling.close()
        store = open_store(Settings(home))
        engine = EmbeddedEngine(home / "index")
        search, values = SearchService(engine, store.labels, store.papers), ValueSearch(engine, store.labels)
        print(f"| {len(papers):,} papers | ms |\n|---|---|")
        first = milliseconds(lambda: search.search(SearchParams(q="parsing")))
        print(f"| first plain search | {first:.1f} |")
        faceted = milliseconds(lambda: search.search(SearchParams(q="tree", facets=_FACETS)))
        print(f"| first faceted search | {faceted:.1f} |")
        print(f"| first suggestion | {milliseconds(lambda: values.suggest('neur', 5)):.1f} |")
        print(f"| first correction | {milliseconds(lambda: search.search(SearchParams(q='trnaslation'))):.1f} |")
        for name, ask, asked in (
            ("suggest", lambda text: values.suggest(text, 5), BEGINNINGS),
            ("search", lambda text: search.search(SearchParams(q=text)), QUERIES),
            ("search, highlights", lambda text: search.search(SearchParams(q=text, highlight=True)), QUERIES),
            (
                "search, highlights, 4 facets",
                lambda text: search.search(SearchParams(q=text, highlight=True, facets=_FACETS)),
                QUERIES,
            ),
        ):
            times = [milliseconds(lambda text=text, ask=ask: ask(text)) for text in asked]
            print(f"| {name}: median, slowest | {statistics.median(times):.1f}, {max(times):.1f} |", flush=True)
        store.close()
        engine.close()


if __name__ == "__main__":
    main()
