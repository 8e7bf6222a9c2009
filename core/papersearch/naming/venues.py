"""Venues: one id for the many spellings of a conference or journal, and its year, out of names and free text.

The table is data/venues.txt, read by `venue_table`. A workshop at a venue is a venue of its own: `iclr-workshop`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import NamedTuple

from papersearch.naming.venue_table import VenueAlias, longest_aliases, venue_aliases
from papersearch.paper import Venue
from papersearch.text import long_words, word_spans, words

_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d|\.\d{4})")
"""A year, and not the first half of an arXiv id: `arXiv:2001.00099`."""
_SHORT_YEAR = re.compile(r"['’`]\s?(\d\d)(?!\d)|(?<=[A-Z])-?(\d\d)(?!\d)")
_NEAR_YEAR = re.compile(r"\W{0,3}(?:(?:19|20)\d\d(?!\d)|(?<=-)\d\d(?!\d)|['’`]\d\d(?!\d))")
_DATED = re.compile(r"\W{0,3}(?:(?:19|20)\d\d|['’`-]\d\d)")
_GLUED_YEAR = re.compile(r"(?P<name>[a-z]{2,}?)(?P<year>(?:19|20)?\d\d)")
_NUMBERED = re.compile(r"\b(\d{1,2})(?:st|nd|rd|th)\b|\b(?:systems|nips|neurips),?\s+(?:vol(?:ume|\.)?\s+)?(\d{1,2})\b",
                       re.IGNORECASE)  # fmt: skip
_YEAR_BEFORE_FIRST = {"neurips": 1987, "acl": 1962, "icml": 1983, "colt": 1987}
"""For meetings that have been held once a year since: their number and this make the year."""
_WORKSHOP = re.compile(r"\bworkshops?\b|\bws\b|(?-i:\b[A-Z]{4,}W\b)", re.IGNORECASE)
_CLAUSE_END = re.compile(r"[;.]\s|;|$")
_ORDINAL = re.compile(r"\d+(?:st|nd|rd|th)|(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)?"
                      r"(?:first|second|third|fourth|"
                      r"fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|\w+teenth|\w+tieth)")  # fmt: skip
_MEETING = re.compile(r"\b(?:workshop|conference|symposium|meeting|congress|colloquium|school|forum|seminar|track|"
                      r"conférence|atelier|journées)s?\b", re.IGNORECASE)  # fmt: skip
_TENS = "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
_NUMBERED_MEETING = re.compile(
    r"^(?:(?:proceedings|proc\.?|actes)\s+(?:of|de)\s+)?(?:the\s+|la\s+)?"
    rf"(?:(?:{_TENS})-)?(?:{_ORDINAL.pattern}|\d+(?:e|ème))\s+(?:annual\s+)?",
    re.IGNORECASE,
)
_VOLUME = re.compile(r"\s*[,:-]?\s*\b(?:vol(?:ume|\.)?|issue|number|no\.)\s*\d.*$", re.IGNORECASE)
_OWN_ACRONYM = re.compile(
    r"\((?P<name>[A-Za-z][\w+*&/-]*?[A-Z][\w+*&/-]*?)[\s'’@-]*(?:(?:19|20)?\d\d|[IVX]+|\d)?\)\s*$"
)
_LEADING = frozenset(
    [
        "a",
        "an",
        "the",
        "of",
        "in",
        "on",
        "at",
        "proceedings",
        "proc",
        "annual",
        "ieee",
        "acm",
        "cvf",
        "international",
        "intl",
        "int",
        "l",
        "aaai",
    ]
)
_DROPPED = frozenset(["proceedings", "proc", "annual", "the", "of", "a", "meeting", "edition", "volume", "vol"])
_CUE = re.compile(
    r"(?:(?:submitted|accepted|published|to appear|appear(?:s|ed|ing)?|presented|under (?:review|submission)|"
    r"(?:accepted|submitted) for (?:publication|presentation|review)|in press|in submission|in preparation|forthcoming|"
    r"oral|poster|spotlight)\s+(?:(?:as (?:an? )?[\w-]+(?: paper)?|for (?:publication|presentation|review))\s+)?"
    r"(?:to|at|in|by|for|with)|in)\s+(?:the\s+)?"
    r"(?:proceedings\s+of\s+(?:the\s+)?|proc\.?\s+(?:of\s+)?(?:the\s+)?|journal:?\s+)?$",
    re.IGNORECASE,
)
_UNKNOWN = re.compile(
    r"(?i:(?:submitted|accepted|published|to appear|presented|under review|under submission)\s+"
    r"(?:(?:as (?:an? )?[\w-]+(?: paper)?|for (?:publication|presentation|review))\s+)?(?:to|at|in|by|for)\s+"
    r"(?:the\s+)?)(?P<name>[A-Z][\w&'’/-]*(?:\s+(?:(?:of|on|and|in|for|the|&|to)\s+)*\(?[A-Z][\w&'’/()-]*)*)"
)
LONGEST_NAME = 500
LONGEST_TEXT = 5_000
"""Characters of a name and of a free text that are looked at: cues are searched before each word, which adds up."""
_GENERIC = frozenset(
    {"journal", "conference", "proceedings", "a", "the", "special", "ieee", "acm", "springer", "elsevier"}
)


@dataclass(frozen=True, slots=True)
class VenueMatch:
    """A venue that was recognised: `text` is its name as it stands there, without the year."""

    venue: Venue
    year: int | None = None
    is_workshop: bool = False
    is_known: bool = True
    text: str = ""


class _Found(NamedTuple):
    """An alias where it stands in a text, and the year that is glued to it."""

    alias: VenueAlias
    start: int
    end: int
    glued_year: str | None


@lru_cache(maxsize=4096)
def resolve_venue(text: str) -> VenueMatch | None:
    """The venue that a whole text names: `NIPS 2017`, `Proceedings of the 57th Annual Meeting of the ACL`.

    A year that is not stated follows from the number of a yearly meeting. A venue that the table lacks gets an id out
    of its folded name. None for a text without words.
    """
    match = _resolve(text)
    if match is None or match.year is not None:
        return match
    return replace(match, year=_year_of_meeting(match.venue.id, text))


def _year_of_meeting(venue: str, text: str) -> int | None:
    """`Advances in Neural Information Processing Systems 30` is of 2017, the 57th meeting of the ACL of 2019."""
    before, numbered = _YEAR_BEFORE_FIRST.get(venue), _NUMBERED.search(text)
    if before is None or numbered is None:
        return None
    return before + int(numbered[1] or numbered[2])


def _resolve(text: str) -> VenueMatch | None:
    text = " ".join(text[:LONGEST_NAME].split())
    year = _year_in(text)
    is_workshop = _is_workshop(text)
    if is_workshop and (series := _workshop_series(text)):
        return VenueMatch(series.venue, year, is_workshop=True, text=text)
    found = _lookup(text)
    if found is None and (free := _covering(text)):
        return VenueMatch(free.venue, free.year or year, free.is_workshop, text=free.text)
    if found:
        venue = _workshop_of(found.venue) if is_workshop and not found.is_workshop else found.venue
        return VenueMatch(venue, year, is_workshop, text=text)
    label = _label_of(text)
    if is_workshop and label != _own_acronym(text) and (host := _host(text)):
        return replace(host, year=host.year or year)
    parts = long_words(label)
    if not parts:
        return None
    return VenueMatch(Venue("-".join(parts), label), year, is_workshop, is_known=False, text=label)


def _covering(text: str) -> VenueMatch | None:
    """The first venue in a text that is most of it: `Human Language Technology Conference of the NAACL` is NAACL."""
    matches = (_match(found.alias, text, found.start, found.end, found.glued_year) for found in _found(text))
    return next((match for match in matches if _covers(match, text)), None)


def _workshop_series(text: str) -> VenueAlias | None:
    """The workshop that has a line of its own: `EMNLP Workshop BlackboxNLP` is BlackboxNLP."""
    return next((found.alias for found in _found(text) if found.alias.is_workshop), None)


def _host(text: str) -> VenueMatch | None:
    """The conference that a workshop's name begins or ends with: `NAACL HLT 2010 Workshop on Rare Words`."""
    for found in _found(text):
        if found.start == 0 or not re.search(r"[^\W\d_]", text[found.end :]):
            match = _match(found.alias, text, found.start, found.end, found.glued_year)
            return replace(match, venue=_workshop_of(found.alias.venue), is_workshop=True)
    return None


