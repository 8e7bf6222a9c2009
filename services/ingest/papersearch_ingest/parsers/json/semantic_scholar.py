r"""Semantic Scholar: answers of its API, its data sets, and S2ORC lines with full text.

{"paperId": "2d56...", "externalIds": {"DOI": "10.1/x", "ArXiv": "1402.0030"}, "title": "T", "venue": "V",
 "year": 2014, "authors": [{"name": "A. B"}], "tldr": {"model": "tldr@v2.0.0", "text": "..."}, ...}
{"citingPaper": {...}, "contexts": [...]}                                    of /citations and /references
{"corpusid": 1, "externalids": {...}, "title": "T", ...}                     data sets papers and abstracts
{"corpusid": 1, "content": {"text": "...", "annotations": {"title": "[{\"start\": 0, \"end\": 9}]"}}}   S2ORC 2
{"paper_id": "1", "title": "T", "authors": [{"first": "A", "middle": [], "last": "B"}], "pmc_id": "PMC1", ...}
{"paper_id": "1", "metadata": {"title": "T", "authors": [...]}, "abstract": [{"text": "..."}], "body_text": [...]}
{"id": "1", "title": "T", "paperAbstract": "...", "inCitations": [], "outCitations": []}    the first data set
"""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from papersearch.paper import PaperType, Reference, Tldr, TldrSource
from papersearch.record import Record, Reject
from papersearch_ingest.parsers.dates import date_in, date_of, same_year
from papersearch_ingest.parsers.json.marks import json_keys
from papersearch_ingest.parsers.json.paper import paper_record
from papersearch_ingest.parsers.json.stream import JsonItem, read_objects
from papersearch_ingest.parsers.markup import plain_text
from papersearch_ingest.parsers.paper_types import SEMANTIC_SCHOLAR, unless_preprint
from papersearch_ingest.parsers.people import author_fields, people_in, person_in
from papersearch_ingest.parsers.publication import number_in, pages_in, serial_numbers
from papersearch_ingest.parsers.references import reference, references
from papersearch_ingest.parsers.source import Parser, Sample, record_parser
from papersearch_ingest.parsers.values import (
    addresses,
    first_value,
    identifiers,
    list_in,
    mapping_in,
    record_or_reject,
    remaining,
    text_in,
    title_says_retracted,
)

_MARKS = frozenset({"paperId", "externalIds", "corpusId", "corpusid", "externalids", "citingPaper", "citedPaper",
                    "paperAbstract", "inCitations", "outCitations", "s2FieldsOfStudy", "s2fieldsofstudy"})  # fmt: skip
_S2ORC = frozenset({"body_text", "pdf_parse", "pdf_hash", "has_pdf_parse", "mag_id", "pmc_id", "pubmed_id", "metadata",
                    "grobid_parse", "inbound_citations"})  # fmt: skip
_USED = {"title", "abstract", "paperAbstract", "authors", "tldr", "year", "venue", "body_text", "content",
         "publicationDate", "publicationdate"}  # fmt: skip
_ONLY_RAW = {"embedding", "citations", "references", "inCitations", "outCitations", "pdf_parse", "grobid_parse",
             "bib_entries", "ref_entries", "back_matter", "metadata", "citationStyles"}  # fmt: skip
"""What the raw text alone keeps: vectors, lists of other papers, and what the text is cut up into."""
_ENTRY = re.compile(r"\s{0,20}@\w{1,30}\s{0,5}\{\s{0,20}(?P<key>[^\s,{}]{1,200})")
_VENUE_TYPES = {"journal": PaperType.JOURNAL_ARTICLE, "conference": PaperType.CONFERENCE_PAPER}
_EXTERNAL = {"DOI": "doi", "ArXiv": "arxiv", "PubMed": "pmid", "PubMedCentral": "pmcid", "DBLP": "dblp", "ACL": "acl",
             "MAG": "mag", "CorpusId": "s2_corpus"}  # fmt: skip
