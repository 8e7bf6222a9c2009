"""PDFs: the whole text by pages, columns in their order; title, authors and abstract as the first page shows them.

What a first page shows is a guess. A file of metadata beside the PDF outranks it (`besides`), and so does any other
source of the same paper.
"""

import ctypes
import hashlib
import re
from collections.abc import Iterator, Sequence
from contextlib import closing
from enum import IntEnum
from statistics import median
from typing import Any, NamedTuple

import pypdfium2
import pypdfium2.raw as pdfium

from papersearch.errors import SourceError
from papersearch.record import Record, Reject
from papersearch_ingest.parsers.pdf.furniture import body_size, notes_last, without_heads
from papersearch_ingest.parsers.pdf.layout import Piece, carry_broken_words, read_order
from papersearch_ingest.parsers.source import Parser, Sample, Source
from papersearch_ingest.parsers.whitespace import ANY_GAP, GAP
from papersearch_ingest.parsers.xml.values import filled
from papersearch_ingest.texts.fulltext import front_matter, whole_text

MOST_PAGES = 1_000
MOST_CHARACTERS = 20_000_000
MOST_BYTES = 256 << 20
_MAGIC_WITHIN = 1_024
_HYPHENS = {0x02, 0xFFFE, 0xAD}
"""What PDFium gives for a hyphen at the end of a line."""
_WIDE_SPACE = 1.2
"""In heights of letters: wider than between words, even where a line is stretched to its column's width."""
_STEP_BACK = 3.0
_LEAST_HEIGHT = 4.0
_ARXIV = re.compile(r"\barXiv:\s?(\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?/\d{7})(?:v\d+)?")
_DOI = re.compile(r"(?:\bdoi\b:?\s*|doi\.org/)(10\.\d{4,9}/[^\s\"<>]+)", re.IGNORECASE)
_NO_TITLE = re.compile(r"\.(?:dvi|tex|docx?|pdf|indd|ps)\b|^microsoft word|^untitled|^\W*$", re.IGNORECASE)
_TITLE_SIZE = 1.15
_LONGEST_TITLE = 400


class _Letter(NamedTuple):
    """A character and its box."""

    text: str
    left: float
    right: float
    bottom: float
    top: float


class _Gap(IntEnum):
    """How two letters of a page's content are apart: not, by a wide space, or the next begins a line."""

    NONE = 0
    SPACE = 1
    LINE = 2


def _score(sample: Sample) -> float:
    return 0.95 if b"%PDF-" in sample.data[:_MAGIC_WITHIN] else 0.0


def _parse(source: Source) -> Iterator[Record | Reject]:
    with source.open() as stream:
        data = stream.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise SourceError(f"A PDF of more than {MOST_BYTES >> 20} MB is not read.")
    with closing(_opened(data)) as document:
        try:
            pages = [_pieces(document, number) for number in range(min(len(document), MOST_PAGES))]
            described = document.get_metadata_dict(skip_empty=True)
        except pypdfium2.PdfiumError as error:
            raise SourceError(f"The PDF is damaged: {error}.") from error
    yield _record(data, pages, described)


def _opened(data: bytes) -> Any:
    try:
        return pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        is_locked = "password" in str(error).lower()
        reason = "encrypted: it cannot be read without its password" if is_locked else f"damaged: {error}"
        raise SourceError(f"The PDF is {reason}.") from error


def _record(data: bytes, pages: Sequence[Sequence[Piece]], described: dict[str, str]) -> Record | Reject:
    lines = _read(pages)
    texts = ["\n".join(line.text for line in page) for page in lines]
    raw = f"sha256 {hashlib.sha256(data).hexdigest()}"
    if not any(text.strip() for text in texts):
        return Reject("The PDF has no text: its pages may be pictures.", 1, raw)
    whole = whole_text(texts)
    title = _title(lines[0]) if lines else None
    named = described.get("Title", "").strip()
    if not title and " " in named and not _NO_TITLE.search(named):
        title = named
    front = front_matter(_from_title(texts[0], title))
    return Record(
        title=title or front.title,
        authors=front.authors or _listed(described.get("Author", "")),
        abstract=front.abstract,
        keywords=front.keywords,
        ids=_ids(texts[0]),
        full_text=whole.text or None,
        line=1,
        raw=raw,
        extra=filled(pages=len(pages), references=whole.references, metadata=described),
    )


def _read(pages: Sequence[Sequence[Piece]]) -> list[list[Piece]]:
    """The lines of each page as one reads them: no running heads, columns in order, notes at the end."""
    size = body_size(pages)
    ordered = [notes_last(blocks, size) for blocks in read_order(without_heads(pages))]
    return [[line for block in blocks for line in block.lines] for blocks in carry_broken_words(ordered)]


