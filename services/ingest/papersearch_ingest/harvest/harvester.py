"""A repository read page by page; each page is kept, and how far that is, in one step.

A kill at any moment leaves a page either kept, with the next one known, or to be asked for again.
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
from papersearch_ingest.harvest.holdings import COLLECTION, WITHDRAWN
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
"""How often a page is asked for that comes malformed."""
MOST_RESTARTS = 3
"""How often a list is begun again without getting any further."""
PAGE_BYTES = 64_000_000
LONGEST_WAIT_S = 600.0
"""Repositories tell harvesters to wait when they are busy; arXiv does so in its normal course."""

Fetch = Callable[[str], bytes]


class HarvestError(UnavailableError):
    """The repository's answers cannot be used now; what is kept stays, and the same command goes on from there."""

    code = "harvest_failed"


class RepositoryError(SourceError):
    """The repository refuses the request: a set or a form of metadata that it does not have, for instance."""

    code = "repository_refused"


@dataclass(frozen=True, slots=True)
class Kept:
    """A page that has been kept, as an item of a run. `total` is the size of the list, where that is told."""

    item: int
    listing: Listing
    total: int | None


@dataclass(frozen=True, slots=True)
class Harvester:
    """One repository. `fetch` waits as long as politeness asks; `hold` raises when another process harvests it."""

    store: Store
    repository: Repository
    fetch: Fetch
    hold: Callable[[], None] = lambda: None

    def start(self, wish: HarvestRequest) -> Harvest:
        """The list to read: the one that was begun, if it is what is wished, else a new one with a run of its own."""
        by_day = self._is_by_day()
        known = self.store.harvests.get(self.repository.name, wish.set_spec)
        listing = resumable(known, self.repository, wish.since)
        if known is not None and listing is not None:
            return known
        with self.store.transaction() as tx:
            run, _ = tx.ledger.submit({"harvest": self.repository.name, "set": wish.set_spec}, [])
            begun = start_listing(known, self.repository, wish, run, by_day=by_day)
            tx.harvests.put(begun)
        return begun

    def pages(self, harvest: Harvest) -> Iterator[Kept]:
        """Keeps page after page of a list that was started, to its end.

        Raises HarvestError, RepositoryError, and what fetching raises; what was yielded is kept.
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
                raise HarvestError(f"{self.repository.name} gives the same page again and again.")
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
        options = {COLLECTION: self.repository.collection, WITHDRAWN: page.withdrawn}
        with self.store.transaction() as tx:
            [item] = tx.ledger.extend(listing.run, [NewItem(location, blob.sha256, blob.size, options)])
            tx.harvests.put(state)
        return state, Kept(item, following, page.total)

    def _read(self, url: str) -> tuple[bytes, Page]:
        for reads_left in reversed(range(MOST_READS)):
            data = self.fetch(url)
            try:
                return data, read_page(data)
            except MalformedAnswerError as error:
                if not reads_left:
                    raise HarvestError(f"{self.repository.name} answers what cannot be read: {error}") from error
        raise AssertionError("unreachable")

    def _is_by_day(self) -> bool:
        try:
            return is_by_day(self.fetch(identify_url(self.repository.url)))
        except MalformedAnswerError:  # days are what every repository knows
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
        """The whole answer. Raises what `Fetcher.fetch` raises."""
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
