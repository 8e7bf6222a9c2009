"""PubMed's XML: articles, and chapters of books, alone or in a set.

The year is the issue's, else the electronic publication's. A structured abstract keeps its labels. Only the article's
own identifiers count, not those of its references.
"""

import re
from typing import Any

from papersearch.record import Record, Reject
from papersearch_ingest.parsers.medline import AUTHORS_LISTS, journal_name, without_full_stop
from papersearch_ingest.parsers.source import Parser, Sample
from papersearch_ingest.parsers.xml.pieces import Piece, read_records, root_of
from papersearch_ingest.parsers.xml.values import child_text, filled, person_name, text_of, texts_of, year_in

SITE = "https://pubmed.ncbi.nlm.nih.gov/"
_WHOLE = ("PubmedArticle", "PubmedBookArticle")
_ROOTS = frozenset({*_WHOLE, "PubmedArticleSet", "PubmedBookArticleSet", "MedlineCitationSet"})
_ID_SCHEMES = {"doi": "doi", "pubmed": "pmid", "pmc": "pmcid"}
_TRANSLATED = re.compile(r"\[(?P<title>.+?)\.?\]\.?(?P<note>\s*\(.*\))?", re.DOTALL)


def _score(sample: Sample) -> float:
    return 0.95 if root_of(sample).name in _ROOTS else 0.0


def _record(element: Any, piece: Piece) -> Record | Reject:
    citation = element.find("MedlineCitation")
    article = citation.find("Article") if citation is not None else element.find("BookDocument")
    if article is None:
        return Reject("There is no article in this.", piece.line, piece.raw)
    title, vernacular = _title(article), child_text(article, "VernacularTitle").rstrip(".")
    ids = _ids(element, citation if citation is not None else article, article)
    if not (title or vernacular):
        return Reject("This article has no title.", piece.line, piece.raw)
    types = texts_of(article.iterfind("PublicationTypeList/PublicationType"))
    journal = article.find("Journal")
    journal_title = child_text(journal, "Title")
    source = citation if citation is not None else article
    return Record(
        title=title or vernacular,
        authors=tuple(filter(None, map(_author, article.iterfind("AuthorList/Author")))),
        abstract=_abstract(article.find("Abstract")),
        venue=journal_name(journal_title) or child_text(article, "Book/BookTitle") or None,
        year=_year(article),
        keywords=_keywords(source, are_authors=True),
        ids=ids,
        links=filled(html=f"{SITE}{ids['pmid']}/" if "pmid" in ids else ""),
        is_retracted="Retracted Publication" in types
        or any(each.get("RefType") == "RetractionIn" for each in source.iter("CommentsCorrections")),
        line=piece.line,
        raw=piece.raw,
        extra=filled(
            vernacular_title=vernacular if title else "",
            journal_title=journal_title if journal_name(journal_title) != journal_title else "",
            index_terms=list(_keywords(source, are_authors=False)),
            journal_abbreviation=child_text(journal, "ISOAbbreviation"),
            issn=child_text(journal, "ISSN"),
            volume=child_text(journal, "JournalIssue/Volume"),
            issue=child_text(journal, "JournalIssue/Issue"),
            pages=child_text(article, "Pagination/MedlinePgn"),
            languages=list(texts_of(article.findall("Language"))),
            publication_types=list(types),
            mesh=list(texts_of(source.iterfind("MeshHeadingList/MeshHeading/DescriptorName"))),
        ),
    )


def _title(article: Any) -> str:
    """The title without the full stop that PubMed adds, and without the brackets around a translated one."""
    text = child_text(article, "ArticleTitle") or child_text(article, "Book/BookTitle")
    if translated := _TRANSLATED.fullmatch(text):
        return translated["title"] + (translated["note"] or "")
    return without_full_stop(text)


def _keywords(source: Any, *, are_authors: bool) -> tuple[str, ...]:
    """The authors' keywords, or those that an institution indexed the article by."""
    lists = (each for each in source.iterfind("KeywordList") if (each.get("Owner", "") in AUTHORS_LISTS) == are_authors)
    return tuple(dict.fromkeys(text for each in lists for text in texts_of(each.iterfind("Keyword"))))


def _author(author: Any) -> str:
    collective = child_text(author, "CollectiveName")
    given = child_text(author, "ForeName") or child_text(author, "FirstName") or child_text(author, "Initials")
    return collective or person_name(given, child_text(author, "LastName"), child_text(author, "Suffix"))


def _abstract(abstract: Any) -> str | None:
    if abstract is None:
        return None
    parts = []
    for each in abstract.findall("AbstractText"):
        text, label = text_of(each), each.get("Label", "")
        if text:
            parts.append(f"{label}: {text}" if label and label.upper() != "UNLABELLED" else text)
    return " ".join(parts) or None


def _year(article: Any) -> int | None:
    for path in ("Journal/JournalIssue/PubDate", "ArticleDate", "Book/PubDate", "ContributionDate"):
        found = year_in(child_text(article, f"{path}/Year") or child_text(article, f"{path}/MedlineDate"))
        if found:
            return found
    return None


def _ids(element: Any, citation: Any, article: Any) -> dict[str, str]:
    ids = {"pmid": child_text(citation, "PMID")}
    lists = [*element.iterfind("PubmedData/ArticleIdList"), *element.iterfind("PubmedBookData/ArticleIdList"),
             *article.iterfind("ArticleIdList")]  # fmt: skip
    for each in (one for found in lists for one in found.findall("ArticleId")):
        scheme = _ID_SCHEMES.get(each.get("IdType", ""))
        if scheme:
            ids.setdefault(scheme, text_of(each))
    for each in article.findall("ELocationID"):
        if each.get("EIdType") == "doi" and each.get("ValidYN", "Y") == "Y":
            ids.setdefault("doi", text_of(each))
    return filled(**ids)


PARSER = Parser("pubmed-xml", 2, _score, parse=lambda source: read_records(source, _WHOLE, _record))
"""Reads what efetch gives, and the yearly files."""
