"""BibTeX cut into entries as it streams by, and entries into their fields.

    @article{key, author = {Doe, Jane and Roe, R.}, title = "A {T}itle", month = jan, note = "in " # press}
    @string{press = "press"}

An entry ends with the brace that matches its first. A line that begins another entry ends it, too: one closing brace
that is missing costs one entry and not the rest of the file.
"""

import re
from collections.abc import Generator, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from papersearch.record import Reject
from papersearch_ingest.parsers.source import Source
from papersearch_ingest.parsers.text_stream import LONGEST_RECORD, RAW_HEAD, TextWindow, text_blocks

_HEAD = re.compile(r"@\s*(?P<type>[A-Za-z]+)\s*(?P<open>[{(])")
_LONGEST_HEAD = 200
_SIGN = re.compile(r"[{})\"]")
_SIGN_OR_ENTRY = re.compile(r"[{})\"]|[\r\n][ \t]*@[A-Za-z]+\s*[{(]\s*[^\s,{}()=\"]*\s*[,=]")
_COMMENTED = re.compile(r"(?:^|[\r\n])[ \t]*%[^\r\n]*\Z")
_STRAY = re.compile(r"\w\s*=\s*[{\"]")
MOST_FROM_NAMES = 20_000
"""Characters that `@string` names may put into one value: forty names, each twice the one before, would fill memory."""
_KEY = re.compile(r"(?P<key>[^,={}\"]*+)(?:,|\Z)")
_GAP = re.compile(r"(?:[\s,]|(?<=[\r\n])[ \t]*%[^\r\n]*)*")
_NAME = re.compile(r"(?P<name>[^\s=,{}\"#]+)\s*=\s*")
_BARE = re.compile(r"[^\s#,{}\"=]+")
_JOIN = re.compile(r"\s*#\s*")
_MONTHS = {name: name.title() for name in ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov",
                                           "dec")}  # fmt: skip


@dataclass(frozen=True, slots=True)
class BibEntry:
    """An entry as it stands: `fields` by lower-case name with their TeX, `repeated` what later equal names said."""

    line: int
    raw: str
    type: str
    key: str
    fields: Mapping[str, str]
    repeated: Mapping[str, list[str]] = field(default_factory=dict)


def read_entries(source: Source) -> Iterator[BibEntry | Reject]:
    """The entries, with the `@string` names before them put in; comments and preambles are passed over."""
    strings = dict(_MONTHS)
    window = TextWindow(text_blocks(source))
    while True:
        head = yield from _next_head(window)
        if head is None:
            return
        line, kind = window.line, head.type
        end = _end(window, head)
        raw = window.take(end.offset if end.offset <= LONGEST_RECORD else RAW_HEAD).rstrip()
        window.advance(end.offset)
        if kind in {"comment", "preamble"} or head.is_commented:
            continue
        if end.problem:
            yield Reject(end.problem, line, raw)
            continue
        entry = _entry(kind, raw[head.length : -1], line, raw, strings)
        if kind == "string" and isinstance(entry, BibEntry):
            strings.update(entry.fields)
        else:
            yield entry


class _Head(NamedTuple):
    """`@article{`: `length` characters, where the window now stands."""

    type: str
    opening: str
    length: int
    is_commented: bool


class _End(NamedTuple):
    """The offset behind an entry, and what is wrong with it."""

    offset: int
    problem: str | None = None


def _next_head(window: TextWindow) -> Generator[Reject, None, _Head | None]:
    """Moves on to the next entry, over text that BibTeX ignores; a reject for such text that looks like fields."""
    while True:
        found = _HEAD.search(window.text, window.place)
        if found:
            yield from _stray(window, found.start() - window.place)
            is_commented = bool(_COMMENTED.search(window.text[max(found.start() - _LONGEST_HEAD, 0) : found.start()]))
            return _Head(found["type"].lower(), found["open"], found.end() - found.start(), is_commented)
        partial = window.text.rfind("@", max(window.place, len(window.text) - _LONGEST_HEAD))
        yield from _stray(window, partial - window.place if partial >= 0 else window.size)
        if not window.grow():
            yield from _stray(window, window.size)
            return None


