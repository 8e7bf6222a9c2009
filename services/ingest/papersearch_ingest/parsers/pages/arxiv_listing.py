"""arXiv listings copied as text: abstract, comment lines, and the id line of the abstract *before* it.

<abstract>
14 pages, 7 figures
arXiv:1807.04200<abstract of the next paper>
Keywords: a, b
arXiv:1806.02479 - doi: 10.1007/x <journal reference><abstract of the next paper>
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from papersearch.naming.venues import find_venue
from papersearch.paper import PaperType
from papersearch.record import Record, Reject
from papersearch_ingest.parsers.source import Line, Parser, Sample, Source
from papersearch_ingest.parsers.whitespace import GAP

_ID = r"(?:\d{4}\.\d{4,5}|[a-z]+(?:-[a-z]+)?(?:\.[A-Z]{2})?/\d{7})"
_ID_LINE = re.compile(rf"arxiv:\s*(?P<id>{_ID})(?P<version>v\d+)?(?P<rest>.*)$", re.IGNORECASE | re.DOTALL)
_FIVE_DIGITS_SINCE = 1501
_CATEGORY = re.compile(r"\s*\[[\w.,\s-]+\]")
_DOI = re.compile(r"\s*(?:[-–—,;]\s*)?doi:?\s*(?P<doi>10\.\d{4,9}/\S+)", re.IGNORECASE)
_JOURNAL_START = re.compile(r"\s*[-–—,;]\s+|\s+(?=\S)")
_GLUE = (
    re.compile(r"(?<=(?:19|20)\d\d)(?=[^\W\d_a-z]|[\"“'‘`$\\])"),
    re.compile(r"(?<=(?:19|20)\d\d[).\]])(?=[^\W\d_a-z]|[\"“'‘`$\\])"),
    re.compile(r"(?<=[\d).\]])(?=[A-Z]\w*[ ,-])"),
    re.compile(r"(?<=[a-z])(?=[A-Z][a-z]*[ ,-])"),
)
"""Where a journal reference ends and the abstract glued to it begins, the surest sign first."""
_DOI_GLUE = re.compile(r"(?<=[\d\])])(?=(?:[A-Z][a-z]*|\d*[A-Z])(?:-\w+)*$)")
_SHORTEST_ABSTRACT = 120
_LONGEST_COMMENT = 300
_WRAP = 200
"""A first line shorter than this means that the abstract may be wrapped."""
_COMMENT = re.compile(
    r"\(?\d+\s*(?:\+\s*\d+\s*)?(?:pages?|pp|figures?|tables?|slides)\b|(?:\w+ ){0,2}pages\b|"
    r"keywords?\s*:|index terms\s*[:—-]|"
    r"comments?\s*:|(?:under (?:review|submission)|submitted|accepted|to appear|published|presented|appear(?:s|ed|ing)|"
    r"in proceedings|in proc\b|proceedings of|journal ref|camera.ready|preprint|extended version|technical report|"
    r"code (?:is )?(?:available )?at|project (?:page|website)|withdrawn|"
    r"this paper has been withdrawn|(?:an )?earlier version)\b",
    re.IGNORECASE,
)
_KEYWORDS = re.compile(r"(?:key\s?words?|index terms)(?:\s+and phrases)?\s*[:—–-]\s*(?P<list>.+)$", re.IGNORECASE)
_COMMENTS_LABEL = re.compile(r"comments?\s*:\s*", re.IGNORECASE)
_LABELLED = re.compile(
    r"(?P<label>title|authors?|abstract|journal[ -]ref(?:erence)?|doi)\s*:\s*(?P<text>.+)$", re.IGNORECASE
)
_TEXT_DOI = re.compile(r"\b10\.\d{4,9}/[^\s\"<>]+[^\s\"<>.,;)\]]")
_WITHDRAWN = re.compile(r"\b(?:withdrawn|retracted)\b", re.IGNORECASE)
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


def _score(sample: Sample) -> float:
    lines = sample.lines
    ids = sum(1 for line in lines if _ID_LINE.match(line))
    if not ids:
        return 0.0
    text_lines = sum(1 for line in lines if len(line) > _SHORTEST_ABSTRACT)
    return 0.9 if text_lines else 0.2


def _parse(source: Source) -> Iterator[Record | Reject]:
    for entry in _entries(source.lines()):
        raw = "\n".join(line.text for line in entry.lines) + ("\n" if entry.lines else "") + entry.id_text
        yield _record(entry, raw)


class _Entry(NamedTuple):
    """The lines before an id line, and what the id line says of them."""

    lines: list[Line]
    number: int
    arxiv: str | None
    doi: str | None
    journal_ref: str | None
    id_text: str


class _Tail(NamedTuple):
    doi: str | None
    journal_ref: str | None
    next_abstract: str


def _entries(lines: list[Line]) -> Iterator[_Entry]:
    pending: list[Line] = []
    for line in lines:
        found = _ID_LINE.match(line.text)
        if not found:
            if line.text:
                pending.append(line)
            continue
        arxiv, rest = _split_id(found)
        tail = _split_tail(rest)
        id_text = line.text[: len(line.text) - len(tail.next_abstract)]
        first = pending[0].number if pending else line.number
        yield _Entry(pending, first, arxiv, tail.doi, tail.journal_ref, id_text.strip())
        pending = [Line(line.number, tail.next_abstract)] if tail.next_abstract else []
    if pending:
        yield _Entry(pending, pending[0].number, None, None, None, "")


def _split_id(found: re.Match[str]) -> tuple[str, str]:
    """The id and what follows it. Since 1501 a number has five digits, before it had four: more belong to the text."""
    arxiv, version, rest = found["id"], found["version"] or "", found["rest"]
    stem, dot, number = arxiv.partition(".")
    if dot and stem.isdigit():
        length = 5 if int(stem) >= _FIVE_DIGITS_SINCE else 4
        if len(number) > length:
            return f"{stem}.{number[:length]}", number[length:] + version + rest
    return arxiv, rest


def _split_tail(rest: str) -> _Tail:
    """What follows an id: `[cs.CV]`, a DOI, a journal reference, and the next abstract, each of them optional."""
    category = _CATEGORY.match(rest)
    if category:
        rest = rest[category.end() :]
    doi = _DOI.match(rest)
    if doi:
        after = rest[doi.end() :]
        reference, abstract = _unglue(after)
        if abstract or len(after) < _SHORTEST_ABSTRACT:
            return _Tail(_tidy_doi(doi["doi"]), reference, abstract)
        glue = _DOI_GLUE.search(doi["doi"])
        if glue:
            return _Tail(_tidy_doi(doi["doi"][: glue.start()]), None, doi["doi"][glue.start() :] + after)
        return _Tail(_tidy_doi(doi["doi"]), None, after.strip())
    if rest[:1].isspace() and _JOURNAL_START.match(rest) and rest.lstrip()[:1] in "-–—":
        reference, abstract = _unglue(_JOURNAL_START.sub("", rest, count=1))
        return _Tail(None, reference, abstract)
    return _Tail(None, None, rest.strip())


def _unglue(text: str) -> tuple[str | None, str]:
    """A journal reference and the abstract glued to its end: `..., 2015To accelerate` -> (`..., 2015`, `To ...`)."""
    text = text.strip()
    for glue in _GLUE:
        for found in glue.finditer(text[:_LONGEST_COMMENT]):
            if len(text) - found.start() >= _SHORTEST_ABSTRACT:
                return text[: found.start()].strip(" ,;") or None, text[found.start() :]
    return (text or None, "") if len(text) <= _LONGEST_COMMENT else (None, text)


def _tidy_doi(doi: str) -> str:
    return doi.rstrip(".,;")


def _split_comments(lines: list[Line]) -> tuple[list[str], list[str]]:
    """The lines of the abstract, and the comment lines after it."""
    texts = [line.text for line in lines]
    is_wrapped = len(texts[0]) < _WRAP
    end = len(texts)
    while end > 1 and _is_comment(texts[end - 1], texts[end - 2], is_wrapped=is_wrapped):
        end -= 1
    return texts[:end], texts[end:]


def _is_comment(line: str, before: str, *, is_wrapped: bool) -> bool:
    if len(line) > _LONGEST_COMMENT:
        return False
    if _COMMENT.match(line):
        return True
    if is_wrapped:
        return before.endswith((".", "!", "?")) and (not line.endswith(".") or find_venue(line) is not None)
    return True


def _record(entry: _Entry, raw: str) -> Record | Reject:
    if entry.arxiv is None:
        return Reject("No arXiv id line follows this abstract.", entry.number, raw)
    labelled, lines = _take_labelled(entry.lines)
    if not lines and not labelled:
        return Reject(f"There is no abstract before the id line of arXiv:{entry.arxiv}.", entry.number, raw)
    abstract, notes = _split_comments(lines) if lines else ([], [])
    keywords = [found["list"] for found in map(_KEYWORDS.match, notes) if found]
    comments = "; ".join(_COMMENTS_LABEL.sub("", n, count=1) for n in notes if not _KEYWORDS.match(n)) or None
    journal_ref = entry.journal_ref or labelled.get("journal")
    match = find_venue(comments or "") or find_venue(journal_ref or "")
    doi = entry.doi or _first_doi(labelled.get("doi")) or _first_doi(comments)
    return Record(
        type=PaperType.ARTICLE,
        title=labelled.get("title"),
        authors=tuple(a for a in map(str.strip, re.split(rf",\s*|{GAP}and\s+", labelled.get("author", ""))) if a),
        abstract=" ".join([*filter(None, [labelled.get("abstract")]), *abstract]) or None,
        venue=match.text if match else None,
        year=(match.year if match else None) or _journal_year(journal_ref) or _id_year(entry.arxiv),
        keywords=tuple(k for text in keywords for k in split_keywords(text)),
        ids={"arxiv": entry.arxiv} | ({"doi": doi} if doi else {}),
        comments=comments,
        journal_ref=journal_ref,
        is_retracted=bool(comments and _WITHDRAWN.search(comments)),
        line=entry.number,
        raw=raw,
    )


def _take_labelled(lines: list[Line]) -> tuple[dict[str, str], list[Line]]:
    """`Title: ...` and its like, which some copies of a listing have, and the other lines."""
    labelled: dict[str, str] = {}
    others = []
    for line in lines:
        if found := _LABELLED.match(line.text):
            labelled[re.split(r"[ -]", found["label"].lower())[0].removesuffix("s")] = found["text"]
        else:
            others.append(line)
    return labelled, others


def split_keywords(text: str) -> list[str]:
    """`a, b; c.` -> a, b, c. Semicolons, where there are any, are the only separators."""
    parts = re.split(r"[;·•|]" if re.search(r"[;·•|]", text) else ",", text.strip().rstrip("."))
    return [part.strip() for part in parts if part.strip()]


def _first_doi(text: str | None) -> str | None:
    found = _TEXT_DOI.search(text or "")
    return found.group() if found else None


def _journal_year(text: str | None) -> int | None:
    years = _YEAR.findall(text or "")
    return int(years[-1]) if years else None


def _id_year(arxiv: str) -> int:
    digits = arxiv.rpartition("/")[2][:2]
    return int(f"19{digits}") if int(digits) >= 91 else int(f"20{digits}")


PARSER = Parser("arxiv-listing", 2, _score, parse=_parse, is_streaming=False)
"""Reads arXiv listings. A venue or year counts only where a comment or the id line names it, not in an abstract."""
