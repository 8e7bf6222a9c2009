"""Which records are one paper: keys to look candidates up by, and the judgement on a pair.

A store keeps every record's keys in an index; a new record is compared only with those that share a key, so that the
cost grows with the number of records and not with its square. The weights are argued for in docs/adr/0007-matching.md
and not fitted to pairs; bench/dedupe.py measures them.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b

from papersearch.naming.identity import strong_keys
from papersearch.naming.preprints import is_preprint_server
from papersearch.naming.venues import resolve_venue
from papersearch.paper import PaperType
from papersearch.record import Record
from papersearch_ingest.papers.author_likeness import (
    AuthorLikeness,
    NameForm,
    author_likeness,
    author_list_key,
    name_forms,
    name_words_key,
)
from papersearch_ingest.papers.likeness import TitleForm, letter_shapes, title_form, title_likeness
from papersearch_ingest.papers.minhash import KEY_BITS, abstract_keys, abstract_shingles, resemblance, title_keys
from papersearch_ingest.papers.places import Place, is_another_place, place_of
from papersearch_ingest.papers.versions import are_told_apart, is_preprint, named_versions, share_identifier

MATCH_KEYS_VERSION = 2
"""The version of the rules for keys. Raise it when `match_keys` gives any record other keys than before, also because
folding, names or venues changed: stored keys are then recomputed (see `match_key_update`)."""
NEAR_EQUAL = 0.7
"""Share of common shingles from which on two abstracts are one, when a record has no title."""
LIKE, ALIKE = 0.35, 0.5
"""The same where authors and an equal, or just a like, title speak for one paper, too."""
UNLIKE = 0.1
"""Share below which two abstracts are two papers', if the titles differ at all."""
YEARS_APART = 2
"""Between preprint, proceedings and journal."""
HEAD_WORDS = 4
LEAST_TITLE_WORDS = 4
"""A shorter title may be a column's, which the same people write every year."""
LEAST_COLUMNISTS = 2
"""Who writes a column alone writes several a year."""
_LEAST_AUTHORS = 0.5
LONG_TITLE_WORDS = 5
"""Words of a title that no two papers of one issue share."""
_SOME_TITLE, _LIKE_TITLE, _ALIKE_TITLE, _NEAR_TITLE, _SAME_TITLE = 0.55, 0.75, 0.8, 0.86, 0.95


@dataclass(frozen=True, slots=True)
class Traits:
    """What the judgement looks at, made once per record."""

    title: TitleForm | None
    authors: tuple[NameForm, ...]
    shingles: frozenset[int]
    year: int | None
    venue: str | None
    place: Place
    is_preprint: bool


def match_keys(records: Sequence[Record]) -> list[tuple[int, ...]]:
    """For each record its keys: by identifier, title (whole, alike, head with a surname), authors, abstract; each once.

    Two records that are one paper have one in common; the reverse need not hold. A key is a hash of `KEY_BITS` bits:
    among 10 million keys one in 28 million would meet another by chance, and would then be compared in vain.
    """
    forms = [title_form(record.title) if record.title else None for record in records]
    likes = title_keys([letter_shapes(form.joined) if form and not form.is_generic else "" for form in forms])
    abstracts = abstract_keys([record.abstract or "" for record in records])
    return [
        tuple(dict.fromkeys([*_keys_by_names(record, form, like), *abstract]))
        for record, form, like, abstract in zip(records, forms, likes, abstracts, strict=True)
    ]


def _keys_by_names(record: Record, title: TitleForm | None, likes: Sequence[int]) -> Iterator[int]:
    for scheme, value in (*strong_keys(record.ids), *named_versions(record)):
        yield _key(scheme, value)
    if title is None or not title.joined:
        return
    yield _key("title", title.joined)
    authors = name_forms(record.authors)
    if listed := author_list_key(authors):
        yield _key("authors", listed)
    if title.is_generic:
        return
    if names := name_words_key(authors):
        yield _key("names", f"{names} {max(map(letter_shapes, title.words), key=len)}")
    surname = min((letter_shapes(author.surname) for author in authors), default="")
    initial, year = _salt("initial", surname[:1]), _salt("year", str(record.year or ""))
    for band, key in enumerate(likes):
        yield key ^ (year if band % 2 else initial)
    head = " ".join(map(letter_shapes, title.words[:HEAD_WORDS]))
    if surname:
        yield _key("head", f"{surname} {head}")
    if len(title.words) > HEAD_WORDS:
        yield _key("begin", f"{record.year or ''} {head}")


def is_same_paper(a: Record, b: Record) -> bool:
    """Whether two records speak of one paper.

    By a shared identifier, or one that a source names as a version's; never with two different ones of a scheme, unless
    one is a preprint. By title, where the less alike titles are, the more authors, year and abstract have to agree. By
    a nearly equal abstract where one of them has no title.
    """
    is_shared, is_apart = share_identifier(a, b), are_told_apart(a, b)
    if is_shared and not is_apart:
        return True
    if is_apart and not is_shared:
        return False
    left, right = traits_of(a), traits_of(b)
    if not (left.title and right.title):
        return is_shared or resemblance(left.shingles, right.shingles) >= NEAR_EQUAL
    title = title_likeness(left.title, right.title)
    if title < _SOME_TITLE:
        return not is_shared and _are_one_editorial(left, right)
    return is_shared or _is_agreed(title, left, right)