_PLAIN_IDS = {"doi": "doi", "arxiv_id": "arxiv", "acl_id": "acl", "pmc_id": "pmcid", "pubmed_id": "pmid",
              "pmid": "pmid", "mag_id": "mag", "magId": "mag", "arxivId": "arxiv", "corpusId": "s2_corpus",
              "corpusid": "s2_corpus"}  # fmt: skip
_ALL_IDS = {"paperId", "externalIds", "externalids", *_PLAIN_IDS}


def _score(sample: Sample) -> float:
    keys = json_keys(sample)
    is_s2orc = "paper_id" in keys and bool(keys & _S2ORC)
    is_paper = "paperId" in keys or len(keys & _MARKS) >= 2 or {"corpusid", "content"} <= keys
    return 0.9 if is_s2orc or is_paper else 0.0


def _record(item: JsonItem) -> Record | Reject:
    value, context = item.value, dict[str, Any]()
    for role in ("citingPaper", "citedPaper"):
        inner = mapping_in(value.get(role))
        if inner:
            context = {"role": role, **remaining(value, {role})}
            value = inner
            break
    else:
        if not value.keys() & (_MARKS | {"paper_id"}):
            return paper_record(item)
    content, metadata = mapping_in(value.get("content")), mapping_in(value.get("metadata"))
    title = plain_text(text_in(first_value(value, ("title",)) or metadata.get("title") or _annotated(content, "title")))
    authors = first_value(value, ("authors",)) or metadata.get("authors")
    year = date_of(first_value(value, ("year", "publicationDate", "publicationdate"))).year
    return record_or_reject(
        Record(
            title=title,
            **author_fields(people_in(authors)),
            abstract=_abstract(value, content),
            tldr=_tldr(value.get("tldr")),
            venue=_venue(value),
            **same_year(date_in(first_value(value, ("publicationDate", "publicationdate"))), year)._asdict(),
            ids=_ids(value),
            links=_links(value),
            full_text=_full_text(value, content),
            is_retracted=title_says_retracted(title),
            line=item.line,
            raw=item.raw,
            **_publication(value),
            references=references(_cited(value)),
            extra=remaining(value, _USED | _ONLY_RAW | _ALL_IDS) | ({"citation": context} if context else {}),
        )
    )


def _abstract(value: Mapping[str, Any], content: Mapping[str, Any]) -> str | None:
    given = first_value(value, ("abstract", "paperAbstract")) or mapping_in(value.get("pdf_parse")).get("abstract")
    if isinstance(given, list):
        return plain_text(_paragraphs(given))
    return plain_text(text_in(given) or _annotated(content, "abstract"))


def _paragraphs(parts: list[Any]) -> str | None:
    """`[{"text": "...", "section": "..."}]` as one text."""
    texts = (text_in(mapping_in(part).get("text")) or text_in(part) for part in parts)
    return "\n".join(text for text in texts if text) or None


def _annotated(content: Mapping[str, Any], name: str) -> str | None:
    """The parts of S2ORC's text that an annotation marks; annotations are JSON inside of JSON."""
    text, spans = content.get("text"), mapping_in(content.get("annotations")).get(name)
    if not isinstance(text, str) or not isinstance(spans, str):
        return None
    try:
        marked = json.loads(spans)
    except (ValueError, RecursionError):
        return None
    places = ((mapping_in(span).get("start"), mapping_in(span).get("end")) for span in list_in(marked))
    found = (text[_place(start) : _place(end)] for start, end in places if start is not None and end is not None)
    return " ".join(found).strip() or None


def _place(value: Any) -> int:
    """An offset, which some releases write as text."""
    text = text_in(value) or ""
    return int(text) if text.isdecimal() and len(text) < 12 else 0


def _full_text(value: Mapping[str, Any], content: Mapping[str, Any]) -> str | None:
    body = value.get("body_text") or mapping_in(value.get("pdf_parse")).get("body_text")
    return (_paragraphs(body) if isinstance(body, list) else None) or text_in(content.get("text"))


def _tldr(value: Any) -> Tldr | None:
    text = text_in(mapping_in(value).get("text")) or text_in(value)
    return Tldr(text, TldrSource.AUTO) if text else None


