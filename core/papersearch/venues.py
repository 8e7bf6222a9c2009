"""Venues: one id for the many spellings of a conference or journal, and its year, out of names and free text.

The table is data/venues.txt. A workshop at a venue is a venue of its own: `iclr-workshop`.
"""

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib import resources
from typing import NamedTuple

from papersearch.paper import Venue
from papersearch.text import word_spans, words

_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
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
    r"(?:the\s+)?)(?P<name>[A-Z][\w&'’/-]*(?:\s+(?:(?:of|on|and|in|for|the|&|to)\s+)*[A-Z(][\w&'’/()-]*)*)"
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


class _Alias(NamedTuple):
    venue: Venue
    needs_cue: bool
    is_acronym: bool
    spelling: str


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
    found = _lookup(text)
    if found is None and (free := find_venue(text)) and free.is_known and _covers(free, text):
        return VenueMatch(free.venue, free.year or year, free.is_workshop, text=free.text)
    if found:
        venue = _workshop_of(found) if is_workshop else found
        return VenueMatch(venue, year, is_workshop, text=text)
    label = _strip_year(text)
    parts = words(label)
    if not parts:
        return None
    return VenueMatch(Venue("-".join(parts), label), year, is_workshop, is_known=False, text=label)


def find_venue(text: str) -> VenueMatch | None:
    """The first venue that a free text names: `Under review at ICLR 2019`, `10 pages, CVPR2019`.

    An unknown venue counts only after "Submitted to" and the like, and capitalised.
    """
    text = text[:LONGEST_TEXT]
    spans = list(word_spans(text))
    table = _aliases()
    longest = _longest_alias()
    for start in range(len(spans)):
        for length in range(min(longest, len(spans) - start), 0, -1):
            first, last = spans[start], spans[start + length - 1]
            key = " ".join(span.word for span in spans[start : start + length])
            alias, glued_year = table.get(key), None
            if alias is None and length == 1 and (glued := _GLUED_YEAR.fullmatch(key)):
                alias, glued_year = table.get(glued["name"]), glued["year"]
            if alias is None or not _stands(alias, text, first.start, last.end):
                continue
            return _match(alias, text, first.start, last.end, glued_year)
    unknown = _UNKNOWN.search(text)
    if unknown and unknown["name"].lower().split()[0] not in _GENERIC:
        name = _strip_year(unknown["name"])
        if words(name):
            year = _year_in(text[unknown.start() : unknown.end() + 12])
            return VenueMatch(Venue("-".join(words(name)), name), year, _is_workshop(name), is_known=False, text=name)
    return None


def _match(alias: _Alias, text: str, start: int, end: int, glued_year: str | None) -> VenueMatch:
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
    if is_workshop and "workshop" not in alias.spelling.lower():
        return VenueMatch(_workshop_of(alias.venue), year, is_workshop=True, text=f"{spelling} Workshop")
    return VenueMatch(alias.venue, year, text=spelling)


def _stands(alias: _Alias, text: str, start: int, end: int) -> bool:
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


def _lookup(text: str) -> Venue | None:
    table = _aliases()
    for candidate in _candidates(text):
        alias = table.get(candidate)
        if alias:
            return alias.venue
        glued = _GLUED_YEAR.fullmatch(candidate)
        if glued and (alias := table.get(glued["name"])):
            return alias.venue
    return None


def _candidates(text: str) -> list[str]:
    """Folded forms of a name, from the most literal on: as it is, without year, ordinal, brackets, leading words."""
    plain = _strip_year(text)
    bare = re.sub(r"\([^)]*\)", " ", plain)
    inner = re.findall(r"\(([^)]*)\)", plain)
    found = []
    for form in (text, plain, bare, *inner):
        parts = [w for w in words(form) if w not in {"workshop", "workshops"}]
        found.append(parts)
        parts = [w for w in parts if not _ORDINAL.fullmatch(w) and not _YEAR.fullmatch(w)]
        found.append(parts)
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
    if len(digits) == 4:
        return int(digits)
    return int(digits) + (1900 if int(digits) >= 60 else 2000)


def _is_workshop(text: str) -> bool:
    return _WORKSHOP.search(text) is not None


def _workshop_of(venue: Venue) -> Venue:
    return Venue(f"{venue.id}-workshop", f"{venue.label} Workshop")


@lru_cache(maxsize=1)
def _aliases() -> dict[str, _Alias]:
    """Folded spelling -> alias. The first line of the table that has a spelling wins."""
    table: dict[str, _Alias] = {}
    text = resources.files("papersearch").joinpath("data/venues.txt").read_text("utf-8")
    for line in text.splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        ident, label, names = (part.strip() for part in line.split("|"))
        venue = Venue(ident, label)
        for spelling in (*(name.strip() for name in names.split(";")), label, ident.replace("-", " ")):
            needs_cue = spelling.startswith("!")
            plain = spelling.removeprefix("!")
            is_acronym = " " not in plain and sum(c.isupper() for c in plain) * 2 >= len(plain)
            single = " " not in plain and not is_acronym
            alias = _Alias(venue, needs_cue or (single and not any(c.isupper() for c in plain[1:])), is_acronym, plain)
            if plain == ident.replace("-", " ") and plain != label and is_acronym is False:
                alias = alias._replace(needs_cue=True)
            if key := " ".join(words(plain)):
                table.setdefault(key, alias)
    return table


@lru_cache(maxsize=1)
def _longest_alias() -> int:
    return max(key.count(" ") + 1 for key in _aliases())
