"""Results as lines of text: matches are bold on a terminal and plain in a pipe."""

import html
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from textwrap import wrap
from typing import Any

import click

from papersearch.paper import JsonObject
from papersearch.process.quantities import count_text
from papersearch.results import Bucket, Facet, Hit
from papersearch.search.answers import Clause, ResultPage
from papersearch.search.conflicts import Conflict

_WIDTH = 100
_MARKED = re.compile(r"<mark>(.*?)</mark>", re.DOTALL)
_AUTHORS_SHOWN = 6
_SHARED_SHOWN = 6
_LABEL_WIDTH = 9
_FIELD_TEXTS: Mapping[str, tuple[str, Callable[[Any], str]]] = {
    "authors": ("authors", lambda authors: ", ".join(author["name"] for author in authors)),
    "venue": ("venue", lambda venue: str(venue["label"])),
    "year": ("year", str),
    "tldr": ("TL;DR", lambda tldr: f"{tldr['text']} ({tldr['source']})"),
    "abstract": ("abstract", str),
    "keywords": ("keywords", lambda keywords: ", ".join(f"{each['value']} ({each['source']})" for each in keywords)),
    "comments": ("comments", str),
    "journal_ref": ("journal", str),
    "materials": ("materials", ", ".join),
    "ids": ("ids", lambda ids: ", ".join(f"{scheme}:{value}" for scheme, value in ids.items())),
    "links": ("links", lambda links: "  ".join(links.values())),
    "sources": ("sources", lambda sources: ", ".join(source["name"] for source in sources)),
    "is_retracted": ("retracted", lambda _: "yes"),
    "added_at": ("added", str),
    "updated_at": ("updated", str),
}
"""Key of a paper's JSON -> its label, and its text. The title is the heading."""
_NOT_IN_PAPER = frozenset({"venue", "year", "added_at", "updated_at"})
"""In the heading of a paper that is shown alone, or shown only if asked for."""


def page_lines(page: ResultPage) -> Iterator[str]:
    """A page of results: warnings, count, papers, results per term, facets, other searches."""
    yield from (click.style(f"note: {warning.detail}", fg="yellow") for warning in page.meta.query.warnings)
    query = page.meta.query.input.strip()
    yield (
        f"{count_text(page.meta.count, 'result')} for {query}" if query else count_text(page.meta.count, "paper")
    ) + _place(page)
    if page.meta.query.normalized and page.meta.query.normalized != query:
        yield click.style(f"read as: {page.meta.query.normalized}", dim=True)
    yield ""
    yield from hits_lines(page.hits, ((page.meta.page or 1) - 1) * page.meta.per_page + 1, page.fields)
    if page.related:
        yield click.style("Near in meaning, not counted:", bold=True)
        yield from hits_lines(page.related, 1, page.fields)
    for clause in page.meta.query.clauses:
        yield from _clause_lines(clause, 0)
    for name, facet in page.facets.items():
        yield from _facet_lines(name, facet)
    offers = page.suggestions
    yield from (f"Did you mean {each.label}? {count_text(each.count, 'result')}" for each in offers.did_you_mean)
    yield from (f"{each.label}: {count_text(each.count, 'result')}" for each in offers.relaxed)


def hits_lines(hits: Iterable[Hit], first: int = 1, fields: Collection[str] = ()) -> Iterator[str]:
    """Papers, numbered. `fields`: show these of each paper instead of the usual ones."""
    for number, hit in enumerate(hits, first):
        title = hit.highlights.get("title", ())
        heading = marked(title[0]) if title else click.style(shown_title(hit.body), bold=True)
        if fields:
            yield f"{number}. {heading}"
            yield from _field_lines({name: value for name, value in hit.body.items() if name in fields})
        else:
            yield f"{number}. {heading}{_venue_and_year(hit.body)}"
            yield from _summary_lines(hit)
        yield f"   {click.style(hit.id, dim=True)}"
        yield ""


