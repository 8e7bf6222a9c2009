"""JATS: journal articles with their full text, as PubMed Central and publishers give them."""

from collections.abc import Iterator
from typing import Any

from papersearch.record import Record, Reject
from papersearch_ingest.parsers.source import Parser, Sample
from papersearch_ingest.parsers.xml.pieces import Piece, read_records, root_of
from papersearch_ingest.parsers.xml.values import child_text, filled, person_name, text_of, texts_of, year_in

_ID_SCHEMES = {"doi": "doi", "pmid": "pmid", "pmc": "pmcid", "pmcid": "pmcid", "arxiv": "arxiv"}
_DATES = ("ppub", "collection", "pub", "epub", "epub-ppub")
_NOT_PROSE = frozenset({"table", "tex-math", "graphic", "media", "supplementary-material", "ref-list", "label"})
_NOT_ABSTRACT = frozenset({"graphical", "toc", "teaser", "executive-summary", "web-summary"})
_SHORT_TERMS = 100


def _score(sample: Sample) -> float:
    text = sample.text or ""
    has_front = "<front" in text and ("<article-meta" in text or "<journal-meta" in text)
    return 0.9 if has_front and root_of(sample).name in {"article", "pmc-articleset", "OAI-PMH"} else 0.0


def _record(article: Any, piece: Piece) -> Record | Reject:
    meta = article.find("front/article-meta")
    if meta is None:
        return Reject("This article has no meta data.", piece.line, piece.raw[:4000])
    title = child_text(meta, "title-group/article-title")
    abstract = _abstract(meta)
    if not (title or abstract):
        return Reject("This article has neither title nor abstract.", piece.line, piece.raw[:4000])
    ids = _ids(meta)
    journal = article.find("front/journal-meta")
    subtitle = child_text(meta, "title-group/subtitle")
    kind = article.get("article-type", "")
    return Record(
        title=f"{title}: {subtitle}" if title and subtitle else title or None,
        authors=tuple(filter(None, map(_author, _contributors(meta)))),
        abstract=abstract,
        venue=child_text(journal, "journal-title-group/journal-title") or child_text(journal, "journal-title") or None,
        year=_year(meta),
        keywords=_keywords(meta),
        ids=ids,
        links=filled(html=f"https://doi.org/{ids['doi']}" if "doi" in ids else "", pdf=_pdf(meta)),
        full_text=text_of(article.find("body"), _NOT_PROSE) or None,
        is_retracted="retracted" in kind,
        line=piece.line,
        raw=piece.raw,
        extra=filled(
            article_type=kind,
            subjects=list(texts_of(meta.iterfind("article-categories//subject"))),
            volume=child_text(meta, "volume"),
            issue=child_text(meta, "issue"),
            first_page=child_text(meta, "fpage"),
            last_page=child_text(meta, "lpage"),
            publisher=child_text(journal, "publisher/publisher-name"),
            license=_license(meta),
        ),
    )


def _contributors(meta: Any) -> Iterator[Any]:
    for contributor in meta.iterfind("contrib-group/contrib"):
        if contributor.get("contrib-type", "author") == "author":
            yield contributor


def _author(contributor: Any) -> str:
    name = contributor.find("name")
    if name is None:
        name = contributor.find("name-alternatives/name")
    if name is None:
        return child_text(contributor, "string-name") or child_text(contributor, "collab")
    return person_name(child_text(name, "given-names"), child_text(name, "surname"), child_text(name, "suffix"))


def _abstract(meta: Any) -> str | None:
    for abstract in meta.findall("abstract"):
        if abstract.get("abstract-type") not in _NOT_ABSTRACT:
            found = " ".join(filter(None, map(_section, abstract))) or text_of(abstract)
            heading = child_text(abstract, "title")
            if heading.lower() in {"abstract", "summary"}:
                found = found.removeprefix(heading).strip()
            if found:
                return found
    return None


def _section(part: Any) -> str:
    """A part of an abstract, its heading with a colon."""
    heading = child_text(part, "title") if part.tag == "sec" else ""
    if not heading:
        return text_of(part) if isinstance(part.tag, str) and part.tag != "object-id" else ""
    rest = " ".join(filter(None, (text_of(each) for each in part if each.tag != "title")))
    return f"{heading.rstrip(':.')}: {rest}" if rest else heading


def _year(meta: Any) -> int | None:
    dates = {each.get("pub-type") or each.get("date-type"): each for each in meta.findall("pub-date")}
    order = [dates[kind] for kind in _DATES if kind in dates] + list(dates.values())
    return next((year for each in order if (year := year_in(child_text(each, "year")))), None)


def _ids(meta: Any) -> dict[str, str]:
    ids: dict[str, str] = {}
    for each in meta.findall("article-id"):
        scheme, value = _ID_SCHEMES.get(each.get("pub-id-type", "")), text_of(each)
        if scheme == "pmcid" and value.isdigit():
            value = f"PMC{value}"
        if scheme and value:
            ids.setdefault(scheme, value)
    return ids


def _keywords(meta: Any) -> tuple[str, ...]:
    """The authors' keywords; groups that only list organisms or abbreviations are none."""
    found = []
    for group in meta.findall("kwd-group"):
        if group.get("kwd-group-type", "author") not in {"abbreviations", "research-organism", "organism"}:
            found += [text for text in texts_of(group.iter("kwd")) if len(text) <= _SHORT_TERMS]
    return tuple(dict.fromkeys(found))


def _pdf(meta: Any) -> str:
    for link in meta.findall("self-uri"):
        address = next((value for name, value in link.attrib.items() if name.endswith("href")), "")
        if address.startswith(("http://", "https://")) and address.lower().endswith(".pdf"):
            return str(address)
    return ""


def _license(meta: Any) -> str:
    found = meta.find("permissions/license")
    if found is None:
        return ""
    return next((value for name, value in found.attrib.items() if name.endswith("href")), "")


PARSER = Parser("jats-xml", 2, _score, parse=lambda source: read_records(source, ("article",), _record))
"""Reads single articles and collections of them. Tables and references are not in the full text."""
