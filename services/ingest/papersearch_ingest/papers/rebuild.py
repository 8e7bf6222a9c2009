"""Every paper made anew from its records: after a change of the settings, the precedence or the tag lists.

Nothing is read from a source. Tags of papers without keywords of their authors are chosen with what the whole
collection says (see corpus.py). A paper that comes out as it was keeps its version and is not indexed again.
"""

from collections.abc import Callable, Iterator

from msgspec.structs import replace

from papersearch.job_progress import RebuildProgress
from papersearch.paper import Keyword, KeywordSource, Paper
from papersearch.store import Store
from papersearch.store.jobs import JobState
from papersearch_ingest.papers.assembly import assemble
from papersearch_ingest.papers.corpus_keywords import Corpus, choose_keywords, count_phrases

BATCH_SIZE = 500


def rebuild(store: Store, *, on_progress: Callable[[int, int], None] | None = None) -> dict[str, int]:
    """`{"job", "papers", "changed"}`. May be broken off and started again; a paper written meanwhile stays as written.

    Raises ConflictError while another rebuild runs.
    """
    total = store.papers.count()
    job = store.jobs.start(RebuildProgress(done=0, total=total))
    ended = JobState.FAILED
    done = changed = 0
    try:
        corpus = count_phrases(_papers(store))
        for batch in store.papers.walk(BATCH_SIZE):
            ids = [state.id for state in batch if state.paper is not None]
            with store.transaction(merges=True) as tx:
                made = assemble(tx, ids, adapt=lambda paper: with_corpus_keywords(paper, corpus))
                changed += len(made.written) + len(made.deleted)
            done += len(ids)
            if on_progress:
                on_progress(done, total)
            if store.jobs.adjust(job.id, RebuildProgress(done=done, changed=changed)).state != JobState.RUNNING:
                ended = JobState.CANCELLED
                break
        else:
            ended = JobState.DONE
    finally:
        store.jobs.end(job.id, ended)
    return {"job": job.id, "papers": done, "changed": changed}


def with_corpus_keywords(paper: Paper, corpus: Corpus) -> Paper:
    """The paper with tags that suit the collection; the authors' own keywords stay."""
    if any(keyword.source == KeywordSource.AUTHOR for keyword in paper.keywords):
        return paper
    chosen = choose_keywords(paper.title, paper.abstract, corpus)
    return replace(paper, keywords=tuple(Keyword(value, KeywordSource.EXTRACTED) for value in chosen))


def _papers(store: Store) -> Iterator[Paper]:
    for batch in store.papers.walk(BATCH_SIZE):
        yield from (state.paper for state in batch if state.paper is not None)
