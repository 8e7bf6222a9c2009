"""Notes of OpenReview's API, both versions: an answer, an array, or one note a line.

1   {"id": "B1x", "forum": "B1x", "replyto": null, "invitation": "ICLR.cc/2019/Conference/-/Blind_Submission",
     "cdate": 1538087999, "content": {"title": "T", "authors": ["A B"], "TL;DR": "...", "pdf": "/pdf/ab.pdf"}}
2   {"id": "B1x", "forum": "B1x", "invitations": ["ICLR.cc/2024/Conference/-/Submission"],
     "content": {"title": {"value": "T"}, "authors": {"value": ["A B"]}, "venue": {"value": "ICLR 2024 poster"}}}
"""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urljoin

from papersearch.paper import Material, PaperType, Tldr, TldrSource
from papersearch.record import Record, Reject
from papersearch_ingest.parsers.json.marks import score_by_keys
from papersearch_ingest.parsers.json.paper import paper_record
from papersearch_ingest.parsers.json.stream import JsonItem, read_objects
from papersearch_ingest.parsers.paper_types import BIBTEX, unless_preprint
from papersearch_ingest.parsers.people import author_fields, people_in
from papersearch_ingest.parsers.source import Parser, record_parser
from papersearch_ingest.parsers.values import (
    address_in,
    addresses,
    first_value,
    identifiers,
    keywords_in,
    list_in,
    record_or_reject,
    remaining,
    text_in,
    title_says_retracted,
    year_in,
)

_SITE = "https://openreview.net/"
_MARKS = frozenset({"invitation", "invitations", "signatures", "readers", "replyto", "tcdate", "cdate", "writers"})
_GROUP = re.compile(r"(?P<name>[\w-]+)(?:\.\w+)+/(?P<year>(?:19|20)\d\d)/(?P<kind>\w+)")
_ENTRY = re.compile(r"\s{0,20}@(?P<type>[A-Za-z]{2,20})\s{0,5}\{\s{0,20}(?P<key>[^\s,{}]{1,200})")
_SUBMISSION = re.compile(r"\b(?:submitted|under review|submission|withdrawn|rejected)\b", re.IGNORECASE)
_JOURNAL = re.compile(r"\b(?:TMLR|DMLR|JMLR|Transactions|Journal|Trans\.|J\.)", re.IGNORECASE)
_USED = {"title", "authors", "abstract", "TL;DR", "TLDR", "tldr", "keywords", "venue"}
_NOTE_EXTRA = ("invitation", "invitations", "replyto", "ddate", "number", "license", "domain", "parentInvitations")
_MATERIALS = {"slides": Material.SLIDES, "poster": Material.POSTER, "video": Material.VIDEO, "code": Material.CODE,
              "pdf": Material.PDF}  # fmt: skip


def _record(item: JsonItem) -> Record | Reject:
    note, content = item.value, item.value.get("content")
    if not isinstance(content, Mapping):
        return paper_record(item)
    content = {name: _bare(each) for name, each in content.items()}
    if note.get("replyto") and not content.get("abstract"):
        return Reject("This note is a reply to a paper, such as a review, and no paper.", item.line, item.raw)
    title = text_in(content.get("title"))
    tldr = text_in(first_value(content, ("TL;DR", "TLDR", "tldr", "one-sentence_summary")))
    forum = text_in(note.get("forum")) or text_in(note.get("id"))
    return record_or_reject(
        Record(
            title=title,
            **author_fields(people_in(content.get("authors"))),
            abstract=text_in(content.get("abstract")),
            tldr=Tldr(tldr, TldrSource.AUTHORS) if tldr else None,
            venue=_venue(note, content),
            year=_year(note, content),
            keywords=keywords_in(content.get("keywords")),
            ids=identifiers(content.get("html"), openreview=forum, doi=content.get("doi")),
            links=_links(content, forum),
            materials=tuple(kind for name, kind in _MATERIALS.items() if content.get(name)),
            is_retracted=title_says_retracted(title),
            type=_type(note, content),
            citation_key=_bibtex(content)[1],
            line=item.line,
            raw=item.raw,
            extra=remaining(content, _USED) | {name: note[name] for name in _NOTE_EXTRA if note.get(name)},
        )
    )