def _own_acronym(text: str) -> str | None:
    found = _OWN_ACRONYM.search(text)
    return found["name"] if found and _MEETING.search(text) else None


def _label_of(text: str) -> str:
    """The name of a venue that the table lacks: its acronym in brackets, or the whole without number and year.

    `Fifth Workshop on Rare Words (RareW 2018)` -> `RareW`, `Third Workshop on Rare Words` -> `Workshop on Rare Words`.
    """
    plain = _strip_year(text)
    if acronym := _own_acronym(text):
        return acronym
    bare = _NUMBERED_MEETING.sub("", plain)
    return bare[:1].upper() + bare[1:] if _MEETING.search(bare) else plain


def find_venue(text: str) -> VenueMatch | None:
    """The first venue that a free text names: `Under review at ICLR 2019`, `10 pages, CVPR2019`.

    An unknown venue counts only after "Submitted to" and the like, and capitalised.
    """
    text = text[:LONGEST_TEXT]
    for found in _found(text):
        return _match(found.alias, text, found.start, found.end, found.glued_year)
    unknown = _UNKNOWN.search(text)
    if unknown and unknown["name"].lower().split()[0] not in _GENERIC:
        name = _strip_year(unknown["name"])
        if long_words(name):
            year = _year_in(text[unknown.start() : unknown.end() + 12])
            return VenueMatch(
                Venue("-".join(long_words(name)), name), year, _is_workshop(name), is_known=False, text=name
            )
    return None


