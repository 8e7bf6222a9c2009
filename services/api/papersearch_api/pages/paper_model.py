"""What a paper's page shows beside the paper: facts, and why others are similar."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple
from urllib.parse import quote

from papersearch.naming.names import author_key
from papersearch.paper import JsonObject
from papersearch.results import Hit
from papersearch.text import words
from papersearch_api.pages.facets import part_label

_EXTERNAL = {
    "arxiv": "https://arxiv.org/abs/{}",
    "doi": "https://doi.org/{}",
    "openreview": "https://openreview.net/forum?id={}",
    "acl": "https://aclanthology.org/{}",
}
_SCHEMES = {"arxiv": "arXiv", "doi": "DOI", "openreview": "OpenReview", "acl": "ACL Anthology"}
_LINK_ORDER = {name: place for place, name in enumerate(("html", "pdf", "code", "slides", "poster", "video"))}
_LONG_WORD = 5
_MOST_REASONS = 4


class Fact(NamedTuple):
    """A line of the list of facts; `href` where there is something to follow."""

    name: str
    value: str
    href: str | None = None


@dataclass(frozen=True, slots=True)
class Reason:
    """What two papers share: its kind (author, keyword, title word, venue) and its text."""

    kind: str
    text: str


def facts(paper: Mapping[str, Any]) -> list[Fact]:
    """What is known beside title, authors and texts."""
    found = [Fact(_SCHEMES.get(scheme, scheme), value, _external(scheme, value))
             for scheme, value in paper["ids"].items()]  # fmt: skip
    found += [Fact(label, paper[name]) for name, label in (("journal_ref", "Published in"), ("comments", "Comments"))
              if paper[name]]  # fmt: skip
    unlinked = [part_label(name) for name in paper["materials"] if name not in web_links(paper["links"])]
    found += [Fact("Also exists", f"{', '.join(unlinked)} (no address known)")] if unlinked else []
    return [*found, Fact("Id", paper["id"])]


def web_links(links: Mapping[str, str]) -> dict[str, str]:
    """Those that lead to the web, the page of the paper first.

    A source may say anything, and a link that runs as script is none.
    """
    ordered = sorted(links.items(), key=lambda link: _LINK_ORDER.get(link[0], len(_LINK_ORDER)))
    return {name: href for name, href in ordered if href.lower().startswith(("https://", "http://"))}


def reasons(paper: JsonObject, other: Hit) -> tuple[Reason, ...]:
    """Why a paper is similar, the strongest first.

    Without a shared name or keyword these are the words that both titles have, if there are several.
    """
    theirs = {author_key(author["name"]) for author in other.body["authors"]}
    found = [Reason("author", a["name"]) for a in paper["authors"] if author_key(a["name"]) in theirs]
    found += [Reason("keyword", keyword) for keyword in other.shares]
    if not found:
        title = {word for word in words(other.body.get("title") or "") if len(word) >= _LONG_WORD}
        shared = [word for word in dict.fromkeys(words(paper.get("title") or "")) if word in title]
        found += [Reason("title word", word) for word in shared] if len(shared) > 1 else []
    return tuple(found[:_MOST_REASONS])


def _external(scheme: str, value: str) -> str | None:
    template = _EXTERNAL.get(scheme)
    return template.format(quote(value, safe="/:;()")) if template else None
