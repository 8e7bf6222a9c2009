"""One paper out of its records, and for each field whose word it is."""

import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from operator import attrgetter
from pathlib import Path
from typing import Any

from papersearch.errors import UsageError
from papersearch.naming.identity import normalise_id, paper_id, work_identifier
from papersearch.paper import Author, Keyword, KeywordSource, Paper, SourceRef, Tldr, TldrSource
from papersearch.record import Record, StoredRecord
from papersearch_ingest.papers.keyphrases import canonical_keyphrases, canonical_keywords
from papersearch_ingest.papers.publication import PUBLICATION_FIELDS, publication_of, venue_of, year_of
from papersearch_ingest.papers.tldr import extract_tldr
from papersearch_ingest.texts.links import pdf_by_id

_TLDR_RANK = {TldrSource.AUTHORS: 0, TldrSource.AUTO: 1, TldrSource.EXTRACTED: 2}
_NOTHING = (None, "", ())
EXTRACTED = "extracted"
OTHER_FIELDS = ("language", "citation_key", "references")
"""What else a record says, taken as it is."""
MERGED_FIELDS = ("id", "title", "authors", "abstract", "tldr", "keywords", "ids", "links", "materials", "comments",
                 "journal_ref", "full_text", *PUBLICATION_FIELDS, *OTHER_FIELDS)  # fmt: skip
Keyphrases = Mapping[tuple[str | None, str | None], tuple[str, ...]]
"""(title, abstract) -> the canonical keyphrases of the two."""


@dataclass(frozen=True, slots=True)
class Precedence:
    """For each field the sources in the order of trust; see data/precedence.toml."""

    default: tuple[str, ...]
    fields: dict[str, tuple[str, ...]]

    def rank(self, field: str, source: str) -> int:
        order = self.fields.get(field, self.default)
        place = source if source in order else "*"
        return order.index(place) if place in order else len(order)


@lru_cache(maxsize=4)
def load_precedence(file: Path | None = None) -> Precedence:
    """The table that ships with us, or one of the user's own of the same form, in which `default` may be left out.

    Raises UsageError for one that cannot be read, names a field that there is not, or has no lists of names.
    """
    shipped = _precedence(resources.files("papersearch_ingest").joinpath("data/precedence.toml").read_text("utf-8"))
    if file is None:
        return shipped
    try:
        return _precedence(file.read_text("utf-8"), shipped.default)
    except (OSError, ValueError) as error:
        raise UsageError(f"The table of precedence {file} cannot be used: {error}") from error


def _precedence(text: str, default: tuple[str, ...] = ()) -> Precedence:
    table = tomllib.loads(text)
    orders = {"default": table.get("default", list(default)), **table.get("fields", {})}
    for name, order in orders.items():
        if name != "default" and name not in MERGED_FIELDS:
            raise ValueError(f"there is no field {name!r}; the fields are {', '.join(MERGED_FIELDS)}.")
        if not (isinstance(order, list) and all(isinstance(source, str) for source in order)):
            raise ValueError(f"{name!r} needs a list of sources in quotes.")
    return Precedence(tuple(orders.pop("default")), {name: tuple(order) for name, order in orders.items()})


def merge_records(
    stored: Sequence[StoredRecord],
    precedence: Precedence | None = None,
    *,
    known_id: str | None = None,
    extracts_tldr: bool = False,
    keyphrases: Keyphrases | None = None,
) -> Paper:
    """The paper that the records of one paper make, under `known_id` or the id that it has by itself.

    Moments and version are for the caller to replace. `extracts_tldr`: one without a TL;DR gets a sentence of its
    abstract, marked as such. `keyphrases`: those of texts for which they have been extracted already.

    Independent of the records' order. `provenance` maps a field to the source's name, to `profile` or `option` where
    one of these gave it, or to `extracted` for keywords out of the text. Raises ValueError without a record.
    """
    if not stored:
        raise ValueError("A paper needs at least one record.")
    order = precedence or load_precedence()
    picking = _FieldPicker(stored, order)
    provenance, pick = picking.provenance, picking.pick
    title, abstract = pick("title"), pick("abstract")
    published = {name: value for name in PUBLICATION_FIELDS if (value := picking.pick_published(name)) is not None}
    ids = _pick_entries("ids", picking.by_publication, order, provenance)
    own = pick("keywords", _canonical_keywords)
    keywords = _own(own) if own else _extracted_keywords(title, abstract, keyphrases or {}, provenance)
    return Paper(
        id=known_id or paper_id(min(stored, key=lambda s: _rank(order, "id", s)).record),
        title=title,
        authors=pick("authors", _authors) or (),
        abstract=abstract,
        tldr=_tldr(stored, order, provenance) or (_extracted(title, abstract, provenance) if extracts_tldr else None),
        keywords=keywords,
        ids=ids,
        other_ids=_other_ids(stored, ids),
        links=_links(stored, order, ids, provenance),
        materials=_materials(stored, order, provenance),
        comments=pick("comments"),
        journal_ref=pick("journal_ref"),
        full_text=pick("full_text"),
        is_retracted=any(s.record.is_retracted for s in stored),
        thumbnail=pick("thumbnail"),
        sources=_sources(stored),
        **published,
        **{name: value for name in OTHER_FIELDS if (value := pick(name)) is not None},
        provenance=dict(sorted(provenance.items())),
    )


