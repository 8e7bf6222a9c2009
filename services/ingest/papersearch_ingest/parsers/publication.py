"""Where a paper appeared, as sources write it: pages, numbers of serials and books, languages."""

import re
from collections.abc import Iterable
from functools import lru_cache
from importlib import resources
from typing import Any, NamedTuple

from papersearch_ingest.parsers.values import text_in

_DASH = re.compile(r"\s{0,3}(?:--+|[-‐‑‒–—−])\s{0,3}")
_PREFIX = re.compile(r"(?:pp?\.\s{0,3}|(?:pp?|pages?|pgs?)\s{1,3})(?=\w)", re.IGNORECASE)
_SHORT_END = re.compile(r"(?P<head>[A-Za-z]{0,3})(?P<first>\d+)-(?P<last>\d+)")
_NOTHING = frozenset(
    {"n/a", "n/a-n/a", "na", "no", "no-no", "no.pag", "none", "null", "-", "?", "??", "unknown", "nil"}
)
_LONGEST = 200
_IN_BRACKETS = re.compile(r"\([^()]*\)")
_NOT_DIGITS = re.compile(r"[^\dXx]")
_ISSN = re.compile(r"(?<![\dXx])\d{4}-?\d{3}[\dXx](?![\dXx])")
_ISBN = re.compile(r"(?<![\dXx])(?:97[89][- ]?)?(?:\d[- ]?){9}[\dXx](?![\dXx])")
_TAG = re.compile(r"[A-Za-z]{2}(?:[-_][A-Za-z0-9]{2,8}){0,3}")

_CITATION_KEY = re.compile(r"(?!\d+$)(?!(?:doi:)?10\.)(?!\w+://)[^\s,{}()\"#%~\\]{1,100}")


def citation_key(text: str | None) -> str | None:
    """A key that can be cited by: not the number or the address that a program gave its item."""
    return text if text and _CITATION_KEY.fullmatch(text) else None


def number_in(value: Any) -> str | None:
    """A volume, an issue or an edition as its source has it; None for what says that there is none."""
    if value is None or value == "":
        return None
    text = " ".join((text_in(value) or "").split())
    return text if text and text.lower() not in _NOTHING else None


def pages_in(first: Any, last: Any = None) -> str | None:
    """`11-19` of `11--19`, `pp. 11 – 19` or of two numbers, `7` of `7-7`; an article number stays."""
    start, end = number_in(first), number_in(last)
    if start is None or len(start) > _LONGEST:
        return start
    start = _DASH.sub("-", _PREFIX.sub("", start)).strip("-")
    if end and "-" not in start and end != start:
        start = f"{start}-{_PREFIX.sub('', end)}"
    first_page, dash, last_page = start.partition("-")
    return number_in(first_page if dash and first_page == last_page else start)


def abbreviated_pages(value: Any) -> str | None:
    """Pages whose last number leaves out what it shares with the first, as PubMed's: `1377-96` is `1377-1396`."""
    text = pages_in(value)
    found = _SHORT_END.fullmatch(text or "")
    if not found or len(found["last"]) >= len(found["first"]):
        return text
    first, last = found["first"], found["last"]
    return f"{found['head']}{first}-{found['head']}{first[: len(first) - len(last)]}{last}"


class SerialNumbers(NamedTuple):
    """The ISSNs (`1234-567X`) and ISBNs (digits only) that a source names."""

    issn: tuple[str, ...]
    isbn: tuple[str, ...]


def serial_numbers(values: Iterable[Any]) -> SerialNumbers:
    """The ISSNs and ISBNs in these texts, told apart by their length, each once."""
    issn: dict[str, None] = {}
    isbn: dict[str, None] = {}
    for text in filter(None, map(text_in, values)):
        bare = _IN_BRACKETS.sub(" ", text[:_LONGEST])
        for found in _ISBN.finditer(bare):
            isbn[_NOT_DIGITS.sub("", found.group()).upper()] = None
        for found in _ISSN.finditer(_ISBN.sub(" ", bare)):
            digits = _NOT_DIGITS.sub("", found.group()).upper()
            issn[f"{digits[:4]}-{digits[4:]}"] = None
    return SerialNumbers(tuple(issn), tuple(isbn))


class SourceParts(NamedTuple):
    """What a source in Dublin Core says of where a paper appeared."""

    container: str | None = None
    volume: str | None = None
    issue: str | None = None
    pages: str | None = None


_SOURCE = re.compile(r"(?P<container>[^;]{1,300});\s{1,3}(?P<place>.{1,300})")
_VOLUME_AND_ISSUE = re.compile(
    r"(?:(?:Vol(?:ume|umen)?|Band|Bd|v|Tom[oe]?|Том|Cilt)\.?\s{0,2}(?P<volume>\d{1,5})(?:\W{1,3}|$))?"
    r"(?:(?:Number|No|Nr|Núm|Num|n|Iss(?:ue)?|Heft|Sayı|№)\.?\s{0,2}(?P<issue>\w{1,10}(?:[-–/]\w{1,10})?))?",
    re.IGNORECASE,
)
_SHORT_VOLUME = re.compile(r"(?P<volume>\d{1,5})\s?\((?P<issue>[\w-]{1,10})\)")
_LAST_PAGES = re.compile(r"(?:^|[;,:]\s{0,2})(?:pp?\.?\s{0,2})?(?P<pages>\w{0,3}\d{1,6}\s?[-–]\s?\w{0,3}\d{1,6})\s?$")


def source_parts(texts: Iterable[str]) -> SourceParts:
    """Of the first source that is not a number: `Things; Vol. 4 No. 2 (2019): Title; 11-19`, as OJS writes it.

    One that is in no such form is the container's name as a whole.
    """
    text = next((each for each in texts if not _ISSN.fullmatch(each.strip())), None)
    found = _SOURCE.fullmatch(text or "")
    if not found:
        return SourceParts(text)
    place = found["place"]
    numbers = _SHORT_VOLUME.match(place) or _VOLUME_AND_ISSUE.match(place)
    volume, issue = (numbers["volume"], numbers["issue"]) if numbers else (None, None)
    pages = _LAST_PAGES.search(place)
    if not (volume or issue or pages):
        return SourceParts(text)
    return SourceParts(found["container"].strip(), volume, issue, pages_in(pages["pages"]) if pages else None)


def language_in(value: Any) -> str | None:
    """A language as its tag (BCP 47) where it is known: `eng`, `English` and `en` are `en`; `en_US` is `en-US`."""
    if value is None or value == "":
        return None
    text = re.split(r"[;,|]", (text_in(value) or "")[:_LONGEST])[0].strip()
    known = _languages().get(text.lower())
    if known:
        return known
    if _TAG.fullmatch(text):
        main, *rest = re.split(r"[-_]", text)
        return "-".join([main.lower(), *rest])
    return text if text and text.lower() not in {"und", "mul", "zxx", *_NOTHING} else None


@lru_cache(maxsize=1)
def _languages() -> dict[str, str]:
    text = resources.files("papersearch_ingest").joinpath("data/languages.txt").read_text("utf-8")
    rows = (line.split() for line in text.splitlines() if line and not line.startswith("#"))
    return {name: row[0] for row in rows for name in row}
