"""Whole texts for papers that are known: the PDFs that `links.pdf` names, fetched one at a time from allowed hosts."""

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
from papersearch_ingest.sources.allowed_hosts import AddressRefusedError, AllowedHosts
from papersearch_ingest.sources.fetching import FetchError

INTERVAL_S = 3.0
"""Between two fetches: what arXiv asks of programs."""
BESIDE_NAME = "paper.json"


@dataclass(frozen=True, slots=True)
class FetchedText:
    """What came of one paper's PDF: an item of the ledger, or the reason why there is none."""

    paper: str
    url: str
    item: int | None = None
    error: str | None = None


def papers_without_text(
    store: Store, hosts: AllowedHosts, ids: Sequence[str] = (), *, again: bool = False
) -> Iterator[Paper]:
    """The papers (all, or these) that have a PDF on an allowed host and no whole text yet, in id order.

    A PDF that was fetched before and gave no text is left alone, unless it is to be fetched `again`. Raises
    NotFoundError for an id that is not there.
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
    """Fetches and keeps each paper's PDF as an item of a run, with the paper's identity beside it.

    A host that does not answer is left alone for the rest of the run.
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
        beside = store.blobs.put(BytesIO(identity_of(paper)))
        options = {"parser": "pdf", "beside": beside.sha256, "beside_name": BESIDE_NAME}
        [item] = store.ledger.extend(run, [NewItem(url, blob.sha256, blob.size, options)])
        yield FetchedText(paper.id, url, item)


def identity_of(paper: Paper) -> bytes:
    """What makes the PDF's record one with the paper, as the JSON that the parser of our own papers reads."""
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
    for batch in store.papers.walk():
        yield [state.paper for state in batch if state.paper]


def _is_allowed(hosts: AllowedHosts, url: str) -> bool:
    try:
        hosts.target(url)
    except AddressRefusedError:
        return False
    return True
