"""Harvest a repository page by page; each page is stored together with the position in the list.

After a kill at any moment, a page is either stored, with the next one known, or is requested again.
"""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from io import BytesIO

from papersearch.errors import SourceError, UnavailableError
from papersearch.settings import Settings
from papersearch.store import Store
from papersearch.store.harvests import Harvest, Listing
from papersearch.store.ledger import NewItem
from papersearch.work_items import HarvestPage, HarvestRun
from papersearch_ingest.harvest.oai_pmh import (
    BAD_TOKEN,
    NO_RECORDS,
    MalformedAnswerError,
    Page,
    identify_url,
    is_by_day,
    read_page,
)
from papersearch_ingest.harvest.progress import (
    HarvestRequest,
    add_page,
    end_listing,
    page_request,
    restart_listing,
    resumable,
    start_listing,
)
from papersearch_ingest.harvest.repositories import Repository
from papersearch_ingest.sources.allowed_hosts import allowed_hosts
from papersearch_ingest.sources.fetching import Fetcher, Limits

MOST_READS = 3
"""How often a malformed page is requested."""
MOST_RESTARTS = 3
"""How often a list is started again without getting any further."""
PAGE_BYTES = 64_000_000
LONGEST_WAIT_S = 600.0
"""Repositories tell harvesters to wait when they are busy; arXiv does so regularly."""

Fetch = Callable[[str], bytes]


class HarvestError(UnavailableError):
    """The repository's answers cannot be used now. The stored pages stay, and the same command resumes there."""

    code = "harvest_failed"


class RepositoryError(SourceError):
    """The repository refuses the request, for instance because it does not have the set or the form of metadata."""

    code = "repository_refused"


@dataclass(frozen=True, slots=True)
class Kept:
    """A stored page, as an item of a run. `total` is the size of the list, if the repository names it."""

    item: int
    listing: Listing
    total: int | None


@dataclass(frozen=True, slots=True)
class Harvester:
    """Harvests one repository. `fetch` keeps the interval between requests; `hold` raises when another harvests it."""

    store: Store
    repository: Repository
    fetch: Fetch
    hold: Callable[[], None] = lambda: None

    def start(self, request: HarvestRequest) -> Harvest:
        """Return the list to read: the unfinished one if it is the one requested, else a new one with its own run."""
        by_day = self._is_by_day()
        known = self.store.harvests.get(self.repository.name, request.set_spec)
        if known is not None and resumable(known, self.repository, request.since) is not None:
            return known
        with self.store.transaction() as tx:
            run, _ = tx.ledger.submit(HarvestRun(self.repository.name, request.set_spec), [])
            begun = start_listing(known, self.repository, request, run, by_day=by_day)
            tx.harvests.put(begun)
        return begun

    def pages(self, harvest: Harvest) -> Iterator[Kept]:
        """Store page after page of a list that was started, to its end.

        Raises HarvestError, RepositoryError, and what fetching raises; what was yielded is stored.
        """
        restarts, before = 0, Page()
        while (listing := harvest.listing) is not None:
            asked = page_request(harvest, listing)
            data, page = self._read(asked.url)
            if page.error and page.error.code == BAD_TOKEN and listing.token and restarts < MOST_RESTARTS:
                again = restart_listing(listing, by_day=self._is_by_day())
                restarts = restarts + 1 if again.since == listing.since else 0
                harvest = replace(harvest, listing=again)
                self.store.harvests.put(harvest)
                continue
            if page.error and page.error.code != NO_RECORDS:
                raise RepositoryError(f"{self.repository.name} answers {page.error.code}: {page.error.text}")
            if page.token and page.token == listing.token and page.headers == before.headers:
                raise HarvestError(f"{self.repository.name} keeps sending the same page.")
            self.hold()
            harvest, kept = self._keep(harvest, listing, asked.location, data, page)
            before = page
            if kept is not None:
                yield kept

    def _keep(
        self, harvest: Harvest, listing: Listing, location: str, data: bytes, page: Page
    ) -> tuple[Harvest, Kept | None]:
        following = add_page(listing, page)
        state = replace(harvest, listing=following) if page.token else end_listing(harvest, following)
        if page.error:  # nothing matched: there is no page
            self.store.harvests.put(state)
            return state, None
        blob = self.store.blobs.put(BytesIO(data))
        work = HarvestPage(self.repository.collection, page.withdrawn)
        with self.store.transaction() as tx:
            [item] = tx.ledger.extend(listing.run, [NewItem(location, blob.sha256, blob.size, work)])
            tx.harvests.put(state)
        return state, Kept(item, following, page.total)

    def _read(self, url: str) -> tuple[bytes, Page]:
        for reads_left in reversed(range(MOST_READS)):
            data = self.fetch(url)
            try:
                return data, read_page(data)
            except MalformedAnswerError as error:
                if not reads_left:
                    raise HarvestError(f"Cannot read the answer of {self.repository.name}: {error}") from error
        raise AssertionError("unreachable")

    def _is_by_day(self) -> bool:
        try:
            return is_by_day(self.fetch(identify_url(self.repository.url)))
        except MalformedAnswerError:  # every repository knows days
            return True


class PacedFetch:
    """Fetches from one repository, one request at a time, each at least `interval_s` after the one before."""

    def __init__(
        self,
        repository: Repository,
        settings: Settings,
        *,
        last_at: datetime | None = None,
        now: datetime | None = None,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._interval_s = repository.interval_s
        self._sleep = sleep
        limits = Limits(PAGE_BYTES, settings.fetch_timeout_s, longest_wait_s=LONGEST_WAIT_S)
        hosts = allowed_hosts(settings).with_host(repository.url)
        self._fetcher = Fetcher(hosts, limits, contact=settings.contact, sleep=self._sleep_politely)
        age_s = (now - last_at).total_seconds() if now and last_at else self._interval_s
        self._free_at = time.monotonic() + max(self._interval_s - max(age_s, 0.0), 0.0)

    def __call__(self, url: str) -> bytes:
        """Fetch the whole answer. Raises what `Fetcher.fetch` raises."""
        wait_s = self._free_at - time.monotonic()
        if wait_s > 0:
            self._sleep(wait_s)
        try:
            with self._fetcher.fetch(url) as stream:
                return stream.read()
        finally:
            self._free_at = time.monotonic() + self._interval_s

    def _sleep_politely(self, wait_s: float) -> None:
        self._sleep(max(wait_s, self._interval_s))
