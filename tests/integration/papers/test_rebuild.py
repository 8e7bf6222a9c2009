"""Papers made anew from their records."""

import json
from dataclasses import replace

import pytest

from papersearch.errors import ConflictError
from papersearch.job_progress import RebuildProgress
from papersearch.paper import KeywordSource, TldrSource
from papersearch.settings import Settings
from papersearch.store import open_store
from papersearch.store.ledger import NewItem
from papersearch.work_items import IngestRun
from papersearch_ingest.papers.rebuild import rebuild
from papersearch_ingest.sources.expansion import parse_source
from papersearch_ingest.work.pipeline import process_item

ABSTRACT = "Pruned networks are small. We propose spectral pruning of networks, number {n}. It helps everywhere."
TOPICS = ("Lunar agriculture", "Glacier acoustics", "Marsupial migration")
"""Phrases that one paper each has."""


@pytest.fixture
def settings(tmp_path):
    return Settings(home=tmp_path)


@pytest.fixture
def papers(settings, tmp_path):
    source = tmp_path / "papers.jsonl"
    lines = [{"title": f"{TOPICS[n]} by spectral pruning", "abstract": ABSTRACT.format(n=n)} for n in range(3)]
    source.write_text("\n".join(map(json.dumps, [*lines, {"title": "Graphs of trees", "keywords": ["forest"]}])))
    store = open_store(settings)
    with source.open("rb") as stream:
        blob = store.blobs.put(stream)
    store.ledger.submit(IngestRun(), [NewItem(str(source), blob.sha256, blob.size)])
    (lease,) = store.ledger.lease("test")
    process_item(store, lease, parse_source)
    yield store
    store.close()


def all_papers(store):
    return {state.id: state.paper for batch in store.papers.walk() for state in batch}


def test_second_rebuild_changes_nothing(papers):
    rebuild(papers)
    before = all_papers(papers)
    assert rebuild(papers) | {"job": 0} == {"job": 0, "papers": 4, "changed": 0}
    assert all_papers(papers) == before


def test_changed_setting_reaches_stored_papers(papers, settings):
    assert not any(paper.tldr for paper in all_papers(papers).values())
    store = open_store(replace(settings, extract_tldr=True))
    rebuild(store)
    tldrs = [paper.tldr for paper in all_papers(store).values() if paper.abstract]
    assert {tldr.source for tldr in tldrs} == {TldrSource.EXTRACTED}
    store.close()


def test_keywords_are_those_that_ingest_gave(papers):
    before = all_papers(papers)
    by_title = {paper.title: [(k.value, k.source) for k in paper.keywords] for paper in before.values()}
    assert by_title["Graphs of trees"] == [("forest", KeywordSource.AUTHOR)]
    assert ("spectral pruning", KeywordSource.EXTRACTED) in by_title["Glacier acoustics by spectral pruning"]
    assert rebuild(papers)["changed"] == 0
    assert all_papers(papers) == before


def test_one_at_a_time(papers):
    papers.jobs.start(RebuildProgress())
    with pytest.raises(ConflictError):
        rebuild(papers)
