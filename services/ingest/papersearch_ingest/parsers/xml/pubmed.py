"""PubMed's XML: articles, and chapters of books, alone or in a set.

The year is the issue's, else the electronic publication's. A structured abstract keeps its labels. Only the article's
own identifiers count, not those of its references.
"""

import re
from collections.abc import Iterator
from typing import Any

from papersearch.paper import Author, PaperType, Reference
from papersearch.record import Record, Reject
from papersearch_ingest.parsers.dates import Date, date_in, date_of
from papersearch_ingest.parsers.medline import (
    AUTHORS_LISTS,
    NO_TITLE,
    article_number,
    journal_name,
    publication_type,
    without_full_stop,
)
from papersearch_ingest.parsers.people import author_fields, orcid_in, organisation, people, person
from papersearch_ingest.parsers.publication import abbreviated_pages, language_in, number_in, serial_numbers
from papersearch_ingest.parsers.references import reference, references
from papersearch_ingest.parsers.source import Parser, Sample
from papersearch_ingest.parsers.values import noted_identifiers, record_or_reject
from papersearch_ingest.parsers.xml.pieces import Piece, read_records, root_of
from papersearch_ingest.parsers.xml.values import child_text, filled, text_of, texts_of

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
    source = citation if citation is not None else article
    title, vernacular = _title(article), child_text(article, "VernacularTitle").rstrip(".").strip("[]")
    if not (title or vernacular):
        return Reject("This article has no title.", piece.line, piece.raw)
    ids, date = _ids(element, source, article), _date(article)
    types = texts_of(article.iterfind("PublicationTypeList/PublicationType"))
    publication = _publication(article, types)
    return record_or_reject(Record(
        title=title or vernacular,
        **author_fields(people(map(_author, _people(article, "authors")))),
        abstract=_abstract(article.find("Abstract")),
        venue=journal_name(publication["container"] or "") or None,
        **date._asdict(),
        keywords=_keywords(source, are_authors=True),
        ids=ids,
        links=filled(html=f"{SITE}{ids['pmid']}/" if "pmid" in ids else ""),
        is_retracted="Retracted Publication" in types
        or any(each.get("RefType") == "RetractionIn" for each in source.iter("CommentsCorrections")),
        line=piece.line,
        raw=piece.raw,
        **publication,
        references=references(map(_cited, element.iterfind("PubmedData/ReferenceList/Reference"))),
        extra=filled(
            vernacular_title=vernacular if title else "",
            index_terms=list(_keywords(source, are_authors=False)),
            journal_abbreviation=child_text(article, "Journal/ISOAbbreviation"),
            publication_types=list(types),
            mesh=list(texts_of(source.iterfind("MeshHeadingList/MeshHeading/DescriptorName"))),
        ),
    ))  # fmt: skip


def _publication(article: Any, types: tuple[str, ...]) -> dict[str, Any]:
    """What the article says of its publication, by the names of a record's fields."""
    journal, book = article.find("Journal"), article.find("Book")
    container = child_text(journal, "Title") or child_text(book, "BookTitle")
    is_whole_book = book is not None and not child_text(article, "ArticleTitle")
    of_book = PaperType.BOOK if is_whole_book else PaperType.CHAPTER
    return {
        "type": of_book if book is not None else publication_type(types, container),
        "container": None if is_whole_book else container or None,
        "volume": number_in(child_text(journal, "JournalIssue/Volume") or child_text(book, "Volume")),
        "issue": number_in(child_text(journal, "JournalIssue/Issue")),
        "pages": abbreviated_pages(child_text(article, "Pagination/MedlinePgn") or _started_pages(article)),
        "publisher": child_text(book, "Publisher/PublisherName") or None,
        "edition": number_in(child_text(book, "Edition")),
        "editors": people(map(_author, _people(article, "editors"))),
        **serial_numbers(
            [child_text(journal, "ISSN"), *(texts_of(book.findall("Isbn")) if book is not None else ())]
        )._asdict(),
        "language": language_in(child_text(article, "Language")),
    }


