r"""Whole texts of papers: broken words mended, references apart; and first pages.

A full text is one string with a form feed between pages, so that page n is `text.split("\f")[n - 1]`.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from papersearch_ingest.texts.cleaning import clean_text, collect_words

PAGE_BREAK = "\f"
_ABSTRACT = re.compile(r"^\s*(?:abstract|summary)\b\s*[.:—–-]*\s*", re.IGNORECASE)
_SECTION = re.compile(
    r"^\s*(?:(?:\d{1,2}|[IVX]{1,4})[.)]?\s+\S.{0,80}|introduction|keywords?\b.*|index terms\b.*|ccs concepts\b.*|"
    r"categories and subject descriptors\b.*|1\s+introduction)\s*$",
    re.IGNORECASE,
)
_KEYWORDS = re.compile(r"^\s*(?:key\s?words(?: and phrases)?|index terms)\s*[.:—–-]+\s*(?P<words>\S.*)$", re.IGNORECASE)
_REFERENCES = re.compile(
    r"^\s*(?:\d{1,2}[.)]?\s+|[IVX]{1,4}\.\s+)?(?:references|bibliography|literature cited)\s*[.:]?\s*$", re.IGNORECASE
)
_AFFILIATION = re.compile(
    r"@|\b(?:universit|institut|departments?\b|dept\b|laborator|school of|college|inc\.|research\b|google|microsoft|"
    r"https?:|www\.|arxiv:|doi\b|proceedings|conference|published as|under review|preprint|copyright|©|\d{4})",
    re.IGNORECASE,
)
_NAME = re.compile(r"(?:[^\W\d_][\w.'’-]*\s+){1,4}[^\W\d_][\w'’-]+")
_MARKS = re.compile(r"[\d*†‡§¶∗⋆,\s]+$|(?<=\w)[\d*†‡§¶∗⋆]+")
_LONGEST_TITLE_LINES = 4


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """What the first page says of a paper; guesses, to be used where there is no metadata."""

    title: str | None = None
    authors: tuple[str, ...] = ()
    abstract: str | None = None
    keywords: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class WholeText:
    """A paper's text by pages, and its list of references, which is no part of what is searched."""

    text: str
    references: str = ""


def front_matter(text: str) -> FrontMatter:
    """Title, authors and abstract of a text whose first lines are the title.

    The title ends at an empty line, at a line of names, or at the abstract; the abstract ends at the first section.
    """
    lines = text.partition(PAGE_BREAK)[0].split("\n")
    start = next((at for at, line in enumerate(lines) if line.strip()), None)
    if start is None:
        return FrontMatter()
    title = [lines[start].strip()]
    at = start + 1
    while at < len(lines) and len(title) < _LONGEST_TITLE_LINES:
        line = lines[at].strip()
        if not line or _ABSTRACT.match(line) or _AFFILIATION.search(line) or _names(line) or _SECTION.match(line):
            break
        title.append(line)
        at += 1
    authors: list[str] = []
    while at < len(lines) and not _ABSTRACT.match(lines[at]) and at < start + 40:
        authors += _names(lines[at])
        at += 1
    return FrontMatter(
        title=" ".join(title) if len(title[0]) <= 400 else None,
        authors=tuple(dict.fromkeys(authors)),
        abstract=_abstract(lines, at),
        keywords=_keywords(lines),
    )


def _abstract(lines: Sequence[str], start: int) -> str | None:
    at = next((n for n in range(start, len(lines)) if _ABSTRACT.match(lines[n])), None)
    if at is None:
        return None
    words = [_ABSTRACT.sub("", lines[at]).strip()]
    for line in lines[at + 1 :]:
        if _SECTION.match(line) and any(words):
            break
        words.append(line.strip())
    return " ".join(filter(None, words)) or None


def _keywords(lines: Sequence[str]) -> tuple[str, ...]:
    found = next(filter(None, map(_KEYWORDS.match, lines)), None)
    parts = re.split(r"[;,·•]", found["words"].strip(" .")) if found else []
    return tuple(filter(None, map(str.strip, parts)))


def _names(line: str) -> list[str]:
    """The people whom a line lists, or none when it is something else."""
    if _AFFILIATION.search(line) or len(line) > 300:
        return []
    parts = re.split(r"\s*[,;]\s*(?:and\s+)?|\s+and\s+|\s+&\s+|\s{3,}|\t", line.strip())
    names = [bare for part in parts if (bare := _MARKS.sub("", part).strip())]
    if not names or not all(_NAME.fullmatch(name) and _is_capitalised(name) for name in names):
        return []
    return names if len(names) > 1 or len(names[0].split()) <= 3 else []


def _is_capitalised(name: str) -> bool:
    particles = {"de", "van", "von", "der", "den", "la", "le", "di", "da", "dos", "del", "bin", "ten", "el", "al"}
    return all(word[:1].isupper() or word in particles for word in name.split()) and not name.isupper()


def whole_text(pages: Sequence[str]) -> WholeText:
    """One text of the texts of pages: no broken words, and the references apart."""
    kept = list(pages)
    references = ""
    for number in range(len(kept) - 1, max(len(kept) // 3 - 1, -1), -1):
        lines = kept[number].split("\n")
        at = next((n for n in range(len(lines) - 1, -1, -1) if _REFERENCES.match(lines[n])), None)
        if at is not None and (number, at) != (0, 0):
            rest, references = _appendix(["\n".join(lines[at + 1 :]), *kept[number + 1 :]])
            body = ["\n".join(lines[:at]), *[""] * (len(kept) - number - 1)]
            kept[number:] = [f"{page}\n{more}".strip("\n") for page, more in zip(body, rest, strict=True)]
            break
    words = collect_words("\n".join(pages))
    texts = [clean_text(page, words) for page in kept]
    return WholeText(PAGE_BREAK.join(texts).rstrip(), clean_text(references, words))


def _appendix(pages: Sequence[str]) -> tuple[list[str], str]:
    """What follows the references, page by page, and they themselves."""
    listed: list[str] = []
    rest: list[str] = []
    has_begun = False
    for page in pages:
        lines = page.split("\n")
        at = 0 if has_begun else next((n for n, line in enumerate(lines) if _is_appendix(line)), None)
        if at is None:
            listed.append(page)
            rest.append("")
            continue
        has_begun = True
        listed.append("\n".join(lines[:at]))
        rest.append("\n".join(lines[at:]))
    return rest, "\n".join(listed)


def _is_appendix(line: str) -> bool:
    return re.match(r"\s*(?:appendix|appendices|supplementary material|supplement)\b.{0,60}$", line, re.I) is not None
