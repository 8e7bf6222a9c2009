"""Forms whose every line begins with a tag (RIS, MEDLINE, Web of Science), cut into their records as they stream by.

TY  - JOUR            PMID- 28754806                     PT J
AU  - Doe, Jane       FAU - Brinjikji, Waleed            AU Doe, J
ER  -                 TI  - A title that goes on              Roe, R
                            on the next line             ER
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from papersearch.record import Reject
from papersearch_ingest.parsers.text_stream import LONGEST_RECORD, RAW_HEAD, TextLine

_LINE_COST = 200
"""What keeping a line costs in memory beside its characters, in characters."""


class TaggedValue(NamedTuple):
    """A tag and its value, whose continuation lines are joined to it by line ends."""

    tag: str
    text: str


@dataclass(frozen=True, slots=True)
class TaggedRecord:
    """The lines of one record, in order."""

    line: int
    raw: str
    values: tuple[TaggedValue, ...]

    def all(self, *tags: str) -> list[str]:
        """The values of the first of these tags that has any, each in one line."""
        for tag in tags:
            found = [" ".join(value.text.split()) for value in self.values if value.tag == tag]
            if any(found):
                return [text for text in found if text]
        return []

    def first(self, *tags: str) -> str | None:
        """The first value of the first of these tags that has any."""
        return next(iter(self.all(*tags)), None)

    def lines(self, *tags: str) -> list[str]:
        """Like `all`, but a continuation line is a value of its own."""
        for tag in tags:
            found = [line.strip() for value in self.values if value.tag == tag for line in value.text.split("\n")]
            if any(found):
                return [text for text in found if text]
        return []

    def others(self, used: Iterable[str], *choices: Sequence[str]) -> dict[str, list[str]]:
        """The values of all tags but these, what `extra` keeps; of each choice only what `first` gave is left out."""
        left: dict[str, list[str]] = {}
        taken = [
            next((v for tag in tags for v in self.values if v.tag == tag and v.text.strip()), None) for tags in choices
        ]
        for value in self.values:
            if value.tag not in used and value.text.strip() and not any(value is each for each in taken):
                left.setdefault(value.tag, []).append(" ".join(value.text.split()))
        return left


@dataclass(frozen=True, slots=True)
class TagForm:
    """How a form writes its tags. `tag` matches a line with the groups `tag` and `text`.

    `starts` are the tags one of which begins a record, also while another is open; `ends` the tag that closes it, None
    where a blank line does; `ignored` matches lines between records that say nothing. With `has_blank_between` a start
    tag, as it may stand inside a record, too, begins one only after a blank line or when the open one has it already.
    """

    tag: re.Pattern[str]
    starts: frozenset[str]
    ends: str | None
    ignored: re.Pattern[str]
    has_blank_between: bool = False


def read_tagged(lines: Iterable[TextLine], form: TagForm) -> Iterator[TaggedRecord | Reject]:
    """The records, and rejects for records that have no end or no beginning and for lines that belong to none."""
    open_lines: list[TextLine] = []
    size = 0
    for line in lines:
        found = form.tag.match(line.text)
        tag = found["tag"] if found else ""
        if open_lines and tag in form.starts and _is_next(open_lines, tag, form):
            yield _finished(open_lines, form, is_closed=form.ends is None)
            open_lines, size = [], 0
        if not line.is_whole or size > LONGEST_RECORD:
            yield Reject("This record is longer than a record can be.", line.number, line.text[:RAW_HEAD])
            open_lines, size = [], 0
        elif form.ends and tag == form.ends:
            yield _finished([*open_lines, line], form, is_closed=True)
            open_lines, size = [], 0
        elif open_lines and not line.text and not open_lines[-1].text:
            continue  # one blank line says as much as a million
        elif open_lines or not form.ignored.fullmatch(line.text):
            open_lines.append(line)
            size += len(line.text) + _LINE_COST
    if open_lines and any(line.text.strip() for line in open_lines):
        yield _finished(open_lines, form, is_closed=form.ends is None)


def _is_next(open_lines: Sequence[TextLine], tag: str, form: TagForm) -> bool:
    """Whether a start tag begins a new record while one is open."""
    if not form.has_blank_between or not open_lines[-1].text.strip():
        return True
    return any((found := form.tag.match(line.text)) and found["tag"] == tag for line in open_lines)


def _finished(lines: Sequence[TextLine], form: TagForm, *, is_closed: bool) -> TaggedRecord | Reject:
    first = next((line for line in lines if line.text.strip()), lines[0])
    raw = "\n".join(line.text for line in lines[lines.index(first) :]).rstrip()
    values = tuple(_values(lines, form))
    if not any(value.tag in form.starts for value in values):
        return Reject("These lines belong to no record: the tag that begins one is missing.", first.number, raw)
    if not is_closed:
        return Reject(f"The record has no end: its line {form.ends!r} is missing.", first.number, raw)
    return TaggedRecord(first.number, raw, values)


def _values(lines: Sequence[TextLine], form: TagForm) -> Iterator[TaggedValue]:
    tag, texts = "", list[str]()
    for line in lines:
        found = form.tag.match(line.text)
        if found:
            if tag:
                yield TaggedValue(tag, "\n".join(texts))
            tag, texts = found["tag"], [found["text"].strip()]
        elif tag:
            texts.append(line.text.strip())
    if tag:
        yield TaggedValue(tag, "\n".join(texts))
