"""Results as lines of text: for a terminal, where matches are bold, and for a pipe, where they are plain."""

import html
import re
from collections.abc import Iterable, Iterator, Sequence
from textwrap import wrap

import click

from papersearch.paper import JsonObject
from papersearch.results import Bucket, Facet, Hit
from papersearch.search.answers import Clause, ResultPage
from papersearch.search.conflicts import Conflict

_WIDTH = 100
_MARKED = re.compile(r"<mark>(.*?)</mark>", re.DOTALL)
_AUTHORS_SHOWN = 6


def page_lines(page: ResultPage) -> Iterator[str]:
    """A page of results: warnings, count, papers, facets, what else may be tried."""
    for warning in page.meta.query.warnings:
        yield click.style(f"note: {warning.detail}", fg="yellow")
    yield f"{page.meta.query.input.strip() or 'every paper'} has {_results(page.meta.count)}{_place(page)}"
    if page.meta.query.normalized and page.meta.query.normalized != page.meta.query.input.strip():
        yield click.style(f"read as: {page.meta.query.normalized}", dim=True)
    yield ""
    yield from hits_lines(page.hits, first=((page.meta.page or 1) - 1) * page.meta.per_page + 1)
    for clause in page.meta.query.clauses:
        yield from _clause_lines(clause, 0)
    for name, facet in page.facets.items():
        yield from _facet_lines(name, facet)
    for offer in page.suggestions.did_you_mean:
        yield f"Did you mean {offer.label}? {_results(offer.count)}"
    for offer in page.suggestions.relaxed:
        yield f"{offer.label}: {_results(offer.count)}"


def hits_lines(hits: Iterable[Hit], first: int = 1) -> Iterator[str]:
    """Papers, numbered."""
    for number, hit in enumerate(hits, first):
        title = hit.highlights.get("title", ())
        shown = marked(title[0]) if title else shown_title(hit.body)
        yield f"{number}. {click.style(shown, bold=True) if not title else shown}{_venue_and_year(hit.body)}"
        if authors := _authors(hit.body):
            yield f"   {authors}"
        if hit.body.get("tldr"):
            yield from _wrapped(f"TL;DR ({hit.body['tldr']['source']}): {hit.body['tldr']['text']}")
        for fragment in hit.highlights.get("abstract", ())[:1]:
            yield f"   {marked(' '.join(fragment.split()))}"
        if hit.shares:
            yield f"   shares: {', '.join(hit.shares)}"
        yield f"   {click.style(hit.id, dim=True)}"
        yield ""


def paper_lines(body: JsonObject) -> Iterator[str]:
    """One paper, whole."""
    yield click.style(shown_title(body), bold=True) + _venue_and_year(body)
    for name, text in (
        ("authors", ", ".join(author["name"] for author in body["authors"])),
        ("tl;dr", f"{body['tldr']['text']} ({body['tldr']['source']})" if body.get("tldr") else ""),
        ("abstract", body.get("abstract") or ""),
        ("keywords", ", ".join(f"{k['value']} ({k['source']})" for k in body["keywords"])),
        ("comments", body.get("comments") or ""),
        ("journal", body.get("journal_ref") or ""),
        ("materials", ", ".join(body["materials"])),
        ("ids", ", ".join(f"{scheme}:{value}" for scheme, value in body["ids"].items())),
        ("links", "  ".join(body["links"].values())),
        ("sources", ", ".join(source["name"] for source in body["sources"])),
        ("id", body["id"]),
    ):
        if text:
            lead, *more = wrap(text, _WIDTH - 11, break_long_words=False) or [""]
            yield f"{name:>9}  {lead}"
            yield from (f"{'':11}{line}" for line in more)


def conflict_lines(found: Sequence[Conflict]) -> Iterator[str]:
    """What each source says of the fields on which a paper's sources disagree; `*` marks what the paper shows."""
    for conflict in found:
        yield f"sources disagree on {conflict.field}:"
        yield from (f"  {'*' if each.is_taken else ' '} {each.source}: {each.text}" for each in conflict.statements)


def value_lines(values: Sequence[Bucket]) -> Iterator[str]:
    """Values with their counts, in columns."""
    width = max((len(f"{value.count:,}") for value in values), default=0)
    yield from (f"{value.count:>{width},}  {value.label}" for value in values)


def shown_title(body: JsonObject) -> str:
    """The title; of a paper without one its first words and its id."""
    if body.get("title"):
        return str(body["title"])
    text = body.get("abstract") or (body.get("tldr") or {}).get("text") or ""
    return f"{' '.join(text.split()[:8])} … [{body['id']}]"


def marked(fragment: str) -> str:
    """A highlighted fragment, from HTML to a terminal's bold; click takes that away in a pipe."""
    return html.unescape(_MARKED.sub(lambda match: click.style(match[1], bold=True, fg="green"), fragment))


def _results(count: int) -> str:
    return f"{count:,} {'result' if count == 1 else 'results'}"


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


def _wrapped(text: str) -> Iterator[str]:
    yield from (f"   {line}" for line in wrap(text, _WIDTH - 3, break_long_words=False))


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
