"""The state of a harvest and its next request, as pure functions from state and page to state."""

from dataclasses import replace
from typing import NamedTuple

from papersearch.store.harvests import Harvest, Listing
from papersearch_ingest.harvest.oai_pmh import Page, fitted, list_url, next_url
from papersearch_ingest.harvest.repositories import Repository


class PageRequest(NamedTuple):
    """A request for a page, and the name under which the page is stored: the same for the same page of a list."""

    url: str
    location: str


def resumable(harvest: Harvest | None, repository: Repository, since: str | None) -> Listing | None:
    """Return the list that was not read to its end, if it is the one requested now.

    A token of another address or form of metadata is useless, and with `since` only a list from that date counts.
    """
    if harvest is None or harvest.listing is None:
        return None
    is_same = (harvest.url, harvest.prefix) == (repository.url, repository.prefix)
    return harvest.listing if is_same and since in {None, harvest.listing.asked} else None


class HarvestRequest(NamedTuple):
    """A set to harvest (`""` for all) from a datestamp on; None: from where the last list ended."""

    set_spec: str = ""
    since: str | None = None


def start_listing(
    harvest: Harvest | None, repository: Repository, request: HarvestRequest, run: int, *, by_day: bool
) -> Harvest:
    """Start a new list: from the requested date, else where the last one ended, else from the beginning."""
    is_same = harvest is not None and (harvest.url, harvest.prefix) == (repository.url, repository.prefix)
    until = harvest.until if harvest is not None and is_same else None
    since = request.since or until
    listing = Listing(run, asked=request.since, since=since and fitted(since, by_day=by_day))
    return Harvest(repository.name, request.set_spec, repository.url, repository.prefix, until, listing)


def page_request(harvest: Harvest, listing: Listing) -> PageRequest:
    """Return the request for the next page."""
    first = list_url(harvest.url, harvest.prefix, since=listing.since, set_spec=harvest.set_spec)
    url = next_url(harvest.url, listing.token) if listing.token else first
    return PageRequest(url, f"{first}#page-{listing.pages + 1}")


def add_page(listing: Listing, page: Page) -> Listing:
    """Return the list with one more page."""
    stamps = page.datestamps
    known = [listing.latest, *stamps] if listing.latest else stamps
    return replace(
        listing,
        token=page.token,
        pages=listing.pages + 1,
        records=listing.records + len(page.headers) + page.broken,
        withdrawn=listing.withdrawn + len(page.withdrawn),
        first=min([stamp for stamp in (listing.first, *stamps) if stamp], default=None),
        latest=max(known, default=None),
        in_order=listing.in_order and known == sorted(known),
        began_at=page.responded_at if listing.began_at is None else listing.began_at,
    )


def restart_listing(listing: Listing, *, by_day: bool) -> Listing:
    """Start the list again after its token was refused: from the last datestamp, if no record can be missed.

    The protocol does not define the order of a list. If its datestamps have only grown so far, and there was more than
    one, everything older than the last is stored already. Otherwise the list starts from its beginning, and the records
    that are stored count as unchanged.
    """
    is_ordered = listing.in_order and listing.latest is not None and listing.first != listing.latest
    since = fitted(listing.latest, by_day=by_day) if is_ordered and listing.latest else listing.since
    return replace(listing, since=since, token=None, pages=0)


def end_listing(harvest: Harvest, listing: Listing) -> Harvest:
    """Return the harvest after the last page: the next list starts at the last datestamp.

    Not later than the repository's time at the first page, since changes during the harvest may be missing in the list.
    """
    reached = min(listing.latest, listing.began_at or listing.latest) if listing.latest else None
    until = max([stamp for stamp in (harvest.until, reached) if stamp], default=None)
    return replace(harvest, until=until, listing=None)