class _FieldPicker:
    """For each field the value of the most trusted record that has one, and in `provenance` whose it is."""

    def __init__(self, stored: Sequence[StoredRecord], order: Precedence) -> None:
        self._stored = stored
        self._order = order
        self._publication = publication_of(stored, lambda one: _rank(order, "venue", one)[:2])
        self.provenance: dict[str, str] = {}

    def pick(self, field: str, value_of: Callable[[Record], Any] | None = None) -> Any:
        """What `value_of` says, or else the field itself; None where no record says anything."""
        value_of = value_of or _OWN_FORMS.get(field) or _FIELDS[field]
        having = [(s, value) for s in self._stored if (value := value_of(s.record)) or value not in _NOTHING]
        if not having:
            return None
        best = having[0] if len(having) == 1 else min(having, key=lambda pair: _rank(self._order, field, pair[0]))
        self.provenance[field] = _origin(field, best[0])
        return best[1]

    def pick_published(self, field: str) -> Any:
        """What the leading record of the publication says, else another of the same publication.

        A line for the field in the table of precedence comes before that.
        """
        if field in self._order.fields:
            return self.pick(field)
        value_of = _OWN_FORMS.get(field) or _FIELDS[field]
        for one in self._publication.that_say(field):
            value = value_of(one.record)
            if value or value not in _NOTHING:
                self.provenance[field] = _origin(field, one)
                return value
        return None

    @property
    def by_publication(self) -> Sequence[StoredRecord]:
        """All records, those of the publication first."""
        return [*self._publication.records, *self._publication.others]


_FIELDS = {name: attrgetter(name) for name in Record.__struct_fields__}


def _authors(record: Record) -> tuple[Author, ...]:
    """With the parts of their names where the record tells them apart."""
    if len(record.author_parts) == len(record.authors):
        return record.author_parts
    return tuple([Author(name) for name in record.authors])


def _canonical_keywords(record: Record) -> tuple[str, ...]:
    return canonical_keywords(record.keywords)


def _rank(order: Precedence, field: str, stored: StoredRecord) -> tuple[int, int, str, int, str]:
    """Lowest first. After the sources' rank the place in the source decides, so that any order gives one result."""
    record = stored.record
    given = -1 if field in record.option_fields else 1 if field in record.profile_fields else 0
    return given, order.rank(field, stored.source), stored.url or "", record.line, record.raw


def _ranked(order: Precedence, field: str, stored: Sequence[StoredRecord]) -> Sequence[StoredRecord]:
    return stored if len(stored) == 1 else sorted(stored, key=lambda s: _rank(order, field, s))


def _origin(field: str, stored: StoredRecord) -> str:
    if field in stored.record.option_fields:
        return "option"
    return "profile" if field in stored.record.profile_fields else stored.source


_OWN_FORMS: Mapping[str, Callable[[Record], Any]] = {"venue": venue_of, "year": year_of}


def _tldr(stored: Sequence[StoredRecord], order: Precedence, provenance: dict[str, str]) -> Tldr | None:
    """The authors' own before a program's, whatever the sources' rank."""
    having = [(s, s.record.tldr) for s in stored if s.record.tldr]
    if not having:
        return None
    best, tldr = min(having, key=lambda pair: (_TLDR_RANK[pair[1].source], *_rank(order, "tldr", pair[0])))
    provenance["tldr"] = best.source
    return tldr