def _found(text: str) -> Iterator[_Found]:
    """Every alias that stands in a text, from left to right, at each word the longest first."""
    spans = list(word_spans(text))
    table = venue_aliases()
    longest = longest_aliases()
    for start in range(len(spans)):
        for length in range(min(longest.get(spans[start].word, 1), len(spans) - start), 0, -1):
            first, last = spans[start], spans[start + length - 1]
            key = " ".join(span.word for span in spans[start : start + length])
            alias, glued_year = table.get(key), None
            if alias is None and length == 1 and (glued := _GLUED_YEAR.fullmatch(key)):
                alias, glued_year = table.get(glued["name"]), glued["year"]
            if alias is not None and _stands(alias, text, first.start, last.end):
                yield _Found(alias, first.start, last.end, glued_year)


def _match(alias: VenueAlias, text: str, start: int, end: int, glued_year: str | None) -> VenueMatch:
    clause_end = _CLAUSE_END.search(text, end)
    clause = text[end : min(clause_end.start() if clause_end else len(text), end + 80)]
    year = _full_year(glued_year) if glued_year else None
    if year is None:
        near = _NEAR_YEAR.match(text[end:])
        year = _year_in("A" + near.group().strip(" ,(:")) if near else None
        year = year or _year_in(clause) or _year_in(text[:start])
    spelling = text[start:end]
    if glued_year:
        spelling = re.sub(r"[\s'’`-]*\d+$", "", spelling)
    is_workshop = _is_workshop(clause) or bool(re.search(r"\bworkshop\b[^;.]{0,60}$", text[:start], re.IGNORECASE))
    if is_workshop and not alias.is_workshop:
        return VenueMatch(_workshop_of(alias.venue), year, is_workshop=True, text=f"{spelling} Workshop")
    return VenueMatch(alias.venue, year, text=spelling)


def _stands(alias: VenueAlias, text: str, start: int, end: int) -> bool:
    """Whether the words there are the alias and not just like it: capitals for acronyms, a cue for common words."""
    found = text[start:end]
    if alias.is_acronym and sum(c.isupper() for c in found) < min(2, sum(c.isupper() for c in alias.spelling)):
        return False
    if alias.is_acronym and len(alias.spelling) <= 3 and not alias.needs_cue:
        before, after = text[:start], text[end:]
        is_named = _CUE.search(before) or _DATED.match(after) or re.search(r"\d", found)
        return is_named is not None or not before.strip(" ,;.(")
    return not alias.needs_cue or (found[:1].isupper() and _CUE.search(text[:start]) is not None)


def _covers(match: VenueMatch, text: str) -> bool:
    """Whether little is left of the text beside the venue, so that the text is its name."""
    rest = [w for w in words(text) if w not in _LEADING | _DROPPED and not w.isdigit() and not _ORDINAL.fullmatch(w)]
    return len(rest) <= len(words(match.text)) + 6


def _lookup(text: str) -> VenueAlias | None:
    table = venue_aliases()
    for candidate in _candidates(text):
        alias = table.get(candidate)
        if alias:
            return alias
        glued = _GLUED_YEAR.fullmatch(candidate)
        if glued and (alias := table.get(glued["name"])):
            return alias
    return None


def _candidates(text: str) -> list[str]:
    """Folded forms of a name, from the most literal on: as it is, without year, ordinal, brackets, leading words."""
    plain = _strip_year(text)
    bare = re.sub(r"\([^)]*\)", " ", plain)
    inner = re.findall(r"\(([^)]*)\)", plain)
    found = []
    for form in (text, plain, bare, _VOLUME.sub("", plain), *inner):
        whole = [w for w in words(form) if w not in {"workshop", "workshops"}]
        parts = [w for w in whole if not _ORDINAL.fullmatch(w) and not _YEAR.fullmatch(w)]
        found += [whole, parts]
        while parts and parts[0] in _LEADING:
            parts = parts[1:]
            found.append(parts)
    return [" ".join(parts) for parts in found if parts]


def _strip_year(text: str) -> str:
    plain = _SHORT_YEAR.sub("", _YEAR.sub(" ", text))
    return re.sub(r"\(\s*\)", "", " ".join(plain.split())).strip(" ,;:-–—'’")


def _year_in(text: str) -> int | None:
    found = _YEAR.search(text)
    if found:
        return int(found.group())
    short = _SHORT_YEAR.search(text)
    return _full_year(short[1] or short[2]) if short else None


def _full_year(digits: str) -> int:
    century = 0 if len(digits) == 4 else 1900 if int(digits) >= 60 else 2000
    return int(digits) + century


def _is_workshop(text: str) -> bool:
    return _WORKSHOP.search(text) is not None


def _workshop_of(venue: Venue) -> Venue:
    return Venue(f"{venue.id}-workshop", f"{venue.label} Workshop")
