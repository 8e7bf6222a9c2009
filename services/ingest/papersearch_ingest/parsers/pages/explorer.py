"""Pages of a conference's paper explorer: one paper, and then those most like it.

    <title>
    <author>, <author>
    Responsive image
    Auto-TLDR; <one sentence made by a program>
    Slides Poster Similar
    <abstract>

The page names neither venue nor year: they come from the source profile.
"""

import re
from collections.abc import Iterator

from papersearch.paper import Material, PaperType, Tldr, TldrSource
from papersearch.record import Record, Reject
from papersearch_ingest.parsers.pages.blocks import Block, raw_lines, read_page, without
from papersearch_ingest.parsers.source import Line, Parser, Sample, Source, split_lines
from papersearch_ingest.parsers.whitespace import ANY_GAP, GAP

_MARKER = re.compile(r"auto-tl;?dr\s*[;:](?P<tldr>.*)$", re.IGNORECASE)
_IMAGE = re.compile(r"responsive image$|similar papers:?$", re.IGNORECASE)
_BUTTONS = {
    "slides": Material.SLIDES,
    "poster": Material.POSTER,
    "video": Material.VIDEO,
    "code": Material.CODE,
    "pdf": Material.PDF,
    "paper": Material.PDF,
    "similar": None,
}
_BUTTON_LINE = re.compile(rf"(?:\b(?:{'|'.join(_BUTTONS)})\b[\s|,·]*)+$", re.IGNORECASE)
_NAME_SUFFIX = re.compile(r",\s*(?=(?:jr|sr|ii|iii|iv)\b\.?\s*(?:,|&|\band\b|$))", re.IGNORECASE)
_AUTHOR_END = re.compile(rf"{ANY_GAP}[,;]\s*(?:and\s+|&\s*)?|{GAP}and\s+|{ANY_GAP}&\s*")


def _score(sample: Sample) -> float:
    lines = sample.lines
    if not any(_MARKER.match(line) for line in lines):
        return 0.0
    return 0.7 + 0.1 * any(_IMAGE.match(line) for line in lines) + 0.2 * any(_is_buttons(line) for line in lines)


def _parse(source: Source) -> Iterator[Record | Reject]:
    raw = split_lines(source.text)
    numbered = source.lines()
    buttons = {line.number: line.text for line in numbered if _is_buttons(line.text)}
    page = read_page(
        without(numbered, lambda text: _IMAGE.match(text) or _is_buttons(text)), _MARKER.match, heading_size=2
    )
    yield from (_record(block, _buttons_of(block, buttons), raw_lines(raw, block)) for block in page.blocks)


def _is_buttons(line: str) -> bool:
    return bool(line) and _BUTTON_LINE.match(line) is not None


def _buttons_of(block: Block, lines: dict[int, str]) -> list[str]:
    """The words of the first button line after the block's marker and before the end of its body."""
    first = min((number for number in lines if block.marker.number < number <= block.end + 2), default=None)
    return re.findall(r"\w+", lines[first].lower()) if first else []


def _record(block: Block, buttons: list[str], raw: str) -> Record | Reject:
    if not block.heading:
        return Reject("There is no title before this Auto-TLDR line.", block.start, raw)
    text = _tldr_text(block.marker, block.continuation)
    materials = (_BUTTONS[button] for button in buttons)
    return Record(
        type=PaperType.CONFERENCE_PAPER,
        title=block.heading[0].text,
        authors=split_authors(block.heading[1].text) if len(block.heading) > 1 else (),
        abstract=block.abstract,
        tldr=Tldr(text, TldrSource.AUTO) if text else None,
        materials=tuple(dict.fromkeys(material for material in materials if material)),
        line=block.start,
        raw=raw,
        extra={"role": "similar" if "similar" in buttons else "page"},
    )


def _tldr_text(marker: Line, continuation: str) -> str:
    found = _MARKER.match(marker.text)
    return f"{found['tldr'] if found else ''} {continuation}".strip()


def split_authors(text: str) -> tuple[str, ...]:
    """`A. One, B. Two, Jr. and C. Three` -> three names."""
    return tuple(filter(None, map(str.strip, _AUTHOR_END.split(_NAME_SUFFIX.sub(" ", text)))))


PARSER = Parser("explorer-page", 2, _score, parse=_parse, is_streaming=False)
"""Reads explorer pages: the page's own paper first, then its similar ones (`extra["role"]`)."""