def _pieces(document: Any, number: int) -> list[Piece]:
    """What is written on a page, as its content has it; nothing for a page that is damaged."""
    try:
        with closing(document[number]) as page, closing(page.get_textpage()) as text:
            return list(_raw_pieces(text))
    except pypdfium2.PdfiumError:
        return []


def _raw_pieces(page: Any) -> Iterator[Piece]:
    """Runs of characters on one line without a wide space, in the order of the page's content."""
    run: list[_Letter] = []
    row = 0
    box = [ctypes.c_double() for _ in range(4)]
    left, right, bottom, top = (ctypes.byref(each) for each in box)
    for at in range(min(page.count_chars(), MOST_CHARACTERS)):
        code = pdfium.FPDFText_GetUnicode(page, at)
        is_end = code in {0x0A, 0x0D}
        is_hyphen = code in _HYPHENS
        sign = "-" if is_hyphen else chr(code) if code >= 0x20 and not 0xD800 <= code < 0xE000 else ""
        letter = None
        if sign and not is_end and pdfium.FPDFText_GetCharBox(page, at, left, right, bottom, top):
            letter = _Letter(sign, box[0].value, box[1].value, box[2].value, box[3].value)
        gap = _gap(run, letter) if letter else _Gap.NONE
        if is_end or gap:
            yield from _piece(run, row)
            run = []
            row += is_end or gap is _Gap.LINE
        if letter:
            run.append(letter)
        if is_hyphen:
            yield from _piece(run, row)
            run, row = [], row + 1
    yield from _piece(run, row)


def _gap(run: Sequence[_Letter], letter: _Letter) -> _Gap:
    """What lies between a letter and those before it. Accents and exponents may step back a little."""
    before = next((each for each in reversed(run) if each.text != " "), None)
    if before is None or letter.text == " ":
        return _Gap.NONE
    size = max(before.top - before.bottom, letter.top - letter.bottom, _LEAST_HEIGHT)
    if letter.left < before.left - _STEP_BACK * size:
        return _Gap.LINE
    return _Gap.SPACE if letter.left - before.right > _WIDE_SPACE * size else _Gap.NONE


def _piece(run: Sequence[_Letter], row: int) -> Iterator[Piece]:
    seen = [each for each in run if each.text != " "]
    text = " ".join("".join(each.text for each in run).split())
    if text:
        heights = sorted((each.top - each.bottom for each in seen), reverse=True)
        yield Piece(
            min(each.left for each in seen),
            max(each.right for each in seen),
            max(each.top for each in seen),
            min(each.bottom for each in seen),
            median(heights[: max(1, len(seen) // 3)]),
            text,
            row,
        )


def _title(page: Sequence[Piece]) -> str | None:
    """The lines in the largest letters of the first page, if they are larger than most of the text."""
    letters = [line for line in page if len(line.text) >= 4 and line.bottom < line.top]
    if not letters:
        return None
    body = median([line.size for line in letters for _ in range(len(line.text) // 10 + 1)])
    for size in sorted({round(line.size, 1) for line in letters if line.size >= body * _TITLE_SIZE}, reverse=True):
        text = " ".join(line.text for line in letters if abs(line.size - size) <= size * 0.06)
        if 8 <= len(text) <= _LONGEST_TITLE and " " in text and not _ARXIV.match(text):
            return text
    return None


def _from_title(text: str, title: str | None) -> str:
    """The first page from its title on, which comes as one line."""
    if not title:
        return text
    lines = text.split("\n")
    for start in range(len(lines)):
        for end in range(start + 1, min(start + 8, len(lines)) + 1):
            if " ".join(lines[start:end]) == title:
                return "\n".join([title, "", *lines[end:]])
    return f"{title}\n\n{text}"


def _listed(authors: str) -> tuple[str, ...]:
    names = re.split(rf"{ANY_GAP}[;,]\s*(?:and\s+)?|{GAP}and\s+", authors.strip())
    return tuple(name for name in names if " " in name)


def _ids(first_page: str) -> dict[str, str]:
    """The arXiv stamp, and the only DOI that the first page calls one."""
    arxiv = _ARXIV.search(first_page)
    dois = {found.rstrip(".,;)") for found in _DOI.findall(first_page)}
    return filled(arxiv=arxiv[1] if arxiv else "", doi=dois.pop() if len(dois) == 1 else "")


PARSER = Parser("pdf", 2, _score, parse=_parse)
"""Reads a PDF as one record with its full text. Scanned pages without text are a reject."""