def _bare(value: Any) -> Any:
    """Version 2 wraps each value: `{"value": "T"}`, at times with its own readers."""
    return value.get("value") if isinstance(value, Mapping) and "value" in value else value


def _venue(note: Mapping[str, Any], content: Mapping[str, Any]) -> str | None:
    """The venue's own words ("ICLR 2019 Poster"), else what the group's name says: `ICLR.cc/2019/Workshop`."""
    stated = text_in(content.get("venue"))
    if stated:
        return stated
    group = _group(note, content)
    if group is None:
        return None
    return f"{group['name']} Workshop" if group["kind"].lower().startswith("workshop") else group["name"]


def _bibtex(content: Mapping[str, Any]) -> tuple[str | None, str | None]:
    """The type and key of the entry that the site suggests for citing."""
    found = _ENTRY.match(text_in(content.get("_bibtex")) or "")
    return (found["type"].lower(), found["key"]) if found else (None, None)


def _type(note: Mapping[str, Any], content: Mapping[str, Any]) -> PaperType | None:
    """A paper of its venue where the site's entry or the venue's words say so; a submission is a preprint."""
    venue, stated = _venue(note, content), _bibtex(content)[0]
    if venue is None or _SUBMISSION.search(venue):
        return PaperType.ARTICLE
    if stated in {"article", "inproceedings", "incollection", "phdthesis", "techreport", "book"}:
        return unless_preprint(BIBTEX[stated], venue)
    is_journal = _JOURNAL.search(venue)
    return PaperType.JOURNAL_ARTICLE if is_journal else unless_preprint(PaperType.CONFERENCE_PAPER, venue)


def _year(note: Mapping[str, Any], content: Mapping[str, Any]) -> int | None:
    group = _group(note, content)
    stated = year_in(content.get("venue")) or year_in(content.get("year"))
    dates = (note.get(name) for name in ("pdate", "odate", "cdate", "tcdate", "tmdate"))
    return stated or (int(group["year"]) if group else None) or next(filter(None, map(_year_of_moment, dates)), None)


def _group(note: Mapping[str, Any], content: Mapping[str, Any]) -> re.Match[str] | None:
    named = [content.get("venueid"), note.get("invitation"), *list_in(note.get("invitations")), note.get("domain")]
    return next(filter(None, (_GROUP.match(text) for text in named if isinstance(text, str))), None)


def _year_of_moment(value: Any) -> int | None:
    """The year of a time in milliseconds since 1970."""
    if not isinstance(value, int | float) or isinstance(value, bool) or not 0 < value < 4_000_000_000_000:
        return None
    return datetime.fromtimestamp(value / 1000, UTC).year


def _links(content: Mapping[str, Any], forum: str | None) -> dict[str, str]:
    """Paths of the site (`/pdf/ab.pdf`) as its addresses."""
    given = {name: content.get(name) for name in ("pdf", "code", "slides", "poster", "video")}
    links = {
        name: urljoin(_SITE, text) if text.startswith(("/pdf", "/attachment")) else text
        for name, value in given.items()
        if (text := text_in(value))
    }
    page = f"{_SITE}forum?id={forum}" if forum else None
    return addresses(html=address_in(content.get("html")) or page, **links)


PARSER = Parser(
    "openreview-json",
    2,
    score_by_keys(lambda keys: 0.95 if {"content", "forum"} <= keys and len(keys & _MARKS) >= 2 else 0.0),
    parse=record_parser(read_objects, _record),
)
"""Reads submissions; reviews, comments and decisions are rejects, as they are no papers."""
