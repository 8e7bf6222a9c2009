"""From records to papers: merge what belongs together, give keywords their canonical form, write, and queue."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from msgspec.structs import replace

from papersearch.naming.names import author_key
from papersearch.paper import Keyword, KeywordSource, Paper
from papersearch.settings import Settings
from papersearch.store import Parts
from papersearch.store.records import RecordRow
from papersearch.text import tag_key
from papersearch_ingest.papers.keyphrases import canonical_keyword
from papersearch_ingest.papers.merging import Keyphrases, load_precedence, merge_records


class Assembled(NamedTuple):
    """The papers that have changed, as they are stored now, and the tombstones: id -> version."""

    written: Sequence[Paper]
    deleted: Mapping[str, int]


def assemble(
    tx: Parts,
    paper_ids: Iterable[str],
    known: Mapping[str, Sequence[RecordRow]] | None = None,
    *,
    keyphrases: Keyphrases | None = None,
) -> Assembled:
    """Makes these papers anew from their records, in the caller's transaction.

    A paper without records becomes a tombstone. What changed is queued for every generation that takes writes, in the
    same transaction. A paper that says what it said before keeps its version, and nothing is queued. `known`: all the
    records of papers whose records need not be read. `keyphrases`: those of texts for which they have been extracted
    already.
    """
    wanted = list(dict.fromkeys(paper_ids))
    members: dict[str, Sequence[RecordRow]] = dict(known or {})
    members |= tx.records.of_papers(paper_id for paper_id in wanted if paper_id not in members)
    papers = [
        merge_members(paper_id, members[paper_id], tx.settings, keyphrases)
        for paper_id in wanted
        if paper_id in members
    ]
    labelled = register_labels(tx, papers)
    _register_spellings(tx, (row for paper_id in wanted for row in members.get(paper_id, ())))
    written = [each.paper for each in tx.papers.put_many(labelled) if each.is_changed]
    deleted = tx.papers.delete_many(paper_id for paper_id in wanted if paper_id not in members)
    tx.index_queue.enqueue({paper.id: paper.version for paper in written} | deleted)
    return Assembled(written, deleted)


def merge_members(
    paper_id: str, members: Sequence[RecordRow], settings: Settings, keyphrases: Keyphrases | None = None
) -> Paper:
    """The paper of these records, under its own id."""
    order = load_precedence(Path(settings.precedence) if settings.precedence else None)
    stored = [row.stored for row in members]
    return merge_records(stored, order, known_id=paper_id, extracts_tldr=settings.extract_tldr, keyphrases=keyphrases)


def register_labels(tx: Parts, papers: Sequence[Paper]) -> list[Paper]:
    """The papers with canonical keywords; authors, venues and keywords get their labels on first sight."""
    keys = [[tag_key(keyword.value) for keyword in paper.keywords] for paper in papers]
    keywords: dict[str, str] = {}
    authors: dict[str, str] = {}
    venues: dict[str, str] = {}
    for paper, its_keys in zip(papers, keys, strict=True):
        for key, keyword in zip(its_keys, paper.keywords, strict=True):
            keywords.setdefault(key, keyword.value)
        for author in paper.authors:
            authors.setdefault(author_key(author.name), author.name)
        if paper.venue:
            venues.setdefault(paper.venue.id, paper.venue.label)
    canonical = tx.labels.register("keyword", keywords) if keywords else {}
    if authors:
        tx.labels.register("author", authors)
    venue_labels = tx.labels.register("venue", venues) if venues else {}
    return [
        _relabelled(paper, [canonical[key] for key in its_keys], venue_labels)
        for paper, its_keys in zip(papers, keys, strict=True)
    ]


def _relabelled(paper: Paper, keywords: Sequence[str], venue_labels: Mapping[str, str]) -> Paper:
    """`keywords`: the canonical forms of the paper's own."""
    venue = paper.venue
    if venue and venue.label != venue_labels[venue.id]:
        venue = replace(venue, label=venue_labels[venue.id])
    is_canonical = keywords == [keyword.value for keyword in paper.keywords] and len(set(keywords)) == len(keywords)
    if is_canonical and venue is paper.venue:
        return paper
    return replace(paper, keywords=_canonical(paper.keywords, keywords), venue=venue)


def _register_spellings(tx: Parts, rows: Iterable[RecordRow]) -> None:
    """The spellings of keywords in sources lead to what is counted: `deep generative models` finds its singular."""
    spelled = {tag_key(keyword): canonical_keyword(keyword) for row in rows for keyword in row.stored.record.keywords}
    aliases = {key: tag_key(canonical) for key, canonical in spelled.items() if canonical and key != tag_key(canonical)}
    if aliases:
        counted = tx.labels.get("keyword", set(aliases.values()))
        tx.labels.register("keyword", {key: counted[to] for key, to in aliases.items() if to in counted})


def _canonical(keywords: Sequence[Keyword], canonical: Sequence[str]) -> tuple[Keyword, ...]:
    """Each keyword once, in its canonical form; the authors' own word outranks an extracted one."""
    chosen: dict[str, KeywordSource] = {}
    for keyword, value in zip(keywords, canonical, strict=True):
        if chosen.get(value) != KeywordSource.AUTHOR:
            chosen[value] = keyword.source
    return tuple(Keyword(value, source) for value, source in chosen.items())
