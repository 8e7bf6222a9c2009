"""Which record says where and when a paper was published: one of them, so that venue and year belong together."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from papersearch.naming.identity import normalise_id
from papersearch.naming.venues import resolve_venue
from papersearch.paper import Venue
from papersearch.record import Record, StoredRecord
from papersearch_ingest.papers.versions import is_preprint, published_in

PUBLICATION_FIELDS = ("venue", "year", "type", "month", "day", "container", "volume", "issue", "pages", "publisher",
                      "edition", "editors", "issn", "isbn")  # fmt: skip
"""Fields that are those of one publication. The year of a preprint with the venue of its article would be wrong."""


class Publication(NamedTuple):
    """The records of the publication, of which the first leads, and those of other versions."""

    records: Sequence[StoredRecord]
    others: Sequence[StoredRecord]

    def that_say(self, field: str) -> Sequence[StoredRecord]:
        """The records whose word on a field counts, the best first.

        A month is that of its year, and a day that of its month. Where the leading record names no place, a year cannot
        be that of another place, so any record may say it.
        """
        lead = self.records[0].record
        if field == "year" and not (lead.venue or lead.container):
            return [*self.records, *self.others]
        if field not in {"month", "day"}:
            return self.records
        year = next((found for one in self.records if (found := year_of(one.record))), None)
        dated = [one for one in self.records if year_of(one.record) == year]
        month = next((one.record.month for one in dated if one.record.month), None)
        return [one for one in dated if one.record.month == month]


def publication_of(stored: Sequence[StoredRecord], rank: Callable[[StoredRecord], tuple[int, ...]]) -> Publication:
    """Tell the records of the publication from those of other versions.

    The published version leads, or else the record that `rank` puts first, or else the one that says the most. An
    option of the user's comes before all. Where a record was read does not count.
    """
    if len(stored) < 2:
        return Publication(stored, ())
    ordered = sorted(stored, key=lambda one: (_distance(one.record), rank(one), _content(one.record)))
    lead = ordered[0].record
    is_same = [one.record is lead or _is_same_publication(lead, one.record) for one in ordered]
    pairs = list(zip(ordered, is_same, strict=True))
    return Publication([one for one, same in pairs if same], [one for one, same in pairs if not same])


def venue_of(record: Record) -> Venue | None:
    """The venue that a record names."""
    found = resolve_venue(record.venue) if record.venue else None
    return found.venue if found else None


def year_of(record: Record) -> int | None:
    """The record's own year, or the one that its venue names."""
    if record.year or not record.venue:
        return record.year
    found = resolve_venue(record.venue)
    return found.year if found else None


def _distance(record: Record) -> tuple[bool, bool, bool, bool]:
    """Lowest for the record to believe: published, by the source's own word, and no preprint."""
    is_given = bool({"venue", "year"} & record.option_fields)
    return not is_given, published_in(record) is None, "venue" in record.profile_fields, is_preprint(record)


def _content(record: Record) -> tuple[bool, int, int, list[str], str]:
    """Lowest for the record with a DOI, of the latest year, that says the most; then its own words decide."""
    said = [str(getattr(record, name)) for name in PUBLICATION_FIELDS if getattr(record, name)]
    return "doi" not in record.ids, -(year_of(record) or 0), -len(said), said, record.raw


def _is_same_publication(lead: Record, other: Record) -> bool:
    """By the same DOI, or by the same venue with no other year."""
    doi, other_doi = (normalise_id("doi", record.ids.get("doi", "")) for record in (lead, other))
    if doi and other_doi:
        return doi == other_doi
    if is_preprint(lead) != is_preprint(other) or published_in(lead) != published_in(other):
        return False
    years = {year for record in (lead, other) if (year := year_of(record))}
    return len(years) < 2
