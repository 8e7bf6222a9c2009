"""Which paper a record belongs to: a known one, a new one, or one that it shows two papers to be."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from functools import cached_property
from typing import NamedTuple

import msgspec

from papersearch.record import Record, StoredRecord
from papersearch.store import Parts
from papersearch.store.records import MOST_PER_KEY, Candidate, RecordKey, RecordOutcome, RecordRow
from papersearch_ingest.papers.curation import absorb, free_id
from papersearch_ingest.papers.derived import Derived, derive
from papersearch_ingest.papers.match_key_update import require_current_keys
from papersearch_ingest.papers.matching import is_same_paper
from papersearch_ingest.papers.versions import are_two_papers, published_in, share_identifier


class IncomingRecord(msgspec.Struct, frozen=True):
    """A record that has just been read; `target`: the paper that it is about, where somebody has said so.

    `derived`: what follows from the record, where that has been worked out already.
    """

    key: RecordKey
    fingerprint: str
    stored: StoredRecord
    target: str | None = None
    derived: Derived | None = None


class LinkedRecord(NamedTuple):
    """What became of a batch: outcomes by record id, the papers to make anew, and all records of the new ones."""

    outcomes: dict[int, RecordOutcome]
    touched: list[str]
    new: dict[str, list[RecordRow]]


def link_records(tx: Parts, item: int, incoming: Sequence[IncomingRecord]) -> LinkedRecord:
    """Stores a batch's records, each with the paper it belongs to, in the caller's transaction.

    The batch sees its own earlier records, as if each were stored before the next is looked at. A record that the
    item has counted already is left out of the outcomes. Raises StoreUnavailableError while the stored keys follow
    other rules than those of this program.
    """
    require_current_keys(tx)
    known = tx.records.by_keys([each.key for each in incoming])
    counted = tx.item_records.seen(item, [row.id for row in known.values()])
    outcomes: dict[int, RecordOutcome] = {}
    fresh: list[tuple[IncomingRecord, RecordRow | None]] = []
    for each in incoming:
        row = known.get(each.key)
        if row is None or (row.fingerprint != each.fingerprint and row.id not in counted):
            fresh.append((each, row))
        elif row.id not in counted:
            outcomes[row.id] = RecordOutcome.UNCHANGED
    if not fresh:
        return LinkedRecord(outcomes, [], {})
    derived = iter(derive([each.stored.record for each, _ in fresh if each.derived is None]))
    members = [_Member(each, row, each.derived or next(derived)) for each, row in fresh]
    joining = _Linker(tx, members, counted | {row.id for row in known.values()}, item)
    for member in members:
        joining.place(member)
    return joining.store(outcomes)


class _Member:
    """A record that is being placed: `row` is its older reading, `paper` is filled in."""

    __slots__ = ("keys", "new", "outcome", "own_paper", "paper", "row")

    def __init__(self, new: IncomingRecord, row: RecordRow | None, derived: Derived) -> None:
        self.new = new
        self.row = row
        self.keys = derived.keys
        self.own_paper = derived.own_paper
        self.paper = ""
        self.outcome = RecordOutcome.ADDED


class _Linker:
    """The state of one batch while its records are placed.

    Most records match no paper, so what is known of the papers that may be theirs is read when it is asked for.
    """

    def __init__(self, tx: Parts, members: Sequence[_Member], met: set[int], item: int) -> None:
        self._tx = tx
        self._item = item
        self._members = members
        self._met = met
        by_key = tx.matches.candidates(key for member in members for key in member.keys)
        self._read_again = {member.row.id for member in members if member.row}
        self._candidates: dict[int, list[Candidate]] = {
            key: [each for each in found if each.id not in self._read_again] for key, found in by_key.items()
        }
        papers = {each.paper for found in by_key.values() for each in found} | {
            member.row.paper for member in members if member.row
        }
        self._papers = papers | {member.new.target for member in members if member.new.target}
        self._moved: dict[str, str] = {}
        self._occupied = tx.papers.occupied(member.own_paper for member in members)
        self._new_papers: dict[str, int] = {}
        self._placed: dict[str, list[Record]] = {}

    @cached_property
    def _added_at(self) -> Mapping[str, datetime]:
        return self._tx.papers.added_at(self._papers)

    @cached_property
    def _has_older(self) -> set[str]:
        locations = {member.new.key.location for member in self._members}
        return _papers_with_unseen(self._tx, self._item, self._papers, locations, self._met)

    @cached_property
    def _apart(self) -> Collection[frozenset[str]]:
        return self._tx.papers.kept_apart(self._papers)

    @cached_property
    def _stored_members(self) -> Mapping[str, Sequence[Candidate]]:
        return self._tx.matches.members(self._papers)

    def place(self, member: _Member) -> None:
        """Finds the paper of one record, and merges the papers that it shows to be one."""
        matched = self._matched(member)
        if not matched:
            member.paper = self._free_id(member.own_paper)
            self._new_papers[member.paper] = len(self._new_papers)
        else:
            member.paper = matched[0]
            self._merge(matched)
            is_update = member.row is not None or member.new.target or member.paper in self._has_older
            member.outcome = RecordOutcome.UPDATED if is_update else RecordOutcome.MERGED
        mine = Candidate(0, member.paper, member.new.stored.record)
        self._placed.setdefault(member.paper, []).append(mine.record)
        for key in member.keys:
            listed = self._candidates.setdefault(key, [])
            if len(listed) < MOST_PER_KEY:
                listed.append(mine)

    def store(self, outcomes: dict[int, RecordOutcome]) -> LinkedRecord:
        """Writes what was decided."""
        tx = self._tx
        absorbed: dict[str, list[str]] = {}
        for old in self._moved:
            absorbed.setdefault(self._now(old), []).append(old)
        for kept, others in absorbed.items():
            absorb(tx, kept, others)
        rows = [self._row(member) for member in self._members]
        known = [row.id for row in rows if row.id]
        tx.records.put_many(rows)
        placed = list(zip(rows, self._members, strict=True))
        tx.matches.put_many({row.id: member.keys for row, member in placed}, known=known)
        outcomes |= {row.id: member.outcome for row, member in placed}
        touched = [*(row.paper for row in rows), *self._moved]
        new: dict[str, list[RecordRow]] = {paper: [] for paper in self._new_papers if paper not in self._moved}
        for row in rows:
            if row.paper in new:
                new[row.paper].append(row)
        return LinkedRecord(outcomes, list(dict.fromkeys(touched)), new)

    def _matched(self, member: _Member) -> list[str]:
        """The papers that this record belongs to: its own first, else the oldest; none that a person told apart."""
        record = member.new.stored.record
        found: set[str] = set()
        compared: set[int] = set()
        for candidate in (each for key in member.keys for each in self._candidates.get(key, ())):
            paper = self._now(candidate.paper)
            if paper in found or id(candidate) in compared:
                continue
            compared.add(id(candidate))
            if is_same_paper(record, candidate.record):
                found.add(paper)
        known = member.new.target or (member.row.paper if member.row else None)
        own = None if known is None else self._now(known)
        return self._by_age(self._together(record, self._by_likelihood(record, found - {own}), own))

    def _by_likelihood(self, record: Record, papers: Collection[str]) -> list[str]:
        """Papers that share an identifier with the record first, then those of its journal and year, then by age."""
        if len(papers) < 2:
            return list(papers)

        def likelihood(paper: str) -> tuple[bool, bool]:
            members = self._members_of(paper)
            place = (published_in(record), record.year)
            is_linked = any(share_identifier(record, other) for other in members)
            return not is_linked, not any((published_in(other), other.year) == place for other in members)

        return sorted(self._by_age(papers), key=likelihood)

    def _together(self, record: Record, papers: Sequence[str], own: str | None) -> list[str]:
        """`own`, and those of the papers that neither a person nor identifiers tell apart from it or each other."""
        chosen = [] if own is None else [own]
        for paper in papers:
            if any(frozenset((paper, other)) in self._apart for other in chosen):
                continue
            members = self._members_of(paper)
            is_another = are_two_papers((record,), members)
            if not is_another and not any(self._are_two_papers(record, members, other) for other in chosen):
                chosen.append(paper)
        return chosen

    def _are_two_papers(self, record: Record, members: Sequence[Record], other: str) -> bool:
        """Whether identifiers tell two papers apart, and the record does not link them by identifiers of both."""
        others = self._members_of(other)
        if not are_two_papers(members, others):
            return False
        return not all(any(share_identifier(record, each) for each in group) for group in (members, others))

    def _members_of(self, paper: str) -> list[Record]:
        """The records of a paper as it is now, without older readings of those that are being placed."""
        names = [paper, *(old for old in self._moved if self._now(old) == paper)]
        stored = [each for name in names for each in self._stored_members.get(name, ())]
        placed = [record for name in names for record in self._placed.get(name, ())]
        return [*(each.record for each in stored if each.id not in self._read_again), *placed]

    def _merge(self, matched: Sequence[str]) -> None:
        kept, *others = matched
        for other in others:
            self._moved[other] = kept
            if other in self._has_older:
                self._has_older.add(kept)

    def _free_id(self, wanted: str) -> str:
        if wanted not in self._occupied and wanted not in self._new_papers:
            return wanted
        return free_id(self._tx, wanted, self._new_papers)

    def _now(self, paper: str) -> str:
        while paper in self._moved:
            paper = self._moved[paper]
        return paper

    def _by_age(self, papers: Collection[str]) -> list[str]:
        return sorted(papers, key=self._age) if len(papers) > 1 else list(papers)

    def _age(self, paper: str) -> tuple[bool, datetime | None, int, str]:
        """Stored papers by age, then those of this batch in their order."""
        added_at = self._added_at.get(paper)
        return (added_at is None, added_at, self._new_papers.get(paper, 0), paper)

    def _row(self, member: _Member) -> RecordRow:
        new = member.new
        known = member.row.id if member.row else 0
        return RecordRow(new.key, new.fingerprint, new.stored, self._now(member.paper), member.own_paper, known)


def _papers_with_unseen(tx: Parts, item: int, papers: Iterable[str], locations: set[str], met: set[int]) -> set[str]:
    """The papers with a record of the same place that this item has not come upon: they are being updated."""
    unseen = tx.records.unseen_of(item, papers)
    return {paper for record, (location, paper) in unseen.items() if location in locations and record not in met}
