"""DBLP's XML: publications as BibTeX-like elements, alone or in a <dblp>.

Volumes (`proceedings`) and home pages (`www`, `person`) are no papers. Numbers that tell namesakes apart
(`Jens Lehmann 0001`) are no part of a name.
"""

import re
from typing import Any

from papersearch.naming.identity import parse_identifier
from papersearch.record import Record, Reject
from papersearch_ingest.parsers.source import Parser, Sample
from papersearch_ingest.parsers.xml.pieces import Piece, read_records, root_of
from papersearch_ingest.parsers.xml.values import child_text, filled, text_of, texts_of, year_in

_PAPERS = frozenset({"article", "inproceedings", "incollection", "book", "phdthesis", "mastersthesis"})
_OTHERS = frozenset({"proceedings", "www", "person", "data"})
_NAMESAKE = re.compile(r"\s+\d{4}$")
_KEY = re.compile(r"""\bkey\s*=\s*["'][\w-]+/""")
_COUNTERS = ("volume", "number", "pages", "month", "publisher", "series", "school", "isbn", "crossref", "note")


def _score(sample: Sample) -> float:
    root = root_of(sample)
    if root.name == "dblp":
        return 0.95
    return 0.8 if root.name in _PAPERS | _OTHERS and _KEY.search(root.tag) else 0.0


def _record(element: Any, piece: Piece) -> Record | Reject | None:
    if piece.name in _OTHERS:
        return None
    title = child_text(element, "title").removesuffix(".")
    if not title:
        return Reject("This publication has no title.", piece.line, piece.raw)
    key = element.get("key", "")
    electronic = texts_of(element.findall("ee"))
    return Record(
        title=title,
        authors=tuple(_NAMESAKE.sub("", name) for name in texts_of(element.findall("author"))),
        venue=child_text(element, "journal") or child_text(element, "booktitle") or None,
        year=year_in(child_text(element, "year")),
        ids=_ids(element, electronic),
        links=_links(key, electronic),
        line=piece.line,
        raw=piece.raw,
        extra=filled(
            type=piece.name,
            dblp_key=key,
            editors=[_NAMESAKE.sub("", name) for name in texts_of(element.findall("editor"))],
            orcids={text_of(each): each.get("orcid") for each in element.findall("author") if each.get("orcid")},
            **{name: child_text(element, name) for name in _COUNTERS},
        ),
    )


def _ids(element: Any, electronic: tuple[str, ...]) -> dict[str, str]:
    """Identifiers that the addresses are; CoRR's volume is the arXiv id (`abs/1810.02340`)."""
    ids: dict[str, str] = {}
    candidates = [*electronic, *(re.sub(r".*?/(?=10\.\d{4,9}/)", "", url) for url in electronic)]
    if child_text(element, "journal") == "CoRR":
        candidates.append("arXiv:" + child_text(element, "volume").removeprefix("abs/"))
    for text in candidates:
        parsed = parse_identifier(text)
        if parsed and parsed.scheme != "id":
            ids.setdefault(parsed.scheme, parsed.value)
    return ids


def _links(key: str, electronic: tuple[str, ...]) -> dict[str, str]:
    addresses = [url for url in electronic if url.startswith(("http://", "https://")) and " " not in url]
    pdf = next((url for url in addresses if url.lower().endswith(".pdf")), "")
    return filled(html=addresses[0] if addresses else f"https://dblp.org/rec/{key}" if key else "", pdf=pdf)


PARSER = Parser("dblp-xml", 1, _score, parse=lambda source: read_records(source, _PAPERS | _OTHERS, _record))
"""Reads the dump, excerpts of it, and single records."""