def _extracted(title: str | None, abstract: str | None, provenance: dict[str, str]) -> Tldr | None:
    sentence = extract_tldr(title, abstract)
    if sentence is None:
        return None
    provenance["tldr"] = EXTRACTED
    return Tldr(sentence, TldrSource.EXTRACTED)


def _pick_entries(
    field: str, stored: Sequence[StoredRecord], order: Precedence, provenance: dict[str, str]
) -> dict[str, str]:
    """Each scheme's best value; records that are one paper by other means may name different ones."""
    merged: dict[str, str] = {}
    for one in stored if field == "ids" else _ranked(order, field, stored):
        for scheme, value in getattr(one.record, field).items():
            plain = normalise_id(scheme, value) if field == "ids" else value
            if plain and scheme not in merged:
                merged[scheme] = plain
                provenance[f"{field}.{scheme}"] = one.source
    if field == "ids" and "arxiv" not in merged and (found := _named_by_doi(stored)):
        merged["arxiv"], provenance["ids.arxiv"] = found
    return dict(sorted(merged.items()))


def _named_by_doi(stored: Sequence[StoredRecord]) -> tuple[str, str] | None:
    """The arXiv id in a DOI that arXiv gave, and the source that has this DOI."""
    for one in stored:
        found = work_identifier("doi", one.record.ids.get("doi", ""))
        if found and found.scheme == "arxiv":
            return found.value, one.source
    return None


def _other_ids(stored: Sequence[StoredRecord], ids: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """The identifiers of the paper's other versions: those that its records have, and those that they name."""
    found: dict[str, set[str]] = {}
    for record in (one.record for one in stored):
        own = [(scheme, value) for scheme, value in record.ids.items()]
        named = [(scheme, value) for scheme, values in record.versions.items() for value in values]
        for scheme, value in (*own, *named):
            plain = normalise_id(scheme, value)
            if plain and plain != ids.get(scheme):
                found.setdefault(scheme, set()).add(plain)
    return {scheme: tuple(sorted(values)) for scheme, values in sorted(found.items())}


def _links(
    stored: Sequence[StoredRecord], order: Precedence, ids: Mapping[str, str], provenance: dict[str, str]
) -> dict[str, str]:
    links = _pick_entries("links", stored, order, provenance)
    known = pdf_by_id(ids)
    if known and "pdf" not in links:
        links["pdf"] = known[1]
        provenance["links.pdf"] = provenance[f"ids.{known[0]}"]
    return dict(sorted(links.items()))


def _materials(stored: Sequence[StoredRecord], order: Precedence, provenance: dict[str, str]) -> tuple[Any, ...]:
    """All that any source states to exist."""
    ranked = _ranked(order, "materials", stored)
    found = {material: None for one in ranked for material in one.record.materials}
    if found:
        provenance["materials"] = next(one.source for one in ranked if one.record.materials)
    return tuple(sorted(found))


def _own(keywords: Sequence[str]) -> tuple[Keyword, ...]:
    return tuple(Keyword(value, KeywordSource.AUTHOR) for value in keywords)


def _extracted_keywords(
    title: str | None, abstract: str | None, known: Keyphrases, provenance: dict[str, str]
) -> tuple[Keyword, ...]:
    found = known.get((title, abstract))
    if found is None:
        found = canonical_keyphrases(title, abstract)
    if found:
        provenance["keywords"] = EXTRACTED
    return tuple(Keyword(value, KeywordSource.EXTRACTED) for value in found)


def _sources(stored: Sequence[StoredRecord]) -> tuple[SourceRef, ...]:
    """Every distinct (name, address), with the latest moment at which it was read."""
    latest: dict[tuple[str, str | None], SourceRef] = {}
    for one in stored:
        key = (one.source, one.url)
        known = latest.get(key)
        if known is None or (one.retrieved_at and (not known.retrieved_at or one.retrieved_at > known.retrieved_at)):
            latest[key] = SourceRef(one.source, one.url, one.retrieved_at)
    return tuple(latest[key] for key in sorted(latest, key=lambda k: (k[0], k[1] or "")))
