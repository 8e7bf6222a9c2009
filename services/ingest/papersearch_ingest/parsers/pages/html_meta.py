"""Web pages of one paper, with the `citation_*` tags that search engines for papers ask of publishers.

    <meta name="citation_title" content="..."><meta name="citation_author" content="Lovelace, Ada">

Dublin Core tags (`DC.title`) stand in where a page has no others. The page's own text is not read.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from lxml import etree

from papersearch.naming.identity import parse_identifier
from papersearch.record import Record, Reject
from papersearch_ingest.parsers.source import Parser, Sample, Source, decode
from papersearch_ingest.parsers.xml.values import filled, person_name, year_in

LONGEST_PAGE = 16 << 20
_TAG = re.compile(r"""<meta\b[^>]{0,300}?\b(?:name|property)\s*=\s*["']?(citation_title|dc\.title)\b""", re.IGNORECASE)
_PAGE = re.compile(r"\s*(?:<\?xml[^>]*>\s*|<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|meta|body)\b",
                   re.IGNORECASE | re.DOTALL)  # fmt: skip
_NAMES = {
    "title": ("citation_title", "dc.title"),
    "authors": ("citation_author", "citation_authors", "dc.creator", "dc.contributor"),
    "abstract": ("citation_abstract", "dcterms.abstract", "dc.description", "og:description", "description"),
    "venue": ("citation_conference_title", "citation_journal_title", "citation_inbook_title", "dc.source"),
    "date": ("citation_publication_date", "citation_date", "citation_online_date", "citation_year", "dc.date"),
    "keywords": ("citation_keywords", "dc.subject"),
}
_SHORTEST_ABSTRACT = 80
"""Of the general descriptions of a page, those that are this long are taken for the abstract."""


def _score(sample: Sample) -> float:
    text = (sample.text or "").lstrip("\ufeff")
    if not _PAGE.match(text):
        return 0.0
    return 0.9 if _TAG.search(text) else 0.0


def _parse(source: Source) -> Iterator[Record | Reject]:
    with source.open() as stream:
        data = stream.read(LONGEST_PAGE + 1)
    if len(data) > LONGEST_PAGE:
        yield Reject(f"A page of more than {LONGEST_PAGE >> 20} MB is not read.", 1)
        return
    tags = _tags(decode(data).replace("\0", ""))
    yield _record(tags)


def _tags(text: str) -> Mapping[str, list[str]]:
    """The contents of the page's `meta` tags by their names in lower case, in their order."""
    parser = etree.HTMLParser(no_network=True, remove_comments=True, remove_pis=True, encoding="utf-8")
    tags: dict[str, list[str]] = defaultdict(list)
    root = etree.fromstring(text.encode("utf-8", "replace"), parser) if text.strip() else None
    for each in root.iter("meta") if root is not None else ():
        name = (each.get("name") or each.get("property") or "").lower()
        content = " ".join((each.get("content") or "").split())
        if name and content:
            tags[name].append(content)
    return tags


def _record(tags: Mapping[str, list[str]]) -> Record | Reject:
    fields = {field: _first(tags, names) for field, names in _NAMES.items()}
    raw = "\n".join(f"{name}: {value}" for name, values in tags.items() for value in values)
    if not fields["title"]:
        return Reject("The page's meta tags name no title.", 1, raw)
    html, pdf = _address(tags, "citation_abstract_html_url", "og:url"), _address(tags, "citation_pdf_url")
    return Record(
        title=fields["title"][0],
        authors=_authors(fields["authors"]),
        abstract=_abstract(tags),
        venue=next(iter(fields["venue"]), None),
        year=next(filter(None, map(year_in, fields["date"])), None),
        keywords=_keywords(fields["keywords"]),
        ids=_ids(tags, (html, pdf)),
        links=filled(html=html, pdf=pdf),
        line=1,
        raw=raw,
        extra={name: values for name, values in tags.items() if name.startswith("citation_")},
    )


def _first(tags: Mapping[str, list[str]], names: Sequence[str]) -> list[str]:
    return next((tags[name] for name in names if tags.get(name)), [])


def _authors(texts: Sequence[str]) -> tuple[str, ...]:
    """One tag for each, or one with all between semicolons; `Lovelace, Ada` is turned round."""
    names = [name.strip() for text in texts for name in text.split(";")]
    turned = []
    for name in filter(None, names):
        family, comma, given = name.partition(",")
        turned.append(person_name(given.strip(), family.strip()) if comma and "," not in given else name)
    return tuple(turned)


def _abstract(tags: Mapping[str, list[str]]) -> str | None:
    for name in _NAMES["abstract"]:
        text = next(iter(tags.get(name, ())), "")
        if text and (name.startswith(("citation", "dcterms")) or len(text) >= _SHORTEST_ABSTRACT):
            return re.sub(r"^\s*abstract[:.\s]\s*", "", re.sub(r"<[^<>]{1,80}>", " ", text), flags=re.IGNORECASE)
    return None


def _keywords(texts: Sequence[str]) -> tuple[str, ...]:
    parts = [part.strip() for text in texts for part in re.split(r"[;,]", text)]
    return tuple(dict.fromkeys(part for part in parts if part))


def _ids(tags: Mapping[str, list[str]], addresses: Sequence[str]) -> dict[str, str]:
    ids: dict[str, str] = {}
    given: list[Any] = [
        *(f"doi:{value}" for value in tags.get("citation_doi", ())),
        *(f"arxiv:{value}" for value in tags.get("citation_arxiv_id", ())),
        *tags.get("dc.identifier", ()),
        *addresses,
    ]
    for text in given:
        parsed = parse_identifier(text) or parse_identifier(text.removeprefix("doi:"))
        if parsed and parsed.scheme != "id":
            ids.setdefault(parsed.scheme, parsed.value)
    return ids


def _address(tags: Mapping[str, list[str]], *names: str) -> str:
    found = _first(tags, names)
    return found[0] if found and found[0].startswith(("http://", "https://")) else ""


PARSER = Parser("html-meta", 1, _score, parse=_parse, is_streaming=False)
"""Reads pages with citation tags; other pages are not recognised."""
