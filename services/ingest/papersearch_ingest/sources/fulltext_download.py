"""Download full texts of known papers: the PDFs that `links.pdf` names, one at a time, from allowed hosts."""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import BinaryIO

import msgspec

from papersearch.errors import NotFoundError, SourceError, UsageError
from papersearch.paper import Paper
from papersearch.store import Store
from papersearch.store.ledger import NewItem
from papersearch.work_items import IngestOptions, Sidecar, SourceItem
from papersearch_ingest.sources.allowed_hosts import AddressRefusedError, AllowedHosts
from papersearch_ingest.sources.fetching import FetchError

INTERVAL_S = 3.0
"""Between two fetches: what arXiv asks of programs."""
SIDECAR_NAME = "paper.json"


@dataclass(frozen=True, slots=True)
class FetchedText:
    """The result of one paper's download: an item of the ledger, or the reason why there is none."""

    paper: str
    url: str
    item: int | None = None
    error: str | None = None


def papers_without_text(
    store: Store, hosts: AllowedHosts, ids: Sequence[str] = (), *, again: bool = False
) -> Iterator[Paper]:
    """Return the papers (all, or these) that have a PDF on an allowed host and no full text yet, in id order.

    A PDF that was fetched before and gave no text is skipped, unless it is to be fetched `again`. Raises NotFoundError
    for an unknown id.
    """
    for batch in _chosen(store, ids) if ids else _all(store):
        wanted = [
            paper
            for paper in batch
            if paper.full_text is None and "pdf" in paper.links and _is_allowed(hosts, paper.links["pdf"])
        ]
        known = set() if again else store.runs.read_locations(paper.links["pdf"] for paper in wanted)
        yield from (paper for paper in wanted if paper.links["pdf"] not in known)


def keep_pdfs(
    store: Store,
    run: int,
    papers: Iterator[Paper],
    fetch: Callable[[str], BinaryIO],
    sleep: Callable[[float], None] = time.sleep,
) -> Iterator[FetchedText]:
    """Fetch each paper's PDF as an item of a run, with the paper's identity as its sidecar file.

    A host that does not answer is not asked again in this run.
    """
    silent: dict[str, str] = {}
    is_first = True
    for paper in papers:
        url = paper.links["pdf"]
        host = url.split("/")[2]
        if host in silent:
            yield FetchedText(paper.id, url, error=silent[host])
            continue
        if not is_first:
            sleep(INTERVAL_S)
        is_first = False
        try:
            with fetch(url) as stream:
                blob = store.blobs.put(stream)
        except (SourceError, UsageError, FetchError) as error:
            if isinstance(error, FetchError):
                silent[host] = str(error)
            yield FetchedText(paper.id, url, error=str(error))
            continue
        sidecar = Sidecar(store.blobs.put(BytesIO(identity_of(paper))).sha256, SIDECAR_NAME)
        source = SourceItem(IngestOptions(parser="pdf"), sidecar=sidecar)
        [item] = store.ledger.extend(run, [NewItem(url, blob.sha256, blob.size, source)])
        yield FetchedText(paper.id, url, item)


def identity_of(paper: Paper) -> bytes:
    """Return what identifies the paper, so that the PDF's record is merged with it, as JSON of our own form."""
    known = {
        "title": paper.title,
        "authors": [{"name": author.name} for author in paper.authors],
        "year": paper.year,
        "ids": dict(paper.ids),
        "links": {"pdf": paper.links["pdf"]},
    }
    return msgspec.json.encode({name: value for name, value in known.items() if value})


def _chosen(store: Store, ids: Sequence[str]) -> Iterator[list[Paper]]:
    for wanted in ids:
        paper = store.papers.find(wanted)
        if paper is None:
            raise NotFoundError(f"There is no paper {wanted}.")
        yield [paper]


def _all(store: Store) -> Iterator[list[Paper]]:
    return ([state.paper for state in batch if state.paper] for batch in store.papers.walk())


def _is_allowed(hosts: AllowedHosts, url: str) -> bool:
    try:
        hosts.target(url)
    except AddressRefusedError:
        return False
    return True
