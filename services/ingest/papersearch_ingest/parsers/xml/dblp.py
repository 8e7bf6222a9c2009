"""DBLP's XML: publications as BibTeX-like elements, alone or in a <dblp>.

Volumes (`proceedings`) and home pages (`www`, `person`) are no papers. Numbers that tell namesakes apart
(`Jens Lehmann 0001`) are no part of a name.
"""

import re
from typing import Any

from papersearch.paper import Author, PaperType
from papersearch.record import Record, Reject
from papersearch_ingest.parsers.dates import date_of
from papersearch_ingest.parsers.paper_types import BIBTEX, unless_preprint
from papersearch_ingest.parsers.people import author_fields, orcid_in
from papersearch_ingest.parsers.publication import number_in, pages_in, serial_numbers
from papersearch_ingest.parsers.source import Parser, Sample
from papersearch_ingest.parsers.values import identifiers, record_or_reject
from papersearch_ingest.parsers.xml.pieces import Piece, read_records, root_of
from papersearch_ingest.parsers.xml.values import child_text, filled, text_of, texts_of

_PAPERS = frozenset({"article", "inproceedings", "incollection", "book", "phdthesis", "mastersthesis"})
_OTHERS = frozenset({"proceedings", "www", "person", "data"})
_NAMESAKE = re.compile(r"\s+\d{4}$")
_KEY = re.compile(r"""\bkey\s*=\s*["'][\w-]+/""")
_KEPT = ("series", "crossref", "note")
_PUBLICATION_TYPES = {"informal": PaperType.ARTICLE, "data": PaperType.DATASET, "software": PaperType.SOFTWARE,
                      "encyclopedia": PaperType.ENTRY, "survey": PaperType.JOURNAL_ARTICLE}  # fmt: skip
"""What the attribute `publtype` says beyond the element's name."""


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
    container = child_text(element, "journal") or child_text(element, "booktitle") or None
    return record_or_reject(Record(
        title=title,
        **author_fields(_people(element, "author")),
        venue=container,
        **date_of(child_text(element, "year"), child_text(element, "month"))._asdict(),
        ids=_ids(element, electronic),
        links=_links(key, electronic),
        line=piece.line,
        raw=piece.raw,
        **_publication(element, container),
        citation_key=f"DBLP:{key}" if key else None,
        extra=filled(type=piece.name, dblp_key=key, **{name: child_text(element, name) for name in _KEPT}),
    ))  # fmt: skip


def _people(element: Any, name: str) -> tuple[Author, ...]:
    """DBLP does not tell the parts of a name apart."""
    names = ((_NAMESAKE.sub("", text_of(each)), orcid_in(each.get("orcid"))) for each in element.findall(name))
    return tuple([Author(text, orcid=orcid) for text, orcid in names if text])


def _publication(element: Any, container: str | None) -> dict[str, Any]:
    """What the element says of the publication, by the names of a record's fields."""
    kind = _PUBLICATION_TYPES.get(element.get("publtype", "").split(" ")[0]) or BIBTEX.get(element.tag)
    return {
        "type": unless_preprint(kind, container),
        "container": container,
        "volume": number_in(child_text(element, "volume")),
        "issue": number_in(child_text(element, "number")),
        "pages": pages_in(child_text(element, "pages")),
        "publisher": child_text(element, "publisher") or child_text(element, "school") or None,
        "editors": _people(element, "editor"),
        "isbn": serial_numbers(texts_of(element.findall("isbn"))).isbn,
    }


def _ids(element: Any, electronic: tuple[str, ...]) -> dict[str, str]:
    """Identifiers that the addresses are; CoRR's volume is the arXiv id (`abs/1810.02340`)."""
    candidates = [*electronic, *(re.sub(r".*?/(?=10\.\d{4,9}/)", "", url) for url in electronic)]
    if child_text(element, "journal") == "CoRR":
        candidates.append("arXiv:" + child_text(element, "volume").removeprefix("abs/"))
    return identifiers(*candidates)


def _links(key: str, electronic: tuple[str, ...]) -> dict[str, str]:
    addresses = [url for url in electronic if url.startswith(("http://", "https://")) and " " not in url]
    pdf = next((url for url in addresses if url.lower().endswith(".pdf")), "")
    return filled(html=addresses[0] if addresses else f"https://dblp.org/rec/{key}" if key else "", pdf=pdf)


PARSER = Parser("dblp-xml", 2, _score, parse=lambda source: read_records(source, _PAPERS | _OTHERS, _record))
"""Reads the dump, excerpts of it, and single records."""
