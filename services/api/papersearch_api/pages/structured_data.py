"""What each page is about, as JSON-LD in the words of schema.org: search engines and other programs read it.

{"@context": "https://schema.org", "@type": "SearchResultsPage", "name": "…", "mainEntity":
 {"@type": "ItemList", "numberOfItems": 21, "itemListElement":
  [{"@type": "ListItem", "position": 1, "url": "…", "name": "…"}]}}
"""

from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import quote

import msgspec
from markupsafe import Markup

from papersearch.paper import JsonObject
from papersearch_api.links import below_root
from papersearch_api.services import services
from papersearch_api.views.responses import site_root

CONTEXT = "https://schema.org"
_ABOUT = {"keyword": "DefinedTerm", "venue": "Thing", "author": "Person"}
"""Field -> what the page of one of its values is about."""


def json_ld(body: JsonObject) -> Markup:
    """The text of a `<script type="application/ld+json">`: nothing in it ends the element."""
    text = msgspec.json.encode({"@context": CONTEXT, **without_empty(body)}).decode()
    return Markup(text.replace("<", r"\u003c").replace(">", r"\u003e").replace("&", r"\u0026"))  # noqa: S704 - no markup left


def without_empty(members: Mapping[str, Any]) -> JsonObject:
    """The members that have a value."""
    return {name: value for name, value in members.items() if value}


def website() -> Markup:
    """The home page: the site, and how to search it."""
    site = site_root()
    action = {
        "@type": "SearchAction",
        "target": {"@type": "EntryPoint", "urlTemplate": f"{site}/?q={{search_term_string}}"},
        "query-input": "required name=search_term_string",
    }
    return json_ld(
        {"@type": "WebSite", "name": services().settings.site_title, "url": f"{site}/", "potentialAction": action}
    )


def results_page(name: str, count: int, first: int, papers: Iterable[JsonObject]) -> Markup:
    """A page of results, whose first has the place `first` (from 1) among all `count`."""
    return json_ld({"@type": "SearchResultsPage", "name": name, "mainEntity": _paper_list(papers, first, count)})


def papers_page(name: str, papers: Iterable[JsonObject], count: int) -> Markup:
    """A page that lists papers."""
    return json_ld({"@type": "CollectionPage", "name": name, "mainEntity": _paper_list(papers, 1, count)})


def value_page(field: str, name: str, path: str, papers: Iterable[JsonObject], count: int) -> Markup:
    """The page of a keyword, a venue or an author at a path, with some of its papers."""
    address = f"{site_root()}{below_root(path)}"
    subject = {"@type": _ABOUT[field], "name": name, "url": address}
    listed = _paper_list(papers, 1, count)
    if field == "author":
        return json_ld({"@type": "ProfilePage", "name": name, "url": address, "mainEntity": subject, "hasPart": listed})
    return json_ld({"@type": "CollectionPage", "name": name, "url": address, "about": subject, "mainEntity": listed})


def index_page(name: str, values: Iterable[tuple[str, str]], count: int) -> Markup:
    """A page that lists values, each with its label and the path of its page."""
    items = [{"name": label, "url": f"{site_root()}{below_root(path)}"} for label, path in values]
    return json_ld({"@type": "CollectionPage", "name": name, "mainEntity": _item_list(items, 1, count)})


def text_page(name: str) -> Markup:
    """A page that explains something."""
    site = {"@type": "WebSite", "name": services().settings.site_title, "url": f"{site_root()}/"}
    return json_ld({"@type": "WebPage", "name": name, "isPartOf": site})


def _paper_list(papers: Iterable[JsonObject], first: int, count: int) -> JsonObject:
    site = site_root()
    items = ({"url": f"{site}/papers/{quote(each['id'])}", "name": each.get("title")} for each in papers)
    return _item_list(items, first, count)


def _item_list(items: Iterable[Mapping[str, Any]], first: int, count: int) -> JsonObject:
    listed = [
        without_empty({"@type": "ListItem", "position": place, **each}) for place, each in enumerate(items, first)
    ]
    return {"@type": "ItemList", "numberOfItems": count, "itemListElement": listed}
