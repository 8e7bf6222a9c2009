"""PDFs: the whole text by pages, columns in their order; title, authors and abstract as the first page shows them.

What a first page shows is a guess. A file of metadata beside the PDF outranks it (`besides`), and so does any other
source of the same paper.
"""

import ctypes
import hashlib
import re
from collections.abc import Iterator, Sequence
from statistics import median
from typing import Any, NamedTuple

import pypdfium2
import pypdfium2.raw as pdfium

from papersearch.errors import SourceError
from papersearch.record import Record, Reject
from papersearch_ingest.fulltext import front_matter, whole_text, without_heads
from papersearch_ingest.parsers.source import Sample, Source
from papersearch_ingest.parsers.xml_values import filled

MOST_PAGES = 1_000
MOST_CHARACTERS = 20_000_000
MOST_BYTES = 256 << 20
_MAGIC_WITHIN = 1_024
_HYPHENS = {0x02, 0xFFFE, 0xAD}
"""What PDFium gives for a hyphen at the end of a line."""
_COLUMN_LINES = 4
_GUTTER_STEPS = 31
_ACROSS = 0.12
"""The share of lines that may cross the space between columns: titles, captions, tables."""
_ARXIV = re.compile(r"\barXiv:\s?(\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?/\d{7})(?:v\d+)?")
_DOI = re.compile(r"(?:\bdoi\b:?\s*|doi\.org/)(10\.\d{4,9}/[^\s\"<>]+)", re.IGNORECASE)
_NO_TITLE = re.compile(r"\.(?:dvi|tex|docx?|pdf|indd|ps)\b|^microsoft word|^untitled|^\W*$", re.IGNORECASE)
_TITLE_SIZE = 1.15
_LONGEST_TITLE = 400


class _Line(NamedTuple):
    """A line of one column: its box in points from the bottom left, the height of its letters, its text."""

    left: float
    right: float
    top: float
    bottom: float
    size: float
    text: str


class PdfParser:
    """Reads a PDF as one record with its full text. Scanned pages without text are a reject."""

    name = "pdf"
    version = 1
    is_streaming = True

    def score(self, sample: Sample) -> float:
        return 0.95 if b"%PDF-" in sample.data[:_MAGIC_WITHIN] else 0.0

    def parse(self, source: Source) -> Iterator[Record | Reject]:
        with source.open() as stream:
            data = stream.read(MOST_BYTES + 1)
        if len(data) > MOST_BYTES:
            raise SourceError(f"A PDF of more than {MOST_BYTES >> 20} MB is not read.")
        document = _opened(data)
        try:
            pages = [_lines(document, number) for number in range(min(len(document), MOST_PAGES))]
            described = document.get_metadata_dict(skip_empty=True)
        except pypdfium2.PdfiumError as error:
            raise SourceError(f"The PDF is damaged: {error}.") from error
        finally:
            document.close()
        yield _record(data, pages, described)


def _opened(data: bytes) -> Any:
    try:
        return pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise SourceError("The PDF is encrypted: it cannot be read without its password.") from error
        raise SourceError(f"The PDF is damaged: {error}.") from error


def _record(data: bytes, pages: Sequence[Sequence[_Line]], described: dict[str, str]) -> Record | Reject:
    texts = without_heads(["\n".join(line.text for line in page) for page in pages])
    raw = f"sha256 {hashlib.sha256(data).hexdigest()}"
    if not any(text.strip() for text in texts):
        return Reject("The PDF has no text: its pages may be pictures.", 1, raw)
    whole = whole_text(texts)
    title = _title(pages[0]) if pages else None
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


def _lines(document: Any, number: int) -> list[_Line]:
    """The lines of a page in the order in which one reads them; none for a page that is damaged."""
    try:
        page = document[number]
    except pypdfium2.PdfiumError:
        return []
    try:
        text = page.get_textpage()
        try:
            return _ordered(list(_raw_lines(text)))
        finally:
            text.close()
    except pypdfium2.PdfiumError:
        return []
    finally:
        page.close()


def _raw_lines(page: Any) -> Iterator[_Line]:
    """Runs of characters on one line and in one column, in the order of the page's content."""
    run: list[tuple[str, float, float, float, float]] = []
    box = [ctypes.c_double() for _ in range(4)]
    left, right, bottom, top = (ctypes.byref(each) for each in box)
    for at in range(min(page.count_chars(), MOST_CHARACTERS)):
        code = pdfium.FPDFText_GetUnicode(page, at)
        if code in {0x0A, 0x0D}:
            yield from _line(run)
            run = []
            continue
        is_hyphen = code in _HYPHENS
        letter = "-" if is_hyphen else chr(code) if code >= 0x20 and not 0xD800 <= code < 0xE000 else ""
        if not letter or not pdfium.FPDFText_GetCharBox(page, at, left, right, bottom, top):
            continue
        place = (letter, box[0].value, box[1].value, box[2].value, box[3].value)
        if run and _is_apart(run, place):
            yield from _line(run)
            run = []
        run.append(place)
        if is_hyphen:
            yield from _line(run)
            run = []
    yield from _line(run)


