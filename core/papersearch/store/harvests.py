"""How far each repository is harvested, and which stored record stands for which of its items."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Row, exists, select

from papersearch.store.columns import bounded_key
from papersearch.store.database import Access, chunked, insert_into
from papersearch.store.tables import harvests, holdings, item_records, records


@dataclass(frozen=True, slots=True)
class Listing:
    """A list of records that is being read, as far as its pages are kept.

    `asked` is what the user wanted to have it from, `since` what the repository is asked for, later than that after a
    restart. `token` asks for the next page, None for the first. `first` and `latest` are the smallest and the greatest
    datestamp met, `in_order` whether they have only grown; `began_at` is the repository's own time at the first page.
    """

    run: int
    asked: str | None = None
    since: str | None = None
    token: str | None = None
    pages: int = 0
    records: int = 0
    withdrawn: int = 0
    first: str | None = None
    latest: str | None = None
    in_order: bool = True
    began_at: str | None = None


@dataclass(frozen=True, slots=True)
class Harvest:
    """The state of one set of one repository. `until` is the datestamp up to which everything is kept."""

    repository: str
    set_spec: str
    url: str
    prefix: str
    until: str | None = None
    listing: Listing | None = None
    updated_at: datetime | None = None


class Held(NamedTuple):
    """A stored record, the paper that it belongs to, the item that it stands for and that item's datestamp."""

    record: int
    paper: str
    identifier: str
    datestamp: str


class Word(NamedTuple):
    """What a repository says of which of its items, and since when."""

    identifier: str
    datestamp: str


class Harvests:
    """The table of harvests."""

    def __init__(self, access: Access) -> None:
        self._access = access

    def get(self, repository: str, set_spec: str = "") -> Harvest | None:
        """The state of one set, `""` for a whole repository; None when it was never harvested."""
        mine = (harvests.c.repository == repository, harvests.c.set_spec == set_spec)
        row = self._access.read(select(harvests).where(*mine)).first()
        return _harvest(row) if row else None

    def put(self, harvest: Harvest) -> None:
        """Writes the state; `updated_at` is now."""
        key = {"repository": harvest.repository, "set_spec": harvest.set_spec}
        values = {
            "url": harvest.url,
            "prefix": harvest.prefix,
            "until": harvest.until,
            "listing": harvest.listing and asdict(harvest.listing),
            "updated_at": self._access.clock(),
        }
        with self._access.writing() as connection:
            statement = insert_into(connection, harvests).values(key | values)
            connection.execute(statement.on_conflict_do_update(index_elements=list(key), set_=values))

    def all(self) -> list[Harvest]:
        """Every set that was ever harvested, by repository and set."""
        return [_harvest(row) for row in self._access.read(select(harvests).order_by("repository", "set_spec"))]


class Holdings:
    """The table of holdings: an item of a repository is one record of ours, and the next word on it replaces that."""

    def __init__(self, access: Access) -> None:
        self._access = access

    def put_many(self, collection: str, words: Mapping[int, Word]) -> None:
        """Remembers which records stand for which items: by record id."""
        rows = [
            {"collection": collection, "record": record, "datestamp": word.datestamp,
             "identifier": bounded_key(word.identifier)}
            for record, word in words.items()
        ]  # fmt: skip
        if rows:
            with self._access.writing() as connection:
                connection.execute(insert_into(connection, holdings).on_conflict_do_nothing(), rows)

    def of(self, collection: str, identifiers: Iterable[str], *, unseen_by: int | None = None) -> list[Held]:
        """The records that stand for these items; with `unseen_by` those that an item of the ledger has not met."""
        found: list[Held] = []
        for some in chunked(dict.fromkeys(map(bounded_key, identifiers))):
            query = (
                select(records.c.id, records.c.paper, holdings.c.identifier, holdings.c.datestamp)
                .join(holdings, holdings.c.record == records.c.id)
                .where(holdings.c.collection == collection, holdings.c.identifier.in_(some))
                .order_by(records.c.id)
            )
            if unseen_by is not None:
                seen = exists().where(item_records.c.item == unseen_by, item_records.c.record == records.c.id)
                query = query.where(~seen)
            found += [Held(*values) for values in map(tuple, self._access.read(query))]
        return found


def _harvest(row: Row[Any]) -> Harvest:
    values = row._asdict()
    return Harvest(**values | {"listing": row.listing and Listing(**row.listing)})