def _stray(window: TextWindow, length: int) -> Iterator[Reject]:
    line, text = window.line, window.take(length)
    window.advance(length)
    if _STRAY.search(text):
        yield Reject("These lines look like fields and belong to no entry.", line, text.strip()[:RAW_HEAD])


def _end(window: TextWindow, head: _Head) -> _End:
    """Where the entry ends. The signs that count are braces, also escaped ones, as BibTeX counts them.

    In an entry in round brackets, a bracket between quotation marks closes nothing.
    """
    pattern = _SIGN if head.type == "comment" else _SIGN_OR_ENTRY
    at, depth, is_quoted = head.length, 1 if head.opening == "{" else 0, False
    while True:
        for found in pattern.finditer(window.text, window.place + at):
            at = found.end() - window.place
            sign = found.group()
            if len(sign) > 1:
                problem = "The entry has no end: another one begins before its closing brace."
                return _End(found.start() - window.place + 1, problem)
            if sign == '"':
                is_quoted ^= depth == 0
                continue
            if sign == ")":
                if depth or is_quoted or head.opening == "{":
                    continue
                return _End(at)
            depth += 1 if sign == "{" else -1
            if depth == 0 and head.opening == "{":
                return _End(at)
        if window.size > LONGEST_RECORD:
            return _End(window.size, "The entry is longer than a record can be.")
        if not window.grow():
            problem = "The entry has no end: the source is cut off, or a closing brace is missing."
            return _End(head.length if head.type == "comment" else window.size, problem)


def _entry(kind: str, body: str, line: int, raw: str, strings: Mapping[str, str]) -> BibEntry | Reject:
    key, place = "", 0
    if kind != "string" and (found := _KEY.match(body)):
        key, place = found["key"].strip(), found.end()
    fields: dict[str, str] = {}
    repeated: dict[str, list[str]] = {}
    while (place := _after(_GAP, body, place)) < len(body):
        found = _NAME.match(body, place)
        if not found:
            near = " ".join(body[place : place + 40].split())
            return Reject(f"Where a field should begin stands {near!r}.", line, raw)
        name = found["name"].lower()
        value = _value(body, found.end(), strings)
        if value is None:
            return Reject(f"The value of the field {name!r} has no end or is none.", line, raw)
        if value.from_names > MOST_FROM_NAMES:
            return Reject(f"The names in the field {name!r} stand for too much text.", line, raw)
        place = value.end
        if name in fields:
            repeated.setdefault(name, []).append(value.text)
        else:
            fields[name] = value.text
    return BibEntry(line, raw, kind, key, fields, repeated)


class _Value(NamedTuple):
    """A value, where it ends, and how many of its characters came out of names."""

    text: str
    end: int
    from_names: int = 0


def _value(body: str, place: int, strings: Mapping[str, str]) -> _Value | None:
    """A value: pieces in braces or quotes, numbers and names, joined by `#`."""
    pieces: list[str] = []
    from_names = 0
    while from_names <= MOST_FROM_NAMES:
        sign = body[place : place + 1]
        if sign in _CLOSERS:
            end = _closing(body, place + 1, _CLOSERS[sign])
            if end is None:
                return None
            pieces.append(body[place + 1 : end - 1])
        else:
            found = _BARE.match(body, place)
            if not found:
                return _Value("", place) if sign in (",", "") and not pieces else None
            end = found.end()
            pieces.append(strings.get(found.group().lower(), found.group()))
            from_names += len(pieces[-1])
        joined = _JOIN.match(body, end)
        if not joined:
            return _Value("".join(pieces), end, from_names)
        place = joined.end()
    return _Value("", place, from_names)


_CLOSERS = {"{": "}", '"': '"'}
_CLOSING = {'"': re.compile(r"[{}\"]"), "}": re.compile(r"[{}]")}


def _closing(body: str, place: int, sign: str) -> int | None:
    """The offset behind the sign that closes a piece: outside of braces that were opened in it."""
    depth = 0
    for found in _CLOSING[sign].finditer(body, place):
        if found.group() == sign and depth == 0:
            return found.end()
        depth += 1 if found.group() == "{" else -1 if found.group() == "}" else 0
    return None


def _after(pattern: re.Pattern[str], text: str, place: int) -> int:
    found = pattern.match(text, place)
    return found.end() if found else place