def _is_apart(
    run: Sequence[tuple[str, float, float, float, float]], place: tuple[str, float, float, float, float]
) -> bool:
    """Whether a character stands in another column than those before it, or at the beginning of another line."""
    if place[0] == " ":
        return False
    before = next((each for each in reversed(run) if each[0] != " "), None)
    if before is None:
        return False
    size = max(before[4] - before[3], place[4] - place[3], 4.0)
    return place[1] - before[2] > 2.5 * size or place[1] < before[1] - 3 * size


def _line(run: Sequence[tuple[str, float, float, float, float]]) -> Iterator[_Line]:
    seen = [each for each in run if each[0] != " "]
    text = " ".join("".join(each[0] for each in run).split())
    if text:
        yield _Line(
            min(each[1] for each in seen),
            max(each[2] for each in seen),
            max(each[4] for each in seen),
            min(each[3] for each in seen),
            median(sorted((each[4] - each[3] for each in seen), reverse=True)[: max(1, len(seen) // 3)]),
            text,
        )


def _ordered(lines: list[_Line]) -> list[_Line]:
    """Lines as one reads them: where there are two columns, the left before the right, between lines across both."""
    gutter = _gutter(lines)
    if gutter is None:
        return lines
    ordered: list[_Line] = []
    left: list[_Line] = []
    right: list[_Line] = []
    for line in sorted(lines, key=lambda each: -each.top):
        if line.right <= gutter:
            left.append(line)
        elif line.left >= gutter:
            right.append(line)
        else:
            ordered += [*left, *right, line]
            left, right = [], []
    return [*ordered, *left, *right]


def _gutter(lines: Sequence[_Line]) -> float | None:
    """Where the space between two columns is, or None: the place about the middle that fewest lines cross."""
    if len(lines) < 2 * _COLUMN_LINES:
        return None
    low, high = min(line.left for line in lines), max(line.right for line in lines)
    steps = [low + (high - low) * (0.35 + 0.3 * step / (_GUTTER_STEPS - 1)) for step in range(_GUTTER_STEPS)]

    def crossing(x: float) -> int:
        return sum(line.left < x < line.right for line in lines)

    crossed = [crossing(x) for x in steps]
    fewest = min(crossed)
    gutter = steps[_middle_of_longest([count <= fewest + _ACROSS * len(lines) for count in crossed])]
    wide = (high - low) * 0.25
    on_left = sum(line.right <= gutter and line.right - line.left > wide for line in lines)
    on_right = sum(line.left >= gutter and line.right - line.left > wide for line in lines)
    has_columns = min(on_left, on_right) >= _COLUMN_LINES and fewest <= 0.4 * len(lines)
    return gutter if has_columns else None


def _middle_of_longest(flags: Sequence[bool]) -> int:
    """The place in the middle of the longest run of true flags."""
    longest, start = (0, 0), 0
    for at, flag in enumerate([*flags, False]):
        if not flag:
            longest = max(longest, (at - start, -start))
            start = at + 1
    return longest[0] // 2 - longest[1]


def _title(page: Sequence[_Line]) -> str | None:
    """The lines in the largest letters of the first page, if they are larger than most of the text."""
    letters = [line for line in page if len(line.text) >= 4 and line.bottom < line.top]
    if not letters:
        return None
    body = median([line.size for line in letters for _ in range(len(line.text) // 10 + 1)])
    by_size = sorted({round(line.size, 1) for line in letters if line.size >= body * _TITLE_SIZE}, reverse=True)
    for size in by_size:
        chosen = [line.text for line in letters if abs(line.size - size) <= size * 0.06]
        text = " ".join(chosen)
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
    names = re.split(r"\s*[;,]\s*(?:and\s+)?|\s+and\s+", authors.strip())
    return tuple(name for name in names if " " in name)


def _ids(first_page: str) -> dict[str, str]:
    """The arXiv stamp, and the only DOI that the first page calls one."""
    arxiv = _ARXIV.search(first_page)
    dois = {found.rstrip(".,;)") for found in _DOI.findall(first_page)}
    return filled(arxiv=arxiv[1] if arxiv else "", doi=dois.pop() if len(dois) == 1 else "")