def paper_lines(body: JsonObject) -> Iterator[str]:
    """A paper with all its fields."""
    yield click.style(shown_title(body), bold=True) + _venue_and_year(body)
    yield from _field_lines({name: value for name, value in body.items() if name not in _NOT_IN_PAPER})
    yield f"{'id':>{_LABEL_WIDTH}}  {body['id']}"


def conflict_lines(found: Sequence[Conflict]) -> Iterator[str]:
    """What each source says where a paper's sources disagree; `*` marks what the paper shows."""
    for conflict in found:
        yield f"sources disagree on {conflict.field}:"
        yield from (f"  {'*' if each.is_taken else ' '} {each.source}: {each.text}" for each in conflict.statements)


def value_lines(values: Sequence[Bucket]) -> Iterator[str]:
    """Values and their counts, in columns."""
    width = max((len(f"{value.count:,}") for value in values), default=0)
    yield from (f"{value.count:>{width},}  {value.label}" for value in values)


def shown_title(body: JsonObject) -> str:
    """The title, or the first words and the id of a paper without one."""
    if body.get("title"):
        return str(body["title"])
    text = body.get("abstract") or (body.get("tldr") or {}).get("text") or ""
    return f"{' '.join(text.split()[:8])} … [{body['id']}]"


def marked(fragment: str) -> str:
    """A highlighted fragment with bold text for its HTML marks; in a pipe click removes the styles."""
    return html.unescape(_MARKED.sub(lambda match: click.style(match[1], bold=True, fg="green"), fragment))


def _summary_lines(hit: Hit) -> Iterator[str]:
    if authors := _authors(hit.body):
        yield f"   {authors}"
    if tldr := hit.body.get("tldr"):
        wrapped = wrap(f"TL;DR ({tldr['source']}): {tldr['text']}", _WIDTH - 3, break_long_words=False)
        yield from (f"   {line}" for line in wrapped)
    yield from (f"   {marked(' '.join(each.split()))}" for each in hit.highlights.get("abstract", ())[:1])
    shares = hit.shares
    shared = [*shares.authors, *shares.keywords, *shares.references, *shares.phrases, *shares.words]
    if shared:
        yield f"   shares: {', '.join(shared[:_SHARED_SHOWN])}"


def _field_lines(body: JsonObject) -> Iterator[str]:
    """Each field with its label, in the order of the table."""
    for name, (label, text_of) in _FIELD_TEXTS.items():
        if body.get(name):
            first, *more = wrap(text_of(body[name]), _WIDTH - _LABEL_WIDTH - 2, break_long_words=False) or [""]
            yield f"{label:>{_LABEL_WIDTH}}  {first}"
            yield from (f"{'':{_LABEL_WIDTH + 2}}{line}" for line in more)


def _place(page: ResultPage) -> str:
    pages = -(-page.meta.count // page.meta.per_page)
    return f", page {page.meta.page} of {pages:,}" if page.meta.page and pages > 1 else ""


def _venue_and_year(body: JsonObject) -> str:
    parts = [str(part) for part in ((body.get("venue") or {}).get("label"), body.get("year")) if part]
    return f" ({' '.join(parts)})" if parts else ""


def _authors(body: JsonObject) -> str:
    names = [author["name"] for author in body.get("authors", ())]
    return ", ".join(names[:_AUTHORS_SHOWN]) + (
        f" and {len(names) - _AUTHORS_SHOWN} more" if len(names) > _AUTHORS_SHOWN else ""
    )


def _clause_lines(clause: Clause, depth: int) -> Iterator[str]:
    yield f"{'  ' * depth}{clause.query}: {clause.count:,}"
    for part in clause.clauses:
        yield from _clause_lines(part, depth + 1)


def _facet_lines(name: str, facet: Facet) -> Iterator[str]:
    yield click.style(name, bold=True)
    width = max((len(f"{value.count:,}") for value in facet.buckets), default=0)
    for value in facet.buckets:
        sign = "*" if value.is_selected else "-" if value.is_excluded else " "
        yield f" {sign}{value.count:>{width},}  {value.label}"
    if facet.other_count:
        yield f"  {facet.other_count:,} in other values ({facet.distinct:,} values in all)"
    yield ""
