"""Result pages of a conference's full-text search: title, the authors' TL;DR or word that there is none, abstract.

Search ICLR 2019
"data augmentation" has 257 results
<title>

tl;dr <one sentence>          or          No tl;dr =[

<abstract>
"""

import re
from collections.abc import Iterator

from papersearch.paper import PaperType, Tldr, TldrSource
from papersearch.record import Record, Reject
from papersearch_ingest.parsers.pages.blocks import Block, raw_lines, read_page
from papersearch_ingest.parsers.source import Parser, Sample, Source, split_lines

_TLDR = re.compile(r"(?:tl;\s?dr\b[:;]?\s+(?P<tldr>\S.*)|no tl;\s?dr\b(?:\s*=\[)?)$", re.IGNORECASE)
_HEADING = re.compile(r"search\s+(?P<venue>\S.{0,60}?)[\s'’-]+(?P<year>(?:19|20)\d\d)$", re.IGNORECASE)
_COUNT = re.compile(r"^\W?.{0,200}\bhas [\d,.]+ results?\b", re.IGNORECASE)


def _score(sample: Sample) -> float:
    lines = sample.lines
    if not any(_TLDR.match(line) for line in lines):
        return 0.0
    return 0.6 + 0.2 * any(_COUNT.match(line) for line in lines) + 0.2 * any(_HEADING.match(li) for li in lines)


def _parse(source: Source) -> Iterator[Record | Reject]:
    lines = split_lines(source.text)
    page = read_page(source.lines(), _TLDR.match, heading_size=1)
    venue, year = _heading([line.strip() for line in lines])
    yield from (_record(block, venue, year, raw_lines(lines, block)) for block in page.blocks)


def _heading(lines: list[str]) -> tuple[str | None, int | None]:
    found = next(filter(None, map(_HEADING.match, lines)), None)
    return (found["venue"], int(found["year"])) if found else (None, None)


def _record(block: Block, venue: str | None, year: int | None, raw: str) -> Record | Reject:
    if not block.heading or _COUNT.match(block.heading[0].text):
        return Reject("There is no title before this TL;DR line.", block.start, raw)
    found = _TLDR.match(block.marker.text)
    text = f"{found['tldr'] or ''} {block.continuation}".strip() if found else ""
    has_tldr = bool(found and found["tldr"])
    abstract = block.abstract if has_tldr else f"{block.continuation} {block.abstract or ''}".strip() or None
    return Record(
        type=PaperType.CONFERENCE_PAPER,
        title=block.heading[0].text,
        abstract=abstract,
        tldr=Tldr(text, TldrSource.AUTHORS) if has_tldr else None,
        venue=venue,
        year=year,
        line=block.start,
        raw=raw,
    )


PARSER = Parser("result-page", 2, _score, parse=_parse, is_streaming=False)
"""Reads result pages. The venue and year are the heading's."""
