"""Elasticsearch that answers 429, 400, 413, half a JSON document or nothing at all: only what it refuses is rejected.

Goes red when `bulk._report` takes every item of a bulk answer for written, and when a rejected item is tried again.
"""

import time
from contextlib import closing
from dataclasses import replace

from papersearch.errors import EngineUnavailableError
from papersearch.process.engines import open_engine
from papersearch.settings import Settings
from papersearch.store import open_store
from papersearch_ingest.indexing.first_generation import ensure_live_generation
from papersearch_ingest.indexing.queue import index_batch
from tests.faults.bulk_faults import is_refused, spoiled
from tests.faults.corpus import paper
from tests.faults.figures import Figures
from tests.faults.writing import indexed, put, stored

MOST_BATCHES = 1_000


def test_exactly_what_the_engine_refuses_is_rejected(servers: Settings, is_full: bool, figures: Figures) -> None:
    papers = 5_000 if is_full else 400
    with spoiled(servers.engine_url) as (url, spoiler), closing(open_store(servers)) as store:
        settings = replace(servers, engine_url=url)
        with closing(open_engine(settings)) as engine, closing(open_engine(servers)) as honest:
            name = ensure_live_generation(store, honest)
            put(store, range(papers))
            outages = batches = 0
            while store.index_queue.pending(name):
                spoiler.told.clear()
                try:
                    tried = index_batch(store, engine, name, "test", limit=200).leased
                    assert store.index_queue.waiting(name, spoiler.told) == set()
                except EngineUnavailableError:
                    outages, tried = outages + 1, 1
                batches += tried > 0
                assert batches < MOST_BATCHES, store.index_queue.pending(name)
                time.sleep(0 if tried else 0.05)  # what is tried again waits a little
            honest.refresh(name)
            refused = {paper(number).id for number in range(papers) if is_refused(paper(number).id)}
            rejected = {row.paper for row in store.rejects.page(limit=papers)}
            found = indexed(honest)
            assert rejected == refused
            assert found == {name: version for name, version in stored(store).items() if name not in refused}
            for fault in ("429", "429 item", "400 item", "413", "cut", "drop before", "drop after"):
                assert spoiler.done[fault] > 0, fault
    figures.add("bulk answers of every bad kind", papers=papers, refused=len(refused), rejected=len(rejected),
                faults=spoiler.done.total(), outages=outages, lost=0)  # fmt: skip