def _started_pages(article: Any) -> str:
    """The pages by their first and last, where they are not given as one, or the number of an electronic article."""
    start, end = child_text(article, "Pagination/StartPage"), child_text(article, "Pagination/EndPage")
    if start:
        return f"{start}-{end}" if end else start
    numbers = (text_of(each) for each in article.findall("ELocationID") if each.get("EIdType") == "pii")
    return next(filter(None, map(article_number, numbers)), "")


def _title(article: Any) -> str:
    """The title without the full stop that PubMed adds, and without the brackets around a translated one.

    "[Not Available]." says that there is none in English.
    """
    text = child_text(article, "ArticleTitle") or child_text(article, "Book/BookTitle")
    if NO_TITLE.fullmatch(text):
        return ""
    if translated := _TRANSLATED.fullmatch(text):
        return translated["title"] + (translated["note"] or "")
    return without_full_stop(text)


def _keywords(source: Any, *, are_authors: bool) -> tuple[str, ...]:
    """The authors' keywords, or those that an institution indexed the article by."""
    lists = (each for each in source.iterfind("KeywordList") if (each.get("Owner", "") in AUTHORS_LISTS) == are_authors)
    return tuple(dict.fromkeys(text for each in lists for text in texts_of(each.iterfind("Keyword"))))


def _people(article: Any, kind: str) -> Iterator[Any]:
    """The people of the article, or of the whole book; a list without a type is one of authors."""
    for path in ("AuthorList", "Book/AuthorList"):
        lists = [each for each in article.findall(path) if each.get("Type", "authors") == kind]
        found = [author for each in lists for author in each.findall("Author")]
        if found:
            yield from found
            return


def _author(author: Any) -> Author | None:
    """None for a spelling that PubMed marks as wrong, which stands beside the right one."""
    if author.get("ValidYN", "Y") == "N":
        return None
    numbers = (text_of(each) for each in author.findall("Identifier") if each.get("Source") == "ORCID")
    orcid = next(filter(None, map(orcid_in, numbers)), None)
    if collective := child_text(author, "CollectiveName"):
        return organisation(collective, orcid)
    given = child_text(author, "ForeName") or child_text(author, "FirstName") or child_text(author, "Initials")
    return person(given, child_text(author, "LastName"), child_text(author, "Suffix"), orcid)


def _cited(entry: Any) -> Reference | None:
    ids = {scheme: text_of(each) for each in entry.iterfind("ArticleIdList/ArticleId")
           if (scheme := _ID_SCHEMES.get(each.get("IdType", "")))}  # fmt: skip
    return reference(ids=ids, text=child_text(entry, "Citation"))


def _abstract(abstract: Any) -> str | None:
    if abstract is None:
        return None
    parts = []
    for each in abstract.findall("AbstractText"):
        text, label = text_of(each), each.get("Label", "")
        if text:
            parts.append(f"{label}: {text}" if label and label.upper() != "UNLABELLED" else text)
    return " ".join(parts) or None


def _date(article: Any) -> Date:
    for path in ("Journal/JournalIssue/PubDate", "ArticleDate", "Book/PubDate", "ContributionDate"):
        year, month, day = (child_text(article, f"{path}/{name}") for name in ("Year", "Month", "Day"))
        found = date_of(year, month, day) if year else date_in(child_text(article, f"{path}/MedlineDate"))
        if found.year:
            return found
    return Date()


def _ids(element: Any, citation: Any, article: Any) -> dict[str, str]:
    ids = {"pmid": child_text(citation, "PMID")}
    lists = [*element.iterfind("PubmedData/ArticleIdList"), *element.iterfind("PubmedBookData/ArticleIdList"),
             *article.iterfind("ArticleIdList")]  # fmt: skip
    for each in (one for found in lists for one in found.findall("ArticleId")):
        if scheme := _ID_SCHEMES.get(each.get("IdType", "")):
            ids.setdefault(scheme, text_of(each))
    for each in article.findall("ELocationID"):
        if each.get("EIdType") == "doi" and each.get("ValidYN", "Y") == "Y":
            ids.setdefault("doi", text_of(each))
        else:
            ids = noted_identifiers(text_of(each)) | ids
    return filled(**ids)


PARSER = Parser("pubmed-xml", 3, _score, parse=lambda source: read_records(source, _WHOLE, _record))
"""Reads what efetch gives, and the yearly files."""
