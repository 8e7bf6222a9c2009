"""Where a record of Ovid's says that its work appeared: the source line, the book's line, the link to a resolver.

SO  - Things January/February 2010;14(1):56
SO  - Roe, Ann [Ed]; Poe, Bo [Ed]. (2012). A book. (pp. 11-31). New York, NY, US: A House; US.
BT  - Roe, A.B. [Ed.]. A book. A House, Oslo. 2002: 1-234. Chapter pagination: 214-218.
XL  - http://resolver.example/?sid=OVID:db&volume=14&issue=1&pages=56&title=Things
"""

import re
from collections.abc import Mapping
from typing import NamedTuple
from urllib.parse import parse_qs, urlsplit

from papersearch_ingest.parsers.lines.tagged import TaggedRecord

_LONGEST_LINE = 1_000
_LONGEST_LINK = 4_000
_MONTH = "Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec|Spring|Summer|Fall|Autumn|Winter"
_JOURNAL = r"(?P<container>[^;]{2,300}?)"
_VOLUME = r"(?P<volume>\d{1,5})"
_ISSUE = r"\((?P<issue>(?:[^()]|\([^()]*\)){1,40})\)"
_PAGES = r"(?P<pages>[A-Za-z]?\d[\w-]{0,20})"
_MONTHS = rf"(?:\d{{1,2}} )?(?:(?:{_MONTH})[a-z]*\.?(?:/|-| \d{{1,2}},? )?){{0,3}}"
_SOURCES = (
    re.compile(
        rf"{_JOURNAL}\. (?:Vol\.? ?)?{_VOLUME}(?: ?{_ISSUE})?(?: ?: ?{_PAGES})?(?=,)"
        r"(?:.{0,60}?\bpp?\. ?(?P<later>\d[\w-]{0,20}))?"
    ),
    re.compile(rf"{_JOURNAL}\.? {_MONTHS} ?\d{{4}} ?; ?{_VOLUME}(?:{_ISSUE})?(?:: ?{_PAGES})?(?P<later>)"),
    re.compile(
        rf"(?P<container>[^;:,]{{2,300}}?)(?: {_VOLUME})?, [\w ]{{0,20}}\d{{4}}(?:{_ISSUE})?: ?{_PAGES}(?P<later>)"
    ),
    re.compile(rf"(?P<container>[^;:]{{2,300}}?)\. \d{{4}}(?: {_MONTHS})? ?; ?(?:{_PAGES}(?!\w|pp))?(?P<later>)"),
)
"""The forms of a source line.

    Things. 12(3):11-9, 2012 Mar.          Things. Vol.43(5), Sep 2015, pp. 623-634.
    Things January/February 2010;14(1):56  Things 12, Winter 2007: 7-14.
    Things. 2007 15 June; 433-441.
"""
_EDITORS = re.compile(r"(?:[^\[\]]{2,80}?\[Ed(?:s|itors?)?\b[^\[\]]{0,60}\][;,.&\s]{0,4})+")
_EDITOR = re.compile(r"[;,&\s]*(?P<names>[^\[\]]{2,80}?)\s*\[[^\[\]]*\]")
_BOOKS = (
    re.compile(r"(?:\((?P<year>\d{4})\)\. )?(?P<container>.{2,400}?)\.? ?\(pp?\. ?(?P<pages>\w[\w-]{0,20})\)"),
    re.compile(r"(?P<container>.{2,400}?)\. ?: ?(?P<pages>\w[\w-]{0,20}), \d{4}"),
    re.compile(
        r"(?P<container>\[.{2,400}?\.?\](?= |$)|[^\[].{1,400}?(?=\. ))"
        r".{0,600}?Chapter pagination: ?(?P<pages>\w[\w-]{0,20})"
    ),
)
"""The forms of a book in which a chapter is, after its editors."""
_EDITION = re.compile(r"\s*\((?P<edition>[\w ]{1,20}?) ed(?:ition|n)?\.?\)$", re.IGNORECASE)


class Place(NamedTuple):
    """Where a work appeared, as the lines have it; `editors` are names as they are written, family names first."""

    container: str | None = None
    volume: str | None = None
    issue: str | None = None
    pages: str | None = None
    edition: str | None = None
    editors: tuple[str, ...] = ()


def journal_place(item: TaggedRecord) -> Place:
    """Of the source line, in whichever of its forms it is; what it does not say may be in the resolver's link."""
    text = (item.first("SO") or "")[:_LONGEST_LINE]
    found = next(filter(None, (pattern.match(text) for pattern in _SOURCES)), None)
    said, linked = found.groupdict() if found else {}, _linked(item)
    return Place(
        _plain(said.get("container") or linked.get("title")),
        said.get("volume") or linked.get("volume"),
        said.get("issue") or linked.get("issue"),
        said.get("pages") or said.get("later") or linked.get("pages"),
    )


def chapter_place(item: TaggedRecord) -> Place:
    """Of the line that names the book in which a chapter is."""
    text = (item.first("BT", "SO") or "")[:_LONGEST_LINE]
    head = _EDITORS.match(text)
    rest = text[head.end() :] if head else text
    found = next(filter(None, (pattern.match(rest) for pattern in _BOOKS)), None)
    linked = _linked(item)
    container = found["container"] if found else linked.get("title") or ""
    edition = _EDITION.search(container)
    return Place(
        _plain(_EDITION.sub("", container)),
        pages=found["pages"] if found else linked.get("pages"),
        edition=edition["edition"] if edition else None,
        editors=_editors(head.group()) if head else (),
    )


def _editors(text: str) -> tuple[str, ...]:
    """The names before each `[Ed.]`; one `[Eds]` may be for several."""
    groups = (found["names"] for found in _EDITOR.finditer(text))
    return tuple(name for group in groups for each in re.split(r"[;&]", group) if (name := each.strip(" .,")))


def _plain(text: str | None) -> str | None:
    """A title without its full stop and the brackets that mark a translated one."""
    plain = (text or "").strip(" .")
    if plain.startswith("[") and plain.endswith("]"):
        plain = plain[1:-1].strip(" .")
    return plain or None


def _linked(item: TaggedRecord) -> Mapping[str, str]:
    """What the link to a library's resolver says: an OpenURL of version 0.1."""
    links = (text for text in item.all("XL") if "sid=OVID" in text and len(text) <= _LONGEST_LINK)
    return {name: values[0] for name, values in parse_qs(urlsplit(next(links, "")).query).items()}
