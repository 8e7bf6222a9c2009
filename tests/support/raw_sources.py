"""What a source's own text says of a paper, read without our parsers: by lines, by JSON, by XML.

Each reader gives field -> values of a record's raw text. `joined_runs` writes the words of values side by side as they
are in one value. A word that was broken at the end of a line (`train- ing`) is read in both ways that it can mean.
"""

import html
import json
import re
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from xml.etree import ElementTree

from papersearch.text import words

Values = Mapping[str, list[str]]
_BROKEN = re.compile(r"(?<=\w)-\s+(?=\w)")
_LOST_HYPHEN = re.compile(r"\bendto-\s+end\b")
"""Of a compound of three words a copy may lose one hyphen and break the other."""
_KEYWORDS = "Keywords: "
_FURNITURE = re.compile(r"Responsive image|(?:Slides|Poster|Similar|Similar papers|\s)*|No tl;dr =\[")


def read_result(raw: str) -> Values:
    """Title, `tl;dr …` or `No tl;dr =[`, abstract: a paragraph each."""
    title, *others = _paragraphs(raw)
    summaries = [text.removeprefix("tl;dr ") for text in others if text.startswith("tl;dr ")]
    return {"title": [title], "tldr": summaries, "abstract": [text for text in others if not text.startswith("tl;dr ")]}


def read_explorer(raw: str) -> Values:
    """Title, authors, `Auto-TLDR; …`, abstract: a paragraph each, with words of the page between them."""
    title, authors, *others = _paragraphs(raw)
    summaries = [text.removeprefix("Auto-TLDR; ") for text in others if text.startswith("Auto-TLDR; ")]
    texts = [text for text in others if not text.startswith("Auto-TLDR;")]
    return {"title": [title], "authors": authors.split(", "), "tldr": summaries, "abstract": texts}


def read_listing(raw: str) -> Values:
    """Abstract, comment, `arXiv:…`: a line each. A comment may list keywords."""
    abstract, *others = [text for text in _paragraphs(raw) if not text.startswith("arXiv:")]
    keywords = [text.removeprefix(_KEYWORDS) for text in others if text.startswith(_KEYWORDS)]
    comments = [text for text in others if not text.startswith(_KEYWORDS)]
    return {"abstract": [abstract], "comments": comments, "keywords": ", ".join(keywords).split(", ")}


def read_json(raw: str) -> Values:
    """A paper as JSON; keywords that somebody extracted are not the source's."""
    paper = json.loads(raw)
    tldr = paper.get("tldr") or {}
    own = [each["value"] for each in paper.get("keywords", ()) if each["source"] == "author"]
    return {
        "title": [paper["title"]],
        "authors": [each if isinstance(each, str) else each["name"] for each in paper["authors"]],
        "tldr": [tldr["text"]] if tldr.get("source") in {"authors", "auto"} else [],
        "abstract": [paper.get("abstract") or ""],
        "comments": [paper.get("comments") or ""],
        "keywords": own,
    }


def read_anthology(raw: str) -> Values:
    """A `<paper>` of the Anthology: all text of an element is one value."""
    paper = ElementTree.fromstring(raw)
    named = [" ".join("".join(part.itertext()) for tag in ("first", "last") for part in author.findall(tag))
             for author in paper.findall("author")]  # fmt: skip

    def texts(name: str) -> list[str]:
        return ["".join(element.itertext()) for element in paper.findall(name)]

    notes = " ".join(texts("note") + texts("retracted"))  # why a paper was withdrawn stands among its notes
    return {"title": texts("title"), "abstract": texts("abstract"), "authors": named, "comments": [notes]}


RAW_READERS: Mapping[str, Callable[[str], Values]] = {
    "result-page": read_result,
    "explorer-page": read_explorer,
    "arxiv-listing": read_listing,
    "paper-json": read_json,
    "acl-xml": read_anthology,
}
"""Name of the parser that a source is for -> how its raw text is read here."""


@lru_cache(maxsize=100_000)
def word_runs(value: str) -> tuple[tuple[str, ...], ...]:
    """The words of a value; where a word was broken, with its halves apart and with its halves joined."""
    text = _LOST_HYPHEN.sub("end-to-end", html.unescape(value))
    return tuple({tuple(words(_BROKEN.sub(between, text))) for between in ("-", "")})


def joined_runs(values: Iterable[str]) -> str:
    """All runs of words of some values, a line each with a space at both ends: ` these words `."""
    return "\n".join(f" {' '.join(run)} " for value in values for run in word_runs(value))


def is_plain(value: str) -> bool:
    """Whether a value has one reading, as who types a phrase sees it: no TeX, broken word or wrongly decoded text."""
    return not _BROKEN.search(value) and not re.search(r"[\\$^{}_\x80-\x9f]", value)


def _paragraphs(raw: str) -> list[str]:
    lines = (" ".join(line.split()) for line in raw.splitlines())
    return [line for line in lines if line and not _FURNITURE.fullmatch(line)]
