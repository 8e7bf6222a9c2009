"""Forms whose every line begins with a tag (RIS, MEDLINE, Web of Science), cut into their records as they stream by.

TY  - JOUR            PMID- 28754806                     PT J
AU  - Doe, Jane       FAU - Brinjikji, Waleed            AU Doe, J
ER  -                 TI  - A title that goes on              Roe, R
                            on the next line             ER
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from papersearch.record import Record, Reject
from papersearch_ingest.parsers.source import Parsed, Source, record_parser
from papersearch_ingest.parsers.text_stream import LONGEST_RECORD, RAW_HEAD, TextLine, text_lines

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

    def in_order(self, *tags: str) -> list[str]:
        """The values of all of these tags, in the order of the record, each in one line."""
        found = (" ".join(value.text.split()) for value in self.values if value.tag in tags)
        return [text for text in found if text]

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
    Without any `starts` every tag begins a record after a blank line. `is_own` says whether a line that looks like a
    tag is one in the record that the first line given began: it may be a wrapped line of a text.
    """

    tag: re.Pattern[str]
    starts: frozenset[str]
    ends: str | None
    ignored: re.Pattern[str]
    has_blank_between: bool = False
    is_own: Callable[[re.Match[str], re.Match[str]], bool] | None = None

    def match(self, line: str, first: str | None = None) -> re.Match[str] | None:
        """The tag of a line, in the record that the line `first` began."""
        found = self.tag.match(line)
        if found is None or self.is_own is None or first is None:
            return found
        head = self.tag.match(first)
        return found if head is None or self.is_own(head, found) else None


def tagged_parser(
    form_of: Callable[[Source], TagForm], record: Callable[[TaggedRecord], Record | Reject]
) -> Callable[[Source], Parsed]:
    """A `Parser.parse` for sources in the form that `form_of` finds for each."""
    return record_parser(lambda source: _read(text_lines(source), form_of(source)), record)


def _read(lines: Iterable[TextLine], form: TagForm) -> Iterator[TaggedRecord | Reject]:
    """The records, and rejects for lines that belong to none.

    A record whose end is missing ends where the next one begins, or where the source does.
    """
    open_lines: list[TextLine] = []
    size = 0
    for line in map(_without_mark, lines):
        found = form.match(line.text, open_lines[0].text if open_lines else None)
        tag = found["tag"] if found else ""
        if open_lines and tag and _is_next(open_lines, tag, form):
            yield _finished(open_lines, form)
            open_lines, size = [], 0
        if not line.is_whole or size > LONGEST_RECORD:
            yield Reject("This record is longer than a record can be.", line.number, line.text[:RAW_HEAD])
            open_lines, size = [], 0
        elif form.ends and tag == form.ends:
            yield _finished([*open_lines, line], form)
            open_lines, size = [], 0
        elif open_lines and not line.text and not open_lines[-1].text:
            continue  # one blank line says as much as a million
        elif open_lines or not form.ignored.fullmatch(line.text):
            open_lines.append(line)
            size += len(line.text) + _LINE_COST
    if open_lines and any(line.text.strip() for line in open_lines):
        yield _finished(open_lines, form)


def _without_mark(line: TextLine) -> TextLine:
    """The line without a byte order mark, which stands in the middle of files that were joined."""
    return line._replace(text=line.text.lstrip("\ufeff")) if line.text.startswith("\ufeff") else line


def _is_next(open_lines: Sequence[TextLine], tag: str, form: TagForm) -> bool:
    """Whether a tag begins a new record while one is open."""
    is_after_blank = not open_lines[-1].text.strip()
    if not form.starts:
        return is_after_blank
    if tag not in form.starts:
        return False
    if not form.has_blank_between or is_after_blank:
        return True
    return any((found := form.tag.match(line.text)) and found["tag"] == tag for line in open_lines)


def _finished(lines: Sequence[TextLine], form: TagForm) -> TaggedRecord | Reject:
    first = next((line for line in lines if line.text.strip()), lines[0])
    raw = "\n".join(line.text for line in lines[lines.index(first) :]).rstrip()
    values = tuple(_values(lines, form))
    if form.starts and not any(value.tag in form.starts for value in values):
        return Reject("These lines belong to no record: the tag that begins one is missing.", first.number, raw)
    return TaggedRecord(first.number, raw, values)


def _values(lines: Sequence[TextLine], form: TagForm) -> Iterator[TaggedValue]:
    tag, texts = "", list[str]()
    for line in lines:
        found = form.match(line.text, lines[0].text)
        if found:
            if tag:
                yield TaggedValue(tag, "\n".join(texts))
            tag, texts = found["tag"], [found["text"].strip()]
        elif tag:
            texts.append(line.text.strip())
    if tag:
        yield TaggedValue(tag, "\n".join(texts))