def _venue(value: Mapping[str, Any]) -> str | None:
    """The venue as given; else the one it was resolved to; else the journal."""
    journal = value.get("journal")
    candidates = (
        value.get("venue"),
        mapping_in(value.get("publicationVenue")).get("name"),
        mapping_in(journal).get("name") or journal,
        value.get("journalName"),
    )
    return next(filter(None, map(text_in, candidates)), None)


def _publication(value: Mapping[str, Any]) -> dict[str, Any]:
    """What the paper says of its publication, by the names of a record's fields."""
    journal, venue = mapping_in(value.get("journal")), mapping_in(value.get("publicationVenue"))
    names = (journal.get("name"), venue.get("name"), value.get("journal"), value.get("journalName"), value.get("venue"))
    container = next(filter(None, map(text_in, names)), None)
    entry = _ENTRY.match(text_in(mapping_in(value.get("citationStyles")).get("bibtex")) or "")
    return {
        "type": _type(value, venue, container),
        "container": container,
        "volume": number_in(journal.get("volume") or value.get("journalVolume")),
        "pages": pages_in(journal.get("pages") or value.get("journalPages")),
        "issn": serial_numbers([venue.get("issn"), *list_in(venue.get("alternate_issns"))]).issn,
        "citation_key": entry["key"] if entry else None,
    }


def _type(value: Mapping[str, Any], venue: Mapping[str, Any], container: str | None) -> PaperType | None:
    """The most telling of the types; of a paper of a journal and a conference, what its venue is."""
    stated = set(map(text_in, list_in(first_value(value, ("publicationTypes", "publicationtypes")))))
    kinds = [kind for name, kind in SEMANTIC_SCHOLAR.items() if name in stated]
    of_venue = _VENUE_TYPES.get(text_in(venue.get("type")) or "")
    kind = of_venue if of_venue and (not kinds or of_venue in kinds) else next(iter(kinds), None)
    return unless_preprint(kind, container, text_in(value.get("venue")))


def _cited(value: Mapping[str, Any]) -> Iterator[Reference | None]:
    """What the paper cites: the API's `references`, the first data set's `outCitations`, S2ORC's `bib_entries`."""
    for entry in map(mapping_in, list_in(value.get("references"))):
        paper = mapping_in(entry.get("citedPaper")) or entry
        names = (author.name for author in people_in(paper.get("authors")))
        yield reference(ids=_ids(paper), title=paper.get("title"), year=paper.get("year"), authors=names)
    yield from (reference(ids={"s2": paper_id}) for paper_id in list_in(value.get("outCitations")))
    entries = first_value(value, ("bib_entries",)) or mapping_in(value.get("pdf_parse")).get("bib_entries")
    for entry in map(mapping_in, mapping_in(entries).values()):
        named = (author.name for author in map(person_in, list_in(entry.get("authors"))) if author)
        yield reference(
            ids={"doi": mapping_in(entry.get("other_ids")).get("DOI")},
            title=entry.get("title"),
            year=entry.get("year"),
            authors=named,
            text=entry.get("raw_text"),
        )


def _ids(value: Mapping[str, Any]) -> dict[str, str]:
    external = mapping_in(first_value(value, ("externalIds", "externalids")))
    named = {scheme: external[name] for name, scheme in _EXTERNAL.items() if external.get(name)}
    for key, scheme in _PLAIN_IDS.items():
        if text_in(value.get(key)):
            named.setdefault(scheme, value[key])
    own = value.get("paperId") or ("" if "paperAbstract" not in value else value.get("id"))
    return identifiers(s2=own, **named)


def _links(value: Mapping[str, Any]) -> dict[str, str]:
    pdf = mapping_in(value.get("openAccessPdf")).get("url") or value.get("pdfUrls")
    return addresses(html=first_value(value, ("url", "s2Url")), pdf=pdf)


PARSER = Parser("semantic-scholar-json", 2, _score, parse=record_parser(read_objects, _record))
"""Reads Semantic Scholar's forms. Its TL;DRs are a program's; fields of study are kept in `extra`."""
