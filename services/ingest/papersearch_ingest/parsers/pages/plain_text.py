r"""One paper as plain text: its title first, then its authors, a line "Abstract", and the text; form feeds end pages.

Any prose would do as plain text, so it is recognised only where that line stands near the beginning. With
`--parser plain-text` a text without it is taken, too: its first line is the title.
"""

import re
from collections.abc import Iterator

from papersearch.record import Record, Reject
from papersearch_ingest.parsers.source import Parser, Sample, Source, is_binary
from papersearch_ingest.texts.fulltext import front_matter

LONGEST_TEXT = 64 << 20
_ABSTRACT = re.compile(r"^[ \t]*(?:abstract|summary)[ \t]*(?:[.:—–-].*)?$", re.IGNORECASE | re.MULTILINE)
_LATEST_ABSTRACT = 4_000
_FEWEST_WORDS = 30
_MARKUP = re.compile(r"\s*(?:[<{\[@%]|TY  -|PMID-|#)")


def _score(sample: Sample) -> float:
    text = sample.text
    if text is None or _MARKUP.match(text):
        return 0.0
    heading = _ABSTRACT.search(text[:_LATEST_ABSTRACT])
    if heading is None or not text[: heading.start()].strip():
        return 0.0
    return 0.35 if len(text[heading.end() :].split()) >= _FEWEST_WORDS else 0.0


def _parse(source: Source) -> Iterator[Record | Reject]:
    with source.open() as stream:
        data = stream.read(LONGEST_TEXT + 1)
    if is_binary(data[:65_536]) or len(data) > LONGEST_TEXT:
        yield Reject("This is no text that could be one paper.", 1)
        return
    text = source.text.replace("\0", "")
    front = front_matter(text)
    if not front.title:
        yield Reject("There is no title in this text.", 1, text[:2000])
        return
    yield Record(
        title=front.title,
        authors=front.authors,
        abstract=front.abstract,
        full_text=text.strip(),
        line=1,
        raw=text[:LONGEST_TEXT],
    )


PARSER = Parser("plain-text", 1, _score, parse=_parse, is_streaming=False)
"""Reads the text of one paper, as pdftotext writes it."""
