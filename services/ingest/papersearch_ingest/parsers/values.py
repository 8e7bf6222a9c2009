"""Values of untyped sources made ready for a record: texts, years, addresses, identifiers, keywords."""

import re
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from papersearch.naming.identity import STRONG_SCHEMES, parse_identifier
from papersearch.record import Record, Reject
from papersearch_ingest.texts.placeholders import without_placeholders

_YEAR = re.compile(r"(?<!\d)(1[5-9]|20)\d\d(?!\d)")
_ADDRESS = re.compile(r"https?://[^\s<>\"]+", re.IGNORECASE)
_RETRACTED = re.compile(
    r"\W*(?:retracted|withdrawn|removed)(?:\s+(?:article|paper|chapter|manuscript))?\s*[:\]\)-]", re.IGNORECASE
)
_NOTED_ID = re.compile(
    r"(?:^|[;,|\n]|\.\s)\s{0,5}(?P<scheme>arXiv|PMID|PMCID|DOI)(?:\s{0,3}:\s{0,3}|\s{1,3}(?=\d|PMC))(?P<id>[^\s;,{}<>\"]{1,200})",
    re.IGNORECASE,
)
_LONGEST_NOTE = 4_000
_LAST_NUMBER = re.compile(r"(?:^|[/:\s])(?:PMC)?(\d{1,10})/?$", re.IGNORECASE)
_EMPTY: tuple[Any, ...] = (None, "", [], {})


def text_in(value: Any) -> str | None:
    """The text of a string or number, or of the first item of a list of them; None where there is none."""
    if isinstance(value, list):
        value = next((item for item in value if item not in _EMPTY), None)
    if isinstance(value, str):
        return value.strip() or None
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def list_in(value: Any) -> list[Any]:
    """The value if it is a list; one item as a list; nothing as an empty one."""
    return value if isinstance(value, list) else [] if value in _EMPTY else [value]


def mapping_in(value: Any) -> Mapping[str, Any]:
    """The value if it is an object, else an empty one."""
    return value if isinstance(value, Mapping) else {}


def first_value(value: Mapping[str, Any], keys: Iterable[str]) -> Any:
    """The first value under these keys that is not empty, or None."""
    for key in keys:
        found = value.get(key)
        if found not in _EMPTY:
            return found
    return None


def year_in(value: Any) -> int | None:
    """The first year from 1500 to 2099 in a number or a text: `2014//`, `Apr 2018`, `2019-05-07`."""
    text = text_in(value)
    found = _YEAR.search(text) if text else None
    return int(found.group()) if found else None


def address_in(value: Any) -> str | None:
    """The value if it is a web address, else None."""
    text = text_in(value)
    return text if text and _ADDRESS.fullmatch(text) else None


def addresses(**named: Any) -> dict[str, str]:
    """`links` out of candidates: those that are web addresses."""
    found = ((name, address_in(value)) for name, value in named.items())
    return {name: address for name, address in found if address}


def identifiers(*texts: Any, **named: Any) -> dict[str, str]:
    """`ids` out of values whose scheme is known, and out of texts that are an identifier or its address.

    PubMed and PMC numbers are found at the end of an address, too.
    """
    ids: dict[str, str] = {}
    for scheme, value in named.items():
        text = text_in(value)
        if not text:
            continue
        parsed = parse_identifier(text) if scheme in STRONG_SCHEMES else None
        if parsed and parsed.scheme in STRONG_SCHEMES:
            ids.setdefault(parsed.scheme, parsed.value)
        elif scheme in {"pmid", "pmcid"}:
            if found := _LAST_NUMBER.search(text):
                ids[scheme] = f"PMC{found[1]}" if scheme == "pmcid" else found[1]
        else:
            ids[scheme] = text
    for value in texts:
        parsed = parse_identifier(text_in(value) or "")
        if parsed and parsed.scheme in STRONG_SCHEMES:
            ids.setdefault(parsed.scheme, parsed.value)
    return ids


def noted_identifiers(*notes: str | None) -> dict[str, str]:
    """Identifiers that reference managers put into notes: `PMID: 1; PMCID: PMC2`, `arXiv: 2304.00001`.

    Only those that begin a part of the note: `Erratum of PMID: 1` names another paper.
    """
    found: dict[str, str] = {}
    for note in filter(None, notes):
        for match in _NOTED_ID.finditer(note[:_LONGEST_NOTE]):
            scheme, value = match["scheme"].lower(), match["id"].rstrip(".)]")
            if scheme in {"doi", "arxiv"} or _LAST_NUMBER.search(value):
                found.setdefault(scheme, value)
    return identifiers(**found)


def without_noted_ids(note: str | None) -> str | None:
    """A note without the identifiers that stand in it as `PMID: 1`; None where it says no more."""
    rest = _NOTED_ID.sub("", note) if note else ""
    return " ".join(note.split()) if note and re.search(r"\w", rest) else None


def split_keywords(text: str) -> tuple[str, ...]:
    """`a; b` or `a, b` or a keyword a line. Semicolons, where there are any, are the only separators."""
    for separator in (r"[;·•|]", r"[\r\n]+", r",(?!\d)"):
        if re.search(separator, text.strip()):
            return tuple(part for part in map(_bare_keyword, re.split(separator, text)) if part)
    return tuple(filter(None, [_bare_keyword(text)]))


def separate_keywords(texts: Iterable[str]) -> tuple[str, ...]:
    """Keywords of texts that have one each, or several between semicolons; each once."""
    return tuple(dict.fromkeys(word for text in texts for word in (split_keywords(text) if ";" in text else (text,))))


def _bare_keyword(text: str) -> str:
    return " ".join(text.split()).rstrip(".").strip()


def keywords_in(value: Any) -> tuple[str, ...]:
    """Keywords of a list or of one text, each once."""
    if isinstance(value, str):
        return tuple(dict.fromkeys(split_keywords(value)))
    return tuple(dict.fromkeys(text for text in map(text_in, list_in(value)) if text))


def title_says_retracted(title: str | None) -> bool:
    """Whether a title begins as publishers mark retracted papers: `RETRACTED ARTICLE: ...`."""
    return bool(title and _RETRACTED.match(title))


def remaining(value: Mapping[str, Any], used: Collection[str]) -> dict[str, Any]:
    """What a record's `extra` keeps: every member that is not empty and was not used."""
    return {key: kept for key, kept in value.items() if key not in used and kept not in _EMPTY}


def record_or_reject(record: Record) -> Record | Reject:
    """The record without placeholders, unless it says nothing that a paper could be recognised by.

    An identifier alone does not make a paper: it says that the rest of the source was not understood.
    """
    record = without_placeholders(record)
    if record.title or record.abstract:
        return record
    ids = ", ".join(f"{scheme}:{value}" for scheme, value in list(record.ids.items())[:3])
    reason = f"Only {ids} was understood of this record" if ids else "This record has neither a title nor an abstract"
    return Reject(f"{reason}. A paper needs a title or an abstract.", record.line, record.raw)
