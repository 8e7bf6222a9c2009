"""A paper as another papersearch hands it out by OAI-PMH (`metadataPrefix=papersearch`)."""

from typing import Any

import msgspec

from papersearch.paper import Author, JsonObject, KeywordSource, Paper, TldrSource

_LISTS = frozenset({
    "authors", "editors", "issn", "isbn", "keywords", "references", "materials", "full_text",
})  # fmt: skip
_PAGE_END = "\f"


def paper_fields(metadata: Any) -> dict[str, Any]:
    """The fields of a record out of `<paper>`, of which the name spaces are gone; none where it is not a paper."""
    body = _members(metadata)
    if "full_text" in body:
        body["full_text"] = _PAGE_END.join(body["full_text"])
    try:
        paper = msgspec.convert(body, Paper, strict=False)
    except msgspec.ValidationError:
        return {}
    return {
        "title": paper.title,
        "authors": tuple(author.name for author in paper.authors),
        "author_parts": paper.authors if any(author != Author(author.name) for author in paper.authors) else (),
        "tldr": paper.tldr if paper.tldr and paper.tldr.source is not TldrSource.EXTRACTED else None,
        "venue": paper.venue.label if paper.venue else None,
        "keywords": tuple(each.value for each in paper.keywords if each.source is not KeywordSource.EXTRACTED),
        "versions": paper.other_ids,
        **{name: getattr(paper, name) for name in _TAKEN},
    }


_TAKEN = (
    "abstract", "year", "ids", "links", "materials", "comments", "journal_ref", "full_text", "is_retracted", "type",
    "editors", "container", "volume", "issue", "pages", "publisher", "edition", "issn", "isbn", "month", "day",
    "language", "citation_key", "references",
)  # fmt: skip


def _members(element: Any) -> JsonObject:
    found: JsonObject = {}
    for child in element:
        name, key = child.tag, child.get("key")
        value = _members(child) if len(child) else child.text or ""
        if key is not None and name == "other_ids":
            found.setdefault(name, {}).setdefault(key, []).append(value)
        elif key is not None:
            found.setdefault(name, {})[key] = value
        elif name in _LISTS:
            found.setdefault(name, []).append(value)
        else:
            found[name] = value
    return found