def _are_one_editorial(left: Traits, right: Traits) -> bool:
    """Whether one title only says `Guest Editorial`, and the other says so and what the issue is about."""
    if not (left.title and right.title) or left.title.is_generic == right.title.is_generic:
        return False
    generic, full = sorted((left.title, right.title), key=lambda form: not form.is_generic)
    authors = author_likeness(left.authors, right.authors)
    is_same_issue = left.venue is not None and left.venue == right.venue and left.year == right.year
    is_alike = is_same_issue and bool(left.year) and generic.said <= full.said
    return is_alike and authors is not None and authors.of_longer == 1 and authors.common >= LEAST_COLUMNISTS


def _is_agreed(title: float, left: Traits, right: Traits) -> bool:
    """The judgement on two titles that are more or less alike."""
    authors = author_likeness(left.authors, right.authors)
    abstracts = resemblance(left.shingles, right.shingles) if left.shingles and right.shingles else None
    years_apart = abs(left.year - right.year) if left.year and right.year else None
    is_same_issue = years_apart == 0 and left.venue is not None and left.venue == right.venue
    length = min(_telling_words(left), _telling_words(right))
    if is_another_place(left.place, right.place, is_short=length < LEAST_TITLE_WORDS):
        return abstracts is not None and abstracts >= NEAR_EQUAL
    if years_apart and _is_serial(left, right):
        return False
    if authors is None or authors.of_shorter < _LEAST_AUTHORS:
        if is_same_issue and title >= _SAME_TITLE and length >= LONG_TITLE_WORDS:
            return True  # a list of authors that was cut, or is the editors'
        return authors is None and _agree_without_authors(title, left, abstracts, years_apart)
    if abstracts is not None and abstracts >= (LIKE if title == 1 else ALIKE):
        return True
    if _is_generic(left) or _is_generic(right):
        return title == 1 and years_apart == 0 and _are_columnists(left, authors)
    if title == 1:
        if length < LEAST_TITLE_WORDS or authors.of_shorter <= _LEAST_AUTHORS:
            return not years_apart
        return (years_apart or 0) <= YEARS_APART
    if abstracts is not None and abstracts < UNLIKE:
        return False
    if left.venue and right.venue and left.venue != right.venue and not (years_apart and title >= _SAME_TITLE):
        return False  # a group's two papers of a year
    return _agree_on_other_title(title, authors, years_apart, length, is_same_issue=is_same_issue)


def _agree_without_authors(title: float, left: Traits, abstracts: float | None, years_apart: int | None) -> bool:
    """One of the two names none: an equal title with the year, or with nothing that speaks against it."""
    if abstracts is not None and abstracts >= NEAR_EQUAL:
        return True
    if title < 1 or _is_generic(left):
        return False
    if years_apart is not None:
        return years_apart == 0
    return abstracts is None and left.title is not None and len(left.title.words) > 1


def _are_columnists(traits: Traits, authors: AuthorLikeness) -> bool:
    """Whether these write under such a title once a year: guests do, and several people; one editor does not."""
    is_guest = traits.title is not None and "guest" in traits.title.words
    return authors.of_shorter == 1 and (is_guest or authors.common >= LEAST_COLUMNISTS)


def _agree_on_other_title(
    title: float, authors: AuthorLikeness, years_apart: int | None, length: int, *, is_same_issue: bool
) -> bool:
    if years_apart is not None and years_apart > 1:
        return False
    if length < LEAST_TITLE_WORDS:
        return title >= _NEAR_TITLE and years_apart == 0 and authors.of_longer == 1
    if years_apart == 0 and authors.common > 1 and authors.of_longer >= _SOME_TITLE:
        return title >= _LIKE_TITLE
    if is_same_issue and authors.of_longer == 1:
        return title >= _ALIKE_TITLE
    return title >= _NEAR_TITLE


def _is_serial(left: Traits, right: Traits) -> bool:
    """Whether a title is that of a book which comes out every year."""
    is_serial = any(traits.title is not None and traits.title.is_serial for traits in (left, right))
    return is_serial and not left.is_preprint and not right.is_preprint


def _is_generic(traits: Traits) -> bool:
    return traits.title is not None and traits.title.is_generic


def _telling_words(traits: Traits) -> int:
    return 0 if traits.title is None else traits.title.telling


def traits_of(record: Record) -> Traits:
    """What the judgement looks at; the latest are kept."""
    place = (record.type, record.venue, record.container, record.volume, record.issue, record.pages)
    ids = tuple(sorted(record.ids.items()))
    return _traits(ids, record.title or "", record.authors, record.abstract or "", record.year, place)


@lru_cache(maxsize=4096)
def _traits(
    ids: tuple[tuple[str, str], ...],
    title: str,
    authors: tuple[str, ...],
    abstract: str,
    year: int | None,
    place: tuple[PaperType | None, str | None, str | None, str | None, str | None, str | None],
) -> Traits:
    kind, venue, container, volume, issue, pages = place
    record = Record(ids=dict(ids), type=kind, venue=venue, container=container, volume=volume, issue=issue, pages=pages)
    form = title_form(title) if title else None
    return Traits(
        form if form and form.joined else None,
        name_forms(authors),
        abstract_shingles(abstract),
        year,
        _known_venue(venue) if venue else None,
        place_of(record),
        is_preprint(record),
    )


@lru_cache(maxsize=1024)
def _known_venue(text: str) -> str | None:
    found = resolve_venue(text)
    return found.venue.id if found and found.is_known and not is_preprint_server(found.venue.id) else None


def _key(kind: str, value: str) -> int:
    hashed = blake2b(f"{kind}:{value}".encode("utf-8", "surrogatepass"), digest_size=KEY_BITS // 8).digest()
    return int.from_bytes(hashed, "big")


_salt = lru_cache(maxsize=4096)(_key)
"""Of what goes with the min-hash keys of a title."""
