"""What a paper's page shows beside the paper: facts, and why others are similar."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple
from urllib.parse import quote

from papersearch.paper import JsonObject
from papersearch.results import Hit
from papersearch.text import fold, words
from papersearch_api.pages.facets import part_label

_EXTERNAL = {
    "arxiv": "https://arxiv.org/abs/{}",
    "doi": "https://doi.org/{}",
    "openreview": "https://openreview.net/forum?id={}",
    "acl": "https://aclanthology.org/{}",
}
_SCHEMES = {"arxiv": "arXiv", "doi": "DOI", "openreview": "OpenReview", "acl": "ACL Anthology"}
_LINK_ORDER = {name: place for place, name in enumerate(("pdf", "html", "code", "slides", "poster", "video"))}
_MOST_REASONS = 4
_MOST_EXTRACTED = 5


class Fact(NamedTuple):
    """A line of the list of facts; `href` where there is something to follow."""

    name: str
    value: str
    href: str | None = None


@dataclass(frozen=True, slots=True)
class Reason:
    """What two papers share: its kind (author, keyword, reference, words) and its text."""

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


def worth_showing(paper: JsonObject, most: int) -> list[JsonObject]:
    """The keywords of a paper that a page shows: the authors' own, or up to five extracted ones.

    Of the extracted ones, those that stand in the title or twice in the text: what is said once is seldom what a paper
    is about. Where there is none, the first one.

    An extracted phrase within another one is left out: `ticket hypothesis` next to `lottery ticket hypothesis`. So is a
    single word, which seldom says what a paper is about, unless hardly anything else is there.
    """
    keywords: Sequence[JsonObject] = paper["keywords"]
    own = [keyword for keyword in keywords if keyword["source"] != "extracted"]
    if own:
        return own[:most]
    phrases = [f" {keyword['value']} " for keyword in keywords]
    whole = [
        keyword
        for keyword, phrase in zip(keywords, phrases, strict=True)
        if not any(phrase in other and phrase != other for other in phrases)
    ]
    found = [keyword for keyword in whole if " " in keyword["value"]] or whole
    title, text = fold(paper.get("title") or ""), fold(paper.get("abstract") or "")
    shown = [each for each in found if each["value"] in title or text.count(each["value"]) > 1] or found[:1]
    return shown[: min(most, _MOST_EXTRACTED)]


def web_links(links: Mapping[str, str]) -> dict[str, str]:
    """Those that lead to the web, the PDF first.

    A source may say anything, and a link that runs as script is none.
    """
    ordered = sorted(links.items(), key=lambda link: _LINK_ORDER.get(link[0], len(_LINK_ORDER)))
    return {name: href for name, href in ordered if href.lower().startswith(("https://", "http://"))}


def reasons(other: Hit) -> tuple[Reason, ...]:
    """Why a paper is similar, the strongest first; a word that a keyword or phrase has is not said again."""
    shares = other.shares
    found = [Reason("author", name) for name in shares.authors]
    found += [Reason("keyword", keyword) for keyword in shares.keywords]
    found += [Reason("reference", title) for title in shares.references]
    together = shares.cited_together
    found += [Reason("citation", f"cited together by {together} papers")] if together > 1 else []
    said = {word for reason in found for word in words(reason.text)}
    found += [Reason("words", text) for text in (*shares.phrases, *shares.words) if not said >= set(words(text))]
    return tuple(found[:_MOST_REASONS])


def _external(scheme: str, value: str) -> str | None:
    template = _EXTERNAL.get(scheme)
    return template.format(quote(value, safe="/:;()")) if template else None
